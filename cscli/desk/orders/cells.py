"""Cells of orders as they are stored: dates, amounts and quantities, read strictly.

A date whose day and month could change places is not read unless their order is known. An amount keeps its currency.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

from cscli.errors import UsageError, suggested_clause
from cscli.markets.catalog import currencies
from cscli.markets.currency import currency_digits
from cscli.reading.amounts import currency_of, parse_number

_REPEATED: Final = 1 << 14  # the same days, prices and quantities stand in many rows of a table

DATE_ORDERS: Final = ("dmy", "mdy", "ymd")
FIRST_YEAR, LAST_YEAR = 1970, 2200
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK: Final = r"(?:[T ,]+(?P<clock>[0-9]{1,2}:[0-9]{2}.*))?"
_ISO = re.compile(rf"(?P<y>[0-9]{{4}})[-/.](?P<m>[0-9]{{1,2}})[-/.](?P<d>[0-9]{{1,2}}){_CLOCK}")
_NUMBERS = re.compile(
    rf"(?P<a>[0-9]{{1,2}})(?P<sign>[-/. ]+)(?P<b>[0-9]{{1,2}})[-/. ]+(?P<y>[0-9]{{4}}|[0-9]{{2}}){_CLOCK}"
)
_NAMED = re.compile(
    rf"(?:(?P<month>[a-z]{{3,9}})\.?[- ]+(?P<d>[0-9]{{1,2}})|(?P<d2>[0-9]{{1,2}})\.?[- ]+(?P<month2>[a-z]{{3,9}})\.?)"
    rf",?[- ]+(?P<y>[0-9]{{4}}|[0-9]{{2}}){_CLOCK}",
    re.IGNORECASE,
)  # fmt: skip
_OFFSET = re.compile(
    r"(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]+)? ?(?P<offset>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})"
)
_COUNTED = re.compile(r"([0-9]+) ?[x×] (.+)", re.IGNORECASE)  # noqa: RUF001 - the sign of multiplication
_AMOUNT = re.compile(r"(?P<before>[^\d+-]*?)(?P<number>-?\d[\d.,' \u00a0\u202f]*?)(?P<after>[^\d]*)")


class CellError(ValueError):
    """What is wrong with a cell, in words that follow its column; ``readings`` are the dates that it could be."""

    def __init__(self, message: str, readings: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.readings = readings


def date_order(text: str) -> str:
    """The order of day and month that a date proves: ``dmy`` or ``mdy``; empty where it proves nothing."""
    found = _NUMBERS.fullmatch(text.strip())
    if not found or found["sign"].strip() == ".":
        return ""
    possible = [order for order, day in _readings(found).items() if day]
    return possible[0] if len(possible) == 1 else ""


@lru_cache(maxsize=_REPEATED)
def read_when(text: str, dates: str = "") -> str:
    """A date as ``2026-11-20``, or an RFC 3339 instant in UTC where the text has a time with an offset.

    A time without an offset is left out, because nobody knows whose clock it is of.

    Args:
        text: ``2026-11-20``, ``2026-11-20 09:14:02 +0100``, ``Nov-20-26``, ``20.11.2026``, ``20/11/2026`` and the like.
        dates: what ``20/11/2026`` means: one of ``DATE_ORDERS``, or empty when nobody said so.

    Raises:
        CellError: it is not a date, or has two readings.
    """
    typed = text.strip()
    if found := _ISO.fullmatch(typed):
        return _with_clock(_day(found["y"], found["m"], found["d"]), found["clock"], text)
    if found := _NAMED.fullmatch(typed):
        month = (found["month"] or found["month2"])[:3].lower()
        if month in _MONTHS:
            number = str(_MONTHS.index(month) + 1)
            return _with_clock(_day(found["y"], number, found["d"] or found["d2"]), found["clock"], text)
    if found := _NUMBERS.fullmatch(typed):
        readings = _readings(found)
        order = "dmy" if found["sign"].strip() == "." else dates
        days = (readings[order],) if order in readings else tuple(sorted({day for day in readings.values() if day}))
        if len(days) > 1:
            raise CellError(f"{typed[:40]!r} could be {' or '.join(map(str, days))}", tuple(map(str, days)))
        return _with_clock(days[0] if days else None, found["clock"], text)
    raise CellError(f"{typed[:40]!r} is not a date")


@lru_cache(maxsize=_REPEATED)
def read_amount(text: str, currency: str, home: str = "") -> tuple[str, str]:
    """An amount as a decimal text, and its currency.

    Args:
        text: ``49.90``, ``EUR 1.234,50``, ``US $12.99`` and the like.
        currency: the ISO 4217 code of an amount without a sign; it also decides what a sign such as ``$`` means.
        home: the language whose readers decide what a sign means, such as ``en-US``; empty: a shared sign says nothing.

    Raises:
        CellError: it is not an amount, has more decimals than its currency, or its currency is unknown.
    """
    found = _AMOUNT.fullmatch(text.strip())
    sign = "".join((found["before"] + found["after"]).split()) if found else ""
    code = (currency_of(sign, home, currency) if sign else currency) if found else ""
    number = parse_number(found["number"], "en", code) if found else None
    if number is None or (sign and not code):
        raise CellError(
            f"{text.strip()[:40]!r} is not an amount" + (f" in a known currency ({sign[:10]})" if sign else "")
        )
    if code and code not in currencies():
        raise CellError(f"unknown currency {code[:10]!r}{suggested_clause(code, currencies())}")
    if code and -int(number.normalize().as_tuple().exponent) > currency_digits(code):
        raise CellError(f"{text.strip()[:40]!r} has more decimals than {code} has")
    if number < 0:
        raise CellError(f"{text.strip()[:40]!r} is less than nothing")
    return _plain(number), code


@lru_cache(maxsize=_REPEATED)
def read_quantity(text: str) -> int:
    """How many pieces, from 0.

    Raises:
        CellError: it is not a whole number, or less than nothing.
    """
    number = parse_number(text, "en")
    if number is None or number != number.to_integral_value() or number < 0:
        what = "is less than nothing" if number is not None and number < 0 else "is not a whole number"
        raise CellError(f"{text.strip()[:40]!r} {what}")
    return int(number)


def counted_article(text: str) -> tuple[str, str]:
    """The name and the quantity of an article such as ``2 x Aurora``; the quantity is 1 where none is said."""
    found = _COUNTED.fullmatch(text)
    return (found[2], found[1]) if found else (text, "1")


def price_of_one(total: str, quantity: int) -> str:
    """The price of one piece where the price of all is known; empty where it does not come out even."""
    if not total or not quantity:
        return ""
    one = Decimal(total) / quantity
    return _plain(one) if one == one.quantize(Decimal(total)) else ""


def typed_when(name: str, text: str) -> str:
    """A date of an order as it was typed.

    Raises:
        UsageError: ``bad-date`` or ``ambiguous-date``, with the readings.
    """
    if not text:
        return ""
    try:
        return read_when(text)
    except CellError as problem:
        raise UsageError(
            f"--{name}: {problem}.", code="ambiguous-date" if problem.readings else "bad-date",
            hint=f"Write it as {' or '.join(problem.readings) or '2026-12-03'}.",
        ) from None  # fmt: skip


def _readings(found: re.Match[str]) -> dict[str, date | None]:
    year, first, second = found["y"], found["a"], found["b"]
    readings = {"dmy": _day(year, second, first), "mdy": _day(year, first, second)}
    if len(year) == 2:  # noqa: PLR2004 - two digits can be a day, too
        readings["ymd"] = _day(first.zfill(2), second, year)
    return readings


def _day(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year) if len(year) > 2 else 2000 + int(year), int(month), int(day))  # noqa: PLR2004 - 26
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _with_clock(day: date | None, clock: str | None, text: str) -> str:
    if day is None:
        raise CellError(f"{text.strip()[:40]!r} is not in the calendar")
    found = _OFFSET.fullmatch(clock.strip()) if clock else None
    if not found:
        return day.isoformat()
    offset = found["offset"] if found["offset"][0] in "+-" else "+00:00"
    hour, _, rest = found["time"].partition(":")
    try:
        at = datetime.fromisoformat(f"{day.isoformat()}T{hour:0>2}:{rest}{offset}")
    except ValueError:
        raise CellError(f"{text.strip()[:40]!r} is not a date and time") from None
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _plain(number: Decimal) -> str:
    return format(number, "f")
