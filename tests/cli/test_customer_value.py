"""``cscli customer list --by``: who is worth most, each sum in its own currency."""

import re

import pytest

COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def shop(cscli, filled_once):
    """A desk with four customers: Japanese, Arabic, German, and one who bought nothing that counts."""

    def fill():
        for key, market, name in (
            ("C-1", "JP", "山田 太郎"), ("C-2", "AE", "فاطمة الزهراء"), ("C-3", "DE", "Anna Berg"),
            ("C-4", "DE", "Nobody"),
        ):  # fmt: skip
            cscli("customer", "add", key, "--market", market, "--name", name)
        for number, key, total, placed, status in (
            ("A-1", "C-1", "30000 JPY", "2026-11-02", "delivered"), ("A-2", "C-3", "19.90 EUR", "2026-10-01", "paid"),
            ("A-3", "C-3", "100.10 EUR", "2026-11-03", "shipped"), ("A-4", "C-2", "250 AED", "2026-11-04", "paid"),
            ("A-5", "C-4", "900 EUR", "2026-11-05", "cancelled"), ("A-6", "C-3", "12 USD", "2026-11-06", "paid"),
            ("A-7", "C-2", "80 EUR", "2026-11-07", "placed"),
        ):  # fmt: skip
            cscli("order", "add", number, "-c", key, "--total", total, "--placed", placed, "--status", status)

    filled_once(fill)
    return cscli


def test_the_list_has_who_ordered_the_best_first_and_says_what_it_compares(shop):
    answer = shop("customer", "list", "--by", "value")
    lines = [line.split("\t") for line in answer.out.splitlines()]
    assert answer.code == 0
    assert lines == [
        ["key", "name", "market", "value", "orders", "first", "last", "repeat"],
        ["C-3", "Anna Berg", "DE", "120.00 EUR + 12.00 USD", "3", "2026-10-01", "2026-11-06", "yes"],
        ["C-2", "فاطمة الزهراء", "AE", "80.00 EUR + 250.00 AED", "2", "2026-11-04", "2026-11-07", "yes"],
        ["C-1", "山田 太郎", "JP", "30000 JPY", "1", "2026-11-02", "2026-11-02", "no"],
    ]
    assert answer.err == (
        "Compared by what was paid in EUR; amounts in AED, JPY, USD are shown and not added. "
        "Compare in another currency with --currency.\n"
    )


def test_each_option_narrows_or_orders_the_list(shop):
    for words, keys in (
        (("--by", "orders"), ["C-3", "C-2", "C-1"]), (("--by", "recent"), ["C-2", "C-3", "C-1"]),
        (("--by", "VALUE", "--market", "de"), ["C-3"]), (("--by", "value", "--currency", "jpy", "-n", "1"), ["C-1"]),
        (("--by", "value", "--since", "2026-11-04", "--until", "2026-11-06"), ["C-2", "C-3"]),
        (("--by", "value", "berg"), ["C-3"]), (("--by", "value", "--market", "AE"), ["C-2"]),
    ):  # fmt: skip
        assert [one["key"] for one in shop("customer", "list", *words, "--json").data] == keys, words


def test_one_currency_needs_no_remark(shop):
    assert shop("customer", "list", "--by", "value", "--market", "JP").err == ""


def test_json_has_the_customer_and_exact_sums(shop):
    first = shop("customer", "list", "--by", "value", "--market", "DE", "--json").data[0]
    assert (first["key"], first["name"], first["market"]) == ("C-3", "Anna Berg", "DE")
    assert first["value"] == {
        "amounts": [
            {"amount": "120.00", "currency": "EUR", "orders": 2}, {"amount": "12.00", "currency": "USD", "orders": 1},
        ],
        "orders": 3, "unpriced": 0, "first_order": "2026-10-01", "last_order": "2026-11-06", "repeat": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--by", "worth"), "One of: value, orders, recent"), (("--by", "value", "--since", "soon"), "--since"),
        (("--by", "value", "--currency", "EUX"), "Unknown currency 'EUX'"), (("--since", "2026-11-01"), "--by"),
        (("--by", "value", "--since", "2026-12-01", "--until", "2026-11-01"), "comes before"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(shop, words, sentence):
    answer = shop("customer", "list", *words)
    assert (answer.code, answer.out) == (2, "")
    assert sentence in answer.err


@pytest.mark.parametrize("columns", [60, 80])
def test_on_a_terminal_every_line_fits_and_every_sum_is_whole(shop, monkeypatch, columns):
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr("cscli.cli.door.output.is_terminal", lambda _stream: True)
    shown = shop("customer", "list", "--by", "value").out
    assert max(cell_len(COLOURS.sub("", line)) for line in shown.splitlines()) <= columns
    for text in ("C-3", "120.00 EUR + 12.00 USD", "30000 JPY", "山田", "فاطمة"):
        assert text in shown
