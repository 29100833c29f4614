"""A slow, obvious model of business time, which must say the same of random schedules in every zone.

It spells out every date, turns wall times into instants with pytz, cuts time at every edge, and asks of each piece
whether a window covers it and nothing closes it.
"""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytz

from cscli.clock import zones
from cscli.clock.calendar import Calendar
from cscli.clock.hours import A_DAY, Schedule
from cscli.clock.spans import Span, merged

MINUTE, H = 60, 3600
START = date(2026, 1, 1)


@dataclass(frozen=True)
class Model:
    """Open time of a schedule as a list of pieces, between two dates that lie well apart from what is asked."""

    pieces: list[tuple[int, int, bool]]

    def is_open(self, at: int) -> bool:
        return any(start <= at < end and is_open for start, end, is_open in self.pieces)

    def between(self, first: int, last: int) -> int:
        return sum(max(0, min(end, last) - max(start, first)) for start, end, is_open in self.pieces if is_open)

    def spans(self, first: int, last: int) -> list[Span]:
        found: list[Span] = []
        for start, end, is_open in self.pieces:
            start, end = max(start, first), min(end, last)  # noqa: PLW2901 - cut at both ends
            if is_open and start < end:
                if found and found[-1][1] == start:
                    start = found.pop()[0]  # noqa: PLW2901 - they touch
                found.append((start, end))
        return found

    def add(self, at: int, work: int) -> int | None:
        """When the work is used up, at closing time at the latest; None: not before the model ends."""
        for start, end, is_open in self.pieces:
            if is_open and end > at:
                start = max(start, at)  # noqa: PLW2901 - what is left of the piece
                if work <= end - start and (work or start < end):
                    return start + work
                work -= end - start
        return None


def compatible(wall: datetime, tz) -> int:
    """The instant of a wall time: its first, or by the offset before a gap; from the offsets a day before and after."""
    as_utc = wall.replace(tzinfo=UTC)
    offsets = [(as_utc + step).astimezone(tz).utcoffset() for step in (-timedelta(days=1), timedelta(days=1))]
    fitting = [as_utc - off for off in offsets if (as_utc - off).astimezone(tz).replace(tzinfo=None) == wall]
    return int((min(fitting) if fitting else as_utc - offsets[0]).timestamp())


def is_shown(wall: datetime, tz) -> bool:
    """Whether a clock shows a wall time."""
    return datetime.fromtimestamp(compatible(wall, tz), tz).replace(tzinfo=None) == wall


def edge(wall: datetime, tz) -> int:
    """The instant of an end of a window: a date whose midnight is skipped starts when the clocks jump."""
    midnight = datetime.combine(wall.date(), datetime.min.time())
    return compatible(wall if is_shown(wall, tz) or is_shown(midnight, tz) else midnight, tz)


def model_of(schedule: Schedule, first: date, last: date) -> Model:
    """The model of a schedule for the windows that start on the dates from ``first`` to ``last``."""
    tz = pytz.timezone(schedule.zone)

    def spans_on(day: date, windows) -> list[Span]:
        midnight = datetime.combine(day, datetime.min.time())
        walls = [tuple(midnight + timedelta(seconds=edge) for edge in window) for window in merged(windows)]
        return [tuple(edge(wall, tz) for wall in pair) for pair in walls if any(is_shown(w, tz) for w in pair)]

    opened, shut = [], []
    for day in (first + timedelta(days=i) for i in range((last - first).days + 1)):
        if day in schedule.closed:
            pass
        elif day in schedule.shifts:
            opened += spans_on(day, schedule.shifts[day])
        else:
            opened += spans_on(day, schedule.week[day.weekday()])
        shut += spans_on(day, schedule.breaks.get(day, ()))
    edges = sorted({edge for span in (*opened, *shut) for edge in span})
    pieces = []
    for start, end in pairwise(edges):
        is_covered = any(a <= start and end <= b for a, b in opened)
        is_closed = any(a <= start and end <= b for a, b in shut)
        pieces.append((start, end, is_covered and not is_closed))
    return Model(pieces)


def random_windows(chance: random.Random) -> tuple[Span, ...]:
    found = []
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        start = chance.choice((chance.randrange(A_DAY), chance.randrange(48) * 30 * MINUTE))
        end = chance.choice((start + chance.randrange(1, 14 * H), A_DAY, start + 8 * H))
        if end > start:
            found.append((start, end))
    return tuple(found)


def random_schedule(chance: random.Random, zone: str, days: list[date]) -> Schedule:
    return Schedule(
        zone=zone,
        week=tuple(random_windows(chance) for _ in range(7)),
        closed=dict.fromkeys(chance.sample(days, 3), "holiday"),
        breaks={day: random_windows(chance) for day in chance.sample(days, 3)},
        shifts={day: random_windows(chance) for day in chance.sample(days, 3)},
    )


def a_date_to_watch(chance: random.Random, zone: str) -> date:
    """A date on which clocks change, where they do."""
    found = zones.clock_changes(zone, datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 12, 30, tzinfo=UTC))
    return chance.choice(found).date() if found else START + timedelta(days=chance.randrange(365))


def test_random_schedules_are_as_the_model_has_them_in_every_common_zone():
    for zone in zones.zone_names():
        chance = random.Random(zone)  # noqa: S311 - the same schedule in every run
        middle = a_date_to_watch(chance, zone)
        days = [middle + timedelta(days=i) for i in range(-9, 10)]
        schedule = random_schedule(chance, zone, days[3:-3])
        model, calendar = model_of(schedule, days[0], days[-1]), Calendar(schedule)
        noon = int(datetime.combine(middle, datetime.min.time(), tzinfo=UTC).timestamp()) + A_DAY // 2
        low, high = noon - 6 * A_DAY, noon + 6 * A_DAY
        assert calendar.spans(low, high) == model.spans(low, high), zone
        for _ in range(6):
            at, first, last = chance.randrange(low, high), *sorted(chance.choices(range(low, high), k=2))
            assert calendar.is_open(at) is model.is_open(at), (zone, at)
            assert calendar.between(first, last) == model.between(first, last), (zone, first, last)
            expected = model.add(at, work := chance.choice((0, 1, H, chance.randrange(30 * H))))
            if expected is not None and expected < high:
                assert calendar.add(at, work) == expected, (zone, at, work)
