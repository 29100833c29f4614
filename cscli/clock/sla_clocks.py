"""What happened to a case as service levels see it, and the clocks that ran because of it.

Clocks know no targets and no hours: they are instants alone, in UTC epoch seconds.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple


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


class Event(NamedTuple):
    """One thing that happened. ``since`` says for ``joined`` how long the other case's message waited already."""

    at: int
    what: What
    since: int = 0


class Measure(StrEnum):
    """What a target limits."""

    FIRST_RESPONSE = "first-response"
    NEXT_RESPONSE = "next-response"
    RESOLUTION = "resolution"


class Clock(NamedTuple):
    """From when to when a clock runs; None as an end: it still does. One given up only counts if it was missed."""

    started: int
    stopped: int | None
    is_given_up: bool = False


class Wait(NamedTuple):
    """A time of waiting of one kind; None as an end: it still lasts."""

    what: What
    start: int
    end: int | None


class Clocks(NamedTuple):
    """The clocks of a case, by measure and time, and its waits by time."""

    by_measure: tuple[tuple[Measure, Clock], ...] = ()
    waits: tuple[Wait, ...] = ()

    @property
    def running(self) -> "Clocks":
        """Only the clocks that still run, and all waits."""
        return Clocks(tuple(pair for pair in self.by_measure if pair[1].stopped is None), self.waits)


def clocks_of(events: Iterable[Event]) -> Clocks:
    """The clocks of what happened; the events come in any order but within a second."""
    happened = sorted(events, key=lambda event: (event.at, event.what not in _OPENINGS))
    found = tuple((measure, clock) for measure, clocks in _RUNS.items() for clock in clocks(happened))
    return Clocks(found, tuple(_waits(happened)))


_ENDS_WAITING = frozenset({
    What.RESUMED, What.CUSTOMER_MESSAGE, What.RESOLVED, What.REOPENED, What.CLOSED_BY_BOT,
    What.WAITING_FOR_CUSTOMER, What.WAITING_FOR_OTHERS, What.SNOOZED, What.JOINED,
})  # fmt: skip


_OPENINGS = (What.OPENED, What.OPENED_BY_AGENT)
_WAITS = frozenset({What.WAITING_FOR_CUSTOMER, What.WAITING_FOR_OTHERS, What.SNOOZED})


def _first_response(events: Sequence[Event]) -> Iterator[Clock]:
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
                yield Clock(started, event.at, is_given_up=True)
            started, bot_closed = None, True
        elif event.what in (What.RESOLVED, What.PUBLIC_REPLY) and started is not None:
            yield Clock(started, event.at, is_given_up=event.what is What.RESOLVED)
            return
    if started is not None:
        yield Clock(started, None)


def _next_response(events: Sequence[Event]) -> Iterator[Clock]:
    """One clock for each exchange: from the oldest unanswered message to the next public reply or closure."""
    started: int | None = None
    for event in events:
        if event.what is What.CUSTOMER_MESSAGE and started is None:
            started = event.at
        elif event.what is What.JOINED:
            started = event.since if started is None else min(started, event.since)
        elif event.what in (What.PUBLIC_REPLY, What.RESOLVED, What.CLOSED_BY_BOT) and started is not None:
            yield Clock(started, event.at)
            started = None
    if started is not None:
        yield Clock(started, None)


def _resolution(events: Sequence[Event]) -> Iterator[Clock]:
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
        yield Clock(started, stopped)


def _waits(events: Sequence[Event]) -> Iterator[Wait]:
    """The waits; one that follows another ends it, as do messages and what moves the case."""
    waiting: Event | None = None
    for event in events:
        if waiting is not None and event.what in _ENDS_WAITING:
            if waiting.at < event.at:
                yield Wait(waiting.what, waiting.at, event.at)
            waiting = None
        if event.what in _WAITS:
            waiting = event
    if waiting is not None:
        yield Wait(waiting.what, waiting.at, None)


_RUNS = {
    Measure.FIRST_RESPONSE: _first_response,
    Measure.NEXT_RESPONSE: _next_response,
    Measure.RESOLUTION: _resolution,
}
