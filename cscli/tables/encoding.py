"""In which encoding a table is written, and its text, line by line.

UTF-8 and UTF-16, with or without a mark in front, else the most likely code page of Windows; the reader always says
what it took. A byte that does not fit spoils its own row and no other: it becomes a mark, which ``damaged`` finds.
"""

import codecs
import io
from typing import Final

from cscli.tables.code_pages import likely_code_page
from cscli.tables.source import Source

_MARKED: Final = "cscli.marked"
_MARKS_IN_FRONT: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BUFFER: Final = 256_000
_HALF_ZERO, _NO_ZERO = 0.3, 0.01
_GOOD_FOR_ONE_BAD: Final = 4


def encoding_of(source: Source) -> str:
    """The encoding of a text, by a name that Python knows; a final ``-sig`` says that UTF-8 has a mark in front."""
    head = source.head
    for mark, name in _MARKS_IN_FRONT:
        if head.startswith(mark):
            return name
    wide = _without_mark(head)
    if wide:
        return wide
    sample = source.unlike_ascii()
    return "utf-8" if is_mostly_utf8(sample) else likely_code_page(sample)


def lines_of(source: Source, encoding: str) -> io.TextIOWrapper:
    """The text of ``source``, whose lines keep their ends; bytes that do not fit become marks."""
    return io.TextIOWrapper(io.BufferedReader(source, _BUFFER), encoding, errors=_MARKED, newline="")


def head_text(source: Source, encoding: str) -> str:
    """The first 200 kB as text; its last line may be cut."""
    return codecs.getincrementaldecoder(encoding)(_MARKED).decode(source.head)


def may_be_western(source: Source, encoding: str) -> bool:
    """Whether bytes that are no UTF-8 are Windows-1252 for certain: all other letters are of it, too."""
    if encoding not in ("utf-8", "utf-8-sig"):
        return False
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(source.unlike_ascii()).replace("\ufffd", "")
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return not text.isascii()


def as_western(text: str) -> str:
    """``text`` with the bytes that did not fit as the characters that they are in Windows-1252."""
    return "".join(
        bytes([ord(c) - 0xDC00]).decode("cp1252", "replace") if "\udc80" <= c <= "\udcff" else c for c in text
    )


def damaged(text: str) -> bool:
    """Whether ``text`` holds marks of bytes that did not fit, or halves of characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _marked(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeDecodeError):
        raise problem
    bad = problem.object[problem.start : problem.end]
    return "".join(chr(0xDC00 + byte) for byte in bad), problem.end


codecs.register_error(_MARKED, _marked)


def _without_mark(head: bytes) -> str:
    """UTF-16 without a mark: of Latin letters, digits and delimiters every other byte is zero."""
    pairs = len(head) // 2
    if not pairs:
        return ""
    low, high = head[: 2 * pairs : 2].count(0) / pairs, head[1 : 2 * pairs : 2].count(0) / pairs
    if high >= _HALF_ZERO and low <= _NO_ZERO:
        return "utf-16-le"
    return "utf-16-be" if low >= _HALF_ZERO and high <= _NO_ZERO else ""


def is_mostly_utf8(sample: bytes) -> bool:
    """Whether it is UTF-8, or so much of it is that the rest must be slips."""
    text = codecs.getincrementaldecoder("utf-8")(_MARKED).decode(sample)
    bad = sum("\udc80" <= c <= "\udcff" for c in text) if damaged(text) else 0
    good = sum(c > "\x7f" for c in text) - bad if bad else 0
    return not bad or good >= _GOOD_FOR_ONE_BAD * bad
