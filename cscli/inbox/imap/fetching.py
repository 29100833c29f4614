"""A folder of a mail server, fetched: which mails are new, each taken in once, and what became of each.

A mail is kept as looked at after it is recorded. Where the program or the connection ends in between, it is read again,
and the record knows it by its Message-ID or its digest. Neither the numbers of a server nor its sizes are believed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from cscli.errors import DeskError
from cscli.inbox.imap.accounts import MailAccount
from cscli.inbox.imap.connection import Folder, Head, MailConnection, ServerLostError
from cscli.quality.finding import Finding, Severity
from cscli.record import fetched as table
from cscli.record.record import Record
from cscli.text import rfc3339

LARGEST = 25_000_000  # bytes of one mail; what is longer is cut off there
_HEADS_AT_ONCE = 500
_MAILS_AT_ONCE, _BYTES_AT_ONCE = 25, 8_000_000
_MOST_SHOWN = 200
_MOST_LOST = 6  # connections in a row over which nothing was read
_LONGEST_ID = 200


class TakenMail(NamedTuple):
    """What became of a mail that was read: its interaction and case, who wrote what, and whether it was known."""

    interaction: int | None
    case: int | None
    is_new_case: bool
    is_known: bool
    is_robot: bool
    sender: str
    subject: str


class FetchedMail(NamedTuple):
    """A mail that was new: recorded, or refused with a reason."""

    uid: int
    state: str
    interaction: int | None
    case: int | None
    is_new_case: bool
    sender: str
    subject: str
    reason: str


Take = Callable[[bytes, tuple[Finding, ...]], TakenMail]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is asked of a fetch. ``again``: the mails that were refused, instead of new ones."""

    since: datetime | None = None
    limit: int | None = None
    is_dry: bool = False
    again: bool = False


@dataclass(slots=True, kw_only=True)
class FolderReport:
    """What a fetch found in a folder. ``seen`` are the mails that it looked at, ``left`` those beyond the limit.

    ``new`` were recorded, ``robots`` of them by programs; ``known`` were recorded before. ``mails`` are the newest of
    those that were new or refused.
    """

    account: str
    folder: str
    uidvalidity: int = 0
    seen: int = 0
    new: int = 0
    known: int = 0
    robots: int = 0
    refused: int = 0
    left: int = 0
    mails: list[FetchedMail] = field(default_factory=list)

    def add(self, mail: FetchedMail) -> None:
        """Count a mail."""
        self.seen += 1
        if mail.state == "known":
            self.known += 1
            return
        self.new += mail.state in ("new", "robot")
        self.robots += mail.state == "robot"
        self.refused += mail.state == "refused"
        self.mails.append(mail)
        del self.mails[:-_MOST_SHOWN]


