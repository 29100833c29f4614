"""Delivery reports about our own mails: what a report changes, and how its mail is found.

A mail is found by its Message-ID, which nobody can guess. Some relays put a Message-ID of their own on it: then it is
found by its recipient together with the subject and a message of the customer that it answers, or the minutes in which
it was sent, where no other mail has all of that in common. An address alone finds nothing, so a forged report changes
nothing.

- Failed: the mail is refused, its case is open again. With a code of 5.x.x the address counts as undeliverable, unless
  the code speaks of the sender, of the message or of a policy: else one fault of ours would silence a whole provider.
- Delayed: noted; the mail stays sent.
- Delivered: what was noted before is over. Either also proves that a server took a mail of which nobody knew.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from cscli.clock.zones import utc
from cscli.desk.cases.arrivals import text_became
from cscli.desk.cases.event import AUTOMATIC, WAITS, CaseChange, Stage
from cscli.desk.cases.journal import Journal
from cscli.desk.cases.moves import Move
from cscli.record.record import Record
from cscli.record.rows import customers, deliveries
from cscli.record.rows.customers import normal_address
from cscli.text import rfc3339

_FAILED, _DELAYED, _DELIVERED = "failed", "delayed", ("delivered", "relayed", "expanded")
_OVER = (*WAITS, Stage.RESOLVED, Stage.CLOSED)
_OF_SENDER_OR_MESSAGE = ("5.1.7", "5.1.8", "5.2.3", "5.3.4", "5.5.", "5.6.", "5.7.")
_LONGEST = 300
_APART = 300  # seconds between the Date of a mail and that of a relay, which some write over it
EMAIL = "email"


class Reported(NamedTuple):
    """What a report says of one recipient: ``action`` as in RFC 3464, ``status`` such as 5.1.1, the server's words."""

    recipient: str
    action: str
    status: str
    words: str

    @property
    def outcome(self) -> str:
        """``failed``, ``delayed``, ``delivered``, or empty where it says nothing of use."""
        if self.action in _DELIVERED:
            return "delivered"
        if self.action in (_FAILED, _DELAYED):
            return self.action
        return {"5": _FAILED, "4": _DELAYED, "2": "delivered"}.get(self.status[:1], "")

    @property
    def is_of_address(self) -> bool:
        """Whether the address itself does not work; taken as so where the report has no code."""
        return self.outcome == _FAILED and is_of_address(self.status)

    @property
    def shown(self) -> str:
        """The code and the words."""
        return " ".join(part for part in (self.status, self.words) if part)[:_LONGEST] or self.action


class BounceReport(NamedTuple):
    """A delivery report. Message-IDs have no angle brackets.

    ``references`` are those of the mail that it is about, ``sent_at`` is the UTC epoch second of its Date.
    """

    recipients: tuple[Reported, ...]
    original_id: str = ""
    subject: str = ""
    references: tuple[str, ...] = ()
    sent_at: int | None = None


def mail_reported(record: Record, report: BounceReport) -> dict[str, Any] | None:
    """The row of the mail that a report is about; None where it is none of ours."""
    found = deliveries.by_message_id(record, report.original_id) if report.original_id else None
    if found or not report.subject:
        return found
    recipients = dict.fromkeys(one.recipient for one in report.recipients if one.recipient)
    sent = [
        row
        for recipient in recipients
        for row in deliveries.sent_to(record, recipient)
        if row["subject"] == report.subject
    ]
    wanted = {f"<{one}>" for one in report.references}
    for row in sent:
        if wanted.intersection(deliveries.references_of(row)):
            return row
    of_then = [row for row in sent if report.sent_at is not None and _is_of_then(row, report.sent_at)]
    return of_then[0] if len(of_then) == 1 else None


def _is_of_then(row: dict[str, Any], at: int) -> bool:
    """Whether a mail was written or sent at an instant."""
    told = (datetime.fromisoformat(row[name]).timestamp() for name in ("at", "tried_at") if row[name])
    return any(abs(one - at) <= _APART for one in told)


