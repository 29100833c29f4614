"""Moments and durations with several readings, or with none, are refused with what would do, and never guessed."""

from datetime import UTC, date, datetime, timedelta
from time import perf_counter

import pytest
from sweeps import each

from cscli.clock.parse import parse_date, parse_duration, parse_moment
from cscli.clock.zones import Resolve
from cscli.errors import ExitCode, UsageError

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # 10:00 in Berlin
BERLIN = "Europe/Berlin"


def refused(text, read=parse_moment, **more):
    more = more or ({"now": FRIDAY, "zone": BERLIN} if read is parse_moment else {})
    with pytest.raises(UsageError) as error:
        read(text, **more)
    assert error.value.exit_code == ExitCode.USAGE
    assert error.value.problems[0].hint
    return error.value.problems[0]


def test_business_days_without_a_calendar_ask_whose():
    assert refused("+2bd").code == "no-business-days"
    assert "market" in refused("+2bd").hint


@each(
    ("text", "code", "earlier", "later"),
    [
        ("2027-03-28 02:30", "skipped-time", "2027-03-28T00:30", "2027-03-28T01:30"),
        ("2026-10-25 02:30", "repeated-time", "2026-10-25T00:30", "2026-10-25T01:30"),
        ("25 oct 2026 2:30 am", "repeated-time", "2026-10-25T00:30", "2026-10-25T01:30"),
    ],
)
def test_a_skipped_or_repeated_time_is_refused_unless_a_policy_chooses(text, code, earlier, later):
    problem = refused(text)
    assert problem.code == code
    assert earlier in problem.message
    assert later in problem.message
    for policy, instant in ((Resolve.EARLIER, earlier), (Resolve.LATER, later)):
        found = parse_moment(text, now=FRIDAY, zone=BERLIN, policy=policy).instant
        assert found == datetime.fromisoformat(f"{instant}+00:00")


def test_midnight_that_clocks_skip_is_refused():
    assert refused("2026-04-24", now=FRIDAY, zone="Africa/Cairo").code == "skipped-time"
    assert refused("2026-04-23 24:00", now=FRIDAY, zone="Africa/Cairo").code == "skipped-time"


def test_days_from_now_that_end_in_a_repeated_hour_follow_the_policy():
    before = datetime(2026, 10, 24, 0, 30, tzinfo=UTC)
    assert refused("+1d", now=before, zone=BERLIN).code == "repeated-time"
    late = parse_moment("+1d", now=before, zone=BERLIN, policy=Resolve.LATER)
    assert late.instant == before + timedelta(hours=25)


def test_a_moment_beyond_the_years_is_refused_and_no_crash():
    assert refused("+99999999999h").code == "bad-duration"
    assert refused(f"+{'9' * 90}h").code == "bad-duration"
    assert refused("+2000000h").code == "bad-date"
    assert refused("now", now=datetime(2300, 1, 1, tzinfo=UTC), zone=BERLIN).code == "bad-date"
    assert refused("+2000000h", now=datetime(9999, 12, 1, tzinfo=UTC), zone=BERLIN).code == "bad-date"


@each(
    "text",
    ["", " ", "soon", "morgen um 15 Uhr", "明天下午3点", "mañana a las 3", "내일 오후 3시", "amanhã às 15h", "3 Uhr",
     "Monday 3-5pm", "Order 12345 May arrive", "last monday", "next tomorrow", "mon tue 9:00",
     "15:00 16:00", "tomorrow 15:00 +2h", "2 business days", "30m", "99", "2575", "in 5 tagen", "+1.5d", "+1mo",
     "+1d2h", "2026-W47-1", "2026-11", "2026-11-23T", "T15:00", "3 dec 26", "13.04.", "1e5", "٣pm", "½h", "-", "+",
     "2026-11-23T09:00[u-ca=hebrew]", "15:00 Atlantis", "Europe/Berlin", "9:00\x00", "'; DROP TABLE", "\ud800"],
)  # fmt: skip
def test_everything_else_is_refused_with_examples_and_never_guessed(text):
    problem = refused(text)
    assert problem.code == "bad-moment"
    assert all(example in problem.hint for example in ("2026-11-20 15:00", "tomorrow 9:00", "+2h"))


@each("text", ["30m", "45 min", "3d", "2 weeks", "1h30m", "90s", "2bd", "1.5h"])
def test_an_amount_without_a_sign_is_refused_with_both_directions(text):
    problem = refused(text)
    assert problem.code in ("bad-moment", "ambiguous-time")
    assert f"{text} from now" in problem.message
    assert f"+{text}" in problem.hint


@each("text", ["tonight", "tonight 9am", "20261303T0900Z", "20261203T2500Z", "2026120T0900Z"])
def test_an_evening_without_its_hour_and_what_no_calendar_has_are_refused(text):
    assert refused(text).code in ("bad-moment", "bad-date", "bad-time")


@each("text", ["tomorrow 9:00" + " " * 1_000_000, "9" * 1_000_000, "明" * 1_000_000])
def test_a_long_text_is_refused_at_once_and_shown_cut(text):
    start = perf_counter()
    problem = refused(text)
    assert perf_counter() - start < 0.5
    assert problem.code == "bad-moment"
    assert len(problem.message) < 150
    assert len(refused(text, parse_duration).message) < 150
    assert len(refused(text, parse_date, today=date(2026, 11, 20)).message) < 150


def test_what_was_typed_is_safe_to_show():
    message = refused("\x1b[31m9\u202e\n").message
    assert "\x1b" not in message
    assert "\u202e" not in message
    assert "\n" not in message


@each("text", ["+2", "-15", "in 1:30"])
def test_an_unclear_amount_from_now_is_refused_as_an_unclear_duration(text):
    assert refused(text).code == "ambiguous-duration"


@each(
    ("text", "hint"),
    [
        ("eod", ": 18:00 for"), ("fri eod", ": fri 18:00 for"), ("tomorrow cob", ": tomorrow 18:00 for"),
        ("end of the day", ": 18:00 for"),
    ],
)  # fmt: skip
def test_the_end_of_a_day_has_two_readings(text, hint):
    problem = refused(text)
    assert "the close of business or midnight" in problem.message
    assert hint in problem.hint
