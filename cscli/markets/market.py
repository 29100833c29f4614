"""A market: who the customers are, where they live, and what an agent must know before writing.

What the program computes with is parsed into fields; what people read (tone, manners, rights) stays in ``card``,
as it stands in the file, each fact with its source and grade of confidence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cscli.markets.language import Register


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietRule:
    """Local hours in which customers are not contacted; ``window`` is ``HH:MM-HH:MM`` and may pass midnight."""

    window: str
    channels: tuple[str, ...]
    purpose: str
    basis: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """One market. ``languages`` are BCP 47 locales, the default first; ``zones`` IANA names, the default first."""

    code: str
    name: str
    own_name: str
    currency: str
    languages: tuple[str, ...]
    zone: str
    zones: tuple[str, ...]
    first_day: str
    weekend: tuple[str, ...]
    hours: Mapping[str, tuple[str, ...]]
    quiet: tuple[QuietRule, ...]
    register: Register
    money_patterns: Mapping[str, str]
    drops_zero_decimals: bool
    card: Mapping[str, Any]

    @property
    def has_several_zones(self) -> bool:
        """Whether the default zone is only a guess for a given customer."""
        return len(self.zones) > 1


def parse_market(content: Mapping[str, Any]) -> Market:
    """A market from its file content, already checked against the schema."""
    return Market(
        code=content["market"],
        name=content["name"],
        own_name=content["own_name"],
        currency=content["currency"],
        languages=tuple(entry["tag"] for entry in content["languages"]),
        zone=content["zone"],
        zones=tuple(content["zones"]),
        first_day=content["week"]["first_day"],
        weekend=tuple(content["week"]["weekend"]),
        hours={days: tuple(windows) for days, windows in content["hours"].items()},
        quiet=tuple(
            QuietRule(
                window=rule["hours"],
                channels=tuple(rule["channels"]),
                purpose=rule["purpose"],
                basis=rule["basis"],
                note=rule.get("note", ""),
            )
            for rule in content["quiet"]
        ),
        register=Register(content["register"]["default"]),
        money_patterns=content.get("money", {}).get("patterns", {}),
        drops_zero_decimals=content.get("money", {}).get("drop_zero_decimals", False),
        card=content,
    )
