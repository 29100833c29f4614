"""How numbers are read by language, and what is no number."""

from decimal import Decimal

from sweeps import each

from cscli.reading.amounts import currency_of, parse_number
from cscli.reading.worded_dates import worded_dates


@each(
    ("text", "language", "value"),
    [
        ("1.234", "de", "1234"), ("1.234", "en", "1.234"), ("1,234", "en", "1234"), ("1,234", "de", "1.234"),
        ("1.234,5", "en", "1234.5"), ("1,234.5", "de", "1234.5"), ("1\u202f234,5", "fr", "1234.5"),
        ("1’234.50", "de-CH", "1234.50"), ("12,34,567", "hi", "1234567"), ("٣٫٥", "ar", "3.5"), ("１２", "ja", "12"),
        ("0,500", "en", "0.500"), ("-3", "en", "-3"), ("1.234.567", "en", "1234567"), ("1,234.5", "es-MX", "1234.5"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_its_language_writes_it(text, language, value):
    assert parse_number(text, language) == Decimal(value)


@each("text", ["10.0.0.1", "1.2.3", "1,2,3", "", "-", "12 34", "9" * 100, "1,234,56.7", "²"])
def test_what_is_no_number_has_no_value(text):
    assert parse_number(text, "en") is None


def test_three_digits_after_a_sign_are_thousands_in_money_but_for_currencies_with_three_decimals():
    assert parse_number("1.250", "en", "EUR") == 1250
    assert parse_number("1.250", "en", "KWD") == Decimal("1.250")


@each(
    ("sign", "language", "preferred", "code"),
    [("kr", "sv", "", "SEK"), ("kr", "en", "", ""), ("kr", "en", "DKK", "DKK"), ("元", "zh-TW", "", "TWD"),
     ("RMB", "en", "", "CNY"), ("$", "en-AU", "", "AUD"), ("€", "en", "USD", "EUR")],
)  # fmt: skip
def test_a_sign_means_one_currency_or_none(sign, language, preferred, code):
    assert currency_of(sign, language, preferred) == code


@each("language", ["xx", "ja", "not a tag"])
def test_a_language_without_named_months_has_no_worded_dates(language):
    assert worded_dates(language) is None
