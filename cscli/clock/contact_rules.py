"""The old place of the contact rules; gone when nobody looks here any more."""

from cscli.clock.market_hours import CHANNELS, PURPOSES, ContactAnswer, ContactRules, Decision, require_contact

__all__ = ["CHANNELS", "PURPOSES", "ContactAnswer", "ContactRules", "Decision", "require_contact"]
