"""The same roster may come as YAML, as a table or as a calendar."""

from datetime import date, datetime, timedelta

import pytest

from cscli.clock.hours import days_in
from cscli.clock.roster import Agent, Roster, read_roster

FIRST, LAST = date(2026, 11, 23), date(2026, 11, 29)
wall = datetime.fromisoformat


@pytest.fixture
def read(tmp_path):
    """The roster of a file with this text."""

    def run(content: str, name: str = "our desk.yaml") -> Roster:
        path = tmp_path / name
        path.write_bytes(content.encode())
        return read_roster(path, first=FIRST, last=LAST)

    return run


def on_the_wall(agent: Agent, first: date, last: date) -> set[tuple[str, str]]:
    """Start and end of all shifts of an agent who is never off, however they were written down."""
    dated = [(start, end) for start, end in agent.dated if first <= start.date() <= last]
    shifts = {(start.isoformat(" ", "minutes"), end.isoformat(" ", "minutes")) for start, end in dated}
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        weekly = [w for days, windows in agent.weekly.items() if day.weekday() in days_in(days) for w in windows]
        for window in agent.replaced.get(day, weekly):
            start, end = (wall(f"{day} {clock}") for clock in window.split("-"))
            end += timedelta(days=end < start)
            shifts.add((start.isoformat(" ", "minutes"), end.isoformat(" ", "minutes")))
    return shifts


def test_one_roster_is_the_same_in_all_three_formats(read):
    yaml = read(
        "schema: 1\nagents:\n"
        "  - {name: 山田 太郎, zone: Asia/Tokyo, languages: [ja, en], shifts: {mon-wed: ['09:00-18:00']}}\n"
        "  - {name: Ann, zone: Europe/Berlin, languages: [de], shifts: {mon: ['22:00-06:00'], sun: ['08:00-12:00']}}\n"
    )
    table = read(
        "name;zone;languages;days;hours;start;end\n"
        "山田 太郎;Asia/Tokyo;ja en;mon-wed;09:00-18:00;;\n"
        "Ann;Europe/Berlin;de;;;2026-11-23 22:00;2026-11-24 06:00\n"
        "Ann;;;sun;08:00-12:00;;\n",
        "our desk.csv",
    )
    calendar = read(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
        "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:山田 太郎\r\nCATEGORIES:ja,en\r\nDTSTART;TZID=Asia/Tokyo:20261102T090000\r\n"
        "DURATION:PT9H\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Ann\r\nCATEGORIES:de\r\nDTSTART;TZID=Europe/Berlin:20261123T220000\r\n"
        "DTEND;TZID=Europe/Berlin:20261124T060000\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:3\r\nSUMMARY:Ann\r\nDTSTART:20261129T070000Z\r\nDTEND:20261129T110000Z\r\nEND:VEVENT\r\n"
        "END:VCALENDAR\r\n",
        "our desk.ics",
    )
    assert table.demand == calendar.demand == ()
    whole = [
        [(a.name, a.zone, a.languages, on_the_wall(a, FIRST, LAST)) for a in r.agents] for r in (yaml, table, calendar)
    ]
    assert whole[0] == whole[1] == whole[2]
    assert len(whole[0][0][3]) == 3
    assert whole[0][1][3] == {("2026-11-23 22:00", "2026-11-24 06:00"), ("2026-11-29 08:00", "2026-11-29 12:00")}
