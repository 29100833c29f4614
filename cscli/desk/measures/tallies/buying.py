"""What customers' orders say: who came back, who bought twice, and how many cases there are for each order."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from cscli.clock.zones import local_day
from cscli.desk.measures.cases import CountedCase
from cscli.desk.measures.period import Period
from cscli.desk.measures.seen import COUNTED, SeenRow, Tally

_NOT_BOUGHT = frozenset({"cancelled", "refunded"})
NOBODY = "orders without a customer"


class PlacedOrder(NamedTuple):
    """An order as measures want it. ``at`` is the UTC epoch second; where only the date is known, that of its start."""

    at: int
    customer: str
    market: str
    status: str


def placed_orders(rows: Iterable[tuple[int | None, str, str, str, str]], zone: str) -> list[PlacedOrder]:
    """Orders of the record; those without a second have a date alone, which is read in the zone of the report."""
    made = tuple.__new__  # in half of the time that the class takes to make one
    return [
        made(PlacedOrder, (_start_of(placed, zone) if at is None else at, customer, market, status))
        for at, placed, customer, market, status in rows
    ]


@lru_cache(maxsize=1024)
def _start_of(day: str, zone: str) -> int:
    return local_day(date.fromisoformat(day), zone)[0]


def retention(orders: Iterable[PlacedOrder], before: Period, period: Period) -> Tally:
    """Whether customers of the period before ordered again; the market is that of their last order there."""
    earlier: dict[str, PlacedOrder] = {}
    later: dict[str, int] = {}
    nobody = 0
    for order in orders:
        if order.status in _NOT_BOUGHT:
            continue
        if not order.customer:
            nobody += before.holds(order.at)
        elif before.since <= order.at < before.until:
            known = earlier.get(order.customer)
            earlier[order.customer] = order if known is None else max(known, order)
        elif period.since <= order.at < period.until:
            later[order.customer] = min(order.at, later.get(order.customer, order.at))
    last = period.until - 1
    rows: list[SeenRow] = [
        (later.get(key, last), order, int(key in later), 0, "", COUNTED) for key, order in earlier.items()
    ]
    return Tally.of_rows(rows, {NOBODY: nobody})


def repeat_purchase(orders: Iterable[PlacedOrder], period: Period) -> Tally:
    """Whether customers of the period ordered twice or more in it; the market is that of their last order."""
    bought: dict[str, list[PlacedOrder]] = defaultdict(list)
    for order in orders:
        if period.since <= order.at < period.until and order.status not in _NOT_BOUGHT:
            bought[order.customer].append(order)
    nobody = len(bought.pop("", ()))
    rows: list[SeenRow] = []
    for some in bought.values():
        last = max(some)
        rows.append((last.at, last, int(len(some) > 1), 0, "", COUNTED))
    return Tally.of_rows(rows, {NOBODY: nobody})


def contact_rate(cases: Sequence[CountedCase], orders: Iterable[PlacedOrder], period: Period) -> Tally:
    """Cases that were opened, over orders that were placed."""
    since, until = period.since, period.until
    opened = [case for case in cases if since <= case.clocks.opened_at < until]
    placed = [order for order in orders if since <= order.at < until]
    return Tally(
        at=[case.clocks.opened_at for case in opened] + [order.at for order in placed], of=[*opened, *placed],
        value=[1] * len(opened) + [0] * len(placed), other=[0] * len(opened) + [1] * len(placed),
        agent=[case.agent for case in opened] + [""] * len(placed),
    )  # fmt: skip
