"""Numbers, money, lists and plurals come out as CLDR has them for every locale of every market."""

import re
from decimal import Decimal

from babel import Locale, lists, numbers
from locale_pairs import PAIRS, same_release
from sweeps import each

from cscli.markets.cldr import locale_data
from cscli.markets.currency import currency_digits, is_shared_sign

AMOUNTS = [Decimal(n) for n in ("0", "1", "12.5", "999", "1000", "1234.5", "12345.67", "1234567.89")]
COUNTS = [
    *range(125),
    199,
    200,
    201,
    999,
    *range(1000, 1030),
    10_000,
    100_000,
    999_999,
    1_000_001,
    1_000_002,
    1_000_011,
    10**12 - 1,
]


@same_release
@each(("tag", "market"), PAIRS)
def test_numbers_are_written_as_cldr_does(formats, tag, market):
    mine = formats(tag, market)
    assert [mine.number(n) for n in AMOUNTS] == [numbers.format_decimal(n, locale=mine.locale) for n in AMOUNTS]


def test_a_number_keeps_the_decimals_it_was_given(formats):
    assert formats("de-DE", "DE").number(Decimal("1234.50")) == "1.234,50"
    assert formats("en-IN", "IN").number(12_345_678) == "1,23,45,678"
    assert formats("en-IN", "IN").number(Decimal("-1234567.5")) == "-12,34,567.5"


@same_release
@each(("tag", "market"), PAIRS)
def test_money_is_written_as_cldr_does_with_the_code_where_the_sign_is_shared(formats, tag, market):
    mine = formats(tag, market)
    signs = Locale.parse(mine.locale).currency_symbols
    for currency in ("EUR", "USD", "JPY", "KWD", "SEK", "AED", "IDR"):
        sign = signs.get(currency, currency)
        for amount in AMOUNTS:
            plain = numbers.format_currency(amount, currency, locale=mine.locale)
            # CLDR asks for a space between a sign that ends in a letter and the digits; Babel leaves it out.
            spaced = re.sub(r"(?<=[^\W\d_])(?=\d)", "\u00a0", plain)
            assert mine.money(amount, currency) == spaced + (f"\u00a0{currency}" if is_shared_sign(sign) else "")


@same_release
@each(("tag", "market"), [("nl-NL", "NL"), ("de-CH", "CH"), ("it-CH", "CH"), ("de-DE", "DE"), ("en-US", "US")])
def test_a_negative_amount_has_its_minus_where_the_locale_puts_it(formats, tag, market):
    mine = formats(tag, market)
    plain = numbers.format_currency(Decimal("-1234.5"), "GBP", locale=mine.locale)
    assert mine.money(Decimal("-1234.5"), "GBP") == plain


@each(
    ("currency", "digits"),
    [("EUR", 2), ("JPY", 0), ("KRW", 0), ("VND", 0), ("KWD", 3), ("TND", 3), ("TWD", 2), ("IDR", 2)],
)
def test_a_currency_has_the_decimals_of_iso_4217(currency, digits):
    assert currency_digits(currency) == digits


@each(
    ("tag", "market", "currency", "written"),
    [
        ("ja", "JP", "JPY", "4,900円"),
        ("zh", "CN", "CNY", "4,900元"),
        ("ko", "KR", "KRW", "4,900원"),
        ("en", "US", "USD", "$4,900.00"),
        ("en-AU", "AU", "AUD", "$4,900.00"),
        ("fr-CA", "CA", "CAD", "4\u00a0900,00\u00a0$"),
        ("es-MX", "MX", "MXN", "$4,900.00"),
        ("es-MX", "AR", "ARS", "$4.900,00"),
        ("pt-BR", "PT", "EUR", "4 900,00 €"),
        ("zh-TW", "TW", "TWD", "NT$4,900"),
        ("sv", "SE", "SEK", "4\u00a0900 kr"),
        ("id", "ID", "IDR", "Rp4.900"),
        ("de", "DE", "EUR", "4.900,00\u00a0€"),
        ("de-CH", "CH", "CHF", "CHF\u00a04’900.00"),
        ("en", "JP", "JPY", "¥4,900\u00a0JPY"),
        ("de", "US", "USD", "4.900,00\u00a0$\u00a0USD"),
        ("pt-BR", "BR", "BRL", "R$ 4.900,00"),
        ("th", "TH", "THB", "4,900 บาท"),
        ("ja", "JP", "USD", "4,900.00米ドル"),
        ("fr-CA", "CA", "USD", "4 900,00 $ US"),
        ("fr", "FR", "CAD", "4 900,00 $ CA"),
        ("en", "US", "CAD", "CA$4,900.00"),
    ],
)
def test_each_market_reads_its_money_in_its_own_way(house, tag, market, currency, written):
    got = house(tag, market).money(Decimal(4900), currency)
    assert re.sub(r"\s", " ", got) == re.sub(r"\s", " ", written)


