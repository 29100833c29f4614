"""The contract of each situation: which variables a reply has, of which type, and whether the news is bad."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from cscli.errors import UsageError
from cscli.markets.terms import Kind


class ValueType(StrEnum):
    """What a value is; it decides how it is read and how it is written for the customer."""

    TEXT = "text"
    DATE = "date"
    DATETIME = "datetime"
    MONEY = "money"
    NUMBER = "number"
    COUNT = "count"
    LIST = "list"
    URL = "url"
    CHOICE = "choice"
    BOOLEAN = "boolean"


class Variable(NamedTuple):
    """One variable of a situation; ``choices`` are the keys of a choice."""

    name: str
    type: ValueType
    about: str
    required: bool = False
    example: Any = None
    choices: tuple[str, ...] = ()


class Intent(NamedTuple):
    """One situation, such as ``shipping-delay``."""

    name: str
    kind: Kind
    about: str
    variables: Mapping[str, Variable]

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the variables that a reply cannot do without."""
        return tuple(v.name for v in self.variables.values() if v.required)


def parse_intents(content: Mapping[str, Any]) -> dict[str, Intent]:
    """All situations from ``templates/intents.yaml``, already checked against the schema."""
    return {name: _parse_intent(name, raw) for name, raw in content["intents"].items()}


def _parse_intent(name: str, raw: Mapping[str, Any]) -> Intent:
    return Intent(
        name=name,
        kind=Kind(raw["kind"]),
        about=raw["about"],
        variables={
            variable: Variable(
                name=variable,
                type=ValueType(v["type"]),
                about=v["about"],
                required=v.get("required", False),
                example=v["example"],
                choices=tuple(v.get("choices", ())),
            )
            for variable, v in raw["variables"].items()
        },
    )


def joint_variables(intents: Sequence[Intent]) -> dict[str, Variable]:
    """The variables of several situations in one reply; required when one of them requires it.

    Raises:
        UsageError: two situations give one name different types.
    """
    joint: dict[str, Variable] = {}
    for intent in intents:
        for name, variable in intent.variables.items():
            known = joint.get(name)
            if known is not None and known.type is not variable.type:
                raise UsageError(
                    f"{name} is {known.type} in one situation and {variable.type} in {intent.name}.",
                    code="intents-disagree",
                    hint="Send two replies.",
                )
            if known is not None and known.type is ValueType.CHOICE and known.choices != variable.choices:
                # What both offer, so that one value can be said in both texts.
                variable = _with_choices(variable, tuple(c for c in known.choices if c in variable.choices))  # noqa: PLW2901
            if known is None or (variable.required and not known.required) or known.choices != variable.choices:
                joint[name] = variable
    return joint


def _with_choices(variable: Variable, choices: tuple[str, ...]) -> Variable:
    return Variable(
        name=variable.name,
        type=variable.type,
        about=variable.about,
        required=variable.required,
        example=variable.example,
        choices=choices,
    )


def worst_kind(intents: Sequence[Intent]) -> Kind:
    """The kind of a reply about several situations: bad news outweighs neutral, neutral outweighs good."""
    kinds = {intent.kind for intent in intents}
    return next(kind for kind in (Kind.BAD, Kind.NEUTRAL, Kind.GOOD) if kind in kinds)
