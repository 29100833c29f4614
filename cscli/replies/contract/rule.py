"""What must not be said in one reply: values that contradict each other, and situations that do.

The rules are data of the contracts, each with its reason.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from cscli.errors import UsageError

SET, UNSET, LATER, EARLIER, LATELY = "set", "unset", "later", "earlier", "lately"
_DAY = timedelta(days=1)


class Condition(NamedTuple):
    """What one variable must be: one of some values, or set and none of them where it is ``negated``.

    ``set`` or ``unset`` stand for any value and for none, ``later`` for a day after today, ``earlier`` for one before,
    ``lately`` for today and yesterday.
    """

    variable: str
    values: tuple[Any, ...]
    negated: bool = False

    def holds(self, values: Mapping[str, Any], missing: Any = UNSET, today: date | None = None) -> bool:
        """Whether it holds for the values of a reply; a choice of several values fits with each of them."""
        value = values.get(self.variable)
        if value is None:
            return missing in self.values and not self.negated
        return self._fits(value, today) is not self.negated

    def _fits(self, value: Any, today: date | None) -> bool:
        if type(value) is tuple:
            return SET in self.values or not set(self.values).isdisjoint(value)
        if SET in self.values or value in self.values:
            return True
        if today is None or type(value) is not date:
            return False
        return (
            (LATER in self.values and value > today)
            or (EARLIER in self.values and value < today)
            or (LATELY in self.values and today - _DAY <= value <= today)
        )

    def may_hold(self, names: Collection[str]) -> bool:
        """Whether it may hold for values of these names, whatever they are."""
        if self.variable in names:
            return not (self.negated and SET in self.values)
        return UNSET in self.values and not self.negated

    def told(self) -> str:
        """The condition as a person would type it."""
        if self.negated:
            return f"{self.variable} without {' or '.join(map(str, self.values))}"
        if self.values == (SET,):
            return self.variable
        if self.values == (UNSET,):
            return f"no {self.variable}"
        if self.values == (LATELY,):
            return f"a {self.variable} of today or yesterday"
        if self.values in ((LATER,), (EARLIER,)):
            return f"{'a later' if LATER in self.values else 'an earlier'} {self.variable}"
        words = ["no value" if v == UNSET else {True: "yes", False: "no"}.get(v, v) for v in self.values]
        return f"{self.variable}={' or '.join(map(str, words))}"


class ReplyRule(NamedTuple):
    """A contradiction: it holds where all its situations are in the reply, and all its conditions are met.

    One that is ``doubtful`` may be right: it is told, and not refused.
    """

    situations: tuple[str, ...]
    when: tuple[Condition, ...]
    because: str
    doubtful: bool = False

    def told(self) -> str:
        """What contradicts what."""
        about = list(self.situations) if len(self.situations) > 1 else []
        about += [condition.told() for condition in self.when]
        verb = "contradict each other" if len(about) > 1 else f"contradicts {self.situations[0]}"
        return f"{_listed(about)} {verb}: {self.because}"

    def way_out(self) -> str:
        """What to do about it."""
        if any(condition.values == (UNSET,) for condition in self.when) and len(self.situations) > 1:
            return "Add the value that is missing, or send two replies."
        if len(self.situations) > 1 and (missing := [c.variable for c in self.when if UNSET in c.values]):
            return f"Set {_listed(missing)} to something else, or send two replies."
        if len(self.situations) > 1:
            return f"Send two replies, or {'change the values' if self.when else 'leave out one of the situations'}."
        if any(UNSET in condition.values for condition in self.when):
            return "Add a value that is missing, or change the other."
        return "Change one of the values, or leave it out."


class AnsweredParts(NamedTuple):
    """Parts of another situation that a situation makes unnecessary: those of some roles, where conditions are met.

    A part that says one of the variables of ``keeps`` stays.
    """

    situation: str
    roles: tuple[str, ...]
    when: tuple[Condition, ...]
    keeps: tuple[str, ...] = ()

    def silences(self, role: str, says: frozenset[str]) -> bool:
        """Whether a part of some role, which says some variables, is unnecessary."""
        return role in self.roles and says.isdisjoint(self.keeps)


class InOrder(NamedTuple):
    """Two values of which the second one is never less than the first, where conditions are met.

    Days, amounts and counts are compared; a list counts as the articles that it names. What is ``strictly`` in order
    is not the same either. Where they are ``doubtful``, the other way round may be right, too.
    """

    first: str
    last: str
    when: tuple[Condition, ...] = ()
    strictly: bool = False
    doubtful: bool = False


class BesideTest(NamedTuple):
    """Another situation in the same letter, where conditions are met."""

    situation: str
    when: tuple[Condition, ...]


def parse_conditions(raw: Mapping[str, Any]) -> tuple[Condition, ...]:
    """Conditions from a mapping of variables to a value, a list of values, or ``{not: ...}`` of one of these."""
    return tuple(_parse_condition(name, value) for name, value in raw.items())


def _parse_condition(name: str, raw: Any) -> Condition:
    negated = isinstance(raw, Mapping)
    wanted = raw["not"] if negated else raw
    return Condition(name, tuple(wanted) if isinstance(wanted, list) else (wanted,), negated)


def hold(conditions: Sequence[Condition], values: Mapping[str, Any]) -> bool:
    """Whether all conditions hold."""
    return all(condition.holds(values) for condition in conditions)


def refuse_contradictions(
    rules: Sequence[ReplyRule], values: Mapping[str, Any], *, draft: bool = False, today: date | None = None
) -> None:
    """Refuse values that contradict each other. In a draft, a value that is missing contradicts nothing.

    Without the customer's date of ``today``, no day counts as later or earlier.

    Raises:
        UsageError: they do; says why. Its code is ``contradiction``.
    """
    missing = None if draft else UNSET
    for rule in rules:
        for condition in rule.when:
            if not condition.holds(values, missing, today):
                break
        else:
            raise UsageError(rule.told(), code="contradiction", hint=rule.way_out())


def rules_for(rules: Iterable[ReplyRule], names: Collection[str]) -> tuple[ReplyRule, ...]:
    """The contradictions that values of these names may hold."""
    return tuple([rule for rule in rules if all(condition.may_hold(names) for condition in rule.when)])


def broken_rules(
    rules: Iterable[ReplyRule], values: Mapping[str, Any], today: date | None = None
) -> frozenset[ReplyRule]:
    """The contradictions that values hold."""
    return frozenset(rule for rule in rules if all(c.holds(values, UNSET, today) for c in rule.when))


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
