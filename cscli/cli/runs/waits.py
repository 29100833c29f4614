"""For whom and until when a case waits, as people say it: customer, carrier, 2d, mon, 5 dec 15:00."""

import re
from datetime import date, datetime, time
from typing import NamedTuple

from cscli.cli.door.run import Run
from cscli.cli.door.run_clock import RunClock
from cscli.clock.calendar import Calendar
from cscli.clock.parse import parse_date, parse_moment
from cscli.clock.schedules import ROUND_THE_CLOCK
from cscli.clock.zones import Resolve, instant_of, local, utc
from cscli.desk.cases.event import Stage
from cscli.errors import UsageError

CUSTOMER = "customer"
THIRD_PARTIES = ("carrier", "supplier", "warehouse", "customs", "bank", "colleague", "other")
_FROM_NOW = re.compile(r"\d+ ?[a-z]+", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}(:\d\d)?( ?[ap]m)?", re.IGNORECASE)
_MORNING = time(9)  # where the desk never closes


class NamedWait(NamedTuple):
    """What a case waits for: its state, the reason, and when the wait ends by itself."""

    stage: Stage
    reason: str
    until: datetime | None


def wait_named(run: Run, waited_for: str, until: str = "") -> NamedWait:
    """The wait that was typed.

    Args:
        run: this run.
        waited_for: ``customer``, one of ``THIRD_PARTIES``, or a time.
        until: when the wait ends by itself, as a time; needed for none.

    Raises:
        UsageError: it is neither.
    """
    word = waited_for.strip().casefold()
    end = end_named(run, until) if until else None
    if word == CUSTOMER:
        return NamedWait(Stage.WAITING, "", end)
    if word in THIRD_PARTIES:
        return NamedWait(Stage.HELD, word, end)
    try:
        return NamedWait(Stage.SNOOZED, "", end_named(run, waited_for))
    except UsageError as problem:
        raise UsageError(
            f"{waited_for[:60]!r} is nothing to wait for: {problem.message}", code="bad-wait",
            hint=f"Write customer, {', '.join(THIRD_PARTIES)}, or a time such as 4h, 2d, mon or 5 dec 15:00.",
        ) from problem  # fmt: skip


def end_named(run: Run, typed: str) -> datetime:
    """The instant of a time on the agent's clock: of a clock time alone the next one.

    A date alone is when the desk opens on it, or 9:00.

    Raises:
        UsageError: it is not a time, or over already.
    """
    clock = RunClock(run)
    zone = clock.own_place.zone
    is_set = bool(run.settings.text("shop.support_hours"))
    hours = clock.hours("" if is_set else ROUND_THE_CLOCK).calendar
    text = f"+{typed.strip()}" if _FROM_NOW.fullmatch(typed.strip()) else typed.strip()
    day = None if text.startswith("+") else _date_alone(text, local(run.now, zone).date())

    def moment(typed: str) -> datetime:
        return parse_moment(
            typed, now=run.now, zone=zone, policy=Resolve.COMPATIBLE,
            add_business_days=lambda start, days: utc(hours.add_days(int(start.timestamp()), days)),
        ).instant  # fmt: skip

    found = moment(text) if day is None else _opening(day, zone, hours if is_set else None)
    if found <= run.now and _CLOCK.fullmatch(text):
        found = moment(f"tomorrow {text}")
    if found <= run.now:
        raise UsageError("That is over already.", code="bad-wait", hint="Name a later time.")
    return found


def _date_alone(text: str, today: date) -> date | None:
    try:
        return parse_date(text, today)[0]
    except UsageError:
        return None


def _opening(day: date, zone: str, hours: Calendar | None) -> datetime:
    if hours is None:
        return instant_of(datetime.combine(day, _MORNING), zone)
    midnight = instant_of(datetime.combine(day, time.min), zone)
    return utc(hours.add(int(midnight.timestamp()), 0))
