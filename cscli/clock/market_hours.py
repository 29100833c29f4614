"""The clocks of markets: hours with their holidays, and contact rules. Each is built once in a run."""

from cscli.clock.calendar import Calendar
from cscli.clock.contact_rules import ContactRules
from cscli.clock.holidays import HolidayCalendar, holiday_calendar
from cscli.clock.hours import market_schedule
from cscli.clock.zones import zone_country
from cscli.markets.catalog import Catalog
from cscli.markets.market import Market


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

    def forget(self, market: str) -> None:
        """Read the holidays of a market anew when they are asked for next."""
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

    def market_of_zone(self, zone: str) -> Market | None:
        """The market whose country a zone lies in; None when there is no such market."""
        country = zone_country(zone)
        return self.catalog.market(country) if country in self.catalog.market_codes() else None
