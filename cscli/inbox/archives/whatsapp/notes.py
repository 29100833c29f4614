"""What WhatsApp itself writes into a chat, in the languages that ship: the list is data, ``locales/chats.json``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from cscli.datafile import read_generated
from cscli.paths import shipped_root

HIDDEN = "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"  # for a character class
_HIDDEN = re.compile(f"[{HIDDEN}]+")
_LONGEST_NOTE = 300
MARK = "\u200e"  # before what the phone itself writes
_TITLE_ENDS = " • "
_FILE = re.compile(r"[\w ()+.,'@&!~-]{1,200}\.[A-Za-z0-9]{2,5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatWords:
    """The words of all languages, folded: halves of a day by word, notes, and the beginnings of files' names."""

    halves: dict[str, str]
    omitted: frozenset[str]
    attached: frozenset[str]
    edited: frozenset[str]
    deleted: frozenset[str]
    titles: tuple[str, ...]


@lru_cache(maxsize=1)
def chat_words() -> ChatWords:
    """The words that ship."""
    languages = read_generated(shipped_root() / "locales" / "chats.json")["languages"].values()

    def every(kind: str) -> Iterable[str]:
        return (word for one in languages for word in one.get(kind, ()))

    return ChatWords(
        halves={half_folded(word): half for half in ("am", "pm", "noon") for word in every(half)},
        omitted=frozenset(map(folded, every("omitted"))), attached=frozenset(map(folded, every("attached"))),
        edited=frozenset(map(folded, every("edited"))), deleted=frozenset(map(folded, every("deleted"))),
        titles=tuple(sorted(set(every("title")), key=len, reverse=True)),
    )  # fmt: skip


def folded(text: str) -> str:
    """A note as notes are compared: in small letters, without hidden signs, brackets and the stop at its end."""
    plain = _HIDDEN.sub("", text[:_LONGEST_NOTE]).strip().strip("<>()[]").strip()
    return " ".join(plain.rstrip(".。").casefold().split())


def half_folded(word: str) -> str:
    """The word for a half of a day as such words are compared: ``pm`` of ``p. m.``."""
    return "".join(_HIDDEN.sub("", word).replace(".", "").casefold().split())


def plain_line(text: str) -> str:
    """A text on one line without hidden signs: a name, or a line that is compared."""
    return " ".join(_HIDDEN.sub("", text).replace("\u2011", "-").split())


@dataclass(frozen=True, slots=True)
class Noted:
    """What the notes in a message say: its text without the mark of an edit, its files, and whether it has no words."""

    text: str
    files: tuple[str, ...] = ()
    is_wordless: bool = False
    is_deleted: bool = False


def noted(text: str) -> Noted:
    """What the notes in a message say."""
    if len(text) <= _LONGEST_NOTE or MARK in text or "<" in text[-_LONGEST_NOTE:]:
        text = _without_edit(text)
    first, _, rest = text.partition("\n")
    if len(first) > _LONGEST_NOTE:
        return Noted(text)
    words, note = chat_words(), folded(first)
    if note in words.deleted and not rest.strip():
        return Noted(text, is_deleted=True)
    if note in words.omitted:
        return Noted(text, ("media",), is_wordless=not rest.strip())
    if name := _file_behind(text, words):
        return Noted(text, (name,), is_wordless=_is_title(text.rpartition(MARK)[0]))
    name = _file_of(first, words)
    return Noted(text, (name,), is_wordless=not rest.strip()) if name else Noted(text)


def _file_behind(text: str, words: ChatWords) -> str:
    """The file that a note at the end says, as iPhones write it behind a caption or the title of a document."""
    before, mark, note = text.rpartition(MARK)
    if not mark or len(note) > _LONGEST_NOTE or not plain_line(before):
        return ""
    if folded(note) in words.omitted:
        return plain_line(before).rpartition(_TITLE_ENDS)[0] if _is_title(before) else "media"
    return _file_of(note, words)


def _is_title(text: str) -> bool:
    """Whether a text is the title of a document with the number of its pages, and so no word of its writer."""
    return _TITLE_ENDS in plain_line(text) and "\n" not in text.strip()


def _file_of(line: str, words: ChatWords) -> str:
    """The name of the file that a line says is attached: ``photo.jpg (file attached)`` or ``<attached: photo.jpg>``."""
    plain = plain_line(line)
    if plain.startswith("<") and plain.endswith(">") and ":" in plain:
        word, _, name = plain[1:-1].partition(":")
        return name.strip() if folded(word) in words.attached else ""
    if plain.endswith(")") and "(" in plain:
        name, _, word = plain[:-1].rpartition("(")
        return name.strip() if folded(word) in words.attached and _FILE.fullmatch(name.strip()) else ""
    name, _, rest = plain.rpartition(_TITLE_ENDS)  # report.pdf • 2 pages document omitted
    return name.strip() if name and folded(rest).endswith(tuple(words.omitted)) else ""


def _without_edit(text: str) -> str:
    """A text without the mark that it was edited, which stands at its end between angle brackets."""
    start = text.rfind("<", len(text) - _LONGEST_NOTE if len(text) > _LONGEST_NOTE else 0)
    if start > 0 and text.rstrip().endswith(">") and folded(text[start:]) in chat_words().edited:
        return text[:start].rstrip().rstrip(MARK).rstrip()
    return text
