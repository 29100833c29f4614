"""Shifts at the edges of a span: whole and with the same UID in each export, counted once, rested from once."""

from datetime import UTC, date, datetime

import pytest

from cscli.clock.cover.load import shift_count, short_rests
from cscli.clock.cover.shifts import whole_shifts
from cscli.clock.hours import Schedule, week_of
from cscli.clock.spans import merged

H, A_DAY = 3600, 24 * 3600
AGENT = "agents:\n  - {{name: Ann, zone: {zone}, languages: [de], shifts: {shifts}{more}}}\n"
DEMAND = "demand: [{market: DE, hours: 24/7}]\n"


@pytest.fixture
def exported(cscli, sealed):
    """The shifts that a roster exports for a week from a date on, as UID: (start, end); and the load."""

    def export(shifts, start, zone="Europe/Berlin", more="", weeks=1):
        from icalendar import Calendar

        roster = sealed / "roster.yaml"
        text = AGENT.format(zone=zone, shifts=shifts, more=more)
        roster.write_text(f"schema: 1\n{text}{DEMAND}", encoding="utf-8")
        words = ("coverage", str(roster), "--from", start, "--weeks", str(weeks), "--zone", zone)
        answer = cscli(*words, "--ics", str(sealed / "shifts.ics"), "--json")
        assert answer.code in (0, 1)
        events = Calendar.from_ical((sealed / "shifts.ics").read_bytes()).walk("VEVENT")
        found = {str(e["UID"]): (e["DTSTART"].dt, e["DTEND"].dt) for e in events}
        assert len(found) == len(events)
        return found, answer.data["load"][0]

    return export


@pytest.mark.parametrize(
    ("zone", "shifts", "hours"),
    [
        ("Europe/Berlin", '{mon-sun: ["22:00-06:00"]}', 8),
        ("America/Los_Angeles", '{sun: ["20:00-08:00"]}', 12),
        ("Asia/Kathmandu", '{mon-sun: ["16:00-04:00"]}', 12),
        ("Pacific/Auckland", '{mon-sun: ["00:00-24:00"]}', 24),
        ("Europe/Berlin", '{sun: ["23:30-00:30"], mon: ["08:00-12:00", "12:00-16:00"]}', None),
    ],
)
def test_two_exports_of_adjoining_weeks_hold_the_same_whole_shifts(exported, zone, shifts, hours):
    first, _ = exported(shifts, "2026-11-16", zone)
    second, _ = exported(shifts, "2026-11-23", zone)
    both, _ = exported(shifts, "2026-11-16", zone, weeks=2)
    assert first | second == both
    assert all(first[uid] == second[uid] for uid in first.keys() & second.keys())
    lengths = {(end - start).total_seconds() / H for start, end in both.values()}
    assert lengths == ({hours} if hours else {1.0, 8.0})


@pytest.mark.parametrize(
    ("shifts", "count"),
    [
        ('{mon-sun: ["22:00-06:00"]}', 7), ('{mon-sun: ["22:00-24:00", "00:00-06:00"]}', 7),
        ('{mon-fri: ["09:00-12:00", "13:00-17:00"]}', 10), ('{mon-sun: ["00:00-24:00"]}', 7),
        ('{sun: ["20:00-08:00"]}', 1), ('{mon-sun: ["09:00-13:00", "13:00-17:00"]}', 7),
    ],
)  # fmt: skip
def test_each_shift_is_counted_in_the_week_in_which_it_begins(exported, shifts, count):
    weeks = [exported(shifts, start)[1]["shifts"] for start in ("2026-11-16", "2026-11-23")]
    assert weeks == [count, count]
    assert exported(shifts, "2026-11-16", weeks=2)[1]["shifts"] == 2 * count


def test_a_rest_after_a_night_that_began_before_the_span_is_counted_from_its_whole_shift(exported):
    _, load = exported('{sun: ["20:00-06:00"], mon: ["10:00-18:00"]}', "2026-11-23")
    assert [(rest["hours"], rest["start"]) for rest in load["short_rests"]] == [(4.0, "2026-11-23T09:00:00Z")]


def test_a_day_off_takes_the_night_that_starts_on_it_out_of_every_export(exported):
    off = ', off: ["2026-11-22"]'
    before, _ = exported('{mon-sun: ["22:00-06:00"]}', "2026-11-16", more=off)
    after, _ = exported('{mon-sun: ["22:00-06:00"]}', "2026-11-23", more=off)
    starts = {start for start, _ in (before | after).values()}
    assert datetime(2026, 11, 22, 21, tzinfo=UTC) not in starts
    assert datetime(2026, 11, 21, 21, tzinfo=UTC) in starts


def test_shifts_are_the_same_whatever_dates_are_asked_for():
    schedule = Schedule(zone="Europe/Berlin", week=week_of({"mon-sun": ["18:00-06:00"]}))
    day = date(2026, 10, 25).toordinal()
    wide = whole_shifts(schedule, day - 30, day + 30)
    assert whole_shifts(schedule, day - 1, day + 1) == [
        s for s in wide if s in whole_shifts(schedule, day - 1, day + 1)
    ]
    assert shift_count(wide, wide[3][0], wide[10][0]) == 7
    assert list(short_rests(merged(wide))) == []
