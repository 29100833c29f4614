# ruff: noqa: RUF001 - signs that look alike are what this is about
"""Cells that a spreadsheet, an export or a wrong encoding damaged.

What a cell was is put back where that is certain, and counted, so that a report can tell it. What is lost is a fault
of the row: it never goes on as it stands.
"""

import re
from typing import Any, Final, NamedTuple

from cscli.tables.writer import unguarded

APOSTROPHE: Final = "apostrophes of a spreadsheet taken off"
EQUALS: Final = 'cells written as ="..." read as their text'
EMPTY: Final = "cells with NULL read as empty"
MOJIBAKE: Final = "texts read in the wrong encoding put right"
MIXED: Final = "rows in Windows-1252 inside a UTF-8 file read as such"
SPACES: Final = "cells with no-break or invisible spaces at an end trimmed"

_NOTHING: Final = frozenset((
    "NULL", "null", "(null)", "<null>", "\\N", "NaN", "N/A", "n/a", "<NA>", "None", "NaT", "undefined",
))  # fmt: skip
_ERRORS: Final = frozenset((
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!",
    "#CONNECT!", "#GETTING_DATA", "#UNKNOWN!", "#NV", "#BEZUG!", "#WERT!", "#ZAHL!", "#¡REF!", "#¿NOMBRE?", "#¡VALOR!",
    "Err:502", "Err:504", "Err:508", "Err:509", "Err:522",
))  # fmt: skip
_NOT_LOST: Final = ("", "")
_ERROR_BEGINS: Final = frozenset("#E")
_NUMBER_BEGINS: Final = frozenset("+-0123456789")
_MAY_BE_LOST: Final = _ERROR_BEGINS | _NUMBER_BEGINS
_SHORTENED = re.compile(r"[+-]?[0-9](?:[.,][0-9]+)?[Ee][+]?[0-9]{1,3}")
_ERROR_LINE = re.compile(r"\n(?:#|Err:)")
_NUMBER_LINE = re.compile(r"\n[-+0-9][0-9.,]*[Ee]")
_TOO_NARROW = re.compile("#{3,}")
_LITERAL = re.compile(r'="((?:[^"]|"")*)"')
_UNSEEN: Final = "\u00a0\u202f\u2007\u200b\u2060\ufeff"

# A letter of UTF-8 read as Windows-1252: a lead byte, then the bytes 80 to BF, each as the character it is there.
_HIGH: Final = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
_LEAD = re.compile(rf"(?:[\u00c2-\u00df][{re.escape(_HIGH)}]|[\u00e0-\u00ef][{re.escape(_HIGH)}]{{2}}|"
                   rf"[\u00f0-\u00f4][{re.escape(_HIGH)}]{{3}})+")  # fmt: skip
_LIKELY = re.compile(rf"[ÂÃÄÅ][{re.escape(_HIGH)}]")
_PUNCTUATION: Final = frozenset("‘’“”«»™®©°…–—²³¹")
_PAIR = re.compile(rf"[\u00c2-\u00f4][{re.escape(_HIGH)}]")  # quick to look for, and in every such letter
_NOT_HIGH: Final = bytes((*range(0x80), *range(0xC0, 0x100)))
_MOST_TIMES: Final = 3

# Damage that can be put right has one of these in its cell; looking for them is fast.
_HINTS: Final = ("'", "=", "\\", *_UNSEEN, "NULL", "null", "Na", "N/A", "n/a", "<NA>", "None", "undefined")


class Repaired(NamedTuple):
    """A cell as it was meant, and what was put right; empty when nothing was."""

    text: str
    how: str = ""


def may_need_repair(text: str) -> bool:
    """Whether a row may hold a cell to be put right; most do not, and are not looked at again."""
    for hint in _HINTS:
        if hint in text:
            return True
    return _may_be_misread(text) and _PAIR.search(text) is not None


def signs_of_damage(text: str) -> tuple[str, ...]:
    """All that many rows hold by which one of them may need repair: a row without any of it does not."""
    found = [hint for hint in _HINTS if hint in text]
    return (*found, *set(_PAIR.findall(text))) if _may_be_misread(text) else tuple(found)


def _may_be_misread(text: str) -> bool:
    if text.isascii():
        return False
    try:
        return bool(text.encode("latin-1").translate(None, _NOT_HIGH))  # ten times as fast as the pattern
    except UnicodeEncodeError:
        return True


