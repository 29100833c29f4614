"""Rows of orders: one for each number, on either store."""

from cscli.record.rows import orders
from cscli.record.rows.orders import OrderItem, ShopOrder

AT = "2026-11-22T09:30:00Z"
ONE = ShopOrder(
    number="#1001", status="paid", customer="C-7", currency="EUR", total="49.00", placed="2026-11-20",
    items=(OrderItem(name="Aurora", quantity=2), OrderItem(name="Polaris", sku="P-9", price="9.00")),
)  # fmt: skip


def test_an_order_comes_back_as_it_was_kept_under_any_spelling_of_its_number(record):
    assert orders.one(record, "1001") is None
    orders.put(record, [ONE], AT)
    for number in ("#1001", "1001", " 1001 ", "＃1001".replace("＃", "#")):
        assert orders.one(record, number) == ONE._replace(created_at=AT, updated_at=AT)


def test_the_same_order_again_changes_nothing_and_an_empty_field_undoes_nothing(record):
    orders.put(record, [ONE], AT)
    (again,) = orders.put(
        record,
        [
            ONE,
        ][:1],
        "2026-12-01T00:00:00Z",
    )
    assert again.before == again.after
    orders.put(record, [ShopOrder(number="1001", status="shipped", carrier="DHL")], "2026-12-02T00:00:00Z")
    assert orders.one(record, "1001") == ONE._replace(
        status="shipped", carrier="DHL", created_at=AT, updated_at="2026-12-02T00:00:00Z"
    )


def test_an_order_does_not_go_back_where_it_may_only_go_forward(record):
    forward = ("paid", "shipped", "delivered")
    orders.put(record, [ONE._replace(status="delivered")], AT, forward=forward)
    orders.put(record, [ONE._replace(status="shipped", carrier="DHL")], AT, forward=forward)
    kept = orders.one(record, "1001")
    assert (kept.status, kept.carrier) == ("delivered", "DHL")


def test_a_dry_run_says_what_would_change_and_changes_nothing(record):
    (new,) = orders.put(record, [ONE], AT, dry_run=True)
    assert (new.before, orders.one(record, "1001")) == (None, None)


def test_orders_are_found_by_the_beginning_of_their_number(record):
    orders.put(record, [ONE, ONE._replace(number="A-2")], AT)
    assert (orders.numbers(record, "10"), orders.numbers(record, "#1"), orders.numbers(record, "a")) == (
        ["#1001"], ["#1001"], ["A-2"],
    )  # fmt: skip
