"""What customers bought, on either store: summed exactly, by currency, and ranked."""

from datetime import UTC, datetime
from decimal import Decimal
from random import Random

import pytest

from cscli.desk.customers.customers import keep_customers
from cscli.desk.customers.merges import merged_customer, unmerged_customer
from cscli.desk.customers.value import CurrencyTotal, OrderScope, RankedBy, ranked_customers, values_of
from cscli.desk.orders.orders import OrderStatus, ShopOrder, keep_orders

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def bought(record):
    """Keep customers and their orders: ``bought("C-1 DE 19.90 EUR 2026-11-01 delivered", ...)``; - is nothing."""

    def keep(*lines):
        rows = [[cell if cell != "-" else "" for cell in line.split()] for line in lines]
        keep_customers(record, [{"key": row[0], "market": row[1]} for row in rows], NOW)
        keep_orders(record, [
            ShopOrder(number=f"A-{n}", customer=key, total=total, currency=currency, placed=placed, status=status)
            for n, (key, _, total, currency, placed, status) in enumerate(rows)
        ], NOW)  # fmt: skip

    return keep


def ranking(record, by=RankedBy.VALUE, scope=None, **more):
    return [who.key for who, _ in ranked_customers(record, by, scope or OrderScope(), **more).customers]


def test_a_value_is_the_sum_of_the_orders_that_were_neither_cancelled_nor_refunded(record, bought):
    bought(
        "C-1 DE 19.90 EUR 2026-11-01 delivered", "C-1 DE 0.10 EUR 2026-10-01 returned", "C-1 DE - - - placed",
        "C-1 DE 500 EUR 2026-11-02 cancelled", "C-1 DE 700 EUR 2026-11-03 refunded", "C-2 DE 9 EUR - refunded",
    )  # fmt: skip
    values = values_of(record, ["C-1", "C-2", "C-3"])
    assert list(values) == ["C-1"]
    one = values["C-1"]
    assert (one.amounts, one.orders, one.unpriced) == ((CurrencyTotal(amount="20.00", currency="EUR", orders=2),), 3, 1)
    assert (one.first_order, one.last_order, one.is_repeat) == ("2026-10-01", "2026-11-01", True)


def test_sums_are_exact_and_have_the_decimals_of_their_currency(record, bought):
    bought(
        *(f"C-1 KW {amount} KWD - paid" for amount in ("0.001", "0.1", "7", "12.5")),
        *(f"C-1 KW {amount} JPY - paid" for amount in ("100", "29900")),
        *["C-1 KW 0.1 EUR - paid"] * 30,
    )  # fmt: skip
    amounts = {one.currency: one.amount for one in values_of(record, ["C-1"])["C-1"].amounts}
    assert amounts == {"EUR": "3.00", "KWD": "19.601", "JPY": "30000"}


def test_sums_agree_with_plain_arithmetic_on_any_orders(record, bought):
    some = Random(14)  # noqa: S311 - the same orders each time
    codes, statuses = ("EUR", "USD", "CHF"), list(OrderStatus)
    lines = [
        f"C-{some.randrange(40)} DE {some.randrange(10**6)}.{some.randrange(100):02} {some.choice(codes)}"
        f" {some.choice(('-', f'2026-0{some.randrange(1, 10)}-11'))} {some.choice(statuses)}"
        for _ in range(600)
    ]
    bought(*lines)
    sums: dict[tuple[str, str], Decimal] = {}
    for key, _, total, currency, _, status in map(str.split, lines):
        if status not in ("cancelled", "refunded"):
            sums[key, currency] = sums.get((key, currency), Decimal(0)) + Decimal(total)
    found = values_of(record, {key for key, _ in sums})
    assert {(key, one.currency): Decimal(one.amount) for key, v in found.items() for one in v.amounts} == sums
    in_dollars = sorted((key for key in found), key=lambda key: (-sums.get((key, "USD"), 0), -found[key].orders, key))
    assert ranking(record, currency="USD") == in_dollars


