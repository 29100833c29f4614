"""Calendars of others are read for what their walls show: repeated, moved, cancelled and whole-day events."""

from datetime import date, timedelta

import pytest
from calendar_texts import BERLIN, NIGHT, calendar, wall, walls
from sweeps import each

from cscli.clock.ics import CalendarEvent
from cscli.clock.zones import epoch, resolved
from cscli.errors import DataFileError


def test_an_event_is_told_as_its_wall_shows_it(read):
    text = calendar(
        f"UID:a1\nSUMMARY:Li\\, Wei\nCATEGORIES:zh,en\nCATEGORIES: de \n"
        f"DTSTART;{BERLIN}:20261020T090000\nDTEND;{BERLIN}:20261020T180000"
    )
    assert read(text) == (
        CalendarEvent(
            summary="Li, Wei", start=wall("2026-10-20T09:00"), end=wall("2026-10-20T18:00"),
            zone="Europe/Berlin", categories=("zh", "en", "de"), uid="a1",
        ),
    )  # fmt: skip


def test_a_weekly_shift_keeps_its_hours_when_the_clocks_change(read):
    before, after = read(calendar(f"{NIGHT}RRULE:FREQ=WEEKLY;BYDAY=SA;UNTIL=20261101T000000Z"))
    assert walls([before, after]) == ["24 22:00 - 25 06:00", "31 22:00 - 01 06:00"]
    assert resolved(before.end, before.zone) - resolved(before.start, before.zone) == timedelta(hours=9)
    assert resolved(after.end, after.zone) - resolved(after.start, after.zone) == timedelta(hours=8)


@each("length", [f"DTEND;{BERLIN}:20261025T060000", "DTEND:20261025T050000Z"])
def test_a_length_counts_on_the_wall_also_in_the_night_of_the_change(read, length):
    assert walls(read(calendar(f"DTSTART;{BERLIN}:20261024T220000\n{length}"))) == ["24 22:00 - 25 06:00"]


def test_a_time_that_is_skipped_stays_the_time_that_was_written(read):
    text = calendar(f"DTSTART;{BERLIN}:20260328T023000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3")
    spring = read(text, date(2026, 3, 28), date(2026, 3, 30))
    assert walls(spring) == ["28 02:30 - 28 03:30", "29 02:30 - 29 04:30", "30 02:30 - 30 03:30"]


def test_dates_are_left_out_and_added_in_whatever_zone_they_are_written(read):
    text = calendar(
        f"{NIGHT}RRULE:FREQ=DAILY;UNTIL=20261022T200000Z\nEXDATE;TZID=Asia/Tokyo:20261021T050000\n"
        f"EXDATE;{BERLIN}:20261019T220000\nRDATE;TZID=Asia/Tokyo:20261028T050000\n"
        "RDATE;VALUE=PERIOD:20261029T080000Z/20261029T100000Z,20261030T080000Z/PT3H"
    )
    assert walls(read(text)) == [
        "18 22:00 - 19 06:00", "21 22:00 - 22 06:00", "22 22:00 - 23 06:00",
        "27 21:00 - 28 05:00", "29 09:00 - 29 11:00", "30 09:00 - 30 12:00",
    ]  # fmt: skip


def test_an_occurrence_that_was_moved_stands_in_for_the_one_of_the_rule(read):
    text = calendar(
        "UID:a\nRECURRENCE-ID:20261020T200000Z\nSUMMARY:Bo\nDTSTART;TZID=Asia/Manila:20261020T100000\nDURATION:PT2H",
        f"UID:a\nSUMMARY:Ann\n{NIGHT}RRULE:FREQ=DAILY;UNTIL=20261021T200000Z",
        f"UID:a\nRECURRENCE-ID;{BERLIN}:20261021T220000\nSTATUS:CANCELLED",
    )
    found = read(text)
    assert walls(found) == ["18 22:00 - 19 06:00", "19 22:00 - 20 06:00", "20 10:00 - 20 12:00"]
    assert [(e.summary, e.zone, e.line) for e in found][1:] == [("Ann", "Europe/Berlin", 10), ("Bo", "Asia/Manila", 3)]


