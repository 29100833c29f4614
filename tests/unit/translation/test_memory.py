"""The translation memory keeps each unit once, takes no approval back, and refuses what is no unit."""

import subprocess
import sys
from dataclasses import replace

import pytest
from memory_units import NOW, PARCEL, kept, score

from cscli.desk.log import newest_interactions
from cscli.errors import NotFoundError, UsageError
from cscli.record.record import Record
from cscli.record.sqlite.store import MIGRATIONS, SqliteStore
from cscli.translation.memory import MOST_CHARACTERS, add_units, all_units, approve, exact, fuzzy, stats


def test_adding_again_changes_nothing_and_approval_is_never_taken_back(record):
    waiting = replace(PARCEL, approved=False)
    assert kept(record, waiting) == (1, 0, 0)
    assert kept(record, waiting, replace(PARCEL, target="Anders")) == (1, 0, 1)
    assert kept(record, PARCEL) == (0, 1, 0)
    assert kept(record, waiting) == (0, 0, 1)
    assert score(record, PARCEL.source) == 100


def test_a_unit_is_approved_by_id_and_an_unknown_id_is_an_error(record):
    kept(record, replace(PARCEL, approved=False))
    assert approve(record, 1).approved
    assert score(record, PARCEL.source) == 100
    for number in (2, 0, -1, 1 << 70):
        with pytest.raises(NotFoundError) as raised:
            approve(record, number)
        assert raised.value.problems[0].code == "unknown-unit"


def test_asking_a_memory_that_does_not_exist_finds_nothing_and_creates_nothing(new_record):
    assert exact(new_record, "a", "en", "de") is None
    assert (fuzzy(new_record, "a", "en", "de"), stats(new_record)) == ((), ())
    with pytest.raises(NotFoundError):
        approve(new_record, 1)
    assert not new_record.exists()


def test_totals_count_by_languages_and_origin(record):
    kept(record, PARCEL, replace(PARCEL, target="b", approved=False, origin="apertium"), replace(PARCEL, target="c"))
    assert [(t.origin, t.units, t.approved, t.uses) for t in stats(record)] == [
        ("agent", 2, 2, 0),
        ("apertium", 1, 0, 0),
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"source": "a" * (MOST_CHARACTERS + 1)}, "10,001 characters"),
        ({"target": "x" * 1_000_000}, "1,000,000 characters"),
        ({"source": " \n"}, "source is empty"),
        ({"target": ""}, "target is empty"),
        ({"source": "a\x00b"}, "control characters"),
        ({"target": "\x1b[31mred"}, "control characters"),
        ({"target": "a\uffff"}, "control characters"),
        ({"source_language": "klingon"}, "not a language"),
        ({"source_language": ""}, "not a language"),
        ({"target_language": "EN"}, "both of its languages are en"),
        ({"market": "D'; DROP"}, "not a market"),
    ],
)
def test_what_is_no_unit_is_refused_and_nothing_is_kept(record, changes, reason):
    with pytest.raises(UsageError) as raised:
        add_units(record, [PARCEL, replace(PARCEL, **changes)], NOW)
    assert reason in raised.value.message
    assert len(raised.value.message) < 200
    assert list(all_units(record)) == []


def test_texts_with_line_breaks_bidi_marks_and_lone_surrogates_come_back_as_text(record):
    kept(record, replace(PARCEL, source="one\r\ntwo\u2028three", target="\u2067eins\u2069 \ud800"))
    unit = exact(record, "one two three", "en", "de").unit
    assert (unit.source, unit.target) == ("one\ntwo\u2028three", "\u2067eins\u2069 \ufffd")
    assert fuzzy(record, "one two thre", "en", "de")[0].unit == unit


def test_a_record_from_before_the_memory_gets_one_and_loses_nothing(tmp_path):
    old = tmp_path / "old"
    old.mkdir()
    first = next(MIGRATIONS.glob("0001_*.sql"))
    (old / first.name).write_text(first.read_text(encoding="utf-8"), encoding="utf-8")
    before = SqliteStore(tmp_path / "desk.db", steps=old)
    with before.transaction() as connection:
        connection.create_function("folded", -1, lambda *texts: " ".join(texts))
        connection.execute(
            "INSERT INTO interactions (at, direction, channel, body) VALUES (?, 'in', 'email', 'hello')",
            ("2026-01-01T00:00:00Z",),
        )
    assert before.version() == 1
    before.close()
    after = Record(tmp_path / "desk.db")
    assert kept(after, PARCEL) == (1, 0, 0)
    (kept_one,) = newest_interactions(after, {})
    assert (kept_one.body, kept_one.agent_text, kept_one.engines) == ("hello", "", ())
    after.close()


def test_two_processes_that_add_at_once_lose_nothing_and_keep_each_unit_once(record):
    script = """
import sys
from datetime import UTC, datetime
from cscli.record.record import Record
from cscli.translation.memory import Unit, add_units
record = Record(sys.argv[1])
for turn in range(10):
    units = [Unit(source_language="en", target_language="de", source=f"s {turn} {n}", target="t") for n in range(20)]
    own = Unit(source_language="en", target_language="de", source=f"own {turn} {sys.argv[2]}", target="t")
    add_units(record, [*units, own], datetime(2026, 1, 1, tzinfo=UTC))
"""
    words = [sys.executable, "-c", script, record.location]
    running = [subprocess.Popen([*words, name], stderr=subprocess.PIPE) for name in ("one", "two")]
    ends = [(process.communicate(timeout=60)[1], process.returncode) for process in running]
    assert ends == [(b"", 0), (b"", 0)]
    assert len(list(all_units(record))) == 10 * 20 + 2 * 10
