"""How fast deadlines are worked out, beside businesstimedelta and pandas CustomBusinessHour, in one run.

Every contender gets the same jobs: eight business hours from random moments of a year, on calendars of three zones
with their holidays, Monday to Friday from 9 to 17. Building the calendars counts. Rounds are taken in turns, and the
ratio is the median of those within a round. The peers do a part of the jobs, scaled up. pandas names the next opening
where a duration is used up exactly at closing time, so many of its results differ by convention.
"""

import argparse
import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from statistics import median

from cscli.clock.calendar import Calendar
from cscli.clock.hours import Schedule, week_of

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo")
HOLIDAYS = {
    zone: [date.fromisoformat(f"{year}-{day}") for year in (2025, 2026, 2027) for day in days.split()]
    for zone, days in {
        "Europe/Berlin": "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26",
        "America/New_York": "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
        "Asia/Tokyo": "01-01 01-12 02-11 02-23 03-20 04-29 05-04 05-05 05-06 07-20 08-11 09-21 09-22 10-12 11-23",
    }.items()
}
START = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
WORK = 8 * 3600


def jobs(count: int) -> list[tuple[str, int]]:
    """Zones and epoch seconds, the same in each run."""
    chance = random.Random(8)  # noqa: S311 - jobs, not secrets
    return [(ZONES[i % len(ZONES)], START + chance.randrange(365 * 86400)) for i in range(count)]


def ours(work: list[tuple[str, int]]) -> list[int]:
    """Deadlines by cscli, in epoch seconds."""
    week = week_of({"mon-fri": ["09:00-17:00"]})
    calendars = {
        zone: Calendar(Schedule(zone=zone, week=week, closed=dict.fromkeys(HOLIDAYS[zone], "holiday")))
        for zone in ZONES
    }
    for calendar in calendars.values():
        calendar.cover(START, START + 366 * 86400)
    return [calendars[zone].add(at, WORK) for zone, at in work]


def businesstimedelta_deadlines(work: list[tuple[str, int]]) -> list[int]:
    """Deadlines by businesstimedelta."""
    from datetime import time as wall_time

    import businesstimedelta
    import pytz

    rules = {
        zone: businesstimedelta.Rules([
            businesstimedelta.WorkDayRule(
                start_time=wall_time(9), end_time=wall_time(17), working_days=[0, 1, 2, 3, 4], tz=pytz.timezone(zone)
            ),
            businesstimedelta.HolidayRule(dict.fromkeys(HOLIDAYS[zone], "holiday"), tz=pytz.timezone(zone)),
        ])
        for zone in ZONES
    }  # fmt: skip
    return [
        int((datetime.fromtimestamp(at, UTC) + businesstimedelta.BusinessTimeDelta(rules[zone], hours=8)).timestamp())
        for zone, at in work
    ]


def pandas_deadlines(work: list[tuple[str, int]]) -> list[int]:
    """Deadlines by pandas."""
    import pandas as pd

    hours = {
        zone: pd.offsets.CustomBusinessHour(n=8, start="09:00", end="17:00", holidays=HOLIDAYS[zone]) for zone in ZONES
    }
    return [int((pd.Timestamp(at, unit="s", tz="UTC").tz_convert(zone) + hours[zone]).timestamp()) for zone, at in work]


def seconds(call: Callable[[list[tuple[str, int]]], list[int]], work: list[tuple[str, int]]) -> float:
    """How long one round takes."""
    began = time.perf_counter()
    call(work)
    return time.perf_counter() - began


def installed(name: str, call: Callable[[list[tuple[str, int]]], list[int]], work: list[tuple[str, int]]) -> bool:
    """Whether a peer can be measured here."""
    try:
        call(work[:1])
    except ImportError:
        print(f"{name} is not installed here, so it is left out; it comes with: pip install -e '.[bench]'")
        return False
    return True


def main() -> None:
    """Measure in turns and print a line for each contender."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    work = jobs(given.count)
    part = work[:: max(1, len(work) // 500)]
    peers = [peer for peer in PEERS if installed(peer[0], peer[1], work)]
    mine: list[float] = []
    theirs: dict[str, list[float]] = {name: [] for name, _, _ in peers}
    for _ in range(given.rounds):
        mine.append(seconds(ours, work))
        for name, call, _ in peers:
            theirs[name].append(seconds(call, part) * len(work) / len(part))
    print(f"{'':<28}{'best ms':>9}{'median':>9}{'ratio':>8}   target")
    print(f"{'cscli, calendars included':<28}{min(mine) * 1000:9.1f}{median(mine) * 1000:9.1f}{1:8.1f}   < 30 ms")
    for name, call, target in peers:
        its = theirs[name]
        ratio = median(a / b for a, b in zip(its, mine, strict=True))
        same = sum(a == b for a, b in zip(ours(part), call(part), strict=True))
        equal = f"{same} of {len(part)} results equal"
        print(f"{name:<28}{min(its) * 1000:9.1f}{median(its) * 1000:9.1f}{ratio:8.1f}   {target}   {equal}")


PEERS = (
    ("businesstimedelta", businesstimedelta_deadlines, ">= 100"),
    ("pandas CustomBusinessHour", pandas_deadlines, ">= 50"),
)


if __name__ == "__main__":
    main()
