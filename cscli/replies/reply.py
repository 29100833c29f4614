"""A finished reply, and everything that was decided on the way to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cscli.markets.terms import Channel, Register
from cscli.quality.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalCustomer:
    """The customer's side of the clock: zone, local time (with offset), whether shops are open, whether it is quiet."""

    key: str
    zone: str
    local_time: str
    open: bool
    quiet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gloss:
    """The same reply in a language the agent reads, from the template in that language."""

    language: str
    body: str
    source: str = "template"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A finished reply and everything that was decided for it."""

    intent: str
    intents: tuple[str, ...]
    market: str
    language: str
    register: Register
    channel: Channel
    subject: str
    body: str
    variant: tuple[str, ...]
    template_digest: str
    address: str
    customer: LocalCustomer
    findings: tuple[Finding, ...]
    gloss: Gloss | None
    values: Mapping[str, Any]
    is_draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One template rendered for a market in which its language is written."""

    intent: str
    language: str
    market: str
    channel: str
    subject: str
    body: str
