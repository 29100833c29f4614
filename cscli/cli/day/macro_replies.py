"""The replies that a macro writes: each is a draft, as what leaves the desk is looked at by a person first."""

from collections.abc import Mapping, Sequence
from typing import NoReturn

from cscli.cli.day.reply_job import reply_draft
from cscli.cli.door.run import Run
from cscli.cli.runs.cases import own_name
from cscli.cli.runs.day.reply import TypedReply, addressed, joined, values_filled
from cscli.cli.runs.drafts import drafts_of
from cscli.desk.answering import answering
from cscli.desk.cases.case import Case
from cscli.desk.items import Nearby
from cscli.errors import DeskError, UnavailableError
from cscli.markets.person import Person
from cscli.outbox.addressee import Reach
from cscli.outbox.drafts import KeptDraft


def macro_replies(
    run: Run, intent: str, cases: Sequence[Case], values: Mapping[str, Sequence[str]]
) -> dict[int, KeptDraft | DeskError]:
    """The reply to each case, not kept yet, or why it cannot be written.

    Raises:
        DeskError: values were typed, and a reply cannot be written with them.
    """
    found: dict[int, KeptDraft | DeskError] = {}
    for case in cases:
        try:
            found[case.number] = _reply(run, intent, case.number, values)
        except DeskError as problem:
            if values:
                raise
            found[case.number] = problem
    return found


def drafts_kept(run: Run, replies: Mapping[int, KeptDraft | DeskError]) -> dict[int, int]:
    """The numbers of the drafts that are kept now, by case."""
    drafts = drafts_of(run)
    written = {case: one for case, one in replies.items() if isinstance(one, KeptDraft)}
    return {case: drafts.kept(one, own_name(run), run.now).number for case, one in written.items()}


def _reply(run: Run, intent: str, number: int, values: Mapping[str, Sequence[str]]) -> KeptDraft:
    known = answering(run.record, str(number), Nearby(), run.now)
    found = addressed(run, known, TypedReply(reach=Reach(), person=Person()))
    filled = values_filled(run, known, found, (intent,), values)
    ready = found.outbox.reply(found.to, (intent,), joined(filled, values), _no_session)
    return reply_draft(run, known, found, ready)


def _no_session() -> NoReturn:
    raise UnavailableError("A macro translates nothing.", code="no-engine", hint="Write it with: cscli reply")
