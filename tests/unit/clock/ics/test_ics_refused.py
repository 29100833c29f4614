"""A calendar that cannot be used is refused with the line of the event at fault, and with what works."""

from datetime import date
from time import perf_counter

import pytest
from sweeps import each

from cscli.clock.ics import CalendarEvent, read_events, rules
from cscli.errors import DataFileError, ExitCode

BERLIN = "TZID=Europe/Berlin"
NIGHT = f"DTSTART;{BERLIN}:20261005T220000\nDTEND;{BERLIN}:20261006T060000\n"


def event(body: str) -> str:
    return f"BEGIN:VEVENT\n{body.strip()}\nEND:VEVENT\n"


def calendar(*bodies: str) -> str:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{''.join(map(event, bodies))}END:VCALENDAR\n"


@pytest.fixture
def read(tmp_path):
    """The events of a calendar with this text, in the last two weeks of October 2026."""

    def run(text: str | bytes) -> tuple[CalendarEvent, ...]:
        path = tmp_path / "some shifts.ics"
        path.write_bytes(text if isinstance(text, bytes) else text.replace("\n", "\r\n").encode())
        return read_events(path, date(2026, 10, 19), date(2026, 11, 1))

    return run


@pytest.fixture
def refusal(read):
    """What is said of a calendar that must be refused: the sentence after the path, and the hint."""

    def run(text: str | bytes) -> tuple[str, str]:
        with pytest.raises(DataFileError) as caught:
            read(text)
        assert caught.value.exit_code is ExitCode.USAGE
        before, path, after = caught.value.message.partition("some shifts.ics")
        assert before
        assert path
        return after, caught.value.problems[0].hint

    return run


REFUSED = {
    "DTSTART;TZID=Mars/Base:20261020T090000\nDURATION:PT1H": "is in an unknown time zone 'Mars/Base'",
    "DTSTART;TZID=Customized Time Zone:20261020T090000\nDURATION:PT1H": "unknown time zone 'Customized Time Zone'",
    "DTSTART:20261020T090000Z": "has no end",
    "DTEND:20261020T090000Z": "has no start",
    "DTSTART:20261020T090000Z\nDTEND:20261020T090000Z": "which is not after its start",
    "DTSTART:20261020T090000Z\nDTEND:20261020T080000Z": "ends at 2026-10-20 08:00:00, which is not after its start",
    "DTSTART:20261020T090000Z\nDURATION:-PT1H": "which is not after its start",
    "DTSTART:20261020T090000Z\nDURATION:PT0S": "which is not after its start",
    "DTSTART:20261020\nDTEND:20261019": "which is not after its start",
    "DTSTART:20261020T090000Z\nDTEND:20261021": "has a date at one end and a time at the other",
    "DTSTART:20261020\nDURATION:PT9H": "starts on a date, but lasts hours",
    "DTSTART:20261020T090000Z\nDURATION:P999999999D": "has no end that could be written",
    "DTSTART:20261020T090000Z\nDURATION:P99999D": "is not in the years 1900 to 2199",
    "DTSTART:00010101T000000Z\nDTEND:20261020T080000Z": "is not in the years 1900 to 2199",
    "DTSTART:2026-10-20 09:00\nDURATION:PT1H": "cannot be read: DTSTART",
    "DTSTART:20261332T090000Z\nDURATION:PT1H": "cannot be read: DTSTART",
    "DTSTART 20261020T090000Z\nDURATION:PT1H": "cannot be read: ",
    "DTSTART:090000\nDTEND:100000": "neither a date nor a time on a date",
    "DTSTART:20261020T090000Z\nDTSTART:20261021T090000Z\nDURATION:PT1H": "has several DTSTART",
    "DTSTART:20261020T090000Z\nDURATION:PT1H\nSEQUENCE:x": "cannot be read: SEQUENCE",
    "DTSTART:20261020T090000Z\nDURATION:PT1H\nRDATE:x": "cannot be read: RDATE",
    "DTSTART:20261020T090000Z\nDURATION:PT1H\nEXRULE:FREQ=DAILY": "has an EXRULE",
    "DTSTART:20261020T090000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY": "repeats within the day",
    "DTSTART:20261020T090000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY": "repeats within the day",
    "DTSTART:20261020T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3,4,5;BYSECOND=1,2,3,4":
        "repeats within the day",
    "DTSTART:20261020T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;INTERVAL=0": "an INTERVAL below 1",
    "DTSTART:20261020T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;INTERVAL=-1": "an INTERVAL below 1",
    "DTSTART:20261020T090000Z\nDURATION:PT1H\nRRULE:FREQ=OFTEN": "cannot be read: RRULE",
    "DTSTART:20261020T090000Z\nDURATION:PT1H\nRRULE:COUNT=3": "repeats in a way that cannot be followed: COUNT=3",
    "DTSTART:20261020T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYHOUR=99": "cannot be followed: FREQ=DAILY;BYHOUR=99",
}  # fmt: skip


