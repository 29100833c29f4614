"""The finished reply: situations, market, person and values in; subject and text out.

``Renderer`` is everything that stays the same from customer to customer of one market, language, channel and
register; it is built once and used for one reply or for a hundred thousand.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cscli.datafile import Cache
from cscli.errors import DataFileError, NotFoundError, Problem, UsageError
from cscli.markets.formats import formats_for
from cscli.markets.names.spelling import NameFault
from cscli.markets.person import Person
from cscli.markets.terms import Channel, Gender
from cscli.replies.intent import Intent, ValueType, Variable, joint_variables, worst_kind
from cscli.replies.letter import Letterhead
from cscli.replies.template import BREAK, Template, compiled, place_of, source, spelled
from cscli.replies.template_values import Unset, Writer
from cscli.replies.values import Value
from cscli.replies.voice import Voice

if TYPE_CHECKING:
    from jinja2 import Template as Compiled

LONGEST_REPLY = 1_000_000  # characters
_SPACES = re.compile(r"[ \t\r\n]+")  # not no-break spaces: they belong to a language's punctuation

# What the code of a template may run into, apart from Jinja2's own errors.
_FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class Rendered(NamedTuple):
    """The text of one reply; ``subject`` is empty in a chat. ``name_fault`` says why a typed name is not in it."""

    subject: str
    body: str
    name_fault: NameFault | None = None


class Renderer:
    """Renders replies about the same situations to customers of the same market."""

    def __init__(
        self, intents: Sequence[Intent], templates: Sequence[Template], voice: Voice, cache: Cache | None = None
    ) -> None:
        language = voice.language
        self.variables: dict[str, Variable] = joint_variables(intents)
        self.channel = voice.channel
        self.formats = formats_for(language, voice.market)
        self._head = Letterhead(voice, worst_kind(intents))
        self._writer = Writer(
            self.formats,
            zone=voice.zone or voice.market.zone,
            is_rtl=language.is_rtl,
            choices=frozenset(v.name for v in self.variables.values() if v.type is ValueType.CHOICE),
        )
        self._required = {name: variable for name, variable in self.variables.items() if variable.required}
        texts = [template.text(voice.register)[1] for template in templates]
        sources = [source(text, voice.channel, language) for text in texts]
        self._codes = [
            (template.path, jinja_source, compiled(jinja_source, template.path, cache))
            for template, jinja_source in zip(templates, sources, strict=True)
        ]
        unset = {name: Unset(name) for name in self.variables}
        self._known = {
            gender: [{**code.globals, **self._head.words(gender), **unset} for *_, code in self._codes]
            for gender in Gender
        }
        self._sentences = [
            {name: {key: spelled(s, language) for key, s in by_key.items()} for name, by_key in text.choices.items()}
            for text in texts
        ]
        self._faults = (_template_error(), *_FAULTS)

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
        bodies, subject, typed = [], "", []
        for (path, jinja_source, template), sentences, known in zip(
            self._codes, self._sentences, self._known[to.gender], strict=True
        ):
            shown = self._shown(values, sentences, path)
            typed.append(shown)
            context = {**known, **shown}
            if missing:
                context |= {variable.name: f"[[{variable.name}]]" for variable in missing}
            first, *paragraphs = self._run(template, context, path, jinja_source)
            subject = subject or _SPACES.sub(" ", first).strip(" ")
            bodies.append([p for p in [paragraph.strip(" \t\r\n") for paragraph in paragraphs] if p])
        return Rendered(
            subject=self._head.subject(subject, to.slots, to.gender) if self.channel is Channel.EMAIL else "",
            body=self._head.body(bodies, to.slots, to.gender, typed),
            name_fault=to.fault,
        )

    def _shown(
        self, values: Mapping[str, Value], sentences: Mapping[str, Mapping[str, str]], path: str
    ) -> dict[str, Any]:
        try:
            return self._writer.shown(values, sentences)
        except UsageError as problem:
            raise DataFileError(f"{path}: {problem.message}", code="bad-template") from problem

    def _run(self, template: "Compiled", context: dict[str, Any], path: str, jinja_source: str) -> list[str]:
        try:
            text = self._text(template, context)
            if len(text) <= LONGEST_REPLY:
                return text.split(BREAK)
            where, fault, hint = path, f"its text has {len(text):,} characters; {LONGEST_REPLY:,} are the most.", ""
        except UsageError as problem:
            where, fault, hint = place_of(problem, path, jinja_source), problem.message, problem.problems[0].hint
        except self._faults as problem:
            where = place_of(problem, path, jinja_source)
            fault, hint = f"it cannot be run: {problem}", "Check it with: cscli template check"
        raise DataFileError(f"{where}: {fault}", code="bad-template", hint=hint)

    def _text(self, template: "Compiled", context: dict[str, Any]) -> str:
        """The text of a template; ``context`` holds its globals, too, which saves the copies that ``render`` makes."""
        try:
            return "".join(template.root_render_func(template.new_context(context, shared=True)))
        except (UsageError, *self._faults):
            return template.render(context)  # fails again, and names the line


def _template_error() -> type[Exception]:
    from jinja2 import TemplateError  # noqa: PLC0415 - loaded with the templates

    return TemplateError


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
