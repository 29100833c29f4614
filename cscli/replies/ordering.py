"""In which order the parts of a letter stand, which of them start a paragraph, and which a chat can do without."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cscli.replies.contract.part import Role, Starts
from cscli.replies.said import Candidate
from cscli.replies.templates.situation import Situation

_COURTESIES = frozenset({Role.THANKS, Role.REGRET})


class Step(NamedTuple):
    """One part of a letter: whose it is, which of its texts is said, where it starts, and what it says."""

    situation: int
    text: int
    starts: Starts
    says: frozenset[str]


class Ordering:
    """Puts the parts of a letter about some situations in order.

    Args:
        situations: as they were asked for.
        order: the groups of roles, in the order of a letter.
    """

    def __init__(self, situations: Sequence[Situation], order: Sequence[Sequence[Role]]) -> None:
        self._situations = situations
        self._group = {role: number for number, group in enumerate(order) for role in group}

    def steps(
        self, kept: list[tuple[Candidate, bool]], told_in: Sequence[int], stands: Mapping[int, Candidate]
    ) -> tuple[tuple[Step, ...], tuple[int, ...]]:
        """The parts in the order of the letter, with one apology, and the places of those it can do without.

        Args:
            kept: the parts that are said, each with whether it says what it has for a second time.
            told_in: the situations in the order in which they are told.
            stands: for which part of another situation a situation stands.
        """
        several = len(self._situations) > 1
        if several:
            kept.sort(key=lambda pair: self._rank(pair[0], told_in, stands))
        steps, spare = list[Step](), list[tuple[int, int]]()
        apologised = False
        before: Candidate | None = None
        for one, is_also in kept:
            also = is_also or (several and apologised and one.apologises)
            apologised = apologised or one.apologises
            if also and not one.has_also:
                continue
            starts = self._starts_after(before, one) if before else Starts.PARAGRAPH
            count = len(self._situations[one.situation].parts)
            says = one.says_also if also else one.says
            if (weight := self._weight(one, says)) is not None:
                spare.append((weight, -len(steps)))
            steps.append(Step(one.situation, 1 + one.place + (count if also else 0), starts, says))
            before = one
        return tuple(steps), tuple(-place for _, place in sorted(spare))

    def _rank(self, one: Candidate, told_in: Sequence[int], stands: Mapping[int, Candidate]) -> tuple[int, ...]:
        """Where a part stands in a letter about several situations.

        What settles the matter of another situation is told in place of that one's own remedy or question, so before
        what the customer is asked to do.
        """
        own = (told_in.index(one.situation), one.place)
        other = stands.get(one.situation)
        if other is None or self._group[other.part.role] != self._group[one.part.role]:
            return self._told_with(one), *own
        return self._group[other.part.role], told_in.index(other.situation), other.place, *own

    def _told_with(self, one: Candidate) -> int:
        """The group of roles that a part is told with; news of what is told aside stands behind the links."""
        group = self._group[one.part.role]
        if self._situations[one.situation].intent.aside and group == self._group[Role.NEWS]:
            return max(group, self._group[Role.TRACKING])
        return group

    def _weight(self, one: Candidate, says: frozenset[str]) -> int | None:
        """How soon a chat that is too long does without a part; None: never, as it says what a chat must say."""
        variables, part = self._situations[one.situation].intent.variables, one.part
        if part.makes or any(variables[name].chat for name in says):
            return None
        if part.role in _COURTESIES:
            return 0
        is_told_anyway = says and not any(variables[name].required for name in says)
        return 1 if is_told_anyway and part.role is not Role.NEXT_STEP else None

    def _starts_after(self, before: Candidate, one: Candidate) -> Starts:
        """Where a part starts behind an earlier one.

        One of the same situation starts where the parts left out between them would. How to follow the parcel is told
        line by line, whichever situation tells it.
        """
        if before.part.role is one.part.role is Role.TRACKING and before.situation != one.situation:
            return Starts.LINE
        if not self._goes_on(before, one):
            return Starts.PARAGRAPH
        between = self._situations[one.situation].parts[before.place + 1 : one.place + 1]
        return max((part.starts for part in between), key=tuple(Starts).index)

    def _goes_on(self, before: Candidate, one: Candidate) -> bool:
        """Whether a part may go on in the paragraph of the one before it: it does so in a letter of its own."""
        if before.situation != one.situation:
            return False
        return before.place + 1 == one.place or self._group[before.part.role] == self._group[one.part.role]


def said_again(steps: Sequence[Step], situations: Sequence[Situation]) -> tuple[tuple[frozenset[str], ...], set[int]]:
    """What each situation requires and asks about though another one says it first, and where it is said first."""
    first: dict[str, int] = {}
    for place, step in enumerate(steps):
        for name in step.says:
            first.setdefault(name, place)
    again = tuple(
        frozenset(
            name
            for name in one.intent.required
            if name in first and steps[first[name]].situation != number and one.asks_whether_said(name)
        )
        for number, one in enumerate(situations)
    )
    return again, {first[name] for names in again for name in names}
