"""Marks in the place of values: a text is written with them, and taken apart at them."""

import re
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from cscli.replies.values.shown import Worded

_FIRST = 0xF0000  # marks are characters for private use, one for each value and form
MARKS = "\U000f0000-\U000f0fff"  # the range of marks, for character classes
MARK = re.compile(f"([{MARKS}])")
_LINK = "https://"  # stands before the mark of a link, which reads as one then

Get = Callable[[Any], Any]


class Hole(NamedTuple):
    """The place of a slot or of a value, one of its forms perhaps."""

    name: str
    is_slot: bool = False
    form: str = ""


class MarkedLine(NamedTuple):
    """A text in pieces, with the places of what is put between them."""

    pieces: list[str]
    slots: tuple[tuple[int, str], ...]
    values: tuple[tuple[int, str], ...]
    forms: tuple[tuple[int, str, Get], ...]

    def filled(self, shown: Mapping[str, Any], slots: Mapping[str, str]) -> str:
        """The text with values and slots."""
        pieces = self.pieces.copy()
        for place, name in self.slots:
            pieces[place] = slots[name]
        for place, name in self.values:
            pieces[place] = shown[name]
        for place, name, form in self.forms:
            pieces[place] = form(shown[name])
        return "".join(pieces)


def holes_in(pattern: re.Pattern[str], text: str, holes: Sequence[Hole]) -> list[Hole]:
    """The places whose marks a pattern finds; its first group is the mark."""
    return [holes[ord(found[1]) - _FIRST] for found in pattern.finditer(text)]


def marked(name: str, value: Any, holes: list[Hole], form: str = "") -> Any:
    """A value as marks; a choice, a count, a yes or no and what is not set stay what they are."""
    if type(value) is str:
        return (_LINK if "://" in value else "") + mark(Hole(name, form=form), holes)
    if type(value) is not Worded:
        return value
    forms = {
        key: marked(name, inner, holes, f"{form}.{key}".lstrip(".")) for key, inner in value.__dict__.items()
        if key != "_shape"
    }  # fmt: skip
    return Worded(mark(Hole(name, form=form), holes), **forms)


def mark(hole: Hole, holes: list[Hole]) -> str:
    """The mark of a place, which is added to those that are known."""
    holes.append(hole)
    return chr(_FIRST + len(holes) - 1)


def line_of(text: str, holes: Sequence[Hole]) -> MarkedLine:
    """A text with marks, taken apart."""
    pieces = MARK.split(text)
    found = [(place, holes[ord(pieces[place]) - _FIRST]) for place in range(1, len(pieces), 2)]
    for place, hole in found:
        if not hole.is_slot and not hole.form:
            pieces[place - 1] = pieces[place - 1].removesuffix(_LINK)
    return MarkedLine(
        pieces=pieces,
        slots=tuple((place, hole.name) for place, hole in found if hole.is_slot),
        values=tuple((place, hole.name) for place, hole in found if not hole.is_slot and not hole.form),
        forms=tuple((place, hole.name, attrgetter(hole.form)) for place, hole in found if hole.form),
    )
