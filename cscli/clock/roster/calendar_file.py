"""A roster from a calendar file: each event is a shift, its title the agent, its categories the languages."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from cscli.clock.ics import CalendarEvent, read_events, told_in
from cscli.clock.roster.agents import Agent, agent_name, dated_shift, languages_of, name_key
from cscli.clock.roster.rows import RosterFault, RosterRow, agents_of, fault_of
from cscli.errors import DataFileError, UsageError
from cscli.text import one_line

_A_DAY = timedelta(days=1)
_UTC = "UTC"


def calendar_agents(path: Path, first: date, last: date) -> tuple[Agent, ...]:
    """The agents of a calendar with their shifts on the dates ``first`` to ``last`` (inclusive) of any zone.

    An agent's zone is that of the events; events in UTC are told in the zone of the agent's other events.

    Raises:
        DataFileError: the calendar cannot be used, or an event is not a shift; all such events are listed.
    """
    events = read_events(path, first - _A_DAY, last + _A_DAY)
    if not events:
        raise DataFileError(
            f"{path}: has no events from {first} to {last}", hint="Each event is a shift; its title is the agent."
        )
    zones = _zones(events)
    rows: list[RosterRow] = []
    faults: dict[int, RosterFault] = {}
    for event in events:
        try:
            rows.append(_row(event, zones))
        except UsageError as problem:  # a repeated event has its fault once
            faults.setdefault(event.line, fault_of(event.line, problem))
    return agents_of(path, sorted(rows, key=lambda row: row.line), faults.values())


def _zones(events: Iterable[CalendarEvent]) -> dict[str, str]:
    """The zone of each agent who has events in another one than UTC."""
    return {_key(event): event.zone for event in events if event.zone not in ("", _UTC)}


def _key(event: CalendarEvent) -> str:
    return name_key(one_line(event.summary))


def _row(event: CalendarEvent, zones: Mapping[str, str]) -> RosterRow:
    """What an event says of its agent.

    Raises:
        UsageError: it is not a shift.
    """
    name = agent_name(event.summary)
    told = told_in(event, zones.get(_key(event), _UTC)) if event.zone == _UTC else event
    if not (isinstance(told.start, datetime) and isinstance(told.end, datetime)):
        raise UsageError(
            f"The event of {name!r} lasts all day.",
            hint="A shift has hours; days off are known to rosters in YAML and CSV.",
        )
    if not told.zone:
        raise UsageError(
            f"The shift of {name!r} is in no time zone.",
            hint="Write DTSTART;TZID=Asia/Manila:..., or name the calendar's own zone as X-WR-TIMEZONE.",
        )
    return RosterRow(
        line=told.line,
        name=name,
        zone=told.zone,
        languages=languages_of(told.categories),
        dated=(dated_shift(told.start, told.end),),
    )
