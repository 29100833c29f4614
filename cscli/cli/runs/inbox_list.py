"""What a run knows of mail that waits: the folders of accounts as they were fetched last, and mails in files."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from cscli.cli.door.run import Run
from cscli.cli.runs.inbox import accounts_of
from cscli.cli.views.mail.inbox import InboxFolder, MailInFile, RefusedMail
from cscli.record.rows import fetched as table


def inbox_folders(run: Run, most_refused: int) -> tuple[InboxFolder, ...]:
    """The folders of all accounts that are set or were ever fetched.

    Raises:
        UsageError: an account of the settings cannot be one.
        UnavailableError: the record cannot be read.
    """
    accounts = accounts_of(run)
    rows = {(row["account"], row["folder"]): row for row in table.folders(run.record)}
    refused = table.refused(run.record, most_refused)
    named = {(one.mailbox, folder): one.name for one in accounts for folder in one.folders}
    return tuple(
        _folder(mailbox, folder, named.get((mailbox, folder), ""), rows.get((mailbox, folder)), refused)
        for mailbox, folder in dict.fromkeys((*named, *rows))
    )  # fmt: skip


def mails_of(run: Run, path: str, limit: int) -> Iterator[MailInFile]:
    """The first mails of an mbox, a Maildir or a file, one after the other, and which of them are recorded.

    Raises:
        UsageError: it holds no mail, or cannot be read.
    """
    from cscli.inbox.incoming import Said, mail_message
    from cscli.inbox.mailboxes import mails_in
    from cscli.reading.quotes_and_signatures.words import mail_words
    from cscli.record.rows import interactions

    words = mail_words(run.paths, run.cache())
    for one in islice(mails_in(Path(path).expanduser()), limit):
        mail = mail_message(one.raw, Said(), now=run.now, words=words, kept_at=one.kept_at)
        row = interactions.of_origin(run.record, mail.origin)
        yield MailInFile(
            place=one.place, at=mail.at, name=mail.sender.name, address=mail.sender.address, subject=mail.subject,
            size=len(one.raw), message_id=mail.message_id, robot=str(mail.robot.kind) if mail.robot else "",
            attachments=len(mail.attachments), interaction_id=row["id"] if row else None,
        )  # fmt: skip


def _folder(
    mailbox: str, folder: str, name: str, row: dict[str, Any] | None, refused: list[dict[str, Any]]
) -> InboxFolder:
    row = row or {"counts": {}, "uidvalidity": 0, "fetched_at": "", "failed_at": "", "failure": ""}
    counts = row["counts"]
    return InboxFolder(
        account=name, mailbox=mailbox, folder=folder, uidvalidity=row["uidvalidity"] or None,
        fetched_at=_instant(row["fetched_at"]), failed_at=_instant(row["failed_at"]), failure=row["failure"],
        new=counts.get("new", 0) + counts.get("robot", 0), known=counts.get("known", 0), robots=counts.get("robot", 0),
        refused=counts.get("refused", 0),
        refusals=tuple(
            RefusedMail(uid=one["uid"], message_id=one["message_id"], reason=one["reason"], at=_instant(one["at"]))
            for one in refused
            if (one["account"], one["folder"]) == (mailbox, folder)
        ),
    )  # fmt: skip


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
