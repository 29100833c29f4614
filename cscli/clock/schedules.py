"""The hours that ``--hours`` names: a market, one of its regions, ``24/7``, or a schedule file."""

from dataclasses import dataclass, replace
from pathlib import Path

from cscli import datafile
from cscli.clock.calendar import Calendar
from cscli.clock.hours import ALWAYS, Schedule, market_schedule, parse_schedule
from cscli.clock.market_hours import MarketHours
from cscli.errors import DataFileError, NotFoundError, UsageError, unknown
from cscli.paths import is_file

ROUND_THE_CLOCK = "24/7"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedHours:
    """Hours with the name they were asked for by, and what was taken for granted."""

    name: str
    calendar: Calendar
    assumptions: tuple[str, ...] = ()

    @property
    def zone(self) -> str:
        """The zone of the hours."""
        return self.calendar.schedule.zone

    def unknown_years(self, years: set[int]) -> tuple[str, ...]:
        """Sentences on the years for which there is no holiday data."""
        known = self.calendar.schedule.known_years
        missing = sorted(years - known) if known is not None else []
        return tuple(f"there is no holiday data for {self.name} in {year}" for year in missing)


def named_hours(name: str, hours: MarketHours, zones: datafile.Names, zone: str = "") -> NamedHours:
    """The hours of a name.

    Args:
        name: a market (``DE``), a region (``DE-BY``), ``24/7``, or the path of a schedule file.
        hours: the clocks of the markets.
        zones: all zone names.
        zone: the zone to use instead of the schedule's own (for 24/7: UTC).

    Raises:
        NotFoundError: neither a market nor a file.
        DataFileError: the file cannot be used.
        UsageError: hours that are never open.
    """
    if name == ROUND_THE_CLOCK:
        return NamedHours(name=name, calendar=Calendar(Schedule(zone=zone or "UTC", week=ALWAYS)))
    code, _, region = name.upper().partition("-")
    if code in hours.catalog.market_codes():
        market = hours.catalog.market(code)
        guess = f"{code} has {len(market.zones)} time zones; {market.zone} is used"
        schedule = market_schedule(market, hours.holidays(name), zone)
        return NamedHours(
            name=name.upper(),
            calendar=Calendar(schedule) if region else hours.calendar(market, zone),
            assumptions=(guess,) if market.has_several_zones and not zone else (),
        )
    path = Path(name).expanduser()
    if not is_file(path):
        raise _unknown_hours(name, hours)
    schedule = read_schedule(path, hours, zones)
    return NamedHours(name=path.name, calendar=Calendar(replace(schedule, zone=zone) if zone else schedule))


def read_schedule(path: Path, hours: MarketHours, zones: datafile.Names) -> Schedule:
    """The schedule of a file.

    Raises:
        DataFileError: it cannot be used, or is never open.
    """
    content = datafile.read(path, "schedule", cache=hours.catalog.cache, formats={"iana-zone": zones}).content
    try:
        calendar = content.get("calendar")
        return parse_schedule(content, hours.holidays(calendar) if calendar else None)
    except (UsageError, NotFoundError) as problem:
        first = problem.problems[0]
        raise DataFileError(f"{path}: {first.message}", code=first.code, hint=first.hint) from problem


def _unknown_hours(name: str, hours: MarketHours) -> NotFoundError | UsageError:
    if name.endswith((".yaml", ".yml")) or "/" in name:
        return UsageError(f"There is no schedule file {name[:200]!r}.", code="no-file")
    return unknown("market", name, hours.catalog.market_codes(), see="cscli market list")
