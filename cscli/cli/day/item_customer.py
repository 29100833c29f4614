"""The customer that an item stands for, where a command takes a customer's key."""

from cscli.cli.door.run import Run
from cscli.cli.runs.cases import nearby
from cscli.desk.answering import Answering, answering
from cscli.desk.customers.customers import customer_called
from cscli.desk.items import BEFORE, CURRENT, Nearby
from cscli.errors import NotFoundError


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
    if not typed:
        return ""
    found = item_of_customer(run, typed)
    if not found.key:
        raise NotFoundError(
            f"{found.item.kind.capitalize()} {found.item.name} is of no customer.", code="unknown-customer",
            hint="Name a customer: cscli customer list",
        )  # fmt: skip
    return found.key
