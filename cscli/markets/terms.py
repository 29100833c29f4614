"""The closed sets that everybody shares who writes to a customer: register, kind of news, channel, gender."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from cscli.errors import not_one_of


class Register(StrEnum):
    """How formally a reply is written, least formal first."""

    CASUAL = "casual"
    NEUTRAL = "neutral"
    FORMAL = "formal"

    def one_step_more_formal(self) -> "Register":
        """The next more formal register; formal stays formal."""
        order = list(Register)
        return order[min(order.index(self) + 1, len(order) - 1)]


class Kind(StrEnum):
    """What a situation means for the customer."""

    GOOD = "good"
    NEUTRAL = "neutral"
    BAD = "bad"


class Channel(StrEnum):
    """The form of a reply: a letter, or a message in a conversation."""

    EMAIL = "email"
    CHAT = "chat"


class Gender(StrEnum):
    """What the customer or the agent has said; never guessed from a name."""

    __hash__ = str.__hash__  # each letter looks things up by it; that of an Enum takes several times as long

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


# How people and tables write a gender.
GENDER_WORDS = {
    "female": Gender.FEMALE, "f": Gender.FEMALE, "w": Gender.FEMALE, "male": Gender.MALE, "m": Gender.MALE,
    "unknown": Gender.UNKNOWN, "x": Gender.UNKNOWN, "": Gender.UNKNOWN,
}  # fmt: skip


def register_named(typed: str) -> Register:
    """A register, in any case.

    Raises:
        UsageError: there is no such register.
    """
    return Register(_named("register", typed, Register))


def channel_named(typed: str) -> Channel:
    """A channel that replies are written for, in any case.

    Raises:
        UsageError: there is no such channel.
    """
    return Channel(_named("channel", typed, Channel))


def nearest_register(wanted: Register, available: Mapping[str, Any]) -> str | None:
    """The register to use of those available: the wanted one, else the next more formal, else the next less."""
    order = list(Register)
    at = order.index(wanted)
    for candidate in (*order[at:], *reversed(order[:at])):
        if candidate in available:
            return candidate.value
    return None


def _named(kind: str, typed: str, known: type[StrEnum]) -> str:
    if typed.lower() not in tuple(known):
        raise not_one_of(kind, typed, known, code=f"unknown-{kind}")
    return typed.lower()
