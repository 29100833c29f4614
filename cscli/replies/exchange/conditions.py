"""The variants of a canned answer as one text of a template, with the conditions under which each is said."""

import re
from collections.abc import Mapping

from cscli.replies.contract.intent import Intent, ValueType
from cscli.replies.exchange.answers import ALL
from cscli.replies.exchange.canned import marks_of, replaced

_TAG = re.compile(r"\{([{%#])")  # begins something in a template, and is not a placeholder by now


class Conditions:
    """Writes the variants of a text as one text with conditions.

    Args:
        intent: the contract; None for a situation that is made.
        required: the values that every reply has.
        known: the values that may stand in a text.
        unmatched: counts the others, which stand as [[...]].
    """

    def __init__(
        self, intent: Intent | None, required: frozenset[str], known: frozenset[str], unmatched: dict[str, int]
    ) -> None:
        self._intent, self._required, self._known, self._unmatched = intent, required, known, unmatched

    def written(self, variants: Mapping[str, tuple[str, str]], which: int) -> str:
        """The subjects (0) or bodies (1) of variants as one text."""
        base = variants.get("", next(iter(variants.values())))[which]
        branches = []
        for variant, pair in sorted(variants.items(), key=lambda one: self._rank(one[0])):
            optional = [n for n in dict.fromkeys(marks_of("".join(pair))) if n in self._known - self._required]
            condition = " and ".join(optional) if variant == ALL else _condition(variant)
            if variant and condition and pair[which] != base:
                given = frozenset(optional) if variant == ALL else frozenset()
                branches.append((condition, self._text(pair[which], given)))
        last = self._text(base, frozenset())
        if not branches:
            return last
        chain = "".join(
            f"{{% {'elif' if number else 'if'} {condition} %}}{text}"
            for number, (condition, text) in enumerate(branches)
        )
        return f"{chain}{{% else %}}{last}{{% endif %}}"

    def _rank(self, variant: str) -> int:
        """Choices come first, then all values, which include each yes, then each yes and no."""
        if variant == ALL:
            return 1
        variable = self._intent.variables.get(variant.partition("=")[0]) if self._intent else None
        return 0 if variable and variable.type is ValueType.CHOICE else 2

    def _text(self, text: str, given: frozenset[str]) -> str:
        """A text as Jinja; a paragraph with values that may be missing stands behind a condition."""
        paragraphs = []
        for paragraph in _TAG.sub(r"{ \1", text).split("\n\n"):
            optional = self._known - self._required - given
            needed = [name for name in dict.fromkeys(marks_of(paragraph)) if name in optional]
            said = replaced(paragraph, self._value)
            paragraphs.append(f"{{% if {' and '.join(needed)} %}}{said}{{% endif %}}" if needed else said)
        return "\n\n".join(paragraphs)

    def _value(self, name: str) -> str:
        if name in self._known:
            return f"{{{{ {name} }}}}"
        self._unmatched[name] = self._unmatched.get(name, 0) + 1
        return f"[[{name}]]"


def _condition(variant: str) -> str:
    """When a variant for one value is said."""
    name, _, value = variant.partition("=")
    return {"yes": name, "no": f"{name} == false"}.get(value, f'{name} == "{value}"')


def is_known_variant(intent: Intent | None, variant: str) -> bool:
    """Whether a variant is for values that a situation has."""
    if not variant or intent is None:
        return not variant
    name, _, value = variant.partition("=")
    variable = intent.variables.get(name)
    if variant == ALL or variable is None:
        return variant == ALL
    return value in (variable.choices if variable.type is ValueType.CHOICE else ("yes", "no"))