def repaired(cell: str) -> Repaired:
    """A cell as it was before it was damaged, where that is certain."""
    bare = unguarded(cell)
    if bare != cell and not bare.strip():  # a guarded cell of white space alone, such as a carriage return
        return Repaired(bare, APOSTROPHE)
    text, how = cell.strip(), ""
    trimmed = text.strip(_UNSEEN + " \t\r\n")
    if trimmed != cell and any(c in _UNSEEN for c in (*cell[:1], *cell[-1:])):
        text, how = trimmed, SPACES
    plain = unguarded(text)
    if plain != text:
        text, how = plain, APOSTROPHE
    literal = _LITERAL.fullmatch(text)
    if literal:
        text, how = literal[1].replace('""', '"'), EQUALS
    mended = "" if text in _NOTHING else unmixed(text)
    if mended != text:
        return Repaired(mended, MOJIBAKE if mended else EMPTY)
    return Repaired(text, how) if how else Repaired(cell)


def unmixed(text: str) -> str:
    """A text whose UTF-8 was read as Windows-1252, put right; where that is not certain, the text."""
    if text.isascii():
        return text
    for _ in range(_MOST_TIMES):
        mended = _LEAD.sub(_decoded, text)
        if mended == text:
            return text
        text = mended
    return text


def may_be_lost(cell: Any) -> bool:
    """Whether ``lost`` has to look at a cell; few in ASCII are an error or a number with an exponent."""
    if type(cell) is not str or not cell.isascii():
        return True
    first = cell[:1]
    return first in _ERROR_BEGINS or (first in _NUMBER_BEGINS and ("E" in cell or "e" in cell))


def may_hold_lost(cells: str) -> bool:
    """Whether ``lost`` has to look at any of many cells, each of which stands behind a line break."""
    if _ERROR_LINE.search(cells) or _NUMBER_LINE.search(cells):
        return True
    return not cells.isascii() and ("\ufffd" in cells or _LIKELY.search(cells) is not None)


def lost(cell: Any) -> tuple[str, str]:
    """Why a cell cannot go on, and what to do; two empty texts when it can."""
    if not isinstance(cell, str) or not cell:
        return _NOT_LOST
    first, is_ascii = cell[0], cell.isascii()
    if is_ascii and first not in _MAY_BE_LOST:
        return _NOT_LOST  # as most of the cells of a table
    if first in _ERROR_BEGINS and cell in _ERRORS:
        return f"{cell} is an error of a spreadsheet, not a value", "Mend the formula, or empty the cell."
    if first == "#" and _TOO_NARROW.fullmatch(cell):
        return (
            f"{cell[:40]} is what a spreadsheet shows in a column that is too narrow",
            "Widen it, and export it again.",
        )
    if first in _NUMBER_BEGINS and ("E" in cell or "e" in cell) and _SHORTENED.fullmatch(cell):
        return (
            f"{cell[:40]!r} is a number that a spreadsheet shortened; its other digits are lost",
            "Format the column as text before the numbers are pasted, and export it again.",
        )
    why = ""
    if "\ufffd" in cell:
        why = "holds a letter that was lost"
    elif not is_ascii and _LIKELY.search(cell) and _LEAD.sub(_decoded_any, cell) != cell:
        why = "looks like text that was read in the wrong encoding"
    return (f"{cell[:40]!r} {why}", "Export it again as UTF-8.") if why else _NOT_LOST


def _bytes(text: str) -> bytes:
    """The bytes that were read as ``text`` in Windows-1252; its five holes are control characters."""
    return b"".join(bytes([ord(c)]) if "\x80" <= c < "\xa0" else c.encode("cp1252") for c in text)


def _decoded(found: re.Match[str]) -> str:
    """The letters that were meant, unless two characters may stand for themselves, as in ``CAFÉ™``."""
    whole = found[0]
    before = found.string[found.start() - 1 : found.start()]
    alone = len(whole) == 2 and whole[1] in _PUNCTUATION and (before.isupper() or not before)  # noqa: PLR2004 - a pair
    at_end = not found.string[found.end() : found.end() + 1].isalpha()
    return whole if alone and at_end else _decoded_any(found)


def _decoded_any(found: re.Match[str]) -> str:
    try:
        return _bytes(found[0]).decode()
    except UnicodeError:
        return found[0]
