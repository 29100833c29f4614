"""A customer's name as it was typed or stored; ``names.reader`` reads it for a language."""

from typing import NamedTuple

from cscli.errors import UsageError
from cscli.markets.terms import Gender

MAX_NAME = 300


class Person(NamedTuple):
    """A customer as far as known; every part may be empty.

    ``whole`` is a name typed as one string. ``vocative`` is the given name in the form for calling someone,
    ready to use: names are never inflected here. ``honorific`` is what the agent typed, such as Dr. ``company`` is
    the one that is addressed, through this person where there is a name.
    """

    whole: str = ""
    given: str = ""
    family: str = ""
    honorific: str = ""
    vocative: str = ""
    patronymic: str = ""
    gender: Gender = Gender.UNKNOWN
    company: str = ""

    @property
    def is_named(self) -> bool:
        """Whether anything was typed that a salutation could use."""
        return bool(self.whole or self.given or self.family or self.company or self.honorific or self.vocative)


def require_short_names(*names: str) -> None:
    """Refuse what is no name any more.

    Raises:
        UsageError: one of the names is too long.
    """
    if any(len(name) > MAX_NAME for name in names):
        raise UsageError(f"A name has at most {MAX_NAME} characters.", code="bad-value", hint="Give the name alone.")
