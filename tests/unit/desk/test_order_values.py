"""Values from an order: only what it states, in the customer's dates, and nothing that does not fit its variable."""

from datetime import UTC, datetime

from sweeps import each

from cscli.desk.orders.orders import OrderItem, OrderStatus, ShopOrder
from cscli.desk.orders.values import filled_values, order_values
from cscli.replies.contract.intent import ValueType, Variable

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ORDER = ShopOrder(
    number="A-1", status="shipped", promised_from="2026-11-20", promised="2026-11-22", shipped="2026-11-19T20:00:00Z",
    placed="2026-11-10", payment_method="Klarna", tracking_link="https://t.example/1",
)  # fmt: skip


def variable(name, kind, choices=()):
    return Variable(name=name, type=kind, required=False, example="", about="", choices=choices)


def values(order, zone="Asia/Tokyo", now=NOW):
    return {name: some[0] for name, some in order_values(order, now=now, zone=zone).items()}


def test_dates_are_those_of_the_customer():
    assert values(ORDER)["ship_date"] == "2026-11-20"
    assert values(ORDER, "Europe/Berlin")["ship_date"] == "2026-11-19"


def test_a_promise_that_is_over_or_kept_is_no_expected_delivery():
    found = values(ORDER)
    assert (found["delivery_to"], found["old_date"], "delivery_from" in found) == ("2026-11-22", "2026-11-22", False)
    assert "delivery_to" not in values(ORDER, now=datetime(2026, 11, 22, 15, tzinfo=UTC))  # the 23rd in Tokyo
    for status in (OrderStatus.DELIVERED, OrderStatus.CANCELLED, OrderStatus.REFUNDED, OrderStatus.RETURNED):
        assert "delivery_to" not in values(ORDER._replace(status=status))


@each(
    ("status", "told"),
    [("paid", "processing"), ("shipped", "shipped"), ("delivered", "delivered"), ("cancelled", None)],
)
def test_an_order_says_where_it_stands_while_it_is_under_way(status, told):
    assert values(ORDER._replace(status=status)).get("status") == told


def test_one_article_is_the_article_and_several_are_none():
    one = ORDER._replace(items=(OrderItem(name="Tea", quantity=2),))
    assert (values(one)["item"], values(one)["item_count"]) == ("Tea", "2")
    assert "item" not in values(one._replace(items=(*one.items, OrderItem(name="Cup"))))


def test_what_does_not_fit_its_variable_or_was_typed_is_left_out():
    asked = {
        "payment_method": variable("payment_method", ValueType.CHOICE, ("card", "paypal")),
        "tracking_link": variable("tracking_link", ValueType.URL),
        "order_number": variable("order_number", ValueType.TEXT),
        "delivered_at": variable("delivered_at", ValueType.DATETIME), "carrier": variable("carrier", ValueType.TEXT),
    }  # fmt: skip
    found = filled_values(ORDER._replace(delivered="2026-11-21"), asked, ["order-number"], now=NOW, zone="UTC")
    assert {one.variable: one.value for one in found} == {"tracking_link": "https://t.example/1"}
    asked["delivered_at"] = variable("delivered_at", ValueType.DATE)
    order = ORDER._replace(delivered="2026-11-21T20:00:00Z")
    found = filled_values(order, asked, ["order_number"], now=NOW, zone="Asia/Tokyo")
    assert {one.variable: one.value for one in found}["delivered_at"] == "2026-11-22"
