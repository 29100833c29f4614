"""The finished reply: situations, market, person and values in; subject and text out.

``Renderer`` is everything that stays the same from customer to customer of one market, language, channel and
register; it is built once and used for one reply or for a hundred thousand.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from cscli.cache import Cache
from cscli.errors import NotFoundError, Problem
from cscli.markets.formats import formats_for
from cscli.markets.names.name import Addressed
from cscli.markets.person import Person
from cscli.markets.terms import Channel, Gender
from cscli.replies.contract.intent import Intent, ValueType, Variable, joint_variables, worst_kind
from cscli.replies.contract.part import ORDER, parse_order
from cscli.replies.letter import EDGES, Letterhead, Rendered
from cscli.replies.plan import Plan, Planner
from cscli.replies.templates.mould import Moulds
from cscli.replies.templates.situation import Situation
from cscli.replies.templates.template import Template
from cscli.replies.values.typed import Value
from cscli.replies.values.writer import ValueWriter
from cscli.replies.voice import Voice

_SPACES = re.compile(r"[ \t\r\n]+")  # not no-break spaces: they belong to a language's punctuation
_FREE = (ValueType.TEXT, ValueType.LIST, ValueType.URL)
CHAT_HOLDS = 1_000  # characters of one message, as the rule channel-length has it, too


class Renderer:
    """Renders replies about the same situations to customers of the same market."""

    def __init__(
        self, intents: Sequence[Intent], templates: Sequence[Template], voice: Voice, cache: Cache | None = None
    ) -> None:
        language = voice.language
        self.variables: dict[str, Variable] = joint_variables(intents)
        self.channel = voice.channel
        self.formats = formats_for(language, voice.market)
        self._order, self._today = language.order, voice.today
        self._head = head = Letterhead(
            voice, worst_kind(intents), has_offer=not any(intent.asks_reply for intent in intents)
        )
        writer = ValueWriter(
            self.formats,
            zone=voice.zone or voice.market.zone,
            is_rtl=language.is_rtl,
            variables=self.variables,
            ranges={name: ends for intent in intents for name, ends in intent.ranges.items()},
            today=voice.today,
            in_full=voice.is_translated,
            sentence_join=language.sentence_join,
        )
        self._free = tuple(v.name for v in self.variables.values() if v.type in _FREE)
        self._required = {name: variable for name, variable in self.variables.items() if variable.required}
        words = {gender: head.words(gender) for gender in Gender}
        self._situations = [
            Situation(intent, template, voice, writer, words=words, several=len(intents) > 1, cache=cache)
            for intent, template in zip(intents, templates, strict=True)
        ]
        self._joints = [head.joint(part.starts) for part in self._situations[0].parts]
        self._moulds = Moulds(self._situations[0].source, self._free, self._in_full, self.left_out, cache)

    @cached_property
    def _planner(self) -> Planner:
        order = parse_order(self._order) if self._order else ORDER
        return Planner(
            self._situations, order, self._today,
            has_subject=self.channel is Channel.EMAIL, has_thanked=self._head.opens_with_thanks,
        )  # fmt: skip

    def missing(self, values: Mapping[str, Value]) -> tuple[Variable, ...]:
        """The required variables that have no value."""
        if self._required.keys() <= values.keys():
            return ()
        return tuple([variable for name, variable in self._required.items() if name not in values])

    def reply(self, person: Person, values: Mapping[str, Value], *, draft: bool = False) -> Rendered:
        """The reply to one customer.

        Args:
            person: the customer, as far as known.
            values: typed values by name.
            draft: mark missing values instead of refusing.

        Raises:
            NotFoundError: variables are missing; all are listed.
            DataFileError: the template itself fails.
        """
        missing = self.missing(values)
        if missing and not draft:
            raise missing_variables(missing)
        to = self._head.addressed(person)
        if len(self._situations) > 1:
            return self._several(to, values, missing)
        situation = self._situations[0]
        shown = situation.shown(values)
        if not missing and (found := self._moulds.filled(shown, to, values)):
            return found
        subject, *texts = situation.written_as(shown, to.gender, missing)
        return self._joined(subject, zip(self._joints, texts, strict=True), [shown], to)

    def _in_full(self, shown: Mapping[str, Any], to: Addressed) -> tuple[str, list[str], str]:
        """A letter about one situation: its subject, its parts as the template wrote them, and its body."""
        subject, *texts = self._situations[0].written_as(shown, to.gender)
        letter = self._joined(subject, zip(self._joints, texts, strict=True), [shown], to)
        return letter.subject, texts, letter.body

    def _joined(
        self, subject: str, pieces: Iterable[tuple[str, str]], typed: list[Mapping[str, Any]], to: Addressed
    ) -> Rendered:
        """The letter around its parts."""
        subject = _SPACES.sub(" ", subject).strip(" ")
        return Rendered(
            subject=self._head.subject(subject, to.slots, to.gender) if self.channel is Channel.EMAIL else "",
            body=self._head.body(
                [(joint, text.strip(EDGES)) for joint, text in pieces], to.slots, to.gender, typed, free=self._free
            ),
            name_fault=to.fault,
        )

    def left_out(self, values: Mapping[str, Value]) -> tuple[str, ...]:
        """The variables that have a value which the reply does not say."""
        return self._planner.plan(values).left_out

    def _several(self, to: Addressed, values: Mapping[str, Value], missing: Sequence[Variable]) -> Rendered:
        """A letter about several situations."""
        plan = self._planner.plan(values)
        written: list[list[str]] = []
        typed: list[Mapping[str, Any]] = []
        for situation, sees, known, again in zip(self._situations, plan.sees, plan.known, plan.again, strict=True):
            own = {name: value for name, value in values.items() if name in sees}
            texts, shown = situation.written(own, to.gender, missing, known, again)
            written.append(texts)
            typed.append(shown)
        pieces: list[tuple[str, str]] = []
        before: set[str] = set()
        for step in plan.steps:
            text = written[step.situation][step.text]
            pieces.append((self._head.joint(step.starts), "" if text in before else text))
            before.add(text)
        letter = self._joined(written[self._planner.subject][0], pieces, typed, to)
        if self.channel is Channel.EMAIL or len(letter.body) <= CHAT_HOLDS:
            return letter
        return self._shortened(letter, plan, pieces, typed, to)

    def _shortened(
        self, whole: Rendered, plan: Plan, pieces: list[tuple[str, str]], typed: list[Mapping[str, Any]], to: Addressed
    ) -> Rendered:
        """A chat without the parts that it can do without, as many as have to go."""
        letter, said = whole, list(plan.steps)
        for place in plan.spare:
            if len(letter.body) <= CHAT_HOLDS:
                break
            pieces[place] = (pieces[place][0], "")
            said.remove(plan.steps[place])
            letter = self._joined("", pieces, typed, to)
        before, now = (frozenset(name for step in steps for name in step.says) for steps in (plan.steps, said))
        return letter._replace(shortened=before - now)


def missing_variables(missing: Sequence[Variable]) -> NotFoundError:
    """The error that lists every missing variable with its type and an example."""
    problems = tuple(
        Problem(
            code="missing-variable",
            message=f"{variable.name} is missing ({variable.type}: {variable.about}).",
            hint=f"--set {variable.name}={example_text(variable)}",
        )
        for variable in missing
    )
    names = ", ".join(variable.name for variable in missing)
    return NotFoundError(f"Missing: {names}", problems=problems)


def example_text(variable: Variable) -> str:
    """A variable's example as it would be typed."""
    if isinstance(variable.example, list):
        text = ";".join(map(str, variable.example))
    elif isinstance(variable.example, bool):
        text = "yes" if variable.example else "no"
    else:
        text = str(variable.example)
    return f'"{text}"' if " " in text or ";" in text else text
