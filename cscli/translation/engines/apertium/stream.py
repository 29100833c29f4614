"""Apertium's stream format, in and out.

Brackets, slashes, stars and hashes have a meaning there, a stray ``^`` stops the pipeline, and a long word takes
minutes. So only words and plain punctuation are sent; everything else is a numbered blank, ``[7]``, which is passed
through. Any ``*``, ``#`` or ``@`` between the blanks of an answer is therefore Apertium's mark for an unknown word.
"""

import re
import unicodedata
from dataclasses import dataclass

from cscli.text import storable

# Runs longer than any word; text in square brackets; characters with a meaning in the stream, that dictionaries drop,
# or that are not letters or plain punctuation; several spaces.
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
    """A text to send, the texts of its blanks, and whether a full stop was added."""

    text: str
    kept: tuple[str, ...]
    stopped: bool

    @property
    def has_words(self) -> bool:
        """Whether there is anything to translate."""
        return any(c.isalpha() for c in self.text)


def to_stream(text: str) -> Stream:
    """``text`` as a complete sentence in stream format.

    NUL bytes are removed; combining accents are composed, as dictionaries expect.
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
    """The translation, and the number of words marked as unknown, not counting codes and tokens.

    Raises:
        ValueError: a blank is missing.
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
