"""Service levels: given targets, hours and what happened, what is due, met or missed.

Times are judged from the events alone, so an answer does not depend on when it is looked at; only what is still
running needs ``now``. A target is missed when the business time used is more than the target, never when it is equal.
Instants are UTC epoch seconds. The definitions of the measures are those of the desk's reports.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from cscli.clock.calendar import Boundary, Calendar
from cscli.clock.schedule_versions import ScheduleVersions
from cscli.clock.spans import Span, common, merged, seconds

BusinessTime = Calendar | ScheduleVersions

_AT_RISK = 0.75


class What(StrEnum):
    """What can happen to a case, as far as service levels care."""

    OPENED = "opened"
    OPENED_BY_AGENT = "opened-by-agent"
    CUSTOMER_MESSAGE = "customer-message"
    PUBLIC_REPLY = "public-reply"
    AUTOMATIC_REPLY = "automatic-reply"
    INTERNAL_NOTE = "internal-note"
    HANDED_OVER = "handed-over"
    WAITING_FOR_CUSTOMER = "waiting-for-customer"
    WAITING_FOR_OTHERS = "waiting-for-others"
    SNOOZED = "snoozed"
    RESUMED = "resumed"
    RESOLVED = "resolved"
    CLOSED_BY_BOT = "closed-by-bot"
    REOPENED = "reopened"
    JOINED = "joined"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Event:
    """One thing that happened. ``since`` says for ``joined`` how long the other case's message waited already."""

    at: int
    what: What
    since: int = 0


class Measure(StrEnum):
    """What a target limits."""

    FIRST_RESPONSE = "first-response"
    NEXT_RESPONSE = "next-response"
    RESOLUTION = "resolution"


class State(StrEnum):
    """How a target stands; ``missed`` also while the case still runs."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Which kinds of waiting stop which clock, and when a duration is due that is used up exactly at closing time."""

    pauses: Mapping[Measure, frozenset[What]] = field(
        default_factory=lambda: {Measure.RESOLUTION: frozenset({What.WAITING_FOR_CUSTOMER})}
    )
    boundary: Boundary = Boundary.CLOSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
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


def standings(
    events: Iterable[Event],
    targets: Mapping[Measure, int | None],
    calendar: BusinessTime,
    now: int,
    policy: Policy | None = None,
) -> tuple[Standing, ...]:
    """How each target of a case stands; a target of None or 0 is no target.

    Args:
        events: what happened, in any order but within a second; what is later than ``now`` has not happened yet.
        targets: business seconds by measure.
        calendar: the hours in which the targets run.
        now: UTC epoch second.
        policy: what pauses which clock.
    """
    happened = sorted((e for e in events if e.at <= now), key=lambda event: (event.at, event.what not in _OPENINGS))
    rules = policy or Policy()
    found: list[Standing] = []
    for measure, clocks in _CLOCKS.items():
        target = targets.get(measure)
        if target:
            pauses = _pauses(happened, rules.pauses.get(measure, frozenset()), now)
            for clock in clocks(happened):
                one = _standing(measure, clock, target, pauses=pauses, calendar=calendar, now=now, policy=rules)
                if one.state is State.MISSED or not clock.is_given_up:
                    found.append(one)
    return tuple(found)


def next_due(found: Sequence[Standing]) -> int | None:
    """The first deadline that is still to be met or already missed; None if nothing is."""
    return min((s.due for s in found if s.is_live and s.due is not None), default=None)


_ENDS_WAITING = frozenset({
    What.RESUMED, What.CUSTOMER_MESSAGE, What.RESOLVED, What.REOPENED, What.CLOSED_BY_BOT,
    What.WAITING_FOR_CUSTOMER, What.WAITING_FOR_OTHERS, What.SNOOZED, What.JOINED,
})  # fmt: skip


_OPENINGS = (What.OPENED, What.OPENED_BY_AGENT)


class _Clock(NamedTuple):
    """From when to when a clock runs; None as an end: it still does. One given up only counts if it was missed."""

    started: int
    stopped: int | None
    is_given_up: bool = False


def _first_response(events: Sequence[Event]) -> Iterator[_Clock]:
    """From the later of opened, hand-over and reopened after the bot, to the first public reply of a person."""
    started: int | None = None
    bot_closed = False
    for event in events:
        if event.what is What.OPENED_BY_AGENT:
            return
        if event.what in (What.OPENED, What.HANDED_OVER) or (event.what is What.REOPENED and bot_closed):
            started, bot_closed = event.at, False
        elif event.what is What.JOINED and started is not None:
            started = min(started, event.since)
        elif event.what is What.CLOSED_BY_BOT:
            if started is not None:
                yield _Clock(started, event.at, is_given_up=True)
            started, bot_closed = None, True
        elif event.what in (What.RESOLVED, What.PUBLIC_REPLY) and started is not None:
            yield _Clock(started, event.at, is_given_up=event.what is What.RESOLVED)
            return
    if started is not None:
        yield _Clock(started, None)


def _next_response(events: Sequence[Event]) -> Iterator[_Clock]:
    """One clock for each exchange: from the oldest unanswered message to the next public reply or closure."""
    started: int | None = None
    for event in events:
        if event.what is What.CUSTOMER_MESSAGE and started is None:
            started = event.at
        elif event.what is What.JOINED:
            started = event.since if started is None else min(started, event.since)
        elif event.what in (What.PUBLIC_REPLY, What.RESOLVED, What.CLOSED_BY_BOT) and started is not None:
            yield _Clock(started, event.at)
            started = None
    if started is not None:
        yield _Clock(started, None)


def _resolution(events: Sequence[Event]) -> Iterator[_Clock]:
    """From opened to the last time it was resolved."""
    started: int | None = None
    stopped: int | None = None
    for event in events:
        if event.what in (What.OPENED, What.OPENED_BY_AGENT) and started is None:
            started = event.at
        elif event.what in (What.RESOLVED, What.CLOSED_BY_BOT):
            stopped = event.at
        elif event.what is What.REOPENED:
            stopped = None
    if started is not None:
        yield _Clock(started, stopped)


_CLOCKS = {
    Measure.FIRST_RESPONSE: _first_response,
    Measure.NEXT_RESPONSE: _next_response,
    Measure.RESOLUTION: _resolution,
}


def _pauses(events: Sequence[Event], kinds: frozenset[What], now: int) -> list[Span]:
    """The spans of waiting that stop a clock; one that still lasts ends after ``now``."""
    found = []
    since: int | None = None
    for event in events:
        waits = event.what in kinds
        if waits and since is None:
            since = event.at
        elif since is not None and not waits and event.what in _ENDS_WAITING:
            found.append((since, event.at))
            since = None
    if since is not None:
        found.append((since, now + 1))
    return merged(found)


def _standing(  # noqa: PLR0913 - everything that a target depends on
    measure: Measure,
    clock: _Clock,
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
        risk_at=None if is_open_ended else _due(calendar, started, int(target * _AT_RISK), done, policy.boundary),
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
