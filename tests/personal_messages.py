"""Messages of customers with their personal details marked, and what of both is hidden from an engine.

``tests/data/personal/<language>.txt`` holds them, parted by lines of three dashes; ``[[name:Anna Berg]]`` marks a
detail and says its kind. Half of them were kept apart while the patterns were made.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cscli.reading.placeables import Finder, Kind
from cscli.translation.source_text import read_source_text

FOLDER = Path(__file__).parent / "data" / "personal"
_MARK = re.compile(r"\[\[(?P<kind>[a-z]+):(?P<text>[^\]]+)\]\]")
# A word of a script with spaces, or one sign of a script without.
_WORD = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Detail:
    """A personal detail in a message: ``text[start:end]``."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Message:
    """What a customer wrote; ``is_kept_apart`` says in which half it is."""

    language: str
    text: str
    details: tuple[Detail, ...]

    @property
    def is_kept_apart(self) -> bool:
        return zlib.crc32(self.text.encode()) % 2 == 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to a message: details an engine would see, and ordinary words that were hidden as personal."""

    missed: tuple[Detail, ...]
    needless: tuple[str, ...]
    words: int


def messages() -> Iterator[Message]:
    """All messages, language by language."""
    for path in sorted(FOLDER.glob("*.txt")):
        for marked in path.read_text("utf-8").split("---\n"):
            yield _message(path.stem, marked.strip())


def outcome(message: Message) -> Outcome:
    """Read a message as a translation does, and compare what is hidden with what is marked."""
    hidden, personal, marked = set(), set(), set()
    source, at = read_source_text(message.text, Finder(language=message.language)), 0
    for segment, masked in zip(source.segments, source.masked, strict=True):
        at += len(segment.before)
        spans = (
            [(m.start, m.end, m.kind) for m in masked.placeables] if masked else [(0, len(segment.text), Kind.NUMBER)]
        )
        for start, end, kind in spans:
            hidden |= set(range(at + start, at + end))
            personal |= set(range(at + start, at + end)) if kind is Kind.PERSONAL else set()
        at += len(segment.text) + len(segment.after)
    for detail in message.details:
        marked |= set(range(detail.start, detail.end))
    words = [match for match in _WORD.finditer(message.text) if match.start() not in marked]
    return Outcome(
        missed=tuple(
            d for d in message.details
            if any(message.text[place].isalnum() and place not in hidden for place in range(d.start, d.end))
        ),
        needless=tuple(match[0] for match in words if match.start() in personal),
        words=len(words),
    )  # fmt: skip


def renamed(message: Message, another: Callable[[str, str], str]) -> Message:
    """A message with other names in it; ``another`` makes one for a language in place of a name."""
    parts, details, at = [], [], 0
    for detail in message.details:
        said = message.text[detail.start : detail.end]
        parts.append(message.text[at : detail.start])
        start = sum(map(len, parts))
        parts.append(another(message.language, said) if detail.kind == "name" else said)
        details.append(Detail(detail.kind, start, start + len(parts[-1])))
        at = detail.end
    return Message(message.language, "".join([*parts, message.text[at:]]), tuple(details))


def _message(language: str, marked: str) -> Message:
    parts, details, at = [], [], 0
    for match in _MARK.finditer(marked):
        parts.append(marked[at : match.start()])
        start = sum(map(len, parts))
        parts.append(match["text"])
        details.append(Detail(match["kind"], start, start + len(match["text"])))
        at = match.end()
    return Message(language, "".join([*parts, marked[at:]]), tuple(details))
