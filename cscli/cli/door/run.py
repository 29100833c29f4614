"""What every command of a run shares: the instant, the settings, the catalogs, the record. Built when asked for."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cscli.datafile import Cache
from cscli.errors import UsageError
from cscli.paths import Paths, is_file, platform_paths

if TYPE_CHECKING:
    from cscli.clock.calendar import Calendar
    from cscli.clock.market_hours import MarketHours
    from cscli.clock.parse import Moment
    from cscli.clock.places import Place, Places
    from cscli.clock.schedules import NamedHours
    from cscli.config import Settings
    from cscli.markets.catalog import Catalog
    from cscli.record.record import Record
    from cscli.replies.catalog import TemplateCatalog
    from cscli.replies.voice import Sender
    from cscli.state.machine import MachineState

RECORD_NAME = "desk.db"


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One run of the program. ``now`` is an aware instant in UTC; ``given`` holds settings from the command line.

    ``ticking`` tells the instant that ``now`` has become in the meantime, for what is shown again and again.
    """

    environ: Mapping[str, str]
    now: datetime
    config_file: str = ""
    workspace: str = ""
    db: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    ticking: Callable[[], datetime] | None = None

    @cached_property
    def paths(self) -> Paths:
        """Where things live."""
        return platform_paths(self.environ, self.workspace or None)

    @cached_property
    def settings(self) -> "Settings":
        """The settings of this run."""
        from cscli.config import load_settings

        given = {**self.given, **({"database": self.db} if self.db else {})}
        return load_settings(
            self.paths,
            self.environ,
            given=given,
            file=self.config_file or None,
            zones=all_zones,
            cache=self.cache(),
        )

    @cached_property
    def config_path(self) -> Path:
        """Where the settings file is, or would be made."""
        from cscli.config import config_path

        return config_path(self.paths, self.environ, self.config_file or None)

    def require_config(self) -> None:
        """Refuse a settings file that is not there.

        Raises:
            UsageError: it does not exist.
        """
        from cscli.config import missing_config

        if not is_file(self.config_path):
            raise missing_config(self.config_path)

    @cached_property
    def record_path(self) -> str:
        """Where the record is: a file, or the address of a server."""
        return self.settings.text("database") or str(self.paths.data / RECORD_NAME)

    @cached_property
    def record(self) -> "Record":
        """The record; opened on first use."""
        from cscli.record.record import Record

        return Record(self.record_path, is_named=bool(self.settings.text("database")))

    @cached_property
    def machine(self) -> "MachineState":
        """The state of this machine; opened on first use."""
        from cscli.record.address import is_server
        from cscli.state.machine import NAME, MachineState

        old = None if is_server(self.record_path) else Path(self.record_path)
        return MachineState(self.paths.data / NAME, old)

    def cache(self, *, creates: bool = False) -> Cache:
        """The cache; only a command that writes anyway may make its folder."""
        return Cache(folder=self.paths.cache, creates=creates)

    def catalog(self, cache: Cache | None = None) -> "Catalog":
        """Markets and languages."""
        from cscli.markets.catalog import Catalog

        return Catalog(self.paths, cache or self.cache(), {"iana-zone": all_zones})

    def language_tag(self, typed: str) -> str:
        """A language's tag in its usual form; one without a file here is fine.

        Raises:
            NotFoundError: there is no such language.
        """
        from cscli.markets.catalog import canonical_tag

        self.catalog().require_language(typed)
        return canonical_tag(typed)

    def templates(self, cache: Cache | None = None) -> "TemplateCatalog":
        """Situations and templates."""
        from cscli.replies.catalog import TemplateCatalog

        return TemplateCatalog(self.paths, cache or self.cache())

    @cached_property
    def sender(self) -> "Sender":
        """Who signs."""
        from cscli.markets.terms import Gender
        from cscli.replies.voice import Sender

        return Sender(
            shop=self.settings.text("shop.name"),
            agent=self.settings.text("agent.name"),
            gender=Gender(self.settings.text("agent.gender")),
        )

    @cached_property
    def market_hours(self) -> "MarketHours":
        """The clocks of the markets."""
        from cscli.clock.market_hours import MarketHours

        return MarketHours(self.catalog())

    @cached_property
    def places(self) -> "Places":
        """Places by name; a customer's home comes from the record."""
        from cscli.clock.places import Places

        return Places(self.market_hours, self._customer_home)

    def _customer_home(self, key: str) -> tuple[str, str]:
        from cscli.desk.customers import customer

        found = customer(self.record, key)
        return found.market, found.zone

    @property
    def market_codes(self) -> tuple[str, ...]:
        """The markets that the desk serves: as set, else those of the languages that are set, else all."""
        catalog = self.market_hours.catalog
        codes = tuple(catalog.market(code).code for code in self.settings.items("markets"))
        bases = {tag.partition("-")[0] for tag in self.settings.items("languages")}
        if codes or not bases:
            return codes or catalog.market_codes()
        markets = [catalog.market(code) for code in catalog.market_codes()]
        return tuple(m.code for m in markets if m.languages[0].partition("-")[0] in bases) or catalog.market_codes()

    @property
    def own_place(self) -> "Place":
        """Where the agent is, as set; else UTC."""
        return self.places.of_zone(self.settings.text("agent.zone") or "UTC")

    @property
    def own_place_assumptions(self) -> tuple[str, ...]:
        """What is to be said where the agent's own clock is used, but not known."""
        return () if self.settings.text("agent.zone") else ("agent.zone is not set, so UTC is used",)

    def hours(self, name: str, zone: str = "") -> "NamedHours":
        """The hours of a market or a schedule file; the desk's own if not named.

        Raises:
            UsageError: none are named, and none are set.
        """
        from cscli.clock.schedules import named_hours

        named = name or self._support_hours
        if not named:
            raise UsageError(
                "Whose hours?",
                code="no-hours",
                hint="Add --hours DE, --hours FILE, or: cscli config set shop.support_hours FILE",
            )
        return named_hours(named, self.market_hours, all_zones, self.places.place(zone).zone if zone else "")

    @property
    def _support_hours(self) -> str:
        """The desk's own hours as set; a schedule file is looked for beside the settings file that names it."""
        setting = self.settings.values["shop.support_hours"]
        beside = self.settings.file.parent / str(setting.value)
        return str(beside) if setting.source == "file" and setting.value and is_file(beside) else str(setting.value)

    def staffed(self, zone: str, hours: str) -> "Calendar":
        """The agent's hours: those named, else the desk's, else office hours in the agent's own zone."""
        from cscli.clock.contact_windows import office_hours

        if hours or (not zone and self._support_hours):
            return self.hours(hours, zone).calendar
        return office_hours(self.places.place(zone) if zone else self.own_place, self.market_hours)

    def calendar_of(self, place: "Place") -> "Calendar | None":
        """The business days of a place; None where no market is known."""
        return self.market_hours.calendar(place.market, place.zone) if place.market else None

    def moment(self, text: str, zone: str, resolve: str, business: "Calendar | None") -> "Moment":
        """A moment as typed, read on the clocks of a zone; ``business`` counts business days."""
        from cscli.clock.parse import parse_moment
        from cscli.clock.zones import resolve_policy, utc

        def add_days(start: datetime, days: int) -> datetime:
            return utc(business.add_days(int(start.timestamp()), days)) if business else start

        return parse_moment(
            text,
            now=self.now,
            zone=zone,
            policy=resolve_policy(resolve),
            add_business_days=add_days if business else None,
        )


def all_zones() -> Collection[str]:
    """Every zone name; the zone data is loaded only now."""
    from cscli.clock.zones import all_zones as known

    return known()


def parse_instant(text: str) -> datetime:
    """An RFC 3339 instant in UTC.

    Raises:
        UsageError: it is not one, or has no offset.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise UsageError(
            f"{text[:40]!r} is not an instant.", code="bad-instant", hint="Write it as 2026-11-22T09:30:00Z."
        )
    return moment.astimezone(UTC)


def existing_file(name: str) -> Path:
    """A file that a user named.

    Raises:
        UsageError: there is none.
    """
    path = Path(name).expanduser()
    if not is_file(path):
        raise UsageError(f"There is no file {name[:200]!r}.", code="no-file")
    return path
