"""Checks for personal data: cards, accounts, addresses."""

import pytest
from sweeps import each

from cscli.quality.finding import Severity


@pytest.fixture
def said(said_by):
    """What a check finds in an English text."""
    return lambda name, text, **options: said_by(name, text, language="en", **options)


@each(
    "number",
    ["4111111111111111", "4111 1111 1111 1111", "5555-5555-5555-4444", "378282246310005", "3530111333300000",
     "6011111111111117"],
)  # fmt: skip
def test_card_number_fails_and_does_not_repeat_it(said, number):
    text = f"Your card {number} was charged"
    (found,) = said("card-number", text)
    assert found.severity is Severity.ERROR
    assert text[found.start : found.end] == number
    assert number not in found.message + found.suggestion
    assert number[-4:] in found.message


@each(
    "text",
    [
        "4111111111111112", "**** 1111", "1234567890123452", "A-4111111111111111", "order 123456", "20261203 20261204",
        "https://shop.example/4111111111111111",
    ],
)  # fmt: skip
def test_card_number_passes(said, text):
    assert said("card-number", text) == []


@each(
    ("text", "account"),
    [
        ("to DE89370400440532013000.", "DE89370400440532013000"),
        ("to GB82 WEST 1234 5698 7654 32 TODAY", "GB82 WEST 1234 5698 7654 32"),
        ("FR14 2004 1010 0505 0001 3M02 606", "FR14 2004 1010 0505 0001 3M02 606"),
    ],
)
def test_iban_fails_and_does_not_repeat_it(said, text, account):
    (found,) = said("iban", text)
    assert found.severity is Severity.ERROR
    assert text[found.start : found.end] == account
    assert account not in found.message


@each("text", ["DE88370400440532013000", "RB123456785CN", "DE12 ABC", "DE89 **** 3000"])
def test_iban_passes(said, text):
    assert said("iban", text) == []


@pytest.mark.parametrize("text", ["Write to anna@mail.example", "Call +49 30 901820"])
def test_contact_fails(said, text):
    (found,) = said("contact", text)
    assert (found.check, found.severity) == ("contact", Severity.WARNING)


@each(
    ("text", "options"),
    [
        ("Write to help@shop.example or x@mail.shop.example", {"own_domains": ("shop.example",)}),
        ("anna@mail.example", {"source": "Ich bin anna@mail.example", "source_language": "de"}),
        ("Order A-1042 of 2026-12-03", {}),
    ],
)
def test_contact_passes(said, text, options):
    assert said("contact", text, **options) == []


def test_a_domain_that_only_ends_alike_is_not_the_shops(said):
    assert len(said("contact", "x@evilshop.example", own_domains=("shop.example",))) == 1
