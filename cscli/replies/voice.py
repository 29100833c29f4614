"""How a reply sounds: everything that is the same for all customers written to in one way."""

from datetime import date
from typing import NamedTuple

from cscli.markets.language import Language
from cscli.markets.market import Market
from cscli.markets.terms import Channel, Gender, Kind, Register, register_named


class Sender(NamedTuple):
    """Who writes; empty names leave out what would need them."""

    shop: str = ""
    agent: str = ""
    gender: Gender = Gender.UNKNOWN


class Voice(NamedTuple):
    """Market, language, channel, register and sender of replies; an empty ``zone`` is the market's default.

    ``today`` is the customer's date; without it no date is called today. ``is_translated`` says that a machine
    translates the text: dates are written in full, as a date without its year, or ``tomorrow``, is not known for one.
    """

    market: Market
    language: Language
    channel: Channel
    register: Register
    sender: Sender = Sender()
    zone: str = ""
    today: date | None = None
    is_translated: bool = False


def chosen_register(asked: str, market: Market, kind: Kind, language: Language) -> Register:
    """The register of a reply: the one asked for, else the market's.

    Bad news is one step more formal, but never where that would change how the customer is addressed: a shop that
    says ``je`` or ``tú`` to a customer, or calls them by their first name, does so in every letter.

    Raises:
        UsageError: the register asked for does not exist.
    """
    if not asked:
        usual = market.register
        careful = usual.one_step_more_formal() if kind is Kind.BAD else usual
        return careful if language.addresses_alike(usual, careful) else usual
    return register_named(asked)
