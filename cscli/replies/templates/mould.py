"""Letters that differ only in their values: written once with marks in the place of values, and then filled.

A mould is a letter that was written as any other, from values that are marks. So it says whatever templates and
letter parts say. It serves all letters of one shape: the same values are set, the same choices made, and all that a
template asks about a value has the same answer. A value that a template does more with than print it or ask whether
it is there, and a value that could change what stands around it, such as one with white space at an end, gets no
mould; its letter is written in full.
"""

import re
from collections.abc import Callable, Collection, Mapping
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from cscli.cache import Cache
from cscli.errors import DeskError
from cscli.markets.names.name import Addressed
from cscli.replies.letter import COMMAS, EDGES, Rendered
from cscli.replies.templates.marks import MARK, MARKS, Get, Hole, MarkedLine, holes_in, line_of, mark, marked
from cscli.replies.templates.template import BREAK
from cscli.replies.values.shown import ChoiceText, CountText, Worded
from cscli.replies.values.typed import Value

_MARK_AT_LINE_END = re.compile(rf"([{MARKS}])(?=\n|\Z)")
_MARK_IN_LINK = re.compile(rf"https?://[^\s{MARKS}]+[{MARKS}]")
_ISOLATES = "\u2066\u2068\u2069"
_FIXED = (ChoiceText, CountText, bool)  # another value of these is another shape
_MOST_SHAPES = 2_000
_ANSWERS: dict[tuple[object, ...], int] = {}  # a number for each set of answers that a value gave; they are few
_LONGEST = 100_000  # characters; whether a letter is too long is judged where it is written in full

Texts = tuple[str, list[str], str]  # the subject, the parts as their template wrote them, the body
Write = Callable[[Mapping[str, Any], Addressed], Texts]
LeftOut = Callable[[Mapping[str, Value]], tuple[str, ...]]

_rendered = partial(tuple.__new__, Rendered)  # four times as fast as Rendered(...)
_NOTHING_SHORTENED = frozenset[str]()


class _Mould(NamedTuple):
    """A letter with holes: its subject and its body with a break between, and the stretches of both that vary.

    ``starts`` are values that begin a part, and would be given a capital.
    ``ends`` are slots at the end of a line: after a salutation that ends in a comma, the letter may go on in small.
    ``may_begin`` says that a part begins with a small letter: it keeps that where a typed value reads the same.
    """

    text: MarkedLine
    varying: MarkedLine
    frame: str
    left_out: tuple[str, ...]
    ends: tuple[str, ...]
    starts: tuple[tuple[str, Get | None], ...]
    may_begin: bool

    def filled(self, shown: Mapping[str, Any], to: Addressed) -> Rendered | None:
        """The letter; None where a value changes what stands around it."""
        slots, _, fault = to
        for name in self.ends:
            if slots[name].endswith(COMMAS):
                return None
        for name, form in self.starts:
            if (form(shown[name]) if form else shown[name])[0].islower():
                return None
        subject, _, body = self.text.filled(shown, slots).partition(BREAK)
        if ".." in body or len(body) > _LONGEST or not _is_even_subject(subject):
            return None
        varying = partial(self.varying.filled, shown, slots)
        return _rendered((subject, body, fault, _NOTHING_SHORTENED, self.frame, varying, self.left_out))


