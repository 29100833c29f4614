"""The timelines of other desks, told as events of a case, have the clocks that they have as timelines."""

from datetime import datetime
from pathlib import Path

import yaml
from sweeps import each

from cscli.clock.calendar import Calendar
from cscli.clock.hours import parse_schedule
from cscli.clock.sla import Event, Measure, What, standings, standings_of
from cscli.desk.cases.event import CaseChange, CaseEvent
from cscli.desk.cases.fold import folded

FOLDER = Path(__file__).parents[2] / "clock" / "cases"
SCHEDULES = yaml.safe_load((FOLDER / "schedules.yaml").read_text(encoding="utf-8"))
SERVICE = yaml.safe_load((FOLDER / "service_levels.yaml").read_text(encoding="utf-8"))
TOLD = {
    What.OPENED: (CaseChange.OPENED, "new"), What.CUSTOMER_MESSAGE: (CaseChange.MESSAGE, ""),
    What.PUBLIC_REPLY: (CaseChange.REPLY, "sent"), What.WAITING_FOR_CUSTOMER: (CaseChange.WAITS, "waiting"),
    What.WAITING_FOR_OTHERS: (CaseChange.WAITS, "held"), What.RESUMED: (CaseChange.RESUMED, "open"),
    What.RESOLVED: (CaseChange.RESOLVED, "resolved"),
}  # fmt: skip
TIMELINES = [
    {k: v for k, v in group.items() if k != "cases"} | one for part in SERVICE.values() for group in part
    for one in group["cases"]
]  # fmt: skip


@each("timeline", TIMELINES)
def test_a_timeline_as_events_of_a_case_has_the_same_clocks(timeline):
    told = [(int(datetime.fromisoformat(at).timestamp()), What(what)) for at, what in timeline["events"]]
    calendar = Calendar(parse_schedule(SCHEDULES[timeline["schedule"]] | timeline.get("with", {}), None))
    targets = {Measure(name): minutes * 60 for name, minutes in timeline["targets"].items()}
    now = max(at for at, _ in told) + 3600
    events = [
        CaseEvent(number=1, at=at, turn=turn, what=TOLD[what][0], to_value=TOLD[what][1])
        for turn, (at, what) in enumerate(told)
    ]
    wanted = standings([Event(at=at, what=what) for at, what in told], targets, calendar, now)
    assert standings_of(folded(1, events, now).clocks, targets, calendar, now) == wanted


def test_no_timeline_is_lost():
    assert len(TIMELINES) == 27
