"""Facts about currencies that hold in every language, from ``locales/currencies.json``."""

from functools import lru_cache
from typing import Any

from cscli.datafile import read_generated
from cscli.errors import UsageError, suggestion
from cscli.paths import shipped_root


def currency_code(typed: str) -> str:
    """A currency's ISO 4217 code, as typed in any case; empty if none is named.

    Raises:
        UsageError: there is no such currency.
    """
    from cscli.markets.cldr import all_currencies  # noqa: PLC0415 - few commands take the name of a currency

    code = typed.strip().upper()
    if code and code not in all_currencies():
        near = suggestion(code, all_currencies(), most=1)
        raise UsageError(f"Unknown currency {typed[:20]!r}.{near}", code="bad-value", hint="Write it as EUR.")
    return code


def currency_digits(currency: str) -> int:
    """Decimal places of a currency, as ISO 4217 has them."""
    return int(_currencies()["digits"].get(currency, 2))


def dearest_postage(currency: str) -> float:
    """More than anyone pays for sending a parcel, in a currency: without bound where that is not known."""
    return float(_currencies()["dearest_postage"].get(currency, "inf"))


def is_shared_sign(sign: str) -> bool:
    """Whether several currencies have this sign, so that an amount needs the ISO code as well."""
    return sign in _currencies()["shared_signs"]


@lru_cache(maxsize=1)
def _currencies() -> dict[str, Any]:
    return read_generated(shipped_root() / "locales" / "currencies.json")
