"""How soon customers are answered, and whether the targets were met. The clocks are those of the cases."""

from collections import Counter
from collections.abc import Iterable, Iterator

from cscli.clock import sla
from cscli.clock.sla import Clock, Measure
from cscli.desk.cases.policies import Policies
from cscli.desk.measures.cases import CountedCase
from cscli.desk.measures.period import Period
from cscli.desk.measures.seen import Counting, Seen, Tally

_DAY, _FARTHEST = 86_400, 4_000 * 86_400  # seconds
BY_AGENT, WITHOUT_REPLY, GIVEN_UP = "opened by an agent", "resolved without a reply", "given up in time"


def first_responses(cases: Iterable[CountedCase], policies: Policies, period: Period) -> Tally:
    """From when a person had to answer to the first public reply of one."""
    left_out: Counter[str] = Counter()
    seen: list[Seen] = []
    for case in cases:
        if case.state.is_ours and period.holds(case.state.opened_at):
            left_out[BY_AGENT] += 1
        for clock in _clocks(case, Measure.FIRST_RESPONSE):
            if clock.is_given_up:
                left_out[WITHOUT_REPLY] += clock.stopped is not None and period.holds(clock.stopped)
            else:
                seen += _answered(case, clock, Measure.FIRST_RESPONSE, policies, period)
    return Tally(seen, left_out)


def next_responses(cases: Iterable[CountedCase], policies: Policies, period: Period) -> Tally:
    """From the oldest unanswered message to the next public reply or closure."""
    return Tally([
        one for case in cases for clock in _clocks(case, Measure.NEXT_RESPONSE)
        for one in _answered(case, clock, Measure.NEXT_RESPONSE, policies, period)
    ])  # fmt: skip


def targets_met(cases: Iterable[CountedCase], policies: Policies, period: Period, measure: Measure, now: int) -> Tally:
    """Whether each target was met that came due in the period."""
    left_out: Counter[str] = Counter()
    seen = []
    for case in cases:
        clocks = [(kind, clock) for kind, clock in case.state.clocks.by_measure if kind is measure]
        if not clocks:
            continue
        holds = case.holds
        target = holds.targets.get(measure)
        if not target:
            continue
        for _, clock in clocks:
            used = sla.used(measure, clock, case.state.clocks.waits, holds.clock, now, policies.service)
            is_late = used.business > target
            if clock.is_given_up and not is_late:
                left_out[GIVEN_UP] += clock.stopped is not None and period.holds(clock.stopped)
                continue
            is_running = clock.stopped is None and not is_late
            due = None
            if not is_running:  # one that came with a merged case comes due no earlier than this case was opened
                falls_due = sla.due_at(clock.started, target, used.pauses, holds.clock, policies.service)
                due = max(falls_due, case.state.opened_at)
            if due is not None and period.holds(due):
                seen.append(Seen(due, case, int(not is_late), agent=_agent(case, clock)))
            elif _runs_at(case, clock, period.until) and (due is None or due >= period.until):
                seen.append(Seen(period.until - 1, case, 0, agent=case.agent, counting=Counting.RUNNING))
    return Tally(seen, left_out)


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


def _clocks(case: CountedCase, measure: Measure) -> Iterator[Clock]:
    return (clock for kind, clock in case.state.clocks.by_measure if kind is measure)


def _answered(case: CountedCase, clock: Clock, measure: Measure, policies: Policies, period: Period) -> Iterator[Seen]:
    """A clock that stopped in the period, or that runs at its end."""
    if _runs_at(case, clock, period.until):
        yield Seen(period.until - 1, case, 0, agent=case.agent, counting=Counting.RUNNING)
    elif clock.stopped is not None and period.holds(clock.stopped):
        hours, waits = case.holds.clock, case.state.clocks.waits
        used = sla.used(measure, clock, waits, hours, clock.stopped, policies.service)
        yield Seen(clock.stopped, case, used.business, used.calendar, _agent(case, clock))


def _runs_at(case: CountedCase, clock: Clock, at: int) -> bool:
    return clock.started < at and (clock.stopped is None or clock.stopped >= at) and case.is_open_at(at)


def _agent(case: CountedCase, clock: Clock) -> str:
    return case.agent if clock.stopped is None else case.answerer(clock.stopped)
