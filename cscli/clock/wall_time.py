"""From wall time to instants: the windows of dates as spans in UTC.

Both ends of a window become instants by the same rule, so windows that touch on the wall clock also touch in UTC, over
any change of clocks. Where the offset stays the same for days around, a subtraction is enough.
"""

from datetime import date, datetime, timedelta

from cscli.clock.hours import A_DAY, Schedule
from cscli.clock.spans import Span, merged, without
from cscli.clock.zones import epoch, offsets_by_day

EPOCH = date(1970, 1, 1).toordinal()


def open_spans(schedule: Schedule, first: int, last: int) -> list[Span]:
    """What is open because of the date ordinals ``first`` to ``last - 1``: windows less holidays and breaks, merged."""
    spans = merged(window_spans(schedule, first, last))
    closed = merged(cuts(schedule, first, last + 1))
    return without(spans, closed) if closed else spans


def local_day(day: date, zone_name: str) -> Span:
    """The instants between which a local date lies; it may have 23 or 25 hours."""
    midnight = datetime.combine(day, datetime.min.time())
    return epoch(midnight, zone_name), epoch(midnight + timedelta(days=1), zone_name)


def window_spans(schedule: Schedule, first: int, last: int) -> list[Span]:
    """The spans of the windows that start on the date ordinals ``first`` to ``last - 1``."""
    zone, week, shifts = schedule.zone, schedule.week, {d.toordinal(): w for d, w in schedule.shifts.items()}
    off = {d.toordinal() for d in schedule.closed} if schedule.keeps_shifts_whole else ()
    offsets = offsets_by_day(zone, first - 1, last + 4)
    found = []
    for index, day in enumerate(range(first, last)):
        if day in off:
            continue
        windows = shifts[day] if day in shifts else week[(day - 1) % 7]
        if not windows:
            continue
        offset = offsets[index]
        midnight = (day - EPOCH) * A_DAY - offset
        if offset == offsets[index + 1] == offsets[index + 2] == offsets[index + 3] == offsets[index + 4]:
            found += [(midnight + start, midnight + end) for start, end in windows]
        else:
            wall = datetime.fromordinal(day)
            found += [
                (epoch(wall + timedelta(seconds=start), zone), epoch(wall + timedelta(seconds=end), zone))
                for start, end in windows
            ]
    return found


def cuts(schedule: Schedule, first: int, last: int) -> list[Span]:
    """What holidays and breaks take away."""
    low, high = date.fromordinal(first), date.fromordinal(last)
    zone = schedule.zone
    found = [] if schedule.keeps_shifts_whole else [local_day(d, zone) for d in schedule.closed if low <= d <= high]
    for day, windows in schedule.breaks.items():
        if low <= day <= high:
            wall = datetime.combine(day, datetime.min.time())
            found += [
                (epoch(wall + timedelta(seconds=start), zone), epoch(wall + timedelta(seconds=end), zone))
                for start, end in windows
            ]
    return found
