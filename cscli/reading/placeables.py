"""Placeables: codes, addresses, amounts, dates and names in a text, which must not change.

A translator turns the order number A-1042 into "un-1042" and a placeholder into a word. An ambiguous amount or date is
found, but has no value. Dates are ISO, numeric, or have a month name and a year in the Finder's language; an adjacent
weekday belongs to the date, which has no value if it falls on another weekday.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import filterfalse

from cscli.reading import amounts, patterns
from cscli.reading.facts import value_facts
from cscli.reading.order_patterns import order_pattern
from cscli.reading.user_patterns import Searchable
from cscli.reading.worded_dates import DatePatterns, parse_worded, whole_date, worded_dates
from cscli.text import base_tag, is_abbreviation


class Kind(StrEnum):
    """The kind of a placeable; of matches of the same length, the kind listed first wins."""

    URL = "url"
    EMAIL = "email"
    PLACEHOLDER = "placeholder"
    TAG = "tag"
    NAME = "name"
    TERM = "term"
    TRACKING = "tracking"
    ORDER = "order"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    PHONE = "phone"
    SKU = "sku"
    COUPON = "coupon"
    PERSONAL = "personal"
    NUMBER = "number"


_MOST_MARKS = 3
LOCALISABLE: frozenset[Kind] = frozenset({Kind.MONEY, Kind.DATE, Kind.TIME, Kind.NUMBER})
NON_TRANSLATABLE: frozenset[Kind] = frozenset(Kind) - LOCALISABLE
_RANK = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeable:
    """A placeable at ``text[start:end]``.

    ``value``: MONEY is (Decimal, ISO 4217 code or ""), DATE a date, TIME a time, NUMBER a Decimal; None if ambiguous,
    and for every other kind.
    """

    kind: Kind
    start: int
    end: int
    text: str
    value: object | None = None

    @property
    def is_non_translatable(self) -> bool:
        """Whether it must stay as it is, unlike a date or an amount."""
        return self.kind in NON_TRANSLATABLE


_Reader = Callable[[re.Match[str]], object | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    kind: Kind
    pattern: Searchable
    value: _Reader | None = None
    needs_value: bool = False


class Finder:
    """Finds placeables.

    Args:
        order_patterns: regular expressions of the shop's order numbers.
        terms: non-translatable words; case counts for abbreviations alone, such as ``US``.
        terms_in_case: those whose case counts.
        names: names of the customer and the agent, case-sensitive.
        language: BCP 47 tag of the texts, for numbers and dates.
        currency: ISO 4217 code of a shared sign such as ``$``.

    Raises:
        UsageError: an order pattern cannot be used.
    """

    def __init__(  # noqa: PLR0913 - kinds of words, each of its own source
        self,
        *,
        order_patterns: Sequence[str] = (),
        terms: Sequence[str] = (),
        terms_in_case: Sequence[str] = (),
        names: Sequence[str] = (),
        language: str = "en",
        currency: str = "",
    ) -> None:
        self._language = language
        self._currency = currency
        self._own = (*(_order_shape(pattern) for pattern in order_patterns), *self._words(terms, terms_in_case, names))

    @cached_property
    def _codes(self) -> tuple[_Shape, ...]:
        return (*_code_shapes(), *self._own)

    @cached_property
    def _shapes(self) -> tuple[_Shape, ...]:
        return (*self._codes, *_moments(), *_valued(self._language, self._currency))

    def placeables(self, text: str) -> tuple[Placeable, ...]:
        """The placeables of ``text``, in order and without overlap; the longest wins."""
        found = [self._whole(text, m) if m.kind is Kind.DATE else m for m in _candidates(text, self._shapes)]
        if patterns.compiled(patterns.MAYBE_WORDED).search(text):
            found += self._worded(text)
        return apart(found, len(text))

    def masked(self, text: str) -> str:
        """``text`` with a space for each placeable that is not translatable."""
        built, at = [], 0
        for placeable in apart(_candidates(text, self._codes), len(text)):
            built += [text[at : placeable.start], " "]
            at = placeable.end
        return "".join([*built, text[at:]])

    def _worded(self, text: str) -> Iterator[Placeable]:
        calendar = worded_dates(self._language)
        for match in calendar.pattern.finditer(text) if calendar else ():
            value = parse_worded(match, calendar, self._language) if calendar else None
            if value:
                found = Placeable(kind=Kind.DATE, start=match.start(), end=match.end(), text=match[0], value=value)
                yield self._whole(text, found, calendar)

    def _whole(self, text: str, placeable: Placeable, calendar: DatePatterns | None = None) -> Placeable:
        """A date including the adjacent words that belong to it."""
        if not isinstance(placeable.value, date):
            return placeable
        place = placeable.start, placeable.end
        start, end, value = whole_date(text, place, placeable.value, self._language, calendar)
        if (start, end) == place:
            return placeable
        return Placeable(kind=Kind.DATE, start=start, end=end, text=text[start:end], value=value)

    def _words(self, terms: Sequence[str], in_case: Sequence[str], names: Sequence[str]) -> Iterator[_Shape]:
        spelled = [*in_case, *filter(is_abbreviation, terms)]
        others = [*filterfalse(is_abbreviation, terms)]
        for kind, words, flags in (
            (Kind.TERM, spelled, re.NOFLAG), (Kind.TERM, others, re.IGNORECASE), (Kind.NAME, names, re.NOFLAG)
        ):  # fmt: skip
            longest_first = sorted({w.strip() for w in words} - {""}, key=lambda w: (-len(w), w))
            if longest_first:
                either = "|".join(re.escape(w) for w in longest_first)
                yield _Shape(kind=kind, pattern=re.compile(rf"(?:{_edges(either)})", flags))


def _candidates(text: str, shapes: Iterable[_Shape]) -> Iterator[Placeable]:
    for shape in shapes:
        for match in shape.pattern.finditer(text):
            placeable = _placeable(shape, match)
            if placeable:
                yield placeable


def apart(placeables: Iterable[Placeable], length: int) -> tuple[Placeable, ...]:
    """The placeables without overlaps, in order: the longest wins, then the more certain kind."""
    taken = bytearray(length)
    kept = []
    for placeable in sorted(placeables, key=lambda m: (m.start - m.end, _RANK[m.kind], m.start)):
        if taken.find(1, placeable.start, placeable.end) < 0:
            taken[placeable.start : placeable.end] = b"\1" * (placeable.end - placeable.start)
            kept.append(placeable)
    return tuple(sorted(kept, key=lambda m: m.start))


def _edges(either: str) -> str:
    """Word boundaries, if the first or last letter is of a script with spaces."""
    edge = patterns.LETTER
    return rf"(?:(?<!{edge})|(?!{edge}))(?:{either})(?:(?!{edge})|(?<!{edge}))"


# Cached: these depend only on the language.
@lru_cache(maxsize=256)
def _order_shape(pattern: str) -> _Shape:
    return _Shape(kind=Kind.ORDER, pattern=order_pattern(pattern))


@lru_cache(maxsize=1)
def _code_shapes() -> tuple[_Shape, ...]:
    table = {
        Kind.URL: patterns.URL,
        Kind.EMAIL: patterns.EMAIL,
        Kind.PHONE: patterns.PHONE,
        Kind.PLACEHOLDER: patterns.PLACEHOLDER,
        Kind.TAG: patterns.TAG,
        Kind.TRACKING: patterns.TRACKING,
        Kind.ORDER: patterns.ORDER,
        Kind.SKU: patterns.SKU,
        Kind.COUPON: patterns.COUPON,
    }
    post = _Shape(
        kind=Kind.TRACKING, pattern=patterns.compiled(patterns.POST), value=patterns.is_of_the_post, needs_value=True
    )
    return (*(_Shape(kind=k, pattern=patterns.compiled(one)) for k, sources in table.items() for one in sources), post)


@lru_cache(maxsize=1)
def _moments() -> tuple[_Shape, ...]:
    """Dates and times in formats of all languages."""
    return (
        _Shape(kind=Kind.DATE, pattern=patterns.compiled(patterns.ISO_DATE), value=_iso_day, needs_value=True),
        _Shape(kind=Kind.DATE, pattern=patterns.compiled(patterns.ISO_MOMENT)),
        *(_time_shape(source) for source in patterns.TIME),
    )


@lru_cache(maxsize=256)
def _valued(language: str, currency: str) -> tuple[_Shape, ...]:
    """Dates, times, money and numbers in the formats of a language."""

    def by_language(match: re.Match[str]) -> date | None:
        return amounts.parse_date(match, language)

    def number(match: re.Match[str]) -> object | None:
        return amounts.parse_number(match[0], language)

    def money(match: re.Match[str]) -> object | None:
        return _money(match, language, currency)

    own_time = patterns.TIME_IN.get(base_tag(language))
    return (
        *(
            _Shape(kind=Kind.DATE, pattern=patterns.compiled(source), value=by_language)
            for source in (*patterns.YEAR_FIRST, patterns.YEAR_LAST)
        ),
        *((_time_shape(own_time),) if own_time else ()),
        *(
            _Shape(kind=Kind.MONEY, pattern=pattern, value=money, needs_value=True)
            for pattern in patterns.money(language)
        ),
        _Shape(kind=Kind.NUMBER, pattern=patterns.compiled(patterns.NUMBER), value=number),
    )


def _time_shape(source: str) -> _Shape:
    return _Shape(kind=Kind.TIME, pattern=patterns.compiled(source), value=amounts.parse_time, needs_value=True)


def _money(match: re.Match[str], language: str, preferred: str) -> object | None:
    currency = amounts.currency_of(match["sign"], language, preferred)
    code = match["code"]
    if code:
        currency = code if code in value_facts().signs[match["sign"]] else ""
    amount = amounts.parse_number(match["amount"], language, currency)
    if amount is None:
        return None
    return (-amount if match["minus"] or match.groupdict().get("owed") else amount, currency)


def _placeable(shape: _Shape, match: re.Match[str]) -> Placeable | None:
    start, end = match.span("it") if "it" in shape.pattern.groupindex else match.span()
    text = match.string[start:end]
    if shape.kind is Kind.URL:
        text = patterns.without_tail(text)
    if not text:
        return None
    value = shape.value(match) if shape.value else None
    if shape.needs_value and value is None:
        return None
    if shape.kind not in LOCALISABLE:
        return Placeable(kind=shape.kind, start=start, end=start + len(text), text=text)
    start, end = _with_marks(match.string, start, end)
    return Placeable(kind=shape.kind, start=start, end=end, text=match.string[start:end], value=value)


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """A value including adjacent direction marks."""
    first, last = max(0, start - _MOST_MARKS), end + _MOST_MARKS
    while start > first and text[start - 1] in patterns.MARKS:
        start -= 1
    while end < min(last, len(text)) and text[end] in patterns.MARKS:
        end += 1
    return start, end


def _iso_day(match: re.Match[str]) -> date | None:
    return amounts.day(*match[0].split("-"))
