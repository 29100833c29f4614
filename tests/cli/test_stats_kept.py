"""``cscli stats`` from kept clocks: whatever happens to cases, figures are those that all events give."""

import sqlite3

import pytest
from measured_desk import kept_clocks, without_kept_clocks

from cscli.desk.measures import cases
from cscli.desk.measures.kept import FOLD
from cscli.record.record import Record

OPENED, DONE, LATER = "2026-11-02T08:00:00Z", "2026-11-03T09:00:00Z", "2026-11-20T10:00:00Z"
REPORT = ("stats", "--since", "2026-11-01", "--by", "agent", "--by", "priority", "--json")
CHANGES = (
    ("case", "reopen", "1"), ("done", "1"), ("case", "tag", "1", "+wrong-answer"), ("case", "assign", "4", "Li"),
    ("case", "priority", "4", "high"), ("case", "merge", "2", "--into", "1"),
    ("note", "-i", "1", "looked at it again"), ("case", "reopen", "3"), ("case", "close", "3", "--spam"),
    ("case", "split", "1", "1"), ("case", "wait", "4", "--for", "2d"), ("case", "close", "4"),
)  # fmt: skip


@pytest.fixture
def desk(cscli, filled_once, monkeypatch):
    """Cases of two customers, all over but the last, of which clocks are kept."""
    monkeypatch.setenv("USER", "mei")
    monkeypatch.setattr(cases, "WORTH_KEEPING", 1)

    def fill():
        for customer in ("C-7", "C-8"):
            cscli("customer", "add", customer, "--market", "DE", now=OPENED)
        for customer in ("C-7", "C-7", "C-8", "C-8"):
            opening = ("case", "open", "--customer", customer, "--subject", "Paket", "Wo bleibt mein Paket?")
            assert cscli(*opening, now=OPENED).code == 0
        cscli("case", "tag", "1", "+parcel", now=OPENED)
        for number in ("1", "2", "3"):
            assert cscli("done", number, now=DONE).code == 0
        assert cscli(*REPORT, now=LATER).code == 0

    filled_once(fill)
    return cscli


@pytest.fixture
def record(sealed):
    found = Record(sealed / "data" / "desk.db")
    yield found
    found.close()


def require_right_figures(desk, record, told, now: str = LATER) -> set[int]:
    """A report from what is kept is that of all events; returns of which cases clocks were kept before."""
    kept = kept_clocks(record)
    found = desk(*REPORT, now=now)
    without_kept_clocks(record)
    assert found.data == desk(*REPORT, now=now).data, told
    return kept


def test_only_what_is_over_is_kept(desk, record):
    assert kept_clocks(record) == {1, 2, 3}


def test_figures_are_right_after_whatever_happens_to_a_case_and_after_it_is_undone(desk, record):
    for words in CHANGES:
        assert desk(*words, now=LATER).code == 0, words
        assert require_right_figures(desk, record, words), words
        assert desk("undo", now=LATER).code == 0, words
        assert require_right_figures(desk, record, ("undo", *words)), words
        assert desk(*words, now=LATER).code == 0, words
        assert require_right_figures(desk, record, words), words


def test_figures_are_right_when_cases_are_merged_and_taken_apart_and_the_customer_writes(desk, record):
    for words in (
        ("case", "reopen", "1"), ("case", "merge", "2", "--into", "1"), ("done", "1"), ("case", "unmerge", "2"),
        ("log", "add", "Wann?", "--case", "1"), ("case", "reopen", "1"), ("case", "reopen", "2"),
        ("log", "add", "Hallo?", "--case", "2"), ("case", "merge", "1", "--into", "2"), ("done", "2"),
        ("case", "unmerge", "1"),
    ):  # fmt: skip
        answer = desk(*words, now=LATER)
        assert answer.code == 0, (words, answer.err)
        require_right_figures(desk, record, words)


def test_figures_are_right_when_somebody_looks_back(desk, record):
    for now in (OPENED, "2026-11-02T12:00:00Z", DONE, "2026-11-10T09:00:00Z"):
        assert require_right_figures(desk, record, now, now) == {1, 2, 3}, now
        assert desk(*REPORT, now=LATER).code == 0