def test_a_change_of_this_and_all_that_follow_is_followed(read):
    text = calendar(
        f"UID:a\n{NIGHT}RRULE:FREQ=DAILY;UNTIL=20261022T200000Z",
        f"UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE;{BERLIN}:20261021T220000\n"
        f"DTSTART;{BERLIN}:20261021T230000\nDTEND;{BERLIN}:20261022T010000",
    )
    assert walls(read(text))[1:] == ["19 22:00 - 20 06:00", "20 22:00 - 21 06:00", "21 23:00 - 22 01:00",
                                     "22 23:00 - 23 01:00"]  # fmt: skip


def test_what_was_cancelled_does_not_take_place_and_need_not_be_complete(read):
    assert read(calendar(f"STATUS:CANCELLED\n{NIGHT}RRULE:FREQ=DAILY", "STATUS:cancelled\nSUMMARY:x")) == ()


@each(
    ("until", "last"),
    [("20261022", "22 22:00 - 23 06:00"), ("20261022T200000Z", "22 22:00 - 23 06:00"),
     ("20261022T195959Z", "21 22:00 - 22 06:00"), ("20261022T220000", "22 22:00 - 23 06:00")],
)  # fmt: skip
def test_a_rule_ends_on_the_wall_of_its_event_and_a_date_includes_its_day(read, until, last):
    assert walls(read(calendar(f"{NIGHT}RRULE:FREQ=DAILY;UNTIL={until}")))[-1] == last


@each(
    ("body", "days"),
    [
        ("DTSTART;VALUE=DATE:20261024", ("2026-10-24", "2026-10-25")),
        ("DTSTART:20261024\nDTEND:20261024", ("2026-10-24", "2026-10-25")),
        ("DTSTART;VALUE=DATE:20261024\nDTEND;VALUE=DATE:20261027", ("2026-10-24", "2026-10-27")),
        ("DTSTART;VALUE=DATE:20261024\nDURATION:P1W", ("2026-10-24", "2026-10-31")),
        ("DTSTART;VALUE=DATE:20251024\nRRULE:FREQ=YEARLY;UNTIL=20270101T000000Z", ("2026-10-24", "2026-10-25")),
    ],
)
def test_a_whole_day_is_told_as_dates_without_a_zone(read, body, days):
    (found,) = read(calendar(body, head="X-WR-TIMEZONE:Europe/Berlin\n"))
    assert (found.start.isoformat(), found.end.isoformat(), found.zone) == (*days, "")


def test_the_dates_of_a_whole_day_event_are_listed_and_an_event_with_times_has_none(read):
    hours = f"DTSTART;{BERLIN}:20261024T220000\nDURATION:P2D"
    days, timed = read(calendar("DTSTART;VALUE=DATE:20261024\nDTEND;VALUE=DATE:20261026", hours))
    assert days.whole_days == (date(2026, 10, 24), date(2026, 10, 25))
    assert timed.whole_days == ()


@each(
    ("first", "last", "count"),
    [("20", "20", 1), ("21", "21", 1), ("19", "19", 0), ("22", "22", 0), ("01", "31", 1)],
)
def test_what_touches_a_date_is_told_and_what_only_borders_on_it_is_not(read, first, last, count):
    text = calendar(f"DTSTART;{BERLIN}:20261020T000000\nDTEND;{BERLIN}:20261022T000000")
    assert len(read(text, date(2026, 10, int(first)), date(2026, 10, int(last)))) == count


def test_events_come_in_order_of_their_walls_whatever_order_they_stand_in(read):
    bodies = [f"SUMMARY:{n}\nDTSTART;{BERLIN}:202610{n}T090000\nDURATION:PT1H" for n in (28, 20, 24)]
    assert [e.summary for e in read(calendar(*bodies))] == ["20", "24", "28"]


def test_an_export_that_wrote_a_repeated_event_out_loses_nothing(read):
    bodies = [f"UID:same\nDTSTART;{BERLIN}:202610{n}T090000\nDURATION:PT1H" for n in (20, 21, 21)]
    assert walls(read(calendar(*bodies))) == ["20 09:00 - 20 10:00", "21 09:00 - 21 10:00", "21 09:00 - 21 10:00"]


