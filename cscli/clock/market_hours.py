"""The clocks of markets: hours with their holidays, and when customers may be contacted, by channel and purpose.

Every contact rule that fits holds, on the customer's own clock. Where the zone of a customer is not known, only what is
allowed in all zones of the market is allowed. The rules are data with a source and a grade of confidence; they are not
legal advice.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from cscli.clock.calendar import Calendar
from cscli.clock.holidays import HolidayCalendar, holiday_calendar
from cscli.clock.hours import A_DAY, DAYS, Schedule, Windows, days_in, market_schedule, windows_of
from cscli.clock.spans import Span, common
from cscli.clock.zones import zone_country
from cscli.errors import not_one_of
from cscli.markets.catalog import Catalog
from cscli.markets.market import Market, QuietRule

CHANNELS = ("email", "chat", "phone", "sms", "whatsapp")
PURPOSES = (REPLY, SERVICE, MARKETING) = ("reply", "service", "marketing")
_HOLIDAY, _EVE = "holiday", "holiday-eve"
_FARTHEST = 60 * A_DAY


class Decision(StrEnum):
    """Whether a customer may be contacted now."""

    ALLOWED = "allowed"
    BLOCKED = "blocked"
    CONSENT = "consent"


class ContactAnswer(NamedTuple):
    """Whether a customer may be contacted at an instant, and why.

    ``until`` is when a block ends (UTC epoch seconds); None where it is not blocked, or has no end within 60 days.
    ``consent`` is allowed hours, but the customer must have agreed before.
    """

    decision: Decision
    until: int | None
    reason: str
    basis: str
    confidence: str
    sources: tuple[str, ...]

    @property
    def is_allowed(self) -> bool:
        """Whether the hours allow it."""
        return self.decision is not Decision.BLOCKED


class ContactRules:
    """The rules of a market for one channel and purpose, for customers in one or several zones."""

    def __init__(
        self, market: Market, holidays: HolidayCalendar | None, zones: Sequence[str], channel: str, purpose: str
    ) -> None:
        self._what = f"{purpose} by {channel} in {market.name}"
        self._rules = [
            (rule, Calendar(_allowed_schedule(rule, holidays, zone)))
            for zone in zones
            for rule in market.quiet
            if channel in rule.channels and rule.purpose in (purpose, "any") and zone in (rule.zones or zones)
        ]

    @property
    def needs_consent(self) -> bool:
        """Whether the customer must have agreed before."""
        return any(rule.consent for rule, _ in self._rules)

    def allowed(self, start: int, end: int) -> list[Span]:
        """The spans in ``[start, end)`` in which all rules allow contact."""
        spans = [(start, end)] if start < end else []
        for _, calendar in self._rules:
            spans = common(spans, calendar.spans(start, end))
        return spans

    def answer(self, at: int) -> ContactAnswer:
        """Whether contact is allowed at an instant, or until when it is not."""
        blocking = [rule for rule, calendar in self._rules if not calendar.is_open(at)]
        if blocking:
            until = next((start for start, _ in self.allowed(at, at + _FARTHEST)), None)
            return _answer(Decision.BLOCKED, until, f"No {self._what} at this hour there.", blocking)
        asking = [rule for rule, _ in self._rules if rule.consent]
        if asking:
            return _answer(Decision.CONSENT, None, f"The customer must have agreed to {self._what}.", asking)
        held = [rule for rule, _ in self._rules]
        reason = f"The hour is fine for {self._what}." if held else f"No rule limits {self._what}."
        return _answer(Decision.ALLOWED, None, reason, held)


class MarketHours:
    """Calendars of the markets of a catalog, by place and zone."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._holidays: dict[str, HolidayCalendar] = {}
        self._calendars: dict[tuple[str, str], Calendar] = {}

    def holidays(self, place: str) -> HolidayCalendar:
        """The holidays of a market or of one of its regions, such as ``DE`` or ``DE-BY``.

        Raises:
            NotFoundError: no such market or region.
        """
        key = place.upper()
        if key not in self._holidays:
            self._holidays[key] = holiday_calendar(self.catalog.paths, key, self.catalog.cache)
        return self._holidays[key]

    def forget(self, place: str) -> None:
        """Read the holidays of a market, and of its regions, anew when they are asked for next."""
        market = place.partition("-")[0].upper()
        self._holidays = {place: known for place, known in self._holidays.items() if known.market != market}

    def calendar(self, market: Market, zone: str = "") -> Calendar:
        """The usual hours of a market, less its holidays, in one of its zones (the default one if not named)."""
        key = (market.code, zone or market.zone)
        if key not in self._calendars:
            schedule = market_schedule(market, self.holidays(market.code), key[1])
            self._calendars[key] = Calendar(schedule)
        return self._calendars[key]

    def contact(self, market: Market, zones: tuple[str, ...], channel: str, purpose: str) -> ContactRules:
        """The contact rules of a market for customers who live in one of ``zones``."""
        return ContactRules(market, self.holidays(market.code), zones, channel, purpose)

    def may_write(self, market: Market, zone: str, channel: str, purpose: str, at: int) -> ContactAnswer:
        """Whether a customer may be written to at a UTC epoch second: the one answer for every command.

        Without a ``zone`` of their own all zones of the market count.
        """
        return self.contact(market, (zone,) if zone else market.zones, channel, purpose).answer(at)

    def market_of_zone(self, zone: str) -> Market | None:
        """The market whose country a zone lies in; None when there is no such market."""
        country = zone_country(zone)
        return self.catalog.market(country) if country in self.catalog.market_codes() else None


