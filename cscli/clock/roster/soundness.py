"""What is wrong with a roster in YAML although it fits its schema, each fault with its line.

A schema cannot tell that two agents have one name, that a window has no length or that a date does not exist.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cscli.clock.faults import Fault, faults_of, require_none
from cscli.clock.hours import DAYS, dates_in, window_typed
from cscli.clock.parse.zone_words import require_zone_name
from cscli.clock.roster.absences import absence, date_range
from cscli.clock.roster.agents import MOST_AGENTS, agent_name, languages_of, name_key, require_window
from cscli.clock.roster.turn_entries import faults_of_turns, rotation_entries
from cscli.clock.zones import zone_country
from cscli.datafile import Place
from cscli.errors import DataFileError, Problem, UsageError
from cscli.text import one_line

if TYPE_CHECKING:
    from datetime import date

    from cscli.clock.market_hours import MarketHours
    from cscli.clock.roster.agents import Demand, Roster


# What a reading of an entry with another shape than its schema's ends in.
_NOT_UNDERSTOOD = (KeyError, TypeError, AttributeError, ValueError, IndexError, StopIteration)


def require_sound(path: Path, content: Mapping[str, Any]) -> None:
    """Refuse a roster that makes no sense.

    Args:
        path: its file.
        content: what stands in it, already checked against the schema.

    Raises:
        DataFileError: all that is wrong, in the order of the file, each with its line.
    """
    agents = content.get("agents", ())
    if len(agents) > MOST_AGENTS:
        raise DataFileError(
            f"{path}: has {len(agents):,} agents; a roster has at most {MOST_AGENTS:,}", hint="Split it by team."
        )
    require_none(path, chain.from_iterable(_faults(content)))


def misfits(path: Path, content: Any) -> list[Problem]:
    """What else makes no sense in a roster that does not fit its schema, as far as its entries can be understood."""
    found: list[Fault] = []
    if isinstance(content, dict):
        with suppress(*_NOT_UNDERSTOOD):
            for faults in _faults(content):
                with suppress(*_NOT_UNDERSTOOD):
                    found += faults
    try:
        require_none(path, found)
    except DataFileError as wrong:
        return list(wrong.problems)
    return []


def _faults(content: Mapping[str, Any]) -> Iterator[Iterable[Fault]]:
    """The faults of each part of a roster."""
    in_turns = {name_key(one_line(name)) for _, entry in rotation_entries(content) for name in entry["agents"]}
    seen: set[str] = set()
    for index, entry in enumerate(content.get("agents", ())):
        yield _of_agent(entry, ("agents", index), seen, in_turns)
    yield _of_absences(content.get("off", ()), ("off",))
    yield faults_of_turns(content)
    for index, entry in enumerate(content.get("demand", ())):
        yield _of_demand(entry, ("demand", index))


def require_known_holidays(path: Path, roster: "Roster", holidays: Callable[[str], object]) -> None:
    """Refuse agents whose holidays nobody knows.

    Args:
        path: the roster's file.
        roster: what was read from it.
        holidays: raises NotFoundError for an unknown market or region.

    Raises:
        DataFileError: all that are unknown, each with its line where the file has lines for them.
    """
    named = [(index, agent.holidays) for index, agent in enumerate(roster.agents) if agent.holidays]
    require_none(
        path, [fault for index, place in named for fault in faults_of(holidays, place, ("agents", index, "holidays"))]
    )


def require_known_markets(path: Path, demand: "Sequence[Demand]", hours: "MarketHours") -> None:
    """Refuse demand in markets, regions or zones that do not exist.

    Args:
        path: the file that the demand stands in.
        demand: what was read from it.
        hours: the clocks of the markets.

    Raises:
        DataFileError: all that are unknown, each with its line.
    """
    require_none(path, [fault for index, one in enumerate(demand) for fault in _of_place(one, index, hours)])


def _of_place(demand: "Demand", index: int, hours: "MarketHours") -> Iterator[Fault]:
    wrong = [*faults_of(hours.catalog.market, demand.market, ("demand", index, "market"))]
    yield from wrong
    if not wrong and demand.region:
        yield from faults_of(hours.holidays, demand.holidays, ("demand", index, "market"))
    country = zone_country(demand.zone) if demand.zone else ""
    if not wrong and country and country != hours.catalog.market(demand.market).code:
        zones = hours.catalog.market(demand.market).zones
        yield (
            ("demand", index, "zone"),
            UsageError(f"{demand.zone} is not in {demand.market}.", hint=f"Its zones: {', '.join(zones)}"),
        )


def is_weekly(key: str) -> bool:
    """Whether a key of ``shifts`` names days of the week, and not dates."""
    return key.startswith(DAYS)


def _of_agent(entry: Mapping[str, Any], place: Place, seen: set[str], in_turns: Container[str]) -> Iterator[Fault]:
    yield from faults_of(agent_name, entry["name"], (*place, "name"))
    key = name_key(one_line(entry["name"]))
    if key in seen:
        yield (
            (*place, "name"),
            UsageError(f"There are two agents {entry['name'][:60]!r}.", hint="Give each a name of its own."),
        )
    seen.add(key)
    yield from faults_of(require_zone_name, entry["zone"], (*place, "zone"))
    yield from _of_languages(entry, place)
    yield from _of_absences(entry.get("off", ()), (*place, "off"))
    yield from _of_shifts(entry, place, has_turns=key in in_turns)


def _of_absences(absences: Iterable[str], place: Place) -> Iterator[Fault]:
    for number, typed in enumerate(absences):
        yield from faults_of(absence, typed, (*place, number))


def _of_shifts(entry: Mapping[str, Any], agent: Place, *, has_turns: bool) -> Iterator[Fault]:
    shifts: Mapping[str, Sequence[str | Mapping[str, Any]]] = entry.get("shifts", {})
    place: Place = (*agent, "shifts")
    dates: dict[date, str] = {}
    for key, windows in shifts.items():
        yield from _of_windows(map(window_typed, windows), (*place, key))
        wrong = () if is_weekly(key) else tuple(faults_of(date_range, key, (*place, key)))
        yield from wrong
        days = () if is_weekly(key) or wrong else dates_in(key)
        twice = next((day for day in days if dates.setdefault(day, key) != key), None)
        if twice:
            yield (
                (*place, key),
                UsageError(
                    f"{twice} stands in {dates[twice]!r} and in {key!r}.", hint="Give each date its hours once."
                ),
            )
    if not has_turns and not any(shifts.values()):
        yield (
            place if "shifts" in entry else agent,
            UsageError(
                f"{entry['name'][:60]!r} has no shift.",
                hint='Give at least one: shifts: {mon-fri: ["09:00-18:00"]}, or a place in a rotation.',
            ),
        )


def _of_demand(entry: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    if "zone" in entry and "zones" in entry:
        yield (*place, "zones"), UsageError("The demand has one zone and all zones.", hint="Keep one of the two.")
    yield from _of_languages(entry, place)
    hours = {} if isinstance(entry["hours"], str) else entry["hours"]
    for days, windows in hours.items():
        yield from _of_windows(windows, (*place, "hours", days))
    if not isinstance(entry["hours"], str) and not any(hours.values()):
        yield (
            (*place, "hours"),
            UsageError(
                f"The demand of {entry['market']} has no hours.", hint="Write business, 24/7, or windows by days."
            ),
        )


def _of_languages(entry: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    for number, typed in enumerate(entry.get("languages", ())):
        yield from faults_of(lambda tag: languages_of((tag,)), typed, (*place, "languages", number))


def _of_windows(windows: Iterable[str], place: Place) -> Iterator[Fault]:
    for number, typed in enumerate(windows):
        yield from faults_of(require_window, typed, (*place, number))