@pytest.mark.parametrize("order", [(2, 1), (1, 2)])
def test_the_later_version_of_an_event_counts(read, order):
    bodies = [f"UID:a\nSEQUENCE:{n}\nDTSTART;{BERLIN}:202610{20 + n}T090000\nDURATION:PT1H" for n in order]
    assert walls(read(calendar(*bodies))) == ["22 09:00 - 22 10:00"]


def test_several_calendars_in_one_file_are_read_with_the_lines_of_each(read):
    text = calendar(f"SUMMARY:a\n  BEGIN:VEVENT\n{NIGHT}RRULE:FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=20") + calendar(
        "DTSTART:20261020T090000\nDURATION:PT1H", head="X-WR-TIMEZONE:Asia/Tokyo\n"
    )
    found = read(text)
    assert [(e.summary, e.zone, e.line) for e in found] == [
        ("", "Asia/Tokyo", 14),
        ("a BEGIN:VEVENT", "Europe/Berlin", 3),
    ]


@each(
    "change",
    [
        lambda t: "\ufeff" + t,
        lambda t: t.replace("\n", "\r"),
        lambda t: t.replace("BEGIN:VEVENT\nDT", "begin:vevent\ndt"),
    ],
)
def test_marks_line_ends_and_case_do_not_matter(read, change):
    text = calendar("DTSTART:20261020T090000Z\nDTEND:20261020T180000Z")
    assert walls(read(change(text).encode())) == ["20 09:00 - 20 18:00"]


def test_hostile_text_is_kept_as_text(read):
    (found,) = read(
        calendar("SUMMARY:a\x1b]0;x\x07\\nBEGIN:VEVENT\\; \u202eb\nDTSTART:20261020T090000Z\nDURATION:PT1H")
    )
    assert found.summary == "a\x1b]0;x\x07\nBEGIN:VEVENT; \u202eb"


@pytest.mark.parametrize(
    ("zone", "start", "length", "end"),
    [
        ("Europe/Berlin", "20261024T220000", "PT9H", "25 06:00"),
        ("Europe/Berlin", "20260328T220000", "PT9H", "29 08:00"),
        ("America/New_York", "20261031T200000", "PT8H30M", "01 03:30"),
        ("Europe/Berlin", "20261024T220000", "P1D", "25 22:00"),
        ("Europe/Berlin", "20261024T220000", "PT24H", "25 21:00"),
        ("Europe/Berlin", "20261024T220000", "P1DT3H", "26 01:00"),
        ("Asia/Manila", "20261024T220000", "PT9H", "25 07:00"),
        ("Europe/Berlin", "20261025T013000", "PT1H", "25 02:30"),
        ("Australia/Lord_Howe", "20261003T220000", "PT6H", "04 04:30"),
    ],
)  # fmt: skip
def test_a_length_in_hours_lasts_that_many_hours_and_days_keep_the_wall(read, zone, start, length, end):
    text = calendar(f"DTSTART;TZID={zone}:{start}\nDURATION:{length}")
    (found,) = read(text, date(2026, 1, 1), date(2026, 12, 31))
    assert f"{found.end:%d %H:%M}" == end


def test_each_repetition_of_a_length_in_hours_lasts_as_long(read):
    text = calendar(f"DTSTART;{BERLIN}:20261023T220000\nDURATION:PT8H\nRRULE:FREQ=DAILY;COUNT=3")
    found = read(text)
    assert walls(found) == ["23 22:00 - 24 06:00", "24 22:00 - 25 05:00", "25 22:00 - 26 06:00"]
    assert {epoch(e.end, e.zone) - epoch(e.start, e.zone) for e in found} == {8 * 3600}


def test_a_length_that_no_calendar_could_hold_is_refused(read):
    for length in ("P99999999999999W", "PT" + "9" * 40 + "H"):
        with pytest.raises(DataFileError):
            read(calendar(f"DTSTART;{BERLIN}:20261023T220000\nDURATION:{length}"))
