"""Cases that are merged and split, on both databases, and how that is taken back exactly."""

import pytest
from told_cases import answer, assert_rows_equal_the_fold, instant, message, move, new_case, rows

from cscli.desk.cases.arrivals import answered, heard
from cscli.desk.cases.case import case, case_history, surviving_number
from cscli.desk.cases.event import Stage
from cscli.desk.cases.journal import journal
from cscli.desk.cases.merging import merged, split, unmerged, unsplit
from cscli.desk.cases.moves import closed, waits
from cscli.desk.log import interaction
from cscli.errors import DeskError, NotFoundError, UsageError


def test_a_merge_and_its_end_leave_every_row_as_it_was(record):
    first, second, third = new_case(record), new_case(record, "09:10"), new_case(record, "09:20")
    with journal(record) as book:
        answered(book, move(first, "10:00"), answer())
        waits(book, move(first, "10:00"), Stage.WAITING)
    before = rows(record)
    with journal(record) as book:
        assert merged(book, move(second, "11:00"), first) == first
        assert merged(book, move(third, "11:10"), second) == first
    survivor = case(record, first, instant("12:00"))
    assert (survivor.state, survivor.unanswered_since) == (Stage.OPEN, instant("09:10"))
    assert case(record, second, instant("12:00")).state is Stage.MERGED
    assert surviving_number(record, third) == first
    assert len(case_history(record, first, instant("12:00")).said) == 4
    assert_rows_equal_the_fold(record)
    with journal(record) as book:
        unmerged(book, move(third, "12:00"))
        unmerged(book, move(second, "12:00"))
    assert rows(record) == before


def test_a_message_to_a_merged_case_goes_on_in_the_other(record):
    first, second = new_case(record), new_case(record, "09:10")
    with journal(record) as book:
        merged(book, move(second, "10:00"), first)
    with journal(record) as book:
        went = heard(book, move(second, "11:00"), message("Hallo?", "11:00"))
    assert went.case == first


def merge_error(record, number, into) -> str:
    with pytest.raises(DeskError) as raised, journal(record) as book:
        merged(book, move(number, "12:00"), into)
    return raised.value.problems[0].code


def test_a_case_is_not_merged_into_itself_in_a_circle_or_into_what_is_over(record):
    first, second, third = new_case(record), new_case(record), new_case(record)
    with journal(record) as book:
        merged(book, move(second, "11:00"), first)
        closed(book, move(third, "11:00"))
    assert merge_error(record, first, first) == "merge-circle"
    assert merge_error(record, first, second) == "merge-circle"
    assert merge_error(record, first, third) == "case-over"
    assert merge_error(record, first, 999) == "unknown-case"
    with pytest.raises(UsageError, match="is not merged"), journal(record) as book:
        unmerged(book, move(first, "12:00"))


def test_a_split_moves_messages_and_can_be_taken_back_exactly(record):
    number = new_case(record)
    with journal(record) as book:
        other = heard(book, move(number, "09:30"), message("Und die Rechnung?", "09:30")).interaction
        answered(book, move(number, "10:00"), answer())
    before = rows(record)
    with journal(record) as book:
        new = split(book, move(number, "11:00"), [other])
    assert interaction(record, other).case_id == new
    found = case(record, new, instant("12:00"))
    assert (found.state, found.unanswered_since, found.customer) == (Stage.NEW, instant("09:30"), "C-7")
    assert [said.id for said in case_history(record, new, instant("12:00")).said] == [other]
    assert_rows_equal_the_fold(record)
    with journal(record) as book:
        assert unsplit(book, move(new, "12:00")) == number
    assert rows(record) == before


def test_a_split_wants_some_of_the_messages(record):
    number = new_case(record)
    with pytest.raises(UsageError), journal(record) as book:
        split(book, move(number, "11:00"), [])
    with pytest.raises(NotFoundError), journal(record) as book:
        split(book, move(number, "11:00"), [999])
