"""How an answer leaves the desk: printed, copied, as a file, sent, held, or kept as a draft.

The draft is on this machine's disk before anything else is tried, so that no text is lost whatever happens.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cscli.cli.door.agent_clock import own_clock
from cscli.cli.door.result import Note
from cscli.cli.door.run import Run
from cscli.cli.runs.cases import own_name
from cscli.cli.runs.drafts import drafts_of
from cscli.errors import DeskError, Problem, RefusedError, UnavailableError, UsageError
from cscli.outbox.check import refusals
from cscli.outbox.drafts import KeptDraft
from cscli.outbox.outgoing import Outgoing
from cscli.outbox.permission import purpose_in, require_consent
from cscli.outbox.record import record_answer, record_sent

if TYPE_CHECKING:
    from cscli.outbox.delivery import MailRoute
    from cscli.outbox.mails import OutgoingMail

NO_MAIL = "No mail is sent from here: send is no, no smtp.host is set, or it is a chat."
Check = Callable[[Outgoing, tuple[str, ...]], Outgoing]


class Settled(NamedTuple):
    """What became of a text: its state, the id under which it is recorded, and what is said about it."""

    state: str
    interaction: int | None = None
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()


class AnswerOut:
    """An answer that is about to leave. ``check`` judges a text that was changed; ``anyway`` overlooks what is new."""

    def __init__(self, run: Run, draft: KeptDraft, check: Check, *, anyway: bool = False) -> None:
        self._run, self._check, self._anyway = run, check, anyway
        self._drafts = drafts_of(run)
        self.draft = self._drafts.kept(draft, own_name(run), run.now)

    @property
    def refused(self) -> tuple[Problem, ...]:
        """Why the text must not leave the desk; empty when it may."""
        return refusals(self.draft.outgoing.findings, self.draft.outgoing.body)

    @property
    def whole_text(self) -> str:
        """A mail with its subject; a chat as it is."""
        said = self.draft.outgoing
        return f"Subject: {said.subject}\n\n{said.body}" if said.subject else said.body

    @property
    def can_send(self) -> bool:
        """Whether it can leave by mail from here."""
        from cscli.cli.runs.mail import server_of

        return bool(self.draft.to) and self.draft.outgoing.channel == "email" and server_of(self._run) is not None

    def edit(self) -> UsageError | None:
        """Have the agent change the text; what is left is kept and checked also where the editor failed."""
        from cscli.cli.door.terminal.editor import left_by_editor

        file = self._drafts.file(self.draft.number)
        file.parent.mkdir(parents=True, exist_ok=True)
        body, fault = left_by_editor(self.draft.outgoing.body, file, self._run.environ)
        changed = self.draft._replace(outgoing=self.draft.outgoing.with_body(body))
        self.draft = self._drafts.kept(changed, own_name(self._run), self._run.now)
        self._drafts.drop_files([self.draft.number])
        checked = self._check(self.draft.outgoing, self.draft.typed)
        self.draft = self.draft._replace(outgoing=checked)
        return fault

    def kept(self, problem: DeskError) -> DeskError:
        """The error, with the number of the draft in its hint."""
        return _refusal(problem.problems, self.draft.number, type(problem))

    def as_draft(self) -> Settled:
        """Leave it as it is."""
        number = self.draft.number
        return Settled(
            "draft", None, (Note(text=f"Kept as draft {number}. Bring it back with: cscli recall {number}"),)
        )

    def recorded(self, state: str) -> Settled:
        """Record it as printed or copied.

        Raises:
            RefusedError: a check refuses it, or the case has changed.
        """
        self._require_fit()
        run, draft = self._run, self.draft
        agent = own_name(run)
        with keeping(draft):
            if draft.case is None:
                number = record_sent(run.record, draft.outgoing, now=run.now, agent=agent, state=state)
            else:
                number = record_answer(
                    run.record, draft.outgoing, draft.case, state=state, seen=self._seen, now=run.now, agent=agent
                )
        return self._gone(Settled(state, number))

    def copied(self) -> Settled:
        """Copy it to the clipboard and record it; where there is no clipboard it stays a draft."""
        from cscli.cli.door.terminal.clipboard import copied

        self._require_fit()
        told, is_copied = copied(self.whole_text)
        if not is_copied:
            settled = self.as_draft()
            return settled._replace(notes=(told, *settled.notes))
        settled = self.recorded("copied")
        return settled._replace(notes=(told, *settled.notes))

    def as_file(self, path: Path) -> Settled:
        """Write it as a mail into a file, and record it as copied.

        Raises:
            UsageError: the customer has no mail address, or the sender's is not set.
        """
        from cscli.cli.door.arguments.files import write_file
        from cscli.outbox.mail import Mail, message
        from cscli.outbox.thread import new_message_id

        self._require_fit()
        route = self._route()
        said = self.draft.outgoing
        mail = Mail(
            sender=route.sender, to=route.to, subject=said.subject, body=said.body, language=said.language,
            date=self._run.now, message_id=new_message_id(route.sender), in_reply_to=route.in_reply_to,
            references=route.references,
        )  # fmt: skip
        write_file(path, message(mail))
        settled = self.recorded("copied")
        return settled._replace(notes=(Note(text=f"Written to {path}."),))

    def sent(self, held_until: datetime | None = None) -> Settled:
        """Hand it to the mail server, or hold it until an instant.

        Raises:
            UsageError: nothing can be sent from here, or to this customer.
            RefusedError: a check refuses it, or the case has changed.
        """
        from cscli.cli.runs.mail import mailroom, session
        from cscli.outbox.mails import mail_of

        self._require_fit()
        run = self._run
        route, draft, room = self._route(), self.draft, mailroom(run)
        with keeping(draft):
            if not self.can_send:
                raise UsageError(
                    NO_MAIL, code="no-mail-server",
                    hint="Use --copy or --eml FILE, or: cscli config set smtp.host mail.example",
                )  # fmt: skip
            number = room.put_out(draft.outgoing, route, case=draft.case, seen=self._seen, held_until=held_until)
        if held_until:
            when = own_clock(run).said(held_until)
            told = f"Mail {number} is held until {when}. Take it back with: cscli undo"
            return self._gone(Settled("held", number, (Note(text=told),)))
        try:
            with session(self._run) as hand_in:
                room.send_due(hand_in, (number,))
        except UnavailableError as problem:
            told = f"Mail {number} is queued. Try it again with: cscli pending --send"
            return self._gone(Settled("queued", number, (Note(text=told, always=True),), problem.problems))
        return self._gone(_became(mail_of(self._run.record, number)))

    @property
    def _seen(self) -> int | None:
        return None if self._anyway else self.draft.seen

    def _require_fit(self) -> None:
        if self.refused:
            raise _refusal(self.refused, self.draft.number)
        said, record = self.draft.outgoing, self._run.record
        with keeping(self.draft):
            require_consent(record, said.customer, said.channel, purpose_in(record, self.draft.case, said.intent))

    def _gone(self, settled: Settled) -> Settled:
        self._drafts.settle(self.draft.number)
        return settled

    def _route(self) -> "MailRoute":
        from cscli.desk.cases.case import case_history
        from cscli.outbox.delivery import MailRoute
        from cscli.outbox.mail import sender_address
        from cscli.outbox.thread import references_of
        from cscli.reading.mail_address import address_of

        run, draft = self._run, self.draft
        with keeping(draft):
            to = address_of(draft.to)
            if to is None:
                raise UsageError(
                    "The customer has no mail address.", code="no-address",
                    hint=f"Add one: cscli customer add {draft.outgoing.customer or 'KEY'} --email a@b.example",
                )  # fmt: skip
            sender = sender_address(run.settings.text("smtp.sender"), run.sender.shop)
            said = case_history(run.record, draft.case, run.now).said if draft.case is not None else ()
        return MailRoute(sender=sender, to=to, references=references_of(said))


@contextmanager
def keeping(draft: KeptDraft) -> Iterator[None]:
    """A block whose errors say where the text is kept."""
    try:
        yield
    except DeskError as problem:
        raise _refusal(problem.problems, draft.number, type(problem)) from problem


def _refusal(problems: tuple[Problem, ...], number: int, kind: type[DeskError] = RefusedError) -> DeskError:
    """The error with the number of the draft, once."""
    kept = f"Your text is draft {number}: cscli recall {number}"
    told = tuple(
        one if kept in one.hint or index else replace(one, hint=f"{one.hint} {kept}".strip())
        for index, one in enumerate(problems)
    )
    return kind(told[0].message, problems=told)


def _became(mail: "OutgoingMail") -> Settled:
    """What became of a mail that was tried."""
    state, number = str(mail.state), mail.interaction
    if state == "sent":
        return Settled(state, number, (Note(text=f"Sent to {mail.recipient}: {mail.code} {mail.said}".rstrip()),))
    why = f"Mail {number} to {mail.recipient} is {state}: {mail.said}"
    hint = f"See: cscli pending, and: cscli pending --resend {number}"
    return Settled(state, number, (), (Problem(code=f"mail-{state}", message=why, hint=hint),))
