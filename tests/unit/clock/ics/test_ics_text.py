"""Shifts go into calendar programs: lines are cut where RFC 5545 allows it, and no name can break out of its line."""

from datetime import UTC, date, datetime, timedelta, timezone

import icalendar
import pytest
from sweeps import each

from cscli.clock.ics import ShiftEvent, ics_text, read_events

STAMP = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MONDAY = int(datetime(2026, 11, 23, 1, tzinfo=UTC).timestamp())
HOUR = 3600


def shift(summary: str = "Li Wei", start: int = MONDAY, hours: int = 9, **more) -> ShiftEvent:
    return ShiftEvent(**{"summary": summary, "start": start, "end": start + hours * HOUR, "uid_seed": summary, **more})


def written(*events: ShiftEvent) -> list[str]:
    """The lines of a calendar with these events, unfolded."""
    return ics_text(events, stamp=STAMP).replace("\r\n ", "").split("\r\n")


def parsed(*events: ShiftEvent):
    return icalendar.Calendar.from_ical(ics_text(events, stamp=STAMP)).walk("VEVENT")


def value(lines: list[str], name: str) -> str:
    return next(line.removeprefix(f"{name}:") for line in lines if line.startswith(f"{name}:"))


def test_a_shift_is_an_event_in_utc():
    lines = written(shift(description="DE, FR"))
    assert lines[:4] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//cscli//EN", "CALSCALE:GREGORIAN"]
    assert lines[4] == "BEGIN:VEVENT"
    assert lines[6:-1] == [
        "DTSTAMP:20261122T093000Z", "DTSTART:20261123T010000Z", "DTEND:20261123T100000Z", "SUMMARY:Li Wei",
        "DESCRIPTION:DE\\, FR", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    assert lines[-1] == ""


def test_no_zone_definition_and_no_repeat_rule_leaves_the_program():
    text = ics_text([shift(start=MONDAY + day * 24 * HOUR) for day in range(7)], stamp=STAMP)
    assert text.count("BEGIN:VEVENT") == 7
    assert "VTIMEZONE" not in text
    assert "TZID" not in text
    assert "RRULE" not in text


def test_the_instant_of_writing_is_told_in_utc():
    stamp = STAMP.astimezone(timezone(timedelta(hours=8)))
    assert "DTSTAMP:20261122T093000Z\r\n" in ics_text([shift()], stamp=stamp)


def test_a_calendar_without_shifts_is_still_a_calendar():
    assert icalendar.Calendar.from_ical(ics_text([], stamp=STAMP)).walk("VEVENT") == []


def test_the_same_shift_has_the_same_uid_each_time_and_every_other_shift_another():
    events = [
        shift(),
        shift("Ann"),
        shift(start=MONDAY + HOUR),
        shift(hours=8),
        shift(uid_seed="Li Wei 2"),
    ]
    uids = [value(written(event), "UID") for event in events]
    assert len(set(uids)) == len(events)
    assert uids[0] == value(written(shift(description="moved")), "UID")


def test_a_thousand_shifts_are_read_by_another_program():
    events = [shift(f"山田 {n}", start=MONDAY + n * HOUR) for n in range(1000)]
    read = parsed(*events)
    assert [str(event["SUMMARY"]) for event in read] == [event.summary for event in events]
    assert [int(event["DTSTART"].dt.timestamp()) for event in read] == [event.start for event in events]
    assert [int(event["DTEND"].dt.timestamp()) for event in read] == [event.end for event in events]
    assert len({str(event["UID"]) for event in read}) == 1000


@each("before", range(4))
@each("letter", ["a", "ü", "田", "🙂"])
def test_lines_have_at_most_75_octets_and_are_cut_between_characters(letter, before):
    name = "x" * before + letter * 200
    text = ics_text([shift(name)], stamp=STAMP)
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert max(map(len, lines)) > 70
    assert all(line.decode() for line in lines[:-1])
    assert str(parsed(shift(name))[0]["SUMMARY"]) == name


def test_a_line_of_exactly_75_octets_stays_whole():
    name = "x" * (75 - len("SUMMARY:"))
    assert f"\r\nSUMMARY:{name}\r\n" in ics_text([shift(name)], stamp=STAMP)
    assert f"\r\nSUMMARY:{name}\r\n y\r\n" in ics_text([shift(f"{name}y")], stamp=STAMP)


@pytest.mark.parametrize(
    "name",
    ["Groß, Jürgen; Dr.", "a\\b", "two\nlines", "\\n", "\\\\,;", "ends in \\", "=x:y", "“quoted”", "مريم", "👩‍💻 Ann"],
)
def test_a_name_comes_back_as_it_was(name, tmp_path):
    path = tmp_path / "shifts.ics"
    path.write_text(ics_text([shift(name)], stamp=STAMP), encoding="utf-8", newline="")
    (event,) = read_events(path, date(2026, 11, 23), date(2026, 11, 23))
    assert event.summary == name
    assert (event.start.isoformat(), event.end.isoformat()) == ("2026-11-23T01:00:00", "2026-11-23T10:00:00")
    assert event.zone == "UTC"
    assert event.uid.endswith("@cscli")


@each(
    "name",
    [
        "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:y",
        "x\nDTSTART:19990101T000000Z",
        "x\rATTACH:file:///etc/passwd",
        "x\u2028ATTACH:y",
        "x\u2029ATTACH:y",
        "x\x85ATTACH:y",
        "x\x0bATTACH:y",
        "x\x0cATTACH:y",
        "x\x1cATTACH:y",
        "x\x00\x1b[31m\x07",
        "x\ud800y",
        "x\u202ey",
    ],
)
def test_no_name_can_end_its_line(name):
    text = ics_text([shift(name, description=name, uid_seed=name)], stamp=STAMP)
    lines = text.replace("\r\n ", "").split("\r\n")
    assert [line.partition(":")[0] for line in lines] == [
        "BEGIN", "VERSION", "PRODID", "CALSCALE", "BEGIN", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY",
        "DESCRIPTION", "END", "END", "",
    ]  # fmt: skip
    assert text.splitlines() == text.split("\r\n")[:-1]
    assert "\x1b" not in text
    assert text.encode()


def test_the_name_of_the_product_cannot_break_its_line_either():
    assert "\r\nPRODID:-//a\\nb//EN\r\n" in ics_text([], stamp=STAMP, product="a\nb")
