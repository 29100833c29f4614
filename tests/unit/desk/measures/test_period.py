"""Days and weeks of a report have their edges in its zone."""

from datetime import UTC, datetime

from sweeps import each

from cscli.desk.measures.period import Period


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def period(since: str, until: str, zone: str = "UTC", first_day: int = 0) -> Period:
    return Period(since=at(since), until=at(until), zone=zone, first_day=first_day)


def test_a_day_that_a_zone_left_out_is_no_day_of_a_report():
    days = period("2011-12-29T10:00:00", "2011-12-31T11:00:00", "Pacific/Apia").days.names
    assert days == ("2011-12-29", "2011-12-31", "2012-01-01")


def test_a_day_of_23_or_25_hours_is_one_day():
    edges = period("2026-03-27T23:00:00", "2026-03-30T22:00:00", "Europe/Berlin").days
    assert edges.names == ("2026-03-28", "2026-03-29", "2026-03-30")
    assert [later - start for start, later in zip(edges.starts, edges.starts[1:], strict=False)] == [86_400, 82_800]


@each(("first_day", "weeks"), [
    (0, ("2026-02-23", "2026-03-02", "2026-03-09")), (6, ("2026-03-01", "2026-03-08")),
    (5, ("2026-02-28", "2026-03-07")),
])  # fmt: skip
def test_weeks_begin_on_the_first_day_and_are_named_by_it(first_day, weeks):
    assert period("2026-03-01T00:00:00", "2026-03-10T00:00:00", first_day=first_day).weeks.names == weeks


def test_the_first_stretch_begins_where_the_period_does_and_the_last_ends_there():
    weeks = period("2026-03-04T12:00:00", "2026-03-11T12:00:00").weeks
    assert (weeks.starts[0], weeks.end) == (at("2026-03-04T12:00:00"), at("2026-03-11T12:00:00"))
    assert weeks.name_of(at("2026-03-08T23:59:59")) == "2026-03-02"
    assert weeks.name_of(at("2026-03-09T00:00:00")) == "2026-03-09"


@each(("since", "until", "zone", "before"), [
    ("2026-03-01T00:00:00", "2026-04-01T00:00:00", "UTC", "2026-01-29T00:00:00"),
    ("2026-03-27T23:00:00", "2026-03-30T22:00:00", "Europe/Berlin", "2026-03-24T23:00:00"),  # three days, as before
    ("2026-03-01T06:00:00", "2026-03-01T18:00:00", "UTC", "2026-02-28T18:00:00"),
])  # fmt: skip
def test_the_period_before_has_as_many_days_or_is_as_long(since, until, zone, before):
    one = period(since, until, zone).before()
    assert (one.since, one.until) == (at(before), at(since))


def test_a_long_period_shows_its_trend_by_weeks():
    assert period("2026-01-01T00:00:00", "2026-02-05T00:00:00").steps.by == "day"
    assert period("2026-01-01T00:00:00", "2026-02-06T00:00:00").steps.by == "week"
