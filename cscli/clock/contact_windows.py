"""When to reach a customer: hours that are allowed by the market's rules, open there, and staffed here.

Where the customer's zone is not known, a window must suit every zone of the market.
"""

from dataclasses import dataclass

from cscli.clock.calendar import Calendar
from cscli.clock.contact_rules import Decision
from cscli.clock.hours import Schedule, week_of, with_holidays
from cscli.clock.market_hours import MarketHours
from cscli.clock.places import Place
from cscli.clock.spans import Span, common
from cscli.clock.zones import local, utc
from cscli.text import rfc3339

_A_DAY = 24 * 60 * 60
_AN_HOUR = 60 * 60
_OFFICE = {"mon-fri": ("09:00-18:00",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachWindow:
    """One window: instants in UTC, and the same on the customer's and the agent's clock (RFC 3339).

    ``rank`` 1 is the one to take first. ``decision`` is ``allowed``, or ``consent`` where the customer must have
    agreed before.
    """

    start: str
    end: str
    local_start: str
    local_end: str
    agent_start: str
    agent_end: str
    minutes: int
    rank: int
    decision: Decision


def office_hours(place: Place, hours: MarketHours) -> Calendar:
    """Monday to Friday from 9 to 18 at a place, less the holidays of its market: when nothing else is known."""
    plain = Schedule(zone=place.zone, week=week_of(_OFFICE))
    return Calendar(with_holidays(plain, hours.holidays(place.market.code)) if place.market else plain)


def outreach_windows(  # noqa: PLR0913 - where, when, by whom and how are each one thing
    place: Place, staffed: Calendar, hours: MarketHours, *, at: int, days: int, channel: str, purpose: str
) -> tuple[OutreachWindow, ...]:
    """The windows of the coming days, by time; a place without a market has no rules and no hours of its own.

    A window of an hour or more ranks before a shorter one, then the sooner before the later.

    Args:
        place: where the customer is.
        staffed: the agent's hours.
        hours: the clocks of the markets.
        at: from when, in UTC epoch seconds.
        days: how many days of 24 hours to look ahead.
        channel: email, chat, phone, sms or whatsapp.
        purpose: reply, service or marketing.
    """
    end = at + days * _A_DAY
    spans = staffed.spans(at, end)
    decision = Decision.ALLOWED
    if place.market is not None:
        rules = hours.contact(place.market, place.zones, channel, purpose)
        decision = Decision.CONSENT if rules.needs_consent else Decision.ALLOWED
        spans = common(spans, rules.allowed(at, end))
        for zone in place.zones:
            spans = common(spans, hours.calendar(place.market, zone).spans(at, end))
    ranks = {span: rank for rank, span in enumerate(sorted(spans, key=_by_use), start=1)}
    agent_zone = staffed.schedule.zone
    return tuple(_window(span, place.zone, agent_zone, ranks[span], decision) for span in spans)


def _by_use(span: Span) -> tuple[bool, int]:
    return span[1] - span[0] < _AN_HOUR, span[0]


def _window(span: Span, zone: str, agent_zone: str, rank: int, decision: Decision) -> OutreachWindow:
    start, end = map(utc, span)
    return OutreachWindow(
        start=rfc3339(start),
        end=rfc3339(end),
        local_start=local(start, zone).isoformat(timespec="seconds"),
        local_end=local(end, zone).isoformat(timespec="seconds"),
        agent_start=local(start, agent_zone).isoformat(timespec="seconds"),
        agent_end=local(end, agent_zone).isoformat(timespec="seconds"),
        minutes=(span[1] - span[0]) // 60,
        rank=rank,
        decision=decision,
    )