def test_figures_are_right_after_other_hours_and_targets(desk, record, sealed):
    before = desk(*REPORT, now=LATER).data
    (sealed / "config").mkdir(exist_ok=True)
    (sealed / "config" / "policies.yaml").write_text(
        "schedules: {desk: [{hours: desk}]}\ntargets: [{name: all, first-response: 1h, resolution: 4h}]\n"
        "pauses: {resolution: [waiting, held]}\n",
        encoding="utf-8",
    )
    (sealed / "config" / "config.yaml").write_text("shop: {support_hours: DE}\n", encoding="utf-8")
    assert kept_clocks(record) == {1, 2, 3}
    assert desk(*REPORT, now=LATER).data != before
    assert require_right_figures(desk, record, "other policies") == {1, 2, 3}


@pytest.mark.parametrize("mode", [(), ("--mode", "delete")])
def test_nothing_is_kept_of_a_customer_who_was_forgotten(desk, record, mode):
    answer = desk("customer", "forget", "C-7", *mode, "--yes", now=LATER)
    assert answer.code == 0, answer.err
    assert kept_clocks(record) == {3}
    require_right_figures(desk, record, mode)
    assert desk("db", "check", now=LATER).code == 0


def test_an_older_program_may_write_beside_it(desk, record):
    with record.transaction() as transaction:  # it knows nothing of the clocks
        transaction.execute("DELETE FROM case_events WHERE id = (SELECT max(id) FROM case_events WHERE number = 1)")
        transaction.execute("UPDATE cases SET state = 'open' WHERE number = 1")
    require_right_figures(desk, record, "taken away")


def test_a_copy_and_a_check_know_what_is_kept(desk, record, sealed):
    assert desk("db", "check").code == 0
    assert desk("db", "copy", str(sealed / "data" / "desk.db"), str(sealed / "copy.db")).code == 0
    copy = Record(sealed / "copy.db")
    assert kept_clocks(copy) == {1, 2, 3}
    assert desk(*REPORT, "--db", str(sealed / "copy.db"), now=LATER).data == desk(*REPORT, now=LATER).data
    copy.close()


def test_who_cannot_write_now_gets_the_same_figures_without_waiting(desk, record, sealed):
    before = desk(*REPORT, now=LATER).data
    without_kept_clocks(record)
    with sqlite3.connect(sealed / "data" / "desk.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = desk(*REPORT, now=LATER)
        other.execute("ROLLBACK")
    assert (answer.code, answer.err, answer.data) == (0, "", before)
    assert kept_clocks(record) == set()


def test_what_is_kept_and_cannot_be_read_is_folded_again(desk, record):
    before = desk(*REPORT, now=LATER).data
    for column, value in (("clocks", b"\x01\x02\x03"), ("clocks", b"\x01\x02\x03\x04"), ("agents", "{")):
        with record.transaction() as transaction:
            transaction.execute(f"UPDATE case_clocks SET {column} = :value", {"value": value})  # noqa: S608 - our names
        assert desk(*REPORT, now=LATER).data == before, value
        assert require_right_figures(desk, record, value) == {1, 2, 3}


def test_what_an_other_version_folded_is_not_read(desk, record, monkeypatch):
    before = desk(*REPORT, now=LATER).data
    with record.transaction() as transaction:
        transaction.execute("UPDATE case_clocks SET fold = fold + 1, clocks = :none", {"none": b""})
    assert desk(*REPORT, now=LATER).data == before
    assert record.rows("SELECT DISTINCT fold FROM case_clocks") == [{"fold": FOLD}]


def test_a_few_cases_are_not_worth_a_write(desk, record, monkeypatch):
    monkeypatch.setattr(cases, "WORTH_KEEPING", 100)
    without_kept_clocks(record)
    assert desk(*REPORT, now=LATER).code == 0
    assert kept_clocks(record) == set()


def test_a_person_is_not_given_numbers_for_the_program(desk):
    assert "case_clocks" not in desk("customer", "export", "C-7", "--json", now=LATER).out
