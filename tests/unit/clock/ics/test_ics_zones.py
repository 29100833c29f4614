"""Zones of calendars of others, known by name or by what their clocks show; their rules, old or wrong, do not count."""

from datetime import date

import pytest
from calendar_texts import NIGHT, calendar, wall, walls
from sweeps import each

from cscli.clock.ics import CalendarEvent, told_in
from cscli.clock.zones import epoch
from cscli.errors import DataFileError


@each(
    ("tzid", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ('"W. Europe Standard Time"', "Europe/Berlin"),
        ("China Standard Time", "Asia/Shanghai"),
        ("/freeassociation.sourceforge.net/Asia/Manila", "Asia/Manila"),
        ("/mozilla.org/20070129_1/America/Argentina/Salta", "America/Argentina/Salta"),
        ("My Office", "Asia/Tokyo"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_known_by_the_names_that_calendar_programs_give_it(read, tzid, zone):
    head = (
        "BEGIN:VTIMEZONE\nTZID:My Office\nX-LIC-LOCATION:Asia/Tokyo\nBEGIN:STANDARD\nDTSTART:16010101T000000\n"
        "TZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    (found,) = read(calendar(f"DTSTART;TZID={tzid}:20261020T090000\nDURATION:PT9H", head=head))
    assert (found.start, found.zone) == (wall("2026-10-20T09:00"), zone)


def test_a_broken_zone_definition_does_not_matter_because_it_is_not_read(read):
    head = "BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\nTZOFFSETFROM:x\nEND:STANDARD\nEND:VTIMEZONE\n"
    assert walls(read(calendar(NIGHT + "RRULE:FREQ=MONTHLY;BYMONTHDAY=20", head=head))) == ["20 22:00 - 21 06:00"]


def test_a_time_in_no_zone_is_in_that_of_the_calendar_if_it_has_one(read):
    body = "DTSTART:20261020T090000\nDTEND:20261020T180000"
    assert [e.zone for e in read(calendar(body))] == [""]
    assert [e.zone for e in read(calendar(body, head="X-WR-TIMEZONE:Asia/Manila\n"))] == ["Asia/Manila"]


def test_a_time_in_utc_is_told_in_the_zone_of_the_calendar(read):
    body = "DTSTART:20261020T170000Z\nDTEND:20261020T230000Z"
    assert [(walls([e]), e.zone) for e in read(calendar(body))] == [(["20 17:00 - 20 23:00"], "UTC")]
    (manila,) = read(calendar(body, head="X-WR-TIMEZONE:Asia/Manila\n"), date(2026, 10, 21), date(2026, 10, 21))
    assert (walls([manila]), manila.zone) == (["21 01:00 - 21 07:00"], "Asia/Manila")


@pytest.mark.parametrize(("hour", "fold"), [(0, 0), (1, 1)])
def test_an_instant_in_the_second_of_two_like_hours_is_told_as_the_second(hour, fold):
    start, end = wall(f"2026-10-25T0{hour}:00"), wall("2026-10-25T05:00")
    moved = told_in(CalendarEvent(summary="", start=start, end=end, zone="UTC", categories=()), "Europe/Berlin")
    assert walls([moved]) == ["25 02:00 - 25 06:00"]
    assert (moved.start.fold, epoch(moved.start, "Europe/Berlin")) == (fold, epoch(start, "UTC"))


def definition(tzid, winter, summer="", rules=("-1SU;BYMONTH=10", "-1SU;BYMONTH=3"), at=("03", "02")):
    """A zone definition as Exchange writes it."""

    def part(kind, before, after, rule, hour):
        repeat = f"RRULE:FREQ=YEARLY;BYDAY={rule}\n" if summer else ""
        offsets = f"TZOFFSETFROM:{before}\nTZOFFSETTO:{after}\n"
        return f"BEGIN:{kind}\nDTSTART:16010101T{hour}0000\n{offsets}{repeat}END:{kind}\n"

    parts = part("STANDARD", summer or winter, winter, rules[0], at[0])
    parts += part("DAYLIGHT", winter, summer, rules[1], at[1]) if summer else ""
    return f"BEGIN:VTIMEZONE\nTZID:{tzid}\n{parts}END:VTIMEZONE\n"


AMERICAN = {"rules": ("1SU;BYMONTH=11", "2SU;BYMONTH=3"), "at": ("02", "02")}
CITIES = "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"


@pytest.mark.parametrize(
    ("tzid", "head", "zone"),
    [
        ("Customized Time Zone", definition("Customized Time Zone", "+0100", "+0200"), "Europe/Berlin"),
        (
            "tzone://Microsoft/Custom",
            definition("tzone://Microsoft/Custom", "-0500", "-0400", **AMERICAN),
            "America/New_York",
        ),
        (f'"{CITIES}"', definition(CITIES, "+0100", "+0200"), "Europe/Amsterdam"),
        ("Home", definition("Home", "+0545"), "Asia/Kathmandu"),
        ("Custom 2", definition("Custom 2", "-0800", "-0700", **AMERICAN), "America/Los_Angeles"),
        ("EST", definition("EST", "-0500", "-0400", **AMERICAN), "America/New_York"),
        ("EST", definition("EST", "-0500"), "America/Panama"),
        ("MST", definition("MST", "-0700", "-0600", **AMERICAN), "America/Denver"),
        ("MST", definition("MST", "-0700"), "America/Phoenix"),
        ("HST", definition("HST", "-1000"), "Pacific/Honolulu"),
        ("Eastern Standard Time 1", "", "America/New_York"),
        ("W. Europe Standard Time 12", "", "Europe/Berlin"),
        ("tzone://Microsoft/Utc", "", "UTC"),
        ('"tzone://Microsoft/Utc"', "", "UTC"),
        (CITIES, definition(CITIES, "+0100", "+0200"), "Europe/Amsterdam"),
    ],
)
def test_a_zone_that_the_file_defines_is_the_one_whose_clocks_show_the_same(read, tzid, head, zone):
    (found,) = read(calendar(f"DTSTART;TZID={tzid}:20261020T090000\nDTEND;TZID={tzid}:20261020T180000", head=head))
    assert (found.start, found.zone) == (wall("2026-10-20T09:00"), zone)


@pytest.mark.parametrize(
    ("tzid", "head", "sentence"),
    [
        ("EST", "", "EST is an abbreviation, not the name of a zone: it could be America/New_York"),
        ("MST", "", "could be America/Denver, America/Phoenix"),
        ("HST", "", "HST is an abbreviation"),
        ("Nowhere", definition("Nowhere", "+0317"), "unknown time zone 'Nowhere'"),
        ("Nothing", "BEGIN:VTIMEZONE\nTZID:Nothing\nEND:VTIMEZONE\n", "unknown time zone 'Nothing'"),
    ],
)
def test_a_zone_that_nobody_can_tell_is_refused(read, tzid, head, sentence):
    with pytest.raises(DataFileError) as caught:
        read(calendar(f"DTSTART;TZID={tzid}:20261020T090000\nDTEND;TZID={tzid}:20261020T180000", head=head))
    assert sentence in caught.value.message