class FolderFetch:
    """The fetching of the folders of one account, over one connection at a time.

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
        self, record: Record, account: MailAccount, take: Take, wishes: Wishes, clock: Callable[[], datetime],
        tell: Callable[[int, int], None] = lambda _seen, _refused: None, seconds: float = 30.0,
    ) -> None:  # fmt: skip
        self._record, self._account, self._take, self._wishes = record, account, take, wishes
        self._clock, self._tell, self._seconds = clock, tell, seconds
        self._connection: MailConnection | None = None
        self._lost = 0  # connections since something was read

    def folder(self, name: str, report: FolderReport) -> None:
        """Fetch a folder; ``report`` counts also where it ends with an error.

        Raises:
            NotFoundError: there is no such folder.
            UnavailableError: the server fails, or the record cannot be written; what was fetched by then is kept.
        """
        self._lost = 0
        try:
            self._fetch(name, report)
        except DeskError as problem:
            self._note_failure(name, problem)
            raise
        if not self._wishes.is_dry:
            table.fetched(self._record, self._account.mailbox, name, rfc3339(self._clock()))

    def connection(self, folder: str) -> MailConnection:
        """The connection, in a folder as the last fetch left it."""
        if self._connection is None:
            self._select(folder)
        assert self._connection  # noqa: S101 - for the type checker
        return self._connection

    def close(self) -> None:
        """End the session."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _fetch(self, name: str, report: FolderReport) -> None:
        opened = self._select(name)
        report.uidvalidity = opened.uidvalidity
        row = self._row(name, opened)
        job = _Job(name=name, opened=opened, row=row, report=report)
        uids = self._uids(job)
        for start in range(0, len(uids), _HEADS_AT_ONCE):
            if self._is_full(report):
                break
            self._some(job, uids[start : start + _HEADS_AT_ONCE])
        report.left = max(0, len(uids) - report.seen) if self._is_full(report) else 0

    def _uids(self, job: "_Job") -> list[int]:
        """The mails to look at, by number: those above the ones that were looked at, or those that were refused."""
        row, uidvalidity = job.row, job.opened.uidvalidity
        if self._wishes.again:
            return table.refused_uids(self._record, row["id"], uidvalidity) if row else []
        settled = row["settled"] if row and row["uidvalidity"] == uidvalidity else 0
        return self.connection(job.name).uids(settled, self._wishes.since)

    def _some(self, job: "_Job", uids: Sequence[int]) -> None:
        """Take in those of some mails that are new."""
        report, wishes = job.report, self._wishes
        is_kept = job.row and job.row["uidvalidity"] == job.opened.uidvalidity and not wishes.again
        known = (
            table.known(self._record, job.row["id"], job.opened.uidvalidity, uids[0], uids[-1]) if is_kept else set()
        )
        report.seen += len(known.intersection(uids))
        report.known += len(known.intersection(uids))
        heads = self._heads(job, [uid for uid in uids if uid not in known])
        if wishes.since:
            heads = {uid: head for uid, head in heads.items() if not head.arrived or head.arrived >= wishes.since}
        recorded, wanted = self._recorded(heads), []
        for uid, head in heads.items():
            if uid in recorded:
                report.add(_known(uid))
            else:
                wanted.append((uid, head))
        self._keep(job, [(_known(uid), heads[uid]) for uid in recorded])
        for group in _groups(wanted):
            room = None if wishes.limit is None else wishes.limit - report.new - report.refused
            self._group(job, group if room is None else group[: max(room, 0)])
            if room is not None and len(group) >= room:
                break
        if not (self._is_full(report) or wishes.since or wishes.again or wishes.is_dry):
            table.settle(self._record, job.row["id"], job.opened.uidvalidity, uids[-1])

    def _recorded(self, heads: Mapping[int, Head]) -> dict[int, int]:
        """The mails that the record knows by their Message-ID, each with its interaction."""
        found = {}
        for uid, head in heads.items():
            origin = head.message_id.strip("<>")[:_LONGEST_ID]
            row = self._record.row("interactions.of_origin", origin=origin) if origin else None
            if row:
                found[uid] = row["id"]
        return found

    def _group(self, job: "_Job", group: Sequence[tuple[int, Head]]) -> None:
        done = []
        for uid, head, raw, why in self._read(job, group):
            mail = self._taken(uid, raw, why)
            if mail is None:
                continue
            job.report.add(mail)
            done.append((mail, head))
            self._tell(job.report.seen, job.report.refused)
        self._keep(job, done)
        if job.opened.takes_keyword and (marked := [mail.uid for mail, _ in done if mail.state != "refused"]):
            self.connection(job.name).mark(marked)

    def _taken(self, uid: int, raw: bytes | None, why: str) -> FetchedMail | None:
        """What became of a mail that was read; None for one that is gone by now."""
        if raw is None and not why:
            return None
        if not raw:
            return _refused(uid, why or "the server gave no mail under this number")
        found = self._take(raw, (_LARGE,) if len(raw) >= LARGEST else ())
        state = "known" if found.is_known else "robot" if found.is_robot else "new"
        return FetchedMail(
            uid=uid, state=state, interaction=found.interaction, case=found.case, is_new_case=found.is_new_case,
            sender=found.sender, subject=found.subject, reason="",
        )  # fmt: skip

    def _read(
        self, job: "_Job", group: Sequence[tuple[int, Head]]
    ) -> Iterator[tuple[int, Head, bytes | None, str]]:  # fmt: skip
        """The mails of a group: number, head, bytes, and why there are none. One that breaks the connection is refused.

        Raises:
            UnavailableError: no connection lasts.
        """
        if len(group) > 1:
            try:
                size = sum(head.size for _, head in group)
                found = self.connection(job.name).mails([uid for uid, _ in group], size, LARGEST)
            except ServerLostError as problem:
                self._again(job, problem)
            else:
                self._lost = 0
                yield from ((uid, head, found.get(uid), "") for uid, head in group)
                return
        for uid, head in group:
            yield uid, head, *self._alone(job, uid)

    def _alone(self, job: "_Job", uid: int) -> tuple[bytes | None, str]:
        """One mail by itself; where it breaks the connection twice, why it is refused."""
        why = ""
        for _ in range(2):
            try:
                found = self.connection(job.name).mails([uid], 0, LARGEST).get(uid)
            except ServerLostError as problem:
                why = problem.message
                self._again(job, problem)
                continue
            self._lost = 0
            return found, ""
        return None, why

    def _heads(self, job: "_Job", uids: Sequence[int]) -> dict[int, Head]:
        if not uids:
            return {}
        with_arrival = self._wishes.since is not None
        try:
            found = self.connection(job.name).heads(uids, with_arrival=with_arrival)
        except ServerLostError as problem:
            self._again(job, problem)
            found = self.connection(job.name).heads(uids, with_arrival=with_arrival)
        return {uid: found[uid] for uid in uids if uid in found}

    def _select(self, name: str) -> Folder:
        if self._connection is None:
            self._connection = MailConnection(self._account, self._seconds)
        try:
            return self._connection.select(name, is_read_only=self._wishes.is_dry)
        except ServerLostError:
            self._drop()
            raise

    def _again(self, job: "_Job", problem: ServerLostError) -> None:
        """Connect again after a connection was lost.

        Raises:
            UnavailableError: too often in a row, or the folder is not what it was.
        """
        self._drop()
        self._lost += 1
        if self._lost > _MOST_LOST:
            raise problem
        opened = self._select(job.name)
        if opened.uidvalidity != job.opened.uidvalidity:
            raise ServerLostError(
                f"The folder {job.name} was made anew on the server while it was fetched.", code="mail-server",
                hint="Fetch again: what is recorded already is known by its Message-ID.",
            )  # fmt: skip

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.drop()
            self._connection = None

    def _row(self, name: str, opened: Folder) -> Mapping[str, Any]:
        mailbox = self._account.mailbox
        if self._wishes.is_dry:
            return table.folder_of(self._record, mailbox, name) or {}
        return table.opened_folder(self._record, mailbox, name, opened.uidvalidity)

    def _keep(self, job: "_Job", several: Iterable[tuple[FetchedMail, Head]]) -> None:
        if self._wishes.is_dry:
            return
        at = rfc3339(self._clock())
        table.keep(self._record, [
            {
                "folder": job.row["id"], "uidvalidity": job.opened.uidvalidity, "uid": mail.uid,
                "message_id": head.message_id.strip("<>")[:_LONGEST_ID], "interaction": mail.interaction,
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


class _Job(NamedTuple):
    """A folder that is fetched."""

    name: str
    opened: Folder
    row: Mapping[str, Any]
    report: FolderReport


_LARGE = Finding(
    check="large-mail", severity=Severity.WARNING,
    message=f"The mail is larger than {LARGEST:,} bytes; the rest was left on the server.",
)  # fmt: skip


def _known(uid: int) -> FetchedMail:
    return FetchedMail(
        uid=uid, state="known", interaction=None, case=None, is_new_case=False, sender="", subject="", reason=""
    )  # fmt: skip


def _refused(uid: int, reason: str) -> FetchedMail:
    return _known(uid)._replace(state="refused", reason=reason)


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
