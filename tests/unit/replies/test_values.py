"""Values are read strictly by type; what is ambiguous or too large is refused with what would work."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sweeps import each

from cscli.errors import ExitCode, UsageError
from cscli.replies.contract.intent import ValueType, Variable
from cscli.replies.values.amounts import Money
from cscli.replies.values.typed import MAX_ITEMS, MAX_TEXT, parse_value, parse_values, recorded

CHOICES = ("carrier", "customs", "high-volume")
MEGABYTE = "x" * 1_000_000


def variable(kind: str, name: str = "it", **options) -> Variable:
    choices = CHOICES if kind == "choice" else ()
    return Variable(name=name, type=ValueType(kind), about="A thing", choices=choices, **options)


def refusal(raw, kind: str, currency: str = "EUR") -> ValueError:
    with pytest.raises(ValueError) as caught:
        parse_value(raw, variable(kind), currency)
    return caught.value


@each("text", ["A-1042", " spaced  out ", "two\nlines", "{{ 7*7 }}", "<b>&amp;</b>", "山田", "👩‍👧", "%s", "null", "0"])
def test_text_stays_as_it_was_typed(text):
    assert parse_value(text, variable("text")) == text


def test_control_characters_and_direction_marks_in_text_are_made_harmless():
    assert parse_value("\x1b[31mA\u202e-1042\x1e", variable("text")) == "␛[31mA-1042␞"


@each("kind", [k.value for k in ValueType if k is not ValueType.LIST])
@each("text", ["", " ", "\n\t"])
def test_an_empty_value_is_refused(kind, text):
    assert str(refusal(text, kind)) == "is empty"


@each("kind", [k.value for k in ValueType if k is not ValueType.LIST])
def test_a_megabyte_is_refused_in_a_short_sentence(kind):
    problem = refusal(MEGABYTE, kind)
    assert str(problem) == "is 1,000,000 characters long"
    assert "at most 5,000" in problem.hint


def test_a_megabyte_in_a_list_is_refused():
    assert str(refusal(MEGABYTE, "list")) == "is not a list"


def test_text_of_the_greatest_length_is_taken():
    assert parse_value("x" * MAX_TEXT, variable("text")) == "x" * MAX_TEXT


@each("text", ["2026-12-03", " 2026-12-03 ", "2024-02-29"])
def test_a_date_is_year_month_day(text):
    assert parse_value(text, variable("date")) == date.fromisoformat(text.strip())


@each(
    "text",
    ["32.13.2026", "03/04/2026", "03.12.2026", "2026-13-01", "2026-02-30", "2025-02-29", "20261203", "2026-12-3",
     "tomorrow", "2026-12-03T15:00", "٢٠٢٦-١٢-٠٣", "0000-01-01", "2026-W49-4", "{{ date }}"],
)  # fmt: skip
def test_anything_else_is_no_date(text):
    problem = refusal(text, "date")
    assert str(problem) == f"{text!r} is not a date"
    assert problem.hint == "Write it as YEAR-MONTH-DAY, such as 2026-12-03."


@each(
    ("text", "moment"),
    [
        ("2026-12-03T15:00", datetime.fromisoformat("2026-12-03T15:00")),
        ("2026-12-03 15:00:30", datetime.fromisoformat("2026-12-03T15:00:30")),
        ("2026-12-03T06:00Z", datetime(2026, 12, 3, 6, tzinfo=UTC)),
        ("2026-12-03T15:00+09:00", datetime(2026, 12, 3, 15, tzinfo=timezone(timedelta(hours=9)))),
    ],
)
def test_a_date_and_time_is_the_customers_own_or_has_an_offset(text, moment):
    assert parse_value(text, variable("datetime")) == moment


@each(
    "text", ["2026-12-03", "2026-12-03T25:00", "2026-12-03T15:60", "15:00", "03.12.2026 15:00", "2026-12-03T15", "now"]
)
def test_anything_else_is_no_date_and_time(text):
    assert "is not a date and time" in str(refusal(text, "datetime"))


@each(
    ("text", "amount", "currency"),
    [
        ("12.50", "12.50", "EUR"),
        ("12.50 USD", "12.50", "USD"),
        ("USD 12.50", "12.50", "USD"),
        ("12.50USD", "12.50", "USD"),
        (" 4900 JPY ", "4900", "JPY"),
        ("0.125 KWD", "0.125", "KWD"),
        ("0.500", "0.500", "EUR"),
        ("1.250,00", "1250.00", "EUR"),
        ("1,250.00 USD", "1250.00", "USD"),
        ("JPY 4900", "4900", "JPY"),
        ("1'234'567.50 CHF", "1234567.50", "CHF"),
        ("1.250 KWD", "1.250", "KWD"),
        ("0", "0", "EUR"),
    ],
)
def test_an_amount_has_a_point_and_perhaps_a_currency(text, amount, currency):
    assert parse_value(text, variable("money"), "EUR") == Money(amount=Decimal(amount), currency=currency)


@each(
    "text",
    ["12,x EUR", "12,50 EUR", "1.23.450,00", "1.234.50", "12.50 €", "$12.50", "EUR 12.50 EUR", "twelve", "1e5", "12.",
     ".5", "12.50 eur", "12 50", "NaN", "Infinity EUR", "1234567890123456", "١٢", "--5"],
)  # fmt: skip
def test_anything_else_is_no_amount(text):
    problem = refusal(text, "money")
    assert str(problem) == f"{text!r} is not an amount"
    assert "12.50 EUR" in problem.hint


@each("text", ["12.50 JPY", "0.505 EUR", "0.5 KRW", "1.2345 KWD"])
def test_an_amount_has_no_more_decimals_than_its_currency(text):
    assert "more decimals than" in str(refusal(text, "money"))


@each(
    ("text", "currency", "readings"),
    [
        ("1.250", "EUR", "1250 EUR or 1.25 EUR"),
        ("12.500", "EUR", "12500 EUR or 12.50 EUR"),
        ("10.000", "EUR", "10000 EUR or 10.00 EUR"),
        ("1.000 USD", "EUR", "1000 USD or 1.00 USD"),
        ("1,250", "EUR", "1250 EUR or 1.25 EUR"),
        ("12.505 EUR", "EUR", "12505 EUR"),
        ("4.900", "JPY", "4900 JPY"),
    ],
)
def test_a_sign_that_could_stand_between_thousands_is_refused_with_both_readings(text, currency, readings):
    problem = refusal(text, "money", currency)
    assert "is not clear" in str(problem)
    assert problem.hint == f"Write {readings}."


@each("text", ["12.50 EUX", "12 XYZ", "QQQ 5"])
def test_a_currency_that_does_not_exist_is_refused(text):
    refusal(text, "money")


def test_an_amount_without_a_currency_is_in_the_markets_own():
    assert parse_value("4900", variable("money"), "JPY") == Money(amount=Decimal(4900), currency="JPY")
    assert "more decimals than JPY" in str(refusal("49.50", "money", "JPY"))


@each("text", ["0", "1234.5", "-3", "+7", "0.001"])
def test_a_number_is_written_with_a_point(text):
    assert parse_value(text, variable("number")) == Decimal(text)


@each("text", ["1,5", "twelve", "NaN", "Infinity", "-inf", "0x10", "1 000"])
def test_anything_else_is_no_number(text):
    assert str(refusal(text, "number")) == f"{text!r} is not a number"


@each("text", ["1e999999999", "1e-999999999", "9e5000"])
def test_a_number_that_nobody_could_read_is_refused(text):
    refusal(text, "number")


@each(("text", "count"), [("0", 0), ("3", 3), (" 12 ", 12), ("999999999999", 999_999_999_999)])
def test_a_count_is_a_whole_number(text, count):
    assert parse_value(text, variable("count")) == count


@each("text", ["-1", "1.0", "1,000", "three", "３", "²", "1e3", "1000000000000", "+1"])
def test_anything_else_is_no_count(text):
    assert str(refusal(text, "count")) == f"{text!r} is not a count"


@each(
    ("raw", "items"),
    [
        ("Aurora 2; Polaris 9", ("Aurora 2", "Polaris 9")),
        (["Aurora 2; Polaris 9"], ("Aurora 2", "Polaris 9")),
        (["Aurora; blue", "Polaris 9"], ("Aurora; blue", "Polaris 9")),
        ("one", ("one",)),
        ("a;;b; ", ("a", "b")),
        (["\x1b[1mbold", "\u202ex"], ("␛[1mbold", "x")),
    ],
)
def test_a_list_is_typed_with_semicolons_or_one_by_one(raw, items):
    assert parse_value(raw, variable("list")) == items


@each("raw", ["", " ; ; ", [], [""], ";".join("x" * (MAX_ITEMS + 1)), ["x"] * (MAX_ITEMS + 1)])
def test_a_list_without_parts_or_with_too_many_is_refused(raw):
    assert str(refusal(raw, "list")) == "is not a list"


@each("text", ["https://shop.example/orders/A-1042?x=1&y=%20#top", "http://例え.jp/道", " https://a.b "])
def test_an_address_is_http_or_https(text):
    assert parse_value(text, variable("url")) == text.strip()


@each(
    "text",
    [
        "shop.example",
        "ftp://x.example",
        "javascript:alert(1)",
        "https://",
        "https://a b",
        "https://a\nb",
        'https://a"b',
        "//x",
    ],
)
def test_anything_else_is_no_address(text):
    assert "is not a web address" in str(refusal(text, "url"))


@each("text", ["high-volume", "High-Volume", " high_volume "])
def test_a_choice_is_one_of_its_keys(text):
    assert parse_value(text, variable("choice")) == "high-volume"


def test_a_near_miss_among_choices_gets_the_nearest_one():
    problem = refusal("custms", "choice")
    assert str(problem) == "'custms' is not one of carrier, customs, high-volume"
    assert problem.hint == "Did you mean customs?"


@each(
    ("text", "truth"),
    [("yes", True), ("YES", True), ("true", True), ("1", True), (True, True), ("no", False), (False, False)],
)
def test_yes_and_no_are_read(text, truth):
    assert parse_value(text, variable("boolean")) is truth


@each("text", ["maybe", "ja", "2", "on"])
def test_anything_else_is_neither_yes_nor_no(text):
    assert "neither yes nor no" in str(refusal(text, "boolean"))


def test_a_value_given_twice_is_refused_unless_it_is_a_list():
    assert str(refusal(["A-1", "A-2"], "text")) == "was given several times"
    assert parse_value(["A-1"], variable("text")) == "A-1"


def test_what_was_typed_is_shown_short_and_harmless():
    problem = refusal("\x1b[31m" + "9" * 4_000, "date")
    assert "\x1b" not in str(problem)
    assert len(str(problem)) < 90


def test_all_bad_values_and_unknown_names_are_reported_at_once():
    variables = {
        v.name: v for v in (variable("date", "new_date"), variable("money", "goodwill"), variable("text", "note"))
    }
    raw = {"new_date": "32.13.2026", "goodwill": "12,x EUR", "note": "fine", "new_dat": "2026-12-03"}
    with pytest.raises(UsageError) as caught:
        parse_values(raw, variables, "EUR")
    assert caught.value.exit_code is ExitCode.USAGE
    assert [p.code for p in caught.value.problems] == ["bad-value", "bad-value", "unknown-variable"]
    assert caught.value.problems[2].message == "Unknown variable 'new_dat'. Did you mean new_date?"
    assert caught.value.problems[2].hint == "This reply takes: new_date, goodwill, note"


def test_a_hyphen_in_a_name_counts_as_an_underscore():
    assert parse_values({"new-date": "2026-12-03"}, {"new_date": variable("date", "new_date")}, "EUR") == {
        "new_date": date(2026, 12, 3)
    }


@each(
    ("kind", "text"),
    [("text", "a\nb"), ("date", "2026-12-03"), ("datetime", "2026-12-03T15:00"), ("datetime", "2026-12-03T15:00+09:00"),
     ("money", "12.50 USD"), ("number", "-1234.50"), ("count", "3"), ("list", "a; b"), ("url", "https://a.b"),
     ("choice", "customs"), ("boolean", "no")],
)  # fmt: skip
def test_what_is_recorded_is_read_back_as_the_same_value(kind, text):
    variables = {"it": variable(kind)}
    values = parse_values({"it": text}, variables, "EUR")
    assert parse_values(recorded(values), variables, "JPY") == values


def test_an_instant_is_recorded_in_utc():
    values = parse_values({"it": "2026-12-03T15:00+09:00"}, {"it": variable("datetime")}, "EUR")
    assert recorded(values) == {"it": "2026-12-03T06:00:00Z"}
