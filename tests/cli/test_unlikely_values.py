"""Values that nobody would send: a slip is refused where it cannot be true, and told where it may be."""

from sweeps import each


def findings(answer):
    """The findings of a reply with --json, by their check."""
    return {found["check"]: found for found in answer.data["findings"]}


@each(
    ("situation", "values", "told"),
    [
        ("order-confirmation", {"items": "Lamp;2x Rug", "item_count": "5"}, "item_count (5) is more than items (3)."),
        ("shipping-notice", {"items": "Lamp;Rug", "parcel_count": "3"}, "parcel_count (3) is more than items (2)."),
    ],
)
def test_more_than_the_list_names_is_told_and_written(reply, situation, values, told):
    answer = reply("GB", situation, "--json", **values)
    assert (answer.code, findings(answer)["unlikely-value"]["message"]) == (0, told)
    assert findings(answer)["unlikely-value"]["severity"] == "warning"
    assert reply("GB", situation, **values).err.startswith(f"warning: {told}")


@each(
    ("situation", "values"),
    [
        ("order-confirmation", {"items": "Lamp;2x Rug", "item_count": "3"}),
        ("shipping-notice", {"items": "Lamp;Rug", "parcel_count": "2"}),
        ("shipping-notice", {"parcel_count": "3"}),
    ],
)
def test_as_many_as_the_list_names_need_no_word(reply, situation, values):
    answer = reply("GB", situation, **values)
    assert (answer.code, answer.err) == (0, "")


def test_the_id_code_of_another_market_is_told(reply):
    answer = reply("BR", "customs-hold", "--language", "en", documents_needed="id-code", id_code_kind="pccc")
    assert (answer.code, answer.err) == (
        0,
        "warning: id_code_kind pccc is not the usual one in Brazil. It is cpf there.\n",
    )


@each(
    ("situation", "values", "reason"),
    [
        ("lost-parcel", {"trace_open_date": "2026-11-09", "trace_days": "5"}, "working days since trace_open_date are"),
        ("refund-issued", {"refund_date": "2026-11-02", "bank_days": "5"}, "working days since refund_date are over"),
    ],
)
def test_working_days_that_are_over_are_not_promised(reply, situation, values, reason):
    amount = {"refund_amount": "12"} if situation == "refund-issued" else {}
    answer = reply("GB", situation, **amount, **values)
    assert (answer.code, answer.out) == (2, "")
    assert reason in answer.err


def test_working_days_are_those_of_the_customers_market(reply):
    trace = {"trace_open_date": "2026-11-15", "trace_days": "5"}  # a Sunday, as the day on which this is written
    assert reply("DE", "lost-parcel", **trace).code == 2  # the fifth working day was Friday
    assert reply("SA", "lost-parcel", **trace).code == 0  # it is today


@each("day", ["2026-11-21", "2026-11-22"])
def test_a_parcel_that_was_scanned_yesterday_is_not_lost(reply, day):
    answer = reply("GB", "lost-parcel", last_scan_date=day)
    assert (answer.code, answer.out) == (2, "")
    assert "does not count as lost unless a trace is running" in answer.err
    assert reply("GB", "lost-parcel", last_scan_date=day, trace_open_date="2026-11-22").code == 0
    assert reply("GB", "lost-parcel", last_scan_date="2026-11-20").code == 0


@each(
    ("situation", "values", "told"),
    [
        ("shipping-delay", {"old_date": "2026-12-10", "new_date": "2026-12-10"}, "does not lie after old_date"),
        ("shipping-notice", {"ship_date": "2026-11-20", "delivery_from": "2026-11-18"}, "lies before ship_date"),
        ("shipping-notice", {"parcel_count": "1000"}, "parcel_count: 1,000 is too many"),
        ("lost-parcel", {"trace_days": "2026"}, "trace_days: 2,026 is too many"),
        ("refund-issued", {"refund_amount": "5", "bank_days": "500"}, "bank_days: 500 is too many"),
        ("lost-parcel", {"remedy": "refund", "refund_days": "500"}, "refund_days: 500 is too many"),
    ],
)
def test_days_and_counts_that_cannot_be_are_refused(reply, situation, values, told):
    answer = reply("GB", situation, **values)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err


