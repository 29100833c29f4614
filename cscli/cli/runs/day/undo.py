"""What ``cscli undo`` takes back: the last thing of this agent, in the record or among the drafts of this machine."""

from datetime import datetime
from typing import NamedTuple

from cscli.cli.door.run import Run
from cscli.cli.runs.cases import move, own_name
from cscli.cli.runs.day.answers import newest_seen
from cscli.cli.runs.drafts import drafts_of
from cscli.cli.runs.mail import taken_back
from cscli.cli.views.case.payload import event_words
from cscli.clock.zones import utc
from cscli.desk.cases.event import ANSWERS, CaseChange, CaseEvent
from cscli.desk.cases.journal import journal
from cscli.desk.cases.undoing import newest_acts, undone
from cscli.desk.customers.merges import newest_merge, unmerged_customer
from cscli.desk.log import Interaction, interaction
from cscli.errors import NotFoundError, RefusedError
from cscli.outbox.drafts import KeptDraft, draft_of
from cscli.outbox.mails import mails_waiting

_SENT = "sent"
_ON_ITS_WAY = ("held", "queued", "deferred")


class Undone(NamedTuple):
    """What was taken back, in words; its case, and the draft that a text became."""

    what: str
    case: int | None = None
    draft: int | None = None


def undo_last(run: Run) -> Undone:
    """Take back the last thing of this agent.

    Raises:
        NotFoundError: there is nothing.
        RefusedError: it cannot be taken back, such as a mail that was sent.
    """
    act = next((act for act in newest_acts(run.record, own_name(run)) if not _is_over(run, act)), None)
    draft, alone, merge = _newest_draft(run), _mail_without_case(run), newest_merge(run.record, own_name(run))
    newest = max((at for at in (act and _at(act), draft and draft.at) if at), default=None)
    if merge and (newest is None or merge[1] >= newest):
        done = unmerged_customer(run.record, merge[0], run.now)
        return Undone(f"customer {done.merged} is a customer again; what came to {done.survivor} since stays there")
    if alone and (newest is None or alone.at >= newest):
        _, kept = taken_back(run, alone.id or 0)
        return Undone(f"mail {alone.id} is draft {kept} and was not sent", None, kept)
    if draft and draft.at and (act is None or draft.at >= _at(act)):
        drafts_of(run).settle(draft.number, "dropped")
        told = f"draft {draft.number} is dropped; cscli recall {draft.number} brings it back"
        return Undone(told, draft.case, draft.number)
    if act is None:
        raise NotFoundError(
            "There is nothing to take back.", code="nothing-done", hint="See what happened: cscli case list"
        )
    last = act[-1]
    if last.what is CaseChange.REPLY and last.interaction:
        return _text_back(run, act, interaction(run.record, last.interaction))
    with journal(run.record) as book:
        gone = undone(book, move(run, last.number), act)
    return Undone("; ".join(dict.fromkeys(event_words(event) for event in gone)), last.number)


def _text_back(run: Run, act: tuple[CaseEvent, ...], said: Interaction) -> Undone:
    """A text to the customer that becomes a draft, if it has not left the desk by mail."""
    last = act[-1]
    number, state = last.interaction or 0, said.state
    if state in _ON_ITS_WAY:
        _, draft = taken_back(run, number)
        return Undone(f"mail {number} is draft {draft} and was not sent", last.number, draft)
    if state not in ANSWERS or state == _SENT:
        raise RefusedError(
            f"Mail {number} is {state} and cannot be taken back.", code="mail-left",
            hint="A new message can correct it: cscli say",
        )  # fmt: skip
    back = draft_of(said, _address(run, said), newest_seen(run, last.number))
    kept = drafts_of(run).kept(back, own_name(run), run.now)
    with journal(run.record) as book:
        undone(book, move(run, last.number), act)
    told = f"answer {number} is draft {kept.number}; what was {state} to another place stays there"
    return Undone(told, last.number, kept.number)


def _address(run: Run, said: Interaction) -> str:
    from cscli.desk.customers.customers import customers_of

    who = customers_of(run.record, [said.customer]).get(said.customer) if said.customer else None
    return who.email if who else ""


def _newest_draft(run: Run) -> KeptDraft | None:
    own = own_name(run)
    return next((one for one in drafts_of(run).listed() if one.agent == own and not one.is_returned), None)


def _mail_without_case(run: Run) -> Interaction | None:
    """This agent's newest mail on its way that belongs to no case, and so has no event."""
    waiting = (
        interaction(run.record, one.interaction)
        for one in mails_waiting(run.record, run.now)
        if one.state in _ON_ITS_WAY
    )
    own = [said for said in waiting if said.agent == own_name(run) and not said.case_id]
    return max(own, key=lambda said: (said.at, said.id), default=None)


def _at(act: tuple[CaseEvent, ...]) -> datetime:
    return utc(act[-1].at)


def _is_over(run: Run, act: tuple[CaseEvent, ...]) -> bool:
    """Whether an act is about texts alone that were taken back already."""
    texts = {event.interaction for event in act if event.what is CaseChange.REPLY and event.interaction}
    if len(texts) == 0 or any(event.what is not CaseChange.REPLY for event in act):
        return False
    return all(interaction(run.record, number).state == "draft" for number in texts)
