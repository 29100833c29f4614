"""What a check looks at, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cscli.clock.holidays import HolidayCalendar
from cscli.markets.language import Language
from cscli.markets.market import Market


class Severity(StrEnum):
    """How much a finding matters; an error stops a reply."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding; ``start`` and ``end`` are offsets in the body, None when it is not about a place in it."""

    check: str
    severity: Severity
    message: str
    start: int | None = None
    end: int | None = None
    suggestion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A reply about to be sent: its text, whom it goes to, and what was put into it.

    ``free_texts`` and ``dates`` are the values that an agent typed, by variable. ``today`` is the customer's date.
    ``holidays`` are the market's. ``known_languages`` are base languages (``de``) that free text is told apart by.
    """

    body: str
    language: Language
    market: Market
    today: date
    free_texts: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, date] = field(default_factory=dict)
    holidays: HolidayCalendar | None = None
    past_dates: frozenset[str] = frozenset()
    known_languages: tuple[str, ...] = ()