def report_taken(journal: Journal, move: Move, mail: dict[str, Any], report: BounceReport, interaction: int) -> None:
    """Keep what a report says of a mail.

    Args:
        journal: where it is written.
        move: when; its number does not count, nor who takes the report in, as that agent has done nothing.
        mail: the row of the mail, as ``mail_reported`` gives it.
        report: the report.
        interaction: the message that the report is.
    """
    said = _about(mail, report.recipients)
    if said is None:
        return
    move = move._replace(by="")
    at = rfc3339(utc(move.at))
    row = {
        "interaction": mail["interaction"], "report": f"{said.outcome}: {said.shown}", "reported_at": at,
        "reported_in": interaction, "enhanced": said.status, "said": said.shown,
    }  # fmt: skip
    record, transaction = journal.record, journal.transaction
    if said.outcome == _FAILED:
        if deliveries.refuse(record, transaction, row):
            text_became(journal, move, mail["interaction"], "refused", reason=said.shown)
            _reopen(journal, move, mail["interaction"], said)
        if said.is_of_address and _is_recipient(mail, said):
            address_fails(journal, mail["recipient"], move, said.shown)
    elif deliveries.note_report(record, transaction, row):
        if deliveries.confirm(record, transaction, mail["interaction"]):
            text_became(journal, move, mail["interaction"], "sent")
        if said.outcome == _DELAYED:
            _note(journal, move, mail["interaction"], said)


def is_of_address(status: str) -> bool:
    """Whether a code says that an address does not work and will not (RFC 3463); an empty one is taken for it."""
    return not status.startswith(("4", *_OF_SENDER_OR_MESSAGE))


def address_fails(journal: Journal, address: str, move: Move, words: str) -> None:
    """A server says that an address does not work."""
    at = rfc3339(utc(move.at))
    customers.mark_undeliverable(journal.record, journal.transaction, EMAIL, address, at, words[:_LONGEST])


def address_works(journal: Journal, address: str) -> None:
    """Somebody wrote from an address, so it counts as one that works again."""
    customers.mark_undeliverable(journal.record, journal.transaction, EMAIL, address, "", "")


def _about(mail: dict[str, Any], recipients: Iterable[Reported]) -> Reported | None:
    """What a report says of the recipient of a mail, or of somebody to whom it was forwarded."""
    told = [one for one in recipients if one.outcome]
    own = [one for one in told if _is_recipient(mail, one)]
    return next(iter(own or told), None)


def _is_recipient(mail: dict[str, Any], said: Reported) -> bool:
    return normal_address(EMAIL, said.recipient) == normal_address(EMAIL, mail["recipient"])


def _reopen(journal: Journal, move: Move, interaction: int, said: Reported) -> None:
    """Open the case of a mail that did not arrive, unless it is open or spam, or the mail answered nothing."""
    number = _case_of(journal, interaction)
    if number is None or any(event.reason == AUTOMATIC for event in journal.events_of_interaction(interaction)):
        return
    state = journal.surviving(number, move.at)
    if state.state in _OVER:
        own = move._replace(number=state.number)
        reason = f"mail {interaction} came back: {said.shown}"
        journal.write(
            own.event(CaseChange.REOPENED, from_value=str(state.state), to_value=str(Stage.OPEN), reason=reason)
        )


def _note(journal: Journal, move: Move, interaction: int, said: Reported) -> None:
    """Say in the case of a mail that it is late."""
    number = _case_of(journal, interaction)
    if number is not None:
        own = move._replace(number=number)
        journal.write(own.event(CaseChange.NOTE, reason=f"mail {interaction} is delayed: {said.shown}"))


def _case_of(journal: Journal, interaction: int) -> int | None:
    events = journal.events_of_interaction(interaction)
    return events[-1].number if events else None
