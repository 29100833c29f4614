"""Values in a reply: read strictly by their type, written as the customer's locale writes them."""

import re

import pytest
from sweeps import each


@each(
    ("market", "written"),
    [
        ("JP", "12月3日(木)"), ("US", "December 3, 2026"), ("GB", "3 December 2026"), ("DE", "3. Dezember 2026"),
        ("PL", "3 grudnia 2026"), ("RU", "3 декабря 2026"), ("BR", "3 de dezembro de 2026"), ("SA", "3 ديسمبر 2026"),
        ("KR", "12월 3일(목)"), ("TH", "3 ธันวาคม"), ("CN", "12月3日"), ("VN", "3 tháng 12"),
    ],
)  # fmt: skip
def test_a_date_is_written_as_the_locale_writes_it(reply, market, written):
    answer = reply(market, "shipping-delay", "--with-subject", new_date="2026-12-03")
    assert (answer.code, answer.err) == (0, "")
    assert written in answer.out.replace("\N{NO-BREAK SPACE}", " ")


def test_an_austrian_january_has_its_own_name(reply):
    assert "Jänner" in reply("AT", "shipping-delay", new_date="2027-01-08").out
    assert "Januar" in reply("DE", "shipping-delay", new_date="2027-01-08").out


@each(
    ("market", "amount", "written"),
    [
        ("DE", "1234.5", "1.234,50\u00a0€"), ("US", "1234.5", "$1,234.50 for"), ("JP", "1234", "1,234円"),
        ("IN", "1234567", "₹12,34,567.00"), ("CH", "1234.5", "CHF\u00a01’234.50"), ("PL", "12.5", "12,50\u00a0zł"),
        ("DE", "12.50 USD", "12,50\u00a0$\u00a0USD"), ("US", "EUR 12.50", "€12.50"),
        ("SE", "649", "649\u00a0kr"), ("CA", "12.50", "$12.50 for"),
    ],
)  # fmt: skip
def test_an_amount_is_written_as_the_market_writes_it(reply, market, amount, written):
    answer = reply(market, "refund-issued", refund_amount=amount)
    assert (answer.code, answer.err) == (0, "")
    assert written in answer.out


def test_an_amount_at_home_has_no_code_and_one_abroad_has(reply):
    for market, code in (("US", "USD"), ("CA", "CAD"), ("AU", "AUD"), ("MX", "MXN")):
        home = reply(market, "refund-issued", refund_amount="12.50")
        abroad = reply("DE", "refund-issued", refund_amount=f"12.50 {code}")
        assert (code in home.out, "$12.50" in home.out) == (False, True)
        assert re.search(rf"12,50\s({code}|[$]\s?{code}|[A-Z]{{1,2}}\$)", abroad.out), abroad.out


def test_an_instant_is_told_in_the_customers_time_and_names_the_zone_only_where_it_is_open(reply):
    german = reply("DE", "where-is-my-order", last_scan_at="2026-11-21T09:30:00Z")
    assert "10:30 Uhr." in german.out
    denver = reply("US", "where-is-my-order", "--zone", "America/Denver", last_scan_at="2026-11-21T09:30:00Z")
    assert "2:30\u202fAM MT" in denver.out


def test_a_time_without_an_offset_is_the_customers_own(reply):
    assert "09:30 Uhr." in reply("DE", "where-is-my-order", last_scan_at="2026-11-21T09:30").out


@each(
    ("market", "language", "city"),
    [
        ("UA", "uk", "Київ"),
        ("IN", "hi", "कोलकाता"),
        ("JP", "ja", "日本時間"),
        ("RU", "ru", "по московскому времени"),
    ],
)
def test_a_zone_abroad_is_named_in_the_language_of_the_reply(reply, market, language, city):
    abroad = ("--zone", {"UA": "Europe/Kyiv", "IN": "Asia/Kolkata", "JP": "Asia/Tokyo", "RU": "Europe/Moscow"}[market])
    answer = reply("DE", "where-is-my-order", "--language", language, *abroad, last_scan_at="2026-11-21T09:30:00Z")
    assert answer.code == 0
    assert city in answer.out


def test_a_list_can_be_given_at_once_or_piece_by_piece(reply, cscli):
    at_once = reply("DE", "order-confirmation", items="Lampe;Tisch; Stuhl")
    words = [word for item in ("Lampe", "Tisch", "Stuhl") for word in ("--set", f"items={item}")]
    by_piece = cscli(
        "reply", "order-confirmation", "--market", "DE", "--no-log", "--set", "order_number=A-1042", *words
    )
    assert "Lampe, Tisch und Stuhl" in at_once.out
    assert by_piece.out == at_once.out


def test_a_count_chooses_the_plural_form(reply):
    one = reply("RU", "order-confirmation", items="Лампа", item_count="1").out
    few = reply("RU", "order-confirmation", items="Лампа", item_count="2").out
    many = reply("RU", "order-confirmation", items="Лампа", item_count="5").out
    assert "1 товар)" in one
    assert "2 товара)" in few
    assert "5 товаров)" in many


