"""What a letter says: which parts of which situations, in which order, and what it leaves out.

A plan depends on which values are set, on what is chosen, on which side of today a date lies, and on whether there is
one of something or more. So it is made once for all customers who are alike in this, and kept.

Which part says which value is found by trying, in ``said``.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cscli.markets.terms import Kind
from cscli.replies.contract.intent import Frame, ValueType, Variable, told_in_order, worst_kind
from cscli.replies.contract.part import SAID_ONCE, Role
from cscli.replies.contract.rule import AnsweredParts, hold
from cscli.replies.ordering import Ordering, Step, said_again
from cscli.replies.said import FORKS, Candidate, said_parts
from cscli.replies.templates.situation import Situation
from cscli.replies.values.frames import is_several
from cscli.replies.values.shown import SaidBefore
from cscli.replies.values.typed import Value
from cscli.replies.values.writer import MANY_ITEMS

_MOST_PLANS = 2_000
_TWO = 2  # a plan is the same for two and for more
_SETTLES = frozenset({Role.REMEDY, Role.QUESTION})  # what says, or asks, how a matter is settled


class Plan(NamedTuple):
    """A letter: the variables that each situation sees, its parts in order, and the values that nothing says.

    ``known`` is what the texts of each situation may ask about the rest of the letter, and ``again`` what it requires
    though an earlier part of another one says it. ``spare`` are places of parts that a chat can do without, the first
    ones first.
    """

    sees: tuple[frozenset[str], ...]
    known: tuple[Mapping[str, Any], ...]
    again: tuple[frozenset[str], ...]
    steps: tuple[Step, ...]
    left_out: tuple[str, ...]
    spare: tuple[int, ...] = ()


class _Draft:
    """What a letter says so far.

    ``said`` are the facts that situations share, ``told`` all variables. ``kept`` are the parts, each with whether it
    says what it has for a second time; ``stands`` are the parts for which a situation stands, and ``once`` the roles
    of ``SAID_ONCE`` that the letter has by now. ``sees`` and ``known`` are those of the plan, by situation.
    """

    def __init__(self, once: Iterable[Role]) -> None:
        self.once = set(once)
        self.said, self.told = set[str](), set[str]()
        self.kept, self.stands = list[tuple[Candidate, bool]](), dict[int, Candidate]()
        self.sees, self.known = dict[int, frozenset[str]](), dict[int, Mapping[str, Any]]()


class Planner:
    """Plans the letters about some situations."""

    def __init__(
        self, situations: Sequence[Situation], order: Sequence[Sequence[Role]], today: date | None = None,
        *, has_subject: bool = True, has_thanked: bool = False,
    ) -> None:  # fmt: skip
        """Plan letters.

        Args:
            situations: as they were asked for.
            order: the groups of roles, in the order of a letter.
            today: the customer's date.
            has_subject: whether the letter has a subject line, which says some values.
            has_thanked: whether the letter thanks before its first part.
        """
        self._situations, self._today, self._has_subject = situations, today, has_subject
        self._once = frozenset({Role.THANKS} if has_thanked else ())
        self._intents = [s.intent for s in situations]
        worst = worst_kind(self._intents)
        self._is_bad = worst is Kind.BAD
        # the situation whose subject the letter has: what weighs most
        self.subject = next(n for n in told_in_order(self._intents, {}) if self._intents[n].kind is worst)
        self._ordering = Ordering(situations, order)
        self._forks = frozenset(
            name for s in situations for name, variable in s.intent.variables.items() if variable.type in FORKS
        )
        self._counted = frozenset(
            name for s in situations for name, variable in s.intent.variables.items() if variable.frame is Frame.QUOTED
        )
        self._plans: dict[tuple[object, ...], Plan] = {}

    def plan(self, values: Mapping[str, Value]) -> Plan:
        """The plan of a letter with some values.

        Raises:
            DataFileError: a template fails.
        """
        shape = tuple([self._alike(name, value) for name, value in values.items()])
        found = self._plans.get(shape)
        if found is None:
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            found = self._plans[shape] = self._made(values)
        return found

    def _alike(self, name: str, value: Value) -> object:
        """What a plan depends on in one value."""
        kind = type(value)
        if name in self._forks:
            return name, value
        if kind is date:
            return name, self._side(value)  # type: ignore[arg-type]
        if kind is int:
            return name, min(value, _TWO)  # type: ignore[type-var]
        if kind is tuple:
            return name, min(len(value), MANY_ITEMS + 1)  # type: ignore[arg-type]
        if name in self._counted:
            return name, is_several(value)  # type: ignore[arg-type]
        return name

    def _side(self, day: date) -> int:
        """Before, on or after today, as a number: a template may say something else of each."""
        return 0 if self._today is None else (day > self._today) - (day < self._today)

    def _made(self, values: Mapping[str, Value]) -> Plan:
        """A plan, made from the situations in the order in which they are told."""
        told_in = told_in_order(self._intents, values)
        draft = _Draft(self._once)
        for number in told_in:
            self._tell(number, values, draft)
        steps, spare = self._ordering.steps(draft.kept, told_in, draft.stands)
        told = draft.told.union(*[step.says for step in steps])
        again, needed_at = said_again(steps, self._situations)
        numbers = range(len(self._situations))
        return Plan(
            sees=tuple(draft.sees[n] for n in numbers),
            known=tuple(draft.known[n] for n in numbers),
            again=again,
            steps=steps,
            left_out=tuple(name for name in values if name not in told),
            spare=tuple(place for place in spare if place not in needed_at),
        )

    def _tell(self, number: int, values: Mapping[str, Value], draft: "_Draft") -> None:
        """Add what a situation says to a letter.

        A part is left out where another situation makes it unnecessary, where it says only facts that an earlier
        situation told, and where it is unwanted in this letter. What is unwanted stays if it has a text for saying
        something a second time.
        """
        situation = self._situations[number]
        variables = situation.intent.variables
        own, beside = self._own(situation, values), self._beside(situation, values)
        subject, parts, needed = said_parts(situation, number, own, beside)
        if self._has_subject and number == self.subject:
            draft.told |= subject
        answered = self._answered(situation, values)
        before = frozenset(draft.said)  # what earlier situations told
        for one in parts:
            if found := next((pair for pair in answered if pair[1].silences(one.part.role, one.says)), None):
                by, answer = found
                draft.told |= {condition.variable for condition in answer.when} & variables.keys()
                if one.part.role in _SETTLES:
                    draft.stands.setdefault(by, one)
            elif one.says and one.says <= before and one.part.role is not Role.QUESTION:
                continue
            elif self._is_unwanted(one, draft.once, before, situation.intent.required):
                if one.has_also:
                    draft.kept.append((one, True))
            else:
                draft.kept.append((one, False))
                draft.said |= {name for name in one.says if variables[name].shared}
        draft.once |= {one.part.role for one, _ in draft.kept if one.part.role in SAID_ONCE}
        draft.sees[number] = frozenset(own) - (before - needed)
        draft.known[number] = beside | _hidden(situation, own, draft.sees[number])

    def _own(self, situation: Situation, values: Mapping[str, Value]) -> dict[str, Value]:
        """The values that a situation takes, but for those that another one makes out of date."""
        variables = situation.intent.variables
        replaced = {name for other in self._situations if other is not situation for name in other.intent.replaces}
        return {
            name: value for name, value in values.items()
            if name in variables and name not in replaced and _offers(variables[name], value)
        }  # fmt: skip

    def _beside(self, situation: Situation, values: Mapping[str, Value]) -> dict[str, Any]:
        """What a situation's texts may ask about the others, and is so."""
        names = {other.intent.name for other in self._situations}
        return {
            test: True
            for test, others in situation.intent.beside.items()
            if any(one.situation in names and hold(one.when, values) for one in others)
        }

    def _answered(self, situation: Situation, values: Mapping[str, Value]) -> list[tuple[int, AnsweredParts]]:
        """What other situations make unnecessary of a situation, each with the place of the one that does."""
        return [
            (by, answer)
            for by, other in enumerate(self._situations)
            for answer in other.intent.answers
            if answer.situation == situation.intent.name and hold(answer.when, values)
        ]

    def _is_unwanted(self, one: Candidate, once: set[Role], said: frozenset[str], required: Sequence[str]) -> bool:
        """Whether a part is thanks in a letter with bad news, or says what was said once already.

        Thanks that name the order stay: what follows speaks of it.
        """
        role = one.part.role
        if len(self._situations) == 1 or role not in SAID_ONCE:
            return False
        return (role is Role.THANKS and self._is_bad and not one.says) or (
            role in once and one.says <= {*said, *required}
        )


def _hidden(situation: Situation, values: Mapping[str, Value], sees: frozenset[str]) -> dict[str, SaidBefore]:
    """What a situation does not see of its values, as the letter has said them; ranges of them, too."""
    gone = values.keys() - sees
    whole = [name for name, ends in situation.intent.ranges.items() if gone & {*ends} and not sees & {*ends}]
    return {name: SaidBefore(name) for name in (*gone, *whole)}


def _offers(variable: Variable, value: Value) -> bool:
    """Whether a situation knows a value; only a choice may be one of another situation's."""
    if variable.type is not ValueType.CHOICE:
        return True
    return set(value if isinstance(value, tuple) else [value]) <= set(variable.choices)
