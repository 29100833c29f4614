"""A text prepared for engines: its segments with masked placeables.

A segment without words (a line of dashes, a single order number) is not translated.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from cscli.reading.personal import personal_mentions
from cscli.reading.placeables import Finder, Kind, Placeable, apart
from cscli.text import base_tag
from cscli.translation.protect import Masked, MaskStyle, mask, restore
from cscli.translation.segments import Segment, segments

_FEW_DIGITS = 4  # years and counts, which engines need for plural forms
_UNSPACED = frozenset({"zh", "ja", "th"})


@dataclass(frozen=True, slots=True)
class MaskedSegment:
    """A segment. ``placeables`` are masked, ``exposed`` ones are short numbers that engines see.

    ``key`` is the segment with slots, as in the memory.
    """

    text: str
    placeables: tuple[Placeable, ...]
    exposed: tuple[Placeable, ...]
    key: str

    @property
    def every_placeable(self) -> tuple[Placeable, ...]:
        """Masked and exposed placeables, in order."""
        return tuple(sorted((*self.placeables, *self.exposed), key=lambda m: m.start))


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text as segments; ``masked`` has one for each segment to translate, else None."""

    text: str
    segments: tuple[Segment, ...]
    masked: tuple[MaskedSegment | None, ...]

    def joined(self, translations: Sequence[str], source: str, target: str) -> str:
        """The text with translated segments, with the spacing of the target language."""
        last = len(self.segments) - 1
        return "".join(
            f"{segment.before}{text}{segment.after if place == last else _gap(segment.after, source, target)}"
            for place, (segment, text) in enumerate(zip(self.segments, translations, strict=True))
        )


def read_source_text(text: str, finder: Finder, kept: Sequence[str] = ()) -> SourceText:
    """The segments of a text; ``kept`` are further words of it that must not change."""
    found = _with_personal(text, (*finder.placeables(text), *_occurrences(text, kept)))
    cut = segments(text, found)
    masked: list[MaskedSegment | None] = []
    at = index = 0
    for segment in cut:
        start = at + len(segment.before)
        end = start + len(segment.text)
        inside = []
        while index < len(found) and found[index].start < end:
            if found[index].start >= start:
                inside.append(replace(found[index], start=found[index].start - start, end=found[index].end - start))
            index += 1
        masked.append(_masked_segment(segment.text, inside))
        at = end + len(segment.after)
    return SourceText(text, cut, tuple(masked))


def in_slots(text: str, finder: Finder) -> str:
    """A text with slots, as in the memory."""
    return _slotted(text, finder).text


def from_slots(slotted: str, text: str, finder: Finder, write: Callable[[Placeable], str]) -> str:
    """A translation from the memory with the values of a text in its slots."""
    return restore(_slotted(text, finder), slotted, write).text


def _slotted(text: str, finder: Finder) -> Masked:
    hidden = [placeable for placeable in _with_personal(text, finder.placeables(text)) if not _is_exposed(placeable)]
    return mask(text, hidden, MaskStyle.SLOTS)


def _masked_segment(text: str, placeables: Sequence[Placeable]) -> MaskedSegment | None:
    hidden = tuple(m for m in placeables if not _is_exposed(m))
    exposed = tuple(m for m in placeables if _is_exposed(m))
    at, has_words = 0, False
    for placeable in hidden:
        has_words = has_words or any(c.isalpha() for c in text[at : placeable.start])
        at = placeable.end
    has_words = has_words or any(c.isalpha() for c in text[at:])
    return MaskedSegment(text, hidden, exposed, mask(text, hidden, MaskStyle.SLOTS).text) if has_words else None


def _is_exposed(placeable: Placeable) -> bool:
    return placeable.kind is Kind.NUMBER and placeable.text.isdecimal() and len(placeable.text) <= _FEW_DIGITS


def _occurrences(text: str, kept: Sequence[str]) -> Iterator[Placeable]:
    """All occurrences of some words."""
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
    """The white space between two segments: none in Chinese and Japanese."""
    base, other = base_tag(target), base_tag(source)
    if base in ("zh", "ja") and after in (" ", "  "):
        return ""
    if not after and other in _UNSPACED and base not in _UNSPACED:
        return " "
    return after
