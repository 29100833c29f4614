"""What a report is of, as its user names it: the period, what divides it, and what it is compared with."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from cscli.cli.door.agent_clock import own_clock
from cscli.cli.door.run import Run, parse_instant
from cscli.cli.runs.past import day_named, is_instant
from cscli.clock.parse.zone_words import require_zone_name
from cscli.clock.zones import canonical_zone, local_day
from cscli.desk.measures.compare import ComparedWith, OtherPeriod, ReportSegment
from cscli.desk.measures.definitions import DIVISIONS
from cscli.desk.measures.period import WEEKDAYS, Period
from cscli.errors import UsageError, not_one_of

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_QUARTER = re.compile(r"([0-9]{4})-?q([1-4])", re.IGNORECASE)
_WEEK = re.compile(r"([0-9]{4})-?w([0-9]{2})", re.IGNORECASE)
_YEAR = re.compile(r"[0-9]{4}")
_PREVIOUS = "previous"
_MONTHS = 12


def period_named(run: Run, since: str, until: str, zone: str, week_starts: str = "mon") -> Period:
    """The period of two days, both included, or of two instants; days begin in the zone that is named, or the agent's.

    It ends now where no end is named or the end is still to come.

    Raises:
        UsageError: one of them cannot be read, or nothing lies between them.
        NotFoundError: there is no such zone.
    """
    first_day = week_starts.strip().casefold()[:3]
    if first_day not in WEEKDAYS:
        raise not_one_of("day of the week", week_starts, WEEKDAYS)
    place = (canonical_zone(require_zone_name(zone)) or zone) if zone else own_clock(run).zone
    now = int(run.now.timestamp())
    start = max(_edge(run, since, place, is_end=False), 0)  # nothing is older than 1970
    end = min(_edge(run, until, place, is_end=True), now) if until else now
    if start >= end:
        raise UsageError(
            "The period is empty: it begins at its end, later, or in the future.", code="empty-period",
            hint="Write it as --since 2026-10-01 --until 2026-10-31",
        )  # fmt: skip
    return Period(since=start, until=end, zone=place, first_day=WEEKDAYS.index(first_day))


def divisions_named(typed: Iterable[str], known: Sequence[str] = DIVISIONS) -> tuple[str, ...]:
    """What measures are to be divided by, of the ``known`` divisions; several may stand behind one ``--by``.

    Raises:
        UsageError: ``unknown-division``.
    """
    names = [name.strip().casefold() for some in typed for name in some.split(",")]
    for name in names:
        if name not in known:
            raise not_one_of("division", name, known, code="unknown-division")
    return tuple(dict.fromkeys(names))


def comparison_named(run: Run, typed: str, period: Period) -> ComparedWith:
    """What a period is compared with: another one, or the cases of a segment with all others.

    Raises:
        UsageError: it is neither, a period that nothing lies in by now, or there is no such division.
        NotFoundError: there is no such market or situation.
    """
    by, equals, key = typed.partition("=")
    if equals:
        name = by.strip().casefold()
        divisions = tuple(one for one in DIVISIONS if one != "week")
        if name not in divisions:
            raise not_one_of("division", by, divisions, code="unknown-division")
        return ReportSegment(name, _known_key(run, name, key.strip()))
    if typed.strip().casefold() == _PREVIOUS:
        return OtherPeriod(_PREVIOUS, period.before())
    first, last = _dates(run, typed.strip(), period.zone)
    since, end = local_day(first, period.zone)[0], local_day(last, period.zone)[0]
    until = min(end, int(run.now.timestamp()))
    if since >= until:
        raise UsageError(f"{typed[:40]!r} has not begun yet.", code="empty-period", hint="Name a time that is past.")
    return OtherPeriod(typed.strip(), Period(since=since, until=until, zone=period.zone, first_day=period.first_day))


def _known_key(run: Run, by: str, key: str) -> str:
    if by == "market":
        return run.market_code(key)
    if by == "intent":
        return run.intent_name(key)
    return key if by in ("agent", "language") else key.casefold()


def _dates(run: Run, typed: str, zone: str) -> tuple[date, date]:
    """The first date of a time, and the first one after it."""
    try:
        if found := _QUARTER.fullmatch(typed):
            return _months(int(found[1]), 3 * int(found[2]) - 2, 3)
        if found := _WEEK.fullmatch(typed):
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return monday, monday + timedelta(days=7)
        if found := _MONTH.fullmatch(typed):
            return _months(int(found[1]), int(found[2]), 1)
        if _YEAR.fullmatch(typed):
            return _months(int(typed), 1, _MONTHS)
    except ValueError as problem:
        raise UsageError(
            f"{typed[:40]!r} is not a time of the calendar.",
            code="bad-date",
            hint="Write it as 2026-11, 2026-Q4, 2026-W48 or 2026.",
        ) from problem
    first, dots, last = typed.partition("..")
    if not dots:
        raise UsageError(
            f"{typed[:40]!r} is neither a time nor a part to compare with.", code="bad-comparison",
            hint="Write previous, 2026-Q3, 2026-09, 2026-W40, 2026-09-01..2026-09-15 or market=JP",
        )  # fmt: skip
    return day_named(run, first, zone), day_named(run, last, zone) + timedelta(days=1)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    after = month - 1 + count
    return date(year, month, 1), date(year + after // _MONTHS, after % _MONTHS + 1, 1)


def _edge(run: Run, typed: str, zone: str, *, is_end: bool) -> int:
    if is_instant(typed):
        return int(parse_instant(typed).timestamp())
    return local_day(day_named(run, typed, zone), zone)[is_end]
