"""Checks that a text is a text: nothing broken, nothing left over from a machine. What they find stops a reply."""

import re
from collections.abc import Iterator
from typing import ClassVar

from cscli.quality.finding import Finding, Severity
from cscli.quality.subject import Subject, TextCheck, finding

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|[\u202a-\u202e]|[\u00ad\u200b-\u200d\u2060\ufeff]"
)
_ISOLATES = re.compile("[\u2066-\u2069]")
_JOINERS = "\u200c\u200d"
_ZWSP = "\u200b"
_JOINING = {"hi", "ar", "fa", "ur"}
_EMOJI_MARK = "\ufe0f"
_FIRST_EMOJI = 0x2190

_TOKENS = re.compile(
    r"""
    \bX[A-Z]{0,2}Q\d+(?:Q?X)?\b   # a mask of the XQ0QX kind
    | \[\[\s?\d+\s?\]\]           # [[0]]
    | [⟦⟧]
    | \{\{[^{}\n]{0,80}\}\} | \{%[^{}\n]{0,80}%\}
    | \$\{[^{}\n]{1,80}\} | \{[A-Za-z_][\w.]{0,60}\} | \{\d{1,2}\} | %\([A-Za-z_]\w{0,40}\)[sd]
    | &(?:lt|gt|amp|quot|nbsp|apos|\#\d{1,5}|\#x[0-9a-fA-F]{1,5});
    | apertium-notrans
    | [\ue000-\uf8ff]
    """,
    re.VERBOSE,
)
_SHORT_ANSWER = 300


class Empty:
    """Nothing is written."""

    id: ClassVar[str] = "empty"
    severity: ClassVar[Severity] = Severity.ERROR

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """One when nothing would be seen."""
        if not _CONTROLS.sub("", subject.text).strip():
            yield finding(self, "The text is blank.")


class Controls:
    """Control characters, direction overrides, characters of no width."""

    id: ClassVar[str] = "controls"
    severity: ClassVar[Severity] = Severity.ERROR

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """One for each character; isolates are fine in pairs, joiners where a script or an emoji needs them."""
        text = subject.text
        for match in _CONTROLS.finditer(text):
            at = match.start()
            if text[at : at + 2] == "\r\n" or _is_wanted(text, at, subject.base):
                continue
            yield finding(self, f"An invisible character, U+{ord(match[0]):04X}.", at, at + 1, suggestion="Remove it.")
        depth = 0
        for match in _ISOLATES.finditer(text):
            depth += -1 if match[0] == "\u2069" else 1
            if depth < 0:
                break
        if depth:
            yield finding(
                self, "A change of direction is opened and not closed, or the reverse.", suggestion="Remove it."
            )


class TokenLeak:
    """Placeholders, masks and escaped signs that a machine left behind."""

    id: ClassVar[str] = "token-leak"
    severity: ClassVar[Severity] = Severity.ERROR

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """One for each that the source does not hold as well."""
        for match in _TOKENS.finditer(subject.text):
            if match[0] not in subject.source:
                shown = match[0] if match[0].isprintable() else f"U+{ord(match[0][0]):04X}"
                yield finding(
                    self, f"{shown} is no text for a customer.", *match.span(), suggestion="Write what it stands for."
                )


class ErrorPage:
    """The answer of a provider that failed, instead of a text."""

    id: ClassVar[str] = "error-page"
    severity: ClassVar[Severity] = Severity.ERROR

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """One at the first sign of it that the source does not hold as well."""
        folded, source = subject.text.lower(), subject.source.lower()
        for sign in subject.lists.error_pages:
            at = folded.find(sign.lower())
            if at >= 0 and sign.lower() not in source:
                yield finding(self, "This is what a service says when it fails.", at, at + len(sign))
                return
        start = folded.strip().removeprefix("error").lstrip(": ")
        for sign in subject.lists.error_starts:
            if len(folded) <= _SHORT_ANSWER and start.startswith(sign.lower()) and sign.lower() not in source:
                yield finding(self, "This is what a service says when it fails.")
                return


INTEGRITY: tuple[TextCheck, ...] = (Empty(), Controls(), TokenLeak(), ErrorPage())


def _is_wanted(text: str, at: int, base: str) -> bool:
    """Whether an invisible character does its work where it stands."""
    char = text[at]
    if char == _ZWSP:
        return base == "th"
    if char not in _JOINERS:
        return False
    if base in _JOINING:
        return True
    around = text[at - 1 : at] + text[at + 1 : at + 2]
    return all(c == _EMOJI_MARK or ord(c) >= _FIRST_EMOJI for c in around) and bool(around)
