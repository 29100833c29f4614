"""What every command of a run shares: the instant, the settings, the catalogs, the record. Built when asked for."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from cscli.cache import Cache
from cscli.errors import UsageError
from cscli.paths import Paths, is_file, missing_file, platform_paths

if TYPE_CHECKING:
    from cscli.clock.market_hours import MarketHours
    from cscli.config import Settings
    from cscli.errors import DeskError
    from cscli.markets.catalog import Catalog
    from cscli.record.record import Record
    from cscli.replies.templates.catalog import TemplateCatalog
    from cscli.replies.voice import Sender
    from cscli.state.machine import MachineState

RECORD_NAME = "desk.db"
FIRST_YEAR, LAST_YEAR = 1970, 2200  # of what ``--now`` may be: beyond them no zone or holiday data says anything

_Made = TypeVar("_Made")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Run:
    """One run of the program. ``now`` is an aware instant in UTC; ``given`` holds settings from the command line.

    ``ticking`` tells the instant that ``now`` has become in the meantime, for what is shown again and again.
    ``is_json``: the answer is a JSON document, so nobody is asked anything.
    """

    environ: Mapping[str, str]
    now: datetime
    config_file: str = ""
    workspace: str = ""
    db: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    ticking: Callable[[], datetime] | None = None
    is_json: bool = False
    _made: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def today(self) -> date:
        """The date on the agent's clock; without a zone of the agent's, in UTC."""
        from cscli.clock.zones import local

        zone = self.settings.text("agent.zone")
        return local(self.now, zone).date() if zone else self.now.date()

    @cached_property
    def paths(self) -> Paths:
        """Where things live."""
        return platform_paths(self.environ, self.workspace or None)

    @cached_property
    def settings(self) -> "Settings":
        """The settings of this run."""
        from cscli.config import load_settings

        given = {**self.given, **({"database": self.db} if self.db else {})}
        found = load_settings(self.paths, self.environ, given=given, file=self.config_file or None, zones=all_zones)
        if not self.db:
            return found
        return found._replace(values={**found.values, "database": found.values["database"]._replace(origin="--db")})

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
        from cscli.record.privacy.vault import KEY_NAME, Vault
        from cscli.record.record import Record

        def keys() -> str:
            from cscli.translation.engines.context import secret

            return secret(KEY_NAME, self.environ)

        vault = Vault(keys, seals=self.settings.text("record.encrypt_bodies") == "yes")
        return Record(self.record_path, is_named=bool(self.settings.text("database")), vault=vault)

    def unread(self) -> "DeskError | None":
        """Why texts of the record could not be read so far; None where all could, or none was asked for."""
        record = self.__dict__.get("record")
        return record.vault.problem() if record is not None and record.vault else None

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
        """Markets and languages; one catalog in a run, with the cache that is named first."""
        from cscli.markets.catalog import Catalog

        return self._once("catalog", lambda: Catalog(self.paths, cache or self.cache(), {"iana-zone": all_zones}))

    def language_tag(self, typed: str) -> str:
        """A language's tag in its usual form, empty if none is named; the language needs no file here.

        Raises:
            NotFoundError: there is no such language.
        """
        from cscli.markets.catalog import canonical_tag

        if not typed:
            return ""
        self.catalog().require_language(typed)
        return canonical_tag(typed)

    def market_code(self, typed: str) -> str:
        """A market's code in its usual form; empty if none is named.

        Raises:
            NotFoundError: there is no such market.
        """
        return self.catalog().market(typed).code if typed else ""

    def intent_name(self, typed: str) -> str:
        """A situation's name in its usual form; empty if none is named.

        Raises:
            NotFoundError: there is no such situation.
        """
        return self.templates().intent(typed).name if typed else ""

    def templates(self, cache: Cache | None = None) -> "TemplateCatalog":
        """Situations and templates; one catalog in a run."""
        from cscli.replies.templates.catalog import TemplateCatalog

        return self._once("templates", lambda: TemplateCatalog(self.paths, cache or self.cache()))

    def _once(self, name: str, make: Callable[[], _Made]) -> _Made:
        """What was made under a name before; else it is made now."""
        if name not in self._made:
            self._made[name] = make()
        made: _Made = self._made[name]
        return made

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


def all_zones() -> Collection[str]:
    """Every zone name; the zone data is loaded only now."""
    from cscli.clock.zones import all_zones as known

    return known()


def present() -> datetime:
    """The current instant in UTC: the only place that reads the clock of the machine."""
    return datetime.now(UTC)


def parse_instant(text: str) -> datetime:
    """An RFC 3339 instant in UTC.

    Raises:
        UsageError: it is not one, has no offset, or lies outside the years 1970 to 2200.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise UsageError(
            f"{text[:40]!r} is not an instant.", code="bad-instant", hint="Write it as 2026-11-22T09:30:00Z."
        )
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise UsageError(
            f"{text[:40]!r} is outside the years {FIRST_YEAR} to {LAST_YEAR}.",
            code="bad-instant",
            hint="Write it as 2026-11-22T09:30:00Z.",
        )
    return moment.astimezone(UTC)


def existing_file(name: str) -> Path:
    """A file that a user named.

    Raises:
        UsageError: there is none.
    """
    path = Path(name).expanduser()
    if not is_file(path):
        raise missing_file(name)
    return path


def table_named(name: str) -> Path | BinaryIO:
    """A table that a user named; ``-`` is stdin.

    Raises:
        UsageError: there is no such file.
    """
    if name == "-":
        import sys

        return sys.stdin.buffer
    return existing_file(name)
