"""How a locale writes dates, times, numbers, money and lists: functions built once for each locale.

The data is CLDR's (``cldr.py``). A pattern is taken apart once; after that a value costs about a microsecond.
What is decided here and not by CLDR: the ISO code is added where a sign is shared by several currencies, and a
market may write an amount in its own way.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from cscli.datafile import read_generated
from cscli.markets.cldr import LocaleData, locale_data
from cscli.markets.language import Language
from cscli.markets.market import Market
from cscli.paths import shipped_root
from cscli.text import base_tag

_NOON = 12


def currency_digits(currency: str) -> int:
    """Decimal places of a currency, as ISO 4217 has them."""
    return int(_currencies()["digits"].get(currency, 2))


def is_shared_sign(sign: str) -> bool:
    """Whether several currencies have this sign, so that an amount needs the ISO code as well."""
    return sign in _currencies()["shared_signs"]


@lru_cache(maxsize=1)
def _currencies() -> dict[str, Any]:
    return read_generated(shipped_root() / "locales" / "currencies.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How a market and a language write values where CLDR does not know or says otherwise.

    ``money_patterns`` hold ``{amount}``, by currency. ``datetime_pattern`` joins ``{date}`` and ``{time}`` (empty: as
    CLDR does). ``zone_pattern`` writes ``{city}`` and ``{offset}`` behind a
    time. ``day_one`` is the first of a month where it is not a plain 1 (French ``1er``). ``list_separator`` stands
    between the parts of a list where no word for "and" is wanted.
    """

    money_patterns: Mapping[str, str] = field(default_factory=dict)
    drops_zero_decimals: bool = False
    datetime_pattern: str = ""
    zone_pattern: str = " ({city}, UTC{offset})"
    day_one: str = ""
    list_separator: str = ""


class Formats:
    """The formats of one locale, with the habits of a market and a language."""

    def __init__(self, data: LocaleData, habits: Habits | None = None) -> None:
        self.locale = data.locale
        self._data = data
        self._habits = habits or Habits()
        self.date: Callable[[date], str] = lru_cache(maxsize=4096)(
            _pattern_writer(data.date, data, self._habits.day_one)
        )
        self._time = _pattern_writer(data.time, data)
        self._money_writers: dict[str, Callable[[Decimal], str]] = {}
        self._separators = str.maketrans({",": data.group, ".": data.decimal, "-": data.minus})

    def moment(self, local: datetime, city: str) -> str:
        """A local time with its place: ``3. Dezember 2026 um 15:00 (Berlin, UTC+1)``.

        Args:
            local: an aware datetime, already in the customer's zone.
            city: the zone's city in the reply's language.
        """
        own = self._habits.datetime_pattern.replace("{date}", "{1}").replace("{time}", "{0}")
        both = _filled(own or self._data.date_and_time, {"0": self._time(local), "1": self.date(local.date())})
        return both + _filled(self._habits.zone_pattern, {"city": city, "offset": format_offset(local)})

    def time(self, local: datetime) -> str:
        """The time of day, such as ``15:00`` or ``3:00 PM``."""
        return self._time(local)

    def city(self, zone: str) -> str:
        """A zone's city in the locale's language; the last part of the zone's name where CLDR has none."""
        return self._data.cities.get(zone) or zone.rpartition("/")[2].replace("_", " ")

    def number(self, value: Decimal | int, digits: int | None = None) -> str:
        """A number with the locale's separators; ``digits`` decimal places, or as many as it has."""
        places = digits if digits is not None else _places(value)
        plain = f"{value:,.{places}f}"
        first, second = self._data.grouping
        if first != second:
            plain = _regrouped(plain, first, second)
        return plain.translate(self._separators)

    def money(self, amount: Decimal, currency: str) -> str:
        """An amount as the market writes it, with the ISO code where the sign is shared."""
        writer = self._money_writers.get(currency)
        if writer is None:
            writer = self._money_writers[currency] = lru_cache(maxsize=4096)(self._money_writer(currency))
        return writer(amount)

    def _money_writer(self, currency: str) -> Callable[[Decimal], str]:
        digits = currency_digits(currency)
        pattern = self._habits.money_patterns.get(currency)
        minus = self._data.minus
        if pattern is not None:
            before, _, after = pattern.partition("{amount}")
            owed = (minus + before, after)
        else:
            sign = self._data.currency_signs.get(currency, currency)
            plus, _, negative = self._data.currency_pattern.partition(";")
            before, after = _around_number(plus, sign)
            owed = _around_number(negative.replace("-", minus), sign) if negative else (minus + before, after)
            if is_shared_sign(sign):
                after, owed = f"{after}\u00a0{currency}", (owed[0], f"{owed[1]}\u00a0{currency}")
        drops = self._habits.drops_zero_decimals

        def write(amount: Decimal) -> str:
            places = 0 if drops and amount == amount.to_integral_value() else digits
            first, last = owed if amount < 0 else (before, after)
            return f"{first}{self.number(abs(amount), places)}{last}"

        return write

    def items(self, texts: Sequence[str]) -> str:
        """A list in words: ``A, B und C``."""
        if not texts:
            return ""
        if len(texts) == 1 or self._habits.list_separator:
            return self._habits.list_separator.join(texts)
        patterns = self._data.list_patterns
        if len(texts) == 2:  # noqa: PLR2004 - CLDR has a pattern for pairs
            return _joined(patterns["2"], texts[0], texts[1])
        result = _joined(patterns["end"], texts[-2], texts[-1])
        for text in reversed(texts[1:-2]):
            result = _joined(patterns["middle"], text, result)
        return _joined(patterns["start"], texts[0], result)

    def plural(self, count: int) -> str:
        """The CLDR plural category of a whole number, such as ``one`` or ``few``."""
        n = abs(count)
        if n and n % 1_000_000 == 0:
            return self._data.plural_million
        if n >= len(self._data.plural_table):
            n = n % 100 + 100  # the same last two digits, but not 0, 1 or 2 itself
        return self._data.plural_names[int(self._data.plural_table[n])]

    @property
    def plural_categories(self) -> tuple[str, ...]:
        """The categories that whole numbers of this locale can have."""
        return self._data.plural_names


