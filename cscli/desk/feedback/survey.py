"""Surveys and ratings: the kinds of questions with their scales, and the rows of both."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from cscli.desk.cases.event import ANSWERS, UNDER_WAY
from cscli.text import rfc3339

SITUATION = "survey"  # the text that asks


class SurveyKind(StrEnum):
    """What a survey asks.

    CSAT: how satisfied the customer is with the help. NPS: how likely they are to recommend the shop. CES: how easy it
    was to have the matter settled.
    """

    CSAT = "csat"
    NPS = "nps"
    CES = "ces"


class Scale(NamedTuple):
    """The whole numbers that answer a survey. A score from ``good`` on is a good one, one up to ``bad`` a bad one."""

    lowest: int
    highest: int
    good: int
    bad: int

    def holds(self, score: int) -> bool:
        """Whether a number answers the survey."""
        return self.lowest <= score <= self.highest


SCALES = {
    SurveyKind.CSAT: Scale(1, 5, good=4, bad=2),
    SurveyKind.NPS: Scale(0, 10, good=9, bad=6),
    SurveyKind.CES: Scale(1, 7, good=5, bad=3),
}


class Came(StrEnum):
    """How a rating reached the record."""

    HAND = "hand"
    IMPORT = "import"
    MAIL = "mail"


class Survey(NamedTuple):
    """A survey about a case.

    ``agent`` gave the last answer before. ``interaction`` is the text that asks; ``state`` is what became of that text,
    None where it is gone. ``token`` names the survey in a subject or a link.
    """

    case_number: int
    kind: SurveyKind
    customer: str
    market: str
    language: str
    channel: str
    agent: str
    asked_at: datetime
    expires_at: datetime
    interaction: int
    token: str
    id: int = 0
    state: str | None = ""

    @property
    def was_sent(self) -> bool:
        """Whether the customer has it, as far as anybody knows."""
        return self.state in ANSWERS or self.state == "unknown"

    def with_text(self, interaction: int) -> "Survey":
        """The survey with the text that asks it."""
        return self._replace(interaction=interaction)

    @property
    def stands(self) -> bool:
        """Whether it was sent or is on its way; one that was taken back or refused may be asked again."""
        return self.was_sent or self.state in UNDER_WAY


class Rating(NamedTuple):
    """What a customer answered.

    ``origin`` is what it is kept under: the survey, the case, or the row of an import. ``survey`` and ``case_number``
    are None where nobody knows them; ``interaction`` is the customer's message. ``translation`` is the comment in
    ``translation_language``, made by ``engine``; all three are empty where there is none. ``kept_by`` recorded it.
    """

    origin: str
    kind: SurveyKind
    score: int
    answered_at: datetime
    came: Came
    survey: int | None = None
    case_number: int | None = None
    interaction: int | None = None
    customer: str = ""
    market: str = ""
    language: str = ""
    channel: str = ""
    agent: str = ""
    comment: str = ""
    translation: str = ""
    translation_language: str = ""
    engine: str = ""
    kept_by: str = ""
    id: int = 0


_INSTANTS = ("asked_at", "expires_at", "answered_at")


def survey_of_row(row: Mapping[str, Any]) -> Survey:
    """The survey of a row as the record gives it."""
    return Survey(**_fields(row, Survey))


def rating_of_row(row: Mapping[str, Any]) -> Rating:
    """The rating of a row as the record gives it."""
    return Rating(**_fields(row, Rating) | {"came": Came(row["came"])})


def row_of(one: Survey | Rating) -> dict[str, Any]:
    """A survey or a rating as the record keeps it."""
    row = one._asdict()
    return {name: rfc3339(value) if name in _INSTANTS else value for name, value in row.items()} | {
        "kind": str(one.kind)
    }


def _fields(row: Mapping[str, Any], kind: type[Survey | Rating]) -> dict[str, Any]:
    found = {name: row[name] for name in kind._fields}
    found |= {name: datetime.fromisoformat(found[name]) for name in _INSTANTS if name in found}
    return found | {"kind": SurveyKind(row["kind"])}
