"""When each message of a run is sent: in its customer's contact window, at their hour, or at one instant.

All instants are counted from the start of the run and from the number of the row, never from the running clock: a run
that is resumed gives each row the instant it would have had, even after the clock was moved back. An instant is in UTC;
the local time is what clocks will show there then, whatever changes of clocks come before it.

Contact is open while no rule of the market forbids the channel and purpose, in every zone in which the customer may
live. ``next-window`` also keeps to the market's usual hours, less its holidays. An hour that was typed is taken at any
hour without a rule against it, but not on a public holiday. Nothing is sent here.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from cscli.bulk.send_rate import OpenTime, Rate, Sending, Spans, Turns
from cscli.clock.market_hours import ContactAnswer, ContactRules, Decision, MarketHours, require_contact
from cscli.clock.spans import Span, common
from cscli.clock.zones import Resolve, canonical_zone, local, resolved, utc
from cscli.errors import NotFoundError, RefusedError, UsageError
from cscli.markets.market import Market

NEXT_WINDOW, LOCAL = "next-window", "local:"
_DAYS_AHEAD = 60
_WHENEVER = Sending()
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)

__all__ = ("LOCAL", "NEXT_WINDOW", "Rate", "SendTimes", "Sending")


class SendTimes:
    """The instants of one run. What holds for all customers of a market, zone and channel is worked out once."""

    def __init__(
        self, spec: str, *, hours: MarketHours, now: datetime, purpose: str = "service", rate: str = ""
    ) -> None:
        """A schedule as it is typed.

        Args:
            spec: ``next-window``, ``local:09:00``, an RFC 3339 instant, or nothing: messages have no instant.
            hours: the clocks of the markets.
            now: the start of the run, also where it is resumed.
            purpose: reply, service or marketing.
            rate: spreads the messages over the open time that follows, such as ``120/min``; empty: they leave at once.

        Raises:
            UsageError: it has none of these forms, the instant is past, or there is a rate and nothing to spread.
        """
        self._hours, self._purpose = hours, purpose
        self._rate = Rate(rate) if rate.strip() else None
        self._now = int(now.timestamp()) + bool(now.microsecond)  # a whole second that is not past
        self._plan = self._planned(spec.strip())
        if self._rate and self._plan is None:
            raise UsageError(
                "A rate needs an instant to count from.", code="bad-rate", hint="Add --send-at next-window."
            )
        self._known: dict[tuple[str, str, str, bool], Turns | RefusedError | None] = {}

    def sendings(
        self, market: Market, zone: str, channel: str, *, has_agreed: bool = False
    ) -> Callable[[int], Sending]:
        """When messages to a market, zone and channel are sent, by the number of the row, from 1.

        That is empty where no time was asked for, but consent is required all the same.

        Args:
            market: the customers' market.
            zone: their zone, in any case; empty when it is not known: all zones of the market must agree.
            channel: email, chat, phone, sms or whatsapp.
            has_agreed: the customers are known to have agreed, so that no rule has to ask for it.

        Raises:
            RefusedError: ``consent-needed``; ``no-window`` where contact never is open; ``outside-window`` for an
                instant at which the law forbids it.
            NotFoundError: no such zone.
            UsageError: no such channel.
        """
        key = (market.code, _spelled(zone), channel, has_agreed)
        if key not in self._known:
            require_contact(channel, self._purpose)
            self._known[key] = self._worked_out(market, key[1], channel, has_agreed=has_agreed)
        turns = self._known[key]
        if isinstance(turns, RefusedError):
            raise turns.with_traceback(None)  # it would get longer with each row
        return turns.sending if turns else lambda _: _WHENEVER

    def _planned(self, spec: str) -> Callable[["_Home"], Turns] | None:
        if not spec:
            return None
        if spec == NEXT_WINDOW:
            return self._next_window
        if spec.startswith(LOCAL) and (clock := _CLOCK.fullmatch(spec.removeprefix(LOCAL))):
            hour = time(int(clock[1]), int(clock[2]))
            return lambda home: self._at_local_hour(home, hour)
        at = _instant(spec)
        if at < self._now:
            raise UsageError(
                f"{spec[:40]!r} is past.", code="past-instant", hint="Give a later instant, or next-window."
            )
        return lambda home: self._at_instant(home, at)

    def _worked_out(self, market: Market, zone: str, channel: str, *, has_agreed: bool) -> Turns | RefusedError | None:
        zones = (zone,) if zone else (market.zone, *(z for z in market.zones if z != market.zone))
        rules = self._hours.contact(market, zones, channel, self._purpose)
        what = f"{self._purpose} by {channel} in {market.name}"
        if rules.needs_consent and not has_agreed:
            return RefusedError(
                f"The customer must have agreed to {what}.",
                code="consent-needed",
                hint="Record it with: cscli customer consent KEY --give; or choose another channel, or --purpose "
                "service for what is no marketing.",
            )
        if self._plan is None:
            return None
        try:
            return self._plan(_Home(market, zones, rules, what))
        except RefusedError as problem:
            return problem

    def _next_window(self, home: "_Home") -> Turns:
        opened = OpenTime(self._usual_hours(home, home.zones), self._now)
        note = ""
        if not opened.is_ever_open:  # a country so wide that no hour is a working one everywhere
            opened = OpenTime(self._usual_hours(home, home.zones[:1]), self._now)
            note = f", by the usual hours of {home.zone} as none suit all zones"
        if not opened.is_ever_open:
            raise _no_window(home)
        reason = "the contact window is open" if opened.first == self._now else "the next contact window"
        return self._turns(home, opened, reason + note, "the next contact window with a turn left" + note)

    def _at_local_hour(self, home: "_Home", hour: time) -> Turns:
        day = local(utc(self._now), home.zone).date()
        passed_over = ""
        for _ in range(_DAYS_AHEAD):
            wall = datetime.combine(day, hour)
            at = int(resolved(wall, home.zone, Resolve.COMPATIBLE).timestamp())
            day += timedelta(days=1)
            if at < self._now:
                continue
            why = self._why_not(home, at)
            if not why:
                reason = f"the next {hour:%H:%M} there{passed_over}{_unusual(wall, home.zone)}"
                return self._turns(home, OpenTime(home.rules.allowed, at), reason, f"open time after {reason}")
            passed_over = passed_over or f" that may be used ({wall:%Y-%m-%d}: {why})"
        raise _no_window(home)

    def _at_instant(self, home: "_Home", at: int) -> Turns:
        answer = home.rules.answer(at)
        opened = OpenTime(home.rules.allowed, at)
        if answer.decision is not Decision.BLOCKED:
            day_off = self._day_off(home, at)
            reason = "the instant asked for" + (f", a day off there ({day_off})" if day_off else "")
            return self._turns(home, opened, reason, f"open time after {reason}")
        if answer.basis == "law":
            raise _forbidden(home, at, answer)
        if not self._rate:
            reason = f"the instant asked for, outside the contact window: {answer.reason.rstrip('.')}"
            return self._turns(home, OpenTime(lambda start, end: [(start, end)], at), reason, reason)
        if not opened.is_ever_open:
            raise _no_window(home)
        reason = "the contact window after the instant asked for"
        return self._turns(home, opened, reason, reason)

    def _turns(self, home: "_Home", opened: OpenTime, reason: str, later: str) -> Turns:
        seen = f" (in all {len(home.zones)} zones of {home.market.code}; local in {home.zone})"
        note = seen if len(home.zones) > 1 else ""
        return Turns(opened, home.zone, self._rate, reason + note, later + note)

    def _usual_hours(self, home: "_Home", zones: tuple[str, ...]) -> Spans:
        """What the rules allow in the market's usual hours in some zones, all at the same time."""

        def spans(start: int, end: int) -> list[Span]:
            found = home.rules.allowed(start, end)
            for zone in zones:
                found = common(found, self._hours.calendar(home.market, zone).spans(start, end))
            return found

        return spans

    def _why_not(self, home: "_Home", at: int) -> str:
        """Why an hour of the customer's day cannot be used; empty if it can."""
        answer = home.rules.answer(at)
        return answer.reason.rstrip(".") if answer.decision is Decision.BLOCKED else self._day_off(home, at)

    def _day_off(self, home: "_Home", at: int) -> str:
        """The public holiday that the local date of an instant is; empty on other days."""
        closed = self._hours.calendar(home.market, home.zone).schedule.closed
        return closed.get(local(utc(at), home.zone).date(), "")


