"""The roster of a desk: who works when, and who is needed.

A roster is a YAML file with agents and demand, or a table (CSV, TSV, XLSX) or a calendar (ICS) with agents alone.
Everything in it is checked when it is read, and all that is wrong is told at once, with its line. Shifts are not
worked out here.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cscli import datafile
from cscli.cache import Cache
from cscli.clock.hours import dates_in, holds_on_holidays, window_typed
from cscli.clock.roster.absences import Absence, absence
from cscli.clock.roster.agents import Agent, Demand, Roster, agent_name, languages_of
from cscli.clock.roster.soundness import is_weekly, misfits, require_sound
from cscli.clock.roster.turn_entries import override_of, rotation_entries, rotation_of
from cscli.clock.zones import all_zones
from cscli.errors import DataFileError, Problem
from cscli.markets.catalog import market_code

if TYPE_CHECKING:
    from cscli.clock.roster.calendar_names import CalendarName

_YAML, _TABLES, _CALENDAR = (".yaml", ".yml"), (".csv", ".tsv", ".xlsx"), ".ics"


def read_roster(
    path: Path,
    *,
    first: date,
    last: date,
    cache: Cache | None = None,
    names: "Mapping[str, CalendarName] | None" = None,
) -> Roster:
    """The roster of a file: YAML, CSV, TSV, XLSX or ICS by its suffix.

    Args:
        path: the file.
        first: the first date that matters; only what a calendar repeats is cut to the dates.
        last: the last date that matters, inclusive.
        cache: where the checked content of a YAML file is kept.
        names: what the titles of a calendar mean; without it they are agents, and categories their languages.

    Raises:
        DataFileError: it has none of these forms, cannot be read, or says what cannot be; all problems are listed.
    """
    suffix = path.suffix.lower()
    if suffix in _YAML:
        content = _content(path, cache)
        if not content.get("agents"):
            raise DataFileError(f"{path}: has no agents", hint="List them under agents:, each with its shifts.")
        return _yaml_roster(content)
    if suffix in _TABLES:
        from cscli.clock.roster.table_file import table_agents  # noqa: PLC0415 - only for such a file

        return Roster(agents=table_agents(path), demand=())
    if suffix == _CALENDAR and names is not None:
        from cscli.clock.roster.named_calendar import named_calendar_agents  # noqa: PLC0415 - only for such a file

        agents, notes = named_calendar_agents(path, first, last, names)
        return Roster(agents=agents, demand=(), notes=notes)
    if suffix == _CALENDAR:
        from cscli.clock.roster.calendar_file import calendar_agents  # noqa: PLC0415 - only for such a file

        return Roster(agents=calendar_agents(path, first, last), demand=())
    raise DataFileError(
        f"{path}: a roster cannot be read from {f'a {suffix} file' if suffix else 'a file without a suffix'}",
        hint=f"Use {', '.join((*_YAML, *_TABLES))} or {_CALENDAR}.",
    )


def read_demand(path: Path, cache: Cache | None = None) -> tuple[Demand, ...]:
    """The demand in a YAML file; agents may stand beside it, and are checked, but not used.

    Raises:
        DataFileError: it cannot be read, says what cannot be, or holds no demand.
    """
    if path.suffix.lower() not in _YAML:
        raise DataFileError(f"{path}: demand is read from YAML", hint=f"Use {' or '.join(_YAML)}.")
    demand = _demand(_content(path, cache))
    if not demand:
        raise DataFileError(f"{path}: has no demand", hint="List it: demand: [{market: DE, hours: business}]")
    return demand


def _content(path: Path, cache: Cache | None) -> Mapping[str, Any]:
    """The content of a roster file that is right in every respect."""
    try:
        content = datafile.read(path, "roster", cache=cache, formats={"iana-zone": all_zones}).content
    except DataFileError as unfit:
        content = datafile.unchecked(path)
        told = {_line(path, problem) for problem in unfit.problems}
        more = [problem for problem in misfits(path, content) if _line(path, problem) not in told]
        problems = sorted((*unfit.problems, *more), key=lambda problem: _line(path, problem))
        raise DataFileError(problems[0].message, problems=tuple(problems)) from None
    require_sound(path, content)
    return content


def _line(path: Path, problem: Problem) -> int:
    """The line that a problem of a file names; 0 without one."""
    number = problem.message.removeprefix(f"{path}:").partition(":")[0]
    return int(number) if number.isdecimal() else 0


def _yaml_roster(content: Mapping[str, Any]) -> Roster:
    everyone = tuple(map(absence, content.get("off", ())))
    agents = tuple(_agent(entry, everyone) for entry in content["agents"])
    zones = {agent.name: agent.zone for agent in agents}
    return Roster(
        agents=agents,
        demand=_demand(content),
        rotations=tuple(rotation_of(entry, zones) for _, entry in rotation_entries(content)),
        overrides=tuple(override_of(entry, zones) for entry in content.get("overrides", ())),
    )


def _agent(entry: Mapping[str, Any], everyone: tuple[Absence, ...]) -> Agent:
    away = (*map(absence, entry.get("off", ())), *everyone)
    usual, on_holidays = (_shifts(entry.get("shifts", {}), on_holidays=held) for held in (False, True))
    return Agent(
        name=agent_name(entry["name"]),
        zone=entry["zone"],
        languages=languages_of(entry["languages"]),
        weekly=usual[0],
        replaced=usual[1],
        off=tuple((one.first, one.last) for one in away if one.is_whole_dates),
        absences=tuple(one for one in away if not one.is_whole_dates),
        holidays=entry.get("holidays", "").upper(),
        weekly_on_holidays=on_holidays[0],
        replaced_on_holidays=on_holidays[1],
    )


_Shifts = tuple[dict[str, tuple[str, ...]], dict[date, tuple[str, ...]]]


def _shifts(entry: Mapping[str, Sequence[str | Mapping[str, Any]]], *, on_holidays: bool) -> _Shifts:
    """The windows by days of the week and by dates: those that hold on holidays, too, or the others."""
    weekly: dict[str, tuple[str, ...]] = {}
    replaced: dict[date, tuple[str, ...]] = {}
    if on_holidays and not any(map(holds_on_holidays, chain.from_iterable(entry.values()))):
        return weekly, replaced
    for key, typed in entry.items():
        windows = tuple(window_typed(one) for one in typed if holds_on_holidays(one) is on_holidays)
        if is_weekly(key):
            weekly[key] = windows
        else:
            replaced |= dict.fromkeys(dates_in(key), windows)
    return weekly, replaced


def _demand(content: Mapping[str, Any]) -> tuple[Demand, ...]:
    return tuple(
        Demand(
            market=market_code(entry["market"].partition("-")[0]),
            region=entry["market"].partition("-")[2].upper(),
            zone=entry.get("zone", ""),
            every_zone="zones" in entry,
            languages=languages_of(entry.get("languages", ())),
            agents=entry.get("agents", 1),
            hours=_hours(entry["hours"]),
        )
        for entry in content.get("demand", ())
    )


def _hours(typed: str | Mapping[str, Sequence[str]]) -> str | Mapping[str, tuple[str, ...]]:
    return typed if isinstance(typed, str) else {days: tuple(windows) for days, windows in typed.items()}
