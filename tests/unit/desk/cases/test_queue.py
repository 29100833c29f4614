"""The queue: what will be missed first, as this agent can work on it now."""

from pathlib import Path

from sweeps import each
from told_cases import at, instant

from cscli.clock import sla
from cscli.clock.calendar import Calendar
from cscli.clock.hours import ALWAYS, Schedule
from cscli.clock.market_hours import ContactAnswer, Decision
from cscli.clock.schedule_versions import ScheduleVersion, ScheduleVersions
from cscli.clock.sla import Measure, What
from cscli.desk.cases.case import Case
from cscli.desk.cases.event import Priority, Stage
from cscli.desk.cases.policies import CaseMatch, Policies, TargetRule
from cscli.desk.cases.queue import due_targets, queue

HOUR = 3600
NOW = at("12:00")
ALL_DAY = ScheduleVersions([
    ScheduleVersion(since=0, name="24/7", calendar=Calendar(Schedule(zone="UTC", week=ALWAYS)))
])  # fmt: skip
POLICIES = Policies(
    file=Path("policies.yaml"), escalations=(), service=sla.Policy(), clocks={"desk": lambda: ALL_DAY},
    rules=(
        TargetRule(name="all", match=CaseMatch(), targets={Measure.FIRST_RESPONSE: 8 * HOUR}, hours=""),
        TargetRule(
            name="vip", match=CaseMatch(tag=("vip",)), targets={Measure.FIRST_RESPONSE: HOUR}, hours=""
        ),
    ),
)  # fmt: skip


def a_case(number: int, opened: str, **more) -> Case:
    made = Case(
        number=number, state=Stage.NEW, until=None, priority=Priority.NORMAL, assignee="", tags=(), customer="C-7",
        order_number="", market="DE", language="de", channel="email", subject="", follows=None, merged_into=None,
        opened_at=instant(opened), unanswered_since=instant(opened), taken_by="", taken_until=None,
        clocks=sla.clocks_of([sla.Event(at=at(opened), what=What.OPENED)]),
    )  # fmt: skip
    return made._replace(**more)


def order(*cases: Case, reads=(), blocked=(), only_free=False) -> list[int]:
    def contact(case):
        return (
            ContactAnswer(Decision.BLOCKED, NOW + HOUR, "quiet", "law", "high", ()) if case.number in blocked else None
        )

    found = queue(cases, POLICIES, NOW, agent="Mei", reads=reads, contact=contact, only_free=only_free)
    return [one.case.number for one in found]


def test_what_will_be_missed_first_comes_first():
    assert order(a_case(1, "10:00"), a_case(2, "09:00"), a_case(3, "11:30", tags=("vip",))) == [3, 2, 1]


def test_what_can_be_read_and_written_to_now_comes_before_the_rest():
    cases = (a_case(1, "09:00"), a_case(2, "10:00", language="ja"), a_case(3, "11:00"))
    assert order(*cases, reads=("de-AT",)) == [1, 3, 2]
    assert order(*cases, blocked=(1,)) == [2, 3, 1]
    assert order(*cases) == [1, 2, 3]


def test_cases_of_others_come_only_when_they_are_late_and_taken_ones_never():
    other = a_case(1, "11:00", assignee="Ana")
    late = a_case(2, "05:00", assignee="Ana")
    taken = a_case(3, "09:00", taken_by="Ana", taken_until=instant("12:05"))
    assert order(other, late, taken, a_case(4, "11:00", assignee="Mei")) == [2, 4]


def test_who_looks_for_a_free_case_does_not_get_those_of_others():
    cases = (a_case(1, "01:00", assignee="Olu"), a_case(2, "10:00"), a_case(3, "11:00", assignee="Mei"))
    assert order(*cases) == [1, 2, 3]
    assert order(*cases, only_free=True) == [2, 3]


def test_a_case_that_waits_comes_only_when_a_target_is_missed():
    assert order(a_case(1, "11:00", state=Stage.HELD), a_case(2, "03:00", state=Stage.HELD)) == [2]


@each(("within", "found"), [(None, [2, 3]), (HOUR, [2]), (3 * HOUR, [2, 3]), (6 * HOUR, [2, 3, 1])])
def test_due_is_what_is_missed_or_has_little_time_left(within, found):
    cases = (a_case(1, "09:00"), a_case(2, "03:00"), a_case(3, "06:00"))
    assert [one.case.number for one in due_targets(cases, POLICIES, NOW, within)] == found