def test_an_instant_of_which_a_text_says_that_it_has_come_lies_not_ahead(reply):
    answer = reply("GB", "where-is-my-order", last_scan_at="2027-01-02T10:00Z")
    assert (answer.code, answer.out) == (4, "")
    assert "last_scan_at 2027-01-02 has not come" in answer.err
    assert reply("JP", "where-is-my-order", last_scan_at="2026-11-22T01:00+14:00").code == 0  # the 21st there
    today = reply("GB", "where-is-my-order", last_scan_at="2026-11-22T08:00Z")  # a Sunday: it was scanned all the same
    assert (today.code, today.err) == (0, "")


@each("other", ["order-confirmation", "shipping-notice", "customs-hold", "where-is-my-order"])
def test_what_is_paid_back_of_an_order_that_goes_on_is_to_be_said(reply, other):
    answer = reply("GB", f"{other}+refund-issued", "--json", refund_amount="12.50")
    told = findings(answer)["unlikely-value"]
    assert (answer.code, told["severity"]) == (0, "warning")
    assert told["message"].endswith("the customer wants to know what is paid back; set refund_parts.")
    assert reply("GB", f"{other}+refund-issued", refund_amount="12.50", refund_parts="partial").err == ""
    assert reply("GB", "refund-issued", refund_amount="12.50").err == ""


@each(
    ("situation", "values"),
    [
        ("shipping-delay", {"new_date": "2027-12-03"}),
        ("shipping-notice", {"ship_date": "2025-11-20"}),
        ("where-is-my-order", {"last_scan_at": "2025-11-20T08:00Z"}),
        ("refund-issued", {"refund_amount": "5", "refund_date": "2025-11-20"}),
    ],
)
def test_a_year_that_may_be_a_slip_is_told_and_written(reply, situation, values):
    answer = reply("GB", situation, "--json", **values)
    told = findings(answer)["date-year-off"]
    assert (answer.code, told["severity"]) == (0, "warning")
    assert "is a year away or more" in told["message"]


def test_a_voucher_lasts_for_years_and_a_delivery_for_months(reply):
    later = {"new_date": "2027-11-20", "goodwill": "5", "voucher_until": "2029-12-31"}
    assert "date-year-off" not in findings(reply("GB", "shipping-delay", "--json", **later))


@each(("market", "amount", "is_told"), [("GB", "1249", True), ("GB", "12.49", False), ("JP", "1249", False)])
def test_postage_is_what_a_parcel_costs(reply, market, amount, is_told):
    answer = reply(market, "refund-issued", refund_amount=amount, refund_parts="shipping")
    assert (answer.code, "more than sending a parcel costs" in answer.err) == (0, is_told)
    assert reply(market, "refund-issued", refund_amount=amount).err == ""


def test_a_tracking_number_without_digits_is_told(reply):
    answer = reply("GB", "shipping-notice", carrier="DHL", tracking_number="DHL")
    assert (answer.code, answer.err) == (
        0,
        "warning: tracking_number 'DHL' has no digits. Correct it, or leave it out.\n",
    )
    assert reply("SA", "shipping-notice", tracking_number="RB١٢٣").err == ""


@each(("situation", "name"), [("order-confirmation", "shipping_address"), ("shipping-notice", "carrier")])
def test_a_dash_for_an_empty_cell_is_told(reply, situation, name):
    answer = reply("GB", situation, **{name: "-"})
    assert answer.code == 0
    assert f"{name} '-' has no letters and no digits." in answer.err
    assert reply("GB", situation, **{name: "4PX"}).err == ""


@each("situation", ["order-confirmation", "shipping-notice", "where-is-my-order"])
def test_a_delivery_that_began_in_the_past_and_never_ends_is_told(reply, situation):
    answer = reply("GB", situation, delivery_from="2026-11-02")
    assert (answer.code, "warning: The first day of the delivery is over" in answer.err) == (0, True)
    assert reply("GB", situation, delivery_from="2026-11-20", delivery_to="2026-11-25").err == ""
    assert reply("GB", situation, delivery_from="2026-11-23").err == ""
