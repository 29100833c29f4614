"""Whether it is a good time to reach a customer: now, and in the coming days.

A window is allowed by the market's rules, open there, and staffed here. Where the customer's zone is not known, it must
suit every zone of the market.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cscli.clock.calendar import Calendar
from cscli.clock.holidays import Holiday
from cscli.clock.hours import A_DAY, AN_HOUR, Schedule, week_of, with_holidays
from cscli.clock.market_hours import ContactAnswer, Decision, MarketHours
from cscli.clock.places import Place
from cscli.clock.spans import Span, common
from cscli.clock.zones import local

_OFFICE = {"mon-fri": ("09:00-18:00",)}


class Lack(StrEnum):
    """What is missing where there is no window at all."""

    STAFF = "staff"
    PERMISSION = "permission"
    OPENING = "opening"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalTime:
    """An instant at a place: ``local`` is aware, in the zone of the place.

    ``is_open`` and ``contact`` are None where no market is known; ``holiday`` is that of the local date, if any.
    """

    place: Place
    local: datetime
    is_open: bool | None
    contact: ContactAnswer | None
    holiday: Holiday | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactWindow:
    """One window, from ``start`` to ``end`` in UTC epoch seconds.

    ``rank`` 1 is the one to take first. ``decision`` is ``allowed``, or ``consent`` where the customer must have
    agreed before.
    """

    start: int
    end: int
    rank: int
    decision: Decision


def local_times(
    places: Iterable[Place], instant: datetime, hours: MarketHours, *, channel: str, purpose: str
) -> tuple[LocalTime, ...]:
    """An aware instant at several places, and whether it is one for a contact by a channel with a purpose."""
    at = int(instant.timestamp())
    found = []
    for place in places:
        market, there = place.market, local(instant, place.zone)
        holiday = hours.holidays(market.code).on(there.date()) if market else None
        found.append(
            LocalTime(
                place=place,
                local=there,
                is_open=hours.calendar(market, place.zone).is_open(at) if market else None,
                contact=hours.contact(market, place.zones, channel, purpose).answer(at) if market else None,
                holiday=holiday if holiday and holiday.kind != "workday" else None,
            )
        )
    return tuple(found)


def office_hours(place: Place, hours: MarketHours) -> Calendar:
    """Monday to Friday from 9 to 18 at a place, less the holidays of its market: when nothing else is known."""
    plain = Schedule(zone=place.zone, week=week_of(_OFFICE))
    return Calendar(with_holidays(plain, hours.holidays(place.market.code)) if place.market else plain)


def contact_windows(  # noqa: PLR0913 - where, when, by whom and how are each one thing
    place: Place, staffed: Calendar, hours: MarketHours, *, at: int, days: int, channel: str, purpose: str
) -> tuple[ContactWindow, ...]:
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
    spans, needs_consent = [(at, at + days * A_DAY)], False
    for _, layer in _layers(place, staffed, hours, (at, at + days * A_DAY), (channel, purpose)):
        spans = common(spans, layer)
    if place.market is not None:
        needs_consent = hours.contact(place.market, place.zones, channel, purpose).needs_consent
    decision = Decision.CONSENT if needs_consent else Decision.ALLOWED
    ranks = {span: rank for rank, span in enumerate(sorted(spans, key=_by_use), start=1)}
    return tuple(ContactWindow(start=span[0], end=span[1], rank=ranks[span], decision=decision) for span in spans)


def lack_of_windows(  # noqa: PLR0913 - as above
    place: Place, staffed: Calendar, hours: MarketHours, *, at: int, days: int, channel: str, purpose: str
) -> Lack:
    """Why there is no window in the coming days: what is missing, or that all is there, but never at the same time."""
    layers = _layers(place, staffed, hours, (at, at + days * A_DAY), (channel, purpose))
    return next((lack for lack, spans in layers if not spans), Lack.OVERLAP)


def _layers(
    place: Place, staffed: Calendar, hours: MarketHours, span: Span, contact: tuple[str, str]
) -> Iterator[tuple[Lack, list[Span]]]:
    """What a window needs, each with the spans in which it is there."""
    yield Lack.STAFF, staffed.spans(*span)
    if place.market is not None:
        yield Lack.PERMISSION, hours.contact(place.market, place.zones, *contact).allowed(*span)
        yield from ((Lack.OPENING, hours.calendar(place.market, zone).spans(*span)) for zone in place.zones)


def _by_use(span: Span) -> tuple[bool, int]:
    return span[1] - span[0] < AN_HOUR, span[0]
