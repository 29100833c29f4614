"""How markets look, and what scripts get of them."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cscli.cli.door.result import Card, Result, Section, Table

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


def markets_shown(markets: "Iterable[Market]") -> Result[tuple[MarketRow, ...]]:
    """One line for each market; a plus marks the default zone of one that has several."""
    found = tuple(map(_row, markets))
    rows = [
        (m.market, m.name, " ".join(m.languages), m.currency, m.zone + " +" * m.several_zones, m.register)
        for m in found
    ]
    columns = ("market", "name", "languages", "currency", "zone", "register")
    return Result(data=found, shown=Table(columns=columns, rows=rows, narrow=("market", "name", "languages", "zone")))


def card_shown(market: "Market", sections: Sequence[Section]) -> Result[dict[str, Any]]:
    """The card of a market in its sections; scripts get it as it stands in the market's file."""
    title = f"{market.name} ({market.code}) · {market.own_name}"
    return Result(data=dict(market.card), shown=Card(title=title, sections=sections))


def comparison_shown(one: "Market", two: "Market", differences: Iterable[tuple[str, str, str]]) -> Result[Comparison]:
    """One line for each difference: its topic, and what holds in each of the two markets."""
    lines = tuple(differences)
    found = Comparison(
        markets=(one.code, two.code),
        differences=tuple({"topic": topic, one.code: mine, two.code: other} for topic, mine, other in lines),
    )
    columns = ("topic", *found.markets)
    return Result(data=found, shown=Table(columns=columns, rows=lines, empty="They do not differ."))


def _row(market: "Market") -> MarketRow:
    return MarketRow(
        market=market.code,
        name=market.name,
        languages=market.languages,
        currency=market.currency,
        zone=market.zone,
        several_zones=market.has_several_zones,
        register=market.register,
    )
