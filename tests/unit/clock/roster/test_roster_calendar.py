"""A calendar is a roster when each event is a shift: its title the agent, its categories the languages."""

from datetime import UTC, date, datetime

import pytest
from sweeps import each

from cscli.clock.ics import ShiftEvent, ics_text
from cscli.clock.roster.agents import Agent
from cscli.clock.roster.calendar_file import calendar_agents
from cscli.clock.zones import epoch, utc
from cscli.errors import DataFileError

FIRST, LAST = date(2026, 10, 19), date(2026, 11, 1)
wall = datetime.fromisoformat


def shift(times: str, name: str = "Ann", more: str = "CATEGORIES:de,en") -> str:
    return f"BEGIN:VEVENT\nSUMMARY:{name}\n{more}\n{times}\nEND:VEVENT\n".replace("\n\n", "\n")


def berlin(day: int, start: int = 9, end: int = 18) -> str:
    zone = "TZID=Europe/Berlin"
    return f"DTSTART;{zone}:202610{day}T{start:02}0000\nDTEND;{zone}:202610{day}T{end:02}0000"


@pytest.fixture
def read(tmp_path):
    """The agents of a calendar with these events."""

    def run(*events: str, head: str = "", first: date = FIRST, last: date = LAST) -> tuple[Agent, ...]:
        path = tmp_path / "our desk.ics"
        path.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{''.join(events)}END:VCALENDAR\n", encoding="utf-8")
        return calendar_agents(path, first, last)

    return run


@pytest.fixture
def refusal(read):
    """What is said of a calendar that must be refused: each problem after the path, and each hint."""

    def run(*events: str, **options) -> tuple[list[str], list[str]]:
        with pytest.raises(DataFileError) as caught:
            read(*events, **options)
        problems = caught.value.problems
        return [p.message.partition("our desk.ics")[2] for p in problems], [p.hint for p in problems]

    return run


def test_each_event_is_a_dated_shift_of_its_agent(read):
    ann, bo = read(shift(berlin(21)), shift(berlin(20), "Bo", "CATEGORIES:pt-br"), shift(berlin(20)))
    assert ann == Agent(
        name="Ann",
        zone="Europe/Berlin",
        languages=("de", "en"),
        dated=(
            (wall("2026-10-20 09:00"), wall("2026-10-20 18:00")),
            (wall("2026-10-21 09:00"), wall("2026-10-21 18:00")),
        ),
    )
    assert (bo.name, bo.languages) == ("Bo", ("pt-BR",))


def test_a_repeated_shift_keeps_its_hours_over_the_change_of_clocks(read):
    (agent,) = read(shift(f"{berlin(20, 22, 23)}\nRRULE:FREQ=WEEKLY;BYDAY=SA"))
    assert [start.isoformat() for start, _ in agent.dated][1:] == ["2026-10-24T22:00:00", "2026-10-31T22:00:00"]


def test_shifts_on_the_days_around_are_there_because_zones_differ(read):
    (agent,) = read(*(shift(berlin(day)) for day in range(17, 25)), first=date(2026, 10, 20), last=date(2026, 10, 21))
    assert [start.day for start, _ in agent.dated] == [19, 20, 21, 22]


def test_languages_may_stand_in_one_of_the_events_only(read):
    (agent,) = read(shift(berlin(20), more=""), shift(berlin(21)))
    assert agent.languages == ("de", "en")


def test_shifts_in_utc_are_told_in_the_zone_of_the_agents_others(read):
    utc = "DTSTART:20261022T070000Z\nDTEND:20261022T160000Z"
    for order in ((shift(utc), shift(berlin(20))), (shift(berlin(20)), shift(utc))):
        (agent,) = read(*order)
        assert agent.zone == "Europe/Berlin"
        assert agent.dated[1] == (wall("2026-10-22 09:00"), wall("2026-10-22 18:00"))
    assert read(shift(utc))[0].zone == "UTC"
    assert read(shift(utc), head="X-WR-TIMEZONE:Asia/Manila\n")[0].zone == "Asia/Manila"


