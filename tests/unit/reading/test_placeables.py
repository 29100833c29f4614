"""What is found in a message, what wins where two overlap, and how fast hostile text is read."""

import time
from datetime import date
from decimal import Decimal

import pytest
from sweeps import each

from cscli.errors import UsageError
from cscli.reading.placeables import NON_TRANSLATABLE, Finder, Kind

SHOP = Finder(
    order_patterns=["[A-Z]{1,3}-[0-9]{4,}"], terms=["Nordlicht", "北光"], names=["Li Wei", "山田太郎"], language="de"
)


def found(text: str, finder: Finder = SHOP) -> list[tuple[str, str]]:
    return [(str(m.kind), m.text) for m in finder.placeables(text)]


@each(
    ("text", "kind", "placeable"),
    [
        ("siehe https://shop.example/a?b=1&c=(2).", "url", "https://shop.example/a?b=1&c=(2)"),
        ("(www.shop.example/x)", "url", "www.shop.example/x"),
        ("请看https://shop.example/a查看", "url", "https://shop.example/a"),
        ("邮箱help@shop.example谢谢", "email", "help@shop.example"),
        ("Tel. +49 30 1234567.", "phone", "+49 30 1234567"),
        ("于2026-12-03发货", "date", "2026-12-03"),
        ("于14:30发货共3件", "time", "14:30"),
        ("Handy +4915112345678 oder 5 mal", "phone", "+4915112345678"),
        ("call (212) 555-0100", "phone", "(212) 555-0100"),
        ("電話03-1234-5678まで", "phone", "03-1234-5678"),
        ("Hallo {name}!", "placeholder", "{name}"),
        ("Hallo {{ name }}!", "placeholder", "{{ name }}"),
        ("%(count)s Stück", "placeholder", "%(count)s"),
        ("Wert %s!", "placeholder", "%s"),
        ("${total} offen", "placeholder", "${total}"),
        ("<b>", "tag", "<b>"),
        ("Paket RB123456785CN da", "tracking", "RB123456785CN"),
        ("UPS 1Z999AA10123456784", "tracking", "1Z999AA10123456784"),
        ("FedEx tracking number 123456789012 please", "tracking", "123456789012"),
        ("顺丰SF1234567890123已发", "tracking", "SF1234567890123"),
        ("订单A-1042已发货", "order", "A-1042"),
        ("order #10293 is late", "order", "10293"),
        ("Artikel TS-100-BLK-XL fehlt", "sku", "TS-100-BLK-XL"),
        ("mit SAVE20 sparen", "coupon", "SAVE20"),
        ("Gutschein WILLKOMMEN bitte", "coupon", "WILLKOMMEN"),
        ("bei NORDLICHT gekauft", "term", "NORDLICHT"),
        ("我在北光商店买的", "term", "北光"),
        ("山田太郎様", "name", "山田太郎"),
    ],
)
def test_what_must_not_change_is_found(text, kind, placeable):
    assert (kind, placeable) in found(text)


@each(
    "kept",
    [
        "%name%", "%%first_name%%", "%customer.name%", ":name", ":order_id", ":NAME", "<%= name %>", "<% if paid %>",
        "$name", "$order_id", "##NAME##", "#name#", "__NAME__", "__ORDER_ID__", "!name!", "*|FNAME|*", "*|IF:PAID|*",
        "[[name]]", "%{name}", "#{name}", "{count, plural, one {# order} other {# orders}}",
        "{gender, select, male {his {item}} other {their {item}}}", "{total, number, ::currency/EUR}",
        "{{{raw}}}", "$(name)", "@name@", "{!Contact.Name}", "<<First Name>>", "$NAME$", "$!{customer.name}",
        "<?php echo $name ?>", "[FIRST NAME]", "[First Name]", "{First Name}", "%first name%", "%-name-%", "[+name+]",
        "@Model.Name", "|NAME|", "~NAME~", "--NAME--", "[%name%]", "[order_id]", "{$name}",
    ],
)  # fmt: skip
def test_placeholders_of_other_tools_are_kept_whole(kept):
    for text in ("Hello {}, your order.", "{} bitte", "您好{}，谢谢", "({})"):
        assert ("placeholder", kept) in found(text.replace("{}", kept))


@each(
    "text",
    ["10% or 20% off", "Wow! Really! Yes!", "Note: the order", "Betreff:Bestellung", "Wait :) and :D", "# Title # end",
     "rate 5 * | 6 | * 7", "50 %", "mit 20 %igem Rabatt", "Costs, plural, are high", "¡Hola! amigo!",
     ["[Click here", "(https://shop.example)"][0], "siehe [1] und [siehe oben]", "a | B | c", "~ 5 ~",
     "Follow @nordlicht", "~~durchgestrichen~~", "((klein))", "50% off, now 20% off", "$ 5", "{ oder }"],
)  # fmt: skip
def test_signs_of_placeholders_in_plain_words_are_language(text):
    assert [kind for kind, _ in found(text) if kind == "placeholder"] == []


