"""Days off by market and region, read from a snapshot, with the user's own days on top.

``locales/holidays/DE.json`` is generated (``holiday_update.py``); ``DE.yaml`` beside it holds what people add and
remove, so an update never touches their work. Both are overlaid file by file like all data. A year that is not in the
snapshot is unknown, which is not the same as a year without holidays: ask ``knows``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from cscli import datafile
from cscli.cache import Cache
from cscli.errors import DataFileError, NotFoundError, unknown
from cscli.markets.catalog import market_code
from cscli.paths import Paths

OWN = "own"
YEARS_AHEAD = 3  # that calendars are made for
_FOLDER = ("locales", "holidays")


class DayKind(StrEnum):
    """What a date is; where several hold for one date, the first here counts."""

    FULL = "full"
    HALF = "half"
    WORKDAY = "workday"


class Holiday(NamedTuple):
    """A day off, half a day off, or a day of the weekend that is worked to make up for one.

    ``start`` is the local time from which a half day is off (``13:00``), otherwise empty. ``estimated``: the date may
    still move, as it hangs on the moon. ``observed``: the day off that stands in for a holiday on another date.
    ``regions`` are the codes of those that have it, none for the whole country. ``source`` is a library with its
    version, or ``own``.
    """

    date: date
    name: str
    local_name: str
    kind: DayKind
    start: str = ""
    estimated: bool = False
    observed: bool = False
    regions: tuple[str, ...] = ()
    source: str = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayCalendar:
    """The days of one place, one entry a date, sorted.

    ``place`` names the region that was assumed where none was asked for (``GB-ENG``). ``years`` are those with data,
    ``made`` is the day of the snapshot, ``regions`` are all that the market has.
    """

    place: str
    market: str
    subdivision: str
    years: tuple[int, ...]
    source: str
    made: str
    days: tuple[Holiday, ...]
    regions: tuple[str, ...] = ()
    _dates: dict[date, Holiday] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_dates", {day.date: day for day in self.days})

    def on(self, day: date) -> Holiday | None:
        """What a date is; None for a usual day, and for any day of a year without data."""
        return self._dates.get(day)

    def knows(self, year: int) -> bool:
        """Whether there is data for a year."""
        return year in self.years

    @property
    def years_text(self) -> str:
        """The years with data: ``2025 to 2029``."""
        return f"{min(self.years)} to {max(self.years)}" if self.years else ""

    def in_year(self, year: int) -> tuple[Holiday, ...]:
        """The days of a year."""
        return tuple(day for day in self.days if day.date.year == year)


def holiday_calendar(paths: Paths, place: str, cache: Cache | None = None) -> HolidayCalendar:
    """The days of a market (``DE``) or of one of its regions (``DE-BY``), in any case.

    A market of which only own days are known has the years of those; one without a file has no years at all.

    Raises:
        NotFoundError: no such market or region.
        DataFileError: a file cannot be used.
    """
    code, _, typed = place.strip().upper().partition("-")
    market = market_code(code)
    markets = paths.names("locales", "markets")
    if market not in markets:
        raise unknown("market", place, markets, see="cscli market list")
    path, content = _file(paths, market, "json", cache)
    try:
        return _calendar(paths, market, typed, content, cache)
    except (KeyError, TypeError, ValueError, AttributeError):
        if content:
            datafile.read(path, "holidays", cache=cache)  # says in which line the generated file is wrong
        raise


def _calendar(
    paths: Paths, market: str, typed: str, content: Mapping[str, Any], cache: Cache | None
) -> HolidayCalendar:
    """The days of a market and of a region as typed, with the user's own on top."""
    regions = tuple(content.get("regions", ()))
    if typed and typed not in regions:
        raise _unknown_region(market, typed, regions)
    region = typed or content.get("subdivision", "")
    source = content.get("source", "")
    generated = tuple(_holidays(Path(f"{market}.json"), content.get("days", ()), region, regions, source))

    path, edits = _file(paths, market, "yaml", cache)
    _require_regions(path, edits.get("add", ()), regions)
    own = tuple(_holidays(path, edits.get("add", ()), region, regions, OWN))
    overruled = {_date(path, text) for text in edits.get("remove", ())} | {day.date for day in own}
    kept = (day for day in generated if day.date not in overruled)
    return HolidayCalendar(
        place=f"{market}-{region}" if region else market,
        market=market,
        subdivision=region,
        years=tuple(content.get("years", sorted({day.date.year for day in own}))),
        source=source or (OWN if own else ""),
        made=content.get("made", ""),
        days=_one_a_date((*kept, *own)),
        regions=regions,
    )


def years_made(today: date) -> range:
    """The years of a calendar that is made on a day; of later ones no release knows the holidays."""
    return range(today.year - 1, today.year + YEARS_AHEAD + 1)


def days_of_year(calendar: HolidayCalendar, year: int, today: date) -> tuple[Holiday, ...]:
    """The days of a year; ``today`` says which years a calendar that is made anew would have.

    Raises:
        NotFoundError: there is no data for it, which does not mean that it has no holidays.
    """
    if not calendar.knows(year):
        years = years_made(today)
        anew = f"cscli time holidays {calendar.market} --update"
        raise NotFoundError(
            f"There is no holiday data for {calendar.place} in {year}; known: {calendar.years_text or 'no year'}.",
            code="no-holiday-data",
            hint=f"Make it anew: {anew}" if year in years else f"A calendar has {years[0]} to {years[-1]}: {anew}",
        )
    return calendar.in_year(year)


