"""What ``cscli note``, ``say``, ``drafts`` and ``undo`` show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cscli.cli.door.agent_clock import AgentClock
from cscli.cli.door.result import Note, Result, Table
from cscli.cli.views.reply import filled_told, findings_told
from cscli.desk.orders.values import FilledValue
from cscli.outbox.drafts import KeptDraft
from cscli.quality.finding import Finding
from cscli.text import one_line

if TYPE_CHECKING:
    from cscli.cli.day.answer_out import Settled
    from cscli.cli.views.case.payload import CaseChanged
    from cscli.cli.views.item import ItemShown

_PREVIEW = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteKept:
    """A note that was kept; ``case`` is None where it is only about a customer."""

    interaction_id: int
    case: int | None
    customer: str
    mentions: tuple[str, ...]


def note_kept(number: int, case: int | None, customer: str, mentions: tuple[str, ...]) -> Result[NoteKept]:
    """The id of a note, and where it was kept."""
    where = f"in case {case}" if case is not None else f"about customer {customer}" if customer else "in the log"
    told = f" It mentions {', '.join(mentions)}." if mentions else ""
    return Result(
        data=NoteKept(interaction_id=number, case=case, customer=customer, mentions=mentions), shown=str(number),
        notes=(Note(text=f"Note {number} is kept {where}.{told}"),),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A text that was begun on this machine; ``state`` is kept, gone or dropped."""

    number: int
    at: datetime | None
    agent: str
    state: str
    case: int | None
    customer: str
    language: str
    channel: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLeft:
    """A text and what became of it. ``draft`` is its number as long as it has not left the desk.

    ``agent_text`` is what the agent wrote, where it was translated.
    """

    state: str
    case: int | None
    draft: int | None
    interaction_id: int | None
    customer: str
    market: str
    language: str
    channel: str
    subject: str
    body: str
    agent_text: str
    engines: tuple[str, ...]
    filled: tuple[FilledValue, ...]
    findings: tuple[Finding, ...]


def drafts_listed(found: Sequence[KeptDraft], clock: AgentClock) -> Result[tuple[DraftRow, ...]]:
    """Drafts, the newest first."""
    rows = tuple(
        DraftRow(
            number=one.number, at=one.at, agent=one.agent, state=one.state, case=one.case,
            customer=one.outgoing.customer, language=one.outgoing.language, channel=one.outgoing.channel,
            subject=one.outgoing.subject, text=one.text,
        )
        for one in found
    )  # fmt: skip
    cells = [
        (
            str(r.number), clock.marked(r.at) if r.at else "", r.state, str(r.case or ""), r.customer,
            r.language, one_line(r.text)[:_PREVIEW],
        )
        for r in rows
    ]  # fmt: skip
    return Result(
        data=rows,
        shown=Table(
            columns=("number", "at", "state", "case", "customer", "language", "text"),
            narrow=("number", "text", "customer", "case"), cut=("customer", "text"), rows=cells,
            empty="There is no draft.",
        ),
    )  # fmt: skip


def draft_left(
    draft: KeptDraft, done: "Settled", number: int | None, *, filled: tuple[FilledValue, ...], notes: Sequence[Note],
    with_subject: bool,
) -> Result[DraftLeft]:  # fmt: skip
    """A text with what became of it, and what the checks say; what refuses it is said once, as a problem."""
    said = draft.outgoing
    data = DraftLeft(
        state=done.state, case=draft.case, draft=number, interaction_id=done.interaction, customer=said.customer,
        market=said.market, language=said.language, channel=said.channel, subject=said.subject, body=said.body,
        agent_text=said.agent_text, engines=said.engines, filled=filled, findings=said.findings,
    )  # fmt: skip
    shown = f"Subject: {said.subject}\n\n{said.body}" if with_subject and said.subject else said.body
    refused = {problem.code for problem in done.problems}
    told = [*filled_told(filled), *findings_told([f for f in said.findings if f.check not in refused]), *notes]
    return Result(data=data, shown=shown, notes=tuple(told), problems=done.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoneThing:
    """What was taken back, in words; its case, and the draft that a text became."""

    what: str
    case: int | None
    draft: int | None


def thing_undone(what: str, case: int | None, draft: int | None) -> Result[UndoneThing]:
    """What was taken back, and where."""
    where = "" if case is None else f"case {case}: "
    return Result(data=UndoneThing(what=what, case=case, draft=draft), shown=f"Taken back: {where}{what}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneAndNext:
    """The case that was resolved, and the one that was taken next; None where none is free."""

    done: "CaseChanged"
    next: "ItemShown | None"


def done_and_next(done: "Result[CaseChanged]", following: "Result[ItemShown] | Result[None]") -> Result[DoneAndNext]:
    """The card of the next case, after what is said of the one that was resolved."""
    data = DoneAndNext(done=done.payload, next=following.payload)
    return Result(data=data, shown=following.shown, notes=(*done.notes, *following.notes))
