"""Words of shop systems for where an order stands and how it is paid, and what they mean here."""

import re
from functools import lru_cache
from typing import Final

from cscli.desk.orders.cells import CellError
from cscli.desk.orders.orders import OrderStatus
from cscli.errors import suggested_clause

_STATUSES: Final = {
    OrderStatus.PLACED: "placed new open pending authorized unfulfilled unpaid on-hold pending-payment checkout-draft "
    "created",
    OrderStatus.PAID: "paid unshipped awaiting-shipment",
    OrderStatus.PREPARING: "preparing processing packed partial partially-fulfilled partiallyshipped partially-shipped "
    "in-progress scheduled",
    OrderStatus.SHIPPED: "shipped fulfilled completed complete dispatched in-transit out-for-delivery shipping "
    "shipped-picked-up shipped-out-for-delivery",
    OrderStatus.DELIVERED: "delivered shipped-delivered-to-buyer",
    OrderStatus.RETURNED: "returned restocked shipped-returned-to-seller shipped-returning-to-seller",
    OrderStatus.REFUNDED: "refunded",
    OrderStatus.CANCELLED: "cancelled canceled voided failed expired trash",
}  # fmt: skip
_STATUS_OF: Final = {word: status for status, words in _STATUSES.items() for word in words.split()}
_WAYS: Final = {
    "card": "card credit-card debit-card visa mastercard american-express amex creditcard",
    "paypal": "paypal paypal-express-checkout paypal-checkout paypal-standard",
    "bank-transfer": "bank-transfer direct-bank-transfer bacs wire-transfer bank-deposit",
    "cash-on-delivery": "cash-on-delivery cash-on-delivery-(cod) cod",
    "voucher": "voucher gift-card giftcard",
    "wallet": "wallet apple-pay google-pay amazon-pay shop-pay alipay wechat-pay",
}
_WAY_OF: Final = {word: way for way, words in _WAYS.items() for word in words.split()}


@lru_cache(maxsize=1024)
def read_status(text: str) -> OrderStatus | None:
    """Where an order stands, in the words of shops; None for a word that says nothing about it.

    Raises:
        CellError: the word is unknown.
    """
    word = "-".join(re.split(r"[\s_-]+", text.strip().casefold().removeprefix("wc-")))
    if word in ("partially-refunded", "partially-paid", "partially-returned"):
        return None
    if word not in _STATUS_OF:
        raise CellError(f"unknown status {text.strip()[:40]!r}{suggested_clause(word, OrderStatus)}")
    return _STATUS_OF[word]


@lru_cache(maxsize=1024)
def read_way_to_pay(text: str) -> str:
    """How an order is paid, as the situations name it; other words stay as they are."""
    return _WAY_OF.get("-".join(text.casefold().split()), text.strip())
