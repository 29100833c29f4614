"""The period of a report as its user names it."""

import re
from datetime import date, datetime, timedelta

from cscli.cli.day.run_cases import own_zone
from cscli.cli.door.run import Run, parse_instant
from cscli.clock.parse import parse_date
from cscli.clock.zones import canonical_zone, local, local_day
from cscli.desk.measures.period import Period
from cscli.errors import UsageError

_AGO = re.compile(r"([0-9]{1,4}) ?([dw])", re.IGNORECASE)
_DAYS = {"d": 1, "w": 7}


def period_named(run: Run, since: str, until: str, zone: str) -> Period:
    """The period of two days, both included, or of two instants; days begin in the zone that is named, or the agent's.

    It ends now where no end is named or the end is still to come.

    Raises:
        UsageError: one of them cannot be read, or nothing lies between them.
        NotFoundError: there is no such zone.
    """
    place = canonical_zone(zone) if zone else own_zone(run)
    now = int(run.now.timestamp())
    start = _edge(run, since, place, is_end=False)
    end = min(_edge(run, until, place, is_end=True), now) if until else now
    if start >= end:
        raise UsageError(
            "The period is empty: it begins at its end, later, or in the future.", code="empty-period",
            hint="Write it as --since 2026-10-01 --until 2026-10-31",
        )  # fmt: skip
    return Period(since=start, until=end, zone=place)


def _edge(run: Run, typed: str, zone: str, *, is_end: bool) -> int:
    if "T" in typed and ":" in typed:
        return int(parse_instant(typed).timestamp())
    start, end = local_day(_day(typed, local(run.now, zone)), zone)
    return end if is_end else start


def _day(typed: str, here: datetime) -> date:
    """The local date that was typed: ``28d`` ago, or as dates are written elsewhere."""
    if found := _AGO.fullmatch(typed.strip()):
        days = int(found[1]) * _DAYS[found[2].casefold()]
        return here.date() - timedelta(days=days)
    return parse_date(typed, here.date())[0]
