"""How a reply sounds: everything that is the same for all customers written to in one way."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from cscli.markets.language import Language
from cscli.markets.market import Market
from cscli.markets.terms import Channel, Gender, Register


class Sender(NamedTuple):
    """Who writes; empty names leave out what would need them."""

    shop: str = ""
    agent: str = ""
    gender: Gender = Gender.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Market, language, channel, register and sender of replies; an empty ``zone`` is the market's default.

    ``today`` is the customer's date; without it no date is called today.
    """

    market: Market
    language: Language
    channel: Channel
    register: Register
    sender: Sender = field(default_factory=Sender)
    zone: str = ""
    today: date | None = None
