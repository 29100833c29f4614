"""``cscli bulk run``: when each reply is to be sent, and what the record keeps of it."""

import pytest
from late_parcels import LETTERS


@pytest.mark.parametrize(
    ("when", "instant", "there", "reason"),
    [
        ("next-window", "2026-11-23T07:00:00Z", "2026-11-23T08:00:00+01:00", "the next contact window"),
        ("local:09:00", "2026-11-23T08:00:00Z", "2026-11-23T09:00:00+01:00", "the next 09:00 there"),
        ("2026-11-24T10:00:00+01:00", "2026-11-24T09:00:00Z", "2026-11-24T10:00:00+01:00", "the instant asked for"),
    ],
)
def test_each_row_has_its_instant_with_the_local_time_and_why(replies, when, instant, there, reason):
    (row,) = replies("order_number,new_date\nA-1,2026-12-03\n", "--market", "DE", "--send-at", when)
    assert (row["send_at"], row["send_local"]) == (instant, there)
    assert row["send_reason"].startswith(reason)


def test_nine_in_the_morning_is_nine_for_each_customer(replies):
    rows = replies(LETTERS, "--send-at", "local:09:00")
    assert {row["send_local"][10:16] for row in rows} == {"T09:00"}
    assert len({row["send_at"][10:16] for row in rows}) == 3


def test_a_rate_spreads_messages(replies):
    table = "order_number,new_date\n" + "".join(f"A-{n},2026-12-03\n" for n in range(4))
    rows = replies(table, "--market", "DE", "--send-at", "next-window", "--rate", "2/min")
    assert [row["send_at"][11:19] for row in rows] == ["07:00:00", "07:00:30", "07:01:00", "07:01:30"]


def test_without_a_time_asked_for_there_is_none(replies):
    assert {(r["send_at"], r["send_local"], r["send_reason"]) for r in replies(LETTERS)} == {(None, None, None)}


def test_whoever_must_agree_first_gets_nothing(replies):
    rows = replies(LETTERS, "--purpose", "marketing", "--send-at", "next-window", code=6)
    assert (rows[0]["status"], rows[0]["code"], rows[0]["body"]) == ("rejected", "consent-needed", None)
    assert "must have agreed to marketing by email in Germany" in rows[0]["reason"]


def test_replies_are_recorded_once_with_what_they_say(sent, cscli):
    cscli("customer", "add", "C-7", "--market", "DE", "--name", "Anna Berg", "--email", "anna@shop.example")
    table = "customer.key,order_number,new_date,market\nC-7,A-1,2026-12-03,\n,A-2,bad,FR\n,A-3,2026-12-04,FR\n"
    sent(table, "--log", code=6)
    kept = cscli("log", "list", "--json").data
    assert len(kept) == 2
    shown = [cscli("log", "show", str(one["id"]), "--json").data for one in kept]
    first = next(one for one in shown if one["customer"] == "C-7")
    assert (first["intent"], first["market"], first["direction"]) == ("shipping-delay", "DE", "out")
    assert first["values"] == {"order_number": "A-1", "new_date": "2026-12-03"}
    assert "Ihre Bestellung A-1 wird" in first["body"]


def test_nothing_is_recorded_unless_asked(sent, cscli):
    sent(LETTERS)
    assert cscli("log", "list", "--json").data == []
