"""Writes a text as Apertium's programs read it, and reads what they answer.

In their stream every bracket, slash, star and hash has a meaning, one stray ``^`` stops the whole chain, and a long
word takes minutes. So only words and plain punctuation go in. All else goes as a numbered blank, ``[7]``, which the
programs carry along unread: what is between the blanks of an answer is theirs, and each ``*``, ``#`` or ``@`` there
is a mark of theirs, never a star of the customer.
"""

import re
import unicodedata
from dataclasses import dataclass

from cscli.text import storable

# A run without a space that is longer than any word; what stands in square brackets; characters that mean something
# in the stream, that dictionaries swallow, or that are no language; more than one space.
_KEPT = re.compile(
    r"\S{120,}"
    r"|(?:\[{1,2}[^\s\[\]]{1,40}\]{1,2}"
    r"|[\x00-\x1f%€&\x7f-\xa0\\^$\[\]{}/@<>*#+~=|`_\u2028-\u202f\u2066-\u2069\ue000-\uf8ff\ufffe\uffff]"
    r"|[\U00010000-\U0010ffff])+"
    r"|\s{2,}"
)
_BLANK = re.compile(r"\[(\d+)\]")
_END = "[]"
_TAGS = re.compile(r"\\<[^<>\\]*\\>")
_MARKED = re.compile(r"(?<!\w)[*#@]+(\w*)")
_MARKS = str.maketrans("", "", "*#@~\\")
_LOOSE = re.compile(r"\s+([,.;:!?])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A text for the programs: what goes in, what stays out by number, and whether a full stop was added."""

    text: str
    kept: tuple[str, ...]
    stopped: bool

    @property
    def has_words(self) -> bool:
        """Whether there is anything to translate."""
        return any(c.isalpha() for c in self.text)


def to_stream(text: str) -> Stream:
    """``text`` as a stream that ends a sentence, so that no program waits for more.

    NUL bytes, which would end it early, are left out; letters with loose accents become the one letter that
    dictionaries know.
    """
    whole = unicodedata.normalize("NFC", storable(text).replace("\0", ""))
    kept: list[str] = []

    def blank(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"[{len(kept) - 1}]"

    words = _KEPT.sub(blank, whole)
    stopped = not words.endswith((".", "!", "?", "…"))
    return Stream(text=f"{words}{'.' if stopped else ''}{_END}", kept=tuple(kept), stopped=stopped)


def from_stream(sent: Stream, answer: str) -> tuple[str, int]:
    """The translation and how many of its words the programs marked as unknown.

    Codes and tokens, which are words with a digit in them, do not count as unknown.

    Raises:
        ValueError: the answer is not whole.
    """
    head, end, rest = answer.rpartition(_END)
    parts = _BLANK.split(head.removesuffix(".") if sent.stopped else head)
    if not end or rest or sorted(map(int, parts[1::2])) != list(range(len(sent.kept))):
        raise ValueError("parts of the text are missing")
    built, unknown = [], 0
    for place, part in enumerate(parts):
        if place % 2:
            built.append(sent.kept[int(part)])
        else:
            words = _TAGS.sub("", part).replace("\\", "")
            unknown += sum(1 for m in _MARKED.finditer(words) if not any(c.isdigit() for c in m[1]))
            built.append(re.sub(" {2,}", " ", words.translate(_MARKS)))
    text = "".join(built).strip()
    return text if _LOOSE.search(sent.text) else _LOOSE.sub(r"\1", text), unknown