def test_what_the_program_writes_it_reads_as_a_roster(tmp_path):
    path = tmp_path / "out.ics"
    starts = [int(datetime(2026, 10, day, 22, tzinfo=UTC).timestamp()) for day in (20, 21)]
    events = [
        ShiftEvent(summary="山田, 太郎", start=at, end=at + 8 * 3600, categories=("ja", "pt-BR"), uid_seed="x")
        for at in starts
    ]
    path.write_text(ics_text(events, stamp=datetime(2026, 10, 1, tzinfo=UTC)), encoding="utf-8", newline="")
    (agent,) = calendar_agents(path, FIRST, LAST)
    assert (agent.name, agent.zone, agent.languages) == ("山田, 太郎", "UTC", ("ja", "pt-BR"))
    assert agent.dated[0] == (wall("2026-10-20 22:00"), wall("2026-10-21 06:00"))


@each(
    ("event", "said", "hint"),
    [
        (shift(berlin(20), name=""), "The name is empty.", "needs a name"),
        (shift("DTSTART:20261020T090000\nDURATION:PT9H"), "The shift of 'Ann' is in no time zone.", "X-WR-TIMEZONE"),
        (shift("DTSTART;VALUE=DATE:20261020"), "The event of 'Ann' lasts all day.", "YAML and CSV"),
        (shift(berlin(20), more="CATEGORIES:Red"), "Unknown language 'Red'.", "pt-BR"),
        (shift(berlin(20), more=""), "'Ann' has no languages.", "Give them once"),
        (shift("DTSTART:20261010T090000Z\nDURATION:P15D"), "is longer than 14 days", "month"),
    ],
)
def test_an_event_that_is_no_shift_is_refused_with_its_line(refusal, event, said, hint):
    messages, hints = refusal(shift(berlin(20), "Bo"), event)
    assert messages[0].startswith(":9: ")
    assert said in messages[0]
    assert hint in hints[0]


def test_an_agent_in_two_zones_is_refused_with_both_lines(refusal):
    messages, _ = refusal(shift(berlin(22)), shift("DTSTART;TZID=Asia/Tokyo:20261021T090000\nDURATION:PT9H"))
    assert messages == [":9: The zone of 'Ann' cannot be Asia/Tokyo here and Europe/Berlin in line 3."]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("20261025T013000Z", "20261025T090000Z"), ("20261024T180000Z", "20261025T013000Z"),
        ("20261025T003000Z", "20261025T011500Z"), ("20261025T003000Z", "20261025T013000Z"),
        ("20261025T010000Z", "20261025T015959Z"),
    ],
)  # fmt: skip
def test_a_shift_in_utc_keeps_its_instants_in_an_hour_that_the_agents_zone_shows_twice(read, start, end):
    (agent,) = read(shift(berlin(20)), shift(f"DTSTART:{start}\nDTEND:{end}"))
    told = [f"{utc(epoch(wall, agent.zone)):%Y%m%dT%H%M%SZ}" for wall in agent.dated[-1]]
    assert told == [start, end]


def test_a_repeated_event_has_its_fault_once_and_all_faults_are_told(refusal):
    daily = shift("DTSTART:20261020T090000\nDURATION:PT9H\nRRULE:FREQ=DAILY")
    messages, _ = refusal(shift(berlin(20), more="CATEGORIES:xx"), daily)
    assert [m.split(": ")[0] for m in messages] == [":3", ":9"]


def test_a_calendar_without_shifts_on_the_dates_is_refused_with_the_dates(refusal):
    messages, _ = refusal(shift(berlin(20)), first=date(2027, 1, 4), last=date(2027, 1, 10))
    assert messages == [": has no events from 2027-01-04 to 2027-01-10"]
