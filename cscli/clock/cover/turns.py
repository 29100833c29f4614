"""What rotations and overrides make of a roster: the turns of each agent, and who works in whose place."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cscli.clock.hours import A_DAY, EPOCH, Schedule, week_of, window_spans
from cscli.clock.roster import Override, Rotation
from cscli.clock.spans import Span, common, without


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnShift:
    """One shift of a turn, or a whole turn around the clock."""

    span: Span
    is_around_the_clock: bool
    also_on_holidays: bool


def turns_by_agent(rotations: Iterable[Rotation], start: int, end: int) -> dict[str, list[TurnShift]]:
    """The shifts of all rotations that touch ``[start, end)``, by agent."""
    found: dict[str, list[TurnShift]] = {}
    for rotation in rotations:
        for agent, span in rotation_shifts(rotation, start, end):
            found.setdefault(agent, []).append(
                TurnShift(
                    span=span,
                    is_around_the_clock=not rotation.hours,
                    also_on_holidays=rotation.also_on_holidays,
                )
            )
    return found


def rotation_shifts(rotation: Rotation, start: int, end: int) -> Iterator[tuple[str, Span]]:
    """Who has which shift of a rotation in ``[start, end)``; shifts and turns are whole.

    A hand-over at a time cuts a shift; one on a day alone leaves each shift to whoever has the turn when it starts.
    """
    if not rotation.hours:
        yield from ((turn.agent, (turn.start, turn.end)) for turn in rotation.turns(start, end))
        return
    first, last = (at // A_DAY + EPOCH for at in (start, end))
    schedule = Schedule(zone=rotation.zone, week=week_of(rotation.hours))
    shifts = [span for _, span in window_spans(schedule, first - 2, last + 2) if span[0] < end and start < span[1]]
    turns = list(rotation.turns(start - 2 * A_DAY, end + 2 * A_DAY))
    begun = [turn.start for turn in turns]
    for span in shifts:
        for turn in turns[max(0, bisect_right(begun, span[0]) - 1) :]:
            if turn.start >= span[1]:
                break
            if rotation.hand_over is None:
                if turn.start <= span[0] < turn.end:
                    yield turn.agent, span
            elif max(span[0], turn.start) < min(span[1], turn.end):
                yield turn.agent, (max(span[0], turn.start), min(span[1], turn.end))


def overridden(shifts: Mapping[str, Sequence[Span]], overrides: Iterable[Override]) -> dict[str, list[Span]]:
    """The shifts of each agent after all overrides, each applied to what the ones before it left."""
    found = {name: list(own) for name, own in shifts.items()}
    for one in overrides:
        if not one.instead_of:
            found[one.agent] = sorted({*found[one.agent], one.span})
            continue
        given, kept = _parted(found[one.instead_of], one.span)
        taken, own = _parted(found[one.agent], one.span) if one.both_ways else ([], found[one.agent])
        found[one.instead_of] = sorted({*kept, *taken})
        found[one.agent] = sorted({*own, *given})
    return found


def _parted(shifts: Iterable[Span], span: Span) -> tuple[list[Span], list[Span]]:
    """The parts of shifts that lie in a span, and what is left of them."""
    inside, outside = [], []
    for shift in shifts:
        inside += common([shift], [span])
        outside += without([shift], [span])
    return inside, outside
