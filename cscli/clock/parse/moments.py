"""Moments as people type them: ``tomorrow 9:00``, ``3pm``, ``+2h``, ``2026-11-23T09:00+01:00``.

A strict grammar, because a wrong hour is worse than a question: what has two readings is refused and both are
listed, and what is in no form of this list is refused with examples. Everything that was not typed and had to be
filled in comes back as an assumption, to be shown beside the full date, time, offset and zone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from cscli.clock.parse.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    dates_of,
    described,
    no_business_days,
    outside_years,
    read_date,
)
from cscli.clock.parse.durations import read_duration
from cscli.clock.parse.times import TIME_SHAPE, read_time, times_of
from cscli.clock.parse.words import matched, one_of, quoted, signed, tidied
from cscli.clock.parse.zone_words import TypedZone, split_zone
from cscli.clock.zones import Resolve, local, resolved
from cscli.errors import UsageError

AddBusinessDays = Callable[[datetime, int], datetime]

_HOURS_A_DAY, _DAYS_A_WEEK = 24, 7
_EVENING_STARTS, _NIGHT_ENDS = timedelta(hours=17), timedelta(hours=5)
_BASIC = r"(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)?(z|[+-]\d\d(?:\d\d)?|)"
_UNIT = "(?:h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?|d|days?|w|weeks?|bd|(?:business|working) days?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An instant (UTC), the zone it was read in, and in short sentences what was not typed.

    With a typed offset or ``Z`` the instant comes from that, and ``zone`` is the one of the reader.
    """

    instant: datetime
    zone: str
    assumptions: tuple[str, ...] = ()


