"""The roster of a run: read from a file with the demand of another one, and checked against markets and holidays."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from cscli.cli.door.run import Run, existing_file
from cscli.clock.roster import Roster, read_demand, read_roster
from cscli.clock.roster.soundness import require_known_holidays, require_known_markets
from cscli.errors import UsageError

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


def roster_between(run: Run, path: Path, first: date, last: date, demand: str = "") -> Roster:
    """The roster of a file for the dates ``first`` to ``last``, with the demand of another file where it is named.

    Raises:
        DataFileError: a file cannot be used, or names holidays or markets that nobody knows.
    """
    found = read_roster(path, first=first - _TWO_DAYS, last=last + _TWO_DAYS, cache=run.cache())
    require_known_holidays(path, found, run.market_hours.holidays)
    if demand:
        found = replace(found, demand=read_demand(existing_file(demand), run.cache()))
    require_known_markets(existing_file(demand) if demand else path, found.demand, run.market_hours)
    return found
