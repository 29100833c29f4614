"""``cscli reply --order``: what the record knows of an order is filled in, with its source; what is typed wins."""

import pytest

ITEMS = ("--item", "Aurora 2; quantity=2; price=24.50", "--item", "Polaris 9; price=9")


@pytest.fixture
def order(cscli):
    cscli("customer", "add", "C-7", "--market", "DE", "--family", "Berg", "--gender", "female")
    cscli(
        "order", "add", "A-1042", "-c", "C-7", *ITEMS, "--total", "58.00 EUR", "--promised-from", "2026-11-24",
        "--promised", "2026-11-27", "--shipped", "2026-11-20T23:30:00Z".replace("T", " "), "--carrier", "DHL",
        "--tracking-number", "RB1", "--tracking-link", "https://track.example/RB1", "--payment-method", "PayPal",
        "--address", "Weg 2, Bonn",
    )  # fmt: skip
    return "A-1042"


def filled(answer):
    return {one["variable"]: one["value"] for one in answer.data["filled"]}


def test_the_customer_and_every_value_that_the_order_has_are_filled_in_with_their_source(cscli, order):
    answer = cscli("reply", "shipping-notice", "--order", "a-1042", "--json")
    assert answer.code == 0
    assert filled(answer) == {
        "order_number": "A-1042", "carrier": "DHL", "tracking_number": "RB1", "ship_date": "2026-11-21",
        "tracking_link": "https://track.example/RB1", "delivery_from": "2026-11-24", "delivery_to": "2026-11-27",
        "items": ["2 × Aurora 2", "Polaris 9"],
    }  # fmt: skip
    assert {one["source"] for one in answer.data["filled"]} == {"order A-1042"}
    assert (answer.data["customer"]["key"], answer.data["market"]) == ("C-7", "DE")
    assert "Berg" in answer.data["body"]
    bought = cscli("reply", "order-confirmation", "--order", order, "--json")
    paid = {"item_count": 3, "order_total": "58.00 EUR", "payment_method": "paypal", "shipping_address": "Weg 2, Bonn"}
    assert filled(bought) | paid == filled(bought)


def test_a_customer_who_is_named_by_an_order_is_answered_about_it(cscli, order):
    answer = cscli("reply", "shipping-notice", "-c", "a-1042", "--json")
    assert (answer.code, answer.data["customer"]["key"], filled(answer)["order_number"]) == (0, "C-7", "A-1042")
    cscli("order", "add", "A-9", "-c", "C-7", "--carrier", "GLS", "--shipped", "2026-11-21")
    other = cscli("reply", "shipping-notice", "-c", "A-1042", "--order", "A-9", "--json")
    assert filled(other)["order_number"] == "A-9"


def test_what_is_typed_wins(cscli, order):
    answer = cscli("reply", "shipping-notice", "--order", order, "-s", "carrier=UPS", "--market", "AT", "--json")
    assert "carrier" not in filled(answer)
    assert (answer.data["values"]["carrier"], answer.data["market"]) == ("UPS", "AT")
    missing = cscli("reply", "shipping-delay", "--order", order, "--json")
    assert (missing.code, "new_date" in missing.json["errors"][0]["message"]) == (3, True)
    late = cscli("reply", "shipping-delay", "--order", order, "-s", "new-date=2026-12-03", "--json")
    assert (filled(late)["old_date"], late.data["values"]["new_date"]) == ("2026-11-27", "2026-12-03")


def test_the_market_is_that_of_the_order_where_nobody_else_says_it(cscli):
    cscli("order", "add", "B-1", "--market", "JP")
    answer = cscli("reply", "where-is-my-order", "--order", "B-1", "--json")
    assert (answer.code, answer.data["market"], filled(answer)["status"]) == (0, "JP", "processing")


def test_what_the_order_says_against_what_is_typed_is_not_filled_in(cscli, order):
    for status in ("out-for-delivery", "delivered"):
        answer = cscli("reply", "where-is-my-order", "--order", order, "-s", f"status={status}", "--json")
        assert (answer.code, answer.data["values"]["status"]) == (0, status)
        assert filled(answer).keys() & {"delivery_from", "delivery_to"} == set()
    assert "delivery_to" in filled(cscli("reply", "where-is-my-order", "--order", order, "--json"))
    typed = ("-s", "status=delivered", "-s", "delivery_to=2026-11-27")
    assert cscli("reply", "where-is-my-order", "--order", order, *typed, "--json").codes == ["contradiction"]


def test_what_the_order_says_that_comes_the_other_way_round_is_not_filled_in(cscli, order):
    late = cscli("reply", "where-is-my-order", "--order", "A-1042", "--set", "next_update_date=2026-12-24", "--no-log")
    assert (late.code, late.err) == (0, "")
    assert "24. Dezember" in late.out
    said = cscli("reply", "where-is-my-order", "--order", "A-1042", "--set", "next_update_date=24 dec", "--no-log")
    assert (said.code, said.out) == (0, late.out)
    fewer = cscli("reply", "order-confirmation", "--order", "A-1042", "--set", "item_count=1", "--no-log")
    assert fewer.code == 0


def test_an_order_of_somebody_else_and_an_unknown_one_are_refused(cscli, order):
    cscli("customer", "add", "C-8", "--market", "DE")
    other = cscli("reply", "shipping-notice", "--order", order, "-c", "C-8", "--json")
    assert (other.code, other.codes) == (2, ["contradiction"])
    unknown = cscli("reply", "shipping-notice", "--order", "A-1043", "--market", "DE", "--json")
    assert (unknown.code, unknown.codes) == (3, ["unknown-order"])


def test_in_a_pipe_only_the_reply_is_printed(cscli, order):
    answer = cscli("reply", "shipping-notice", "--order", order)
    assert (answer.code, answer.err) == (0, "")
    assert "A-1042" in answer.out
    assert "(order A-1042)" not in answer.out
