"""One agent takes the shift of another: checked for rest, cover, languages and absences before anybody agrees to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from cscli.clock.cover.coverage import Need, Stretch, coverage, speaks
from cscli.clock.cover.load import LEAST_REST, short_rests
from cscli.clock.cover.shifts import Rota
from cscli.clock.hours import A_DAY
from cscli.clock.market_hours import MarketHours
from cscli.clock.roster import Agent, Override, Roster
from cscli.clock.spans import Span, common, merged
from cscli.clock.zones import epoch, local, local_day, utc
from cscli.errors import NotFoundError, UsageError, unknown

_MARGIN = 3 * A_DAY  # a rest and a shift before the swap and after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a swap should not be made. ``kind``: ``rest``, ``gap``, ``busy`` or ``off``; ``message`` is a sentence."""

    kind: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """An override that makes a swap, what speaks against it, and what is only to be said of it."""

    override: Override
    given: tuple[Span, ...]
    returned: tuple[Span, ...]
    reasons: tuple[Reason, ...]
    remarks: tuple[str, ...]


def planned_swap(roster: Roster, hours: MarketHours, names: tuple[str, str], on: date, asked_by: str = "") -> Swap:
    """The swap by which the second agent takes the shifts of the first that start on a date of the first's clock.

    Where the second has shifts on that date, too, the two exchange theirs.

    Raises:
        NotFoundError: there is no such agent, or the first has no shift that starts on the date.
        UsageError: both are the same agent.
    """
    first, second = (agent_called(roster, name).name for name in names)
    if first == second:
        raise UsageError("Nobody swaps with themselves.", code="same-agent", hint="Name two agents.")
    zone = {agent.name: agent.zone for agent in roster.agents}
    midnight = local_day(on, zone[first])[0]
    span = (midnight - _MARGIN, midnight + A_DAY + _MARGIN)
    before = coverage(roster, hours, *span)
    given, returned = (_begun_on(_rota(before.rotas, name), on) for name in (first, second))
    if not given:
        raise NotFoundError(
            f"{first} has no shift that starts on {on:%a %Y-%m-%d}.",
            code="no-shift",
            hint=f'See when there is one: cscli roster next "{first}"',
        )
    override = _override((first, second), [*given, *returned], zone[first], asked_by, both_ways=bool(returned))
    after = coverage(replace(roster, overrides=(*roster.overrides, override)), hours, *span)
    reasons = [
        *_busy(_rota(before.rotas, second), given, returned),
        *_away(roster, hours, second, given),
        *(reason for name in (first, second) for reason in _rests(name, before.rotas, after.rotas)),
        *_opened(before.gaps, after.gaps, roster, second),
    ]
    return Swap(
        override=override,
        given=tuple(given),
        returned=tuple(returned),
        reasons=tuple(reasons),
        remarks=tuple(_lost_languages(roster, before.needs, first, second, given)),
    )


def agent_called(roster: Roster, typed: str) -> Agent:
    """The agent of a roster with a name, in any case.

    Raises:
        NotFoundError: nobody has it; the hint lists who is there.
    """
    found = [agent for agent in roster.agents if agent.name.casefold() == typed.strip().casefold()]
    if not found:
        names = [agent.name for agent in roster.agents]
        raise unknown("agent", typed, names, hint=f"Agents in this roster: {', '.join(names)}")
    return found[0]


def _rota(rotas: Sequence[Rota], name: str) -> Rota:
    return next(rota for rota in rotas if rota.agent.name == name)


def _begun_on(rota: Rota, on: date) -> list[Span]:
    return [shift for shift in rota.shifts if local(utc(shift[0]), rota.agent.zone).date() == on]


def _override(names: tuple[str, str], shifts: Sequence[Span], zone: str, asked_by: str, *, both_ways: bool) -> Override:
    """The override, on the wall of a zone where that is clear, else in UTC."""
    start, end = min(first for first, _ in shifts), max(last for _, last in shifts)
    walls = [_wall(at, zone) for at in (start, end)]
    if [epoch(wall, zone) for wall in walls] != [start, end] or any(wall.second for wall in walls):
        zone, walls = "UTC", [_wall(at, "UTC") for at in (start, end)]
    return Override(
        agent=names[1],
        instead_of=names[0],
        start=walls[0],
        end=walls[1],
        zone=zone,
        asked_by=asked_by,
        both_ways=both_ways,
    )


