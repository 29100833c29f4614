"""The side table of a calendar whose events say no languages: what its titles mean.

On-call tools and shared calendars write titles such as ``On Call - Li Wei - Tier 1``. A table in YAML (under
``calendar_names``) or with the columns name, agent, languages, zone and days_off says who that is.
"""

import re
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cscli import datafile
from cscli.cache import Cache
from cscli.clock.faults import Fault, faults_of, require_none
from cscli.clock.parse.zone_words import require_zone_name
from cscli.clock.roster.agents import agent_name, languages_of, name_key
from cscli.clock.roster.rows import RosterFault, fault_of, faults_error
from cscli.clock.zones import all_zones, canonical_zone
from cscli.errors import DataFileError, UsageError
from cscli.tables.reader import open_table
from cscli.text import one_line

_YAML = (".yaml", ".yml")
_COLUMNS = ("name", "agent", "languages", "zone", "days_off")
_BETWEEN = re.compile(r"[\s,;/]+")
_PARTS = re.compile("\\s+[-\u2010-\u2015|:>]+\\s+|\\s*[:|]\\s+|[()\\[\\]]")
_GENERIC = re.compile(
    r"(?i)(?:(?:is\s+)?(?:on|off)[\s-]?call|(?:tier|level|layer|line|l|t)\s?#?[0-9]+|primary|secondary|backup|shift|"
    r"schedule|rota|rotation|duty|support|pagerduty|opsgenie)+"
)
_ON_CALL = re.compile(r"(?i)^on[\s-]?call\s+|\s+(?:is\s+)?on[\s-]?call$|\s+tier\s?[0-9]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarName:
    """What a title means: an agent's shift, or with ``is_off`` an agent's absence; empty is what others say."""

    agent: str
    languages: tuple[str, ...] = ()
    zone: str = ""
    is_off: bool = False


def cleaned_titles(title: str) -> list[str]:
    """What a title may be called in a side table, the most exact first: all of it, then parts that are names."""
    whole = one_line(title).strip()
    parts = [part.strip() for part in _PARTS.split(whole)]
    named = [part for part in parts if part and not _GENERIC.fullmatch(part)]
    bare = [_ON_CALL.sub("", part).strip() for part in named]
    return [one for one in dict.fromkeys((whole, " - ".join(named), *named, *bare)) if one]


def meaning_of(title: str, names: Mapping[str, CalendarName]) -> CalendarName | None:
    """What a title means; None for one that the table does not know."""
    return next((names[key] for one in cleaned_titles(title) if (key := name_key(one)) in names), None)


def read_calendar_names(path: Path, cache: Cache | None = None) -> dict[str, CalendarName]:
    """The side table of a file, by title in folded case; each agent's name is a title, too.

    Raises:
        DataFileError: it cannot be read, is empty, or says what cannot be; all faults are listed.
    """
    found = _of_yaml(path, cache) if path.suffix.lower() in _YAML else _of_table(path)
    if not found:
        raise DataFileError(
            f"{path}: has no calendar names",
            hint='Write calendar_names: {"On Call - Li Wei": {agent: Li Wei, languages: [zh], zone: Asia/Shanghai}}.',
        )
    by_agent = {name_key(one.agent): one for one in reversed(list(found.values())) if not one.is_off}
    return {**by_agent, **found}


def _of_yaml(path: Path, cache: Cache | None) -> dict[str, CalendarName]:
    entries = datafile.read(path, "roster", cache=cache, formats={"iana-zone": all_zones}).content.get(
        "calendar_names", {}
    )
    faults: list[Fault] = []
    for title, entry in entries.items():
        place = ("calendar_names", title)
        faults += faults_of(agent_name, entry["agent"], (*place, "agent"))
        for number, tag in enumerate(entry.get("languages", ())):
            faults += faults_of(lambda typed: languages_of((typed,)), tag, (*place, "languages", number))
        if "zone" in entry:
            faults += faults_of(require_zone_name, entry["zone"], (*place, "zone"))
    require_none(path, faults)
    return {
        _key(title): CalendarName(
            agent=agent_name(entry["agent"]),
            languages=languages_of(entry.get("languages", ())),
            zone=entry.get("zone", ""),
            is_off=entry.get("days_off", False),
        )
        for title, entry in entries.items()
    }


def _of_table(path: Path) -> dict[str, CalendarName]:
    found: dict[str, CalendarName] = {}
    faults: list[RosterFault] = []
    with closing(open_table(path)) as table:
        columns = {heading: heading.strip().lower().replace(" ", "_") for heading in table.columns}
        wrong = [column for column in columns.values() if column not in _COLUMNS]
        if wrong or "name" not in columns.values():
            what = f"unknown column {wrong[0][:40]!r}" if wrong else "there is no column 'name'"
            raise DataFileError(f"{path}:1: {what}", hint=f"Columns: {', '.join(_COLUMNS)}")
        for row in table.rows():
            cells = {columns[heading]: cell.strip() for heading, cell in row.cells.items()}
            if not any(cells.values()):
                continue
            try:
                found[_key(cells["name"])] = _of_cells(cells)
            except UsageError as problem:
                faults.append(fault_of(row.line, problem))
    if faults:
        raise faults_error(path, faults)
    return found


def _of_cells(cells: Mapping[str, str]) -> CalendarName:
    zone = canonical_zone(cells.get("zone", "")) if cells.get("zone") else ""
    if cells.get("zone") and not zone:
        raise UsageError(f"Unknown zone {cells['zone'][:60]!r}.", hint="Write an IANA name such as Asia/Manila.")
    return CalendarName(
        agent=agent_name(cells.get("agent", "") or cells["name"]),
        languages=languages_of(word for word in _BETWEEN.split(cells.get("languages", "")) if word),
        zone=require_zone_name(zone) if zone else "",
        is_off=cells.get("days_off", "").lower() in {"yes", "true", "x", "1"},
    )


def _key(title: str) -> str:
    return name_key(one_line(title).strip())


def told_shortly(titles: Iterable[str], most: int = 3) -> str:
    """The first titles in quotes, and how many more there are."""
    each = list(dict.fromkeys(titles))
    more = f" and {len(each) - most} more" if len(each) > most else ""
    return ", ".join(repr(one_line(title)[:60]) for title in each[:most]) + more
