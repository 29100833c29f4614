"""What is found of a message before it is recorded: who wrote it, which orders it is about, what it answers."""

from typing import NamedTuple

from cscli.desk.customers.customers import Customer
from cscli.desk.orders.orders import ShopOrder
from cscli.inbox.survey_answers import SurveyAnswer


class NamedOrder(NamedTuple):
    """An order that a message is about. ``order`` is None where nobody knows it.

    ``is_named``: the message names it; else it is the customer's newest.
    """

    number: str
    order: ShopOrder | None
    is_named: bool


class Author(NamedTuple):
    """Who wrote: ``customer`` as stored, or as it will be; None where no address says who.

    ``by_order``: found by an order that the message names, not by an address.
    """

    customer: Customer | None
    is_new: bool = False
    by_order: bool = False


class Facts(NamedTuple):
    """What is known of a message beside itself, all of it found before anything is written.

    ``answer`` is what it answers to a survey, or None.
    """

    author: Author
    orders: tuple[NamedOrder, ...] = ()
    market: str = ""
    language: str = ""
    attention: str = ""
    answer: SurveyAnswer | None = None
