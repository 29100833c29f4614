"""Which events say what an archive tells of a case; the clocks and the state follow from them."""

from itertools import permutations

from sweeps import each

from cscli.desk.cases.event import CaseChange, CaseEvent, Priority, Stage
from cscli.desk.cases.fold import folded
from cscli.inbox.archives.course import CaseEnding, course
from cscli.inbox.archives.told import PastCase

DAY = 86_400
ENDING = CaseEnding(reopen_days=7)


def said(at, what=CaseChange.MESSAGE, number=1):
    return CaseEvent(
        number=1, at=at, what=what, to_value="sent" if what is CaseChange.REPLY else "", interaction=number
    )


def shape(events):
    return [(event.at, str(event.what), event.to_value) for event in sorted(events, key=lambda one: one.order)]


def applied(known, change):
    """The events of a case after a change, each with the id of its row."""
    kept = [(row, event) for row, event in known if row not in change.replaced]
    first = max((row for row, _ in known), default=0) + 1
    return [*kept, *enumerate(change.added, start=first)]


def test_a_case_of_which_nothing_is_told_is_resolved_with_its_last_message():
    found = course(1, [said(10), said(20, CaseChange.REPLY, 2)], None, (), ENDING)
    assert shape(found.added) == [
        (10, "opened", "new"),
        (10, "message", ""),
        (20, "reply", "sent"),
        (20, "resolved", "resolved"),
    ]
    assert found.added[-1].until == 20 + 7 * DAY


def test_a_case_that_the_shop_began_is_its_own_matter():
    found = course(1, [said(10, CaseChange.REPLY)], None, (), ENDING)
    assert found.added[0].to_value == "open"


@each("order", list(permutations(range(4))))
def test_messages_in_any_order_and_any_parts_give_one_course(order):
    messages = [said(10, number=1), said(20, CaseChange.REPLY, 2), said(30, number=3), said(40, CaseChange.NOTE, 4)]
    whole = course(1, messages, None, (), ENDING)
    known = []
    for place in order:
        known = applied(known, course(1, [messages[place]], None, known, ENDING))
    in_parts = [event for _, event in known]
    assert shape(in_parts) == shape(whole.added)
    assert folded(1, in_parts, 50).clocks == folded(1, whole.added, 50).clocks


@each(("stage", "expected"), [
    (Stage.NEW, Stage.NEW), (Stage.OPEN, Stage.NEW), (Stage.WAITING, Stage.WAITING), (Stage.HELD, Stage.HELD),
    (Stage.RESOLVED, Stage.RESOLVED), (Stage.CLOSED, Stage.CLOSED), (Stage.SPAM, Stage.SPAM),
])  # fmt: skip
def test_a_state_that_is_told_is_the_state(stage, expected):
    told = PastCase(line=1, origin="x", at=30, stage=stage, priority=Priority.HIGH, tags=("a",), assignee="li")
    found = course(1, [said(10)], told, (), ENDING)
    state = folded(1, found.added, 40)
    assert (state.state, state.priority, state.tags, state.assignee) == (expected, Priority.HIGH, ("a",), "li")
    again = course(1, [], told, list(enumerate(found.added)), ENDING)
    assert (again.added, again.replaced) == ((), ())


def test_what_an_archive_does_not_tell_stays():
    first = course(1, [said(10)], PastCase(line=1, origin="x", at=30, stage=Stage.OPEN, tags=("a",)), (), ENDING)
    later = PastCase(line=1, origin="x", at=60, stage=Stage.CLOSED)
    known = applied([], first)
    state = folded(1, [event for _, event in applied(known, course(1, [], later, known, ENDING))], 70)
    assert (state.state, state.tags) == (Stage.CLOSED, ("a",))


def test_closed_is_what_resolved_becomes_and_no_news():
    first = course(1, [said(10)], None, (), ENDING)
    told = PastCase(line=1, origin="x", at=10, stage=Stage.CLOSED)
    again = course(1, [], told, applied([], first), ENDING)
    assert (again.added, again.replaced) == ((), ())


def test_a_case_that_somebody_works_on_gets_messages_and_nothing_else():
    known = applied([], course(1, [said(10)], None, (), ENDING))
    known.append((99, CaseEvent(number=1, at=50, what=CaseChange.REOPENED, to_value="open", act="abc")))
    told = PastCase(line=1, origin="x", at=60, stage=Stage.CLOSED)
    found = course(1, [said(60, number=2)], told, known, ENDING)
    assert (shape(found.added), found.replaced) == ([(60, "message", "")], ())
