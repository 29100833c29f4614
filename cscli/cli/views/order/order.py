"""What ``cscli order`` shows: one order, a list of them, and the report of an import."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from cscli.cli.door.agent_clock import AgentClock
from cscli.cli.door.output import SPREAD
from cscli.cli.door.result import Card, Note, Result, Section, Table, Told, Tone
from cscli.cli.views.mail.imported import forgotten_told, import_report
from cscli.cli.views.order.payload import OrderPayload, order_payload, order_payloads, status_told
from cscli.desk.customers.customers import Customer
from cscli.desk.log import Interaction
from cscli.desk.orders.orders import KeptOrders, OrderItem, ShopOrder
from cscli.tables.imported import LeftOut
from cscli.text import one_line

if TYPE_CHECKING:
    from cscli.desk.customers.buyers import Bought
    from cscli.desk.orders.intake import OrderIntake

_BEGINNING = 80
_MOST_CHANGES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOrders:
    """Orders, the newest first."""

    orders: tuple[OrderPayload, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderHistory:
    """An order, who placed it, and the newest interactions that name it."""

    order: OrderPayload
    customer: Customer | None
    interactions: tuple[Interaction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedOrders:
    """What an import did with the orders of a table, and how the table was read."""

    rows: int
    kept: KeptOrders = field(metadata=SPREAD)
    rejected: int
    bad: tuple[LeftOut, ...]
    customers_added: int
    without_customer: int
    export: str
    dry_run: bool
    ignored_columns: tuple[str, ...]
    encoding: str
    delimiter: str


def kept_order(one: ShopOrder, kept: KeptOrders, today: date) -> Result[OrderPayload]:
    """The number, and what changed."""
    done = "Added" if kept.added else "Changed" if kept.changed else "Already so:"
    changes = (Note(text=f"{c.field}: {c.before or '(nothing)'} -> {c.after or '(nothing)'}") for c in kept.changes)
    return Result(
        data=order_payload(one, today), shown=one.number, notes=(Note(text=f"{done} {one.number}."), *changes)
    )


def order_card(
    one: ShopOrder, customer: Customer | None, newest: tuple[Interaction, ...], today: date, clock: AgentClock
) -> Result[OrderHistory]:
    """Everything known of an order, its customer, and the beginnings of the newest interactions that name it."""
    payload = order_payload(one, today)
    known = [
        ("status", Told(f"{one.status} (late)", Tone.LATE) if payload.late else one.status),
        *((name, getattr(one, name)) for name in ("placed", "promised_from", "promised", "shipped", "delivered")),
        *((name, getattr(one, name)) for name in ("carrier", "tracking_number", "tracking_link")),
        ("total", f"{one.total} {one.currency}" if one.total else ""),
        *((name, getattr(one, name)) for name in ("payment_method", "address", "link", "market", "source")),
    ]
    who = [("key", customer.key), ("name", customer.display_name), ("email", customer.email)] if customer else []
    history = [
        (clock.instant(i.at), f"{i.direction} {i.intent or i.channel}: {one_line(i.body)[:_BEGINNING]}") for i in newest
    ]
    items = [(f"{item.quantity} x", _item_told(item, one.currency)) for item in one.items]
    sections: list[Section] = [
        ("Order", _filled(known)),
        ("Items", items),
        ("Customer", _filled(who)),
        ("Newest", history),
    ]
    return Result(
        data=OrderHistory(order=payload, customer=customer, interactions=newest),
        shown=Card(title=one.number, sections=[section for section in sections if section[1]]),
    )


def orders_listed(found: Sequence[ShopOrder], today: date) -> Result[ListedOrders]:
    """One line for each order."""
    rows = [
        (
            one.number, status_told(one, today), one.customer, one.market,
            one.placed[:10], one.promised[:10], one.delivered[:10], one.carrier, one.tracking_number,
        )
        for one in found
    ]  # fmt: skip
    columns = (
        "number", "status", "customer", "market", "placed", "promised", "delivered", "carrier", "tracking_number",
    )  # fmt: skip
    return Result(
        data=ListedOrders(orders=order_payloads(found, today)),
        shown=Table(
            columns=columns,
            rows=rows,
            narrow=("number", "status", "customer", "promised"),
            cut=("customer",),
        ),
    )


def imported_orders(file: str, intake: "OrderIntake", bought: "Bought", *, dry_run: bool) -> Result[ImportedOrders]:
    """How many orders and customers were added or changed, what changed, and each order that was left out."""
    found, kept = intake.found(), bought.kept
    data = ImportedOrders(
        rows=intake.rows, kept=kept, rejected=len(found.bad), bad=found.bad, customers_added=bought.new,
        without_customer=bought.unnamed, export=intake.export, dry_run=dry_run,
        ignored_columns=found.ignored_columns, encoding=found.encoding, delimiter=found.delimiter,
    )  # fmt: skip
    notes = [f"{c.number}: {c.field}: {c.before or '(nothing)'} -> {c.after or '(nothing)'}" for c in kept.changes]
    if len(notes) > _MOST_CHANGES:
        notes[_MOST_CHANGES:] = [f"... and {len(notes) - _MOST_CHANGES:,} more; all are in --json."]
    if dry_run:
        notes.append("Nothing was changed.")
    more = f"; customers added: {bought.new}" + (f"; without customer: {bought.unnamed}" if bought.unnamed else "")
    told = (*(Note(text=n, always=True) for n in notes), *forgotten_told(kept.forgotten))
    return import_report(data, kept, found, file=file, code="bad-order", notes=told, more=more)


def _item_told(item: OrderItem, currency: str) -> str:
    return " ".join(filter(None, (item.name, item.sku and f"[{item.sku}]", item.price and f"{item.price} {currency}")))


def _filled(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, text) for name, text in pairs if text]
