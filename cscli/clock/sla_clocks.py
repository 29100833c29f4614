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
    happened = sorted(events, key=lambda event: (event[0], event[1] not in _OPENINGS))
    found = tuple([(measure, clock) for measure, clocks in _RUNS for clock in clocks(happened)])
    return Clocks(found, tuple(_waits(happened)))


# plain names, as Python 3.11 takes ten times as long to find a member of an enumeration
_OPENED, _BY_AGENT, _HANDED_OVER, _REOPENED = What.OPENED, What.OPENED_BY_AGENT, What.HANDED_OVER, What.REOPENED
_MESSAGE, _REPLY, _JOINED = What.CUSTOMER_MESSAGE, What.PUBLIC_REPLY, What.JOINED
_RESOLVED, _BY_BOT = What.RESOLVED, What.CLOSED_BY_BOT
_made = tuple.__new__  # makes a named tuple in half of the time that its class takes
_OPENINGS = frozenset({_OPENED, _BY_AGENT})
_STARTS = frozenset({_OPENED, _HANDED_OVER})
_ENDS = frozenset({_RESOLVED, _BY_BOT})
_FIRST_ENDS = frozenset({_RESOLVED, _REPLY})
_ANSWERS = frozenset({_REPLY, _RESOLVED, _BY_BOT})
_WAITS = frozenset({What.WAITING_FOR_CUSTOMER, What.WAITING_FOR_OTHERS, What.SNOOZED})
_ENDS_WAITING = frozenset({What.RESUMED, _MESSAGE, _REOPENED, _JOINED}) | _ENDS | _WAITS


def _first_response(events: Sequence[Event]) -> Iterator[Clock]:
    """From the later of opened, hand-over and reopened after the bot, to the first public reply of a person."""
    started: int | None = None
    bot_closed = False
    for at, what, since in events:
        if what is _BY_AGENT:
            return
        if what in _STARTS or (bot_closed and what is _REOPENED):
            started, bot_closed = at, False
        elif what is _BY_BOT:
            if started is not None:
                yield Clock(started, at, is_given_up=True)
            started, bot_closed = None, True
        elif started is None:
            continue
        elif what in _FIRST_ENDS:
            yield _made(Clock, (started, at, what is _RESOLVED))
            return
        elif what is _JOINED:
            started = min(started, since)
    if started is not None:
        yield Clock(started, None)


def _next_response(events: Sequence[Event]) -> Iterator[Clock]:
    """One clock for each exchange: from the oldest unanswered message to the next public reply or closure."""
    started: int | None = None
    for at, what, since in events:
        if what is _JOINED:
            started = since if started is None else min(started, since)
        elif started is None:
            if what is _MESSAGE:
                started = at
        elif what in _ANSWERS:
            yield _made(Clock, (started, at, False))
            started = None
    if started is not None:
        yield Clock(started, None)


def _resolution(events: Sequence[Event]) -> Iterator[Clock]:
    """From opened to the last time it was resolved."""
    started: int | None = None
    stopped: int | None = None
    for at, what, _ in events:
        if what in _ENDS:
            stopped = at
        elif what is _REOPENED:
            stopped = None
        elif started is None and what in _OPENINGS:
            started = at
    if started is not None:
        yield _made(Clock, (started, stopped, False))


def _waits(events: Sequence[Event]) -> Iterator[Wait]:
    """The waits; one that follows another ends it, as do messages and what moves the case."""
    waiting: Event | None = None
    for event in events:
        at, what, _ = event
        if waiting is not None and what in _ENDS_WAITING:
            if waiting[0] < at:
                yield _made(Wait, (waiting[1], waiting[0], at))
            waiting = None
        if what in _WAITS:
            waiting = event
    if waiting is not None:
        yield Wait(waiting.what, waiting.at, None)


_RUNS = (
    (Measure.FIRST_RESPONSE, _first_response),
    (Measure.NEXT_RESPONSE, _next_response),
    (Measure.RESOLUTION, _resolution),
)
