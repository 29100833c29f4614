"""What is wrong with a roster in YAML although it fits its schema, each fault with its line.

A schema cannot tell that two agents have one name, that a window has no length or that a date does not exist.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cscli.clock.hours import DAYS, dates_in
from cscli.clock.roster.agents import MOST_AGENTS, agent_name, date_range, languages_of, name_key, require_window
from cscli.datafile import Place
from cscli.errors import DataFileError, Problem, UsageError
from cscli.text import one_line

if TYPE_CHECKING:
    from datetime import date

    import yaml

Fault = tuple[Place, UsageError]


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
    faults = [*_of_agents(agents), *_of_demand(content.get("demand", ()))]
    if faults:
        lines = _lines(path, [place for place, _ in faults])
        told = sorted(zip(lines, (problem for _, problem in faults), strict=True), key=lambda pair: pair[0])
        problems = tuple(
            Problem(
                code=DataFileError.default_code,
                message=f"{path}:{line}: {fault.message}",
                hint=fault.problems[0].hint,
            )
            for line, fault in told
        )
        raise DataFileError(problems[0].message, problems=problems)


def is_weekly(key: str) -> bool:
    """Whether a key of ``shifts`` names days of the week, and not dates."""
    return key.startswith(DAYS)


def _of_agents(agents: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, entry in enumerate(agents):
        place: Place = ("agents", index)
        yield from _of(agent_name, entry["name"], (*place, "name"))
        key = name_key(one_line(entry["name"]))
        if key in seen:
            yield (
                (*place, "name"),
                UsageError(f"There are two agents {entry['name'][:60]!r}.", hint="Give each a name of its own."),
            )
        seen.add(key)
        yield from _of_languages(entry, place)
        yield from _of_shifts(entry, (*place, "shifts"))
        for number, typed in enumerate(entry.get("off", ())):
            yield from _of(date_range, typed, (*place, "off", number))


def _of_shifts(entry: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    shifts: Mapping[str, Sequence[str]] = entry["shifts"]
    dates: dict[date, str] = {}
    for key, windows in shifts.items():
        yield from _of_windows(windows, (*place, key))
        wrong = () if is_weekly(key) else tuple(_of(date_range, key, (*place, key)))
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
    if not any(shifts.values()):
        yield (
            place,
            UsageError(f"{entry['name'][:60]!r} has no shift.", hint='Give at least one: mon-fri: ["09:00-18:00"]'),
        )


def _of_demand(demand: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    for index, entry in enumerate(demand):
        place: Place = ("demand", index)
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
        yield from _of(lambda tag: languages_of((tag,)), typed, (*place, "languages", number))


def _of_windows(windows: Iterable[str], place: Place) -> Iterator[Fault]:
    for number, typed in enumerate(windows):
        yield from _of(require_window, typed, (*place, number))


def _of(reading: Callable[[str], object], typed: str, place: Place) -> Iterator[Fault]:
    """The fault for which a value cannot be read, if any."""
    try:
        reading(typed)
    except UsageError as problem:
        yield place, problem


def _lines(path: Path, places: Iterable[Place]) -> list[int]:
    """The line of each place in a YAML file that has been read before."""
    import yaml  # noqa: PLC0415 - only a faulty file is parsed again

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root = yaml.compose(path.read_text(encoding="utf-8-sig"), loader)
    return [_line(root, place) for place in places]


def _line(node: "yaml.Node | None", place: Place) -> int:
    import yaml  # noqa: PLC0415 - loaded by the caller

    line = 1
    for step in place:
        if isinstance(node, yaml.MappingNode):
            key, node = next(pair for pair in node.value if pair[0].value == step)
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line
