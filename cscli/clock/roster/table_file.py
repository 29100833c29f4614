"""A roster from a table (CSV, TSV or XLSX): one row for each agent and shift.

The first line names the columns, in any order; a column that is unknown is refused, because what stands in it would
be lost. A row is weekly (``days`` and ``hours``) or dated (``start`` and ``end``, on the wall of the agent's zone).
Every bad row is told with its line.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

from cscli.clock.hours import DAYS
from cscli.clock.parse.zone_words import require_zone_name
from cscli.clock.roster.absences import absence
from cscli.clock.roster.agents import (
    Agent,
    DatedShift,
    agent_name,
    dated_shift,
    languages_of,
)
from cscli.clock.roster.rows import RosterFault, RosterRow, agents_of, fault_of
from cscli.clock.roster.typed_windows import windows_in
from cscli.clock.zones import all_zones, canonical_zone
from cscli.errors import DataFileError, UsageError, suggested_clause, suggestion
from cscli.tables.damage import lost
from cscli.tables.reader import open_table
from cscli.tables.row import Row

COLUMNS = ("name", "zone", "languages", "days", "hours", "start", "end", "off", "holidays")

_MOST_BYTES = 20_000_000
_A_DAY = timedelta(days=1)
_NEEDED = ("name", "zone", "languages")
_BETWEEN = re.compile(r"[\s,;/]+")
_DASH = re.compile("\\s*[-\u2010-\u2015\u2212]\\s*")  # spreadsheets make long dashes of short ones
_DAYS = re.compile(r"({0})(-({0}))?".format("|".join(DAYS)))
_WALL = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_HOURS_OFF = re.compile(r"(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})\s+(?=[0-9]{2}:[0-9]{2}-)")
_HOLIDAYS = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


def table_agents(path: Path) -> tuple[Agent, ...]:
    """The agents of a table.

    Raises:
        DataFileError: it cannot be read, its columns are not those of a roster, or rows are bad; all are listed.
    """
    if path.is_file() and path.stat().st_size > _MOST_BYTES:
        raise DataFileError(
            f"{path}: is {path.stat().st_size:,} bytes; a table has at most {_MOST_BYTES:,}",
            hint="Split it by team or by month.",
        )
    try:
        table = open_table(path)
    except DataFileError:
        raise
    except UsageError as problem:
        raise DataFileError(problem.message.rstrip("."), hint=problem.problems[0].hint) from problem
    rows: list[RosterRow] = []
    faults: list[RosterFault] = []
    with closing(table):
        columns = _columns(path, table.columns)
        for found in table.rows():
            if not found.fault and not any(map(str.strip, found.cells.values())):
                continue
            try:
                rows.append(_row(found.line, _by_column(columns, found)))
            except UsageError as problem:
                faults.append(fault_of(found.line, problem))
    return agents_of(path, rows, faults)


def _columns(path: Path, headings: Sequence[str]) -> dict[str, str]:
    """The column of each heading.

    Raises:
        DataFileError: a column that is unknown, missing, or there twice.
    """
    hint = f"Columns: {', '.join(COLUMNS)}"
    found = {heading: heading.strip().lower() for heading in headings}
    columns = list(found.values())
    for column in columns:
        if column not in COLUMNS:
            meant = suggested_clause(column, COLUMNS, quoted=True)
            raise DataFileError(f"{path}:1: unknown column {column[:40]!r}{meant}", hint=hint)
        if columns.count(column) > 1:
            raise DataFileError(f"{path}:1: the column {column!r} stands here twice", hint="Keep one of them.")
    missing = [column for column in _NEEDED if column not in columns]
    if missing:
        raise DataFileError(f"{path}:1: there is no column {' and no '.join(map(repr, missing))}", hint=hint)
    if not {"days", "hours"} <= set(columns) and not {"start", "end"} <= set(columns):
        raise DataFileError(f"{path}:1: there are no shifts", hint="Give the columns days and hours, or start and end.")
    return found


def _by_column(columns: Mapping[str, str], row: Row) -> Mapping[str, str]:
    if row.fault:
        raise UsageError(
            f"The row {row.fault}.",
            hint="Put a cell that holds the delimiter in quotes, and close each quote.",
        )
    cells = {columns[heading]: cell.strip() for heading, cell in row.cells.items()}
    why, hint = next((told for cell in cells.values() if (told := lost(cell))[0]), ("", ""))
    if why:
        raise UsageError(f"{why}.", hint=hint)
    return cells


def _row(line: int, cells: Mapping[str, str]) -> RosterRow:
    """What a row says of its agent.

    Raises:
        UsageError: a cell makes no sense, or the row is not one shift.
    """
    away = tuple(map(absence, _words(_HOURS_OFF.sub("T", cells.get("off", "")))))
    row = RosterRow(
        line=line,
        name=agent_name(cells.get("name", "")),
        zone=_zone(cells.get("zone", "")),
        languages=languages_of(_words(cells.get("languages", ""))),
        holidays=_holidays(cells.get("holidays", "")),
        weekly=_weekly(cells.get("days", ""), cells.get("hours", "")),
        dated=_dated(cells.get("start", ""), cells.get("end", "")),
        off=tuple((one.first, one.last) for one in away if one.is_whole_dates),
        absences=tuple(one for one in away if not one.is_whole_dates),
    )
    if row.weekly and row.dated:
        raise UsageError(
            "The row is a weekly and a dated shift.", hint="Fill days and hours, or start and end; write two rows."
        )
    if not (row.weekly or row.dated or away or row.holidays):
        raise UsageError("The row has no shift.", hint="Fill days and hours, or start and end.")
    return row


def _words(cell: str) -> list[str]:
    return [word for word in _BETWEEN.split(cell) if word]


def _zone(cell: str) -> str:
    known = canonical_zone(cell) if cell else ""
    if cell and not known:
        meant = suggestion(cell, all_zones(), most=1)
        raise UsageError(f"Unknown zone {cell[:60]!r}.{meant}", hint="Write an IANA name such as Asia/Manila.")
    return require_zone_name(known)


def _holidays(cell: str) -> str:
    if cell and not _HOLIDAYS.fullmatch(cell.upper()):
        raise UsageError(
            f"{cell[:40]!r} are not holidays.", hint="Write a market such as DE, or a region such as DE-BY."
        )
    return cell.upper()


def _weekly(days: str, hours: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The windows of a row by days: each of the days has all of the windows."""
    if not days and not hours:
        return ()
    if not days or not hours:
        raise UsageError("The row has days or hours, but not both.", hint="Write mon-fri and 09:00-18:00.")
    windows = windows_in(hours)
    found = []
    for word in _words(_DASH.sub("-", days.lower())):
        if not _DAYS.fullmatch(word):
            raise UsageError(
                f"{word[:40]!r} are not days.{suggestion(word, DAYS, most=1)}",
                hint=f"Write mon-fri, or some of {', '.join(DAYS)}.",
            )
        found.append((word, windows))
    return tuple(found)


def _dated(start: str, end: str) -> tuple[DatedShift, ...]:
    if not start and not end:
        return ()
    if not start or not end:
        raise UsageError("The row has a start or an end, but not both.", hint="Write both as 2026-11-23 09:00.")
    return (dated_shift(_wall(start), _wall(end)),)


def _wall(cell: str) -> datetime:
    """A naive wall time; 24:00 is the end of its date."""
    found = _WALL.fullmatch(cell)
    if found:
        hour, minute, second = (int(part or 0) for part in found.group(2, 3, 4))
        with suppress(ValueError, OverflowError):
            day = datetime.fromisoformat(found[1])
            if (hour, minute, second) == (24, 0, 0):
                return day + _A_DAY
            return day.replace(hour=hour, minute=minute, second=second)
    raise UsageError(
        f"{cell[:40]!r} is not a time on a date.",
        hint="Write 2026-11-23 09:00: the time on the wall in the agent's zone, without an offset.",
    )
