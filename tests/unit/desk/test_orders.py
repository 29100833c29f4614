"""Orders of the desk, on either store: kept, listed, late, named by messages."""

import threading
from datetime import UTC, date, datetime

from cscli.desk.customers.customers import keep_customers
from cscli.desk.customers.merges import merged_customer
from cscli.desk.log import Interaction
from cscli.desk.orders.orders import (
    OrderItem,
    OrderStatus,
    ShopOrder,
    furthest,
    interactions_naming,
    is_late,
    keep_orders,
    listed_orders,
    orders_of,
)
from cscli.desk.recording import add_interactions
from cscli.errors import DeskError
from cscli.record.record import Record

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def order(number, **fields):
    return ShopOrder(**{"number": number, "status": "placed", **fields})


def test_each_narrowing_of_the_list_is_that_of_both_stores(record):
    keep_orders(record, [
        order("A-1", customer="C-1", market="DE", placed="2026-11-01", promised="2026-11-21"),
        order("A-2", customer="C-1", market="JP", placed="2026-11-02T10:00:00Z", promised="2026-11-22T10:00:00Z"),
        order("A-3", customer="C-2", market="DE", placed="2026-11-02", status="shipped", promised="2026-11-20"),
        order("A-4", customer="C-2", market="DE", promised="2026-11-01", delivered="2026-11-05", status="delivered"),
        order("A-5", customer="C-2", market="DE", promised="2026-11-01", status="refunded"),
    ], NOW)  # fmt: skip
    for narrowing, numbers in (
        ({}, "21354"), ({"customer": "C-1"}, "21"), ({"status": "shipped"}, "3"), ({"market": "JP"}, "2"),
        ({"since": "2026-11-02"}, "23"), ({"late_on": TODAY}, "31"), ({"late_on": TODAY, "customer": "C-1"}, "1"),
        ({"late_on": date(2026, 11, 23)}, "231"), ({"limit": 2}, "23"),
    ):  # fmt: skip
        found = listed_orders(record, **narrowing)
        assert sorted(one.number[2:] for one in found) == sorted(numbers[: narrowing.get("limit", 9)]), narrowing
        if "late_on" in narrowing:
            assert all(is_late(one, narrowing["late_on"]) for one in found)


def test_orders_are_found_under_the_numbers_that_were_asked_for(record):
    keep_orders(record, [order("#1001", items=(OrderItem(name="Tea"),))], NOW)
    found = orders_of(record, ["1001", "#1001", "1002"])
    assert {asked: one.number for asked, one in found.items()} == {"1001": "#1001", "#1001": "#1001"}
    assert found["1001"].items == (OrderItem(name="Tea"),)


def test_the_furthest_of_what_is_said_and_what_dates_say_is_where_an_order_stands():
    assert furthest() is OrderStatus.PLACED
    assert furthest(OrderStatus.PAID, shipped="2026-11-01") is OrderStatus.SHIPPED
    assert furthest(OrderStatus.REFUNDED, OrderStatus.PAID, delivered="2026-11-01") is OrderStatus.REFUNDED


def test_a_message_names_an_order_by_its_whole_number_in_text_subject_or_values(record):
    texts = ("Wo ist #1001?", "10012", "A1001", "1001,", "nichts")
    said = [Interaction(direction="in", channel="email", body=text, at=NOW) for text in texts]
    said.append(Interaction(direction="out", channel="email", body="-", at=NOW, values={"order_number": "#1001"}))
    said.append(Interaction(direction="in", channel="email", body="-", subject="Re: 1001", at=NOW))
    add_interactions(record, said)
    found = interactions_naming(record, order("#1001"), limit=9)
    assert [one.id for one in found] == [7, 6, 4, 1]


def test_of_two_merges_that_cross_only_one_is_done(record):
    for round_ in range(5):
        one, other = f"A{round_}", f"B{round_}"
        keep_customers(record, [{"key": one}, {"key": other}], NOW)
        failed = []

        def merge(going, staying, failed=failed):
            own = Record(record.location)
            try:
                merged_customer(own, going, staying, NOW)
            except DeskError as problem:
                failed.append(problem)
            own.close()

        threads = [threading.Thread(target=merge, args=pair) for pair in ((one, other), (other, one))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        left = [row["key"] for row in record.rows("SELECT key FROM customers") if row["key"] in (one, other)]
        assert (len(left), len(failed)) == (1, 1)
