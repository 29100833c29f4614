"""The measures of a period, from the record: what is needed is read once, then each measure counts."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from cscli.clock import sla
from cscli.clock.sla import Measure, What
from cscli.desk.cases.policies import Policies
from cscli.desk.measures.cases import CountedCase, cases_of_period
from cscli.desk.measures.definitions import Definition
from cscli.desk.measures.feedback import feedback_of
from cscli.desk.measures.measured import Measured
from cscli.desk.measures.period import Period
from cscli.desk.measures.ratings import RATED, Feedback, rated_seen
from cscli.desk.measures.seen import Counting, Seen
from cscli.desk.measures.summary import measured
from cscli.record.record import Record

_LOOK_AHEAD = 7 * 86_400  # what happens within a week after a case was resolved belongs to its measures


def measures(  # noqa: PLR0913 - all that a report depends on
    record: Record, policies: Policies, wanted: Sequence[Definition], period: Period, *, now: int, by: Sequence[str]
) -> tuple[Measured, ...]:
    """The measures of a period, in the order in which they are wanted.

    Args:
        record: the record.
        policies: the service levels, whose hours are those of business time.
        wanted: the measures.
        period: what they are of; it ends no later than ``now``.
        now: UTC epoch second; what is later has not happened yet.
        by: what to divide them by.
    """
    found = cases_of_period(record, period.since, min(period.until + _LOOK_AHEAD, now + 1), now)
    outside = Counter(case.outside for case in found if case.outside and period.holds(case.state.opened_at))
    excluded = {reason: outside[reason] for reason in ("merged", "spam", "robot")}
    counted = [case for case in found if not case.outside]
    said = feedback_of(record, period, now) if any(one.metric in RATED for one in wanted) else Feedback()
    seen = {one.metric: list(_COUNTS[one.metric](counted, policies, period)) for one in wanted if one.metric in _COUNTS}
    seen |= {one.metric: rated_seen(one.metric, said, counted, period, now) for one in wanted if one.metric in RATED}
    return tuple(measured(one, seen[one.metric], period, by, excluded) for one in wanted)


def _first_responses(cases: Iterable[CountedCase], policies: Policies, period: Period) -> Iterator[Seen]:
    measure = Measure.FIRST_RESPONSE
    for case in cases:
        for kind, clock in case.state.clocks.by_measure:
            if kind is not measure or clock.started >= period.until:
                continue
            if clock.stopped is None or clock.stopped >= period.until:
                yield Seen(period.until - 1, case.case, 0, counting=Counting.RUNNING)
            elif clock.stopped >= period.since and not clock.is_given_up:
                used = sla.used(
                    measure, clock, case.state.clocks.waits, policies.policy(case.case).clock, clock.stopped,
                    policies.service,
                )  # fmt: skip
                yield Seen(clock.stopped, case.case, used.business, used.calendar, case.answerer(clock.stopped))


def _reopened(cases: Iterable[CountedCase], policies: Policies, period: Period) -> Iterator[Seen]:  # noqa: ARG001
    for case in cases:
        resolved = next((e.at for e in case.state.told if e.what is What.RESOLVED and period.holds(e.at)), None)
        if resolved is not None:
            again = any(e.what is What.REOPENED and e.at >= resolved for e in case.state.told)
            yield Seen(resolved, case.case, int(again), agent=case.case.assignee)


_Count = Callable[[Iterable[CountedCase], Policies, Period], Iterator[Seen]]
_COUNTS: dict[str, _Count] = {"first-response": _first_responses, "reopen-rate": _reopened}