def own_days(paths: Paths, market: str) -> dict[str, Any]:
    """The content of a market's file of own days, or of an empty one.

    Raises:
        DataFileError: the file cannot be used.
    """
    return _file(paths, market, "yaml", None)[1] or {"schema": 1, "market": market}


def edits_with(content: Mapping[str, Any], added: Sequence[Holiday]) -> str:
    """The text of a file of own days with more days in it; a day that has its date and name already is left out.

    Args:
        content: the file as read, or ``{"schema": 1, "market": "DE"}`` for a new one.
        added: the days to add.
    """
    days = {(row["date"], row["name"]): row for row in content.get("add", ())}
    for day in added:
        days.setdefault((day.date.isoformat(), day.name), _edit(day))
    lines = [f"schema: {content['schema']}", f"market: {_flow(content['market'])}", "add:"]
    lines += [f"  - {_flow(day)}" for _, day in sorted(days.items())]
    lines[-1] += "" if days else " []"
    if content.get("remove"):
        lines += ["remove:", *(f"  - {_flow(text)}" for text in content["remove"])]
    return "\n".join(lines) + "\n"


def _file(paths: Paths, market: str, suffix: str, cache: Cache | None) -> tuple[Path, dict[str, Any]]:
    """The file that wins and its content; nothing where there is no such file."""
    name = f"{market}.{suffix}"
    found = paths.winner(*_FOLDER, name)
    if found is None:
        return Path(*_FOLDER, name), {}
    if suffix == "json":
        content = datafile.read_generated(found[1])
    else:
        content = datafile.read(found[1], "holiday-edits", cache=cache).content
    if content.get("market") != market:
        raise DataFileError(
            f"{found[1]}: says market: {content.get('market')}, but the file is named {name}",
            hint="Rename the file, or change what it says.",
        )
    return found[1], content


def _unknown_region(market: str, typed: str, regions: tuple[str, ...]) -> NotFoundError:
    if regions:
        return unknown("region", typed, regions, see=f"cscli time holidays {market}")
    return NotFoundError(
        f"Unknown region {typed[:60]!r}: no holidays of regions are known for {market}.",
        code="unknown-region",
        hint=f"Leave the region out: {market}",
    )


def _holidays(
    path: Path, rows: Iterable[Mapping[str, Any]], region: str, regions: tuple[str, ...], source: str
) -> Iterator[Holiday]:
    """The rows of a file that hold for a region, or for the country where it is empty."""
    for row in rows:
        if region in row["regions"] if "regions" in row else region not in row.get("except", ()):
            missing = row.get("except", ())
            yield Holiday(
                date=_date(path, row["date"]),
                name=row["name"],
                local_name=row.get("local", row["name"]),
                kind=DayKind(row.get("kind", "full")),
                start=row.get("from", ""),
                estimated=row.get("estimated", False),
                observed=row.get("observed", False),
                regions=tuple(r for r in regions if r not in missing) if missing else tuple(row.get("regions", ())),
                source=source,
            )


def _require_regions(path: Path, rows: Iterable[Mapping[str, Any]], regions: tuple[str, ...]) -> None:
    """Refuse a region that the market has not: its day would never be seen."""
    for row in rows:
        stray = [region for region in row.get("regions", ()) if region not in regions]
        if stray:
            raise DataFileError(
                f"{path}: {row['date']} {row['name']}: the market has no region {stray[0]!r}",
                hint=f"Regions: {', '.join(regions)}" if regions else "Leave the regions out.",
            )


def _date(path: Path, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise DataFileError(f"{path}: there is no {text}", hint="Write the date as in 2026-12-24.") from problem


def _one_a_date(days: Iterable[Holiday]) -> tuple[Holiday, ...]:
    same: dict[date, list[Holiday]] = {}
    for day in days:
        same.setdefault(day.date, []).append(day)
    return tuple(_joined(same[day]) for day in sorted(same))


def _joined(days: list[Holiday]) -> Holiday:
    """Several days of one date as one: those of the strongest kind, which is sure when one of them is."""
    if len(days) == 1:
        return days[0]
    strongest = next(kind for kind in DayKind if any(day.kind is kind for day in days))
    alike = [day for day in days if day.kind is strongest]
    return alike[0]._replace(
        name=" / ".join(dict.fromkeys(day.name for day in alike)),
        local_name=" / ".join(dict.fromkeys(day.local_name for day in alike)),
        start=min(day.start for day in alike),
        estimated=all(day.estimated for day in alike),
        observed=all(day.observed for day in alike),
        regions=tuple(dict.fromkeys(r for day in alike for r in day.regions)) if all(d.regions for d in alike) else (),
    )


def _edit(day: Holiday) -> dict[str, Any]:
    """A day as a row of a file of own days."""
    row: dict[str, Any] = {"date": day.date.isoformat(), "name": day.name}
    if day.kind is not DayKind.FULL:
        row["kind"] = str(day.kind)
    if day.start:
        row["from"] = day.start
    if day.regions:
        row["regions"] = list(day.regions)
    return row


def _flow(value: Any) -> str:
    """A value as YAML on one line."""
    import yaml  # noqa: PLC0415 - only who writes a file needs it

    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, sort_keys=False, width=float("inf"))
    return text.removesuffix("...\n").strip()
