"""Inline markup within a sentence, as short tags in the text for the engine.

``<g1>`` and ``</g1>`` stand for paired markup, ``<x2/>`` for a single mark. Engines keep them as they keep other tags.
Markup around the whole sentence is not part of the text.
"""

import re
from collections.abc import Callable, Sequence
from enum import Enum
from typing import NamedTuple

from cscli.translation.documents.part import Part, Source, has_words

_TOKEN = re.compile(r"<(/?)([gx]+)(\d{1,7})(/?)>")


class Mark(Enum):
    """The role of a piece of markup."""

    OPEN = 1
    CLOSE = 2
    ALONE = 3


class Piece(NamedTuple):
    """A mark or the words ``text`` at ``content[start:end]``.

    A mark is written as ``text``, or unchanged if that is empty. Marks of the same ``name`` form a pair.
    """

    start: int
    end: int
    text: str
    mark: Mark | None = None
    name: str = ""


# Writes words and marks; None when they cannot stand in this order.
Spell = Callable[[Sequence[str | Piece], Source], str | None]


def sentence(pieces: Sequence[Piece], spell: Spell) -> Part | None:
    """The part of some pieces, without outer white space and marks; None without words."""
    spoken = [piece.text for piece in pieces if not piece.mark]
    if not has_words("".join(spoken)):
        return None
    if len(spoken) == len(pieces):
        return _plain(pieces, spell)
    partners = _partners(pieces)
    first, last = _core(pieces, partners)
    pieces = pieces[first:last]
    words = "".join(piece.text for piece in pieces if not piece.mark)
    letters = _free_letters(words)
    tokens = _tokens(pieces, [p - first if p is not None else None for p in partners[first:last]], letters)
    text = "".join(token or piece.text for token, piece in zip(tokens, pieces, strict=True))
    by_token = {token: piece for token, piece in zip(tokens, pieces, strict=True) if token}

    def write(translation: str, source: Source) -> str | None:
        items = _items(translation, by_token)
        return None if items is None else spell(items, source)

    start, end = pieces[0].start, pieces[-1].end
    return Part(start, end, text, write)


def without_tags(text: str, instead: str = "") -> str:
    """``text`` without the tags that stand for markup, as they are in no file."""
    return _TOKEN.sub(instead, text)


def _plain(pieces: Sequence[Piece], spell: Spell) -> Part:
    """The part of pieces without marks."""
    first, last = 0, len(pieces)
    while pieces[first].text.isspace():
        first += 1
    while pieces[last - 1].text.isspace():
        last -= 1
    text = "".join([piece.text for piece in pieces[first:last]])
    return Part(
        pieces[first].start, pieces[last - 1].end, text, lambda translation, source: spell([translation], source)
    )


def _partners(pieces: Sequence[Piece]) -> list[int | None]:
    """For each piece, the index of its partner mark."""
    partners: list[int | None] = [None] * len(pieces)
    open_marks: dict[str, list[int]] = {}
    for i, piece in enumerate(pieces):
        if piece.mark is Mark.OPEN:
            open_marks.setdefault(piece.name, []).append(i)
        elif piece.mark is Mark.CLOSE and open_marks.get(piece.name):
            partners[i] = open_marks[piece.name].pop()
            partners[partners[i] or 0] = i
    return partners


def _core(pieces: Sequence[Piece], partners: Sequence[int | None]) -> tuple[int, int]:
    """The span of pieces without outer white space, single marks, and pairs around everything.

    A pair whose spelling depends on the words stays inside.
    """
    first, last = 0, len(pieces)
    while True:
        if _is_outer(pieces[first], partners[first]):
            first += 1
        elif _is_outer(pieces[last - 1], partners[last - 1]):
            last -= 1
        elif partners[first] == last - 1 and not pieces[last - 1].text:
            first, last = first + 1, last - 1
        else:
            return first, last


def _is_outer(piece: Piece, partner: int | None) -> bool:
    return partner is None if piece.mark else piece.text.isspace()


def _free_letters(words: str) -> tuple[str, str]:
    """Letters for tags that do not begin a tag in the words."""
    for count in range(1, len(words) + 2):
        if f"<{'g' * count}" not in words and f"<{'x' * count}" not in words and f"</{'g' * count}" not in words:
            return "g" * count, "x" * count
    raise AssertionError  # pragma: no cover - there are fewer tags than letters


def _tokens(pieces: Sequence[Piece], partners: Sequence[int | None], letters: tuple[str, str]) -> list[str]:
    """The tag for each piece; empty for words."""
    tokens = [""] * len(pieces)
    number = 0
    for i, (piece, partner) in enumerate(zip(pieces, partners, strict=True)):
        if piece.mark is None or tokens[i]:
            continue
        number += 1
        if partner is None:
            tokens[i] = f"<{letters[1]}{number}/>"
        else:
            tokens[i], tokens[partner] = f"<{letters[0]}{number}>", f"</{letters[0]}{number}>"
    return tokens


def _items(translation: str, by_token: dict[str, Piece]) -> list[str | Piece] | None:
    """The words and marks of a translation; None if a mark is missing, duplicate, or closes before it opens."""
    if not by_token:
        return [translation]
    items: list[str | Piece] = []
    seen: set[str] = set()
    at = 0
    for found in _TOKEN.finditer(translation):
        token = found[0]
        if token not in by_token:
            continue
        if token in seen or (found[1] and token.replace("/", "") not in seen):
            return None
        seen.add(token)
        items += [translation[at : found.start()], by_token[token]]
        at = found.end()
    return [*items, translation[at:]] if len(seen) == len(by_token) else None
