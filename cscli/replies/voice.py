"""How a reply sounds: everything that is the same for all customers written to in one way."""

from dataclasses import dataclass, field
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
    """Market, language, channel, register and sender of replies; an empty ``zone`` is the market's default."""

    market: Market
    language: Language
    channel: Channel
    register: Register
    sender: Sender = field(default_factory=Sender)
    zone: str = ""
