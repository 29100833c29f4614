"""How markets look, and what scripts get of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from cscli.cli.door.result import Table

if TYPE_CHECKING:
    from cscli.markets.market import Market


class MarketRow(NamedTuple):
    """A market in the list of all."""

    market: str
    name: str
    languages: tuple[str, ...]
    currency: str
    zone: str
    several_zones: bool
    register: str


class Comparison(NamedTuple):
    """Where two markets differ: each difference has its topic, and what holds under the code of each market."""

    markets: tuple[str, str]
    differences: tuple[dict[str, str], ...]


def market_row(market: "Market") -> MarketRow:
    """A market as the list has it."""
    return MarketRow(
        market=market.code,
        name=market.name,
        languages=market.languages,
        currency=market.currency,
        zone=market.zone,
        several_zones=market.has_several_zones,
        register=market.register,
    )


def market_table(markets: Sequence[MarketRow]) -> Table:
    """One line for each market; a plus marks the default zone of one that has several."""
    return Table(
        columns=("market", "name", "languages", "currency", "zone", "register"),
        rows=[
            (m.market, m.name, " ".join(m.languages), m.currency, m.zone + " +" * m.several_zones, m.register)
            for m in markets
        ],
        narrow=("market", "name", "languages", "zone"),
    )


def comparison_table(found: Comparison) -> Table:
    """One line for each difference."""
    columns = ("topic", *found.markets)
    rows = [[difference[column] for column in columns] for difference in found.differences]
    return Table(columns=columns, rows=rows, empty="They do not differ.")
