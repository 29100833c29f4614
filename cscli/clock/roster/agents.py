"""A roster and its agents, and how the fields of an agent are read, whatever file they stand in.

Shifts stay as they were typed: they are checked here, but become instants only when they are asked for.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from cscli.clock.hours import windows_of
from cscli.clock.roster.absences import Absence, DateRange
from cscli.clock.roster.rotation import Override, Rotation
from cscli.errors import UsageError, did_you_mean
from cscli.markets.catalog import canonical_tag, is_language
from cscli.text import INVISIBLE, one_line

MOST_AGENTS = 5_000

_LONGEST_NAME = 200
_LONGEST_SHIFT = timedelta(days=14)
_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_WINDOW = re.compile(
    r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?-(([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?|24:00(:00)?)"
)
# What people type for a language when they mean the country where it is spoken.
_COUNTRIES = {"jp": "ja", "cn": "zh", "kr": "ko", "dk": "da", "cz": "cs", "gr": "el", "ua": "uk", "vn": "vi"}

DatedShift = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """One agent: where, in which languages, and when.

    ``languages`` are BCP 47 tags. ``weekly`` are windows by days, as typed (``{"mon-fri": ("09:00-18:00",)}``), and
    ``replaced`` are those of dates that have their own. ``dated`` are shifts beside them, from wall start to wall end
    in ``zone``, naive. ``off`` are ranges of dates, both ends included; ``absences`` are those of every year and those
    of some hours. ``holidays`` is empty, a market or a region; what is in ``weekly_on_holidays`` and
    ``replaced_on_holidays`` is worked on them, too, and stands in no other field.
    """

    name: str
    zone: str
    languages: tuple[str, ...]
    weekly: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    replaced: Mapping[date, tuple[str, ...]] = field(default_factory=dict)
    dated: tuple[DatedShift, ...] = ()
    off: tuple[DateRange, ...] = ()
    absences: tuple[Absence, ...] = ()
    holidays: str = ""
    weekly_on_holidays: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    replaced_on_holidays: Mapping[date, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """How many agents a market needs in each of some languages, and when.

    ``languages`` are BCP 47 tags; none means that any agent will do. ``hours`` is ``business``, ``24/7``, or windows by
    days as in an agent's ``weekly``; they are on the clock of ``zone``, which is the market's first one where it is
    empty, or with ``every_zone`` on the clocks of all its zones together. ``region`` (``BY``) adds its holidays.
    """

    market: str
    languages: tuple[str, ...]
    agents: int
    hours: str | Mapping[str, tuple[str, ...]]
    region: str = ""
    zone: str = ""
    every_zone: bool = False

    @property
    def holidays(self) -> str:
        """Whose holidays hold: ``DE`` or ``DE-BY``."""
        return f"{self.market}-{self.region}" if self.region else self.market

    @property
    def place(self) -> str:
        """What tells this demand from others of its market: ``US``, ``DE-BY`` or ``US Los Angeles``."""
        return f"{self.holidays} {self.zone.rpartition('/')[2].replace('_', ' ')}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Agents in the order of their file, and what is needed; a table or a calendar says nothing of that.

    ``rotations`` give agents turns beside their own shifts. ``overrides`` change who works, the last one last.
    """

    agents: tuple[Agent, ...]
    demand: tuple[Demand, ...]
    rotations: tuple[Rotation, ...] = ()
    overrides: tuple[Override, ...] = ()
    notes: tuple[str, ...] = ()


def agent_name(typed: str) -> str:
    """A name on one line, without control characters.

    Raises:
        UsageError: there is nothing of it to be seen, or it is too long.
    """
    name = unicodedata.normalize("NFC", one_line(typed))
    if not name.strip("".join(INVISIBLE)):
        raise UsageError("The name is empty.", hint="Each agent needs a name.")
    if len(name) > _LONGEST_NAME:
        raise UsageError(
            f"The name {name[:40] + '...'!r} has more than {_LONGEST_NAME} characters.", hint="Shorten it."
        )
    return name


def name_key(name: str) -> str:
    """What two spellings of one name have in common."""
    return unicodedata.normalize("NFKC", name).casefold()


def languages_of(typed: Iterable[str]) -> tuple[str, ...]:
    """Language tags in their usual form, each once.

    Raises:
        UsageError: no such language.
    """
    found: dict[str, None] = {}
    for word in typed:
        if not _TAG.fullmatch(word) or not _is_language(word):
            meant = [_COUNTRIES[word.lower()]] if word.lower() in _COUNTRIES else []
            raise UsageError(
                f"Unknown language {word[:40]!r}.{did_you_mean(meant)}",
                hint="Write tags such as en, zh or pt-BR.",
            )
        found[canonical_tag(word)] = None
    return tuple(found)


@lru_cache(maxsize=1024)
def _is_language(tag: str) -> bool:
    """As ``is_language``: a large table asks for the same few languages thousands of times."""
    return is_language(tag)


def require_window(typed: str) -> str:
    """A window as it is typed, if it is one.

    Raises:
        UsageError: it is not written like ``09:00-18:00``, ends at 00:00, or has no length.
    """
    if not _WINDOW.fullmatch(typed):
        raise UsageError(f"{typed[:40]!r} is not a window.", hint="Write it as 09:00-18:00; the end of a day is 24:00.")
    windows_of((typed,))
    return typed


def dated_shift(start: datetime, end: datetime) -> DatedShift:
    """A shift from wall start to wall end.

    Raises:
        UsageError: it has no length, or more than 14 days.
    """
    if end <= start and end.fold <= start.fold:
        raise UsageError(
            f"The shift ends at {end:%Y-%m-%d %H:%M}, which is not after its start at {start:%Y-%m-%d %H:%M}.",
            hint="A shift over midnight ends on the next date.",
        )
    if end - start > _LONGEST_SHIFT:
        raise UsageError(
            f"The shift from {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} is longer than {_LONGEST_SHIFT.days} days.",
            hint="Look at the year and the month of both ends.",
        )
    return start, end
