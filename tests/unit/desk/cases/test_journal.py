"""Cases in the record, on both databases: moves, arrivals, and the rows that lists are made from."""

import pytest
from told_cases import answer, assert_rows_equal_the_fold, at, instant, message, move, new_case, rows

from cscli.desk.cases.arrivals import NewCase, answered, heard, noted, opened, text_became
from cscli.desk.cases.case import NOBODY, case, case_history, listed_cases
from cscli.desk.cases.event import Priority, Stage
from cscli.desk.cases.journal import case_events, journal
from cscli.desk.cases.moves import assigned, closed, escalated, prioritised, reopened, resolved, resumed, tagged, waits
from cscli.desk.log import interaction
from cscli.errors import UsageError
from cscli.record.rows import cases as table

WEEK = 7


def test_a_case_that_is_opened_has_a_number_that_stays_and_its_message(record):
    first, second = new_case(record), new_case(record, subject="Refund")
    assert second > first
    history = case_history(record, first, instant("12:00"))
    assert [said.case_id for said in history.said] == [first]
    assert (history.case.state, history.case.customer, history.case.unanswered_since) == (
        Stage.NEW, "C-7", instant("09:00"),
    )  # fmt: skip
    assert_rows_equal_the_fold(record)


def test_every_move_is_an_event_and_the_row_follows(record):
    number = new_case(record)
    with journal(record) as book:
        assigned(book, move(number, "09:10"), "Ana")
        escalated(book, move(number, "09:20"), agent="Lead", priority=None, reason="angry")
        tagged(book, move(number, "09:30"), add=("vip", "delay"), remove=("none",))
        tagged(book, move(number, "09:40"), remove=("delay",))
        waits(book, move(number, "09:50"), Stage.HELD, reason="carrier", until=at("12:00", 3))
    found = case(record, number, instant("11:00"))
    assert (found.assignee, found.priority, found.tags, found.state) == ("Lead", Priority.HIGH, ("vip",), Stage.HELD)
    assert case(record, number, instant("12:00", 3)).state is Stage.OPEN
    whats = [str(event.what) for event in case_events(record, number)]
    assert whats == [
        "opened", "message", "assigned", "escalated", "priority", "tagged", "tagged", "untagged", "waits",
    ]  # fmt: skip
    assert_rows_equal_the_fold(record)


def test_a_move_that_changes_nothing_writes_nothing(record):
    number = new_case(record)
    with journal(record) as book:
        assigned(book, move(number), "")
        prioritised(book, move(number), Priority.NORMAL)
        tagged(book, move(number), remove=("vip",))
        resumed(book, move(number))
        assert book.written == []


@pytest.mark.parametrize("closing", [False, True])
def test_a_message_reopens_a_resolved_case_in_time_and_later_opens_one_that_follows(record, closing):
    number = new_case(record)
    with journal(record) as book:
        resolved(book, move(number, "10:00"), reopen_days=WEEK)
    day = 10 if closing else 8
    with journal(record) as book:
        went = heard(book, move(number, "09:00", day), message("Noch nicht da", day=day, customer="C-7"))
    if closing:
        assert (went.is_new, went.follows, went.case) == (True, number, number + 1)
        assert case(record, went.case, instant("10:00", day)).follows == number
        assert case(record, went.case, instant("10:00", day)).customer == "C-7"
        assert case(record, number, instant("10:00", day)).state is Stage.CLOSED
    else:
        assert (went.is_new, went.case) == (False, number)
        assert case(record, number, instant("10:00", day)).state is Stage.OPEN
    assert_rows_equal_the_fold(record)


@pytest.mark.parametrize("attention", ["thanks", "robot"])
@pytest.mark.parametrize("day", [3, 12])
def test_thanks_alone_reopen_nothing_and_are_recorded(record, attention, day):
    number = new_case(record)
    with journal(record) as book:
        resolved(book, move(number, "10:00"), reopen_days=WEEK)
        before = book.state(number, at("11:00", day)).state
        went = heard(book, move(number, "11:00", day), message("Danke!", "11:00", day, attention=attention))
    assert (went.case, went.is_new) == (number, False)
    assert case(record, number, instant("12:00", day)).state is before
    assert interaction(record, went.interaction).attention == attention


def test_the_same_message_again_changes_nothing(record):
    number = new_case(record)
    said = message("Hallo", "09:30", origin="<1@shop.example>")
    with journal(record) as book:
        first = heard(book, move(number, "09:30"), said)
    before = rows(record)
    with journal(record) as book:
        assert heard(book, move(number, "11:00"), said)[:2] == first[:2]
    assert rows(record) == before


