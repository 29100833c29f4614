"""What ``cscli pending`` and ``cscli cancel`` show: mails on their way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cscli.cli.door.agent_clock import AgentClock
from cscli.cli.door.result import Note, Result, Table, Told, Tone
from cscli.errors import Problem
from cscli.outbox.mails import MailState, OutgoingMail
from cscli.text import one_line

_TONES = {"refused": Tone.LATE, "unknown": Tone.LATE, "deferred": Tone.AT_RISK, "held": Tone.QUIET, "sent": Tone.DONE}
COLUMNS = ("number", "state", "to", "not before", "attempts", "said")
NARROW = ("number", "state", "to", "said")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRow:
    """A mail as JSON has it; ``number`` is the id of its interaction, ``said`` the last answer of a server.

    ``draft`` is the draft that it became when it was taken back. ``report`` is what a delivery report said of it later.
    """

    number: int
    state: str
    to: str
    message_id: str
    not_before: datetime
    attempts: int
    tried_at: datetime | None
    code: int | None
    enhanced: str
    said: str
    queue_id: str
    draft: int | None = None
    report: str = ""
    reported_at: datetime | None = None


def mails_listed(found: Sequence[OutgoingMail], clock: AgentClock) -> Result[tuple[MailRow, ...]]:
    """Mails that wait, the one that is due first on top."""
    rows = tuple(map(_row, found))
    return Result(data=rows, shown=_table(rows, clock, "No mail waits."))


def mails_tried(found: Sequence[OutgoingMail], clock: AgentClock) -> Result[tuple[MailRow, ...]]:
    """What became of the mails that were tried; one that is not sent makes the answer partial."""
    rows = tuple(map(_row, found))
    failed = [row for row in rows if row.state != MailState.SENT]
    problems = tuple(
        Problem(
            code=f"mail-{row.state}",
            message=f"Mail {row.number} to {row.to} is {row.state}: {row.said}",
            hint="See: cscli pending",
        )
        for row in failed
    )
    return Result(
        data=rows, shown=_table(rows, clock, "No mail is due."), problems=problems, done=len(rows) - len(failed)
    )  # fmt: skip


def mail_taken_back(mail: OutgoingMail, draft: int) -> Result[MailRow]:
    """The mail that is a draft again; ``draft`` is the number by which it is brought back."""
    told = f"Mail {mail.interaction} to {mail.recipient} is a draft again and was not sent: cscli recall {draft}"
    return Result(data=replace(_row(mail), draft=draft), shown=str(mail.interaction), notes=(Note(text=told),))


def _table(rows: Sequence[MailRow], clock: AgentClock, empty: str) -> Table:
    cells = [
        (
            str(r.number), Told(r.state, _TONES.get(r.state)), r.to, clock.marked(r.not_before), str(r.attempts),
            one_line(_newest(r)),
        )
        for r in rows
    ]  # fmt: skip
    return Table(columns=COLUMNS, narrow=NARROW, cut=("to",), rows=cells, empty=empty)


def _newest(row: MailRow) -> str:
    """What was said last: by a report, where one came after the server's answer."""
    return row.report or row.said


def _row(mail: OutgoingMail) -> MailRow:
    return MailRow(
        number=mail.interaction, state=str(mail.state), to=mail.recipient, message_id=mail.message_id,
        not_before=mail.not_before, attempts=mail.attempts, tried_at=mail.tried_at, code=mail.code or None,
        enhanced=mail.enhanced, said=mail.said, queue_id=mail.queue_id, report=mail.report,
        reported_at=mail.reported_at,
    )  # fmt: skip
