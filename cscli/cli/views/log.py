"""What ``cscli log`` shows: one interaction in full, or a line for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from cscli.cli.door.agent_clock import AgentClock
from cscli.cli.door.result import Note, Result, Table
from cscli.desk.log import Interaction
from cscli.text import count_words, one_line

_PREVIEW = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The id of a new interaction."""

    id: int


def recorded(number: int) -> Result[Recorded]:
    """The id alone."""
    return Result(data=Recorded(id=number), shown=str(number), notes=(Note(text=f"Recorded as {number}."),))


def interaction_shown(found: Interaction, clock: AgentClock) -> Result[Interaction]:
    """The text as it was written, and beside it everything else."""
    parts = (found.direction, found.customer, found.market, found.language, found.channel, found.intent, found.agent)
    about = " · ".join(part for part in parts if part)
    notes = [Note(text=""), Note(text=f"{found.id} · {clock.instant(found.at)} · {about}")]
    if found.subject:
        notes.append(Note(text=f"Subject: {found.subject}"))
    if found.agent_text:
        seen = f", seen by {', '.join(found.engines)}" if found.engines else ""
        notes.append(Note(text=f"\n--- in {found.agent_language}{seen} ---\n{found.agent_text}"))
    return Result(data=found, shown=found.body, notes=tuple(notes))


def interactions_listed(found: Sequence[Interaction], clock: AgentClock) -> Result[tuple[Interaction, ...]]:
    """One line for each interaction, with the beginning of its text."""
    rows = [
        (str(one.id), clock.instant(one.at), one.direction, one.customer, one.market, one.intent, _beginning(one.body))
        for one in found
    ]
    columns = ("id", "at", "direction", "customer", "market", "intent", "text")
    narrow = ("id", "text", "customer", "at")
    return Result(
        data=tuple(found), shown=Table(columns=columns, rows=rows, narrow=narrow, cut=("customer", "intent", "text"))
    )


def _beginning(body: str) -> str:
    text = one_line(body)
    return text if len(text) <= _PREVIEW else text[: _PREVIEW - 1] + "…"


def searched(found: Result[tuple[Interaction, ...]], encrypted: int) -> Result[tuple[Interaction, ...]]:
    """What a search found, and that it did not look into encrypted texts."""
    if not encrypted:
        return found
    texts = count_words(encrypted, "encrypted text")
    told = f"The words of {texts} were not searched, only subjects and customers."
    return found._replace(notes=(*found.notes, Note(text=told, always=True)))
