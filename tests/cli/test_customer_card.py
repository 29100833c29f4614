"""``cscli customer show``: all that the desk knows of one customer, on one card."""

import re

import pytest

COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def shop(cscli, filled_once):
    """A desk with a Japanese, an Arabic and an American customer, their orders and cases."""

    def fill():
        taro = ("--family", "山田", "--given", "太郎", "--email", "taro@example.jp")
        cscli("customer", "add", "C-1", "--market", "JP", *taro)
        cscli("customer", "add", "C-2", "--market", "AE", "--name", "فاطمة الزهراء", "--phone", "+971 50 123 4567")
        cscli("customer", "add", "C-3", "--market", "US", "--name", "Ann [bold]Lee[/]", "--email", "ann@example.com")
        for number, *words in (
            ("A-1", "-c", "C-1", "--total", "30000 JPY", "--placed", "2026-11-02", "--address", "東京都千代田区1-1"),
            ("A-2", "-c", "C-1", "--total", "9000 JPY", "--placed", "2026-11-12", "--promised", "2026-11-20"),
            ("A-3", "-c", "C-1", "--total", "700 JPY", "--placed", "2026-11-13", "--status", "cancelled"),
            ("A-4", "-c", "C-2", "--total", "250 AED", "--placed", "2026-11-04",
             "--address", "شارع الشيخ زايد 12، دبي"),
        ):  # fmt: skip
            cscli("order", "add", number, *words)
        cscli("case", "open", "-c", "C-1", "--order", "A-2", "--subject", "届きません", "まだ届きません。")
        cscli("case", "open", "-c", "C-1", "--subject", "お礼")
        cscli("case", "resolve", "2")

    filled_once(fill)
    return cscli


def test_the_card_says_when_to_write_what_was_bought_and_what_is_open(shop):
    shop("customer", "consent", "C-1", "--channel", "email", "--purpose", "service", "--withdraw", "--source", "a call")
    card = shop("customer", "show", "taro@example.jp").out
    for line in (
        "  order A-1  東京都千代田区1-1",
        "  there      Sun 2026-11-22 18:30, Asia/Tokyo",
        "  email      yes: reply · no: service · with consent: marketing",
        "  addressed  山田 太郎 様",
        "  service by email  withdrawn 2026-11-22 · a call",
        "  bought        39000 JPY",
        "  orders        2",
        "  first, last   2026-11-02, 2026-11-12",
        "  bought again  yes",
        "  A-3  cancelled · 2026-11-13 · 700 JPY",
        "  A-2  placed late · 2026-11-12 · 9000 JPY · promised 2026-11-20",
        "  2  resolved · お礼 · 2026-11-22",
    ):
        assert line in card.splitlines()
    assert re.search(r"^  1  new · 届きません · A-2 · first-response running, due 2026-11-2", card, re.MULTILINE)
    assert card.index("  1  new") < card.index("  2  resolved")


def test_json_keeps_its_keys_and_gains_those_of_the_whole_view(shop):
    shown = shop("customer", "show", "C-1", "--json").data
    assert {"key", "family", "contacts", "orders", "interactions"} <= shown.keys()
    assert [one["number"] for one in shown["orders"]] == ["A-3", "A-2", "A-1"]
    assert shown["value"]["amounts"] == [{"amount": "39000", "currency": "JPY", "orders": 2}]
    assert (shown["value"]["orders"], shown["value"]["repeat"]) == (2, True)
    assert shown["clock"] == {
        "market": "JP", "zone": "Asia/Tokyo", "is_guess": False, "local_time": "2026-11-22T18:30:00+09:00",
    }  # fmt: skip
    assert shown["addresses"] == [{"address": "東京都千代田区1-1", "order": "A-1"}]
    assert [(one["number"], one["state"], bool(one["targets"])) for one in shown["cases"]] == [
        (1, "new", True), (2, "resolved", False),
    ]  # fmt: skip
    answers = {(one["channel"], one["purpose"]): one["decision"] for one in shown["may_write"]}
    assert (answers["email", "reply"], answers["email", "marketing"]) == ("allowed", "consent")
    assert len(answers) == 15
    assert shown["consents"] == []


def test_what_a_customer_said_of_a_purpose_decides_on_every_channel_of_its_own(shop):
    for channel, said in (("email", "--give"), ("sms", "--withdraw")):
        shop("customer", "consent", "C-1", "--channel", channel, "--purpose", "marketing", said)
    shown = shop("customer", "show", "C-1", "--json").data
    allowed = {one["channel"]: one["allowed"] for one in shown["may_write"] if one["purpose"] == "marketing"}
    assert (allowed["email"], allowed["sms"], allowed["whatsapp"]) == (True, False, False)
    assert [(one["channel"], one["given"]) for one in shown["consents"]] == [("sms", False), ("email", True)]


def test_a_zone_that_nobody_said_is_called_a_guess(shop):
    assert "(a guess: the market has several zones)" in " ".join(shop("customer", "show", "C-3").out.split())
    shop("customer", "add", "C-3", "--zone", "America/Denver")
    assert "a guess" not in shop("customer", "show", "C-3").out
    assert shop("customer", "show", "C-3", "--json").data["clock"]["zone"] == "America/Denver"


def test_a_customer_of_whom_little_is_known_has_a_short_card(cscli):
    cscli("customer", "add", "C-9")
    assert cscli("customer", "show", "C-9").out.split() == ["C-9", "Customer", "key", "C-9", "gender", "unknown"]
    shown = cscli("customer", "show", "C-9", "--json").data
    assert (shown["clock"], shown["may_write"], shown["cases"], shown["value"]["amounts"]) == (None, [], [], [])


def test_ratings_stand_on_the_card_with_their_comments(shop):
    shop("feedback", "add", "2", "--kind", "csat", "--score", "4", "--comment", "迅速な対応でした")
    shown = shop("customer", "show", "C-1", "--json").data["ratings"]
    assert [(one["kind"], one["score"], one["case"], one["comment"]) for one in shown] == [
        ("csat", 4, 2, "迅速な対応でした"),
    ]  # fmt: skip
    assert "csat 4 for case 2: 迅速な対応でした" in shop("customer", "show", "C-1").out


def test_who_was_merged_is_shown_as_the_one_they_are(shop):
    shop("customer", "merge", "C-2", "--into", "C-1")
    shown = shop("customer", "show", "C-2", "--json").data
    assert (shown["key"], [one["number"] for one in shown["orders"]]) == ("C-1", ["A-3", "A-2", "A-4", "A-1"])
    assert [one["currency"] for one in shown["value"]["amounts"]] == ["JPY", "AED"]


def test_orders_and_cases_that_have_no_room_are_counted(shop):
    for number in range(10, 17):
        shop("order", "add", f"A-{number}", "-c", "C-1", "--placed", "2026-11-20")
        shop("case", "open", "-c", "C-1", "--subject", f"case {number}")
    card = shop("customer", "show", "C-1").out
    assert "all: cscli order list -c C-1" in card
    assert "1 more: cscli case list --state all -c C-1" in card
    assert len(shop("case", "list", "--state", "all", "-c", "C-1", "--json").data) == 9


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("key", ["C-1", "C-2", "C-3"])
def test_on_a_terminal_every_line_fits(shop, monkeypatch, columns, key):
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr("cscli.cli.door.output.is_terminal", lambda _stream: True)
    shown = shop("customer", "show", key).out
    assert max(cell_len(COLOURS.sub("", line)) for line in shown.splitlines()) <= columns
    assert "Write now" in shown
