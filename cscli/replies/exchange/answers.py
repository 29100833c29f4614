"""Templates written out as canned answers.

A template has conditions and choices, and a canned answer has none. So each text is written out for the required
values alone, for all optional ones, for each value of each choice, and for each yes and no. A variant that says the
same as one before it is left out.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from cscli.errors import DeskError, UsageError
from cscli.markets.catalog import Catalog
from cscli.markets.formats import formats_for
from cscli.markets.person import Person
from cscli.markets.terms import Channel, Gender, Kind, Register
from cscli.replies.contract.intent import Intent, ValueType, rules_of
from cscli.replies.contract.part import Starts
from cscli.replies.contract.rule import refuse_contradictions
from cscli.replies.exchange.canned import CannedAnswer, mark
from cscli.replies.exchange.marking import MarkWriter
from cscli.replies.letter import Letterhead, capitalised
from cscli.replies.templates.catalog import TemplateCatalog
from cscli.replies.templates.preview import home_market
from cscli.replies.templates.situation import Situation
from cscli.replies.templates.template import Template
from cscli.replies.voice import Sender, Voice

ALL = "all"
_TEXT = "\ue002"  # marks the place of the text of a letter


def answers(
    templates: TemplateCatalog, catalog: Catalog, language: str, sender: Sender, *, intent: str = ""
) -> Iterator[CannedAnswer]:
    """The canned answers of a language, for one situation or (empty) for all.

    Args:
        templates: the templates.
        catalog: markets and languages.
        language: a language that has templates.
        sender: the shop's name, where one is set; the agent's name is always a mark.
        intent: the situation.

    Raises:
        DataFileError: a template cannot be used.
    """
    for name in (intent,) if intent else templates.intents:
        if templates.has(name, language):
            template = templates.template(name, language)
            for register in template.texts:
                for channel in Channel:
                    about = templates.intent(name)
                    letter = LetterWithMarks(
                        catalog, language, kind=about.kind, register=Register(register), channel=channel, sender=sender
                    )  # fmt: skip
                    yield from _Writing(about, template, catalog, letter).answers()


class LetterWithMarks:
    """A letter with marks for the names in it, in one language, register and channel, about one kind of news."""

    def __init__(  # noqa: PLR0913 - each was decided by itself
        self, catalog: Catalog, language: str, *, kind: Kind, register: Register, channel: Channel, sender: Sender
    ) -> None:
        who = Sender(shop=sender.shop or mark("shop"), agent=mark("agent_name"))
        self.voice = Voice(
            market=home_market(language, catalog), language=catalog.language(language), channel=channel,
            register=register, sender=who,
        )  # fmt: skip
        self.head = Letterhead(self.voice, kind)
        self._slots = self.head.addressed(Person()).slots | {
            "full": mark("customer_name"), "given": mark("customer_first_name"), "family": mark("customer_last_name"),
        }  # fmt: skip

    def body(self, pieces: Iterable[tuple[str, str]]) -> str:
        """The whole letter around parts, each with the joint before it."""
        return self.head.body(pieces, self._slots, Gender.UNKNOWN)

    def around(self) -> tuple[str, str]:
        """What stands before and after the text of a letter."""
        before, _, after = self.body([(self.head.joint(Starts.PARAGRAPH), mark(_TEXT))]).partition(mark(_TEXT))
        return before, after


class _Writing:
    """One text of a template and the letter around it, with marks for all values."""

    def __init__(self, intent: Intent, template: Template, catalog: Catalog, letter: LetterWithMarks) -> None:
        voice, head = letter.voice, letter.head
        self._intent, self._template, self._voice, self._letter = intent, template, voice, letter
        formats = formats_for(voice.language, voice.market)
        writer = MarkWriter(formats, variables=intent.variables, ranges=intent.ranges)
        words = {gender: head.words(gender) for gender in Gender}
        self._situation = Situation(
            intent, template, voice, writer, words=words, several=False, cache=catalog.cache
        )  # fmt: skip

    def answers(self) -> Iterator[CannedAnswer]:
        """Each variant that says something of its own."""
        seen = set()
        for variant, values in _variants(self._intent):
            try:
                made = self._answer(variant, values)
            except DeskError:
                if not variant:
                    raise
                continue  # a template need not have a sentence for every value
            if (made.subject, made.text) not in seen:
                seen.add((made.subject, made.text))
                yield made

    def _answer(self, variant: str, values: dict[str, Any]) -> CannedAnswer:
        (subject, *texts), _ = self._situation.written(values, Gender.UNKNOWN)
        joints = [self._letter.head.joint(part.starts) for part in self._situation.parts]
        pieces = [(joint, text.strip()) for joint, text in zip(joints, texts, strict=True)]
        is_mail = self._voice.channel is Channel.EMAIL
        subject = " ".join(subject.split())
        return CannedAnswer(
            intent=self._intent.name, language=self._template.language, register=self._voice.register,
            channel=self._voice.channel, variant=variant, subject=subject if is_mail else "",
            text=self._text(pieces), letter=self._letter.body(pieces),
        )  # fmt: skip

    def _text(self, pieces: list[tuple[str, str]]) -> str:
        """The parts without the letter around them. The first begins as its template has it."""
        found, pending = "", ""
        for joint, text in pieces:
            pending = max(pending, joint, key=len)
            if text:
                found += pending + capitalised(text, self._voice.language.tag) if found else text
                pending = ""
        return found


def _variants(intent: Intent) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of each variant, and its values: of choices and booleans what they are, of all others the name."""
    required = {v.name: _value(v.type, example=v.example) for v in intent.variables.values() if v.required}
    yield "", required
    for variable in intent.variables.values():
        if variable.type is ValueType.CHOICE:
            for key in variable.choices:
                yield f"{variable.name}={key}", required | {variable.name: key}
    yield ALL, _all(intent, required)
    for variable in intent.variables.values():
        if variable.type is ValueType.BOOLEAN:
            for said, value in (("yes", True), ("no", False)):
                yield f"{variable.name}={said}", required | {variable.name: value}


def _all(intent: Intent, required: dict[str, Any]) -> dict[str, Any]:
    """The required values and every optional one that contradicts none before it; no choices, and each yes."""
    found = dict(required)
    for variable in intent.variables.values():
        if variable.type is ValueType.CHOICE or variable.name in found:
            continue
        tried = found | {variable.name: _value(variable.type, example=True)}
        try:
            refuse_contradictions(rules_of([intent]), tried)
        except UsageError:
            continue
        found = tried
    return found


def _value(kind: ValueType, *, example: Any) -> Any:
    if kind is ValueType.BOOLEAN:
        return bool(example)
    if kind is ValueType.CHOICE:
        return example[0] if isinstance(example, list) else example
    return "x"  # only that it is there counts
