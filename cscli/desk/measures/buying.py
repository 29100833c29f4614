"""What customers' orders say: who came back, who bought twice, and how many cases there are for each order."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from cscli.clock.zones import local_day
from cscli.desk.measures.cases import CountedCase
from cscli.desk.measures.instants import second_of
from cscli.desk.measures.period import Period
from cscli.desk.measures.seen import COUNTED, SeenRow, Tally

_NOT_BOUGHT = frozenset({"cancelled", "refunded"})
_DATE_ALONE = len("2026-11-30")
NOBODY = "orders without a customer"


class PlacedOrder(NamedTuple):
    """An order as measures want it. ``at`` is the UTC epoch second; where only the date is known, that of its start."""

    at: int
    customer: str
    market: str
    status: str


def placed_order(placed: str, customer: str, market: str, status: str, zone: str) -> PlacedOrder:
    """An order from its stored texts; a date without a time is read in the zone of the report."""
    is_date = len(placed) == _DATE_ALONE
    at = local_day(date.fromisoformat(placed), zone)[0] if is_date else second_of(placed)
    return PlacedOrder(at, customer, market, status)


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
        elif before.holds(order.at):
            known = earlier.get(order.customer)
            earlier[order.customer] = order if known is None else max(known, order)
        elif period.holds(order.at):
            later[order.customer] = min(order.at, later.get(order.customer, order.at))
    last = period.until - 1
    rows: list[SeenRow] = [
        (later.get(key, last), order, int(key in later), 0, "", COUNTED) for key, order in earlier.items()
    ]
    return Tally(rows, {NOBODY: nobody})


def repeat_purchase(orders: Iterable[PlacedOrder], period: Period) -> Tally:
    """Whether customers of the period ordered twice or more in it; the market is that of their last order."""
    bought: dict[str, list[PlacedOrder]] = defaultdict(list)
    for order in orders:
        if order.status not in _NOT_BOUGHT and period.holds(order.at):
            bought[order.customer].append(order)
    nobody = len(bought.pop("", ()))
    rows: list[SeenRow] = []
    for some in bought.values():
        last = max(some)
        rows.append((last.at, last, int(len(some) > 1), 0, "", COUNTED))
    return Tally(rows, {NOBODY: nobody})


def contacts(cases: Sequence[CountedCase], orders: Iterable[PlacedOrder], period: Period) -> Tally:
    """Cases that were opened, over orders that were placed."""
    since, until = period.since, period.until
    rows: list[SeenRow] = [
        (case.clocks.opened_at, case, 1, 0, case.agent, COUNTED)
        for case in cases if since <= case.clocks.opened_at < until
    ]  # fmt: skip
    rows += [(order.at, order, 0, 1, "", COUNTED) for order in orders if since <= order.at < until]
    return Tally(rows)
