"""How nights, weekends and holidays fall on the agents, beside the share that the rotation means for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cscli.clock.cover.load import Load, special_hours
from cscli.clock.cover.turns import rotation_shifts
from cscli.clock.market_hours import MarketHours
from cscli.clock.roster import Roster
from cscli.clock.spans import Span, clipped, common, merged, seconds

KINDS = ("night", "weekend", "holiday")


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyShare:
    """What one agent works of a kind of hours: seconds, the part of all such hours, and the fair part of them.

    ``fair`` is the agent's part of the turns of the rotations; without rotations all parts are equal; None for an
    agent outside of them.
    """

    worked: int
    share: float
    fair: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """The nights, weekends and holidays of one agent."""

    agent: str
    night: DutyShare
    weekend: DutyShare
    holiday: DutyShare


def fairness(roster: Roster, loads: Sequence[Load], hours: MarketHours, span: Span) -> tuple[Fairness, ...]:
    """How the hours that nobody likes are shared in a span, by agent in the order of the roster."""
    fair = _fair_seconds(roster, hours, span)
    totals = {kind: sum(getattr(load, kind) for load in loads) for kind in KINDS}

    def part(load: Load, kind: str) -> DutyShare:
        worked, total = getattr(load, kind), totals[kind]
        if not roster.rotations:
            expected: float | None = 1 / len(loads)
        elif load.agent in fair:
            meant = sum(of_agent[kind] for of_agent in fair.values())
            expected = fair[load.agent][kind] / meant if meant else 0.0
        else:
            expected = None
        return DutyShare(worked=worked, share=worked / total if total else 0.0, fair=expected)

    return tuple(
        Fairness(
            agent=load.agent,
            night=part(load, "night"),
            weekend=part(load, "weekend"),
            holiday=part(load, "holiday"),
        )
        for load in loads
    )


def _fair_seconds(roster: Roster, hours: MarketHours, span: Span) -> dict[str, dict[str, float]]:
    """What of each kind falls to each agent of the rotations if each has the part of the turns that it is meant to."""
    agents = {agent.name: agent for agent in roster.agents}
    found: dict[str, dict[str, float]] = {}
    known: dict[tuple[str, str], tuple[list[Span], ...]] = {}
    for rotation in roster.rotations:
        by_agent: dict[str, list[Span]] = {}
        for name, shift in rotation_shifts(rotation, *span):
            by_agent.setdefault(name, []).append(shift)
        totals = dict.fromkeys(KINDS, 0)
        for name, shifts in by_agent.items():
            agent = agents[name]
            key = (agent.zone, agent.holidays)
            if key not in known:
                known[key] = special_hours(agent, hours, *span)
            for kind, spans in zip(KINDS, known[key], strict=True):
                totals[kind] += _within(shifts, spans, span)
        for name in dict.fromkeys(rotation.agents):
            own = found.setdefault(name, dict.fromkeys(KINDS, 0.0))
            for kind in KINDS:
                own[kind] += rotation.share_of(name) * totals[kind]
    return found


def _within(shifts: Iterable[Span], spans: Sequence[Span], span: Span) -> int:
    return seconds(common(clipped(merged(shifts), *span), spans))
