"""Retention: what is too old goes, what is not, or must be kept, stays; a dry run says the same numbers."""

from datetime import UTC, datetime

import pytest

from cscli.config_keys import is_age
from cscli.desk.customers.customers import keep_customers
from cscli.desk.log import Interaction, found_interactions
from cscli.desk.orders.orders import ShopOrder, keep_orders
from cscli.desk.privacy.audit import audit_trail
from cscli.desk.privacy.forgetting import Eraser
from cscli.desk.privacy.retention import before, retained
from cscli.desk.recording import add_interactions
from cscli.errors import UsageError
from cscli.record.rows import raw_messages
from cscli.state.machine import MachineState

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
POLICY = {"raw_messages": "90d", "interactions": "3y", "customers": "5y", "orders": "10y"}


def at(year, month=6):
    return datetime(year, month, 1, tzinfo=UTC)


def said(body, customer, when, **fields):
    return Interaction(direction="in", channel="email", body=body, at=when, customer=customer, **fields)


@pytest.fixture
def eraser(record, tmp_path):
    for key in ("silent", "buyer", "writer", "ancient", "waiting"):
        keep_customers(record, [{"key": key, "email": f"{key}@x.example"}], at(2012))
    with record.transaction() as transaction:
        transaction.execute(
            "INSERT INTO cases (number, customer, state, opened_at, changed_at) "
            "VALUES (1, 'waiting', 'waiting', '2012-06-01T00:00:00Z', '')"
        )
    ids = add_interactions(record, [
        said("long ago Quitte", "silent", at(2018), origin="m1"), said("recent Quitte", "writer", at(2026, 10)),
        said("four years ago", "writer", at(2022)), said("case Quitte", "waiting", at(2012), case_id=1),
    ])  # fmt: skip
    with record.transaction() as transaction:
        for number in ids:
            raw_messages.keep(record, transaction, number, b"raw")
    orders = (("B-1", "buyer", "2019-01-01"), ("A-1", "ancient", "2013-01-01"))
    keep_orders(record, [ShopOrder(number=n, status="delivered", customer=c, placed=p) for n, c, p in orders], NOW)
    return Eraser(agent="Mei", now=NOW, audit="changes", machine=MachineState(tmp_path / "s.db"), record=record)


def counted(done):
    return {one.part: one.found for one in done.parts}


def test_a_dry_run_says_what_would_go_and_changes_nothing(eraser):
    for _ in range(2):
        found = retained(eraser, POLICY, is_dry=True)
        assert counted(found) == {"raw_messages": 3, "interactions": 2, "comments": 0, "customers": 2}
        assert found.kept_for_orders == 1
        assert {one.part: one.age for one in found.parts}["comments"] == "3y"
    assert audit_trail(eraser.record) == ()


def test_what_is_too_old_goes_and_the_rest_stays(eraser):
    record = eraser.record
    planned = retained(eraser, POLICY, is_dry=True)
    assert counted(retained(eraser, POLICY, is_dry=False)) == counted(planned)
    assert [row["interaction"] for row in record.rows("SELECT interaction FROM raw_messages")] == [2]
    assert [(row["id"], row["body"]) for row in record.rows("SELECT id, body FROM interactions ORDER BY id")] == [
        (1, ""), (2, "recent Quitte"), (3, ""), (4, "case Quitte"),
    ]  # fmt: skip
    keys = sorted(row["key"] for row in record.rows("SELECT key FROM customers") if "forgotten" not in row["key"])
    assert keys == ["buyer", "waiting", "writer"]
    assert [one.body for one in found_interactions(record, "Quitte")] == ["recent Quitte", "case Quitte"]
    assert [one.what for one in audit_trail(record)] == ["retention", "forgotten", "forgotten"]
    assert counted(retained(eraser, POLICY, is_dry=False)) == dict.fromkeys(counted(planned), 0)
    assert len(audit_trail(record)) == 3
    again = add_interactions(record, [said("long ago Quitte", "silent", at(2018), origin="m1")])
    assert again == [0]


def test_one_rule_alone_leaves_the_rest(eraser):
    assert counted(retained(eraser, {"raw_messages": "90d"}, is_dry=False)) == {"raw_messages": 3}
    assert len(eraser.record.rows("SELECT key FROM customers WHERE substr(key, 1, 9) <> 'forgotten'")) == 5
    with pytest.raises(UsageError, match="no policy"):
        retained(eraser, {"raw_messages": "", "orders": "10y"}, is_dry=True)


