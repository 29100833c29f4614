"""How soon customers are answered, and whether the targets were met. The clocks are those of the cases."""

from collections import Counter
from collections.abc import Iterable

from cscli.clock import sla
from cscli.clock.sla import Measure
from cscli.desk.cases.policies import Policies
from cscli.desk.measures.cases import CountedCase
from cscli.desk.measures.period import Period
from cscli.desk.measures.seen import COUNTED, RUNNING, SeenRow, Tally
from cscli.desk.measures.spent import Ran

_DAY, _FARTHEST = 86_400, 4_000 * 86_400  # seconds
BY_AGENT, WITHOUT_REPLY, GIVEN_UP = "opened by an agent", "resolved without a reply", "given up in time"


def first_responses(cases: Iterable[CountedCase], ran: Iterable[Ran], period: Period) -> Tally:
    """From when a person had to answer to the first public reply of one."""
    left_out = Counter([BY_AGENT for case in cases if case.clocks.is_ours and period.holds(case.clocks.opened_at)])
    counting = []
    for one in ran:
        _, _, stopped, is_given_up, _, _, _, _ = one
        if is_given_up:
            left_out[WITHOUT_REPLY] += stopped is not None and period.holds(stopped)
        else:
            counting.append(one)
    return Tally.of_rows(_answered(counting, period), left_out)


def next_responses(ran: Iterable[Ran], period: Period) -> Tally:
    """From the oldest unanswered message to the next public reply or closure."""
    return Tally.of_rows(_answered(ran, period))


def targets_met(ran: Iterable[Ran], policies: Policies, period: Period, measure: Measure) -> Tally:
    """Whether each target was met that came due in the period."""
    left_out: Counter[str] = Counter()
    rows: list[SeenRow] = []
    since, until, service, due_at = period.since, period.until, policies.service, sla.due_at
    for case, started, stopped, is_given_up, business, _, pauses, agent in ran:
        holds = case.holds
        target = holds.targets.get(measure)
        if not target:
            continue
        is_late = business > target
        if is_given_up and not is_late:
            left_out[GIVEN_UP] += stopped is not None and period.holds(stopped)
            continue
        due = None
        if stopped is not None or is_late:
            due = due_at(started, target, pauses, holds.clock, service)
            if due < case.clocks.opened_at:  # noqa: PLR1730 - faster, a hundred thousand times
                due = case.clocks.opened_at
        if due is not None and since <= due < until:
            rows.append((due, case, int(not is_late), 0, agent, COUNTED))
        elif (due is None or due >= until) and _runs_at(case, started, stopped, until):
            rows.append((until - 1, case, 0, 0, case.agent, RUNNING))
    return Tally.of_rows(rows, left_out)


def look_back(policies: Policies, since: int) -> int:
    """The instant before which nothing happened that may come due after ``since``.

    A target comes due no later than its business time after the last event of its case.
    """
    longest = max((target or 0 for rule in policies.rules for target in rule.targets.values()), default=0)
    named = {rule.hours for rule in policies.rules if rule.hours} or {next(iter(policies.clocks))}
    found = since
    for name in named if longest else ():
        hours, back = policies.clocks[name](), _DAY
        while hours.between(since - back, since) <= longest and back < _FARTHEST:
            back += _DAY
        found = min(found, since - back)
    return found


def _answered(ran: Iterable[Ran], period: Period) -> list[SeenRow]:
    """The clocks that stopped in the period, or that run at its end."""
    rows: list[SeenRow] = []
    since, until = period.since, period.until
    for case, started, stopped, _, business, calendar, _, agent in ran:
        if stopped is not None and stopped < until:
            if stopped >= since:
                rows.append((stopped, case, business, calendar, agent, COUNTED))
        elif _runs_at(case, started, stopped, until):
            rows.append((until - 1, case, 0, 0, case.agent, RUNNING))
    return rows


def _runs_at(case: CountedCase, started: int, stopped: int | None, at: int) -> bool:
    return (stopped is None or stopped >= at) and started < at and case.is_open_at(at)
