"""Merging and splitting of cases, by reference: nothing is copied, nothing is written to a customer, all can be undone.

A case that is merged keeps its events and its messages; what they mean for the case that it goes on in is folded. To
take a merge or a split back is to remove its events, so that every row is what it was.
"""

from collections.abc import Sequence

from cscli.desk.cases.arrivals import NewCase, opened
from cscli.desk.cases.event import CaseChange, CaseEvent, Stage
from cscli.desk.cases.journal import Journal
from cscli.desk.cases.merged import survivor
from cscli.desk.cases.moves import Move
from cscli.errors import NotFoundError, UsageError
from cscli.record.rows import cases as table


def merged(journal: Journal, move: Move, into: int) -> int:
    """Merge a case into another; returns the case that it goes on in, the survivor where that is merged as well.

    Raises:
        UsageError: into itself, in a circle, into a case that is over, or it is merged already.
    """
    for number in sorted((move.number, into)):  # two agents who merge crosswise wait for each other in one order
        table.locked(journal.record, journal.transaction, number)
    state = journal.state(move.number, move.at)
    target = survivor(into, lambda number: journal.row(number)["merged_into"])
    if target == move.number:
        circle = "itself" if into == move.number else f"case {into}, which goes on in it"
        raise UsageError(
            f"Case {move.number} cannot be merged into {circle}.", code="merge-circle",
            hint="Name another case: cscli case merge 12 --into 9",
        )  # fmt: skip
    if state.merged_into is not None:
        raise UsageError(
            f"Case {move.number} is merged into case {state.merged_into} already.", code="case-merged",
            hint=f"Take that back first with: cscli case unmerge {move.number}",
        )  # fmt: skip
    state_of_target = journal.state(target, move.at)
    if state_of_target.state in (Stage.CLOSED, Stage.SPAM):
        raise UsageError(
            f"Case {target} is {state_of_target.state}, so nothing can be merged into it.", code="case-over",
            hint=f"Open it again with: cscli case reopen {target}",
        )  # fmt: skip
    journal.write(move.event(CaseChange.MERGED, from_value=str(state.state), to_value=str(target)))
    return target


def unmerged(journal: Journal, move: Move) -> int:
    """Take the merge of a case back; returns the case that it was merged into.

    Raises:
        UsageError: it is not merged.
    """
    state = journal.state(move.number, move.at)
    if state.merged_into is None:
        raise UsageError(
            f"Case {move.number} is not merged into another.", code="not-merged",
            hint=f"See what happened to it with: cscli case show {move.number}",
        )  # fmt: skip
    rows = table.events(journal.record, move.number)
    acts = [row for row in rows if row["number"] == move.number and row["what"] == CaseChange.MERGED]
    table.remove_events(journal.record, journal.transaction, [row["id"] for row in acts])
    journal.refresh({move.number, state.merged_into})
    return state.merged_into


def split(journal: Journal, move: Move, interactions: Sequence[int]) -> int:
    """Move messages of a case, and what was answered to them, into a new case; returns its number.

    Raises:
        NotFoundError: one of them does not belong to the case.
        UsageError: none or all of them are named.
    """
    row = journal.row(move.number)
    moved = _movable(_own_events(journal, move.number), move.number, interactions)
    first = min(event.at for event in moved)
    facts = NewCase(**{name: row[name] for name in ("customer", "order_number", "market", "language", "channel")})
    new = opened(journal, Move(number=0, by=move.by, at=first), facts, reason=f"split from {move.number}")
    for event in moved:
        journal.write(
            move.event(CaseChange.SPLIT_OFF, to_value=str(new), interaction=event.interaction),
            CaseEvent(
                number=new, at=event.at, by=event.by, what=event.what, from_value=event.from_value,
                to_value=event.to_value, reason=event.reason, until=event.until, interaction=event.interaction,
            ),
        )  # fmt: skip
        table.move_interaction(journal.record, journal.transaction, event.interaction or 0, new)
    return new


def _movable(events: Sequence[CaseEvent], case: int, interactions: Sequence[int]) -> list[CaseEvent]:
    """The events about some of the messages of a case."""
    known = {event.interaction for event in events} - {None}
    for number in interactions:
        if number not in known:
            raise NotFoundError(
                f"Message {number} does not belong to case {case}.", code="unknown-interaction",
                hint=f"See its messages with: cscli case show {case}",
            )  # fmt: skip
    if not interactions or known <= set(interactions):
        raise UsageError(
            f"Name some of the messages of case {case}, but not all.", code="bad-split",
            hint=f"See them with: cscli case show {case}",
        )  # fmt: skip
    return [event for event in events if event.interaction in set(interactions)]


def unsplit(journal: Journal, move: Move) -> int:
    """Take a split back: the messages go back to the case that they came from, whose number is returned.

    Raises:
        UsageError: the case does not come from a split, or something else happened to it since.
    """
    journal.state(move.number, move.at)
    own = _own_events(journal, move.number)
    act = next((event.act for event in own if event.what is CaseChange.OPENED), "")
    rows = table.of_act(journal.record, act) if act else []
    origins = {row["number"]: row["interaction"] for row in rows if row["what"] == CaseChange.SPLIT_OFF}
    if not origins or any(event.act != act for event in own):
        raise UsageError(
            f"Case {move.number} does not come from a split, or something happened to it since.", code="not-split",
            hint=f"Merge it instead: cscli case merge {move.number} --into NUMBER",
        )  # fmt: skip
    origin = next(iter(origins))
    for row in rows:
        if row["what"] == CaseChange.SPLIT_OFF:
            table.move_interaction(journal.record, journal.transaction, row["interaction"], origin)
    journal.take_back(act)
    table.remove(journal.record, journal.transaction, move.number)
    return int(origin)


def _own_events(journal: Journal, number: int) -> list[CaseEvent]:
    return [event for event in journal.events(number) if event.number == number]