def _wall(at: int, zone: str) -> datetime:
    return local(utc(at), zone).replace(tzinfo=None, fold=0)


def _busy(rota: Rota, given: Sequence[Span], returned: Sequence[Span]) -> Iterator[Reason]:
    kept = merged(shift for shift in rota.shifts if shift not in returned)
    for start, end in common(merged(given), kept):
        when = _when(start, end, rota.agent.zone)
        yield Reason(kind="busy", message=f"{rota.agent.name} already works {when}.")


def _away(roster: Roster, hours: MarketHours, name: str, given: Sequence[Span]) -> Iterator[Reason]:
    agent = next(one for one in roster.agents if one.name == name)
    for day in sorted({local(utc(start), agent.zone).date() for start, _ in given}):
        whole = any(first <= day <= last for first, last in agent.off)
        if whole or any(one.dates(day, day) and not one.hours for one in agent.absences):
            yield Reason(kind="off", message=f"{name} is off on {day:%a %Y-%m-%d}.")
        holiday = hours.holidays(agent.holidays).on(day) if agent.holidays else None
        if holiday and holiday.kind == "full":
            yield Reason(kind="off", message=f"{day:%a %Y-%m-%d} is {holiday.name} in {agent.holidays}: {name} is off.")


def _rests(name: str, before: Sequence[Rota], after: Sequence[Rota]) -> Iterator[Reason]:
    """The short rests that an agent has only after the swap."""
    old, new = (set(short_rests(merged(_rota(rotas, name).shifts))) for rotas in (before, after))
    zone = _rota(after, name).agent.zone
    for rest in sorted(new - old, key=lambda rest: rest.start):
        hours, minutes = divmod((rest.start - rest.end) // 60, 60)
        yield Reason(
            kind="rest",
            message=f"{name} would rest only {hours} h {minutes:02} min before the shift of "
            f"{local(utc(rest.start), zone):%a %Y-%m-%d %H:%M}; it should be {LEAST_REST // 3600} h.",
        )


def _opened(before: Sequence[Stretch], after: Sequence[Stretch], roster: Roster, second: str) -> Iterator[Reason]:
    """The gaps that the swap makes, or makes deeper."""
    spoken = next(agent.languages for agent in roster.agents if agent.name == second)
    missing = {(gap.market, gap.language, gap.needed - gap.staffed, gap.start, gap.end) for gap in before}
    for gap in after:
        if (gap.market, gap.language, gap.needed - gap.staffed, gap.start, gap.end) not in missing:
            if _was_as_deep(gap, before):
                continue
            why = "" if speaks(spoken, gap.language) else f" {second} does not speak {gap.language}."
            when = _when(gap.start, gap.end, "UTC")
            language = f" {gap.language}" if gap.language else ""
            yield Reason(
                kind="gap",
                message=f"{gap.market}{language} would have {gap.staffed} of {gap.needed} agents {when} UTC.{why}",
            )


def _was_as_deep(gap: Stretch, before: Sequence[Stretch]) -> bool:
    """Whether gaps of before, at least as deep, hold all of a gap."""
    held = merged(
        (one.start, one.end)
        for one in before
        if (one.market, one.language) == (gap.market, gap.language)
        and one.needed - one.staffed >= gap.needed - gap.staffed
    )
    return common([(gap.start, gap.end)], held) == [(gap.start, gap.end)]


def _lost_languages(
    roster: Roster,
    needs: Mapping[tuple[str, str], Sequence[Need]],
    first: str,
    second: str,
    given: Sequence[Span],
) -> Iterator[str]:
    spoken = {agent.name: agent.languages for agent in roster.agents}
    for (place, language), needed in needs.items():
        asked = common(merged((start, end) for start, end, _ in needed), merged(given))
        if asked and speaks(spoken[first], language) and not speaks(spoken[second], language):
            yield f"{second} does not speak {language}, which {place} needs then and {first} speaks"


def _when(start: int, end: int, zone: str) -> str:
    begins, ends = (local(utc(at), zone) for at in (start, end))
    return f"{begins:%a %Y-%m-%d %H:%M}-{ends:%H:%M}"
