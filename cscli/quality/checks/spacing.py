# ruff: noqa: RUF001 - signs of many scripts are what is looked for
"""Checks on spaces and on punctuation, each as the language writes it; what is safe to mend is mended here.

A fix only ever changes spaces and punctuation, never a letter, a digit or anything inside a code or an address.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cscli.quality.check import Check
from cscli.quality.finding import Finding, Severity
from cscli.quality.subject import Subject
from cscli.reading.placeables import NON_TRANSLATABLE, Finder, Placeable
from cscli.text import HAN_KANA

_NBSP, _NARROW = "\u00a0", "\u202f"
_WIDE = {"zh": {",": "，", ".": "。", "!": "！", "?": "？", ":": "：", ";": "；"},
         "ja": {",": "、", ".": "。", "!": "！", "?": "？", ":": "："}}  # fmt: skip
_RARE_LETTERS = range(0xA000, 0xA48D)  # Yi: 1,165 letters, no text holds them all
_INVERTED = {"?": "¿", "!": "¡"}


@dataclass(frozen=True, slots=True)
class _Slip:
    """One kind of slip: where it is, what it says, and what belongs there."""

    pattern: re.Pattern[str]
    message: str
    fix: Callable[[re.Match[str]], str]


_DOUBLE = _Slip(re.compile(r"(?<=[^\s])[ ]{2,}(?=[^\s])"), "Two spaces where one is enough.", lambda _: " ")
_LEADING = _Slip(
    re.compile(r"\A[ \t\u00a0]+(?=\S)|(?<=\n) (?=\w)"), "A line begins with a space.", lambda _: ""
)  # fmt: skip
_BEFORE = _Slip(
    re.compile(r"(?<=[\w)\]»”\"])[ \u00a0\u202f]+(?=[,;:!?،؛؟.](?:\s|\Z)|[,;!?،؛](?=[^\W\d_]))"),
    "A space stands before a mark.",
    lambda _: "",
)
_FRENCH_BEFORE = _Slip(
    re.compile(r"(?<=[\w)\]»”\"])[ \u00a0\u202f]+(?=[,.](?:\s|\Z)|,(?=[^\W\d_]))"),
    "A space stands before a mark.",
    lambda _: "",
)
_AFTER = _Slip(re.compile(r"(?<=[^\W\d_]{2}[,;!?])(?=[^\W\d_]{2})"), "A space is missing after a mark.", lambda _: " ")
# French: marks of two parts keep their distance by a space that does not break; Canada keeps it for the colon alone.
_GUILLEMETS = (
    _Slip(re.compile(r"(?<=«) ?(?=\w)"), "After « stands a space that does not break.", lambda _: _NBSP),
    _Slip(re.compile(r"(?<=\w) ?(?=»)"), "Before » stands a space that does not break.", lambda _: _NBSP),
)
_COLON = _Slip(
    re.compile(r"(?<=[^\W_]) ?(?=:(?:\s|\Z))"), "Before : stands a space that does not break.", lambda _: _NBSP
)
_HIGH = _Slip(
    re.compile(r"(?<=[\w)»]) ?(?=[;!?]+(?:\s|\Z))"),
    "Before ; ! ? stands a space that does not break.",
    lambda _: _NARROW,
)


class DoubleSpaces(Check):
    """Two spaces in a row."""

    id = "double-spaces"
    severity = Severity.WARNING

    def _found(self, subject: Subject) -> Iterator[Finding]:
        """One for each run."""
        yield from _found(self, _DOUBLE, subject)


class LeadingSpace(Check):
    """A space at the start of a line."""

    id = "leading-space"
    severity = Severity.WARNING

    def _found(self, subject: Subject) -> Iterator[Finding]:
        """One for each line that begins with a single space, and for the text."""
        yield from _found(self, _LEADING, subject)


class PunctuationSpacing(Check):
    """Punctuation that is not spaced, or not written, as in the language."""

    id = "punctuation-spacing"
    severity = Severity.WARNING

    def _found(self, subject: Subject) -> Iterator[Finding]:
        """One for each slip that the language knows."""
        for slip in _slips(subject.language):
            yield from _found(self, slip, subject)


class InvertedMarks(Check):
    """A Spanish question or exclamation that is not opened."""

    id = "inverted-marks"
    severity = Severity.WARNING

    def _found(self, subject: Subject) -> Iterator[Finding]:
        """One for each mark; where the sentence opens is the writer's to say."""
        if subject.base != "es":
            return
        for piece in re.finditer(r"[^?!]*[?!]+", subject.prose):
            at = piece.end() - 1
            mark = _INVERTED[subject.prose[at]]
            if not re.search("[¿¡]", piece[0]) and re.search(r"\w", piece[0]):
                yield self.says(f"{subject.prose[at]} is not opened by {mark}.", at, at + 1, suggestion=mark)


SPACING: tuple[Check, ...] = (DoubleSpaces(), LeadingSpace(), PunctuationSpacing(), InvertedMarks())


def autofixed(text: str, language: str, placeables: tuple[Placeable, ...] | None = None) -> str:
    """``text`` with its spaces and punctuation as ``language`` writes them; fixing twice is fixing once.

    Args:
        text: what to mend.
        language: a BCP 47 tag; empty: only what holds everywhere.
        placeables: what must not change, when it is known already.
    """
    found = Finder(language=language or "en").placeables(text) if placeables is None else placeables
    masked, mark = _masked(text, found)
    for slip in (_DOUBLE, _LEADING, *_slips(language)):
        masked = slip.pattern.sub(slip.fix, masked)
    codes = iter("".join(m.text for m in found if m.kind in NON_TRANSLATABLE))
    return "".join(next(codes) if char == mark else char for char in masked)


def _slips(language: str) -> tuple[_Slip, ...]:
    base, _, region = language.partition("-")
    if base in _WIDE:
        return (_wide(base),)
    if base == "fr":
        high = () if region == "CA" else (_HIGH,)
        before = _FRENCH_BEFORE
        return (before, _AFTER, *_GUILLEMETS, _COLON, *high)
    return (_BEFORE, _AFTER) if base else ()


def _wide(base: str) -> _Slip:
    marks = _WIDE[base]
    pattern = re.compile(
        rf"(?<=[{HAN_KANA}])[{re.escape(''.join(marks))}](?![\w.])|(?<=[{HAN_KANA}])[,!?:;](?=[{HAN_KANA}])"
    )
    return _Slip(pattern, "After a Chinese or Japanese sign stands a full-width mark.", lambda m: marks.get(m[0], m[0]))


def _found(check: Check, slip: _Slip, subject: Subject) -> Iterator[Finding]:
    masked, _ = _masked(subject.text, subject.placeables)
    for match in slip.pattern.finditer(masked):
        if slip.fix(match) != match[0]:
            yield check.says(slip.message, *match.span(), suggestion=slip.fix(match))


def _masked(text: str, placeables: tuple[Placeable, ...]) -> tuple[str, str]:
    """``text`` with one letter for each character of a code or an address, and that letter; no pattern changes it."""
    mark = next(letter for letter in map(chr, _RARE_LETTERS) if letter not in text)
    built, at = [], 0
    for placeable in placeables:
        if placeable.kind in NON_TRANSLATABLE:
            built += [text[at : placeable.start], mark * (placeable.end - placeable.start)]
            at = placeable.end
    return "".join([*built, text[at:]]), mark
