"""The fewest shifts that close the gaps of a roster.

A shift has a fixed length and is worked by somebody with the languages of one of the agents, or with one language that
nobody speaks yet. HiGHS, an optional library, proves the smallest number; without it a greedy answer is given, which is
the smallest where one language is short, and otherwise says that it may not be.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cscli.clock.cover import highs
from cscli.clock.cover.coverage import Coverage, speaks
from cscli.clock.spans import Span, merged

_MOST_CANDIDATES = 20_000

# A stretch in which one language is short of so many agents.
_Deficit = tuple[int, int, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedShift:
    """A shift to add: what its agent speaks, and when (UTC epoch seconds); ``agents`` such people are wanted."""

    languages: tuple[str, ...]
    start: int
    end: int
    agents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Shifts that close all gaps; ``is_fewest`` only where that is proven."""

    shifts: tuple[SuggestedShift, ...]
    solver: str
    is_fewest: bool

    @property
    def count(self) -> int:
        """How many shifts are to be added."""
        return sum(shift.agents for shift in self.shifts)


def suggested_shifts(cover: Coverage, length: int) -> Suggestion:
    """The shifts of ``length`` seconds to add so that no gap is left."""
    deficits = _deficits(cover)
    skills = _skills(cover, sorted({language for _, _, language, _ in deficits}))
    candidates = [(start, skill) for start in _starts(deficits, length) for skill in skills]
    if not deficits:
        return Suggestion(shifts=(), solver="none", is_fewest=True)
    greedy = _greedy(deficits, skills, length)
    if len(candidates) > _MOST_CANDIDATES or not highs.is_installed():
        return _suggestion(greedy, length, "greedy", is_fewest=len(skills) == 1)
    counts, is_proven = _solved(deficits, candidates, length)
    found = {candidate: number for candidate, number in zip(candidates, counts, strict=True) if number}
    if not found or sum(found.values()) > sum(greedy.values()):
        return _suggestion(greedy, length, "greedy", is_fewest=False)
    return _suggestion(found, length, "highs", is_fewest=is_proven)


_Skill = tuple[str, ...]
_Plan = dict[tuple[int, _Skill], int]


def _suggestion(plan: _Plan, length: int, solver: str, *, is_fewest: bool) -> Suggestion:
    shifts = tuple(
        SuggestedShift(languages=skill, start=start, end=start + length, agents=number)
        for (start, skill), number in sorted(plan.items())
    )
    return Suggestion(shifts=shifts, solver=solver, is_fewest=is_fewest)


def _deficits(cover: Coverage) -> list[_Deficit]:
    """What is missing by language, sorted by time: an agent serves all markets of a language at once."""
    by_language: dict[str, list[tuple[int, int, int]]] = {}
    for gap in cover.gaps:
        by_language.setdefault(gap.language, []).append((gap.start, gap.end, gap.needed - gap.staffed))
    found: list[_Deficit] = []
    for language, gaps in by_language.items():
        edges = sorted({at for start, end, _ in gaps for at in (start, end)})
        most = dict.fromkeys(edges, 0)
        for start, end, missing in gaps:
            for edge in edges[edges.index(start) : edges.index(end)]:
                most[edge] = max(most[edge], missing)
        found += [(a, b, language, most[a]) for a, b in pairwise(edges) if most[a]]
    return sorted(found)


def _skills(cover: Coverage, languages: Sequence[str]) -> list[_Skill]:
    """The sets of the missing languages that one person speaks; a set within another one is left out."""
    sets = {
        frozenset(language for language in languages if speaks(rota.agent.languages, language)) for rota in cover.rotas
    }
    sets |= {frozenset({language}) for language in languages}
    largest = [one for one in sets if one and not any(one < other for other in sets)]
    return sorted(tuple(sorted(one)) for one in largest)


def _starts(deficits: Sequence[_Deficit], length: int) -> list[int]:
    """When a shift may have to start: where something begins to be missing, and where a shift before it ends.

    Any other shift can be moved later without losing anything, until it starts at one of these; and a shift that
    starts where nothing is missing can be moved later, too.
    """
    runs = merged((start, end) for start, end, _, _ in deficits)
    found: set[int] = set()
    for start, _, _, _ in deficits:
        at = start
        while at not in found and any(begin <= at < end for begin, end in _near(runs, at)):
            found.add(at)
            at += length
    return sorted(found)


def _near(runs: Sequence[Span], at: int) -> Sequence[Span]:
    """The last run that starts no later than an instant."""
    index = bisect_right(runs, at, key=lambda run: run[0])
    return runs[index - 1 : index] if index else ()


def _greedy(deficits: Sequence[_Deficit], skills: Sequence[_Skill], length: int) -> _Plan:
    """Always a shift where something is missing first, by whoever closes most there."""
    left = list(deficits)
    plan: _Plan = {}
    while left:
        start, _, language, _ = left[0]
        able = [skill for skill in skills if language in skill]
        skill = max(able, key=lambda skill: _closed(left, skill, (start, start + length)))
        plan[(start, skill)] = plan.get((start, skill), 0) + 1
        left = sorted(_after_shift(left, skill, (start, start + length)))
    return plan


def _closed(deficits: Iterable[_Deficit], skill: _Skill, shift: Span) -> int:
    return sum(
        max(0, min(end, shift[1]) - max(start, shift[0])) for start, end, language, _ in deficits if language in skill
    )


def _after_shift(deficits: Iterable[_Deficit], skill: _Skill, shift: Span) -> list[_Deficit]:
    """What is still missing with one more shift."""
    found: list[_Deficit] = []
    for start, end, language, missing in deficits:
        if language not in skill or end <= shift[0] or start >= shift[1]:
            found.append((start, end, language, missing))
            continue
        low, high = max(start, shift[0]), min(end, shift[1])
        pieces = ((start, low, missing), (low, high, missing - 1), (high, end, missing))
        found += [(a, b, language, number) for a, b, number in pieces if a < b and number]
    return found


def _solved(
    deficits: Sequence[_Deficit], candidates: Sequence[tuple[int, _Skill]], length: int
) -> tuple[list[int], bool]:
    """How often each candidate is taken, and whether that is proven to be the least."""
    edges = sorted({at for start, _ in candidates for at in (start, start + length)})
    constraints = []
    for start, end, language, missing in deficits:
        able = [
            (i, at)
            for i, (at, skill) in enumerate(candidates)
            if language in skill and at < end and start < at + length
        ]
        cuts = [start, *(edge for edge in edges if start < edge < end)]
        constraints += [highs.AtLeast(missing, [i for i, at in able if at <= moment < at + length]) for moment in cuts]
    return highs.fewest(len(candidates), constraints)