def test_an_amount_that_no_order_can_have_counts_as_none_and_breaks_no_sum(record, bought):
    bought(*[f"C-1 DE {'9' * digits} EUR - paid" for digits in (12, 12, 13, 40, 900)], "C-1 DE 1.5 EUR - paid")
    value = values_of(record, ["C-1"])["C-1"]
    assert (value.amounts[0].amount, value.orders, value.unpriced) == ("1999999999999.50", 6, 3)
    assert ranking(record) == ["C-1"]


def test_customers_are_ranked_in_the_currency_of_their_market_else_in_that_of_most_orders(record, bought):
    bought(
        "C-1 DE 100 EUR 2026-11-01 paid", "C-2 DE 9000 JPY 2026-11-02 paid", "C-2 DE 50 EUR 2026-11-02 paid",
        "C-3 DE 70 EUR 2026-11-03 paid", "C-4 JP 8000 JPY 2026-11-04 paid", "C-5 CH 3 USD 2026-11-05 paid",
    )  # fmt: skip
    everywhere = ranked_customers(record, RankedBy.VALUE, OrderScope())
    assert (everywhere.currency, everywhere.others) == ("EUR", ("JPY", "USD"))
    assert [who.key for who, _ in everywhere.customers] == ["C-1", "C-3", "C-2", "C-4", "C-5"]
    assert ranking(record, scope=OrderScope(market="JP"), home="JPY") == ["C-4"]
    assert ranking(record, scope=OrderScope(market="DE"), home="EUR", limit=2) == ["C-1", "C-3"]
    assert ranked_customers(record, RankedBy.VALUE, OrderScope(market="CH"), home="CHF").currency == "USD"
    assert ranking(record, currency="JPY")[:2] == ["C-2", "C-4"]


def test_the_other_rankings_count_orders_and_look_at_the_newest(record, bought):
    bought(
        "C-1 DE 1 EUR 2026-11-01 paid", "C-1 DE 1 EUR 2026-11-02 paid", "C-2 DE 900 EUR 2026-11-09T10:00:00Z paid",
        "C-3 DE 5 EUR - paid",
    )  # fmt: skip
    assert ranking(record, RankedBy.ORDERS) == ["C-1", "C-2", "C-3"]
    assert ranking(record, RankedBy.RECENT) == ["C-2", "C-1", "C-3"]
    for by in RankedBy:
        assert ranking(record, by, text="c-") == ranking(record, by), by


def test_a_period_has_its_first_and_its_last_day_and_no_order_without_a_date(record, bought):
    bought(
        "C-1 DE 1 EUR 2026-11-01 paid", "C-1 DE 2 EUR 2026-11-30T23:59:59Z paid", "C-1 DE 4 EUR 2026-12-01 paid",
        "C-1 DE 8 EUR - paid",
    )  # fmt: skip
    for since, until, amount in (
        ("", "", "15.00"), ("2026-11-01", "2026-11-30", "3.00"), ("2026-11-02", "", "6.00"), ("", "2026-11-01", "1.00"),
        ("", "2026-11-30T23:59:59Z", "3.00"),
    ):  # fmt: skip
        value = values_of(record, ["C-1"], OrderScope(since=since, until=until))["C-1"]
        assert value.amounts[0].amount == amount, (since, until)


def test_customers_who_were_merged_are_one_until_they_are_two_again(record, bought):
    bought("C-1 DE 10 EUR 2026-11-01 paid", "C-2 DE 15 EUR 2026-11-02 paid", "C-3 DE 20 EUR 2026-11-02 paid")
    merged_customer(record, "C-1", "C-2", NOW)
    assert ranking(record) == ["C-2", "C-3"]
    assert values_of(record, ["C-2"])["C-2"].amounts[0].amount == "25.00"
    unmerged_customer(record, "C-1", NOW)
    assert ranking(record) == ["C-3", "C-2", "C-1"]


def test_a_desk_without_a_record_has_no_customers_of_value(record):
    assert ranking(record) == []
    assert values_of(record, ["C-1"]) == {}
