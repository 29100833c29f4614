"""What comes in and goes out of a case: its opening, customers' messages, notes, and texts that leave the desk."""

from collections.abc import Iterable
from typing import NamedTuple

from cscli.desk.cases.event import ASKS_NOTHING, CaseChange, CaseEvent, Priority, Stage
from cscli.desk.cases.journal import Journal
from cscli.desk.cases.moves import Move
from cscli.desk.log import Interaction
from cscli.desk.recording import interaction_row
from cscli.record.rows import cases as table
from cscli.record.rows import interactions


class NewCase(NamedTuple):
    """What is known of a case when it is opened. ``is_ours``: the desk's own matter, not a customer's."""

    customer: str = ""
    order_number: str = ""
    market: str = ""
    language: str = ""
    channel: str = ""
    subject: str = ""
    priority: Priority = Priority.NORMAL
    assignee: str = ""
    tags: tuple[str, ...] = ()
    follows: int | None = None
    is_ours: bool = False


class Heard(NamedTuple):
    """Where a message went: its id, its case, and whether that was made for it (it then follows another case)."""

    interaction: int
    case: int
    is_new: bool = False
    follows: int | None = None


def opened(journal: Journal, move: Move, opening: NewCase, reason: str = "") -> int:
    """Open a case; the number of ``move`` does not count. Returns its number."""
    number = journal.add_case({name: getattr(opening, name) for name in table.FACTS}, move.at)
    own = move._replace(number=number)
    stage = Stage.OPEN if opening.is_ours else Stage.NEW
    journal.write(own.event(CaseChange.OPENED, to_value=str(stage), reason=reason), *_given(own, opening))
    return number


def heard(journal: Journal, move: Move, message: Interaction) -> Heard:
    """Record a customer's message in a case, or in a new one that follows it where it is over.

    The message says by its ``attention`` whether it asks for nothing (``thanks``, ``robot``, ``rating``): then it
    reopens nothing. One that is recorded already changes nothing.

    Args:
        journal: where it is written.
        move: the case, which may be merged into another, and when; ``by`` is who took the message in.
        message: what came in.

    Raises:
        NotFoundError: there is no such case.
    """
    known = interactions.of_origin(journal.record, message.origin)
    if known and (events := journal.events_of_interaction(known["id"])):
        return Heard(known["id"], events[-1].number)
    state = journal.surviving(move.number, move.at)
    number, is_new = state.number, False
    if state.state in (Stage.CLOSED, Stage.SPAM) and message.attention not in ASKS_NOTHING:
        number, is_new = _following(journal, move, state.number, message), True
    added = _added(journal, number, message)
    if known:  # it was recorded before, but in no case
        table.move_interaction(journal.record, journal.transaction, added, number)
    own = CaseEvent(
        number=number, at=move.at, by=message.customer, what=CaseChange.MESSAGE, interaction=added,
        reason=message.attention if message.attention in ASKS_NOTHING else "",
    )  # fmt: skip
    journal.write(own)
    return Heard(added, number, is_new, state.number if is_new else None)


def noted(journal: Journal, move: Move, note: Interaction) -> int:
    """Record a note for colleagues in a case; returns the id of the note."""
    journal.state(move.number, move.at)
    added = _added(journal, move.number, note)
    journal.write(move.event(CaseChange.NOTE, interaction=added))
    return added


def answered(journal: Journal, move: Move, text: Interaction, reason: str = "") -> int:
    """Record a text to the customer in a case, with what became of it so far as its ``state``; returns its id.

    Only ``sent``, ``printed`` and ``copied`` count as answers; ``reason`` is ``automatic`` for a robot's text.
    """
    state = journal.surviving(move.number, move.at)
    added = _added(journal, state.number, text)
    own = move._replace(number=state.number)
    journal.write(own.event(CaseChange.REPLY, to_value=text.state, interaction=added, reason=reason))
    return added


def text_became(journal: Journal, move: Move, interaction: int, state: str, reason: str = "") -> None:
    """Keep what became of an outgoing text, in its row and in its case; the number of ``move`` does not count."""
    interactions.set_state(journal.record, journal.transaction, interaction, state)
    events = journal.events_of_interaction(interaction)
    if events:
        last = events[-1]
        automatic = reason or last.reason
        own = move._replace(number=last.number)
        journal.write(
            own.event(
                CaseChange.REPLY, from_value=last.to_value, to_value=state, interaction=interaction, reason=automatic
            )
        )


def _given(move: Move, opening: NewCase) -> Iterable[CaseEvent]:
    """The events of what is set when a case is opened."""
    if opening.priority is not Priority.NORMAL:
        yield move.event(
            CaseChange.PRIORITY, from_value=str(Priority.NORMAL), to_value=str(opening.priority)
        )  # fmt: skip
    if opening.assignee:
        yield move.event(CaseChange.ASSIGNED, to_value=opening.assignee)
    yield from (move.event(CaseChange.TAGGED, to_value=tag) for tag in dict.fromkeys(opening.tags))


def _following(journal: Journal, move: Move, number: int, message: Interaction) -> int:
    """Open a case that follows one that is over."""
    row = journal.row(number)
    facts = {name: row[name] for name in ("customer", "order_number", "market", "language", "channel", "subject")}
    said = {"language": message.language, "channel": message.channel, "subject": message.subject}
    return opened(
        journal, move, NewCase(**{**facts, **{name: text for name, text in said.items() if text}}, follows=number)
    )


def _added(journal: Journal, number: int, said: Interaction) -> int:
    """Record a text in a case; a text without a customer or market has those of the case."""
    facts = {} if said.customer and said.market else journal.row(number)
    known = {name: getattr(said, name) or facts.get(name, "") for name in ("customer", "market")}
    row = interactions.stored(interaction_row(said._replace(case_id=number, **known)))
    return interactions.add_all(journal.record, journal.transaction, [row])[0]
