"""What our own formats print is found again, whole and with its value, in every language and market."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from time import process_time

import pytest
from sweeps import each

from cscli.markets.cldr import locale_data
from cscli.markets.currency import currency_digits
from cscli.markets.date_habits import DateHabits
from cscli.markets.formats import Formats, Habits, formats_for
from cscli.paths import shipped_root
from cscli.reading.placeables import Finder, Kind

TAGS = sorted(path.stem for path in (shipped_root() / "locales" / "languages").glob("*.yaml"))
DAYS = [date(2026, 1, 1) + timedelta(days=37 * n) for n in range(40)]  # every month, weekday and width of day
TIMES = [time(0, 5), time(3, 0), time(9, 30), time(12, 0), time(12, 59), time(15, 5), time(23, 45)]
# An amount below nothing has thousands here: CHF-50 is a code of the shop as well as an amount.
AMOUNTS = ["5", "49.90", "1250", "1234.50", "-1234.50", "12345.67", "1234567.80"]
# How a sentence goes on around a value: with spaces, or without.
AROUND = {"ja": ("ご注文は", "に発送します。"), "zh": ("您的订单将于", "发货。"), "th": ("จัดส่ง ", " ค่ะ")}


def markets_of(catalog, tag):
    base, _, region = tag.partition("-")
    codes = [c for c in catalog.market_codes() if any(t.partition("-")[0] == base for t in catalog.market(c).languages)]
    return [catalog.market(code) for code in codes if not region or code == region]


@pytest.fixture
def printers(shipped):
    """The formats of a language in each of its markets."""

    def made(tag):
        language = shipped.catalog.language(tag)
        return [(m, formats_for(language, m)) for m in markets_of(shipped.catalog, tag)]

    return made


def missed(tag, kind, printed, currency=""):
    """Of what was printed, with its values, what is not found as one placeable that covers it."""
    finder = Finder(language=tag, currency=currency)
    before, after = AROUND.get(tag.partition("-")[0], ("x ", " x."))
    wrong = []
    for text, value in printed:
        found = finder.placeables(before + text + after)
        if [(m.kind, m.text, m.value) for m in found] != [(kind, text, value)]:
            wrong.append((text, value, found))
    return wrong


@each("tag", TAGS)
def test_every_printed_date_is_found_whole(printers, tag):
    for _, formats in printers(tag):
        assert missed(tag, Kind.DATE, [(formats.date(day), day) for day in DAYS]) == []


@each("tag", TAGS)
def test_every_printed_date_with_its_day_of_the_week_is_found_whole(shipped, tag):
    language = shipped.catalog.language(tag)
    for market in markets_of(shipped.catalog, tag):
        formats = Formats(
            locale_data(tag, market.code, language.market, "full"),
            Habits(dates=DateHabits.of(language.formats, lone_zone="")),
        )
        assert missed(tag, Kind.DATE, [(formats.date(day), day) for day in DAYS]) == []


@each("tag", TAGS)
def test_every_printed_time_is_found_whole(printers, tag):
    for _, formats in printers(tag):
        assert missed(tag, Kind.TIME, [(formats.time(datetime.combine(DAYS[0], t)), t) for t in TIMES]) == []


@each("tag", TAGS)
def test_every_printed_amount_is_found_whole(printers, tag):
    for market, formats in printers(tag):
        for currency in dict.fromkeys((market.currency, "EUR", "USD", "JPY")):
            amounts = [round(Decimal(text), currency_digits(currency)) for text in AMOUNTS]
            printed = [(formats.money(amount, currency), (amount, currency)) for amount in amounts]
            assert missed(tag, Kind.MONEY, printed, market.currency) == []


@each(
    ("text", "language"),
    [
        ("ngày 3 tháng 12 năm 2026", "vi"), ("Thứ Năm, ngày 3 tháng 12 năm 2026", "vi"), ("ngày 3/12/2026", "vi"),
        ("3 בדצמבר 2026", "he"), ("3 декабря 2026 г.", "ru"), ("3 декабря 2026 года", "ru"), ("03.12.2026 г.", "ru"),
        ("3 грудня 2026 р.", "uk"), ("3 грудня 2026 року", "uk"), ("3 grudnia 2026 r.", "pl"),
        ("2026年12月3日(木)", "ja"), ("2026年12月3日（木曜日）", "ja"), ("2026/12/3(木)", "ja"),
        ("2026년 12월 3일 (목)", "ko"), ("2026년 12월 3일(목요일)", "ko"), ("2026년 12월 3일 목요일", "ko"),
        ("2026年12月3日（星期四）", "zh"), ("2026年12月3日（周四）", "zh"), ("2026年12月3日 週四", "zh-TW"),
        ("Donnerstag, den 3. Dezember 2026", "de"), ("Do., 3. Dezember 2026", "de"), ("3. Dez. 2026 (Do.)", "de"),
        ("jeudi 3 décembre 2026", "fr"), ("giovedì 3 dicembre 2026", "it"), ("czwartek, 3 grudnia 2026", "pl"),
        ("3 Aralık 2026 Perşembe", "tr"), ("3 ARALIK 2026", "tr"), ("quinta, 3 de dezembro de 2026", "pt"),
        ("3 ธันวาคม 2569", "th"), ("3 ธันวาคม พ.ศ. 2569", "th"), ("3 ธ.ค. 2569", "th"),
        ("٣ ديسمبر ٢٠٢٦", "ar"), ("3 ديسمبر 2026 م", "ar"), ("३ दिसंबर २०२६", "hi"), ("3 December 2026", "en"),
        ("Thursday, December 3, 2026", "en"), ("Thu, Dec 3rd, 2026", "en"), ("torsdag den 3 december 2026", "sv"),
        ("donderdag 3 december 2026", "nl"), ("Kamis, 03 Desember 2026", "id"), ("čtvrtek 3. prosince 2026", "cs"),
    ],
)  # fmt: skip
def test_a_date_as_people_write_it_is_one_mention(text, language):
    assert missed(language, Kind.DATE, [(text, date(2026, 12, 3))]) == []
    (placeable,) = Finder(language=language).placeables(text)
    assert (placeable.text, placeable.value) == (text, date(2026, 12, 3))


@each(
    ("text", "language", "value"),
    [
        ("1er décembre 2026", "fr", date(2026, 12, 1)), ("1º de maio de 2026", "pt-BR", date(2026, 5, 1)),
        ("venerdì 1º maggio 2026", "it", date(2026, 5, 1)), ("1 फरवरी 2026", "hi", date(2026, 2, 1)),
        ("пʼятниця, 1 травня 2026 р.", "uk", date(2026, 5, 1)), ("п'ятниця, 1 травня 2026 р.", "uk", date(2026, 5, 1)),
        ("2026年11月1日(日)", "ja", date(2026, 11, 1)), ("2026年11月1日星期日", "zh", date(2026, 11, 1)),
        ("2026年11月1日星期天", "zh", date(2026, 11, 1)),
    ],
)  # fmt: skip
def test_the_first_of_a_month_and_other_odd_days_are_one_mention(text, language, value):
    assert missed(language, Kind.DATE, [(text, value)]) == []


@each(
    ("text", "language"),
    [
        ("Freitag, 3. Dezember 2026", "de"), ("Fri, December 3, 2026", "en"), ("2026年12月3日(金)", "ja"),
        ("2026년 12월 3일 (금)", "ko"), ("2026年12月3日（星期五）", "zh"), ("3 Aralık 2026 Cuma", "tr"),
        ("Thứ Sáu, 3 tháng 12, 2026", "vi"),
    ],
)  # fmt: skip
def test_a_date_that_is_not_on_its_day_of_the_week_stays_as_it_is_written(text, language):
    assert missed(language, Kind.DATE, [(text, None)]) == []


@each(
    ("text", "language", "placeable"),
    [
        ("Доставим до 3 декабря 2026 г.", "ru", "3 декабря 2026 г"),
        ("Доставим до 3 декабря 2026 г. Спасибо!", "ru", "3 декабря 2026 г"),
        ("Доставим 3 декабря 2026 г. утром.", "ru", "3 декабря 2026 г."),
        ("Kommt am Montag. 3. Dezember 2026 wäre zu spät.", "de", "3. Dezember 2026"),
        ("Shipped December 3, 2026. Thursday is fine.", "en", "December 3, 2026"),
        ("ב-3 בדצמבר 2026", "he", "3 בדצמבר 2026"),
    ],
)
def test_what_belongs_to_the_sentence_stays_outside_a_date(text, language, placeable):
    assert [m.text for m in Finder(language=language).placeables(text)] == [placeable]


@each(
    ("text", "language", "kind"),
    [("15.05", "de", Kind.NUMBER), ("15.05.2026", "id", Kind.DATE), ("$5 SEK", "en", Kind.MONEY)],
)
def test_what_only_looks_like_a_printed_value_is_not_taken_for_one(text, language, kind):
    (placeable,) = Finder(language=language).placeables(text)[:1]
    assert placeable.kind is kind


@each(
    ("text", "language", "value"),
    [
        ("$5 USD", "de", (Decimal(5), "USD")), ("5 kr NOK", "sv", (Decimal(5), "NOK")), ("20 $ US", "fr", (20, "USD")),
        ("¥ 500 CNY", "de", (Decimal(500), "CNY")), ("CHF-1’234.50", "it", (Decimal("-1234.50"), "CHF")),
        ("€ -5", "nl", (Decimal(-5), "EUR")), ("٤٩٫٩٠ ر.س.", "ar", (Decimal("49.90"), "SAR")),
    ],
)  # fmt: skip
def test_an_amount_as_shops_print_it_is_one_mention(text, language, value):
    (placeable,) = Finder(language=language).placeables(text)
    assert (placeable.kind, placeable.text, placeable.value) == (Kind.MONEY, text, value)


@pytest.mark.parametrize("text", ["CHF-1042", "EUR-50"])
def test_a_code_of_the_shop_that_begins_like_a_currency_stays_a_code(text):
    (placeable,) = Finder(language="de").placeables(text)
    assert placeable.kind is Kind.SKU


def test_a_second_finder_of_a_language_compiles_nothing(monkeypatch):
    Finder(language="de", order_patterns=["A-[0-9]+"]).placeables("")
    monkeypatch.setattr(re, "compile", None)
    assert Finder(language="de", order_patterns=["A-[0-9]+"]).placeables("am 3.12.2026 um 5 € A-12")


def test_an_amount_with_a_code_that_its_sign_cannot_mean_has_no_currency():
    (placeable,) = Finder(language="en").placeables("$5 SEK")
    assert placeable.value == (Decimal(5), "")


@each("unit", ["Donnerstag, ", "3. Dezember 2026 ", "Do. 3. ", "$5 USD ", "€ -", "2026 г. ", "("])
def test_hostile_text_around_dates_and_amounts_is_read_in_linear_time(unit):
    finder = Finder(language="de")

    def seconds(length):
        text = (unit * length)[:length]
        start = process_time()
        finder.placeables(text)
        return process_time() - start

    assert seconds(40_000) < 12 * seconds(10_000) + 0.3
