"""What a check looks at, and what it says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from cscli.clock.holidays import HolidayCalendar
from cscli.markets.language import Language
from cscli.markets.market import Market

_NOTHING: Mapping[str, Any] = MappingProxyType({})


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


def finding_data(found: Finding) -> dict[str, str | int | None]:
    """A finding as JSON shows it: ``check``, ``severity``, ``message``, ``start``, ``end``, ``suggestion``."""
    return {
        "check": found.check, "severity": found.severity.value, "message": found.message, "start": found.start,
        "end": found.end, "suggestion": found.suggestion,
    }  # fmt: skip


def errors(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that stop a text."""
    return tuple([f for f in found if f.severity is Severity.ERROR])


class Draft(NamedTuple):
    """A reply about to be sent: its text, whom it goes to, and what was put into it; a tuple, as bulk work makes many.

    ``free_texts`` and ``dates`` are the values that an agent typed, by variable. ``today`` is the customer's date.
    ``holidays`` are the market's. ``known_languages`` are base languages (``de``) that free text is told apart by.
    """

    body: str
    language: Language
    market: Market
    today: date
    free_texts: Mapping[str, str] = _NOTHING
    dates: Mapping[str, date] = _NOTHING
    holidays: HolidayCalendar | None = None
    past_dates: frozenset[str] = frozenset()
    known_languages: tuple[str, ...] = ()
