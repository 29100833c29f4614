"""Amounts of money as they are typed: one reading, or a refusal that names the readings."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from cscli.errors import suggestion
from cscli.markets.catalog import currencies
from cscli.markets.currency import currency_digits
from cscli.text import clean

_SHOWN = 40
_MONEY = r"(?:([A-Z]{3}) ?)?(-?[0-9]{1,15}(?:\.[0-9]{1,4})?)(?: ?([A-Z]{3}))?"
# The sign between thousands is another one than that before the decimals.
_GROUPED = (
    r"(?P<before>(?:[A-Z]{3} ?)?)(?P<whole>[0-9]{1,3}(?:(?P<sign>[.,'])[0-9]{3})(?:(?P=sign)[0-9]{3})*)"
    r"(?!(?P=sign))[.,](?P<decimals>[0-9]{1,2})(?P<after>(?: ?[A-Z]{3})?)"
)
_UNCLEAR = (
    r"(?P<before>(?:[A-Z]{3} ?)?)(?P<first>[1-9][0-9]{0,2})(?P<sign>[.,])(?P<last>[0-9]{3})(?P<after>(?: ?[A-Z]{3})?)"
)
_USUAL_DECIMALS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount; an empty ``currency`` is the market's own."""

    amount: Decimal
    currency: str = ""


class BadValueError(ValueError):
    """What is wrong with one value, and what would work."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@lru_cache(maxsize=4096)
def parse_money(text: str, currency: str) -> Money:
    """An amount; ``currency`` is that of one without a code.

    Raises:
        BadValueError: it is not an amount, or could be two.
    """
    found = re.fullmatch(_MONEY, _without_thousands(text.strip(), currency))
    if found is None or (found[1] and found[3]):
        raise BadValueError(
            f"{short(text)} is not an amount", "Write it with a point and the currency's code: 12.50 EUR."
        )
    if found[2].startswith("-"):
        raise BadValueError(f"{short(text)} is less than nothing", "Write the amount without the minus.")
    code = found[1] or found[3] or currency
    if code != currency and code not in currencies():
        raise BadValueError(
            f"{short(text)} is in an unknown currency",
            suggestion(code, sorted(currencies())).strip() or "Write its ISO 4217 code, such as EUR.",
        )
    amount = Decimal(found[2])
    digits = currency_digits(code)
    if -int(amount.normalize().as_tuple().exponent) > digits:
        raise BadValueError(f"{short(text)} has more decimals than {code} has", f"{code} has {digits}.")
    return Money(amount=amount, currency=code)


def _without_thousands(text: str, currency: str) -> str:
    """An amount without the signs between its thousands, where both signs show which is which.

    Raises:
        BadValueError: a single sign before three digits could stand between thousands, or before decimals.
    """
    found = re.fullmatch(_GROUPED, text)
    if found:
        return f"{found['before']}{re.sub('[^0-9]', '', found['whole'])}.{found['decimals']}{found['after']}"
    found = re.fullmatch(_UNCLEAR, text)
    code = (found["before"] or found["after"]).strip() or currency if found else ""
    if found is None or (found["sign"] == "." and currency_digits(code) > _USUAL_DECIMALS):
        return text
    first, last = found["first"], found["last"]
    readings = [first + last]
    if currency_digits(code) and int(last) % 10 == 0:
        readings.append(f"{first}.{last[:-1]}")
    raise BadValueError(
        f"{short(text)} is not clear: {found['sign']!r} could stand between thousands or before decimals",
        f"Write {' or '.join(f'{r} {code}'.strip() for r in readings)}.",
    )


def short(text: str) -> str:
    """What was typed, short enough and safe enough to be shown in a sentence."""
    return repr(clean(text) if len(text) <= _SHOWN else clean(text[:_SHOWN]) + "...")
