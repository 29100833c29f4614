"""What the outbox takes from the run of the program that it is part of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from cscli.config import Settings
from cscli.datafile import Cache
from cscli.markets.catalog import Catalog
from cscli.paths import Paths
from cscli.record.record import Record
from cscli.replies.catalog import TemplateCatalog
from cscli.replies.voice import Sender


class Workplace(Protocol):
    """One run. What it gives is made when it is asked for."""

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment, for the keys of engines."""

    @property
    def now(self) -> datetime:
        """The current instant, aware."""

    @property
    def paths(self) -> Paths:
        """Where data files are."""

    @property
    def settings(self) -> Settings:
        """The settings of the run."""

    @property
    def record(self) -> Record:
        """The record of the desk."""

    @property
    def sender(self) -> Sender:
        """Who signs."""

    def catalog(self, cache: Cache | None = None) -> Catalog:
        """Markets and languages."""

    def templates(self, cache: Cache | None = None) -> TemplateCatalog:
        """Situations and templates."""

    def cache(self, *, creates: bool = False) -> Cache:
        """The cache of data files; it is made only where ``creates`` says so."""