@each(("body", "said"), REFUSED.items())
def test_an_event_that_cannot_be_used_is_refused_with_its_line_and_what_works(refusal, body, said):
    good = f"SUMMARY:fine\n{NIGHT}"
    sentence, hint = refusal(calendar(good, f"SUMMARY:Li \x1b[31mWei\n{body}"))
    assert sentence.startswith(":8: the event 'Li ␛[31mWei' ")
    assert said in sentence
    assert "\x1b" not in sentence
    assert hint or "cannot be" in sentence or "years" in sentence or "written" in sentence


def test_two_rules_with_one_uid_are_refused_because_one_would_be_lost(refusal):
    later = NIGHT.replace("T22", "T21")
    sentence, hint = refusal(calendar(f"UID:a\n{NIGHT}RRULE:FREQ=DAILY", f"UID:a\n{later}RRULE:FREQ=DAILY"))
    assert sentence == ":9: this event has the same UID as the one in line 3"
    assert "UID" in hint


@each(
    "text",
    ["", "hello\n", "<html></html>", '{"a": 1}', event(NIGHT), "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\n",
     "BEGIN:VCALENDAR\nVERSION\nEND:VCALENDAR\n", f"{calendar()}{event(NIGHT)}", "END:VCALENDAR\n",
     "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 5000],
)  # fmt: skip
def test_what_is_not_a_calendar_is_refused(refusal, text):
    sentence, hint = refusal(text)
    assert sentence.startswith(": is not a calendar")
    assert "BEGIN:VCALENDAR" in hint


def test_another_encoding_is_refused_with_its_line(refusal):
    assert refusal(calendar("SUMMARY:Jürgen").encode("latin-1"))[0] == ":4: is not UTF-8 text"


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DataFileError, match=r"none\.ics: cannot be read: "):
        read_events(tmp_path / "none.ics", date(2026, 10, 19), date(2026, 11, 1))


def test_a_file_of_more_than_five_megabytes_is_refused_unread(refusal):
    assert refusal(b"x" * 5_000_001)[0] == ": is 5,000,001 bytes; a calendar has at most 5,000,000"


def test_too_many_occurrences_are_refused_but_not_those_outside_of_the_dates(read, refusal, monkeypatch):
    monkeypatch.setattr(rules, "_MOST_OCCURRENCES", 20)
    once = [f"DTSTART;{BERLIN}:202609{n:02}T090000\nDURATION:PT1H" for n in range(1, 30)]
    assert len(read(calendar(*once, f"{NIGHT}RRULE:FREQ=DAILY"))) == 15
    sentence, hint = refusal(calendar(f"{NIGHT}RRULE:FREQ=DAILY", f"{NIGHT}RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE"))
    assert sentence.startswith(": has more than 20 events from ")
    assert "weeks" in hint


def test_rules_that_reach_back_too_far_together_are_refused(refusal, monkeypatch):
    monkeypatch.setattr(rules, "_MOST_DAYS", 60)
    bodies = [f"{NIGHT}RRULE:FREQ=DAILY;COUNT=2"] * 3
    assert "is one of too many that repeat since long ago" in refusal(calendar(*bodies))[0]


@each(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=6;BYWEEKNO=53", "FREQ=DAILY;INTERVAL=7;BYDAY=TU", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=3",
        "FREQ=DAILY;BYYEARDAY=1;BYMONTH=6", "FREQ=DAILY;COUNT=5;BYDAY=MO;BYSETPOS=2",
    ],
)  # fmt: skip
def test_a_rule_that_matches_nothing_is_given_up_soon(read, rule):
    begun = perf_counter()
    never = f"UID:1\nSUMMARY:Never\nDTSTART:20200106T090000Z\nDTEND:20200106T170000Z\nRRULE:{rule}"
    found = read(
        calendar(never, f"UID:2\nSUMMARY:Ann\n{NIGHT.replace('20261005', '20261020').replace('20261006', '20261021')}")
    )
    assert [one.summary for one in found] == ["Ann"]
    assert perf_counter() - begun < 4


def test_days_that_no_month_of_a_rule_has_are_refused(refusal):
    for days in ("BYMONTH=2;BYMONTHDAY=30", "BYMONTH=4,6;BYMONTHDAY=31,-31"):
        message, hint = refusal(calendar(f"UID:1\n{NIGHT}RRULE:FREQ=DAILY;{days}"))
        assert "can never take place" in message
        assert "BYMONTHDAY" in hint


def test_too_many_single_dates_are_refused_before_they_are_read(refusal):
    dates = ",".join(
        f"2026{month:02}{day:02}T{hour:02}0000Z" for month in range(1, 13) for day in range(1, 29) for hour in range(24)
    )
    message, hint = refusal(calendar(f"UID:1\n{NIGHT}RDATE:{dates}\nEXDATE:{dates}"))
    assert "16,128 dates in RDATE and EXDATE" in message
    assert "RRULE" in hint
