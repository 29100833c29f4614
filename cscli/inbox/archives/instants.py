"""Instants as archives write them.

A local time is read in a zone that somebody named, a date in an order that is known.
Nothing is guessed: the market of a phone number proves no zone, and 03/04/2026 proves no order.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from cscli.clock.zones import epoch
from cscli.errors import UsageError

DATE_ORDERS: Final = ("dmy", "mdy", "ymd")
_FIRST_YEAR: Final = 1990
_LONGEST: Final = 200  # characters of an instant
_DIGITS = re.compile(r"(\d{10})(?:\.\d+|\d{3})?")
_WRITTEN = re.compile(
    r"(\d{1,4})[-/. ]+(\d{1,2})[-/. ]+(\d{1,4})[T,]? *(?:(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?)? *([AaPp]\.?[Mm]\.?)?"
)
_HALF = re.compile(r"\s*\b([AaPp])\.?[Mm]\b\.?")
_NO_MAIL_WRITES = re.compile(r"\b(?:GMT|UTC)(?=[+-]\d{4})|\([^()]*\)")  # of GMT+0100 (Central European Standard Time)
_UNKNOWN_ZONE = re.compile(r"[A-Za-z]{2,}\s*$")
_UTC = re.compile(r"\s*(?:UTC|GMT|Z)$")


class InstantError(ValueError):
    """Why a text is not an instant, in words that follow its column; ``hint`` is what to do."""

    def __init__(self, message: str, hint: str = "", *, needs: str = "") -> None:
        super().__init__(message)
        self.hint, self.needs = hint, needs


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenClock:
    """How local times are read: ``zone`` is an IANA name, ``order`` one of ``DATE_ORDERS``; each may be empty."""

    zone: str = ""
    order: str = ""


def read_at(text: str, clock: WrittenClock) -> int:
    """The instant of a text as a UTC epoch second.

    Args:
        text: RFC 3339, RFC 5322, seconds or milliseconds since 1970, or a date and a time of a clock, the month also
            as an English word.
        clock: how a local time is read.

    Raises:
        InstantError: it is not an instant, or the clock does not say how to read it.
    """
    try:
        found: datetime | None = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None and (digits := _DIGITS.fullmatch(text)):
        return int(digits[1])
    if found is None and (written := _WRITTEN.fullmatch(_UTC.sub("", text.strip()))):
        found = _wall(text, written, clock.order)
        found = found.replace(tzinfo=UTC) if _UTC.search(text) else found
    if found is None:
        found = _with_month_in_words(text) if any(map(str.isalpha, text)) else None
    if found is None:
        raise InstantError(f"{text[:40]!r} is not an instant", "Write it as 2026-11-22T09:30:00Z.")
    if found.year < _FIRST_YEAR:
        raise InstantError(f"{text[:40]!r} is before {_FIRST_YEAR}")
    return int(found.timestamp()) if found.tzinfo is not None else local_second(found, clock.zone)


def local_second(wall: datetime, zone: str) -> int:
    """The UTC epoch second of a local time.

    Raises:
        InstantError: no zone is named.
    """
    if not zone:
        raise InstantError(
            f"{wall:%Y-%m-%d %H:%M} is a local time, and nothing says of which zone",
            "Say it with --zone, such as --zone Europe/Berlin.", needs="zone",
        )  # fmt: skip
    return epoch(wall, zone)


def orders_of(first: int, second: int, third: int) -> dict[str, date]:
    """The dates that three numbers can be, by the order of their parts."""
    found: dict[str, date] = {}
    for order, (year, month, day) in (
        ("dmy", (third, second, first)), ("mdy", (third, first, second)), ("ymd", (first, second, third)),
    ):  # fmt: skip
        is_year_first = order == "ymd"
        if (first >= 100) != is_year_first and (third >= 100 or first >= 100):  # noqa: PLR2004 - a year of four digits
            continue
        try:
            found[order] = date(full_year(year), month, day)
        except ValueError:
            continue
    return found


def full_year(year: int) -> int:
    """A year as it is counted here: of two digits in this century, of the Buddhist era 543 less."""
    if year < 100:  # noqa: PLR2004 - two digits
        return 2000 + year
    return year - 543 if year > 2400 else year  # noqa: PLR2004 - nobody writes from the year 2400


def ambiguous(where: str, readings: Iterable[date]) -> UsageError:
    """The error for dates that have several readings, none of which the archive proves."""
    told = " or ".join(one.isoformat() for one in dict.fromkeys(readings))
    return UsageError(
        f"{where} could be {told}, and nothing in the file proves which.", code="ambiguous-date",
        hint="Say how the file writes dates: --date-order dmy (day first), mdy (month first) or ymd.",
    )  # fmt: skip


def _with_month_in_words(text: str) -> datetime | None:
    """A date as mails (RFC 5322) and browsers write it; local without an offset, None where it cannot be read."""
    plain = _NO_MAIL_WRITES.sub("", text[:_LONGEST]).strip()
    half = _HALF.search(plain)
    try:
        found = parsedate_to_datetime(_HALF.sub("", plain))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if half and 1 <= found.hour <= 12:  # noqa: PLR2004 - half a day
        return found.replace(hour=found.hour % 12 + (12 if half[1] in "Pp" else 0))
    if half or (found.tzinfo is None and _UNKNOWN_ZONE.search(plain)):
        return None
    return found.replace(tzinfo=UTC) if plain.endswith("-0000") else found


def needed(where: str, problem: InstantError) -> UsageError:
    """The error that asks for the zone or the order without which no time of an archive can be read."""
    code = "zone-needed" if problem.needs == "zone" else "ambiguous-date"
    return UsageError(f"{where}: {problem}.", code=code, hint=problem.hint)


def _wall(text: str, found: re.Match[str], order: str) -> datetime:
    readings = orders_of(*(int(found[place]) for place in (1, 2, 3)))
    days = {order: readings[order]} if order in readings else readings
    if len(set(days.values())) > 1:
        told = " or ".join(sorted(day.isoformat() for day in set(days.values())))
        raise InstantError(
            f"{text[:40]!r} could be {told}",
            "Say how the file writes dates: --date-order dmy, mdy or ymd.", needs="order",
        )  # fmt: skip
    if not days:
        raise InstantError(f"{text[:40]!r} is not in the calendar")
    hour, minute, second = (int(found[place] or 0) for place in (4, 5, 6))
    if found[7] and hour <= 12:  # noqa: PLR2004 - half a day
        hour = hour % 12 + (12 if found[7][0] in "Pp" else 0)
    try:
        return datetime(*next(iter(days.values())).timetuple()[:3], hour, minute, second)  # noqa: DTZ001 - a local time
    except ValueError:
        raise InstantError(f"{text[:40]!r} is not a date and time") from None
