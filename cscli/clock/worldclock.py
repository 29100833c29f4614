"""What time it is somewhere, and whether that is a good time: the rows of the world clock."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from cscli.clock.contact_rules import ContactAnswer, Decision
from cscli.clock.market_hours import MarketHours
from cscli.clock.places import Place
from cscli.clock.zones import local, utc
from cscli.text import rfc3339


class Contact(NamedTuple):
    """Whether to contact a customer there: allowed, blocked until an instant, or only with consent; and why."""

    decision: Decision
    until: str | None
    until_local: str | None
    reason: str
    basis: str
    confidence: str
    sources: tuple[str, ...]


class LocalTime(NamedTuple):
    """An instant at a place; ``local`` is RFC 3339 with its offset.

    ``open``, ``quiet``, ``holiday`` and ``contact`` are None where no market is known; ``text`` is the time in words
    for a message, where a language was asked for.
    """

    place: str
    market: str | None
    zone: str
    several_zones: bool
    local: str
    weekday: str
    offset: str
    open: bool | None
    quiet: bool | None
    holiday: str | None
    contact: Contact | None
    text: str | None


class Reading(NamedTuple):
    """A moment as it was read: where, and what the clock says there."""

    place: str
    zone: str
    local: str
    weekday: str
    offset: str


def reading(place: Place, instant: datetime) -> Reading:
    """An instant at a place, without a look at its hours."""
    there = local(instant, place.zone)
    shown = there.isoformat(timespec="seconds")
    return Reading(place=place.name, zone=place.zone, local=shown, weekday=f"{there:%A}", offset=shown[19:])


def local_times(  # noqa: PLR0913 - where, when, and for what kind of contact
    places: Sequence[Place], instant: datetime, hours: MarketHours, *, channel: str, purpose: str, language: str = ""
) -> tuple[LocalTime, ...]:
    """An instant at several places, each with what is open, quiet or a holiday there.

    Args:
        places: where.
        instant: an aware instant.
        hours: the clocks of the markets.
        channel: the channel of the contact that ``quiet`` and ``contact`` speak of.
        purpose: its purpose: reply, service or marketing.
        language: the language to write the time in, ``own`` for that of each market, empty for none.
    """
    return tuple(_local_time(place, instant, hours, (channel, purpose), language) for place in places)


def _local_time(
    place: Place, instant: datetime, hours: MarketHours, contact: tuple[str, str], language: str
) -> LocalTime:
    at, market, read = int(instant.timestamp()), place.market, reading(place, instant)
    there = local(instant, place.zone)
    answer = hours.contact(market, (place.zone,), *contact).answer(at) if market else None
    holiday = hours.holidays(market.code).on(there.date()) if market else None
    return LocalTime(
        place=read.place,
        market=market.code if market else None,
        zone=read.zone,
        several_zones=place.is_guess,
        local=read.local,
        weekday=read.weekday,
        offset=read.offset,
        open=hours.calendar(market, place.zone).is_open(at) if market else None,
        quiet=answer.decision is Decision.BLOCKED if answer else None,
        holiday=holiday.name if holiday and holiday.kind != "workday" else None,
        contact=contact_there(answer, place.zone) if answer else None,
        text=_in_words(there, place, hours, language) if language and market else None,
    )


def contact_there(answer: ContactAnswer, zone: str) -> Contact:
    """An answer with its instants as text, in UTC and on the clock of a zone."""
    until = None if answer.until is None else utc(answer.until)
    return Contact(
        decision=answer.decision,
        until=rfc3339(until) if until else None,
        until_local=local(until, zone).isoformat(timespec="seconds") if until else None,
        reason=answer.reason,
        basis=answer.basis,
        confidence=answer.confidence,
        sources=answer.sources,
    )


def _in_words(there: datetime, place: Place, hours: MarketHours, language: str) -> str | None:
    """A local time as the language writes it, with the city and the offset: never the name of a zone."""
    from cscli.markets.formats import formats_for  # noqa: PLC0415 - only who asks for a language needs it

    if place.market is None:
        return None
    catalog = hours.catalog
    tag = place.market.languages[0] if language == "own" else language
    formats = formats_for(catalog.language(tag), place.market)
    return formats.moment(there, formats.city(place.zone))
