"""Who is on duty at an instant, for each market and language, until when, and who comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cscli.clock.cover.coverage import ANY_LANGUAGE, Coverage, coverage, speaks, zones_of
from cscli.clock.cover.shifts import Rota, rotas
from cscli.clock.hours import A_DAY
from cscli.clock.market_hours import MarketHours
from cscli.clock.roster import Override, Roster
from cscli.clock.spans import Span

REACH = 28 * A_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDuty:
    """An agent who works for a time without a pause (UTC epoch seconds); ``until`` None: for more than four weeks.

    ``override`` is the one by which the agent stands there, if any.
    """

    agent: str
    zone: str
    start: int
    until: int | None
    override: Override | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Who serves a place (a market, or a part of one) in a language.

    ``needed`` is how many agents the place needs now, 0 while it is closed; ``changes`` is when that changes, None
    if not within four weeks. Without demand ``place`` and ``zone`` are empty.
    """

    place: str
    zone: str
    language: str
    needed: int
    changes: int | None
    on: tuple[OnDuty, ...]
    following: OnDuty | None

    @property
    def is_short(self) -> bool:
        """Whether agents are needed, and nobody is there."""
        return self.needed > 0 and not self.on


def duties_at(roster: Roster, hours: MarketHours, at: int) -> tuple[Duty, ...]:
    """Who is on duty at an instant for each place and language, in the order of the demand.

    Raises:
        NotFoundError: an unknown market, or holidays of one.
        UsageError: hours that make no sense.
    """
    cover = coverage(roster, hours, at, at + REACH)
    zones = {demand.place: zones_of(demand, hours)[0] for demand in roster.demand}
    pairs = list(cover.needs) or [("", ANY_LANGUAGE)]
    return tuple(_duty(cover, pair, zones.get(pair[0], ""), roster.overrides) for pair in pairs)


def _duty(cover: Coverage, pair: tuple[str, str], zone: str, overrides: Sequence[Override]) -> Duty:
    at, end = cover.span
    speakers = [rota for rota in cover.rotas if speaks(rota.agent.languages, pair[1])]
    on = [(rota, rota.spans[0]) for rota in speakers if rota.spans and rota.spans[0][0] <= at]
    later = [(span, rota) for rota in speakers if (span := _next_span(rota, at))]
    needs = cover.needs.get(pair, ())
    now = next((need for need in needs if need[0] <= at < need[1]), None)
    changes = now[1] if now else next((start for start, _, _ in needs), None)
    coming = min(later, key=lambda pair: (pair[0], pair[1].agent.name), default=None)
    return Duty(
        place=pair[0],
        zone=zone,
        language=pair[1],
        needed=now[2] if now else 0,
        changes=changes if changes != end else None,
        on=tuple(_on_duty(rota, span, end, overrides) for rota, span in on),
        following=_on_duty(coming[1], coming[0], end, overrides) if coming else None,
    )


def _next_span(rota: Rota, at: int) -> Span | None:
    return next((span for span in rota.spans if span[0] > at), None)


def _on_duty(rota: Rota, span: Span, horizon: int, overrides: Iterable[Override]) -> OnDuty:
    agent = rota.agent
    return OnDuty(
        agent=agent.name,
        zone=agent.zone,
        start=span[0],
        until=span[1] if span[1] < horizon else None,
        override=override_of_shift(agent.name, span, overrides),
    )


def override_of_shift(agent: str, span: Span, overrides: Iterable[Override]) -> Override | None:
    """The last override that brought an agent into a span."""
    brought = [
        one
        for one in overrides
        if (agent == one.agent or (one.both_ways and agent == one.instead_of))
        and one.span[0] < span[1]
        and span[0] < one.span[1]
    ]
    return brought[-1] if brought else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnShift:
    """A shift of one agent; ``places`` are those of the demand whose language the agent speaks, with their zones."""

    span: Span
    places: tuple[tuple[str, str], ...]
    override: Override | None


def own_shifts(roster: Roster, hours: MarketHours, name: str, span: Span) -> tuple[OwnShift, ...]:
    """The shifts of an agent that end in a span or after it, and start before its end, by time."""
    rota = next(rota for rota in rotas(roster, hours, *span) if rota.agent.name == name)
    places = {
        demand.place: zones_of(demand, hours)[0]
        for demand in roster.demand
        if any(speaks(rota.agent.languages, language) for language in demand.languages or (ANY_LANGUAGE,))
    }
    return tuple(
        OwnShift(span=shift, places=tuple(places.items()), override=override_of_shift(name, shift, roster.overrides))
        for shift in rota.shifts
        if shift[0] < span[1] and span[0] < shift[1]
    )
