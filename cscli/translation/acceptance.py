"""Checks of translations, of each segment and of the finished text.

A segment is compared with its source in slotted form, so that localized dates are not differences. The structure around
segments cannot change. The finished text is checked as its reader sees it.
"""

from dataclasses import dataclass, field, replace

from cscli.quality.checks.glossary import GLOSSARY
from cscli.quality.checks.integrity import INTEGRITY
from cscli.quality.checks.leftovers import LEFTOVERS
from cscli.quality.checks.pairs import PAIRS, EchoedSegment
from cscli.quality.finding import Finding, Severity
from cscli.quality.registry import Checks, shipped_checks
from cscli.quality.subject import Subject
from cscli.reading.placeables import Finder
from cscli.translation.brief import GIST, Brief, Origin, Purpose, Translation
from cscli.translation.engines.engine import Quality
from cscli.translation.protect import slot_placeables
from cscli.translation.source_text import MaskedSegment

_COMPARING = frozenset(check.id for check in (*INTEGRITY, *PAIRS, *GLOSSARY, *LEFTOVERS)) | {
    "token-leak", "error-page", "length-ratio", "end-punctuation", "negation", "untranslated-words", "target-language",
}  # fmt: skip
_ECHOED = EchoedSegment()
_FINDER = Finder()


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """The checks of a run.

    ``finder`` is for the target language. ``known_languages`` are base tags that language detection chooses from.
    """

    finder: Finder
    known_languages: tuple[str, ...] = ()
    own_domains: tuple[str, ...] = ()
    checks: Checks = field(default_factory=shipped_checks)

    def of_segment(
        self, segment: MaskedSegment, slotted: str, unknown: int, brief: Brief
    ) -> tuple[list[Finding], list[Finding]]:
        """The findings about a translated segment, and those that make it unusable; both without positions.

        Args:
            segment: the source.
            slotted: its translation, with slots.
            unknown: the number of words that the engine did not know.
            brief: the translation brief.
        """
        subject = Subject(
            text=slotted, language=brief.target, source=segment.key, source_language=brief.source,
            placeables=_FINDER.placeables(slotted), source_placeables=(*slot_placeables(segment.key), *segment.exposed),
            known_languages=self.known_languages, unknown_words=unknown, market=brief.market,
            glossary=brief.glossary, direction="in" if brief.purpose is Purpose.READ else "out",
        )  # fmt: skip
        found = [*self.checks.findings(subject, self._all_but(_COMPARING, brief.allow))]
        if _ECHOED.id not in brief.allow:
            found += _ECHOED.findings(subject)
        placeless = list(dict.fromkeys(replace(f, start=None, end=None) for f in found))
        return placeless, [f for f in placeless if f.severity is Severity.ERROR or f.ruins_translation]

    def of_text(self, original: str, done: Translation, brief: Brief) -> tuple[Finding, ...]:
        """Further findings about a finished translation; from all checks if it is to be sent."""
        about = _about_engines(done, brief)
        if brief.purpose is Purpose.READ:
            return about
        subject = Subject(
            text=done.text, language=done.target, market=brief.market, register=brief.register,
            channel=brief.channel, source=original, source_language=done.source,
            placeables=self.finder.placeables(done.text), known_languages=self.known_languages,
            own_domains=self.own_domains,
        )  # fmt: skip
        return (*about, *self.checks.findings(subject, _COMPARING | brief.allow))

    def _all_but(self, wanted: frozenset[str], allowed: frozenset[str]) -> frozenset[str]:
        return (frozenset(self.checks.ids) - wanted) | allowed


def _about_engines(done: Translation, brief: Brief) -> tuple[Finding, ...]:
    """Notices about machine translation and its quality."""
    if not done.machine:
        return ()
    names = sorted(
        {s.engine or s.origin.value for s in done.segments if s.origin is not Origin.KEPT and not s.reviewed}
    )
    notice = Finding(
        check="machine-translated", severity=Severity.WARNING if brief.because else Severity.INFO,
        message=f"{brief.because} Translated by {', '.join(names)}; nobody has read it yet.".lstrip(),
    )  # fmt: skip
    findings = [] if brief.is_subject else [notice]
    if any(s.quality is Quality.GIST and not s.reviewed for s in done.segments) and GIST not in brief.allow:
        gist = Finding(
            check=GIST, severity=Severity.ERROR if brief.purpose is Purpose.SEND else Severity.INFO,
            message=f"From {done.source} to {done.target} it is good enough to understand, not to send.",
            suggestion="Use another engine, or have somebody rewrite it.",
        )  # fmt: skip
        findings.append(gist)
    return tuple(findings)
