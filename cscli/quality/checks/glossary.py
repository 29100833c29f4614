"""Compliance with the shop's glossary (``glossary/glossary.py``)."""

from collections.abc import Iterator

from cscli.glossary.terms import Rule, TermFault
from cscli.quality.check import Check
from cscli.quality.finding import Finding, Severity, TerminologyFinding
from cscli.quality.subject import Subject, blanked
from cscli.reading.placeables import Kind, Placeable


class GlossaryWords(Check):
    """A word of the glossary was translated that must not be, or not rendered as the shop does, or is forbidden."""

    id = "glossary"
    severity = Severity.ERROR
    finding = TerminologyFinding

    def _found(self, subject: Subject) -> Iterator[Finding]:
        if subject.glossary is None:
            return
        market = subject.market.code if subject.market else ""
        source = _words(subject.source, subject.source_placeables)
        text = _words(subject.text, subject.placeables)
        for fault in subject.glossary.faults(source, text, subject.source_language, subject.language, market):
            is_kept = fault.rule is Rule.NO_TRANSLATE
            yield self.says(_said(fault), fault.start, fault.end, suggestion=fault.suggestion,
                severity=Severity.ERROR if is_kept else Severity.WARNING,
            )  # fmt: skip


GLOSSARY: tuple[Check, ...] = (GlossaryWords(),)


def _words(text: str, placeables: tuple[Placeable, ...]) -> str:
    """A text without codes and addresses, but with non-translatable terms."""
    return blanked(text, tuple(placeable for placeable in placeables if placeable.kind is not Kind.TERM))


def _said(fault: TermFault) -> str:
    if fault.rule is Rule.NO_TRANSLATE:
        return f"{fault.found!r} is not translated, but does not stand here."
    if fault.rule is Rule.FORBIDDEN:
        return f"The glossary forbids {fault.found!r}."
    return f"The glossary has {fault.suggestion!r} for {fault.found!r} of the source; it does not stand here."
