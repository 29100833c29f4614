"""What ``cscli reply`` shows: the text alone on stdout, and beside it what an agent wants to know before sending."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from cscli.cli.door import output
from cscli.cli.door.result import Note, Result
from cscli.errors import DeskError

if TYPE_CHECKING:
    from cscli.markets.market import Market
    from cscli.outbox.outbox import Ready
    from cscli.quality.finding import Finding


def shown_reply(ready: "Ready", notes: Sequence[Note], number: int | None, failure: DeskError | None) -> Result:
    """A reply that may be sent; ``failure`` is why it could not be recorded."""
    return Result(
        data=_as_data(ready, number), shown=ready.reply.body, notes=tuple(notes),
        problems=failure.problems if failure else (),
    )  # fmt: skip


def refused_reply(ready: "Ready") -> Result:
    """A reply that must not be sent: nothing on stdout, and each reason."""
    data = {**_as_data(ready, None), "body": None, "rejected": ready.reply.body}
    return Result(data=data, shown="", problems=ready.refused)


def facts(ready: "Ready", market: "Market", *, shop: str, zone_is_known: bool) -> list[Note]:
    """Subject, market, language, register, the customer's clock, and the findings; warnings also in a pipe."""
    reply = ready.reply
    there = reply.customer
    state = "quiet hours" if there.quiet else "open" if there.open else "closed"
    city = there.zone.rpartition("/")[2].replace("_", " ")
    clock = datetime.fromisoformat(there.local_time).strftime("%a %Y-%m-%d %H:%M")
    about = (market.name, reply.language, f"{reply.register} {reply.address}".strip(), reply.channel)
    notes = [
        Note(text=""),
        *([Note(text=f"Subject: {reply.subject}")] if reply.subject else []),
        Note(text=" · ".join(about)),
        Note(text=f"It is {clock} in {city} ({state})."),
    ]
    if market.has_several_zones and not zone_is_known:
        notes.append(Note(text=f"{market.name} has several time zones; {city} is assumed. Say which with --zone."))
    if not shop:
        notes.append(Note(text="The shop has no name yet, so the reply leaves it out. Set it with: cscli init"))
    notes += findings_told(reply.findings)
    if reply.gloss:
        notes.append(Note(text=f"\n--- the same in {reply.gloss.language} ---\n{reply.gloss.body}", always=True))
    return notes


def findings_told(findings: "Sequence[Finding]", *, always: bool = False) -> list[Note]:
    """Findings as lines; what is more than information is told in a pipe, too."""
    return [
        Note(text=f"{f.severity}: {f.message} {f.suggestion}".rstrip(), always=always or f.severity != "info")
        for f in findings
    ]


def _as_data(ready: "Ready", number: int | None) -> dict[str, object]:
    done = ready.interpreted
    return {
        **output.plain(ready.reply), "machine": done is not None, "translation": done.as_data if done else None,
        "interaction_id": number,
    }  # fmt: skip
