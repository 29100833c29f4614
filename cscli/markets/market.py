"""A market: who the customers are, where they live, and what an agent must know before writing.

What the program computes with is parsed into fields; what people read (tone, manners, rights) stays in ``card``,
as it stands in the file, each fact with its source and grade of confidence.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from cscli.markets.terms import Register


class QuietRule(NamedTuple):
    """When customers are not contacted on some channels for a purpose; all rules that fit hold together.

    ``window`` are the quiet local hours of every day, ``HH:MM-HH:MM``, and may pass midnight; empty: no hour is quiet.
    ``days`` are the days that differ, each with the windows in which contact is allowed instead of what ``window``
    leaves over, none for a day without contact. Its keys are ``mon``..``sun``, spans such as ``mon-fri``, ``holiday``
    (public) and ``holiday-eve``: a holiday goes before its eve, an eve before the weekday. ``consent``: within the
    allowed hours, too, the customer must have agreed before. ``zones``: the rule is for customers there; empty:
    everywhere. ``purpose`` is ``marketing``, ``service`` (notices of the shop's own accord), ``reply`` (to a customer
    who wrote) or ``any``; ``basis`` is ``law`` or ``custom``; ``sources`` are keys of the list of sources.
    """

    window: str
    channels: tuple[str, ...]
    purpose: str
    basis: str
    days: Mapping[str, tuple[str, ...]] = {}
    consent: bool = False
    zones: tuple[str, ...] = ()
    note: str = ""
    confidence: str = "low"
    sources: tuple[str, ...] = ()


class Market(NamedTuple):
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
        quiet=tuple(_quiet_rule(rule) for rule in content["quiet"]),
        register=Register(content["register"]["default"]),
        money_patterns=content.get("money", {}).get("patterns", {}),
        drops_zero_decimals=content.get("money", {}).get("drop_zero_decimals", False),
        card=content,
    )


def _quiet_rule(content: Mapping[str, Any]) -> QuietRule:
    return QuietRule(
        window=content.get("hours", ""),
        channels=tuple(content["channels"]),
        purpose=content["purpose"],
        basis=content["basis"],
        days={days: tuple(windows) for days, windows in content.get("days", {}).items()},
        consent=content.get("consent", False),
        zones=tuple(content.get("zones", ())),
        note=content.get("note", ""),
        confidence=content["confidence"],
        sources=tuple(content.get("sources", ())),
    )
