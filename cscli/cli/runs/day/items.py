"""What a run shows of an item: it gathers what belongs to a case, message, customer or order."""

from typing import TYPE_CHECKING

from cscli.cli.door.agent_clock import own_clock
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.cli.runs.cases import make_current, nearby
from cscli.cli.views.item import ItemShown, There
from cscli.desk.items import DeskItem, ItemKind, item_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cscli.cli.views.case.payload import CaseShown
    from cscli.desk.cases.case import Case
    from cscli.desk.customers.customers import Customer
    from cscli.desk.orders.orders import ShopOrder

_NEWEST, _MOST_ORDERS = 20, 20


def item_result(run: Run, typed: str) -> Result[ItemShown]:
    """What is known of an item; it becomes the current one.

    Raises:
        NotFoundError: there is none, or several fit.
        UsageError: a script asks for the current item.
    """
    item = item_named(run.record, typed, nearby(run))
    if item.kind is ItemKind.CASE:
        return case_result(run, item.number)
    make_current(run, item.name)
    return _message(run, item.number) if item.kind is ItemKind.MESSAGE else _owner(run, item)


def case_result(run: Run, number: int, *, why: str = "") -> Result[ItemShown]:
    """The card of a case, which becomes the current item; ``why`` stands first on it."""
    from cscli.cli.views.item import case_item_shown

    _, there, shown = _case(run, number)
    return case_item_shown(shown, there, own_clock(run), why=why)


def plain_case_result(run: Run, number: int) -> "Result[CaseShown]":
    """A case with all that belongs to it, without what may be done next; it becomes the current item."""
    return _case(run, number)[2]


def _case(run: Run, number: int) -> "tuple[Case, There, Result[CaseShown]]":
    from cscli.cli.runs.policies import RunPolicies
    from cscli.cli.views.case.case import case_shown
    from cscli.desk.cases.case import case_history

    history = case_history(run.record, number, run.now)
    found = history.case
    make_current(run, str(number), history.folded.newest_said)
    who = _customer(run, found.customer)
    there = _there(run, found.market, who, found.channel, found.language, case=number)
    targets, order = RunPolicies(run).targets(found), _order(run, found.order_number)
    return found, there, case_shown(history, who, order, targets, own_clock(run), addressed=there.addressed)


def _message(run: Run, number: int) -> Result[ItemShown]:
    from cscli.cli.views.item import message_shown
    from cscli.desk.cases.case import case
    from cscli.desk.log import interaction
    from cscli.record.rows import deliveries

    said = interaction(run.record, number)
    found = case(run.record, said.case_id, run.now) if said.case_id else None
    order = _order(run, found.order_number) if found else None
    mail = deliveries.one(run.record, number) if said.direction == "out" else None
    report = mail["report"] if mail else ""
    who = _customer(run, said.customer)
    market = said.market or (found.market if found else "") or (who.market if who else "")
    there = _there(run, market, who, said.channel, said.language, case=said.case_id)
    return message_shown(said, found, who, order, own_clock(run), report=report, there=there)


def _owner(run: Run, item: DeskItem) -> Result[ItemShown]:
    """A customer or an order."""
    from cscli.cli.views.item import owner_shown
    from cscli.desk.cases.case import cases_of
    from cscli.desk.log import newest_interactions
    from cscli.desk.orders.orders import interactions_naming, listed_orders
    from cscli.record.rows import cases as case_table

    is_order = item.kind is ItemKind.ORDER
    order = _order(run, item.name) if is_order else None
    rows = (case_table.of_order if is_order else case_table.of_customer)(run.record, item.name)
    found = cases_of(run.record, (row["number"] for row in rows), run.now).values()
    cases = sorted(found, key=lambda one: -one.number)
    who = _customer(run, item.name if not is_order else (order.customer if order else "") or _owner_of(cases))
    if is_order:
        orders: tuple[ShopOrder, ...] = (order,) if order else ()
        said = interactions_naming(run.record, order, _NEWEST) if order else ()
    else:
        orders = listed_orders(run.record, customer=item.name, limit=_MOST_ORDERS)
        said = newest_interactions(run.record, {"customer": item.name}, limit=_NEWEST)
    market = (order.market if order else "") or (who.market if who else "")
    about = _answered_in(run, item)
    channel = (about.channel if about else "") or (who.channel if who else "")
    there = _there(
        run, market or (about.market if about else ""), who, channel, about.language if about else "",
        case=about.number if about else None,
    )  # fmt: skip
    return owner_shown(
        item, customer=who, orders=orders, cases=cases, said=said, there=there, clock=own_clock(run)
    )  # fmt: skip


def _answered_in(run: Run, item: DeskItem) -> "Case | None":
    """The case that an answer to a customer or about an order belongs to, as ``reply`` finds it."""
    from cscli.desk.answering import answering

    return answering(run.record, item.name, nearby(run), run.now, needs_one=False).case


def _owner_of(cases: "Sequence[Case]") -> str:
    """The only customer of some cases; empty where there are several."""
    keys = {one.customer for one in cases}
    return keys.pop() if len(keys) == 1 else ""


def _customer(run: Run, key: str) -> "Customer | None":
    from cscli.cli.runs.audit import note_read
    from cscli.desk.customers.customers import customers_of

    found = customers_of(run.record, [key]).get(key) if key else None
    if found:
        note_read(run, found.key, "show")
    return found


def _order(run: Run, number: str) -> "ShopOrder | None":
    from cscli.desk.orders.orders import orders_of

    return orders_of(run.record, [number]).get(number) if number else None


def _there(
    run: Run, market: str, who: "Customer | None", channel: str, language: str = "", *, case: int | None
) -> There:
    """The customer's clock, whether they may be written to now in a case or in none, and how they are addressed.

    ``language`` is the one that they wrote in, if none is stored.
    """
    from cscli.cli.runs.contact import home_of, salutation_of, write_now
    from cscli.outbox.permission import purpose_in

    home = home_of(run, who, market)
    if not home.market:
        return There(market=market, zone=None, may_write=None, now=run.now)
    write = write_now(run, home, who.key if who else "", channel, purpose_in(run.record, case))
    said = (who.language if who else "") or language
    return There(
        market=home.market, zone=home.zone or run.catalog().market(home.market).zones[0], may_write=write, now=run.now,
        addressed=salutation_of(run, who, home.market, said, write.channel if write else ""),
    )  # fmt: skip
