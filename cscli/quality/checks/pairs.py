# ruff: noqa: RUF001 - signs of many scripts are what is looked for
"""Checks of a text against its source: nothing lost, nothing added, the same amounts and dates.

Values are compared, not their notation: 49.90 equals 49,90, and a date may become words.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from cscli.quality.check import Check
from cscli.quality.finding import Finding, LossFinding, RuinFinding, Severity
from cscli.quality.subject import Subject
from cscli.reading.facts import script_facts
from cscli.reading.placeables import NON_TRANSLATABLE, Kind, Placeable
from cscli.text import scripts

_FEW_LETTERS = 12
_TAG_NAME = re.compile(r"<\s*(/?)\s*([A-Za-z][\w:-]*)[^>]*?(/?)>")
_VOID = {"br", "hr", "img", "input", "meta", "link", "wbr"}
_BULLET = re.compile(r"(?m)^[ \t]*(?:[-*•・‣▪]|\d{1,2}[.)])[ \t]*\S")


class _Kept(Check):
    """Compares placeables of some kinds by their characters, wherever they are in the text."""

    severity = Severity.ERROR
    finding = LossFinding
    needs = ("source",)
    kinds: frozenset[Kind]

    def _found(self, subject: Subject) -> Iterator[Finding]:
        wanted = Counter(p.text for p in subject.source_placeables if p.kind in self.kinds)
        for text, count in wanted.items():
            there, asked = subject.text.count(text), subject.source.count(text)
            if there < min(count, asked):
                times = f" ({there} of {count})" if there else ""
                yield self.says(f"{text} of the source is missing{times}.")
            elif there > asked:
                yield self.says(f"{text} stands here {there} times, in the source {asked}.")
        for placeable in subject.placeables:
            if placeable.kind in self.kinds and placeable.text not in subject.source:
                yield self.says(f"{placeable.text} is not in the source.", placeable.start, placeable.end)


class Placeholders(_Kept):
    """A placeholder is missing, or is there that the source does not hold."""

    id = "placeholders"
    kinds = frozenset({Kind.PLACEHOLDER})


class Opaque(_Kept):
    """A link, address, number of an order or parcel, code or name is not as in the source."""

    id = "opaque"
    kinds = NON_TRANSLATABLE - {Kind.PLACEHOLDER, Kind.TAG}


class Tags(Check):
    """Markup is not as in the source, or not well nested."""

    id = "tags"
    severity = Severity.ERROR
    finding = LossFinding
    needs = ("source",)

    def _found(self, subject: Subject) -> Iterator[Finding]:
        ours, theirs = (Counter(_tag_names(text)) for text in (subject.text, subject.source))
        for name in sorted((theirs - ours).keys()):
            yield self.says(f"The tag <{name}> of the source is missing.")
        for name in sorted((ours - theirs).keys()):
            yield self.says(f"The tag <{name}> is not in the source.")
        if ours == theirs and not _is_nested(subject.text) and _is_nested(subject.source):
            yield self.says("The tags do not nest as they should.")


class Values(Check):
    """An amount of money, a date, a time or a number is not that of the source."""

    id = "numbers"
    severity = Severity.ERROR
    finding = LossFinding
    needs = ("source",)

    def _found(self, subject: Subject) -> Iterator[Finding]:
        """Errors for money and dates, warnings for times and numbers."""
        for kind, severity in (
            (Kind.MONEY, Severity.ERROR), (Kind.DATE, Severity.ERROR), (Kind.TIME, Severity.WARNING),
            (Kind.NUMBER, Severity.WARNING),
        ):  # fmt: skip
            ours = _valued(subject.placeables, kind)
            theirs = _valued(subject.source_placeables, kind)
            for placeable in [m for m in _without(theirs, ours) if not _is_unread(m, subject.text, ours)]:
                yield self.says(f"The {kind} {placeable.text} of the source is missing.", severity=severity)
            for placeable in [m for m in _without(ours, theirs) if not _is_unread(m, subject.source, theirs)]:
                yield self.says(f"The {kind} {placeable.text} is not in the source.", placeable.start, placeable.end,
                    severity=severity,
                )  # fmt: skip


class Echo(Check):
    """The source, not translated."""

    id = "echo"
    severity = Severity.WARNING
    finding = RuinFinding
    needs = ("source",)

    def _found(self, subject: Subject) -> Iterator[Finding]:
        if self._is_copied(subject):
            yield self.says("The text is its source, word for word.")

    def _is_copied(self, subject: Subject) -> bool:
        ours, theirs = (" ".join(t.casefold().split()) for t in (subject.prose, subject.source_prose))
        return subject.base != subject.source_base and ours == theirs and sum(scripts(ours).values()) >= _FEW_LETTERS


class EchoedSegment(Echo):
    """A segment, however short, that kept lower-case Latin letters in a language with another script."""

    def _is_copied(self, subject: Subject) -> bool:
        return (
            not script_facts().writes_latin(subject.base)
            and subject.text.casefold() == subject.source.casefold()
            and any(c.isascii() and c.islower() for c in subject.prose)
        )


class Paragraphs(Check):
    """Another number of paragraphs or of items in lists than the source."""

    id = "paragraphs"
    severity = Severity.WARNING
    needs = ("source",)

    def _found(self, subject: Subject) -> Iterator[Finding]:
        for what, count in (("paragraphs", _paragraphs), ("items in lists", _bullets)):
            ours, theirs = count(subject.text), count(subject.source)
            if ours != theirs:
                yield self.says(f"{ours} {what}, {theirs} in the source.")


PAIRS: tuple[Check, ...] = (
    Placeholders(), Opaque(), Tags(), Values(), Echo(), Paragraphs(),
)  # fmt: skip


def _valued(placeables: tuple[Placeable, ...], kind: Kind) -> list[Placeable]:
    return [m for m in placeables if m.kind is kind and m.value is not None]


def _without(these: list[Placeable], those: list[Placeable]) -> list[Placeable]:
    """The placeables of ``these`` whose value is not among ``those``, counting repetitions."""
    left = [m.value for m in those]
    missing = []
    for placeable in these:
        same = next((value for value in left if _is_same(placeable.value, value)), None)
        if same is None:
            missing.append(placeable)
        else:
            left.remove(same)
    return missing


def _is_same(one: object, other: object) -> bool:
    """Whether two values are equal; an amount without a known currency equals any."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return bool(one[0] == other[0]) and (one[1] == other[1] or not one[1] or not other[1])
    return one == other


def _is_unread(placeable: Placeable, other: str, found: list[Placeable]) -> bool:
    """Whether the other text holds the digits of a value that was not recognized there.

    Only if no value of the kind was found on that side: two different values are an error.
    """
    if found and placeable.kind in (Kind.MONEY, Kind.DATE):
        return False
    if isinstance(placeable.value, date):
        return re.search(rf"(?<!\d)0?{placeable.value.day}(?!\d)", other) is not None
    plain = re.sub(r"\D", "", placeable.text)
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


def _paragraphs(text: str) -> int:
    return len([block for block in re.split(r"\n[ \t]*\n", text) if block.strip()])


def _bullets(text: str) -> int:
    return len(_BULLET.findall(text))
