"""What checks and translations take from the run of the program that they are part of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from cscli.config import Settings
from cscli.datafile import Cache
from cscli.markets.catalog import Catalog
from cscli.paths import Paths
from cscli.record.record import Record
from cscli.state.machine import MachineState
from cscli.text import base_tag


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
        """The record, with the memory and the glossary of the shop."""

    @property
    def machine(self) -> MachineState:
        """The state of this machine: consents, pauses of engines, the ledger of bulk runs."""

    def catalog(self, cache: Cache | None = None) -> Catalog:
        """Markets and languages."""

    def cache(self, *, creates: bool = False) -> Cache:
        """The cache of data files; its folder is made only where ``creates`` says so."""


def known_languages(catalog: Catalog) -> tuple[str, ...]:
    """The base languages (``de``) among which the language of a text is told."""
    return tuple(dict.fromkeys(base_tag(tag) for tag in catalog.language_tags()))


def own_domains(settings: Settings) -> tuple[str, ...]:
    """The shop's own domain, whose addresses are not personal data; empty where none is set."""
    url = settings.text("shop.url")
    host = urlsplit(url).hostname or "" if "//" in url else ""
    return (host.removeprefix("www."),) if host else ()
