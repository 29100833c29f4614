"""A folder of a mail server, fetched: which mails are new, each taken in once, and what became of each.

A mail is kept as looked at after it is recorded. Where the program or the connection ends in between, it is read again,
and the record knows it by its Message-ID or its digest. Neither the numbers of a server nor its sizes are believed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from cscli.errors import DeskError, UnavailableError
from cscli.inbox.imap.accounts import MailAccount
from cscli.inbox.imap.connection import Folder, Head
from cscli.inbox.imap.reports import FetchedMail, FetchWishes, FolderReport, Take, known_mail, refused_mail
from cscli.inbox.imap.session import LARGEST, FetchSession, ReadMail
from cscli.quality.finding import Finding, Severity
from cscli.record.record import Record
from cscli.record.rows import fetched as table
from cscli.record.rows import interactions
from cscli.text import rfc3339

_HEADS_AT_ONCE = 500
_MAILS_AT_ONCE, _BYTES_AT_ONCE = 25, 8_000_000
_LONGEST_ID = 200
_LARGE = Finding(
    check="large-mail", severity=Severity.WARNING,
    message=f"The mail is larger than {LARGEST:,} bytes; the rest was left on the server.",
)  # fmt: skip


class _FolderJob(NamedTuple):
    """A folder that is fetched: as it was opened, its row in the record, and the report about it."""

    opened: Folder
    row: Mapping[str, Any]
    report: FolderReport

    @property
    def settled(self) -> int:
        """The uid up to which all mails were looked at."""
        return int(self.row["settled"]) if self.is_as_kept else 0

    @property
    def is_as_kept(self) -> bool:
        """Whether the record speaks of these mails: another uidvalidity gives their numbers to others."""
        return bool(self.row) and self.row["uidvalidity"] == self.opened.uidvalidity


class FolderFetch:
    """The fetching of the folders of one account.

    Args:
        record: the record.
        account: whose folders.
        take: records a raw mail, with findings about it.
        wishes: what is asked for.
        clock: gives the present instant.
        tell: is told after each mail how many were looked at and refused.
        seconds: how long a server may be silent.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what it works on, and how
        self, record: Record, account: MailAccount, take: Take, wishes: FetchWishes, clock: Callable[[], datetime],
        tell: Callable[[int, int], None] = lambda _seen, _refused: None, seconds: float = 30.0,
    ) -> None:  # fmt: skip
        self._record, self._account, self._take, self._wishes = record, account, take, wishes
        self._clock, self._tell = clock, tell
        self._session = FetchSession(account, is_read_only=wishes.is_dry, seconds=seconds)

    def folder(self, name: str, report: FolderReport) -> None:
        """Fetch a folder; ``report`` counts also where it ends with an error.

        Raises:
            NotFoundError: there is no such folder.
            UnavailableError: the server fails, or the record cannot be written; what was fetched by then is kept.
        """
        try:
            self._fetch(name, report)
        except DeskError as problem:
            self._note_failure(name, problem)
            raise
        if not self._wishes.is_dry:
            table.fetched(self._record, self._account.mailbox, name, rfc3339(self._clock()))

    def close(self) -> None:
        """End the session."""
        self._session.close()

    def _fetch(self, name: str, report: FolderReport) -> None:
        opened = self._session.select(name)
        report.uidvalidity = opened.uidvalidity
        job = _FolderJob(opened, self._row(name, opened), report)
        uids = self._uids(job)
        for start in range(0, len(uids), _HEADS_AT_ONCE):
            if self._is_full(report):
                break
            self._some(job, uids[start : start + _HEADS_AT_ONCE])
        report.left = max(0, len(uids) - report.seen) if self._is_full(report) else 0

    def _row(self, name: str, opened: Folder) -> Mapping[str, Any]:
        mailbox = self._account.mailbox
        if self._wishes.is_dry:
            return table.folder_of(self._record, mailbox, name) or {}
        return table.opened_folder(self._record, mailbox, name, opened.uidvalidity)

    def _uids(self, job: _FolderJob) -> list[int]:
        """The mails to look at, by number: those above the ones that were looked at, or those that were refused."""
        if self._wishes.again:
            return table.refused_uids(self._record, job.row["id"], job.opened.uidvalidity) if job.is_as_kept else []
        return self._session.connection.uids(job.settled, self._wishes.since)

    def _some(self, job: _FolderJob, uids: Sequence[int]) -> None:
        """Take in those of some mails that are new."""
        report, wishes = job.report, self._wishes
        unknown = [uid for uid in uids if uid not in self._looked_at(job, uids)]
        report.seen += len(uids) - len(unknown)
        report.known += len(uids) - len(unknown)
        heads = self._session.heads(unknown, with_arrival=wishes.since is not None)
        if wishes.since:
            heads = {uid: head for uid, head in heads.items() if not head.arrived or head.arrived >= wishes.since}
        recorded = [(uid, head) for uid, head in heads.items() if self._is_recorded(head)]
        for uid, _ in recorded:
            report.add(known_mail(uid))
        self._keep(job, [(known_mail(uid), head) for uid, head in recorded])
        gone = {uid for uid, _ in recorded}
        for group in _groups([(uid, head) for uid, head in heads.items() if uid not in gone]):
            room = len(group) if wishes.limit is None else wishes.limit - report.new - report.refused
            self._group(job, group[:room])
            if self._is_full(report):
                return
        if not (wishes.since or wishes.again or wishes.is_dry):
            table.settle(self._record, job.row["id"], job.opened.uidvalidity, uids[-1])

    def _looked_at(self, job: _FolderJob, uids: Sequence[int]) -> set[int]:
        if self._wishes.again or not job.is_as_kept:
            return set()
        return table.known(self._record, job.row["id"], job.opened.uidvalidity, uids[0], uids[-1])

    def _is_recorded(self, head: Head) -> bool:
        """Whether the record knows a mail by its Message-ID."""
        origin = head.message_id.strip("<>")[:_LONGEST_ID]
        return bool(interactions.of_origin(self._record, origin))

    def _group(self, job: _FolderJob, group: Sequence[tuple[int, Head]]) -> None:
        """Take in some mails, keep that they were looked at, and mark them."""
        heads = dict(group)
        done = []
        for read in self._session.mails(list(heads), sum(head.size for head in heads.values())):
            mail = self._taken(read)
            if mail is None:
                continue
            job.report.add(mail)
            done.append((mail, heads[mail.uid]))
            self._tell(job.report.seen, job.report.refused)
        self._keep(job, done)
        marked = [mail.uid for mail, _ in done if mail.state != "refused"]
        if job.opened.takes_keyword and marked:
            self._session.connection.mark(marked)

    def _taken(self, read: ReadMail) -> FetchedMail | None:
        """What became of a mail that was read; None for one that is gone by now.

        Raises:
            UnavailableError: the record cannot be written.
        """
        if not read.raw:
            is_gone = read.raw is None and not read.why
            return None if is_gone else refused_mail(read.uid, read.why or "The server gave an empty mail.")
        try:
            found = self._take(read.raw, (_LARGE,) if len(read.raw) >= LARGEST else ())
        except UnavailableError:
            raise  # the record cannot take any mail
        except DeskError as problem:
            return refused_mail(read.uid, problem.message)
        return FetchedMail(
            uid=read.uid, state="known" if found.is_known else "robot" if found.is_robot else "new",
            interaction=found.interaction, case=found.case, is_new_case=found.is_new_case, sender=found.sender,
            subject=found.subject, reason="", attention=found.attention,
        )  # fmt: skip

    def _keep(self, job: _FolderJob, several: Iterable[tuple[FetchedMail, Head]]) -> None:
        if self._wishes.is_dry:
            return
        at = rfc3339(self._clock())
        table.keep(self._record, [
            {
                "folder": job.row["id"], "uidvalidity": job.opened.uidvalidity, "uid": mail.uid,
                "message_id": "" if _is_forgotten(mail) else head.message_id.strip("<>")[:_LONGEST_ID],
                "interaction": mail.interaction,
                "state": mail.state, "reason": mail.reason, "at": at,
            }
            for mail, head in several
        ])  # fmt: skip

    def _note_failure(self, name: str, problem: DeskError) -> None:
        """Keep why a folder failed, unless the record is what failed."""
        is_theirs = problem.problems[0].code.startswith(("mail-", "unknown-folder"))
        if is_theirs and not self._wishes.is_dry:
            table.failed(self._record, self._account.mailbox, name, rfc3339(self._clock()), problem.message)

    def _is_full(self, report: FolderReport) -> bool:
        limit = self._wishes.limit
        return limit is not None and report.new + report.refused >= limit


def _groups(wanted: Sequence[tuple[int, Head]]) -> Iterator[list[tuple[int, Head]]]:
    """Mails that are read at once: so few that they need little memory; a large one alone."""
    group: list[tuple[int, Head]] = []
    size = 0
    for uid, head in wanted:
        if group and (len(group) == _MAILS_AT_ONCE or size + head.size > _BYTES_AT_ONCE):
            yield group
            group, size = [], 0
        group.append((uid, head))
        size += head.size
    if group:
        yield group


def _is_forgotten(mail: FetchedMail) -> bool:
    """Whether the desk has forgotten who wrote a mail, so that nothing of it is kept."""
    return mail.state == "known" and mail.interaction is None