class Moulds:
    """The moulds of one renderer.

    Args:
        source: the Jinja2 source of its only situation.
        free: the names of values that a person typed as a text.
        write: writes a letter in full.
        left_out: the names of values that a letter does not say.
        cache: keeps what the template asks.
    """

    def __init__(
        self, source: str, free: Collection[str], write: Write, left_out: LeftOut, cache: Cache | None = None
    ) -> None:
        self._source, self._free, self._write, self._left_out = source, frozenset(free), write, left_out
        self._cache = cache
        self._known: dict[tuple[object, ...], _Mould | None] = {}
        self._seen: set[tuple[object, ...]] = set()
        self._asked: frozenset[str] | None = None

    def filled(self, shown: Mapping[str, Any], to: Addressed, values: Mapping[str, Value]) -> Rendered | None:
        """A letter; None where it has to be written in full. ``shown`` are the values as the template sees them."""
        shape = self._shape(shown, to)
        if shape is None:
            return None
        mould = self._known.get(shape)
        if mould is None:
            if shape in self._known or not self._is_worth_it(shape):
                return None
            mould = self._known[shape] = self._made(shown, to, values)
            if mould is None:
                return None
        if mould.may_begin and any(shown[name][:1].islower() for name in self._free & shown.keys()):
            return None
        return mould.filled(shown, to)

    def _is_worth_it(self, shape: tuple[object, ...]) -> bool:
        """Whether a shape comes for the second time; most letters are alone, and need no mould."""
        if len(self._seen) >= _MOST_SHAPES:
            self._seen.clear()
            self._known.clear()
        is_worth_it = shape in self._seen
        self._seen.add(shape)
        return is_worth_it

    def _shape(self, shown: Mapping[str, Any], to: Addressed) -> tuple[object, ...] | None:
        """All that a letter depends on but for the texts of its values; None where it depends on these, too."""
        shape: list[object] = [to.gender, len(to.slots), *to.slots, *shown]
        add = shape.append
        for name, value in shown.items():
            kind = type(value)
            if kind is str:
                if name in self._free:
                    if not _is_even_line(value):
                        return None
                    add("://" in value)
                else:
                    add(None)
            elif kind is Worded:
                forms = value.__dict__.get("_shape") or _shape_of(value)
                if forms is None:
                    return None
                add(forms)
            elif kind in _FIXED:
                add(value)
            else:
                return None
        return tuple(shape)

    def _made(self, shown: Mapping[str, Any], to: Addressed, values: Mapping[str, Value]) -> _Mould | None:
        """The mould of a letter, if it gives that very letter."""
        if self._asked is None:
            from cscli.replies.templates.asks import asked  # noqa: PLC0415 - only many letters of one shape ask

            self._asked = asked(self._source, self._cache)
        if any(type(value) in (str, Worded) and name in self._asked for name, value in shown.items()):
            return None
        holes: list[Hole] = []
        marks = {name: marked(name, value, holes) for name, value in shown.items()}
        slots = {name: mark(Hole(name, is_slot=True), holes) for name in to.slots}
        try:
            subject, parts, body = self._write(marks, to._replace(slots=slots))
            wanted, left_out = self._write(shown, to), self._left_out(values)
        except DeskError:
            return None
        parts = [text for part in parts if (text := part.strip(EDGES))]
        first = [hole for text in parts for hole in holes_in(MARK, text[:1], holes)]
        whole = f"{subject}\n{body}"
        varying = " ".join(stretch for stretch in whole.split() if MARK.search(stretch))
        mould = _Mould(
            text=line_of(f"{subject}{BREAK}{body}", holes), varying=line_of(varying, holes),
            frame=MARK.sub("\0", whole),
            left_out=left_out,
            ends=tuple(hole.name for hole in holes_in(_MARK_AT_LINE_END, body, holes) if hole.is_slot),
            starts=tuple(
                (hole.name, attrgetter(hole.form) if hole.form else None)
                for hole in first
                if not hole.is_slot and (hole.form or hole.name not in self._free)
            ),
            may_begin=any(text[0].islower() for text in parts),
        )  # fmt: skip
        is_apart = not any(_follows_link(text) for text in parts)
        found = mould.filled(shown, to)
        return mould if is_apart and found and found[:2] == (wanted[0], wanted[2]) else None


def _is_even_subject(text: str) -> bool:
    """Whether a subject line has no white space that would be taken out; a pattern takes several times as long."""
    if text[:1] == " " or text[-1:] == " " or "  " in text:
        return False
    return text.isprintable() or not ("\n" in text or "\t" in text or "\r" in text)


def _is_even_line(value: str) -> bool:
    """Whether a typed text is one line without uneven white space, and no link or nothing but one."""
    text = value if value.isprintable() else value.strip(_ISOLATES)
    if not text.isprintable() or text[:1] == " " or text[-1:] == " " or "  " in text:
        return False
    return "://" not in text or (text.startswith(("https://", "http://")) and " " not in text)


def _follows_link(text: str) -> bool:
    """Whether a link goes on in a value: white space in it would end the link."""
    return _MARK_IN_LINK.search(text) is not None


def _shape_of(value: Worded) -> int | None:
    """A number below 0 for the answers to all that a template may ask of a value, kept with it.

    None where one of its forms is uneven.
    """
    kept: int | None = value.__dict__.get("_shape", 0)
    if kept == 0:
        answers = _answers(value)
        kept = None if answers is None else _ANSWERS.setdefault(answers, -1 - len(_ANSWERS))
        value.__dict__["_shape"] = kept
    return kept


def _answers(value: Worded) -> tuple[object, ...] | None:
    found: list[object] = ["Worded"]
    if not _is_even(value):
        return None
    for form in value.__dict__.values():
        if isinstance(form, Worded):
            inner = _answers(form)
            if inner is None:
                return None
            found += inner
        elif isinstance(form, str):
            if not _is_even(form):
                return None
        else:
            found.append(form if isinstance(form, bool) else type(form))
    return tuple(found)


def _is_even(text: str) -> bool:
    return text != "" and text[0] not in EDGES and text[-1] not in EDGES and "://" not in text
