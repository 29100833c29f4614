"""When a person must read a message before anything is answered, and why."""

from enum import StrEnum
from typing import NamedTuple


class AttentionReason(StrEnum):
    """Why a person must read a message. The names are labels of the weights, too."""

    THANKS = "thanks"
    """Nothing is asked: the customer only says thank you."""
    THREAT = "threat"
    """A lawyer, a court, a chargeback, the police, an injury, the press."""
    DATA_PROTECTION = "data-protection"
    """A right of the law on personal data is used."""
    OTHER_PERSON = "other-person"
    """It asks about the order or the data of somebody else."""
    OFFER = "offer"
    """Advertising, an application, a fraud: not from a customer."""
    UNCLEAR = "unclear"
    """Nothing speaks clearly enough for a situation."""


class Attention(NamedTuple):
    """A person must read this. ``because``: the words of the message that speak for it; may be empty."""

    reason: AttentionReason
    because: tuple[str, ...]
