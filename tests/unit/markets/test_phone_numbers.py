"""A phone number in all ways in which it is written."""

from sweeps import each

from cscli.markets.phone_numbers import DialPlan, spellings

PLANS = {
    "SA": DialPlan("966", "0"), "DE": DialPlan("49", "0"), "IT": DialPlan("39", ""), "US": DialPlan("1", "1"),
    "CA": DialPlan("1", "1"), "RU": DialPlan("7", "8"),
}  # fmt: skip


@each(
    ("number", "markets", "also"),
    [
        ("+966501234567", (), {("SA", "0501234567"), ("SA", "501234567"), ("", "966501234567")}),
        ("0501234567", ("SA",), {("", "+966501234567"), ("SA", "501234567")}),
        ("966501234567", ("SA",), {("", "+966501234567"), ("SA", "0501234567")}),
        ("+490301234567", (), {("", "+49301234567"), ("DE", "0301234567")}),
        ("+390612345678", (), {("IT", "0612345678")}),
        ("+12125550123", (), {("US", "2125550123"), ("CA", "12125550123")}),
        ("89161234567", ("RU",), {("", "+79161234567")}),
    ],
)
def test_a_number_is_known_with_and_without_the_code_of_its_country(number, markets, also):
    assert also <= set(spellings(number, markets, PLANS))


def test_a_number_without_a_code_is_of_no_market_that_nobody_named():
    assert list(spellings("0501234567", (), PLANS)) == []
    assert {market for market, _ in spellings("0501234567", ("SA",), PLANS)} == {"SA", ""}


def test_what_is_too_short_for_a_number_has_no_other_spelling():
    assert list(spellings("+49112", ("DE",), PLANS)) == []
