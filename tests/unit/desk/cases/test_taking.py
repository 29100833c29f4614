"""Two agents and one case: who takes it, and what each has seen."""

import os
import threading
from datetime import timedelta

import pytest
from told_cases import answer, at, instant, message, move

from cscli.desk.cases.arrivals import NewCase, answered, heard, noted, opened
from cscli.desk.cases.case import case, case_history
from cscli.desk.cases.journal import journal
from cscli.desk.cases.taking import TAKEN_FOR, require_unchanged, take
from cscli.errors import RefusedError
from cscli.record.record import Record

RACES = int(os.environ.get("CASE_RACES", "25"))  # a race is two agents who do the same at the same moment


@pytest.fixture
def number(record):
    with journal(record) as book:
        made = opened(book, move(0), NewCase(customer="C-7"))
        heard(book, move(made), message())
    return made


def seen_of(record, number) -> int | None:
    return case_history(record, number, instant("09:30")).folded.newest_said


def changed(record, number, seen) -> RefusedError | None:
    try:
        with journal(record) as book:
            require_unchanged(book, number, seen, at("12:00"))
    except RefusedError as problem:
        return problem
    return None


def test_a_case_is_taken_for_a_quarter_of_an_hour(record, number):
    now = instant("10:00")
    assert take(record, number, "Mei", now)
    assert not take(record, number, "Ana", now + timedelta(minutes=14))
    assert case(record, number, now).taken_by == "Mei"
    assert take(record, number, "Mei", now + timedelta(minutes=14))
    assert not take(record, number, "Ana", now + timedelta(minutes=15))
    assert case(record, number, now + timedelta(minutes=14) + TAKEN_FOR).taken_by == ""
    assert take(record, number, "Ana", now + timedelta(minutes=14) + TAKEN_FOR)


def test_what_the_agent_has_seen_changes_nothing(record, number):
    seen = seen_of(record, number)
    with journal(record) as book:
        noted(book, move(number, "10:00"), message("ask Ana", direction="note"))
        answered(book, move(number, "10:00"), answer("a draft", state="draft"))
    assert changed(record, number, seen) is None


def test_a_new_message_and_another_agents_answer_are_shown(record, number):
    seen = seen_of(record, number)
    with journal(record) as book:
        heard(book, move(number, "10:00"), message("Hat sich erledigt", "10:00"))
    problem = changed(record, number, seen)
    assert problem is not None
    assert (problem.problems[0].code, problem.exit_code) == ("case-changed", 4)
    assert "the customer wrote (message 2): Hat sich erledigt" in problem.message
    with journal(record) as book:
        answered(book, move(number, "10:05", by="Ana"), answer("Alles klar", "10:05"))
    assert "Ana answered (message 3): Alles klar" in changed(record, number, seen).message


def test_a_message_that_arrives_late_is_new_all_the_same(record, number):
    seen = seen_of(record, number)
    with journal(record) as book:
        heard(book, move(number, "08:00"), message("Noch etwas", "08:00"))
    assert changed(record, number, seen) is not None


def race(location, work) -> list:
    """What two agents get who do the same at the same moment, each with a connection of its own."""
    start, got = threading.Barrier(2), []

    def run(agent):
        record = Record(location)
        try:
            start.wait(30)
            got.append(work(record, agent))
        finally:
            record.close()

    several = [threading.Thread(target=run, args=(agent,)) for agent in ("Mei", "Ana")]
    for thread in several:
        thread.start()
    for thread in several:
        thread.join(60)
    return got


def test_of_two_agents_at_once_one_takes_the_case_and_one_answers_it(record):
    for _ in range(RACES):
        with journal(record) as book:
            number = opened(book, move(0), NewCase(customer="C-7"))
            heard(book, move(number), message())
        seen = seen_of(record, number)

        def reply(own, agent, number=number, seen=seen):
            try:
                with journal(own) as book:
                    require_unchanged(book, number, seen, at("10:00"))
                    return answered(book, move(number, "10:00", by=agent), answer(agent=agent))
            except RefusedError:
                return None

        assert sorted(race(record.location, lambda own, agent, n=number: take(own, n, agent, instant("10:00")))) == [
            False,
            True,
        ]
        answers = race(record.location, reply)
        assert [one is None for one in answers].count(True) == 1
        said = [one for one in case_history(record, number, instant("11:00")).said if one.direction == "out"]
        assert len(said) == 1