def test_a_text_that_is_too_old_goes_wherever_it_stands(eraser):
    record = eraser.record
    with record.transaction() as transaction:
        for number, into in ((2, 1), (3, 2)):
            transaction.execute(
                "INSERT INTO cases (number, customer, state, subject, opened_at, changed_at) "
                "VALUES (:number, 'writer', 'closed', 'Quitte', '2018-06-01T00:00:00Z', '')", {"number": number},
            )  # fmt: skip
            transaction.execute("UPDATE interactions SET case_id = :number WHERE id = :into",
                                {"number": number, "into": into})  # fmt: skip
        transaction.execute(
            "INSERT INTO ratings (origin, interaction, kind, score, comment, answered_at, came) "
            "VALUES ('r1', 1, 'csat', 2, 'long ago Quitte', '2018-06-01T00:00:00Z', 'mail')"
        )
    retained(eraser, {"interactions": "3y"}, is_dry=False)
    assert [row["interaction"] for row in record.rows("SELECT interaction FROM raw_messages")] == [2, 4]
    assert record.rows("SELECT score, comment FROM ratings") == [{"score": 2, "comment": ""}]
    subjects = record.rows("SELECT number, subject FROM cases ORDER BY number")
    assert [row["subject"] for row in subjects] == ["", "", "Quitte"]


def test_comments_of_ratings_that_came_without_a_message_go_by_their_own_age(eraser):
    record = eraser.record
    rows = [
        {"origin": "old", "at": "2018-06-01T00:00:00Z", "case": None, "comment": "alte Quitte", "translation": "old"},
        {"origin": "translated", "at": "2018-06-01T00:00:00Z", "case": None, "comment": "", "translation": "quince"},
        {"origin": "recent", "at": "2026-10-01T00:00:00Z", "case": None, "comment": "neue Quitte", "translation": ""},
        {"origin": "live", "at": "2018-06-01T00:00:00Z", "case": 1, "comment": "offene Quitte", "translation": ""},
    ]
    with record.transaction() as transaction:
        transaction.executemany(
            "INSERT INTO ratings (origin, case_number, kind, score, comment, translation, answered_at, came) "
            "VALUES (:origin, :case, 'csat', 2, :comment, :translation, :at, 'typed')", rows
        )  # fmt: skip
    for is_dry in (True, False):
        assert counted(retained(eraser, {"interactions": "3y"}, is_dry=is_dry))["comments"] == 2
    found = record.rows("SELECT origin, score, comment, translation FROM ratings ORDER BY id")
    assert [(row["origin"], row["comment"], row["translation"]) for row in found] == [
        ("old", "", ""), ("translated", "", ""), ("recent", "neue Quitte", ""), ("live", "offene Quitte", ""),
    ]  # fmt: skip
    assert {row["score"] for row in found} == {2}
    assert counted(retained(eraser, {"interactions": "3y"}, is_dry=True)) == {"interactions": 0, "comments": 0}
    assert audit_trail(record)[0].detail == "2 interactions, 2 comments"


def test_ages_are_days_weeks_months_and_years():
    leap = datetime(2028, 2, 29, 9, 30, tzinfo=UTC)
    assert [before(leap, age).date().isoformat() for age in ("90d", "2w", "1m", "12m", "4y", "3y")] == [
        "2027-12-01", "2028-02-15", "2028-01-29", "2027-02-28", "2024-02-29", "2025-02-28",
    ]  # fmt: skip
    for wrong in ("", "5", "y", "0d", "5 years", "99999d", "-1d"):
        with pytest.raises(UsageError, match="is not an age"):
            before(leap, wrong)


def test_a_month_before_a_day_that_its_month_lacks_is_the_last_of_that_month():
    end = datetime(2026, 5, 31, 12, tzinfo=UTC)
    assert [before(end, age).date().isoformat() for age in ("1m", "3m", "4m")] == [
        "2026-04-30", "2026-02-28", "2026-01-31",
    ]  # fmt: skip


def test_an_age_that_the_settings_take_is_one_that_retention_takes():
    assert [age for age in ("90d", "0090d", "0d", "3y", "", "d", "10000d") if is_age(age)] == ["90d", "3y"]
