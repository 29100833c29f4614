"""What a run knows of the clock: places, moments and hours as its user names them, and those that are set."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from cscli.cli.door.run import Run, all_zones
from cscli.clock.calendar import Calendar
from cscli.clock.contact_windows import office_hours
from cscli.clock.parse import Moment, parse_moment
from cscli.clock.places import Place, Places
from cscli.clock.schedules import NamedHours, named_hours
from cscli.clock.zones import resolve_policy, utc
from cscli.errors import UsageError
from cscli.paths import is_file
from cscli.text import base_tag


@dataclass(frozen=True)
class RunClock:
    """The clock of one run."""

    run: Run

    @cached_property
    def places(self) -> Places:
        """Places by name; a customer's home comes from the record."""
        return Places(self.run.market_hours, self._customer_home, self.run.settings.text("agent.zone"))

    def _customer_home(self, key: str) -> tuple[str, str]:
        from cscli.desk.customers.customers import customer

        found = customer(self.run.record, key)
        return found.market, found.zone

    @property
    def market_codes(self) -> tuple[str, ...]:
        """The markets that the desk serves: as set, else those of the languages that are set, else all."""
        catalog = self.run.market_hours.catalog
        codes = tuple(catalog.market(code).code for code in self.run.settings.items("markets"))
        bases = {base_tag(tag) for tag in self.run.settings.items("languages")}
        if codes or not bases:
            return codes or catalog.market_codes()
        markets = [catalog.market(code) for code in catalog.market_codes()]
        return tuple(m.code for m in markets if base_tag(m.languages[0]) in bases) or catalog.market_codes()

    @property
    def own_place(self) -> Place:
        """Where the agent is, as set; else UTC."""
        return self.places.of_zone(self.run.settings.text("agent.zone") or "UTC")

    @property
    def own_place_assumptions(self) -> tuple[str, ...]:
        """What to say where the agent's own clock is used but unknown."""
        return () if self.run.settings.text("agent.zone") else ("agent.zone is not set, so UTC is used",)

    def hours(self, name: str, zone: str = "") -> NamedHours:
        """The hours of a market or a schedule file; the desk's own if not named.

        Raises:
            UsageError: none are named, and none are set.
        """
        named = name or self._support_hours
        if not named:
            raise UsageError(
                "Whose hours?",
                code="no-hours",
                hint="Add --hours DE, --hours FILE, or: cscli config set shop.support_hours FILE",
            )
        return named_hours(named, self.run.market_hours, all_zones, self.places.place(zone).zone if zone else "")

    @property
    def _support_hours(self) -> str:
        """The desk's own hours as set; a schedule file is looked for beside the settings file that names it."""
        setting = self.run.settings.values["shop.support_hours"]
        beside = self.run.settings.file.parent / str(setting.value)
        return str(beside) if setting.source == "file" and setting.value and is_file(beside) else str(setting.value)

    def own_zone(self, typed: str) -> str:
        """The zone of the agent's own clock: as typed, else as set; empty where nobody said it."""
        return self.places.place(typed).zone if typed else self.run.settings.text("agent.zone")

    def staffed(self, zone: str, hours: str) -> Calendar:
        """The agent's hours: those named, else the desk's, else office hours in the agent's own zone."""
        if hours or (not zone and self._support_hours):
            return self.hours(hours, zone).calendar
        return office_hours(self.places.place(zone) if zone else self.own_place, self.run.market_hours)

    def calendar_of(self, place: Place) -> Calendar | None:
        """The business days of a place; None where no market is known."""
        return self.run.market_hours.calendar(place.market, place.zone) if place.market else None

    def moment(self, text: str, zone: str, resolve: str, business: Calendar | None) -> Moment:
        """A moment as typed, read on the clocks of a zone; ``business`` counts business days."""

        def add_days(start: datetime, days: int) -> datetime:
            return utc(business.add_days(int(start.timestamp()), days)) if business else start

        return parse_moment(
            text,
            now=self.run.now,
            zone=zone,
            policy=resolve_policy(resolve),
            add_business_days=add_days if business else None,
        )
