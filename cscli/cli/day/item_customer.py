"""What an item stands for where a command takes a customer's key, or the number of an order or a message."""

from contextlib import suppress

from cscli.cli.door.run import Run
from cscli.cli.runs.cases import nearby
from cscli.desk.answering import Answering, answering
from cscli.desk.customers.customers import customer_called
from cscli.desk.customers.merges import current_key
from cscli.desk.items import BEFORE, CURRENT, DeskItem, ItemKind, Nearby, ambiguous, item_named
from cscli.desk.log import MAX_ID, newest_interactions
from cscli.desk.orders.orders import ShopOrder, listed_orders, order
from cscli.errors import NotFoundError

_MOST_ORDERS = 50
_LONGEST_NUMBER = 1_000  # digits; Python reads no more than 4,300


def item_of_customer(run: Run, typed: str) -> Answering:
    """What is known of an item: a customer's key or address, a case, an order, a message, a part of a name.

    A key or an address wins over all else.

    Raises:
        NotFoundError: nothing is called so, or several are.
        UsageError: a script asks for the current item.
    """
    if typed in (CURRENT, BEFORE):
        return answering(run.record, typed, nearby(run), run.now, needs_one=False)
    try:
        name, unknown = customer_called(run.record, typed).key, None
    except NotFoundError as problem:
        name, unknown = typed, problem
    try:
        return answering(run.record, name, Nearby(), run.now, needs_one=False)
    except NotFoundError as problem:
        if unknown is None or problem.problems[0].code == "ambiguous-item":
            raise
        raise unknown from None


def customer_key(run: Run, typed: str) -> str:
    """The key of the customer that an item is of; empty for an empty one.

    Raises:
        NotFoundError: as ``item_of_customer``, or the item is of no customer.
        UsageError: a script asks for the current item.
    """
    return customer_and_order(run, typed)[0]


def customer_and_order(run: Run, typed: str) -> tuple[str, str]:
    """The key of the customer that an item is of, and the number of the order if the item is one; both may be empty.

    Raises:
        NotFoundError: as ``item_of_customer``, or the item is of no customer.
        UsageError: a script asks for the current item.
    """
    if not typed:
        return "", ""
    if typed not in (CURRENT, BEFORE):
        with suppress(NotFoundError):
            return customer_called(run.record, typed).key, ""
    found = item_of_customer(run, typed)
    if not found.key:
        raise NotFoundError(
            f"{found.item.kind.capitalize()} {found.item.name} is of no customer.", code="unknown-customer",
            hint="Name a customer: cscli customer list",
        )  # fmt: skip
    return found.key, found.item.name if found.item.kind is ItemKind.ORDER else ""


def customer_heard(run: Run, typed: str) -> str:
    """As ``customer_key``, for what was said: a key may stand there that is of no customer any more."""
    key = current_key(run.record, typed) if typed else ""
    if key and key not in (CURRENT, BEFORE) and newest_interactions(run.record, {"customer": key}, limit=1):
        return key
    return customer_key(run, typed)


def order_meant(run: Run, typed: str) -> ShopOrder:
    """The order of a number, or the only one that an item is about: that of a case, or of a customer.

    Raises:
        NotFoundError: there is none, or a customer has several; they are listed.
        UsageError: a script asks for the current item.
    """
    if typed not in (CURRENT, BEFORE):
        try:
            return order(run.record, typed)
        except NotFoundError as problem:
            unknown = problem
    try:
        known = answering(run.record, typed, nearby(run), run.now, needs_one=False)
    except NotFoundError as problem:
        if typed in (CURRENT, BEFORE) or problem.problems[0].code == "ambiguous-item":
            raise
        raise unknown from None
    if known.order:
        return known.order
    bought = listed_orders(run.record, customer=known.key, limit=_MOST_ORDERS) if known.key else ()
    if bought:
        raise ambiguous(typed, [DeskItem(kind=ItemKind.ORDER, name=one.number, about=one.status) for one in bought])
    raise NotFoundError(
        f"{known.item.kind.capitalize()} {known.item.name} is about no order.", code="unknown-order",
        hint="See the newest with: cscli order list",
    )  # fmt: skip


def message_number(run: Run, typed: str) -> int:
    """The number of a message: itself, as in a table of the log, or an item that is a message.

    Raises:
        NotFoundError: the item is not a message.
        UsageError: a script asks for the current item.
    """
    if typed.isascii() and typed.isdecimal():
        return int(typed) if len(typed) < _LONGEST_NUMBER else MAX_ID
    item = item_named(run.record, typed, nearby(run))
    if item.kind is ItemKind.MESSAGE:
        return item.number
    raise NotFoundError(
        f"{item.kind.capitalize()} {item.name} is not a message.", code="unknown-interaction",
        hint=f"See what belongs to it: cscli show {item.name}",
    )  # fmt: skip