class _Home(NamedTuple):
    """Where customers of one market and zone are, and the rules for reaching them; ``zones`` are all possible ones."""

    market: Market
    zones: tuple[str, ...]
    rules: ContactRules
    what: str

    @property
    def zone(self) -> str:
        return self.zones[0]


def _spelled(zone: str) -> str:
    """The IANA name of a zone; empty for none."""
    name = canonical_zone(zone)
    if zone.strip() and not name:
        raise NotFoundError(
            f"Unknown zone {zone.strip()[:60]!r}.", code="unknown-zone", hint="A zone is named like Europe/Berlin."
        )
    return name


def _instant(spec: str) -> int:
    try:
        found = datetime.fromisoformat(spec.upper()) if _INSTANT.fullmatch(spec) else None
        at = found.astimezone(UTC) if found else None
    except (ValueError, OverflowError):
        at = None
    if at is None:
        raise UsageError(
            f"{spec[:40]!r} is not a time to send at.",
            code="bad-send-at",
            hint="One of: next-window, local:09:00, or an instant such as 2026-11-23T09:00:00+01:00.",
        )
    return int(at.timestamp())


def _unusual(wall: datetime, zone: str) -> str:
    """What a reader must know of a local time that clocks skip or show twice; both are read as ``compatible``."""
    if resolved(wall, zone, Resolve.EARLIER) == resolved(wall, zone, Resolve.LATER):
        return ""
    shown = local(resolved(wall, zone), zone)
    if shown.time() == wall.time():
        return "; clocks show it twice that day, the first is meant"
    return f"; clocks skip it that day, so it is {shown:%H:%M}"


def _no_window(home: _Home) -> RefusedError:
    hint = "Choose another channel or time."
    if len(home.zones) > 1:
        hint = "Name the customer's zone: no time suits all zones of the market."
    return RefusedError(f"There is no time for {home.what} within {_DAYS_AHEAD} days.", code="no-window", hint=hint)


def _forbidden(home: _Home, at: int, answer: ContactAnswer) -> RefusedError:
    shown = local(utc(at), home.zone).isoformat(timespec="minutes")
    until = "" if answer.until is None else local(utc(answer.until), home.zone).isoformat(timespec="minutes")
    return RefusedError(
        f"{shown} in {home.zone} is outside the hours that the law allows: {answer.reason}",
        code="outside-window",
        hint=(f"The next moment is {until}; or " if until else "") + "send with --send-at next-window",
    )
