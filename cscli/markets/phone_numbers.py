"""How one phone number is written: with the code of its country, or as people write it inside a market.

Only what a plan for dialling says is used: the code of the country and the digit that stands before a number inside it.
Whether a number is in use is not known here.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cscli.markets.catalog import Catalog

_SHORTEST = 5  # digits of a number without the code of its country


class DialPlan(NamedTuple):
    """The code of a market's country without ``+``, and what is dialled before a number inside it, often ``0``."""

    code: str
    trunk: str


def dial_plans(catalog: Catalog) -> dict[str, DialPlan]:
    """The plans of all markets, by their code."""
    cards = {code: catalog.market(code).card for code in catalog.market_codes()}
    return {
        code: DialPlan(card["calling_code"].replace("-", ""), card.get("trunk_prefix", "0"))
        for code, card in cards.items()
    }


def spellings(number: str, markets: Iterable[str], plans: Mapping[str, DialPlan]) -> Iterator[tuple[str, str]]:
    """The ways in which a number is written, each with the market in which alone it means this number, or empty.

    Args:
        number: digits, with ``+`` before them where the code of the country is among them.
        markets: where the number may be from, if it has no such code.
        plans: the plans of all markets.
    """
    for market, national in set(_national(number, markets, plans)):
        code, trunk = plans[market]
        yield "", f"+{code}{national}"
        yield "", f"{code}{national}"  # a table that took the number for a quantity
        yield market, national
        if trunk:
            yield "", f"+{code}{trunk}{national}"  # +49 (0)30
            yield market, f"{trunk}{national}"


def _national(number: str, markets: Iterable[str], plans: Mapping[str, DialPlan]) -> Iterator[tuple[str, str]]:
    """The number without the code of its country, by the markets that it can be of."""
    digits = number.removeprefix("+")
    told = [market for market in plans if digits.startswith(plans[market].code)]
    near = [market for market in markets if market in plans]
    found = [(market, digits.removeprefix(plans[market].code)) for market in told if number != digits or market in near]
    if number == digits:
        found += [(market, digits) for market in near]
    for market, rest in found:
        bare = rest.removeprefix(plans[market].trunk)
        if len(bare) >= _SHORTEST:
            yield market, bare
