"""The names of icalendar and recurring-ical-events that their documentation does not promise."""

from datetime import datetime

import icalendar

from cscli.clock.ics.library import repeated, unreadable_parts, windows_zone

CALENDAR = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nX-MARK:7\r\nDTSTART:20261130T090000\r\nDTEND:20261130T100000\r\n"
    "RRULE:FREQ=DAILY;COUNT=3\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_a_zone_of_windows_has_an_iana_name_and_another_has_none():
    assert windows_zone("W. Europe Standard Time") == "Europe/Berlin"
    assert windows_zone("China Standard Time") == "Asia/Shanghai"
    assert windows_zone("Middle of Nowhere") == ""


def test_an_unreadable_property_is_named_with_its_problem():
    part = icalendar.Event.from_ical("BEGIN:VEVENT\r\nDTSTART:yesterday\r\nUID:1\r\nEND:VEVENT\r\n")
    [(name, problem)] = unreadable_parts(part)
    assert (name or "").upper() == "DTSTART"
    assert problem
    assert unreadable_parts(icalendar.Event.from_ical("BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n")) == []


def test_a_rule_gives_its_occurrences_in_the_span_with_their_component():
    calendar = icalendar.Calendar.from_ical(CALENDAR)
    span = (datetime.fromisoformat("2026-12-01"), datetime.fromisoformat("2026-12-03"))
    found = list(repeated(calendar, span))
    assert [(start.isoformat(), end.isoformat()) for _, start, end in found] == [
        (f"2026-12-0{day}T09:00:00", f"2026-12-0{day}T10:00:00") for day in (1, 2)
    ]
    assert {component(keep_recurrence_attributes=False)["X-MARK"] for component, _, _ in found} == {"7"}
