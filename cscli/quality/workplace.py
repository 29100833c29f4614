"""What checks and translations need from the current run."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from cscli.cache import Cache
from cscli.config import Settings
from cscli.markets.catalog import Catalog
from cscli.paths import Paths
from cscli.record.record import Record
from cscli.state.machine import MachineState
from cscli.text import base_tag


class Workplace(Protocol):
    """A run; its parts are created on demand."""

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment variables, for keys of engines."""

    @property
    def now(self) -> datetime:
        """The current time, aware."""

    @property
    def paths(self) -> Paths:
        """The locations of data files."""

    @property
    def settings(self) -> Settings:
        """The settings of the run."""

    @property
    def record(self) -> Record:
        """The record, with the memory and the shop's glossary."""

    @property
    def machine(self) -> MachineState:
        """The state of this machine: consents, engine pauses, the bulk ledger."""

    def catalog(self, cache: Cache | None = None) -> Catalog:
        """Markets and languages."""

    def cache(self, *, creates: bool = False) -> Cache:
        """The cache of data files; ``creates``: create its folder."""


def known_languages(catalog: Catalog) -> tuple[str, ...]:
    """The base languages (``de``) that language detection chooses from."""
    return tuple(dict.fromkeys(base_tag(tag) for tag in catalog.language_tags()))


def own_domains(settings: Settings) -> tuple[str, ...]:
    """The shop's domain, whose addresses are not personal data; empty if not set."""
    url = settings.text("shop.url")
    host = urlsplit(url).hostname or "" if "//" in url else ""
    return (host.removeprefix("www."),) if host else ()
