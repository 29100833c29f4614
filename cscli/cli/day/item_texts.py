"""The draft, or the mail that has not left, that an item stands for where a command takes the number of one."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from cscli.cli.day.item_customer import message_number
from cscli.cli.door.run import Run
from cscli.cli.runs.cases import nearby
from cscli.cli.runs.drafts import drafts_of
from cscli.desk.answering import answering
from cscli.desk.items import ItemKind, ambiguous_among, is_message_name
from cscli.desk.log import interaction
from cscli.errors import NotFoundError
from cscli.outbox.drafts import MAX_NUMBER, KeptDraft
from cscli.outbox.mails import MailState, mails_waiting
from cscli.text import one_line

_MOST = 1000
_LONGEST_NUMBER = 19  # digits
_ABOUT = 40  # characters of a text in a list


class _Unsent(NamedTuple):
    """A text that has not left: what it answers, and how it is told from others in a list."""

    number: int
    case: int | None
    customer: str
    about: str


def draft_meant(run: Run, typed: str) -> KeptDraft:
    """The draft of a number, or the only one that answers the case or the customer of an item; else the newest.

    Raises:
        NotFoundError: there is none, or several fit; they are listed.
        UsageError: a script asks for the current item.
    """
    drafts = drafts_of(run)
    if not typed:
        newest = drafts.listed(limit=1)
        if not newest:
            raise NotFoundError("There is no draft.", code="unknown-draft", hint="See also: cscli drafts --all")
        return newest[0]
    if typed.isascii() and typed.isdecimal():
        return drafts.one(int(typed) if len(typed) <= _LONGEST_NUMBER else MAX_NUMBER)
    found = {one.number: one for one in drafts.listed(limit=_MOST)}
    texts = (_Unsent(one.number, one.case, one.outgoing.customer, one.text) for one in found.values())
    return found[_only(run, typed, texts, "draft", see="cscli drafts")]


def mail_meant(run: Run, typed: str, states: Collection[MailState], purpose: str) -> int:
    """The number of a mail, or of the only one in one of some states that answers the case or customer of an item.

    ``purpose`` says what for, behind the words: no mail that.

    Raises:
        NotFoundError: there is none, or several fit; they are listed.
        UsageError: a script asks for the current item.
    """
    if is_message_name(typed):
        return message_number(run, typed)
    waiting = (one.interaction for one in mails_waiting(run.record, run.now) if one.state in states)
    said = ((number, interaction(run.record, number)) for number in waiting)
    texts = (_Unsent(number, one.case_id, one.customer, one.subject or one.body) for number, one in said)
    return _only(run, typed, texts, "mail", purpose, see="cscli pending")


def _only(run: Run, typed: str, texts: Iterable[_Unsent], what: str, purpose: str = "", *, see: str) -> int:
    """The number of the only text that belongs to an item."""
    known = answering(run.record, typed, nearby(run), run.now, needs_one=False)
    case = known.case.number if known.case and known.item.kind is not ItemKind.CUSTOMER else None
    fitting = [
        one for one in texts if (one.case == case if case is not None else known.key and one.customer == known.key)
    ]
    if not fitting:
        name = f"{known.item.kind.capitalize()} {known.item.name}"
        such_a_text = f"{what} that {purpose}" if purpose else what
        raise NotFoundError(f"{name} has no {such_a_text}.", code=f"unknown-{what}", hint=f"See them with: {see}")
    if len(fitting) > 1:
        raise ambiguous_among(
            typed, [f"{what} {one.number} ({one_line(one.about)[:_ABOUT]})" for one in fitting], f"{what}s"
        )
    return fitting[0].number