def test_no_amount_abroad_has_a_sign_of_several_currencies_and_no_code(house, shipped):
    bare = {
        (code, tag, currency)
        for code in shipped.catalog.market_codes()
        for tag in shipped.catalog.market(code).languages
        for currency in ("USD", "CAD", "JPY", "SEK", "MXN")
        if tag != "ca-ES" and currency != shipped.catalog.market(code).currency
        if re.sub(r"[\d.,\s\u200e\u200f]", "", house(tag, code).money(Decimal(5), currency)) in {"$", "¥", "￥", "kr"}
    }
    assert bare == set()


def test_an_amount_in_brazil_cannot_break_between_sign_and_number(house):
    assert house("pt-BR", "BR").money(Decimal(1249), "BRL") == "R$\u00a01.249,00"


def test_zero_decimals_are_dropped_only_in_currencies_whose_people_do_so(formats):
    short = formats("zh-TW", "TW", whole=frozenset({"USD"}))
    assert short.money(Decimal("12.00"), "USD").startswith("US$12")
    assert "12.50" in short.money(Decimal("12.5"), "USD")
    assert "12.00" in formats("zh-TW", "TW").money(Decimal(12), "USD")


@same_release
@each(("tag", "market"), PAIRS)
def test_lists_are_written_as_cldr_does(formats, tag, market):
    mine = formats(tag, market)
    for length in range(1, 6):
        items = ["Aurora 2", "{0}", "{1}", "<b>", "Polaris"][:length]
        expected = lists.format_list([f"@{n}@" for n in range(length)], locale=mine.locale)
        for n, item in enumerate(items):
            expected = expected.replace(f"@{n}@", item)
        assert mine.items(items) == expected


def test_a_list_may_have_a_separator_of_its_own(formats):
    assert formats("ja-JP", "JP", list_separator="、").items(["A", "B", "C"]) == "A、B、C"


def test_an_empty_list_is_empty_text(formats):
    assert formats("de-DE", "DE").items([]) == ""


@same_release
@each(("tag", "market"), PAIRS)
def test_plurals_are_those_of_cldr(formats, tag, market):
    mine = formats(tag, market)
    plural = Locale.parse(mine.locale).plural_form
    assert {n: mine.plural(n) for n in COUNTS} == {n: plural(n) for n in COUNTS}


@same_release
@each(("tag", "market"), PAIRS)
def test_round_millions_have_the_plural_of_cldr(formats, tag, market):
    mine = formats(tag, market)
    plural = Locale.parse(mine.locale).plural_form
    millions = (1_000_000, 2_000_000, 5_000_000, 10**9)
    assert [mine.plural(n) for n in millions] == [plural(n) for n in millions]


def test_the_categories_of_a_locale_are_known(formats):
    assert set(formats("pl-PL", "PL").plural_categories) == {"one", "few", "many"}
    assert set(formats("ja-JP", "JP").plural_categories) == {"other"}


@each(
    ("language", "market", "home", "locale"),
    [
        ("fr", "CH", "FR", "fr_CH"),
        ("pt-BR", "US", "BR", "pt_BR"),
        ("th", "NO", "TH", "th_TH"),
        ("zh", "TW", "CN", "zh_Hant_TW"),
    ],
)
def test_a_language_is_written_by_the_customs_of_the_customers_market(language, market, home, locale):
    assert locale_data(language, market, home, "long").locale == locale
