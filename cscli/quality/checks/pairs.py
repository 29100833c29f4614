# ruff: noqa: RUF001 - signs of many scripts are what is looked for
"""Checks of a text against the one it was made from: nothing lost, nothing added, the same amounts and dates.

Values are compared, not how they are written: 49.90 is 49,90, and a date may become words.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from cscli.quality.finding import Finding, Severity
from cscli.quality.subject import Subject, TextCheck, finding
from cscli.quality.wordlists import spans_of
from cscli.reading.placeables import OPAQUE, Kind, Placeable
from cscli.text import scripts

_SHORTEST, _LONGEST, _FROM = 0.5, 2.2, 20
_FAR_LONGER, _SHORT = 6, 60
_DENSE = re.compile("[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FEW_LETTERS = 12
_TAG_NAME = re.compile(r"<\s*(/?)\s*([A-Za-z][\w:-]*)[^>]*?(/?)>")
_VOID = {"br", "hr", "img", "input", "meta", "link", "wbr"}
_BULLET = re.compile(r"(?m)^[ \t]*(?:[-*•・‣▪]|\d{1,2}[.)])[ \t]*\S")
_ENDS = {
    "full stop": ".。।．።", "question mark": "?？؟;", "exclamation mark": "!！", "colon": ":：", "ellipsis": "…",
}  # fmt: skip
_AFTER_END = " \t\n\"'”’»)）」』\u2069\u200f"
_NO_STOP = {"th"}  # nor a question mark, as a rule


class Placeholders:
    """A placeholder is missing, or is there that the source does not hold."""

    id: ClassVar[str] = "placeholders"
    severity: ClassVar[Severity] = Severity.ERROR

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """One for each placeholder."""
        yield from _compared(self, subject, frozenset({Kind.PLACEHOLDER}))


class Opaque:
    """A link, address, number of an order or parcel, code or name is not as in the source."""

    id: ClassVar[str] = "opaque"
    severity: ClassVar[Severity] = Severity.ERROR

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """One for each, character by character."""
        yield from _compared(self, subject, OPAQUE - {Kind.PLACEHOLDER, Kind.TAG})


class Tags:
    """Markup is not as in the source, or not well nested."""

    id: ClassVar[str] = "tags"
    severity: ClassVar[Severity] = Severity.ERROR

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """One for each tag that is missing or new; one when tags do not nest."""
        if not subject.source:
            return
        ours, theirs = (Counter(_tag_names(text)) for text in (subject.text, subject.source))
        for name in sorted((theirs - ours).keys()):
            yield finding(self, f"The tag <{name}> of the source is missing.")
        for name in sorted((ours - theirs).keys()):
            yield finding(self, f"The tag <{name}> is not in the source.")
        if ours == theirs and not _is_nested(subject.text) and _is_nested(subject.source):
            yield finding(self, "The tags do not nest as they should.")


class Values:
    """An amount of money, a date, a time or a number is not that of the source."""

    id: ClassVar[str] = "numbers"
    severity: ClassVar[Severity] = Severity.ERROR

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """One for each value that is missing or new: an error for money and dates, else a warning."""
        if not subject.source:
            return
        for kind, severity in (
            (Kind.MONEY, Severity.ERROR), (Kind.DATE, Severity.ERROR), (Kind.TIME, Severity.WARNING),
            (Kind.NUMBER, Severity.WARNING),
        ):  # fmt: skip
            ours = _valued(subject.mentions, kind)
            theirs = _valued(subject.source_mentions, kind)
            missing = [m for m in _without(theirs, ours) if not _is_unread(m, subject.text, ours)]
            for mention in missing:
                yield finding(self, f"The {kind} {mention.text} of the source is missing.", severity=severity)
            for mention in [m for m in _without(ours, theirs) if not _is_unread(m, subject.source, theirs)]:
                yield finding(
                    self, f"The {kind} {mention.text} is not in the source.", mention.start, mention.end,
                    severity=severity,
                )  # fmt: skip


class Echo:
    """The source, not translated."""

    id: ClassVar[str] = "echo"
    severity: ClassVar[Severity] = Severity.WARNING

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """One when both say the same in the same words."""
        ours, theirs = (" ".join(t.casefold().split()) for t in (subject.prose, subject.source_prose))
        if subject.base != subject.source_base and ours == theirs and sum(scripts(ours).values()) >= _FEW_LETTERS:
            yield finding(self, "The text is its source, word for word.")


class LengthRatio:
    """Far longer or far shorter than the source."""

    id: ClassVar[str] = "length-ratio"
    severity: ClassVar[Severity] = Severity.WARNING

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """One; a Chinese, Japanese or Korean sign counts for more than a letter."""
        if not subject.source.strip():
            return
        ours, theirs = _weight(subject.text), _weight(subject.source)
        ratio = ours / theirs
        is_off = theirs > _FROM and not _SHORTEST <= ratio <= _LONGEST
        if is_off or (theirs <= _SHORT and ratio > _FAR_LONGER):
            yield finding(self, f"The text is {ratio:.1f} times as long as its source.")


class Paragraphs:
    """Another number of paragraphs or of items in lists than the source."""

    id: ClassVar[str] = "paragraphs"
    severity: ClassVar[Severity] = Severity.WARNING

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """One for paragraphs, one for items."""
        if not subject.source:
            return
        for what, count in (("paragraphs", _paragraphs), ("items in lists", _bullets)):
            ours, theirs = count(subject.text), count(subject.source)
            if ours != theirs:
                yield finding(self, f"{ours} {what}, {theirs} in the source.")


class EndPunctuation:
    """The text ends otherwise than the source: a question has become a statement."""

    id: ClassVar[str] = "end-punctuation"
    severity: ClassVar[Severity] = Severity.WARNING

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """One; a language that is written without full stops and question marks needs none."""
        if not subject.source.strip() or not subject.text.strip():
            return
        ours, theirs = _end(subject.text), _end(subject.source)
        stops = {ours, theirs} <= {"", "full stop"} and _NO_STOP & {subject.base, subject.source_base}
        unmarked = {base for end, base in ((ours, subject.base), (theirs, subject.source_base)) if not end}
        asks = {ours, theirs} == {"", "question mark"} and unmarked & _NO_STOP
        if ours != theirs and not stops and not asks:
            last = len(subject.text.rstrip())
            yield finding(
                self, f"The text ends with {ours or 'no mark'}, its source with {theirs or 'no mark'}.", last - 1, last
            )


class Negation:
    """One side denies, the other does not."""

    id: ClassVar[str] = "negation"
    severity: ClassVar[Severity] = Severity.INFO

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """One when words that deny stand on one side only; set phrases do not count."""
        lists = subject.lists.negation
        if not subject.source or subject.base not in lists or subject.source_base not in lists:
            return
        ours, theirs = (
            spans_of(lists[base][0], text, but=lists[base][1])
            for base, text in ((subject.base, subject.prose), (subject.source_base, subject.source_prose))
        )
        if bool(ours) != bool(theirs):
            side = "The text denies something, its source does not." if ours else "The source denies something."
            start, end = ours[0] if ours else (None, None)
            yield finding(self, side, start, end, suggestion="Is the meaning the same?")


PAIRS: tuple[TextCheck, ...] = (
    Placeholders(), Opaque(), Tags(), Values(), Echo(), LengthRatio(), Paragraphs(), EndPunctuation(), Negation(),
)  # fmt: skip


def _compared(check: TextCheck, subject: Subject, kinds: frozenset[Kind]) -> Iterator[Finding]:
    """What of some kinds is missing, and what is new; the very characters count, wherever they stand."""
    if not subject.source:
        return
    wanted = Counter(m.text for m in subject.source_mentions if m.kind in kinds)
    for text, count in wanted.items():
        there = subject.text.count(text)
        if there < min(count, subject.source.count(text)):
            times = f" ({there} of {count})" if there else ""
            yield finding(check, f"{text} of the source is missing{times}.")
        elif there > subject.source.count(text):
            yield finding(check, f"{text} stands here {there} times, in the source {subject.source.count(text)}.")
    for mention in subject.mentions:
        if mention.kind in kinds and mention.text not in subject.source:
            yield finding(check, f"{mention.text} is not in the source.", mention.start, mention.end)


def _valued(mentions: tuple[Placeable, ...], kind: Kind) -> list[Placeable]:
    return [m for m in mentions if m.kind is kind and m.value is not None]


def _without(these: list[Placeable], those: list[Placeable]) -> list[Placeable]:
    """Mentions of ``these`` whose value is not among ``those``, as many times as it is there."""
    left = [m.value for m in those]
    missing = []
    for mention in these:
        same = next((value for value in left if _is_same(mention.value, value)), None)
        if same is None:
            missing.append(mention)
        else:
            left.remove(same)
    return missing


def _is_same(one: object, other: object) -> bool:
    """Whether two values are one; an amount whose currency is not known goes with any."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return bool(one[0] == other[0]) and (one[1] == other[1] or not one[1] or not other[1])
    return one == other


