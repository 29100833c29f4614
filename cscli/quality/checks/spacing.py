"""Checks of spaces and punctuation against the rules of the language, and their correction (``autofixed``).

A correction changes only spaces and punctuation, never a letter, a digit or anything inside a code or an address.
"""

import re
from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from cscli.quality.check import Check
from cscli.quality.finding import Finding, Severity
from cscli.quality.subject import Subject
from cscli.reading.facts import punctuation
from cscli.reading.placeables import NON_TRANSLATABLE, Finder, Placeable
from cscli.text import HAN_KANA

_RARE_LETTERS = range(0xA000, 0xA48D)  # Yi: 1,165 letters, no text holds them all


@dataclass(frozen=True, slots=True)
class _Slip:
    """A kind of mistake: its places, its message, and the text that replaces a match."""

    pattern: re.Pattern[str]
    message: str
    fix: Callable[[re.Match[str]], str]


def _slip(pattern: str, message: str, replacement: str) -> _Slip:
    return _Slip(re.compile(pattern), message, lambda _: replacement)


_SPACES = r"(?<=[\w)\]»”\"])[ \u00a0\u202f]+"
_DOUBLE = _slip(r"(?<=[^\s])[ ]{2,}(?=[^\s])", "Two spaces where one is enough.", " ")
_LEADING = _slip(r"\A[ \t\u00a0]+(?=\S)|(?<=\n) (?=\w)", "A line begins with a space.", "")
_BEFORE = _slip(_SPACES + r"(?=[,;:!?،؛؟.](?:\s|\Z)|[,;!?،؛](?=[^\W\d_]))", "A space stands before a mark.", "")
_BEFORE_UNSPACED = _slip(_SPACES + r"(?=[,.](?:\s|\Z)|,(?=[^\W\d_]))", "A space stands before a mark.", "")
_AFTER = _slip(r"(?<=[^\W\d_]{2}[,;!?])(?=[^\W\d_]{2})", "A space is missing after a mark.", " ")


class _SlipCheck(Check):
    """Reports every place of some kinds of mistakes."""

    severity = Severity.WARNING

    @abstractmethod
    def _slips(self, subject: Subject) -> tuple[_Slip, ...]:
        """The kinds of mistakes that are looked for in a subject."""

    def _found(self, subject: Subject) -> Iterator[Finding]:
        for slip in self._slips(subject):
            masked, _ = _masked(subject.text, subject.placeables)
            for match in slip.pattern.finditer(masked):
                if slip.fix(match) != match[0]:
                    yield self.says(slip.message, *match.span(), suggestion=slip.fix(match))


class DoubleSpaces(_SlipCheck):
    """Two spaces in a row."""

    id = "double-spaces"

    def _slips(self, subject: Subject) -> tuple[_Slip, ...]:  # noqa: ARG002 - the same in every language
        return (_DOUBLE,)


class LeadingSpace(_SlipCheck):
    """A space at the start of a line."""

    id = "leading-space"

    def _slips(self, subject: Subject) -> tuple[_Slip, ...]:  # noqa: ARG002 - the same in every language
        return (_LEADING,)


class PunctuationSpacing(_SlipCheck):
    """Punctuation that is not spaced, or not written, as in the language."""

    id = "punctuation-spacing"

    def _slips(self, subject: Subject) -> tuple[_Slip, ...]:
        return _slips_of(subject.language)


class InvertedMarks(Check):
    """A Spanish question or exclamation that is not opened."""

    id = "inverted-marks"
    severity = Severity.WARNING

    def _found(self, subject: Subject) -> Iterator[Finding]:
        """No suggestion of a position: only the writer knows where the sentence opens."""
        opened_by = punctuation()["opened_by"].get(subject.base)
        for piece in re.finditer(r"[^?!]*[?!]+", subject.prose) if opened_by else ():
            at = piece.end() - 1
            mark = opened_by[subject.prose[at]]
            if not any(opening in piece[0] for opening in opened_by.values()) and re.search(r"\w", piece[0]):
                yield self.says(f"{subject.prose[at]} is not opened by {mark}.", at, at + 1, suggestion=mark)


SPACING: tuple[Check, ...] = (DoubleSpaces(), LeadingSpace(), PunctuationSpacing(), InvertedMarks())


def autofixed(text: str, language: str, placeables: tuple[Placeable, ...] | None = None) -> str:
    """``text`` with the spaces and punctuation of ``language``; idempotent.

    Args:
        text: the text to correct.
        language: a BCP 47 tag; empty: only the rules of all languages.
        placeables: the placeables of the text, if known.
    """
    found = Finder(language=language or "en").placeables(text) if placeables is None else placeables
    masked, mark = _masked(text, found)
    for slip in (_DOUBLE, _LEADING, *_slips_of(language)):
        masked = slip.pattern.sub(slip.fix, masked)
    codes = iter("".join(p.text for p in found if p.kind in NON_TRANSLATABLE))
    return "".join(next(codes) if char == mark else char for char in masked)


@lru_cache(maxsize=64)
def _slips_of(language: str) -> tuple[_Slip, ...]:
    base, _, region = language.partition("-")
    facts = punctuation()
    if base in facts["full_width"]:
        return (_full_width(facts["full_width"][base]),)
    spaced = facts["spaced"].get(base)
    if spaced:
        places = [place for place in spaced if region not in place.get("not_in", "").split()]
        return (_BEFORE_UNSPACED, _AFTER, *(_slip(p["pattern"], p["message"], p["space"]) for p in places))
    return (_BEFORE, _AFTER) if base else ()


def _full_width(marks: dict[str, str]) -> _Slip:
    pattern = re.compile(
        rf"(?<=[{HAN_KANA}])[{re.escape(''.join(marks))}](?![\w.])|(?<=[{HAN_KANA}])[,!?:;](?=[{HAN_KANA}])"
    )
    return _Slip(pattern, "After a Chinese or Japanese sign stands a full-width mark.", lambda m: marks.get(m[0], m[0]))


def _masked(text: str, placeables: tuple[Placeable, ...]) -> tuple[str, str]:
    """``text`` with a rare letter for each character of a code or an address, and that letter."""
    mark = next(letter for letter in map(chr, _RARE_LETTERS) if letter not in text)
    built, at = [], 0
    for placeable in placeables:
        if placeable.kind in NON_TRANSLATABLE:
            built += [text[at : placeable.start], mark * (placeable.end - placeable.start)]
            at = placeable.end
    return "".join([*built, text[at:]]), mark
