"""The text of one situation in one voice: compiled once, run for each customer."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cscli.cache import Cache
from cscli.errors import DataFileError, UsageError
from cscli.markets.terms import Gender
from cscli.replies.contract.intent import Intent, Variable
from cscli.replies.contract.part import Choice
from cscli.replies.templates.template import BREAK, Template, compiled, place_of, plain, source, spelled
from cscli.replies.values.shown import Placeholder, SaidAgain, Unset
from cscli.replies.values.typed import Value
from cscli.replies.values.writer import ValueWriter
from cscli.replies.voice import Voice

if TYPE_CHECKING:
    from jinja2 import Template as Compiled

_NOTHING: Mapping[str, Any] = MappingProxyType({})
LONGEST_REPLY = 1_000_000  # characters

# What the code of a template may run into, apart from Jinja2's own errors.
_FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class Situation:
    """Writes the parts of one situation."""

    def __init__(  # noqa: PLR0913 - each is made by itself
        self,
        intent: Intent,
        template: Template,
        voice: Voice,
        writer: ValueWriter,
        *,
        words: Mapping[Gender, Mapping[str, str]],
        several: bool,
        cache: Cache | None,
    ) -> None:
        """Compile a template.

        Args:
            intent: the contract.
            template: the texts.
            voice: who speaks how to whom.
            writer: writes values.
            words: the language's words by the customer's gender.
            several: whether the letter is about other situations, too.
            cache: keeps compiled code.

        Raises:
            DataFileError: the template cannot be read.
        """
        text = template.text(voice.register)[1]
        self.intent, self.parts = intent, text.parts(voice.channel)
        self._path, self._writer = template.path, writer
        self.source = source(text, voice.channel, voice.language, several=several)
        self._plain = plain(self.source, template.path, cache)
        self._cache = cache
        if self._plain is None:
            _ = self._compiled
        unset = {name: Unset(name) for name in (*intent.variables, *intent.ranges, *intent.beside)}
        self._known = {gender: {**words[gender], **unset} for gender in Gender}
        self._sentences = {
            name: {key: _spelled(choice, voice) for key, choice in by_key.items()}
            for name, by_key in text.choices.items()
        }

    def asks_whether_said(self, name: str) -> bool:
        """Whether its text reads otherwise where the letter has said a value before."""
        return re.search(rf"\b{name} (is (not )?said\b|\| *once\b)", self.source) is not None

    def written(
        self,
        values: Mapping[str, Value],
        gender: Gender,
        missing: Sequence[Variable] = (),
        known: Mapping[str, Any] = _NOTHING,
        again: Collection[str] = (),
    ) -> tuple[list[str], dict[str, Any]]:
        """The subject and the parts as they came out, and the values that were put into them.

        In a letter about several situations, what each part says instead follows the parts. ``known`` is what a text
        may ask about the rest of the letter; the values of ``again`` were said there.

        Raises:
            DataFileError: the template itself fails.
        """
        shown = self.shown(values)
        context = self._context(shown, gender, missing, known)
        context |= {name: SaidAgain(shown[name]) for name in again if type(shown.get(name)) is str}
        return self._run(context), shown

    def written_as(self, shown: Mapping[str, Any], gender: Gender, missing: Sequence[Variable] = ()) -> list[str]:
        """The subject and the parts with values as ``shown`` gives them; errors are those of ``written``."""
        return self._run(self._context(shown, gender, missing, _NOTHING))

    def written_without_each(
        self, values: Mapping[str, Value], missing: Sequence[Variable], known: Mapping[str, Any] = _NOTHING
    ) -> dict[str, list[str]]:
        """What comes out without each of the values by its name: empty where the template cannot do without it."""
        variables, shown = self.intent.variables, self.shown(values)
        spanned = {end for ends in self.intent.ranges.values() for end in ends}
        found = {}
        for name in values:
            others = {n: value for n, value in values.items() if n != name}
            gone = [*missing, variables[name]] if variables[name].required else missing
            rest = self.shown(others) if name in spanned else {n: text for n, text in shown.items() if n != name}
            try:
                found[name] = self._run(self._context(rest, Gender.UNKNOWN, gone, known))
            except DataFileError:
                found[name] = []
        return found

    def shown(self, values: Mapping[str, Value]) -> dict[str, Any]:
        """Values as the template sees them."""
        try:
            return self._writer.shown(values, self._sentences)
        except UsageError as problem:
            raise DataFileError(f"{self._path}: {problem.message}", code="bad-template") from problem

    def _context(
        self, shown: Mapping[str, Any], gender: Gender, missing: Sequence[Variable], known: Mapping[str, Any]
    ) -> dict[str, Any]:
        context = {**self._known[gender], **shown}
        if known:
            context |= known
        if missing:
            own = [v.name for v in missing if v.name in self.intent.variables]
            context |= {name: Placeholder(f"[[{name}]]") for name in own}
        return context

    def _run(self, context: dict[str, Any]) -> list[str]:
        path, jinja_source = self._path, self.source
        try:
            text = self._text(context)
            if len(text) <= LONGEST_REPLY:
                return text.split(BREAK)
            where, fault, hint = path, f"its text has {len(text):,} characters; {LONGEST_REPLY:,} are the most.", ""
        except UsageError as problem:
            where, fault, hint = place_of(problem, path, jinja_source), problem.message, problem.problems[0].hint
        except _faults() as problem:
            where = place_of(problem, path, jinja_source)
            fault, hint = f"it cannot be run: {problem}", "Check it with: cscli template check"
        raise DataFileError(f"{where}: {fault}", code="bad-template", hint=hint)

    @cached_property
    def _compiled(self) -> "Compiled":
        return compiled(self.source, self._path, self._cache)

    def _text(self, context: dict[str, Any]) -> str:
        """The text of the template; ``context`` holds its globals, too, which saves the copies of ``render``."""
        try:
            if self._plain:
                return self._plain(context)
            code = self._compiled
            return "".join(code.root_render_func(code.new_context(context, shared=True)))
        except _faults():
            return self._compiled.render(context)  # fails again, and names the line


def _spelled(choice: Choice, voice: Voice) -> Choice:
    return choice._replace(text=spelled(choice.text, voice.language), many=spelled(choice.many, voice.language))


@lru_cache(maxsize=1)
def _faults() -> tuple[type[Exception], ...]:
    from jinja2 import TemplateError  # noqa: PLC0415 - only for what failed

    return (TemplateError, UsageError, *_FAULTS)
