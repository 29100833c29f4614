"""What the contracts decide about a reply: what is refused with its reason, and what is said beside what."""

from sweeps import each


@each("status", ["in-transit", "shipped", None])
@each("other", ["shipping-notice", "customs-hold"])
def test_the_last_scan_is_said_beside_another_situation_that_tells_where_the_order_is(reply, other, status):
    known = {"status": status} if status else {}
    answer = reply("GB", f"{other}+where-is-my-order", last_scan_at="2026-11-21T08:05:00Z", **known)
    assert (answer.code, answer.err) == (0, "")
    assert "8:05" in answer.out


def test_what_happened_first_is_told_first_and_what_weighs_most_is_the_subject(reply):
    late = reply("US", "shipping-delay+order-confirmation", "--with-subject", new_date="2026-12-10")
    assert late.out.startswith("Subject: Order A-1042: new delivery date")
    assert late.out.index("We\u2019ve received") < late.out.index("running late")
    held = reply("US", "refund-issued+customs-hold", "--with-subject", refund_amount="9", refund_parts="shipping")
    assert held.out.startswith("Subject: Order A-1042: held by customs")
    assert held.out.index("customs is holding") < held.out.index("We\u2019ve also sent you a refund")


@each(
    ("situations", "values", "reason"),
    [
        ("shipping-notice+refund-issued", {"refund_parts": "full"}, "an order that is paid back in full is not sent."),
        ("order-confirmation+refund-issued", {"payment_method": "cash-on-delivery"}, "has not been paid yet."),
        ("lost-parcel+refund-issued", {"refund_parts": "partial"}, "one letter has one amount of a refund."),
        ("lost-parcel+refund-issued", {"new_date": "2026-11-25"}, "what is paid back is not sent again."),
        ("lost-parcel+refund-issued", {"remedy": "reship"}, "what is sent again is not paid back, too"),
        (
            "shipping-delay+order-confirmation",
            {"new_date": "2026-12-10", "old_date": "2026-11-20"},
            "just come in was not promised for a day that is over.",
        ),
        ("lost-parcel+damaged-item", {}, "what is lost has not arrived"),
        ("damaged-item+shipping-notice", {"remedy": "refund"}, "a parcel that has just left has not arrived damaged"),
        ("damaged-item+where-is-my-order", {"delivery_from": "2026-12-10"}, "what arrived damaged is not on its way"),
        ("damaged-item+refund-issued", {"replacement_date": "2026-12-10"}, "what is paid back is not replaced, too"),
    ],
)
def test_situations_that_cannot_both_be_are_refused_with_the_reason(reply, situations, values, reason):
    amount = {"refund_amount": "12.50"} if "refund" in situations else {}
    answer = reply("ES", situations, **amount, **values)
    assert (answer.code, answer.out) == (2, "")
    assert reason in answer.err


@each(
    "values",
    [
        {"options": "wait"},
        {"delay_reason": "high-volume"},
    ],
)
def test_what_customs_holds_has_left_and_can_only_be_waited_for(reply, values):
    answer = reply("US", "shipping-delay+customs-hold", new_date="2026-11-25", **values)
    assert (answer.code, answer.out) == (2, "")
    assert "what customs holds" in answer.err


def test_a_delay_by_customs_is_told_behind_the_hold_and_not_twice(reply):
    answer = reply("GB", "shipping-delay+customs-hold", new_date="2026-12-03")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.index("held by customs") < answer.out.index("Delivery is now expected")
    assert "later than planned" not in answer.out
    told = reply("GB", "shipping-delay+customs-hold", new_date="2026-12-03", old_date="2026-11-20")
    assert (told.code, told.out) == (0, answer.out)
    assert "does not say: old_date" in told.err


@each(
    "values",
    [
        {"photo_request": "no", "photos_by_date": "2026-11-30"},
        {"photo_request": "no", "upload_link": "https://shop.example/photos"},
        {"return_needed": "no", "return_until": "2026-11-30"},
        {"return_needed": "no", "label_link": "https://shop.example/label"},
    ],
)
def test_what_is_not_asked_for_has_no_day_and_no_page(reply, values):
    answer = reply("DE", "damaged-item", remedy="replace", **values)
    assert (answer.code, answer.out) == (2, "")
    assert "contradict each other" in answer.err


def test_the_amount_of_a_refund_that_was_sent_is_not_offered_for_the_article(reply):
    answer = reply("CH", "damaged-item+refund-issued", refund_amount="12.50", refund_parts="shipping")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.count("12.50") == 1


