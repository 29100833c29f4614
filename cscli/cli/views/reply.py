"""What ``cscli reply`` shows: the text alone on stdout, and beside it what an agent wants to know before sending."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from cscli.cli.door.output import SPREAD
from cscli.cli.door.result import Note, Result
from cscli.desk.orders.values import FilledValue
from cscli.errors import Problem
from cscli.markets.market import Market
from cscli.outbox.outbox import Ready
from cscli.quality.finding import Finding
from cscli.replies.reply import Reply

if TYPE_CHECKING:
    from cscli.outbox.translate import Interpreted
    from cscli.translation.brief import TranslatedSegment


class TranslatedReply(NamedTuple):
    """How a reply was translated; ``original`` is its text in the language of the template."""

    source: str
    target: str
    original: str
    engines: tuple[str, ...]
    segments: "tuple[TranslatedSegment, ...]"
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ReplyPayload:
    """A reply, whether a machine translated it, what nobody typed, and the id under which it is recorded.

    ``case`` is the number of the case that it answers, ``state`` what became of it there: printed, copied, sent ...
    ``draft`` is the number under which the text is kept on this machine.
    """

    reply: Reply = field(metadata=SPREAD)
    machine: bool
    translation: TranslatedReply | None
    filled: tuple[FilledValue, ...] = ()
    interaction_id: int | None = None
    case: int | None = None
    state: str = ""
    draft: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RefusedReply(ReplyPayload):
    """A reply that must not be sent: its text stands apart, so that no script takes it for an answer."""

    body: None = None
    rejected: str


def whole_text(reply: Reply) -> str:
    """An e-mail with its subject and an empty line before its text; a chat as it is."""
    return f"Subject: {reply.subject}\n\n{reply.body}" if reply.subject else reply.body


class LeftAs(NamedTuple):
    """What became of a reply: its id, or why it could not be recorded; its case, its state, its draft."""

    interaction: int | None = None
    problems: tuple[Problem, ...] = ()
    case: int | None = None
    state: str = ""
    draft: int | None = None


def shown_reply(
    ready: Ready, notes: Sequence[Note], left: LeftAs, *, filled: tuple[FilledValue, ...], with_subject: bool
) -> Result[ReplyPayload]:
    """A reply that may be sent."""
    done = ready.interpreted
    data = ReplyPayload(
        reply=ready.reply, machine=done is not None, translation=_translation(done), filled=filled,
        interaction_id=left.interaction, case=left.case, state=left.state, draft=left.draft,
    )  # fmt: skip
    shown = whole_text(ready.reply) if with_subject else ready.reply.body
    return Result(data=data, shown=shown, notes=tuple(notes), problems=left.problems)


def refused_reply(ready: Ready, filled: tuple[FilledValue, ...], draft: int | None = None) -> Result[ReplyPayload]:
    """A reply that must not be sent: nothing on stdout, and each reason; ``draft`` is where its text is kept."""
    done = ready.interpreted
    data = RefusedReply(
        reply=ready.reply, machine=done is not None, translation=_translation(done), filled=filled,
        rejected=ready.reply.body, draft=draft,
    )  # fmt: skip
    kept = () if draft is None else (Note(text=f"Kept as draft {draft}: cscli recall {draft}", always=True),)
    return Result(data=data, shown="", notes=kept, problems=ready.refused)


def filled_told(filled: Sequence[FilledValue]) -> list[Note]:
    """A line for each value that nobody typed, with its source."""
    if not filled:
        return []
    texts = (", ".join(map(str, one.value)) if isinstance(one.value, list) else str(one.value) for one in filled)
    told = (f"{one.variable}: {text} ({one.source})" for one, text in zip(filled, texts, strict=True))
    return [Note(text=""), *(Note(text=text) for text in told)]


def facts(ready: Ready, market: Market, *, shop: str, zone_is_known: bool) -> list[Note]:
    """Market, language, register, the customer's clock, and the findings; warnings are said in a pipe, too."""
    reply = ready.reply
    there = reply.customer
    state = "quiet hours" if there.quiet else "open" if there.open else "closed"
    city = there.zone.rpartition("/")[2].replace("_", " ")
    clock = datetime.fromisoformat(there.local_time).strftime("%a %Y-%m-%d %H:%M")
    about = (market.name, reply.language, f"{reply.register} {reply.address}".strip(), reply.channel)
    notes = [
        Note(text=""),
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


def findings_told(findings: Sequence[Finding], *, always: bool = False) -> list[Note]:
    """Findings as lines; warnings and errors are said in a pipe, too."""
    return [
        Note(text=f"{f.severity}: {f.message} {f.suggestion}".rstrip(), always=always or f.severity != "info")
        for f in findings
    ]


def _translation(done: "Interpreted | None") -> TranslatedReply | None:
    if done is None:
        return None
    text = done.translation
    return TranslatedReply(
        source=text.source, target=text.target, original=done.original, engines=text.seen_by, segments=text.segments,
        allowed=done.allowed,
    )  # fmt: skip