@each("text", ["Nordlichter", "li wei", "100% sicher", "a < b und c > d", "Hallo Welt.", "", "\ud800", "COVID"])
def test_what_is_only_language_is_left_alone(text):
    assert not [m for m in SHOP.placeables(text) if m.kind in NON_TRANSLATABLE]


def test_the_longest_mention_wins_and_none_overlap():
    assert found("https://shop.example/A-1042") == [("url", "https://shop.example/A-1042")]
    assert found("A-1042-BLK") == [("sku", "A-1042-BLK")]


def test_a_parcel_number_of_the_post_needs_its_check_digit():
    assert found("RB123456785CN")[0][0] == "tracking"
    assert found("RB123456789CN")[0][0] != "tracking"


@each("text", ["A-10421042", "2026-12-03", "RB123456785CN", "12345678"])
def test_codes_and_dates_are_no_phone_numbers(text):
    assert "phone" not in [kind for kind, _ in found(text)]


@each(
    ("text", "language", "value"),
    [
        ("1.234,56 €", "de", (Decimal("1234.56"), "EUR")),
        ("-49,90 EUR", "de", (Decimal("-49.90"), "EUR")),
        ("US$1,234.56", "en", (Decimal("1234.56"), "USD")),
        ("$5", "en", (Decimal(5), "")),
        ("¥1,200", "ja", (Decimal(1200), "JPY")),
        ("¥1,200", "zh", (Decimal(1200), "CNY")),
        ("1 234,50 zł", "pl", (Decimal("1234.50"), "PLN")),
        ("1.250円", "ja", (Decimal(1250), "JPY")),
        ("₹1,00,000", "hi", (Decimal(100000), "INR")),
        ("3.500 KWD", "en", (Decimal("3.500"), "KWD")),
    ],
)
def test_money_is_found_with_its_value(text, language, value):
    (placeable,) = Finder(language=language).placeables(text)
    assert (placeable.kind, placeable.text, placeable.value) == (Kind.MONEY, text, value)


def test_a_shared_sign_means_the_currency_of_the_order():
    (placeable,) = Finder(language="en", currency="AUD").placeables("$5")
    assert placeable.value == (Decimal(5), "AUD")


def test_an_amount_beside_a_year_is_its_own_amount():
    assert ("money", "₪100") in found("2026 ₪100", Finder(language="he"))


@each(
    ("text", "language"),
    [
        ("2026-12-03", "en"), ("03.12.2026", "de"), ("3/12/2026", "fr"), ("3/12/2026", "en-GB"), ("12/3/2026", "en-US"),
        ("2026/12/3", "ja"), ("2026年12月3日", "ja"), ("2026년 12월 3일", "ko"), ("3. Dezember 2026", "de"),
        ("3 de diciembre de 2026", "es"), ("December 3rd, 2026", "en"), ("3 grudnia 2026", "pl"), ("03.12.26", "de"),
        ("3 ธันวาคม 2569", "th"),
    ],
)  # fmt: skip
def test_a_date_is_read_as_its_language_writes_it(text, language):
    (placeable,) = Finder(language=language).placeables(text)
    assert (placeable.kind, placeable.text, placeable.value) == (Kind.DATE, text, date(2026, 12, 3))


def test_a_date_with_two_readings_is_found_but_has_no_value():
    (placeable,) = Finder(language="en").placeables("03/12/2026")
    assert (placeable.kind, placeable.value) == (Kind.DATE, None)


def test_what_is_opaque_becomes_a_space_for_language_detection():
    assert SHOP.masked("Wo ist A-1042? 20 € {name}") == "Wo ist  ? 20 €  "


@each("pattern", ["(", r"(A)\1", "R(?=[0-9])[0-9]+", "x*", "a" * 201, "a{2000}", "[z-a]"])
def test_an_order_pattern_that_cannot_be_used_is_refused_by_name(pattern):
    with pytest.raises(UsageError) as refused:
        Finder(order_patterns=["A-[0-9]+", pattern])
    assert repr(pattern)[1:30].rstrip("'") in refused.value.message


@each(
    ("pattern", "order"),
    [
        ("[A-Z]{1,3}-[0-9]{4,}", "A-1042"), (r"(?:DE|FR)\d+", "DE12"), (r"\d{3}(-\d{4}){2}", "123-4567-8901"),
        ("[]+*]x?[0-9]*7", "]97"), (r"A\+\d{2}", "A+42"), ("([0-9]{1,9}-){2}", "1-22-"),
    ],
)  # fmt: skip
def test_an_order_pattern_of_any_usual_form_finds_its_orders(pattern, order):
    assert ("order", order) in found(f"hm {order} hm", Finder(order_patterns=[pattern]))


@each(
    "unit",
    [
        "a",
        "1",
        "1.",
        "123 ",
        "A1-",
        "{",
        "<a ",
        "a@a.",
        "http://",
        "$",
        "+1 ",
        "fedex ",
        " ",
        "1:1",
        "X9",
        "0-",
        "00 1-",
    ],
)
def test_twice_the_hostile_text_takes_about_twice_the_time(unit):
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        start = time.process_time()
        SHOP.placeables(text)
        return time.process_time() - start

    assert seconds(40_000) < 12 * seconds(10_000) + 0.3
