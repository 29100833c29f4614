"""Rotations and overrides as they stand in a roster in YAML: read, and what is wrong with them.

A name in them must be that of an agent of the roster.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any

from cscli.clock.faults import Fault, faults_of
from cscli.clock.hours import dates_in
from cscli.clock.parse.zone_words import require_zone_name
from cscli.clock.roster.agents import name_key, require_window
from cscli.clock.roster.rotation import (
    MOST_OVERRIDES,
    MOST_ROTATIONS,
    Override,
    Rotation,
    first_turn,
    hand_over_of,
    moment_of,
    require_order,
    turn_days,
)
from cscli.datafile import Place
from cscli.errors import UsageError, suggestion
from cscli.text import one_line

Entry = Mapping[str, Any]


def rotation_entries(content: Entry) -> list[tuple[Place, Entry]]:
    """The rotations of a roster, each with its place: the one of ``rotation`` and those of ``rotations``."""
    single = [(("rotation",), content["rotation"])] if "rotation" in content else []
    return [*single, *((("rotations", index), entry) for index, entry in enumerate(content.get("rotations", ())))]


def rotation_of(entry: Entry, zones: Mapping[str, str]) -> Rotation:
    """The rotation of an entry that is right; without a zone of its own it has that of its first agent.

    Args:
        entry: what stands in the file.
        zones: the zone of each agent, by name.
    """
    names = _known(zones)
    agents = tuple(names[_key(name)] for name in entry["agents"])
    weekday, at = hand_over_of(entry["hand_over"]) if "hand_over" in entry else (None, None)
    days = turn_days(entry["every"])
    return Rotation(
        name=one_line(entry.get("name", "")),
        zone=entry.get("zone", "") or zones[agents[0]],
        agents=agents,
        days=days,
        first=first_turn(date.fromisoformat(entry["from"]), weekday, days),
        hand_over=at,
        last=date.fromisoformat(entry["to"]) if "to" in entry else None,
        hours={key: tuple(typed) for key, typed in entry.get("hours", {}).items()},
        also_on_holidays=entry.get("also_on_holidays", False),
    )


def override_of(entry: Entry, zones: Mapping[str, str]) -> Override:
    """The override of an entry that is right; without a zone of its own it is on the clock of whom it replaces.

    Args:
        entry: what stands in the file.
        zones: the zone of each agent, by name.
    """
    names = _known(zones)
    agent, instead_of = names[_key(entry["agent"])], names.get(_key(entry.get("instead_of", "")), "")
    return Override(
        agent=agent,
        instead_of=instead_of,
        start=moment_of(entry["from"]),
        end=moment_of(entry["to"], is_end=True),
        zone=entry.get("zone", "") or zones[instead_of or agent],
        asked_by=one_line(entry.get("asked_by", "")),
        both_ways=entry.get("both_ways", False),
    )


def faults_of_turns(content: Entry) -> Iterator[Fault]:
    """What is wrong with the rotations and the overrides of a roster."""
    known = {_key(agent["name"]): agent["name"] for agent in content.get("agents", ())}
    rotations, overrides = rotation_entries(content), content.get("overrides", ())
    for entries, most in ((rotations, MOST_ROTATIONS), (overrides, MOST_OVERRIDES)):
        if len(entries) > most:
            what = "rotations" if entries is rotations else "overrides"
            yield (what,), UsageError(f"There are {len(entries):,} {what}; at most {most:,}.", hint="Remove old ones.")
            return
    yield from chain.from_iterable(_of_rotation(entry, place, known) for place, entry in rotations)
    yield from chain.from_iterable(
        _of_override(entry, ("overrides", index), known) for index, entry in enumerate(overrides)
    )


def _of_rotation(entry: Entry, place: Place, known: Mapping[str, str]) -> Iterator[Fault]:
    for number, name in enumerate(entry["agents"]):
        yield from _of_name(name, (*place, "agents", number), known)
    if "zone" in entry:
        yield from faults_of(require_zone_name, entry["zone"], (*place, "zone"))
    for key in ("from", "to"):
        yield from faults_of(dates_in, entry.get(key, "2026-01-01"), (*place, key))
    if "to" in entry and entry["to"] < entry["from"]:
        yield (*place, "to"), UsageError("The rotation ends before it starts.", hint="Put the earlier date in from:.")
    wrong = [*faults_of(turn_days, entry["every"], (*place, "every"))]
    if "hand_over" in entry:
        wrong += faults_of(hand_over_of, entry["hand_over"], (*place, "hand_over"))
    yield from wrong
    if not wrong:
        weekday = hand_over_of(entry["hand_over"])[0] if "hand_over" in entry else None
        days = turn_days(entry["every"])
        yield from faults_of(lambda _: first_turn(date(2026, 1, 1), weekday, days), "", (*place, "hand_over"))
    for day, windows in entry.get("hours", {}).items():
        for number, typed in enumerate(windows):
            yield from faults_of(require_window, typed, (*place, "hours", day, number))
    if "hours" in entry and not any(entry["hours"].values()):
        yield (*place, "hours"), UsageError("The rotation has no hours.", hint="Leave hours: out for around the clock.")


def _of_override(entry: Entry, place: Place, known: Mapping[str, str]) -> Iterator[Fault]:
    for key in ("agent", "instead_of"):
        if key in entry:
            yield from _of_name(entry[key], (*place, key), known)
    if _key(entry["agent"]) == _key(entry.get("instead_of", "")):
        yield (*place, "instead_of"), UsageError("Nobody stands in for themselves.", hint="Name two agents.")
    if entry.get("both_ways") and "instead_of" not in entry:
        yield (*place, "both_ways"), UsageError("An exchange needs two agents.", hint="Name the other as instead_of:.")
    if "zone" in entry:
        yield from faults_of(require_zone_name, entry["zone"], (*place, "zone"))
    wrong = [
        *faults_of(moment_of, entry["from"], (*place, "from")),
        *faults_of(lambda typed: moment_of(typed, is_end=True), entry["to"], (*place, "to")),
    ]
    yield from wrong
    if not wrong:
        start, end = moment_of(entry["from"]), moment_of(entry["to"], is_end=True)
        yield from faults_of(lambda _: require_order(start, end), "", (*place, "to"))


def _of_name(name: str, place: Place, known: Mapping[str, str]) -> Iterator[Fault]:
    if _key(name) not in known:
        near = suggestion(name, known.values(), most=1)
        yield place, UsageError(f"No agent is called {name[:60]!r}.{near}", hint="List each agent under agents:.")


def _known(zones: Mapping[str, str]) -> dict[str, str]:
    return {name_key(name): name for name in zones}


def _key(name: str) -> str:
    return name_key(one_line(name))