def test_only_what_reached_the_customer_answers_a_case(record):
    number = new_case(record)
    with journal(record) as book:
        draft = answered(book, move(number, "10:00"), answer(state="draft"))
    assert case(record, number, instant("10:30")).unanswered_since == instant("09:00")
    with journal(record) as book:
        text_became(book, move(0, "11:00"), draft, "sent")
    found = case(record, number, instant("11:30"))
    assert (found.unanswered_since, found.state) == (None, Stage.OPEN)
    assert interaction(record, draft).state == "sent"
    assert_rows_equal_the_fold(record)


def test_a_note_answers_nothing(record):
    number = new_case(record)
    with journal(record) as book:
        noted(book, move(number, "10:00"), message("ask Ana", direction="note"))
    assert case(record, number, instant("10:30")).unanswered_since == instant("09:00")


def test_what_is_over_must_be_reopened_first(record):
    number = new_case(record)
    with journal(record) as book:
        closed(book, move(number, "10:00"), as_spam=True)
    with pytest.raises(UsageError, match="is spam"), journal(record) as book:
        waits(book, move(number, "11:00"), Stage.HELD)
    with journal(record) as book:
        reopened(book, move(number, "11:00"))
    assert case(record, number, instant("12:00")).state is Stage.OPEN


def test_a_dry_run_keeps_nothing(record):
    number = new_case(record)
    before = rows(record)
    with journal(record, is_dry=True) as book:
        assigned(book, move(number), "Ana")
        assert len(book.written) == 1
    assert rows(record) == before


def test_a_command_is_taken_back_whole(record):
    number = new_case(record)
    before = rows(record)
    with journal(record) as book:
        assigned(book, move(number), "Ana")
        tagged(book, move(number), add=("vip",))
        act = book.act
    with journal(record) as book:
        assert len(book.take_back(act)) == 2
    assert rows(record) == before


def test_events_written_late_give_what_events_written_in_time_give(record):
    """A second case gets the same events, the last first."""
    numbers = []
    for backwards in (False, True):
        with journal(record) as book:
            number = opened(book, move(0, "09:00"), NewCase())
        steps = [
            lambda book, n: assigned(book, move(n, "10:00"), "Ana"),
            lambda book, n: waits(book, move(n, "11:00"), Stage.WAITING),
            lambda book, n: heard(book, move(n, "12:00"), message(clock="12:00")),
            lambda book, n: resolved(book, move(n, "13:00"), reopen_days=WEEK),
        ]
        for step in reversed(steps) if backwards else steps:
            with journal(record) as book:
                step(book, number)
        numbers.append(number)
    one, other = (table.one(record, number) for number in numbers)
    own = ("number", "taken_by")
    assert {k: v for k, v in one.items() if k not in own} == {k: v for k, v in other.items() if k not in own}


def test_cases_are_listed_as_they_stand_at_the_instant(record):
    first, second = new_case(record, market="JP"), new_case(record, "09:30", tags=("vip",), assignee="Ana")
    with journal(record) as book:
        resolved(book, move(first, "10:00"), reopen_days=WEEK)
        waits(book, move(second, "10:00"), Stage.SNOOZED, until=at("12:00"))

    def listed(clock, day=2, **chosen):
        return [one.number for one in listed_cases(record, instant(clock, day), **chosen)]

    assert listed("11:00") == [second, first]
    assert listed("11:00", states=[Stage.RESOLVED]) == [first]
    assert listed("11:00", 20, states=[Stage.CLOSED]) == [first]
    assert (listed("11:00", states=[Stage.OPEN]), listed("12:00", states=[Stage.OPEN])) == ([], [second])
    assert listed("09:15") == [first]
    assert listed("09:45", states=[Stage.NEW]) == [second, first]
    assert (listed("11:00", tags=["vip"]), listed("11:00", tags=["-vip"])) == ([second], [first])
    assert listed("11:00", filters={"market": "JP"}) == [first]
    assert listed("11:00", filters={"assignee": NOBODY}) == [first]
    assert listed("11:00", since=instant("09:10")) == [second]
    assert listed("11:00", text=f"c-7 {second}") == [second]
    assert listed("11:00", limit=1) == [second]


def test_a_list_looks_at_every_case_however_many_there_are(record):
    wanted = new_case(record, tags=("vip",))
    with record.transaction() as transaction:
        for _ in range(1200):
            table.add(record, transaction, {}, "2026-03-02T09:30:00Z")
    assert [one.number for one in listed_cases(record, instant("11:00"), tags=["vip"])] == [wanted]
    assert len(listed_cases(record, instant("11:00"), states=[Stage.NEW], limit=5000)) == 1201
