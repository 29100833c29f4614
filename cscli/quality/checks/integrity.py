"""Checks for texts that are empty or hold characters that nobody typed."""

import re
from collections.abc import Iterator

from cscli.quality.check import Check
from cscli.quality.finding import Finding, Severity
from cscli.quality.subject import Subject

_INVISIBLE = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u00ad\u200b-\u200d\u2060\ufeff"
_CONTROLS = f"[{_INVISIBLE}\ud800-\udfff]"
_ISOLATES = "[\u2066-\u2069]"
_JOINERS = "\u200c\u200d"
_ZWSP = "\u200b"
_JOINING = {"hi", "ar", "fa", "ur"}
_EMOJI_MARK = "\ufe0f"
_FIRST_EMOJI = 0x2190


class Empty(Check):
    """Nothing is written."""

    id = "empty"
    severity = Severity.ERROR
    screen = r"^\s*$"

    def _found(self, subject: Subject) -> Iterator[Finding]:
        if not re.sub(_CONTROLS, "", subject.text).strip():
            yield self.says("The text is blank.")


class Controls(Check):
    """Control characters, direction overrides, characters of no width."""

    id = "controls"
    severity = Severity.ERROR
    screen = f"[{_INVISIBLE}]"
    spares_typed = True  # a name may be written with such a character

    def _found(self, subject: Subject) -> Iterator[Finding]:
        """Isolates are fine in pairs, and joiners where a script or an emoji needs them."""
        text = subject.text
        for match in re.finditer(_CONTROLS, text):
            at = match.start()
            if text[at : at + 2] == "\r\n" or _is_wanted(text, at, subject.base):
                continue
            yield self.says(f"An invisible character, U+{ord(match[0]):04X}.", at, at + 1, suggestion="Remove it.")


class Directions(Check):
    """A change of direction that is opened and not closed, or the reverse."""

    id = "controls"
    severity = Severity.ERROR
    screen = "[\u2066-\u2069]"

    def _found(self, subject: Subject) -> Iterator[Finding]:
        depth = 0
        for match in re.finditer(_ISOLATES, subject.text):
            depth += -1 if match[0] == "\u2069" else 1
            if depth < 0:
                break
        if depth:
            yield self.says("A change of direction is opened and not closed, or the reverse.", suggestion="Remove it.")


INTEGRITY: tuple[Check, ...] = (Empty(), Controls(), Directions())


def _is_wanted(text: str, at: int, base: str) -> bool:
    """Whether an invisible character has a function at this place."""
    char = text[at]
    if char == _ZWSP:
        return base == "th"
    if char not in _JOINERS:
        return False
    if base in _JOINING:
        return True
    around = text[at - 1 : at] + text[at + 1 : at + 2]
    return all(c == _EMOJI_MARK or ord(c) >= _FIRST_EMOJI for c in around) and bool(around)