@each(
    ("values", "reason"),
    [
        ({"status": "out-for-delivery", "delivery_to": "2026-11-25"}, "what is out for delivery arrives today."),
        ({"status": "packed", "last_scan_place": "Leipzig"}, "what has not left yet was not scanned on its way."),
    ],
)
def test_a_status_that_its_other_values_contradict_is_refused_with_the_reason(reply, values, reason):
    answer = reply("DE", "where-is-my-order", **values)
    assert (answer.code, answer.out) == (2, "")
    assert reason in answer.err
    assert reply("DE", "where-is-my-order", status="out-for-delivery", delivery_to="2026-11-22").code == 0


@each(("reason", "asked"), [("id-needed", "id-code"), ("missing-documents", "invoice")])
def test_a_hold_that_asks_for_something_has_to_say_what(reply, reason, asked):
    answer = reply("VN", "customs-hold", hold_reason=reason)
    assert (answer.code, answer.out) == (2, "")
    assert "the customer has to be told what to send" in answer.err
    assert reply("VN", "customs-hold", hold_reason=reason, documents_needed=asked).code == 0


def test_papers_that_prove_no_identity_do_not_answer_a_check_of_identity(reply):
    answer = reply("GB", "customs-hold", hold_reason="id-needed", documents_needed="invoice,payment-proof")
    assert (answer.code, answer.out) == (2, "")
    assert "documents_needed without id-code" in answer.err
    assert reply("GB", "customs-hold", hold_reason="id-needed", documents_needed="invoice,id-code").code == 0


def test_the_code_that_a_country_means_anyway_is_not_named_as_left_out(reply):
    answer = reply("KR", "customs-hold", documents_needed="id-code", id_code_kind="pccc")
    assert (answer.code, answer.err) == (0, "")


def test_a_deadline_of_today_is_today(reply):
    answer = reply("US", "where-is-my-order", status="in-transit", delivery_to="2026-11-22")
    assert "Your order should arrive today." in answer.out


@each(("market", "thanks"), [("SA", "نشكركم"), ("IL", "תודה")])
def test_an_opening_that_thanks_is_followed_by_no_other_thanks(reply, market, thanks):
    assert reply(market, "where-is-my-order+order-confirmation").out.count(thanks) == 1
    assert reply(market, "order-confirmation").out.count(thanks) == 1


@each(
    ("market", "kind", "said"),
    [("MX", "rfc", "el RFC o la CURP"), ("CL", "rut", "el RUT"), ("AR", "cuit", "el CUIT"), ("CO", "nit", "el NIT")],
)
def test_customs_of_latin_america_ask_for_the_number_that_their_country_has(reply, market, kind, said):
    answer = reply(market, "customs-hold", documents_needed="id-code", id_code_kind=kind)
    assert (answer.code, answer.err) == (0, "")
    assert said in answer.out


@each("market", ["US", "DE", "JP", "KR", "SA"])
def test_the_page_on_withdrawal_is_named_in_a_chat_too(reply, market):
    page = "https://shop.example/returns"
    answer = reply(market, "order-confirmation", "--channel", "chat", withdrawal_info_link=page)
    assert (answer.code, answer.err) == (0, "")
    assert page in answer.out


def test_a_value_that_lacks_another_says_to_add_it(cscli):
    answer = cscli(
        "reply",
        "customs-hold",
        "--market",
        "DE",
        "--no-log",
        "--set",
        "order_number=A-1042",
        "--set",
        "hold_reason=id-needed",
    )
    assert answer.code == 2
    assert answer.err.rstrip().endswith("Add a value that is missing, or change the other.")


def test_situations_that_lack_a_value_are_refused_with_the_hint_to_add_it(reply):
    answer = reply("DE", "shipping-delay+damaged-item", new_date="2026-12-10")
    assert answer.err.rstrip().endswith("Add the value that is missing, or send two replies.")
    left = reply("JP", "lost-parcel+shipping-notice")
    assert left.err.rstrip().endswith("Set remedy to something else, or send two replies.")