def _is_unread(mention: Placeable, other: str, found: list[Placeable]) -> bool:
    """Whether the value may stand in the other text in a way that was not understood: its digits are there.

    Only where no value of the kind was found on that side: two that differ are a fault.
    """
    if found and mention.kind in (Kind.MONEY, Kind.DATE):
        return False
    if isinstance(mention.value, date):
        return re.search(rf"(?<!\d)0?{mention.value.day}(?!\d)", other) is not None
    plain = re.sub(r"\D", "", mention.text)
    return bool(plain) and plain in re.sub(r"(?<=\d)[.,\s\u00a0\u202f'’](?=\d)", "", other)


def _tag_names(text: str) -> list[str]:
    return [f"{slash}{name.lower()}" for slash, name, _ in _TAG_NAME.findall(text)]


def _is_nested(text: str) -> bool:
    open_tags: list[str] = []
    for slash, name, closed in _TAG_NAME.findall(text):
        tag = name.lower()
        if closed or tag in _VOID:
            continue
        if not slash:
            open_tags.append(tag)
        elif not open_tags or open_tags.pop() != tag:
            return False
    return not open_tags


def _weight(text: str) -> float:
    return len(text) + 1.5 * len(_DENSE.findall(text))


def _paragraphs(text: str) -> int:
    return len([block for block in re.split(r"\n[ \t]*\n", text) if block.strip()])


def _bullets(text: str) -> int:
    return len(_BULLET.findall(text))


def _end(text: str) -> str:
    stripped = text.rstrip(_AFTER_END)
    if stripped.endswith("..."):
        return "ellipsis"
    return next((name for name, marks in _ENDS.items() if stripped[-1:] and stripped[-1] in marks), "")
