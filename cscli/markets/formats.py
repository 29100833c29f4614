"""How a locale writes dates, times, numbers, money and lists: functions built once for each locale.

The data is CLDR's (``cldr.py``). A pattern is taken apart once; after that a value costs about a microsecond.
What is decided here and not by CLDR: the ISO code is added where a sign is shared by several currencies, and a
market may write an amount in its own way.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from cscli.markets.cldr import LocaleData, locale_data
from cscli.markets.currency import currency_digits, is_shared_sign
from cscli.markets.date_habits import DateHabits
from cscli.markets.date_writer import DateWriter
from cscli.markets.language import Language
from cscli.markets.market import Market
from cscli.text import base_tag


class Habits(NamedTuple):
    """How a market and a language write values where CLDR does not know or says otherwise.

    Attributes:
        money_patterns: ``{amount}`` in its frame, by currency.
        home: the currency that needs no ISO code, because everybody in the market means it by its sign.
        whole: currencies whose amounts have no decimals when these are zero.
        dates: how dates and times are written.
        list_separator: stands between the parts of a list where no word for "and" is wanted.
        quotes: the outer and the inner pair of quotation marks.
        pieces: ``{count}`` and ``{item}`` for one article of which there are several.
        carriers: frames of a carrier's name, by form.
    """

    money_patterns: Mapping[str, str] = {}
    home: str = ""
    whole: frozenset[str] = frozenset()
    dates: DateHabits = DateHabits()
    list_separator: str = ""
    quotes: tuple[str, str, str, str] = ("“", "”", "\u2018", "\u2019")
    pieces: str = "{count} \u00d7 {item}"
    carriers: Mapping[str, str] = {}


class Formats:
    """The formats of one locale, with the habits of a market and a language."""

    def __init__(self, data: LocaleData, habits: Habits | None = None) -> None:
        self.locale = data.locale
        self._data = data
        self.habits = self._habits = habits or Habits()
        self.dates = DateWriter(data, self._habits.dates)
        self.date = self.dates.date
        self.moment, self.time, self.city = self.dates.moment, self.dates.time, self.dates.city
        self._money_writers: dict[str, Callable[[Decimal], str]] = {}
        self._separators = str.maketrans({",": data.group, ".": data.decimal, "-": data.minus})

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
            if is_shared_sign(sign) and currency != self._habits.home:
                after, owed = f"{after}\u00a0{currency}", (owed[0], f"{owed[1]}\u00a0{currency}")
        drops = currency in self._habits.whole

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


_NUMBERS = ("decimal", "group", "minus", "grouping", "currency_pattern", "currency_signs")


def formats_for(language: Language, market: Market) -> Formats:
    """How ``language`` writes values for customers of ``market``."""
    at_home = any(base_tag(locale) == base_tag(language.tag) for locale in market.languages)
    data = locale_data(language.tag, market.code, language.market, language.date_format)
    if at_home and language.tag not in market.languages:  # es-MX to AR: numbers are those of es-AR
        local = locale_data(base_tag(language.tag), market.code, language.market, language.date_format)
        data = data._replace(**{part: getattr(local, part) for part in _NUMBERS})
    own = language.formats
    whole = frozenset(own.get("whole", ()))
    habits = Habits(
        money_patterns=_money_patterns(own, market, at_home=at_home),
        home=market.currency if at_home else "",
        whole=whole | {market.currency} if at_home and market.drops_zero_decimals else whole,
        dates=DateHabits.of(own, lone_zone="" if market.has_several_zones else market.zone),
        list_separator=language.list_separator,
        quotes=tuple(own.get("quotes", Habits().quotes)),
        pieces=own.get("pieces", Habits().pieces),
        carriers=own.get("carriers", {}),
    )
    return Formats(data, habits)


def _money_patterns(own: Mapping[str, Any], market: Market, *, at_home: bool) -> dict[str, str]:
    """The frames of amounts: those of the language, and of the market for its own customers' language."""
    home = market.currency if at_home else ""
    abroad = {currency: pattern for currency, pattern in own.get("money_abroad", {}).items() if currency != home}
    return {**abroad, **own.get("money", {}), **(market.money_patterns if at_home else {})}


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
