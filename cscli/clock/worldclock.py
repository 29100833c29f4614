"""What time it is somewhere, and whether that is a good time: the rows of the world clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cscli.clock.market_hours import MarketHours
from cscli.clock.places import Place
from cscli.clock.windows import ContactAnswer, Decision
from cscli.clock.zones import local


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalTime:
    """An instant at a place; ``local`` is RFC 3339 with its offset.

    ``open``, ``quiet``, ``holiday`` and ``contact`` are None where no market is known.
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
    contact: ContactAnswer | None

    @property
    def time(self) -> str:
        """The wall time, to the minute."""
        return self.local[11:16]

    @property
    def date(self) -> str:
        """The local date."""
        return self.local[:10]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
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


def local_times(
    places: Sequence[Place], instant: datetime, hours: MarketHours, channel: str, purpose: str
) -> tuple[LocalTime, ...]:
    """An instant at several places, each with what is open, quiet or a holiday there.

    Args:
        places: where.
        instant: an aware instant.
        hours: the clocks of the markets.
        channel: the channel of the contact that ``quiet`` and ``contact`` speak of.
        purpose: its purpose: reply, service or marketing.
    """
    at = int(instant.timestamp())
    found = []
    for place in places:
        market = place.market
        read = reading(place, instant)
        contact = hours.contact(market, place.zones, channel, purpose).answer(at) if market else None
        holiday = hours.holidays(market.code).on(local(instant, place.zone).date()) if market else None
        found.append(
            LocalTime(
                place=read.place,
                market=market.code if market else None,
                zone=read.zone,
                several_zones=place.is_guess,
                local=read.local,
                weekday=read.weekday,
                offset=read.offset,
                open=hours.calendar(market, place.zone).is_open(at) if market else None,
                quiet=contact.decision is Decision.BLOCKED if contact else None,
                holiday=holiday.name if holiday and holiday.kind != "workday" else None,
                contact=contact,
            )
        )
    return tuple(found)
