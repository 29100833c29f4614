"""What a template sees of a value: plain text where it can be, and small types where grammar needs more."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from cscli.clock import zones
from cscli.errors import UsageError
from cscli.markets.formats import Formats
from cscli.replies.part import Choice
from cscli.replies.values import Money, Value
from cscli.text import isolated

_ENDS = (".", "!", "?", "…", "。", "\uff01", "\uff1f", "।", "؟")  # of a whole sentence


class ChoiceText(str):
    """A choice: compares as its key, prints as its sentence, and knows which of its ``keys`` were chosen."""

    __slots__ = ("keys", "name", "sentence")
    name: str
    sentence: str
    keys: tuple[str, ...]

    def __str__(self) -> str:
        return self.sentence

    def __contains__(self, key: object) -> bool:
        """Whether a key was chosen, also among several."""
        return key in self.keys


def is_several(value: Any) -> bool:
    """Whether several values of a choice were given."""
    return isinstance(value, ChoiceText) and len(value.keys) > 1


class CountText(int):
    """A count: compares as a number, prints with separators, knows its plural category."""

    text: str
    category: str


class Unset:
    """An optional variable without a value: false, equal to nothing, an error when printed."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __bool__(self) -> bool:
        return False

    def __contains__(self, _: object) -> bool:
        return False

    def __str__(self) -> str:
        raise UsageError(
            f"it prints {self.name}, which has no value.",
            code="bad-template",
            hint=f"Put it inside {{% if {self.name} %}} ... {{% endif %}}.",
        )


def finalize(value: Any) -> str:
    """The text of what a template prints.

    Raises:
        UsageError: the template prints a variable that has no value, or a yes or no.
    """
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if kind is ChoiceText:
        return _sentence(value)
    if kind is CountText:
        return value.text  # type: ignore[no-any-return]
    if kind in (Unset, int) or issubclass(kind, _undefined()):
        return str(value)  # raises for what is not there
    raise UsageError(f"it prints a {kind.__name__}.", code="bad-template", hint="Print variables only.")


def _sentence(choice: ChoiceText) -> str:
    try:
        return choice.sentence
    except AttributeError:
        raise UsageError(
            f"it has no sentence for {choice.name}={','.join(choice.keys)}.", code="bad-template"
        ) from None


@lru_cache(maxsize=1)
def _undefined() -> type:
    from jinja2 import Undefined  # noqa: PLC0415 - loaded with the templates

    return Undefined


def plural(count: Any, **forms: str) -> str:
    """Choose the form for a count's plural category, with ``#`` as the number; ``other`` fills in for a missing one."""
    if not isinstance(count, CountText):
        raise UsageError("plural needs a count.", code="bad-template")
    form = forms.get(count.category) or forms.get("other", "#")
    return form.replace("#", count.text)


class Writer:
    """Writes typed values for one locale, zone and direction; ``choices`` are the variables that print a sentence."""

    def __init__(
        self,
        formats: Formats,
        *,
        zone: str,
        is_rtl: bool,
        choices: frozenset[str] = frozenset(),
        sentence_join: str = " ",
    ) -> None:
        self._formats = formats
        self._sentence_join = sentence_join
        self._choices = choices
        self._zone = zone
        self._isolate = isolated if is_rtl else str

    def shown(self, values: Mapping[str, Value], sentences: Mapping[str, Mapping[str, Choice]]) -> dict[str, Any]:
        """Values as a template sees them; ``sentences`` are the texts of choices by variable and key."""
        write = self._write
        return {name: write(name, value, sentences) for name, value in values.items()}

    def _write(self, name: str, value: Value, sentences: Mapping[str, Mapping[str, Choice]]) -> Any:
        kind = type(value)
        if kind is str:
            if name in self._choices:
                return self._choice(name, (value,), sentences.get(name))  # type: ignore[arg-type]
            return self._isolate(value)  # type: ignore[arg-type]
        if kind is date:
            return self._formats.date(value)  # type: ignore[arg-type]
        if kind is Money:
            return self._formats.money(value.amount, value.currency)  # type: ignore[union-attr]
        if kind is tuple and name in self._choices:
            value = self._choice(name, value, sentences.get(name))  # type: ignore[arg-type]
        return value if kind is bool or type(value) is ChoiceText else self._write_rare(value)

    def _write_rare(self, value: Value) -> Any:
        if isinstance(value, datetime):
            return self._datetime(value)
        if isinstance(value, int):
            return self._count(value)
        if isinstance(value, Decimal):
            return self._formats.number(value)
        return self._formats.items([self._isolate(str(item)) for item in value])  # type: ignore[union-attr]

    def _datetime(self, moment: datetime) -> str:
        """A naive time is the customer's own; an instant is turned into it."""
        there = zones.local(moment, self._zone) if moment.tzinfo else zones.instant_of(moment, self._zone)
        return self._formats.moment(there, self._formats.city(self._zone))

    def _count(self, count: int) -> CountText:
        text = CountText(count)
        text.text = self._formats.number(count)
        text.category = self._formats.plural(count)
        return text

    def _choice(self, name: str, keys: tuple[str, ...], sentences: Mapping[str, Choice] | None) -> ChoiceText:
        """One or several keys of a choice; a template without sentences for it may ask which, and not print it."""
        text = ChoiceText("+".join(keys))
        text.name, text.keys = name, keys
        if sentences is None:
            return text
        for key in keys:
            if key not in sentences:
                raise UsageError(f"it has no sentence for {name}={key}.", code="bad-template")
        several = len(keys) > 1
        forms = [(several and sentences[key].many) or sentences[key].text for key in keys]
        text.sentence = self._joined(forms) if several else forms[0]
        return text

    def _joined(self, forms: Sequence[str]) -> str:
        """Several forms of a choice: whole sentences one after the other, else a list in words."""
        if all(form.endswith(_ENDS) for form in forms):
            return self._sentence_join.join(forms)
        return self._formats.items(forms)