def require_contact(channel: str, purpose: str) -> None:
    """Refuse a channel or a purpose that does not exist.

    Raises:
        UsageError: with those that do.
    """
    for kind, asked, known in (("channel", channel, CHANNELS), ("purpose", purpose, PURPOSES)):
        if asked not in known:
            raise not_one_of(kind, asked, known, code=f"unknown-{kind}")


def _answer(decision: Decision, until: int | None, reason: str, rules: Sequence[QuietRule]) -> ContactAnswer:
    first = next((rule for rule in rules if rule.basis == "law"), rules[0] if rules else None)
    note = f" {first.note}" if first and first.note and decision is not Decision.ALLOWED else ""
    return ContactAnswer(
        decision=decision,
        until=until,
        reason=reason + note,
        basis=first.basis if first else "",
        confidence=first.confidence if first else "",
        sources=tuple(dict.fromkeys(source for rule in rules for source in rule.sources)),
    )


def _allowed_schedule(rule: QuietRule, holidays: HolidayCalendar | None, zone: str) -> Schedule:
    """What one rule leaves: the day less its quiet hours, other hours on some days, on holidays and on their eves."""
    usual = _waking_hours(rule.window)
    week = [usual] * len(DAYS)
    for days, typed in rule.days.items():
        if days not in (_HOLIDAY, _EVE):
            for day in days_in(days):
                week[day] = windows_of(typed)
    return Schedule(
        zone=zone,
        week=tuple(week),  # type: ignore[arg-type]
        shifts=_by_date(rule.days, holidays) if holidays else {},
    )


def _waking_hours(quiet: str) -> Windows:
    """What quiet hours leave of a day."""
    if not quiet:
        return ((0, A_DAY),)
    ((start, end),) = windows_of([quiet])
    waking = ((end - A_DAY, start),) if end > A_DAY else ((0, start), (end, A_DAY))
    return tuple((first, last) for first, last in waking if first < last)


def _by_date(days: Mapping[str, Iterable[str]], holidays: HolidayCalendar) -> dict[date, Windows]:
    off = [day.date for day in holidays.days if day.kind == "full"]
    found: dict[date, Windows] = {}
    if _EVE in days:
        found |= dict.fromkeys((day - timedelta(days=1) for day in off), windows_of(days[_EVE]))
    if _HOLIDAY in days:
        found |= dict.fromkeys(off, windows_of(days[_HOLIDAY]))
    return found
