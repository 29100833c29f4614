"""A text made ready for engines: its sentences, and in each what must come back unharmed.

What no reader would translate (a line of dashes, an order number by itself) is no sentence; it stays where it is.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from cscli.reading.personal import personal_mentions
from cscli.reading.placeables import Finder, Kind, Placeable, apart
from cscli.text import base_tag
from cscli.translation.protect import Masked, MaskStyle, mask, restore
from cscli.translation.segments import Segment, segments

_FEW_DIGITS = 4  # a year, a number of things: an engine needs to see them for its plurals
_UNSPACED = frozenset({"zh", "ja", "th"})


@dataclass(frozen=True, slots=True)
class MaskedSegment:
    """One sentence. ``mentions`` are kept away from engines, ``exposed`` are plain digits that they may see.

    ``key`` is the sentence as the memory knows it, with slots.
    """

    text: str
    mentions: tuple[Placeable, ...]
    exposed: tuple[Placeable, ...]
    key: str

    @property
    def every_mention(self) -> tuple[Placeable, ...]:
        """Those that are kept away and those that are not, in order."""
        return tuple(sorted((*self.mentions, *self.exposed), key=lambda m: m.start))


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text as segments; ``masked`` has one for each segment that needs a translation, else None."""

    text: str
    segments: tuple[Segment, ...]
    masked: tuple[MaskedSegment | None, ...]

    def joined(self, translations: Sequence[str], source: str, target: str) -> str:
        """The source_text with the text of each segment replaced, spaced as the target language is."""
        last = len(self.segments) - 1
        return "".join(
            f"{segment.before}{text}{segment.after if place == last else _gap(segment.after, source, target)}"
            for place, (segment, text) in enumerate(zip(self.segments, translations, strict=True))
        )


def read_source_text(text: str, finder: Finder, kept: Sequence[str] = ()) -> SourceText:
    """The sentences of a text and what must not change in them; ``kept`` are further words of this very text."""
    found = _with_personal(text, (*finder.mentions(text), *_occurrences(text, kept)))
    cut = segments(text, found)
    sentences: list[MaskedSegment | None] = []
    at = index = 0
    for segment in cut:
        start = at + len(segment.before)
        end = start + len(segment.text)
        inside = []
        while index < len(found) and found[index].start < end:
            if found[index].start >= start:
                inside.append(replace(found[index], start=found[index].start - start, end=found[index].end - start))
            index += 1
        sentences.append(_sentence(segment.text, inside))
        at = end + len(segment.after)
    return SourceText(text, cut, tuple(sentences))


def in_slots(text: str, finder: Finder) -> str:
    """A text as the memory knows it, whether it is a sentence or several."""
    return _slotted(text, finder).text


def from_slots(slotted: str, text: str, finder: Finder, write: Callable[[Placeable], str]) -> str:
    """A translation from the memory with the values of a text in its slots, as far as it has them."""
    return restore(_slotted(text, finder), slotted, write).text


def _slotted(text: str, finder: Finder) -> Masked:
    hidden = [mention for mention in _with_personal(text, finder.mentions(text)) if not _is_exposed(mention)]
    return mask(text, hidden, MaskStyle.SLOTS)


def _sentence(text: str, mentions: Sequence[Placeable]) -> MaskedSegment | None:
    hidden = tuple(m for m in mentions if not _is_exposed(m))
    exposed = tuple(m for m in mentions if _is_exposed(m))
    at, has_words = 0, False
    for mention in hidden:
        has_words = has_words or any(c.isalpha() for c in text[at : mention.start])
        at = mention.end
    has_words = has_words or any(c.isalpha() for c in text[at:])
    return MaskedSegment(text, hidden, exposed, mask(text, hidden, MaskStyle.SLOTS).text) if has_words else None


def _is_exposed(mention: Placeable) -> bool:
    return mention.kind is Kind.NUMBER and mention.text.isdecimal() and len(mention.text) <= _FEW_DIGITS


def _occurrences(text: str, kept: Sequence[str]) -> Iterator[Placeable]:
    """Every place of some words in a text."""
    if kept:
        either = "|".join(re.escape(word) for word in sorted(set(kept), key=lambda w: (-len(w), w)) if word)
        for match in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", text) if either else ():
            yield Placeable(kind=Kind.NAME, start=match.start(), end=match.end(), text=match[0])


def _with_personal(text: str, found: Sequence[Placeable]) -> tuple[Placeable, ...]:
    """The mentions and what in a text would tell who somebody is, which no engine needs to know.

    Where a longer mention covers a part of a personal detail, the rest of the detail is hidden by itself.
    """
    personal = personal_mentions(text)
    kept = apart((*found, *personal), len(text))
    lost = set(personal) - set(kept)
    return apart((*kept, *(rest for detail in lost for rest in _uncovered(detail, kept))), len(text)) if lost else kept


def _uncovered(detail: Placeable, others: Sequence[Placeable]) -> Iterator[Placeable]:
    at = detail.start
    for start, end in (*((m.start, m.end) for m in others if m.end > at), (detail.end, detail.end)):
        stop = min(start, detail.end)
        said = detail.text[at - detail.start : stop - detail.start] if at < stop else ""
        if any(map(str.isalnum, said)):
            yield Placeable(kind=Kind.PERSONAL, start=at, end=stop, text=said)
        at = max(at, end)


def _gap(after: str, source: str, target: str) -> str:
    """What stands between two sentences: Chinese and Japanese have no space there, others need one."""
    base, other = base_tag(target), base_tag(source)
    if base in ("zh", "ja") and after in (" ", "  "):
        return ""
    if not after and other in _UNSPACED and base not in _UNSPACED:
        return " "
    return after
