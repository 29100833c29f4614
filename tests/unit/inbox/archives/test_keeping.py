"""Keeping an archive: once, whatever is imported again, in whatever batches, on each database."""

import random

import pytest
from archive_files import NOW, contents, keep

from cscli.desk.cases.case import case, listed_cases
from cscli.desk.cases.event import Stage
from cscli.desk.cases.journal import journal
from cscli.desk.cases.moves import Move, reopened
from cscli.desk.customers.customers import keep_customers
from cscli.inbox.archives.course import CaseEnding
from cscli.inbox.archives.keeper import Keeping

CHANCE = random.Random  # the same rows each time
HEADINGS = "id,at,direction,email,name,text,thread,case_state\n"
TABLE = (
    HEADINGS
    + """\
1,2026-01-02T10:00:00Z,in,anna@example.de,Anna,Wo ist mein Paket?,77,closed
2,2026-01-02T12:00:00Z,out,anna@example.de,Anna,Es ist unterwegs.,77,closed
3,2026-01-03T09:00:00Z,in,bob@example.com,Bob,Where is it?,78,open
4,2026-01-03T10:00:00Z,note,bob@example.com,Bob,He is angry,78,open
"""
)


def written(tmp_path, text, name="in.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def many(threads, chance):
    """A table of threads whose rows are in any order, without the states of cases."""
    rows = [
        f"{thread}-{n},2026-0{1 + thread % 9}-{10 + n}T1{n}:00:00Z,{('in', 'out')[n % 2]},c{thread % 7}@x.example,C,"
        f"text {n} of {thread},{thread}"
        for thread in range(threads)
        for n in range(5)
    ]  # fmt: skip
    chance.shuffle(rows)
    return "id,at,direction,email,name,text,thread\n" + "\n".join(rows) + "\n"


def test_threads_become_cases_as_open_as_the_archive_says(record, tmp_path):
    assert keep(record, written(tmp_path, TABLE)) == ((4, 0, 2, 2), [])
    closed, still_open = case(record, 1, NOW), case(record, 2, NOW)
    assert (closed.state, closed.customer, closed.subject) == (Stage.CLOSED, "anna@example.de", "Wo ist mein Paket?")
    assert (still_open.state, still_open.unanswered_since.isoformat()) == (Stage.NEW, "2026-01-03T09:00:00+00:00")


def test_a_second_import_changes_no_row(record, tmp_path):
    path = written(tmp_path, TABLE)
    keep(record, path)
    before = contents(record)
    assert keep(record, path)[0] == (0, 4, 0, 0)
    assert contents(record) == before


def test_the_size_of_batches_changes_nothing_but_numbers(record, tmp_path):
    path = written(tmp_path, many(12, CHANCE(1)))
    keep(record, path, size=7)
    states = {one.subject[-2:]: (one.state, one.opened_at) for one in listed_cases(record, NOW, limit=99)}
    assert len(states) == 12
    assert {state for state, _ in states.values()} == {Stage.CLOSED}
    from cscli.record.record import Record

    other = Record(tmp_path / "other.db")
    keep(other, path, size=1000)
    rows = "SELECT origin, state, opened_at, changed_at, until FROM cases ORDER BY origin"
    assert record.rows(rows) == other.rows(rows)
    events = (
        "SELECT cases.origin, at, what, to_value, reason, case_events.until FROM case_events "
        "JOIN cases ON cases.number = case_events.number ORDER BY cases.origin, at, what"
    )
    assert record.rows(events) == other.rows(events)
    other.close()


def test_an_import_that_was_killed_goes_on_where_it_was(record, tmp_path):
    text = many(9, CHANCE(2))
    path = written(tmp_path, "\n".join(text.split("\n")[:20]) + "\n")
    first, _ = keep(record, path, size=4)
    rest, _ = keep(record, written(tmp_path, text), size=4)
    assert first[0] + rest[0] == 45
    assert first[2] + rest[2] == 9


def test_a_thread_without_a_state_is_over_unless_its_customer_wrote_last_and_lately(record, tmp_path):
    text = "id,at,direction,email,text,thread\n" + "".join(
        f"{n},{at},{direction},a@x.example,t,{thread}\n"
        for n, (thread, at, direction) in enumerate([
            ("old", "2026-01-02T10:00:00Z", "in"), ("answered", "2026-11-20T10:00:00Z", "in"),
            ("answered", "2026-11-20T11:00:00Z", "out"), ("waiting", "2026-11-20T10:00:00Z", "in"),
        ])
    )  # fmt: skip
    since = int(NOW.timestamp()) - 10 * 86_400
    keep(record, written(tmp_path, text), keeping=Keeping(now=NOW, ending=CaseEnding(open_since=since)))
    found = {row["origin"]: case(record, row["number"], NOW).state for row in record.rows("SELECT * FROM cases")}
    assert found == {"table:old": Stage.CLOSED, "table:answered": Stage.RESOLVED, "table:waiting": Stage.NEW}


def test_a_later_export_brings_its_case_up_to_date(record, tmp_path):
    keep(record, written(tmp_path, TABLE))
    later = TABLE.replace(",78,open", ",78,solved") + "5,2026-01-04T09:00:00Z,out,bob@example.com,Bob,Here,78,solved\n"
    assert keep(record, written(tmp_path, later))[0] == (1, 4, 0, 0)
    assert case(record, 2, NOW).state is Stage.CLOSED


def test_what_a_person_did_to_a_case_stays(record, tmp_path):
    keep(record, written(tmp_path, TABLE))
    with journal(record) as book:
        reopened(book, Move(number=1, by="li", at=int(NOW.timestamp()) - 60))
    assert keep(record, written(tmp_path, TABLE))[0] == (0, 4, 0, 0)
    assert case(record, 1, NOW).state is Stage.OPEN


def test_no_undo_takes_back_what_an_import_wrote(record, tmp_path):
    from cscli.desk.cases.undoing import newest_acts

    keep(record, written(tmp_path, TABLE.replace("direction", "direction,agent").replace(",out,", ",out,li,")
                         .replace(",in,", ",in,,").replace(",note,", ",note,li,")))  # fmt: skip
    assert record.rows("SELECT count(*) AS n FROM case_events WHERE agent = 'li'") == [{"n": 2}]
    assert list(newest_acts(record, "li")) == []


def test_a_customer_is_found_by_contact_and_made_once(record, tmp_path):
    keep_customers(record, [{"key": "C-7", "email": "Anna@Example.de", "language": "de-AT"}], NOW)
    assert keep(record, written(tmp_path, TABLE), size=1)[0] == (4, 0, 2, 1)
    rows = record.rows("SELECT DISTINCT customer FROM interactions ORDER BY customer")
    assert [row["customer"] for row in rows] == ["C-7", "bob@example.com"]


def test_a_message_in_a_case_that_was_merged_goes_to_the_other(record, tmp_path):
    from cscli.desk.cases.merging import merged

    keep(record, written(tmp_path, TABLE))
    with journal(record) as book:
        merged(book, Move(number=1, by="li", at=int(NOW.timestamp())), 2)
    keep(record, written(tmp_path, TABLE + "5,2026-01-05T09:00:00Z,in,anna@example.de,Anna,noch etwas,77,closed\n"))
    assert record.rows("SELECT case_id FROM interactions WHERE origin = 'table:5:1767603600'") == [{"case_id": 2}]


@pytest.mark.parametrize("size", [2, 1000])
def test_a_dry_run_counts_what_an_import_would_add_and_writes_nothing(new_record, tmp_path, size):
    record, path = new_record, written(tmp_path, TABLE)
    assert keep(record, path, is_dry=True, size=size)[0] == (4, 0, 2, 2)
    assert not record.exists() or record.rows("SELECT * FROM interactions") == []
    keep(record, path)
    assert keep(record, path, is_dry=True, size=size)[0] == (0, 4, 0, 0)


def test_text_of_strangers_is_kept_as_it_was_and_runs_nowhere(record, tmp_path):
    hostile = "'); DROP TABLE interactions; --\x1b[31m=cmd|'/c calc'!A0 \u202e<b>"
    row = f'1,2026-01-02T10:00:00Z,in,"x\'; --@example.com","{hostile[:9]}","{hostile}","{hostile}",open\n'
    (added, *_), refused = keep(record, written(tmp_path, HEADINGS + row))
    assert (added, refused) == (1, [])
    assert record.rows("SELECT body FROM interactions") == [{"body": hostile}]


def test_a_longer_text_is_found_by_a_search(record, tmp_path):
    from cscli.desk.log import found_interactions

    keep(record, written(tmp_path, TABLE))
    assert [one.body for one in found_interactions(record, "unterwegs")] == ["Es ist unterwegs."]


def keep_in_a_process(location, path, counts):
    from cscli.record.record import Record

    record = Record(location)
    counts.put(keep(record, path, size=9)[0])
    record.close()


def test_imports_of_one_archive_at_once_make_everything_once(location, tmp_path):
    import multiprocessing

    from cscli.record.record import Record

    path = written(tmp_path, many(20, CHANCE(3)))
    fork = multiprocessing.get_context("fork")
    counts = fork.Queue()
    several = [fork.Process(target=keep_in_a_process, args=(location, path, counts)) for _ in range(3)]
    for process in several:
        process.start()
    found = [counts.get(timeout=120) for _ in several]
    for process in several:
        process.join(60)
    assert [sum(column) for column in zip(*found, strict=True)] == [100, 200, 20, 7]
    record = Record(location)
    assert record.rows("SELECT count(*) AS n FROM cases") == [{"n": 20}]
    assert record.rows("SELECT count(*) AS n FROM case_events WHERE what IN ('message', 'reply')") == [{"n": 100}]
    record.close()