def parse_moment(
    text: str,
    *,
    now: datetime,
    zone: str,
    policy: Resolve = Resolve.REFUSE,
    add_business_days: AddBusinessDays | None = None,
) -> Moment:
    """The moment that was typed.

    Args:
        text: one of the forms below; case, extra spaces and full-width digits do not matter.
        now: the current instant, aware.
        zone: the IANA zone in which dates and times are read, unless the text names its own.
        policy: what a wall time means that clocks skip or show twice.
        add_business_days: adds business days of some market or schedule to an instant; needed for ``+2bd``.

    Raises:
        UsageError: ``ambiguous-date``, ``ambiguous-time``, ``ambiguous-zone``, ``ambiguous-offset`` or
            ``ambiguous-duration``, with the readings; ``bad-date`` or ``bad-time`` for what no calendar or clock
            shows; ``wrong-offset``; ``no-business-days``; ``skipped-time`` or ``repeated-time`` by the policy;
            ``bad-moment`` for everything else.
        NotFoundError: ``unknown-zone``.
    """
    place = split_zone(_separated(tidied(text)))
    reader = _MomentReader(
        now=now, zone=place.zone or zone, place=place, policy=policy, add_business_days=add_business_days
    )
    for pattern, read in _FORMS:
        if (found := matched(pattern, place.rest)) and (moment := read(reader, found)):
            return moment
    raise UsageError(
        f"{quoted(text)} is not a date and time that can be read.",
        code="bad-moment",
        hint=reader.examples,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _MomentReader:
    """Where and when somebody types: turns wall times into instants."""

    now: datetime
    zone: str
    place: TypedZone
    policy: Resolve
    add_business_days: AddBusinessDays | None

    @property
    def wall(self) -> datetime:
        """What clocks show now, without a zone."""
        offset = self.place.offset
        shown = local(self.now, self.zone) if offset is None else self.now.astimezone(timezone(offset))
        return shown.replace(tzinfo=None)

    @property
    def today(self) -> date:
        return self.wall.date()

    @property
    def examples(self) -> str:
        """How a moment can be written."""
        return f"Write it in English or in figures, such as {self.today.isoformat()} 15:00, tomorrow 9:00 or +2h."

    def at(self, instant: datetime, *assumptions: str) -> Moment:
        """A moment at an instant."""
        if not FIRST_YEAR <= instant.year <= LAST_YEAR:
            raise outside_years(quoted(self.place.rest))
        return Moment(instant=instant.astimezone(UTC), zone=self.zone, assumptions=assumptions)

    def at_wall(self, wall: datetime, *assumptions: str) -> Moment:
        """A moment at a wall time, by the typed offset or else by the zone and the policy."""
        if not FIRST_YEAR <= wall.year <= LAST_YEAR:
            raise outside_years(quoted(self.place.rest))
        if self.place.offset is None:
            instant = resolved(wall, self.zone, self.policy)
        else:
            instant = (wall - self.place.offset).replace(tzinfo=UTC)
            self.place.check_offset(instant)
        return Moment(instant=instant, zone=self.zone, assumptions=assumptions)

    def at_time(self, day: date, typed_time: str, *assumptions: str) -> Moment | None:
        """A moment on a day at a typed time; None when it is not a time."""
        since_midnight = read_time(typed_time)
        if since_midnight is None:
            return None
        wall = datetime.combine(day, time.min) + since_midnight
        if typed_time == "midnight" or wall.date() != day:
            assumptions += (f"{typed_time}: 00:00 of {described(wall.date())}",)
        return self.at_wall(wall, *assumptions)


def _now(reader: _MomentReader, _found: re.Match[str]) -> Moment:
    return reader.at(reader.now)


def _from_now(reader: _MomentReader, found: re.Match[str]) -> Moment | None:
    typed = signed(found[0])
    if read := read_date(typed, reader.today):
        wall = datetime.combine(read[0], reader.wall.time())
        return reader.at_wall(wall, *read[1], f"the same wall time: {wall:%H:%M}")
    duration = read_duration(typed)
    if duration is None:
        return None
    if not duration.business_days:
        return reader.at(_later(reader, duration.seconds))
    if reader.add_business_days is None:
        raise no_business_days()
    return reader.at(reader.add_business_days(reader.now, duration.business_days))


def _time_alone(reader: _MomentReader, found: re.Match[str]) -> Moment | None:
    typed = found[0]
    if typed == "midnight":  # the one to come: today has begun already
        return reader.at_time(reader.today + timedelta(days=1), typed)
    hours = typed[:-1] if typed.endswith("h") and read_time(typed) is not None else ""
    if hours and reader.place.zone is None and reader.place.offset is None:
        shown = f"{int(hours):02}:00"
        raise UsageError(
            f"{quoted(typed)} is not clear: it could be {one_of((shown, f'{typed} from now'))}.",
            code="ambiguous-time",
            hint=f"Write {shown} for the time of day, or +{typed} for the amount of time.",
        )
    return reader.at_time(reader.today, typed, f"today: {described(reader.today)}")


def _tonight(reader: _MomentReader, found: re.Match[str]) -> Moment | None:
    since_midnight = read_time(found["time"])
    if since_midnight is None or _NIGHT_ENDS < since_midnight < _EVENING_STARTS:
        return None
    day = reader.today + timedelta(days=since_midnight <= _NIGHT_ENDS)
    return reader.at_time(day, found["time"], f"tonight: {described(day)}")


def _next_week(reader: _MomentReader, _found: re.Match[str]) -> Moment:
    """The first moment of the next week, which begins on Monday as in ISO 8601."""
    day = reader.today + timedelta(days=_DAYS_A_WEEK - reader.today.weekday())
    return reader.at_wall(datetime.combine(day, time.min), f"next week begins {described(day)}", "no time given: 00:00")


def _refuse_end(_reader: _MomentReader, found: re.Match[str]) -> Moment:
    """What ends is not said: business, or the day."""
    day = f"{found['day']} " if found["day"] else ""
    raise UsageError(
        f"{quoted(found[0])} is not clear: it could be {one_of(('the close of business', 'midnight'))}.",
        code="ambiguous-time",
        hint=f"Write the time of day: {day}18:00 for the close of business, {day}24:00 for midnight.",
    )


def _refuse_amount(reader: _MomentReader, found: re.Match[str]) -> Moment | None:
    typed = found[0]
    raise UsageError(
        f"{quoted(typed)} is not clear: it could be {one_of((f'{typed} from now', f'{typed} ago'))}.",
        code="bad-moment",
        hint=f"Write +{typed} or {typed} ago. {reader.examples}",
    )


def _refuse_pair(reader: _MomentReader, found: re.Match[str]) -> Moment | None:
    first, second = int(found["first"]), int(found["second"])
    if found["mark"] == ".":
        readings = list(times_of(found[0])) if len(found["second"]) == 2 else []  # noqa: PLR2004 - two digits of minutes
    else:
        readings = [f"a span from {first:02}:00 to {second:02}:00"] if max(first, second) <= _HOURS_A_DAY else []
    if readings:
        dates = [described(day) for day in dates_of((first, second), reader.today)]
        raise _ambiguous_time(found[0], *readings, *dates)
    return None


def _date_alone(reader: _MomentReader, found: re.Match[str]) -> Moment | None:
    if read := read_date(found[0], reader.today):
        return reader.at_wall(datetime.combine(read[0], time.min), *read[1], "no time given: 00:00")
    return None


def _date_and_time(reader: _MomentReader, found: re.Match[str]) -> Moment | None:
    if read := read_date(found["day"], reader.today):
        return reader.at_time(read[0], found["time"], *read[1])
    return None


def _refuse_digits(reader: _MomentReader, found: re.Match[str]) -> Moment | None:
    if found["day"] and not read_date(found["day"], reader.today):
        return None
    if readings := times_of(found["digits"]):
        raise _ambiguous_time(found["digits"], *readings)
    return None


def _separated(typed: str) -> str:
    """A basic ISO 8601 instant, such as ``20261203t0900z``, with the signs of the extended form."""
    if not (found := matched(_BASIC, typed)):
        return typed
    year, month, day, *times, offset = found.groups()
    shown = f"{offset[:3]}:{offset[3:]}" if len(offset) > len("+00") else offset
    return f"{year}-{month}-{day}t{':'.join(filter(None, times))}{shown}"


def _ambiguous_time(typed: str, *readings: str) -> UsageError:
    return UsageError(
        f"{quoted(typed)} is not clear: it could be {one_of(readings)}.",
        code="ambiguous-time",
        hint="Write a time with a colon or as 9am or 9pm, and a date as 2026-12-03.",
    )


def _later(reader: _MomentReader, seconds: int) -> datetime:
    try:
        return reader.now.astimezone(UTC) + timedelta(seconds=seconds)
    except OverflowError:
        raise outside_years(quoted(reader.place.rest)) from None


# In this order: a form is only tried when none above it holds.
_FORMS: tuple[tuple[str, Callable[[_MomentReader, re.Match[str]], Moment | None]], ...] = (
    ("now", _now),
    (r"[+-] ?\d.*|in \d.*|\d.* ago", _from_now),
    (TIME_SHAPE, _time_alone),
    (r"(?P<first>\d{1,2})(?P<mark>[.-])(?P<second>\d{1,2})", _refuse_pair),
    (rf"tonight(?: at)? (?P<time>{TIME_SHAPE})", _tonight),
    ("next week", _next_week),
    (r"(?:(?P<day>.+) )?(?:eod|cob|end of (?:the )?day|close of business)", _refuse_end),
    (rf"(?:\d+(?:\.\d+)? ?{_UNIT} ?)+", _refuse_amount),
    (".+", _date_alone),
    (rf"(?P<day>.+?)(?:,? at |,? |(?<=\d)t(?=\d))(?P<time>{TIME_SHAPE})", _date_and_time),
    (rf"(?P<time>{TIME_SHAPE})(?: on |,? )(?P<day>.+)", _date_and_time),
    (r"(?:(?P<day>.+?)(?:,? at |,? ))?(?P<digits>\d{1,4}|\d{1,2}\.\d\d)", _refuse_digits),
)
