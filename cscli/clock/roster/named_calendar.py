"""A roster from a calendar of an on-call tool or an office, read with a side table of what its titles mean."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from cscli.clock.ics import CalendarEvent, read_events, told_in
from cscli.clock.roster.absences import Absence
from cscli.clock.roster.agents import Agent, dated_shift, languages_of, name_key
from cscli.clock.roster.calendar_names import CalendarName, meaning_of, told_shortly
from cscli.clock.roster.rows import RosterFault, RosterRow, agents_of, fault_of
from cscli.clock.zones import resolved
from cscli.errors import DataFileError, UsageError
from cscli.text import count_words

_A_DAY = timedelta(days=1)
_UTC = "UTC"


def named_calendar_agents(
    path: Path, first: date, last: date, names: Mapping[str, CalendarName]
) -> tuple[tuple[Agent, ...], tuple[str, ...]]:
    """The agents of a calendar, and a sentence for each kind of event that was skipped.

    Events whose title the table does not know, those of all days and those marked as free are not shifts. Where the
    table says that a title is days off, the dates or hours are the agent's absence. In a calendar in which all known
    events are marked as free, as some tools export duty, they are shifts.

    Raises:
        DataFileError: the calendar cannot be used, no title is known, or an event is not a shift; all are listed.
    """
    events = read_events(path, first - _A_DAY, last + _A_DAY)
    known = [(event, meaning) for event in events if (meaning := meaning_of(event.summary, names))]
    foreign = [event.summary for event in events if not meaning_of(event.summary, names)]
    if not known:
        told = told_shortly(foreign) or "none"
        raise DataFileError(
            f"{path}: has no events from {first} to {last} whose title is in the table of names; its titles: {told}",
            hint="Add the titles to the table of names.",
        )
    all_free = all(event.is_free for event, meaning in known if not meaning.is_off)
    zones = {
        name_key(meaning.agent): meaning.zone or event.zone
        for event, meaning in known
        if not meaning.is_off and (meaning.zone or event.zone)
    }
    skipped: dict[str, list[str]] = {"all day": [], "free": []}
    rows: list[RosterRow] = []
    faults: dict[int, RosterFault] = {}
    for event, meaning in known:
        why = _no_shift(event, meaning, free_counts=not all_free)
        if why:
            skipped[why].append(event.summary)
            continue
        try:
            rows.append(_row(event, meaning, zones.get(name_key(meaning.agent), "")))
        except UsageError as problem:  # a repeated event has its fault once
            faults.setdefault(event.line, fault_of(event.line, problem))
    agents = agents_of(path, sorted(rows, key=lambda row: row.line), faults.values())
    return agents, tuple(_notes(path, foreign, skipped))


def _no_shift(event: CalendarEvent, meaning: CalendarName, *, free_counts: bool) -> str:
    """Why an event is neither a shift nor an absence; empty if it is one."""
    if meaning.is_off:
        return ""
    if event.whole_days:
        return "all day"
    return "free" if event.is_free and free_counts else ""


def _row(event: CalendarEvent, meaning: CalendarName, home: str) -> RosterRow:
    """What an event says of its agent, on the clock of the agent's other events where the table names no zone."""
    languages = meaning.languages or languages_of(event.categories)
    if meaning.is_off and event.whole_days:
        off = ((event.whole_days[0], event.whole_days[-1]),)
        return RosterRow(line=event.line, name=meaning.agent, zone=meaning.zone, languages=meaning.languages, off=off)
    told = _told_where(event, meaning.zone or home)
    if not (isinstance(told.start, datetime) and isinstance(told.end, datetime) and told.zone):
        raise UsageError(
            f"The shift of {meaning.agent!r} is in no time zone.", hint="Give the name a zone in the table of names."
        )
    if meaning.is_off:
        away = tuple(_hours_off(told.start, told.end))
        return RosterRow(
            line=event.line, name=meaning.agent, zone=meaning.zone, languages=meaning.languages, absences=away
        )
    return RosterRow(
        line=event.line,
        name=meaning.agent,
        zone=told.zone,
        languages=languages,
        dated=(dated_shift(told.start, told.end),),
    )


def _told_where(event: CalendarEvent, zone: str) -> CalendarEvent:
    """An event on the wall of the agent's zone."""
    if not zone or zone == event.zone or not isinstance(event.start, datetime) or not isinstance(event.end, datetime):
        return event
    if not event.zone:
        return CalendarEvent(
            summary=event.summary, start=event.start, end=event.end, zone=zone, categories=event.categories,
            line=event.line,
        )  # fmt: skip
    start, end = (resolved(at, event.zone).replace(tzinfo=None) for at in (event.start, event.end))
    in_utc = CalendarEvent(
        summary=event.summary, start=start, end=end, zone=_UTC, categories=event.categories, line=event.line
    )
    return told_in(in_utc, zone)


def _hours_off(start: datetime, end: datetime) -> Iterable[Absence]:
    """The hours of an absence, a window for each date."""
    day = start.date()
    while datetime.combine(day, datetime.min.time()) < end:
        opens = f"{start:%H:%M}" if day == start.date() else "00:00"
        closes = f"{end:%H:%M}" if day == end.date() else "24:00"
        if opens != closes:
            yield Absence(day, day, hours=f"{opens}-{closes}")
        day += _A_DAY


def _notes(path: Path, foreign: list[str], skipped: Mapping[str, list[str]]) -> Iterable[str]:
    if foreign:
        events = count_words(len(foreign), "event is", "events are")
        yield f"{events} not in the table of names and left out: {told_shortly(foreign)}"
    for why, titles in skipped.items():
        if titles:
            yield f"{count_words(len(titles), 'event is', 'events are')} {why} and left out: {told_shortly(titles)}"
    cancelled = path.read_bytes().upper().count(b"\nSTATUS:CANCELLED")
    if cancelled:
        yield f"{count_words(cancelled, 'cancelled event is', 'cancelled events are')} left out"
