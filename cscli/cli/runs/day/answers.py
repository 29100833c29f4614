"""What a run knows of an answer: whom it goes to, and how it is recorded in its case."""

from typing import TYPE_CHECKING

from cscli.cli.door.run import Run
from cscli.cli.runs.cases import make_current, nearby, own_name, renew, seen_of
from cscli.desk.answering import Answering, answering
from cscli.text import one_line

if TYPE_CHECKING:
    from cscli.cli.door.result import Note


def answered_item(run: Run, item: str, *, names_someone: bool = False) -> Answering | None:
    """What is answered: the item that was typed, else the current one; None where there is none.

    Args:
        run: this run.
        item: as typed, or empty.
        names_someone: a market, a customer or an order was typed, so that the current item is not meant.

    Raises:
        NotFoundError: there is no such item, or several fit.
        UsageError: a script asks for the current item.
    """
    near = nearby(run)
    if not item and (names_someone or not near.current):
        return None
    known = answering(run.record, item or ".", near, run.now)
    if known.case:
        renew(run, known.case)
    return known


def seen_so_far(run: Run, known: Answering | None) -> int | None:
    """The newest text that the agent has seen of the case that is answered, 0 for none; None without a case.

    It is what this terminal showed last. Where it did not show the case, it is what is there as the command begins.
    """
    return newest_seen(run, known.case.number) if known and known.case else None


def newest_seen(run: Run, case: int) -> int:
    """The newest text of a case that this terminal showed; where it did not show the case, the newest there is."""
    from cscli.desk.cases.fold import folded
    from cscli.desk.cases.journal import case_events

    if shown := seen_of(run, case):
        return shown
    events = case_events(run.record, case)
    last = max((event.at for event in events), default=0)  # the clock of another machine may be ahead
    return folded(case, events, max(last, int(run.now.timestamp()))).newest_said or 0


def likely_situations(run: Run, known: Answering | None) -> tuple[str, ...]:
    """What the customer's newest message that says it is likely about, as its card numbers it; none without a case."""
    if known is None or known.case is None:
        return ()
    from cscli.assist.situations import situations
    from cscli.desk.cases.case import case_history

    said = case_history(run.record, known.case.number, run.now).said
    asked = (one for one in reversed(said) if one.direction == "in")
    found = (situations(one.body, one.language).situations for one in asked)
    return tuple(one.intent for one in next(filter(None, found), ()))


def taken_softly(run: Run, known: Answering | None) -> "list[Note]":
    """Take the case that is answered for a quarter of an hour; says who else has it."""
    from cscli.cli.door.agent_clock import own_clock
    from cscli.cli.door.result import Note
    from cscli.desk.cases.taking import take

    if known is None or known.case is None or take(run.record, known.case.number, own_name(run), run.now):
        return []
    until = known.case.taken_until
    told = f" until {own_clock(run).said(until)}" if until else ""
    who = one_line(known.case.taken_by) or "Somebody else"
    return [Note(text=f"warning: {who} is at case {known.case.number}{told}.", always=True)]


def make_answered_current(run: Run, known: Answering | None, seen: int | None = None) -> None:
    """Make what is answered the current item of this terminal."""
    if known:
        make_current(run, known.name, seen)
