"""What every command of a run shares: the instant, the settings, the catalogs, the record. Built when asked for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cscli.datafile import Cache
from cscli.errors import UsageError
from cscli.paths import Paths, is_file, platform_paths

if TYPE_CHECKING:
    from cscli.config import Settings
    from cscli.desk.database.record import Record
    from cscli.markets.catalog import Catalog
    from cscli.replies.catalog import TemplateCatalog
    from cscli.replies.voice import Sender

RECORD_NAME = "desk.db"


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One run of the program. ``now`` is an aware instant in UTC; ``given`` holds settings from the command line."""

    environ: Mapping[str, str]
    now: datetime
    config_file: str = ""
    workspace: str = ""
    db: str = ""
    given: Mapping[str, str] = field(default_factory=dict)

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
        from cscli.desk.database.record import Record

        return Record(self.record_path)

    def cache(self, *, creates: bool = False) -> Cache:
        """The cache; only a command that writes anyway may make its folder."""
        return Cache(folder=self.paths.cache, creates=creates)

    def catalog(self, cache: Cache | None = None) -> "Catalog":
        """Markets and languages."""
        from cscli.markets.catalog import Catalog

        return Catalog(self.paths, cache or self.cache(), {"iana-zone": all_zones})

    def templates(self, cache: Cache | None = None) -> "TemplateCatalog":
        """Situations and templates."""
        from cscli.replies.catalog import TemplateCatalog

        return TemplateCatalog(self.paths, cache or self.cache())

    @cached_property
    def sender(self) -> "Sender":
        """Who signs."""
        from cscli.markets.language import Gender
        from cscli.replies.voice import Sender

        return Sender(
            shop=self.settings.text("shop.name"),
            agent=self.settings.text("agent.name"),
            gender=Gender(self.settings.text("agent.gender")),
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