def formats_for(language: Language, market: Market) -> Formats:
    """How ``language`` writes values for customers of ``market``."""
    at_home = any(base_tag(locale) == base_tag(language.tag) for locale in market.languages)
    data = locale_data(language.tag, market.code, language.market, language.date_format)
    habits = Habits(
        money_patterns=market.money_patterns if at_home else {},
        drops_zero_decimals=market.drops_zero_decimals,
        datetime_pattern=language.datetime_pattern,
        zone_pattern=language.zone_pattern,
        day_one=language.day_one,
        list_separator=language.list_separator,
    )
    return Formats(data, habits)


def format_offset(local: datetime) -> str:
    """The offset of an aware datetime from UTC: an hour is ``+1``, none empty, with a true minus."""
    offset = local.utcoffset()
    minutes = 0 if offset is None else round(offset.total_seconds() / 60)
    if not minutes:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    return ("+" if minutes > 0 else "\u2212") + (f"{hours}:{rest:02}" if rest else str(hours))


def _joined(pattern: str, first: str, second: str) -> str:
    before, _, rest = pattern.partition("{0}")
    between, _, after = rest.partition("{1}")
    return f"{before}{first}{between}{second}{after}"


def _places(value: Decimal | int) -> int:
    if isinstance(value, int):
        return 0
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _regrouped(plain: str, first: int, second: int) -> str:
    """Digits grouped as in India: the last ``first`` together, then by ``second``."""
    whole, dot, rest = plain.replace(",", "").partition(".")
    minus, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    groups = [whole[-first:]]
    head = whole[:-first]
    while head:
        groups.append(head[-second:])
        head = head[:-second]
    return minus + ",".join(reversed(groups)) + dot + rest


def _around_number(pattern: str, sign: str) -> tuple[str, str]:
    """What stands before and after the number in a CLDR currency pattern; a worded sign gets a space."""
    first = next(i for i, c in enumerate(pattern) if c in "#0")
    last = max(i for i, c in enumerate(pattern) if c in "#0")
    before, after = pattern[:first].replace("'", ""), pattern[last + 1 :].replace("'", "")
    if "¤" in before and before.endswith("¤") and sign[-1:].isalpha():
        before += "\u00a0"
    return before.replace("¤", sign), after.replace("¤", sign)


def _pattern_writer(tokens: Sequence[tuple[str, int]], data: LocaleData, day_one: str = "") -> Callable[[date], str]:
    """A function that writes a date or time by a pattern that was taken apart."""
    writers = [_field_writer(letter, width, data) for letter, width in tokens]
    if day_one:
        writers = [
            _first_day_writer(day_one) if token == ("d", 1) else w for token, w in zip(tokens, writers, strict=True)
        ]

    def write(moment: date) -> str:
        return "".join([w if isinstance(w, str) else w(moment) for w in writers])

    return write


def _field_writer(letter: str, width: int, data: LocaleData) -> str | Callable[[date], str]:  # noqa: PLR0911 - a field each
    if width == 0:
        return letter
    if letter in "ML":
        return _month_writer(letter, width, data)
    if letter in "Ec":
        names = data.days["EEEE" if width == 4 else "EEE"]  # noqa: PLR2004 - CLDR: four letters are the full name
        return lambda d: names[d.weekday()]
    if letter in "abB":  # parts of the day finer than morning and afternoon are written as these
        am, pm = data.day_periods
        return lambda d: am if d.hour < _NOON else pm  # type: ignore[attr-defined]
    if letter == "G":
        return data.era
    if letter == "y":
        return (lambda d: f"{d.year % 100:02}") if width == 2 else (lambda d: str(d.year))  # noqa: PLR2004
    part = {"d": "day", "H": "hour", "h": "hour", "m": "minute", "s": "second"}[letter]
    if letter == "h":
        return lambda d: f"{(d.hour - 1) % _NOON + 1:0{width}}"  # type: ignore[attr-defined]
    return lambda d: f"{getattr(d, part):0{width}}"


def _first_day_writer(day_one: str) -> Callable[[date], str]:
    return lambda d: day_one if d.day == 1 else str(d.day)


def _month_writer(letter: str, width: int, data: LocaleData) -> Callable[[date], str]:
    if width <= 2:  # noqa: PLR2004 - CLDR: up to two letters are digits
        return lambda d: f"{d.month:0{width}}"
    names = data.months["LLLL" if letter == "L" else "MMMM" if width == 4 else "MMM"]  # noqa: PLR2004
    return lambda d: names[d.month - 1]


def _filled(pattern: str, parts: Mapping[str, str]) -> str:
    """A pattern with its parts in their places: no format of Python, in which a language file could ask for a width."""
    for name, text in parts.items():
        pattern = pattern.replace(f"{{{name}}}", text)
    return pattern
