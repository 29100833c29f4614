"""What a template sees of a value: plain text where it can be, and small types where grammar needs more."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cscli.errors import UsageError

if TYPE_CHECKING:
    from typing import Self

_CALLED = frozenset(("unsafe_callable", "alters_data"))  # what the sandbox asks of all that is called
_TESTS = ("is_", "has_")  # how the names of tests begin; all other names are forms that print


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


class Worded(str):  # noqa: SLOT000 - its forms are those of its kind
    """A value that prints as text, and has further forms and tests: ``{{ new_date.on }}``, ``delivery.is_range``."""

    def __new__(cls, text: str, **more: Any) -> "Self":
        """``more`` are the forms (texts) and the tests (booleans) by name."""
        made = super().__new__(cls, text)
        made.__dict__.update(more)
        return made


class Placeholder(str):
    """What a draft prints for a missing value: each form is the same mark, each test is false."""

    __slots__ = ()

    def __getattr__(self, name: str) -> "Self | bool":
        if name.startswith("_"):
            raise AttributeError(name)
        return False if name.startswith(_TESTS) else self


class CountText(int):
    """A count: compares as a number, prints with separators, knows its plural category."""

    text: str
    category: str


class Unset:
    """An optional variable without a value: false, equal to nothing, an error when printed."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __getattr__(self, name: str) -> "Self | bool":
        if name.startswith("_") or name in _CALLED:
            raise AttributeError(name)
        return False if name.startswith(_TESTS) else self

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


class SaidBefore(Unset):
    """A variable whose value the letter has said before: as one without a value, but ``is said`` holds."""

    __slots__ = ()


class SaidAgain(str):
    """A required value that the letter has said before: it prints, and ``is said`` holds."""

    __slots__ = ()


def is_said(value: Any) -> bool:
    """Whether the letter has said a value before; a later situation does not see it again unless it requires it."""
    return isinstance(value, SaidBefore | SaidAgain)


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
    if kind in (Worded, Placeholder, SaidAgain):
        return value  # type: ignore[no-any-return]
    if kind is CountText:
        return value.text  # type: ignore[no-any-return]
    if kind in (Unset, SaidBefore, int) or issubclass(kind, _undefined()):
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


def once(value: Any, first: str, again: str = "") -> str:
    """Words around a value, with ``#`` in its place; ``again`` instead where the letter has said the value before."""
    return again if is_said(value) else first.replace("#", finalize(value))


FILTERS = {"plural": plural, "once": once}
TESTS = {"several": is_several, "said": is_said}
