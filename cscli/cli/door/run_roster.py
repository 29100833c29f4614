"""The roster of a run: read from a file with the demand of another one, and checked against markets and holidays."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from cscli.cli.door.run import Run, existing_file
from cscli.clock.roster import Roster, read_demand, read_roster
from cscli.clock.roster.calendar_names import CalendarName, read_calendar_names
from cscli.clock.roster.soundness import require_known_holidays, require_known_markets
from cscli.errors import DataFileError, NotFoundError, Problem, UsageError

_TWO_DAYS = timedelta(days=2)


def roster_path(run: Run, typed: str) -> Path:
    """The roster file that is named, else the one that is set; a relative name in the settings file is beside it.

    Raises:
        UsageError: none is named, and none is set, or there is no such file.
    """
    setting = run.settings.values["shop.roster"]
    named = typed or str(setting.value)
    if not named:
        raise UsageError(
            "Which roster?", code="no-roster", hint="Add --roster FILE, or: cscli config set shop.roster FILE"
        )
    beside = run.settings.file.parent / named
    return existing_file(str(beside) if not typed and setting.source == "file" and beside.is_file() else named)


def of_market(roster: Roster, code: str, path: Path) -> Roster:
    """The roster of a file with the demand of one market alone; as it is where no code is named.

    Raises:
        NotFoundError: it has no demand for the market.
    """
    if not code:
        return roster
    found = tuple(one for one in roster.demand if one.market == code)
    if not found:
        raise NotFoundError(f"{path} has no demand for {code}.", code="no-demand", hint="Leave --market out.")
    return replace(roster, demand=found)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFiles:
    """The files beside a roster: the demand, and what the titles of a calendar mean; empty where none is named."""

    demand: str = ""
    names: str = ""


def roster_between(run: Run, path: Path, first: date, last: date, files: RosterFiles) -> Roster:
    """The roster of a file for the dates ``first`` to ``last``, with what stands in the files beside it.

    Raises:
        DataFileError: a file cannot be used, or names holidays or markets that nobody knows.
    """
    names = _names(run, path, files)
    found = read_roster(path, first=first - _TWO_DAYS, last=last + _TWO_DAYS, cache=run.cache(), names=names)
    if files.demand:
        found = replace(found, demand=read_demand(existing_file(files.demand), run.cache()))
    source = existing_file(files.demand) if files.demand else path
    _require_all(
        lambda: require_known_holidays(path, found, run.market_hours.holidays),
        lambda: require_known_markets(source, found.demand, run.market_hours),
    )
    return found


def _require_all(*checks: Callable[[], None]) -> None:
    """Make all checks, so that the faults of all are told at once.

    Raises:
        DataFileError: those of all checks that failed.
    """
    problems: list[Problem] = []
    for check in checks:
        try:
            check()
        except DataFileError as problem:
            problems += problem.problems
    if problems:
        raise DataFileError(problems[0].message, problems=tuple(problems))


def _names(run: Run, path: Path, files: RosterFiles) -> Mapping[str, CalendarName] | None:
    if not files.names:
        return None
    if path.suffix.lower() != ".ics":
        raise UsageError(f"{path} is not a calendar; it needs no table of names.", hint="Leave --names out.")
    return read_calendar_names(existing_file(files.names), run.cache())