@each("yes", ["yes", "true", "1", "YES"])
def test_a_yes_is_read_in_several_spellings(reply, yes):
    assert reply("DE", "damaged-item", return_needed=yes).out == reply("DE", "damaged-item", return_needed="yes").out
    assert reply("DE", "damaged-item", return_needed=yes).out != reply("DE", "damaged-item", return_needed="no").out


@each("reason", ["carrier", "customs", "weather", "stock", "high-volume", "HIGH_VOLUME", "strike"])
def test_a_choice_is_a_sentence_of_the_language_never_its_key(reply, reason):
    answer = reply("JP", "shipping-delay", new_date="2026-12-03", delay_reason=reason)
    assert (answer.code, answer.err) == (0, "")
    assert reason.lower() not in answer.out.lower()
    assert len(answer.out) > len(reply("JP", "shipping-delay", new_date="2026-12-03").out)


def test_a_web_address_is_printed_whole(reply):
    address = "https://track.example/a?b=1&c=%20#d"
    assert address in reply("DE", "shipping-delay", new_date="2026-12-03", tracking_link=address).out


def test_only_the_first_equals_sign_parts_name_and_value(reply):
    answer = reply("DE", "shipping-notice", tracking_number="a=b=c")
    assert answer.code == 0
    assert "a=b=c" in answer.out


def test_a_value_at_the_start_of_a_letter_is_not_capitalised(cscli):
    answer = cscli("reply", "order-confirmation", "--market", "TR", "--no-log", "--set", "order_number=item-7")
    assert answer.code == 0
    assert "item-7 numaralı" in answer.out


@each(
    ("said", "day"),
    [
        ("thu", "2026-11-26"), ("tomorrow", "2026-11-23"), ("5 dec", "2026-12-05"), ("+3bd", "2026-11-25"),
        ("+3d", "2026-11-25"), ("13/04/2027", "2027-04-13"), ("in 2 weeks", "2026-12-06"), ("today", "2026-11-22"),
    ],
)  # fmt: skip
def test_a_date_may_be_said_as_people_do(reply, said, day):
    answer = reply("DE", "shipping-delay", "--json", new_date=said)
    assert (answer.code, answer.data["values"]["new_date"]) == (0, day)


def test_business_days_are_those_of_the_customers_market(reply):
    days = {market: reply(market, "shipping-delay", "--json", new_date="+1bd").data for market in ("DE", "JP", "AE")}
    assert {m: d["values"]["new_date"] for m, d in days.items()} == {
        "DE": "2026-11-23", "JP": "2026-11-24", "AE": "2026-11-23"
    }  # fmt: skip


@each(
    ("said", "day"),
    [("thu", "2026-11-19"), ("5 nov", "2026-11-05"), ("yesterday", "2026-11-21"), ("-2bd", "2026-11-19")],
)
def test_a_day_that_has_come_by_its_nature_is_the_last_one_of_its_name(reply, said, day):
    answer = reply("DE", "shipping-notice", "--json", ship_date=said)
    assert (answer.code, answer.data["values"]["ship_date"]) == (0, day)


def test_a_promise_on_a_day_off_is_only_a_hint(reply):
    answer = reply("DE", "shipping-delay", "--json", new_date="2026-12-06")
    assert [(f["check"], f["severity"]) for f in answer.data["findings"]] == [("day-off", "info")]
    assert reply("DE", "shipping-delay", new_date="2026-12-06").err == ""


def test_free_text_in_another_language_is_a_finding(reply):
    answer = reply("JP", "damaged-item", "--json", item="the big lamp with a broken shade")
    found = [f for f in answer.data["findings"] if f["check"] == "free-text-language"]
    assert answer.code == 0
    assert len(found) == 1
    body = answer.data["body"]
    assert body[found[0]["start"] : found[0]["end"]] == "the big lamp with a broken shade"


def test_an_order_number_is_no_foreign_text(reply):
    assert reply("JP", "shipping-delay", new_date="2026-12-03").err == ""


@pytest.mark.parametrize("market", ["SA", "IL"])
def test_numbers_and_addresses_are_isolated_in_right_to_left_letters(reply, market):
    answer = reply(market, "shipping-delay", new_date="2026-12-03", tracking_link="https://track.example/1")
    assert "\u2066A-1042\u2069" in answer.out
    assert "\u2066https://track.example/1\u2069" in answer.out


def test_an_order_may_cost_nothing(reply):
    assert reply("DE", "order-confirmation", order_total="0").code == 0


@each(
    ("market", "scan", "said"),
    [
        ("ES", "2026-11-22T00:05:00Z", "a la 1:05"),
        ("ES", "2026-11-21T10:05:00Z", "a las 11:05"),
        ("MX", "2026-11-21T19:05:00Z", "a la 1:05"),
        ("PT", "2026-11-22T01:05:00Z", "à 01:05"),
        ("BR", "2026-11-21T13:05:00Z", "às 10h05"),
    ],
)
def test_one_o_clock_has_its_own_article(reply, market, scan, said):
    assert f" {said}" in reply(market, "where-is-my-order", last_scan_at=scan).out
