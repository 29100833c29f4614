"""The order of a bulk run: what was asked for, where its files are, and whether it is still that of an earlier run."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from cscli.bulk.output import STDIO
from cscli.errors import RefusedError, UsageError
from cscli.outbox.addressee import Reach
from cscli.state.ledger import Run

_FILES = ("to", "rejects")  # an output cannot become another one half way through


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The options of ``bulk run``, as they were typed; the ledger keeps them so that a run can be resumed.

    Args:
        source: the input: a file, or ``-`` for stdin.
        out: where the replies go: a file or folder, or ``-`` for stdout.
        to: the kind of output; empty: by the name of ``out``.
        rejects: where rejected rows go; empty: nowhere.
        kind: the kind of input; empty: by the name of ``source``.
        intents: the situations, where a row names none. This and the following five are the defaults of all rows.
        market: the market.
        language: the language.
        register: the register; empty: as the market asks for.
        channel: the channel.
        zone: the time zone.
        mapping: what columns mean, by heading.
        preset: ``shopify``, ``woocommerce``, ``amazon``, ``ebay``, or empty.
        dates: the order of day, month and year in the input: dmy, mdy or ymd; empty: 2026-12-03 only.
        decimal: comma or point, of amounts in the input; empty: a point.
        sheet: the sheet of a spreadsheet, by name or number; empty: the first.
        send_at: ``next-window``, ``local:HH:MM`` or an instant; empty: messages have no time.
        rate: how fast they follow, such as ``120/min``.
        purpose: reply, service or marketing.
        sender: who a mail is from.
        translate: replies are translated where there is no template in the customer's language.
        engines: which engines translate; empty: those of the settings.
        online: texts may be sent to online engines.
        private: no text leaves this machine.
        log: replies are recorded.
        allow: ids of checks whose errors do not reject a row.
        allow_duplicates: a key may come again.
    """

    source: str
    out: str = ""
    to: str = ""
    rejects: str = ""
    kind: str = ""
    intents: tuple[str, ...] = ()
    market: str = ""
    language: str = ""
    register: str = ""
    channel: str = "email"
    zone: str = ""
    mapping: dict[str, str] = field(default_factory=dict)
    preset: str = ""
    dates: str = ""
    decimal: str = ""
    sheet: str = ""
    send_at: str = ""
    rate: str = ""
    purpose: str = "service"
    sender: str = ""
    translate: bool = False
    engines: tuple[str, ...] = ()
    online: bool = False
    private: bool = False
    log: bool = False
    allow: tuple[str, ...] = ()
    allow_duplicates: bool = False

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Order":
        """The order as the ledger kept it, where a tuple is a list; options of other versions are left out."""
        known = {option.name for option in fields(cls)}
        given: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in kept.items() if n in known}
        return cls(**given)

    @property
    def reach(self) -> Reach:
        """How customers are reached where neither their row nor the record says it."""
        return Reach(self.market, self.language, self.register, self.channel, self.zone)

    @property
    def is_streamed(self) -> bool:
        """Whether the replies go to stdout."""
        return self.out == STDIO


def placed(order: Order) -> Order:
    """The order with absolute paths, so that a run can be resumed from another folder.

    Raises:
        UsageError: rejected rows would go where the replies go, or to stdout.
    """
    source, out, rejects = (
        place if place in ("", STDIO) else str(Path(place).expanduser().absolute()) + _slash(place)
        for place in (order.source, order.out, order.rejects)
    )
    if rejects == STDIO:
        raise UsageError("Rejected rows go to a file.", code="bad-rejects", hint="Name one: --rejects rejected.csv")
    if rejects and out != STDIO and Path(rejects).resolve() == Path(out).resolve():
        raise UsageError(
            "Rejected rows cannot go where the replies go.",
            code="bad-rejects",
            hint="Name another file with --rejects.",
        )
    return replace(order, source=source, out=out, rejects=rejects)


def require_same_order(known: Run, order: Order, *, accepts_changes: bool) -> None:
    """Refuse to resume a run by a command line that asks for something else; the input is compared by its rows.

    Raises:
        RefusedError: options differ, and that is not accepted or cannot be.
    """
    before = Order.of(known.plan["order"])
    changed = [f.name for f in fields(Order) if getattr(before, f.name) != getattr(order, f.name)]
    changed = [name for name in changed if name != "source" and (name in _FILES or not accepts_changes)]
    if changed:
        raise RefusedError(
            f"The run that wrote to {order.out} had other options: {', '.join(map(_option, changed))}.",
            code="options-changed",
            hint=f"Give them as they were, or go on as it began: cscli bulk resume {known.id}",
        )


def _option(name: str) -> str:
    known = {"intents": "intent", "engines": "engine", "mapping": "map", "preset": "map"}
    return "--" + known.get(name, name).replace("_", "-")


def _slash(place: str) -> str:
    return os.sep if place.endswith(("/", os.sep)) else ""
