"""Mails on a server of our own, and what fetching them gives."""

import re
from datetime import UTC, datetime

from cscli.desk.log import Interaction
from cscli.desk.recording import add_interaction
from cscli.errors import UsageError
from cscli.inbox.imap.accounts import MailAccount
from cscli.inbox.imap.fetching import FolderFetch
from cscli.inbox.imap.reports import FetchWishes, FolderReport, TakenMail

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def mail(number, text="Hallo", *, message_id=True):
    head = f"Message-ID: <m{number}@b.example>\r\n" if message_id else ""
    return f"From: a{number}@b.example\r\nSubject: {number}\r\n{head}\r\n{text} {number}\r\n".encode()


class Taken:
    """Records what it is given, as the intake does: each Message-ID once."""

    def __init__(self, record):
        self.record, self.raws, self.findings = record, [], []

    def __call__(self, raw, findings):
        if b"unfit" in raw:
            raise UsageError("It does not fit.")
        origin = re.search(rb"Message-ID: <(.*?)>", raw)
        if origin:
            said = Interaction(direction="in", channel="email", body="x", at=NOW, origin=origin[1].decode())
            add_interaction(self.record, said)
        is_known = raw in self.raws
        if not is_known:
            self.raws.append(raw)
            self.findings += findings
        return TakenMail(
            interaction=len(self.raws), case=1, is_new_case=False, is_known=is_known, is_robot=b"robot" in raw,
            sender="a@b.example", subject="x",
        )  # fmt: skip


def fetcher(record, inbox):
    taken = Taken(record)

    def run(folder="INBOX", seconds=0.5, password="secret", auth="password", token_command="", **wishes):  # noqa: S107 - of the server of this test
        account = MailAccount(
            name="desk", host="127.0.0.1", user="desk", port=inbox.port, tls="none", password=password, auth=auth,
            token_command=token_command,
        )  # fmt: skip
        run.report = FolderReport(account="desk", folder=folder)
        fetching = FolderFetch(record, account, taken, FetchWishes(**wishes), lambda: NOW, seconds=seconds)
        try:
            fetching.folder(folder, run.report)
        finally:
            fetching.close()
        return run.report

    run.taken = taken
    return run


def counts(report):
    return report.new, report.known, report.refused, report.left
