"""What a message says of mails that we sent: a delivery report of one mail, any other mail of an address."""

from typing import Any, NamedTuple

from cscli.desk.bounces import BounceReport, Reported, address_works, mail_reported, report_taken
from cscli.desk.cases.journal import Journal
from cscli.desk.cases.moves import Move
from cscli.inbox.incoming import Incoming
from cscli.record.record import Record


class ToldMail(NamedTuple):
    """A delivery report, and the row of our mail that it is about."""

    report: BounceReport
    mail: dict[str, Any]


def told_of(record: Record, message: Incoming) -> ToldMail | None:
    """The mail that a message reports on; None where it is not a report, or the mail is not ours."""
    report = bounce_of(message)
    mail = mail_reported(record, report) if report else None
    return ToldMail(report, mail) if report and mail else None


def keep_told(
    journal: Journal, move: Move, message: Incoming, told: ToldMail | None, interaction: int | None
) -> None:  # fmt: skip
    """Keep what a message says of our mails; ``interaction`` is the message as it was recorded."""
    if told and interaction is not None:
        report_taken(journal, move, told.mail, told.report, interaction)
    elif message.robot is None and "@" in message.sender.address:
        address_works(journal, message.sender.address)


def bounce_of(message: Incoming) -> BounceReport | None:
    """What a delivery report says; None for any other message."""
    robot = message.robot
    if robot is None or not robot.recipients:
        return None
    return BounceReport(
        recipients=tuple(
            Reported(recipient=one.recipient, action=one.action, status=one.status, words=one.diagnostic)
            for one in robot.recipients
        ),
        original_id=robot.original.message_id.strip("<>"), subject=robot.original.subject,
        references=tuple(one.strip("<>") for one in robot.original.references),
        sent_at=int(robot.original.at.timestamp()) if robot.original.at else None,
    )  # fmt: skip
