"""The record of what leaves the desk. No other module makes an outgoing interaction; a test and a contract say so."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cscli.desk.log import Interaction
from cscli.desk.recording import PreparedRow, add_interaction, add_interactions, cut_back, prepared, prepared_like
from cscli.outbox.outgoing import Outgoing
from cscli.quality.finding import finding_data
from cscli.record.record import Record

if TYPE_CHECKING:
    from cscli.desk.cases.arrivals import Heard
    from cscli.desk.cases.journal import Journal

PreparedSent = PreparedRow
Also = Callable[["Journal", int], object]  # keeps more beside a text, by the id of its interaction


def record_sent(record: Record, outgoing: Outgoing, *, now: datetime, agent: str, state: str = "") -> int:
    """Record a text that leaves the desk, and give its id once it is safely on disk; ``state`` says how it left.

    Raises:
        UnavailableError: the record cannot be written.
    """
    return add_interaction(record, sent(outgoing, now=now, agent=agent)._replace(state=state))


def record_answer(  # noqa: PLR0913 - all of it is kept
    record: Record, outgoing: Outgoing, case: int, *, state: str, seen: int | None, now: datetime, agent: str,
    reason: str = "", also: Also | None = None,
) -> int:  # fmt: skip
    """Record a text that leaves the desk in a case, and give its id.

    Args:
        record: the record.
        outgoing: the text.
        case: the number of the case.
        state: what became of the text, such as ``printed`` or ``copied``.
        seen: the id of the newest text of the case that the agent saw; None where that does not count.
        now: the present instant.
        agent: who answers.
        reason: ``automatic`` for a text that answers nothing.
        also: what else is kept in the same transaction.

    Raises:
        RefusedError: ``case-changed``: something was said that the agent has not seen.
        UnavailableError: the record cannot be written.
    """
    from cscli.desk.cases.arrivals import answered  # noqa: PLC0415 - bulk runs record beside cases
    from cscli.desk.cases.journal import journal  # noqa: PLC0415 - as above
    from cscli.desk.cases.moves import Move  # noqa: PLC0415 - as above
    from cscli.desk.cases.taking import require_unchanged  # noqa: PLC0415 - as above

    move = Move(number=case, by=agent, at=int(now.timestamp()))
    with journal(record) as book:
        if seen is not None:
            require_unchanged(book, case, seen, move.at)
        number = answered(book, move, sent(outgoing, now=now, agent=agent)._replace(state=state), reason)
        if also:
            also(book, number)
        return number


def record_heard(record: Record, said: Outgoing, *, now: datetime, agent: str) -> int:
    """Record a text that a customer sent and an agent read in translation; it comes in, and nothing leaves.

    Raises:
        UnavailableError: the record cannot be written.
    """
    return add_interaction(record, sent(said, now=now, agent=agent)._replace(direction="in"))


def sent(outgoing: Outgoing, *, now: datetime, agent: str, origin: str = "") -> Interaction:
    """The interaction of a text that leaves the desk; ``origin`` names where it came from, such as a row of a run."""
    fields = outgoing._asdict()
    return Interaction(
        **{**fields, "findings": tuple(finding_data(f) for f in outgoing.findings)},
        direction="out", at=now, agent=agent, origin=origin,
    )  # fmt: skip


def shared_sent(outgoing: Outgoing, *, now: datetime, agent: str) -> Mapping[str, Any]:
    """What the record keeps alike of many texts that leave the desk; ``outgoing`` is one without texts of its own."""
    return prepared(sent(outgoing, now=now, agent=agent)).row


def prepared_sent(
    shared: Mapping[str, Any], own: Mapping[str, Any], frame: str = "", varying: str = ""
) -> PreparedSent:
    """The interaction of a text that leaves the desk, ready to be kept; a worker process does most of the work here.

    Args:
        shared: what ``shared_sent`` made.
        own: the fields in which it differs, ``findings`` among them.
        frame: of its text, as ``Rendered`` has it.
        varying: as above.
    """
    if found := own["findings"]:
        own = {**own, "findings": [finding_data(one) for one in found]}
    return prepared_like(shared, own, frame, varying)


def with_origin(ready: PreparedSent, origin: str) -> PreparedSent:
    """The same with its origin, which the run alone knows."""
    return PreparedSent({**ready.shared, **ready.own, "origin": origin}, {})


def record_said(record: Record, interaction: Interaction) -> int:
    """Record what was said elsewhere, and give its id: a message that came in, an answer given by other means, a note.

    Nothing leaves the desk by this, so nothing is checked.

    Raises:
        UnavailableError: the record cannot be written.
    """
    return add_interaction(record, interaction)


def record_said_in_case(record: Record, number: int, interaction: Interaction, by: str) -> "Heard":
    """Record what was said elsewhere in a case: a message, an answer that reached the customer, or a note.

    A message to a case that is over goes into a new one that follows it, unless its ``attention`` says that it asks for
    nothing. An answer counts as ``sent``.

    Raises:
        NotFoundError: there is no such case.
        UnavailableError: the record cannot be written.
    """
    from cscli.desk.cases.arrivals import Heard, answered, heard, noted  # noqa: PLC0415 - as above
    from cscli.desk.cases.journal import journal  # noqa: PLC0415 - as above
    from cscli.desk.cases.moves import Move  # noqa: PLC0415 - as above

    move = Move(number=number, by=by, at=int(interaction.at.timestamp()))
    with journal(record) as book:
        if interaction.direction == "in":
            return heard(book, move, interaction)
        if interaction.direction == "note":
            return Heard(noted(book, move, interaction), number)
        return Heard(answered(book, move, interaction._replace(state=interaction.state or "sent")), number)


def record_all_sent(record: Record, several: Sequence[Interaction | PreparedSent]) -> None:
    """Record texts that ``sent`` made of a bulk run, all or none; one whose origin is recorded already is left alone.

    Raises:
        UnavailableError: the record cannot be written.
    """
    add_interactions(record, several)


def forget_unsettled(record: Record, run: str, after: int) -> None:
    """Remove what a bulk run recorded of rows after a number, as they are done again; ``run`` begins its origins."""
    cut_back(record, run, after)
