# ruff: noqa: RUF001 - signs between thousands look alike
"""Values of a table as a person would type them: amounts with their currency, dates and decimals as the file has them.

A table may say things that one value cannot: the currency in a column of its own, day and month in the order of its
country. What stays ambiguous is left as it stands, and is refused where values are read.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

from cscli.reading.amounts import currency_of
from cscli.replies.contract.intent import ValueType, Variable

DATES: Final = ("dmy", "mdy", "ymd")
DECIMALS: Final = {"comma": (",", "."), "point": (".", ",")}
_DATE = re.compile(r"(\d{1,4})[./ -]+(\d{1,2})[./ -]+(\d{1,4})\.?(.*)", re.DOTALL)
_SIGNED = re.compile(r"(-?[0-9][0-9.,]*) ?([^\s0-9.,A-Z][^\s0-9]{0,3}|[A-Z]{0,3}\$|R|Rs)")
_BARE = re.compile(r"-?[0-9][0-9., '\u00a0\u202f]*")
_GROUPED: Final = "{0}(?=[0-9]{{3}}(?![0-9]))"
_YEAR: Final = 4
_NUMBERS: Final = (ValueType.MONEY, ValueType.NUMBER)
_DAYS: Final = (ValueType.DATE, ValueType.DATETIME)


class Typing:
    """Writes values of rows as a person would type them, for replies of one kind.

    Args:
        variables: those of the reply.
        home: the currency of the market.
        language: of the reply; it decides what ``$`` means.
        dates: the order of day, month and year: one of ``DATES``, or empty for 2026-12-03 only.
        decimal: ``comma`` or ``point``, or empty for a point without thousands.
    """

    def __init__(
        self, variables: Mapping[str, Variable], *, home: str, language: str, dates: str = "", decimal: str = ""
    ) -> None:
        self._home, self._language, self._dates, self._decimal = home, language, dates, decimal
        kinds = (ValueType.MONEY, *(_NUMBERS if decimal else ()), *(_DAYS if dates else ()))
        self._changed = {name: v.type for name, v in variables.items() if v.type in kinds}

    def values(self, values: Mapping[str, Any], currency: str) -> dict[str, Any]:
        """The values of a row.

        Args:
            values: as the table has them.
            currency: what the row says of its amounts: an ISO 4217 code, or empty.
        """
        changed = self._changed
        found: dict[str, Any] = {}
        for name, value in values.items():
            if type(value) is str:
                text = value.strip()
                found[name] = self._written(text, changed[name], currency) if name in changed else text
            else:
                found[name] = value
        return found

    def _written(self, text: str, kind: ValueType, currency: str) -> str:
        if self._decimal and kind in _NUMBERS:
            text = _with_point(text, *DECIMALS[self._decimal])
        if kind is ValueType.MONEY:
            return _with_currency(text, currency, self._home, self._language)
        return _iso(text, self._dates) if self._dates and kind in _DAYS else text


def _with_point(text: str, sign: str, other: str) -> str:
    """An amount or number with a point for its decimals and nothing between thousands."""
    amount = re.match(r"(?:[A-Z]{3} ?)?-?[0-9][0-9.,'’ \u00a0\u202f]*", text)
    if not amount:
        return text
    plain = re.sub(_GROUPED.format(f"[{re.escape(other)}'’ \u00a0\u202f]"), "", amount[0])
    if other in plain or plain.count(sign) > 1:
        return text  # a point that cannot be one between thousands
    whole, point, decimals = plain.partition(sign)
    return whole + (f".{decimals.rstrip('0') or '0'}" if point else "") + text[amount.end() :]


@lru_cache(maxsize=4096)
def _with_currency(text: str, currency: str, home: str, language: str) -> str:
    signed = _SIGNED.fullmatch(text)
    if signed:
        meant = currency_of(signed[2], language, currency or home)
        return f"{signed[1]} {meant}" if meant else text
    return f"{text} {currency.upper()}" if currency and _BARE.fullmatch(text) else text


def _iso(text: str, order: str) -> str:
    """A date as 2026-12-03; a text that is not a date stays as it is."""
    found = _DATE.fullmatch(text)
    if not found:
        return text
    if len(found[1]) == _YEAR:
        order = "ymd"
    parts = dict(zip(order, found.groups()[:3], strict=True))
    year = parts["y"] if len(parts["y"]) == _YEAR else f"20{parts['y']:0>2}"
    try:
        day = date(int(year), int(parts["m"]), int(parts["d"])).isoformat()
    except ValueError:
        return text
    return day + found[4].replace(" ", "T") if found[4].strip() else day
