"""Where somebody is: a market, an IANA zone, a city or a customer, as people type it.

A market with several zones is a guess for a given customer: the default zone is used and said to be one. A name that
could be two places is refused with both.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cscli.clock.market_hours import MarketHours
from cscli.clock.parse.zone_words import ABBREVIATIONS, ambiguous_zone
from cscli.clock.zones import canonical_zone, country_zones, zone_names
from cscli.errors import NotFoundError, UsageError, unknown
from cscli.markets.catalog import market_code
from cscli.markets.market import Market

CUSTOMER = "customer:"
OWN = "me"  # in lower case; ME is Montenegro

# Market code and zone of a stored customer; both may be empty.
CustomerHome = Callable[[str], tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place as typed, with its zone; ``zones`` are all that are possible, the one in use first."""

    name: str
    zone: str
    zones: tuple[str, ...]
    market: Market | None = None

    @property
    def is_guess(self) -> bool:
        """Whether the zone is only the most likely of several."""
        return len(self.zones) > 1

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was taken for granted, in a sentence."""
        if not self.is_guess:
            return ()
        return (f"{self.name} has {len(self.zones)} time zones; {self.zone} is used",)


class Places:
    """Finds places by name."""

    def __init__(self, hours: MarketHours, customer_home: CustomerHome, own_zone: str = "") -> None:
        self._hours = hours
        self._catalog = hours.catalog
        self._customer_home = customer_home
        self._own_zone = own_zone

    def place(self, name: str) -> Place:
        """The place of a name: a market, an IANA zone, a city, ``customer:KEY``, or ``me`` for the user's own zone.

        Case does not count, except in ``me``.

        Raises:
            NotFoundError: nothing of that name; the nearest names are given.
            UsageError: the name could be several places, or the customer has neither zone nor market.
        """
        typed = name.strip()
        if typed.lower().startswith(CUSTOMER):
            return self._customer(typed)
        if typed == OWN:
            return self._own()
        code = market_code(typed)
        if code in self._catalog.market_codes():
            return self.of_market(self._catalog.market(code), typed)
        zone = canonical_zone(typed) if "/" in typed or typed.upper() in ("UTC", "GMT") else ""
        if zone:
            return self.of_zone(zone, typed)
        found = self._named(typed)
        if len(found) > 1:
            zones = " or ".join(place.zone for place in found)
            raise UsageError(f"{typed!r} could be {zones}.", code="ambiguous-place", hint="Name the time zone.")
        if not found:
            raise ambiguous_zone(typed.upper()) if typed.upper() in ABBREVIATIONS else self._unknown(typed)
        return found[0]

    def of_market(self, market: Market, name: str = "") -> Place:
        """A market as a place, in its default zone."""
        others = tuple(zone for zone in market.zones if zone != market.zone)
        return Place(name=name or market.code, zone=market.zone, zones=(market.zone, *others), market=market)

    def of_zone(self, zone: str, name: str = "") -> Place:
        """A zone as a place, with the market whose country it lies in."""
        return Place(name=name or zone, zone=zone, zones=(zone,), market=self._hours.market_of_zone(zone))

    def _own(self) -> Place:
        if not self._own_zone:
            raise UsageError(
                f"{OWN!r} is your own time zone, which is not set.", code="no-zone",
                hint="Set it: cscli config set agent.zone Asia/Shanghai. Montenegro is ME.",
            )  # fmt: skip
        return self.of_zone(self._own_zone, OWN)

    def _customer(self, typed: str) -> Place:
        code, zone = self._customer_home(typed[len(CUSTOMER) :])
        market = self._catalog.market(code) if code else None
        if zone:
            return Place(name=typed, zone=zone, zones=(zone,), market=market or self._hours.market_of_zone(zone))
        if market:
            return self.of_market(market, typed)
        raise UsageError(
            f"{typed} has neither a time zone nor a market in the record.",
            code="no-zone",
            hint=f"Add one: cscli customer add {typed[len(CUSTOMER) :]} --zone Europe/Berlin",
        )

    def _named(self, typed: str) -> list[Place]:
        """The city that a zone is named for, else a market's name or city, else a country without a market."""
        wanted = typed.casefold().replace("_", " ")
        zones = [zone for zone in zone_names() if _city(zone) == wanted]
        if not zones:
            for market in map(self._catalog.market, self._catalog.market_codes()):
                if wanted in (market.name.casefold(), market.own_name.casefold()):
                    return [self.of_market(market, typed)]
                cities = market.card.get("cities", {})
                zones += [zone for zone in cities if wanted in (name.casefold() for name in cities[zone])]
        if not zones and not typed.isascii():
            zones = self._cities_in_own_languages(wanted)
        return [self.of_zone(zone, typed) for zone in zones or country_zones(typed)]

    def _cities_in_own_languages(self, wanted: str) -> list[str]:
        """Zones of a city as the languages of its market write it: 東京, München."""
        from cscli.markets.formats import formats_for  # noqa: PLC0415 - only for a name that is not found otherwise

        found = []
        for market in map(self._catalog.market, self._catalog.market_codes()):
            languages = [self._catalog.language(tag) for tag in market.languages[:1]]
            formats = [formats_for(language, market) for language in languages]
            found += [z for z in market.zones if any(f.city(z).casefold() == wanted for f in formats)]
        return found

    def _unknown(self, typed: str) -> NotFoundError:
        cities = {_city(zone): zone.rpartition("/")[2].replace("_", " ") for zone in zone_names()}
        return unknown(
            "place",
            typed,
            [*self._catalog.market_codes(), *cities.values(), *zone_names()],
            hint="A place is a market (JP), a time zone (Asia/Tokyo), a city (Tokyo) or customer:KEY.",
        )


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ").casefold()
