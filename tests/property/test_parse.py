"""Laws of reading: any text is understood or refused, and what was formatted reads as itself again."""

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from cscli.clock import zones
from cscli.clock.parse import Duration, parse_date, parse_duration, parse_moment
from cscli.clock.zones import Resolve
from cscli.errors import DeskError

LAWS = settings(derandomize=True, deadline=None, database=None, max_examples=200)
BOUNDS = (datetime(1973, 1, 1), datetime(2200, 12, 30))  # noqa: DTZ001 - bounds are naive; whole minutes since 1973
INSTANTS = st.datetimes(*BOUNDS, timezones=st.just(UTC))
ZONES = st.sampled_from(zones.zone_names())
PIECES = st.sampled_from(
    ["0", "1", "3", "9", "12", "13", "24", "25", "30", "31", "99", "2026", "9999", "0000", "３", "15:00", "2026-02-30",
     ":", ".", ",", "/", "-", "+", "+99", "[", "]", "T", "Z", "h", "m", "s", "d", "w", "bd", "am", "p.m.", "days",
     "hours", "now", "today", "tomorrow", "mon", "next", "at", "on", "in", "ago", "dec", "feb", "noon", "midnight",
     "UTC", "GMT+2", "Europe/Berlin", "Etc/GMT+5", "IST"]
)  # fmt: skip
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TYPED = st.text(max_size=120) | st.lists(PIECES | st.just(" "), max_size=12).map("".join)


def understood(read):
    """What was read; None when it was refused."""
    try:
        return read()
    except DeskError:
        return None


@LAWS
@given(text=TYPED, now=INSTANTS, zone=ZONES)
def test_any_text_is_a_moment_or_is_refused(text, now, zone):
    moment = understood(lambda: parse_moment(text, now=now, zone=zone))
    if moment:
        assert moment.instant.tzinfo is UTC
        assert all(moment.assumptions)


@LAWS
@given(text=TYPED)
def test_any_text_is_a_date_and_a_duration_or_is_refused(text):
    understood(lambda: parse_date(text, date(2026, 11, 20)))
    understood(lambda: parse_duration(text))


@LAWS
@given(at=INSTANTS, zone=ZONES, other=ZONES, separator=st.sampled_from("T "))
def test_a_local_time_with_its_offset_reads_as_its_instant_in_any_zone(at, zone, other, separator):
    shown = zones.local(at, zone).isoformat(sep=separator)
    assert parse_moment(shown, now=at, zone=other).instant == at
    named = parse_moment(f"{shown}[{zone}]", now=at, zone=other)
    assert (named.instant, named.zone, named.assumptions) == (at, zone, ())


@LAWS
@given(at=INSTANTS, zone=ZONES)
def test_a_local_time_reads_as_its_instant_unless_clocks_show_it_twice(at, zone):
    wall = zones.local(at, zone).replace(tzinfo=None)
    moment = understood(lambda: parse_moment(f"{wall.isoformat()} {zone}", now=at, zone="UTC"))
    is_repeated = zones.resolved(wall, zone, Resolve.EARLIER) != zones.resolved(wall, zone, Resolve.LATER)
    assert (moment is None) == is_repeated
    assert moment is None or moment.instant == at


@LAWS
@given(day=st.dates(date(1970, 1, 1), date(2200, 12, 31)), today=st.dates(date(1970, 1, 1), date(2200, 1, 1)))
def test_a_date_in_figures_or_with_the_name_of_its_month_reads_as_itself(day, today):
    for shown in (day.isoformat(), f"{day.day} {MONTHS[day.month - 1]} {day.year}"):
        assert parse_date(shown, today) == (day, ())
    figures = understood(lambda: parse_date(f"{day:%d/%m/%Y}", today))
    assert (figures is None) == (day.day <= 12 and day.day != day.month)
    assert figures is None or figures == (day, ())


@LAWS
@given(hours=st.integers(0, 10_000), minutes=st.integers(0, 59), seconds=st.integers(0, 59), sign=st.sampled_from("+-"))
def test_hours_minutes_and_seconds_read_as_their_sum(hours, minutes, seconds, sign):
    total = (hours * 3600 + minutes * 60 + seconds) * (-1 if sign == "-" else 1)
    assert parse_duration(f"{sign}{hours}h{minutes}m{seconds}s") == Duration(seconds=total)
    assert parse_duration(f"{sign}{abs(total)}s") == Duration(seconds=total)