@each(
    ("situation", "days"),
    [
        ("damaged-item", {"photos_by_date": "2026-12-05", "return_until": "2026-12-03"}),
        ("shipping-delay", {"old_date": "2026-12-10", "new_date": "2026-12-08"}),
        ("shipping-delay", {"next_update_date": "2026-12-10", "new_date": "2026-12-08"}),
        ("where-is-my-order", {"next_update_date": "2026-12-10", "delivery_to": "2026-12-08"}),
        ("lost-parcel", {"last_scan_date": "2026-11-22", "trace_open_date": "2026-11-20"}),
        ("shipping-delay", {"new_date": "2026-12-10", "voucher_until": "2026-12-08", "goodwill": "5"}),
        ("where-is-my-order", {"next_update_date": "2026-12-10", "delivery_from": "2026-12-08"}),
        ("customs-hold", {"next_update_date": "2026-12-10", "deadline": "2026-12-08", "documents_needed": "invoice"}),
        ("lost-parcel+shipping-notice", {"trace_open_date": "2026-11-22", "ship_date": "2026-11-20"}),
    ],
)
def test_days_that_lie_the_other_way_round_are_refused(reply, situation, days):
    answer = reply("GB", situation, **{"remedy": "reship"} if "lost" in situation else {}, **days)
    first, last = list(days)[:2]
    assert (answer.code, answer.out) == (2, "")
    assert f"{last} {days[last]} lies before {first} {days[first]}." in answer.err


def test_a_confirmation_and_a_delay_say_once_what_the_customer_hears_next(reply):
    answer = reply("GB", "order-confirmation+shipping-delay", new_date="2026-12-10", next_update_date="2026-12-03")
    assert "in touch again by 3 December" in answer.out
    assert "on its way" not in answer.out
    assert "on its way" in reply("GB", "order-confirmation+shipping-delay", new_date="2026-12-10").out


@each(
    ("situation", "values", "told"),
    [
        ("order-confirmation+refund-issued", {"refund_amount": "64.90", "order_total": "5"}, "refund_amount (64.90)"),
        ("order-confirmation", {"items": "2x Blanket;Lamp", "item_count": "2"}, "items (3)"),
    ],
)
def test_more_than_there_is_is_refused(reply, situation, values, told):
    answer = reply("GB", situation, **values)
    assert (answer.code, answer.out) == (2, "")
    assert f"{told} is more than " in answer.err


def test_less_than_there_is_is_written(reply):
    assert reply("GB", "order-confirmation", items="2x Blanket;Lamp", item_count="3").code == 0
    whole = reply("GB", "order-confirmation+refund-issued", refund_amount="12.50", order_total="12.50")
    assert (whole.code, "refund_amount (12.50) is as much as order_total (12.50)." in whole.err) == (2, True)
    assert reply("GB", "order-confirmation+refund-issued", refund_amount="12.49", order_total="12.50").code == 0
    other = reply("GB", "order-confirmation+refund-issued", refund_amount="EUR 64.90", order_total="12.50")
    assert other.code == 0  # amounts of two currencies are not compared


def test_news_after_the_last_day_for_papers_are_fine_where_the_page_is_known(reply):
    days = {"next_update_date": "2026-12-10", "deadline": "2026-12-08", "documents_needed": "invoice"}
    assert reply("GB", "customs-hold", upload_link="https://shop.example/u", **days).code == 0


@each(
    ("market", "proof"),
    [("KR", "PCCC"), ("MX", "RFC"), ("CL", "RUT"), ("BR", "CPF"), ("RU", "INN"), ("PL", "PESEL"), ("VN", "CCCD")],
)
def test_an_id_code_is_the_one_of_the_customers_market(reply, market, proof):
    answer = reply(market, "customs-hold", "--language", "en", documents_needed="id-code")
    assert (answer.code, proof in answer.out) == (0, True)
    assert proof not in reply(market, "customs-hold", "--language", "en", documents_needed="invoice").out
    company = reply(market, "customs-hold", "--language", "en", "--company", "Aurora Ltd", documents_needed="id-code")
    assert (company.code, proof in company.out) == (0, False)  # the number would be a person's


def test_photos_are_there_before_the_replacement_is(reply):
    answer = reply("GB", "damaged-item", photos_by_date="2026-12-05", replacement_date="2026-12-05")
    assert (answer.code, answer.out) == (2, "")
    assert "replacement_date 2026-12-05 does not lie after photos_by_date 2026-12-05." in answer.err


def test_how_to_follow_the_parcel_stands_together_whichever_situation_tells_it(reply):
    known = {"tracking_number": "RB1", "tracking_link": "https://track.example/RB1", "status": "shipped"}
    told = reply("GB", "customs-hold+where-is-my-order", **known).out
    assert "tracking number is RB1.\nYou can" in told
