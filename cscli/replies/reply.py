"""A finished reply, and everything that was decided on the way to it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from cscli.markets.terms import Channel, Register
from cscli.quality.finding import Finding


class LocalCustomer(NamedTuple):
    """The customer's side of the clock: zone, local time (with offset), whether shops are open, whether it is quiet."""

    key: str
    zone: str
    local_time: str
    open: bool
    quiet: bool


class Gloss(NamedTuple):
    """The same reply in a language the agent reads, from the template in that language."""

    language: str
    body: str
    source: str = "template"


class Reply(NamedTuple):
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


class Preview(NamedTuple):
    """One template rendered for a market in which its language is written."""

    intent: str
    language: str
    market: str
    channel: str
    subject: str
    body: str
