"""Service levels: given targets, hours and what happened, what is due, met or missed.

Times are judged from the events alone, so an answer does not depend on when it is looked at; only what is still
running needs ``now``. A target is missed when the business time used is more than the target, never when it is equal.
Instants are UTC epoch seconds. The definitions of the measures are those of the desk's reports.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from cscli.clock.calendar import Boundary, Calendar
from cscli.clock.schedule_versions import ScheduleVersions
from cscli.clock.sla_clocks import Clock, Clocks, Event, Measure, Wait, What, clocks_of
from cscli.clock.spans import Span, common, merged, seconds

__all__ = [
    "AT_RISK",
    "Clock",
    "Clocks",
    "Event",
    "Measure",
    "Policy",
    "Standing",
    "State",
    "Wait",
    "What",
    "clocks_of",
]

BusinessTime = Calendar | ScheduleVersions

AT_RISK = 0.75  # from this share of a target on, it is at risk


class State(StrEnum):
    """How a target stands; ``missed`` also while the case still runs."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"


class Policy(NamedTuple):
    """Which kinds of waiting stop which clock, and when a duration is due that is used up exactly at closing time."""

    pauses: Mapping[Measure, frozenset[What]] = MappingProxyType(
        {Measure.RESOLUTION: frozenset({What.WAITING_FOR_CUSTOMER})}
    )
    boundary: Boundary = Boundary.CLOSE


class Standing(NamedTuple):
    """One target of a case.

    ``due`` is None while the clock is paused; ``risk_at`` is when three quarters of the target are used up;
    ``stopped`` is None while it runs. ``elapsed`` and ``target`` are business seconds, ``calendar_seconds`` are all
    seconds; pauses count in neither.
    """

    measure: Measure
    state: State
    started: int
    stopped: int | None
    due: int | None
    risk_at: int | None
    target: int
    elapsed: int
    calendar_seconds: int
    pauses: tuple[Span, ...]

    @property
    def margin(self) -> int:
        """Business seconds that are left; negative by how much it is late."""
        return self.target - self.elapsed

    @property
    def is_live(self) -> bool:
        """Whether something must still be done for it."""
        return self.stopped is None

    @property
    def is_at_risk(self) -> bool:
        """Whether something must still be done for it, and three quarters of it are used up."""
        return self.is_live and self.margin <= self.target * (1 - AT_RISK)


def first_due(standings: Iterable[Standing]) -> Standing | None:
    """The target that is missed first among those for which something must still be done."""
    live = [one for one in standings if one.is_live and one.state is not State.PAUSED]
    return min(live, key=lambda one: (one.margin, _RANK[one.measure]), default=None)


def due_at(started: int, target: int, pauses: Sequence[Span], calendar: BusinessTime, policy: Policy) -> int:
    """When a target of business seconds is used up by a clock that stands still during pauses.

    Raises:
        UsageError: the hours are not open for so long within ten years.
    """
    if not pauses:
        return calendar.add(started, target, policy.boundary)
    return _due(calendar, started, target, pauses, policy.boundary)


def standings(
    events: Iterable[Event],
    targets: Mapping[Measure, int | None],
    calendar: BusinessTime,
    now: int,
    policy: Policy | None = None,
) -> tuple[Standing, ...]:
    """How each target of a case stands; a target of None or 0 is not a target.

    Args:
        events: what happened, in any order but within a second; what is later than ``now`` has not happened yet.
        targets: business seconds by measure.
        calendar: the hours in which the targets run.
        now: UTC epoch second.
        policy: what pauses which clock.
    """
    return standings_of(clocks_of(e for e in events if e.at <= now), targets, calendar, now, policy)


def standings_of(
    clocks: Clocks,
    targets: Mapping[Measure, int | None],
    calendar: BusinessTime,
    now: int,
    policy: Policy | None = None,
) -> tuple[Standing, ...]:
    """As ``standings``, from the clocks of what happened up to ``now``."""
    rules = policy or Policy()
    pauses = {measure: _pauses(clocks.waits, rules.pauses.get(measure, frozenset()), now) for measure in Measure}
    found = []
    for measure, clock in clocks.by_measure:
        if target := targets.get(measure):
            own = pauses[measure]
            one = _standing(measure, clock, target, pauses=own, calendar=calendar, now=now, policy=rules)
            if one.state is State.MISSED or not clock.is_given_up:
                found.append(one)
    return tuple(found)


def margins(
    clocks: Clocks, targets: Mapping[Measure, int | None], calendar: BusinessTime, now: int, policy: Policy
) -> Iterator[tuple[int, int]]:
    """The business seconds that are left of each target that runs, and the target; less work than the standings.

    A target whose clock stands still comes only when it is missed.
    """
    for measure, (started, stopped, _) in clocks.by_measure:
        target = targets.get(measure)
        if not target or stopped is not None:
            continue
        used = calendar.between(started, now)
        if clocks.waits and (pauses := _pauses(clocks.waits, policy.pauses.get(measure, frozenset()), now)):
            own = common(pauses, [(started, now + 1)])
            used -= sum(calendar.between(a, min(b, now)) for a, b in own)
            if used <= target and own and own[-1][1] > now:
                continue
        yield target - used, target


def _pauses(waits: Iterable[Wait], kinds: frozenset[What], now: int) -> list[Span]:
    """The spans of waiting that stop a clock; one that still lasts ends after ``now``."""
    return merged((wait.start, now + 1 if wait.end is None else wait.end) for wait in waits if wait.what in kinds)


def _standing(  # noqa: PLR0913 - everything that a target depends on
    measure: Measure,
    clock: Clock,
    target: int,
    *,
    pauses: Sequence[Span],
    calendar: BusinessTime,
    now: int,
    policy: Policy,
) -> Standing:
    started, stopped, _ = clock
    end = now if stopped is None else stopped
    own = common(pauses, [(started, end + (stopped is None))]) if started < end + 1 else []
    elapsed = calendar.between(started, end) - sum(calendar.between(a, min(b, end)) for a, b in own)
    is_paused = stopped is None and bool(own) and own[-1][1] > now
    if elapsed > target:
        state = State.MISSED
    elif stopped is not None:
        state = State.MET
    else:
        state = State.PAUSED if is_paused else State.RUNNING
    done = own[:-1] if is_paused else own
    due = _due(calendar, started, target, done, policy.boundary)
    is_open_ended = is_paused and (due is None or due > own[-1][0])
    return Standing(
        measure=measure,
        state=state,
        started=started,
        stopped=stopped,
        due=None if is_open_ended else due,
        risk_at=None if is_open_ended else _due(calendar, started, int(target * AT_RISK), done, policy.boundary),
        target=target,
        elapsed=elapsed,
        calendar_seconds=end - started - seconds((a, min(b, end)) for a, b in own),
        pauses=tuple((a, min(b, end)) for a, b in own),
    )


def _due(calendar: BusinessTime, started: int, target: int, pauses: Sequence[Span], boundary: Boundary) -> int:
    """When a target is used up if the clock stands still during pauses."""
    left, at = target, started
    for pause_start, pause_end in pauses:
        before_pause = calendar.between(at, pause_start)
        if left <= before_pause:
            break
        left -= before_pause
        at = pause_end
    return calendar.add(at, left, boundary)


_made = tuple.__new__  # makes a named tuple in half of the time that its class takes
_RANK = {measure: rank for rank, measure in enumerate(Measure)}
