"""A typed name after it was read, and who a letter speaks to."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from cscli.markets.names.facts import Honorific
from cscli.markets.names.spelling import NameFault
from cscli.markets.terms import Gender


class Party(StrEnum):
    """What kind of addressee a salutation speaks to."""

    PERSON = "person"
    COMPANY = "company"
    HOUSEHOLD = "household"


class Name(NamedTuple):
    """A typed name, read. ``courtesy`` and ``titles`` were typed with it; every part may be empty."""

    given: str = ""
    family: str = ""
    full: str = ""
    single: str = ""
    patronymic: str = ""
    courtesy: str = ""
    titles: tuple[Honorific, ...] = ()
    gender: Gender = Gender.UNKNOWN
    company: str = ""
    household: str = ""
    fault: NameFault | None = None

    @property
    def is_of_a_person(self) -> bool:
        """Whether any part of it can be printed."""
        return bool(self.full or self.given or self.family or self.single)


class Addressed(NamedTuple):
    """Who a letter speaks to: the slots that its patterns may use, and why a typed name is not among them."""

    slots: dict[str, str]
    gender: Gender
    fault: NameFault | None = None


def party_of(slots: Mapping[str, str]) -> Party:
    """Whom a letter speaks to, told from the slots that it may use."""
    if "company" in slots:
        return Party.COMPANY
    return Party.HOUSEHOLD if "household" in slots else Party.PERSON
