"""What ``cscli inbox`` shows: folders that were fetched, folders as they stand, and the mails of a file."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from cscli.cli.door.agent_clock import AgentClock
from cscli.cli.door.result import Note, Result, Table, Told, Tone
from cscli.errors import Problem
from cscli.text import count_words, one_line

if TYPE_CHECKING:
    from cscli.cli.runs.inbox import Fetch
    from cscli.inbox.imap.reports import FetchedMail, FolderReport

FETCHED = ("account", "folder", "new", "known", "robots", "refused", "left")
FOLDERS = ("account", "folder", "fetched", "new", "known", "robots", "refused", "failure")
MAILS = ("place", "date", "from", "subject", "kind", "recorded")
_MOST_TOLD = 20


class FetchedRow(NamedTuple):
    """A mail that was new; ``state`` is new, robot or refused, with the reason of the latter.

    ``attention`` is why a person must read it, such as ``threat`` or ``other-person``; empty where nothing says so.
    """

    uid: int
    state: str
    interaction: int | None
    case: int | None
    is_new_case: bool
    sender: str
    subject: str
    reason: str
    attention: str = ""


class FetchedFolder(NamedTuple):
    """What a fetch found in a folder.

    ``seen`` mails were looked at, ``left`` are beyond the limit. ``new`` were recorded, ``robots`` of them by programs;
    ``known`` were recorded before. ``mails`` are the newest 200 of those that were new or refused.
    """

    account: str
    folder: str
    uidvalidity: int
    seen: int
    new: int
    known: int
    robots: int
    refused: int
    left: int
    mails: tuple[FetchedRow, ...]


class RefusedMail(NamedTuple):
    """A mail on a server that could not be read."""

    uid: int
    message_id: str
    reason: str
    at: datetime | None


class InboxFolder(NamedTuple):
    """A folder of an account as it stands in the record.

    ``account`` is its name in the settings, empty for one that is not set here; ``mailbox`` is USER@HOST. ``failure``
    is why the newest fetch ended early. The counts are those of all fetches; ``robots`` are among the ``new`` ones.
    """

    account: str
    mailbox: str
    folder: str
    uidvalidity: int | None
    fetched_at: datetime | None
    failed_at: datetime | None
    failure: str
    new: int
    known: int
    robots: int
    refused: int
    refusals: tuple[RefusedMail, ...]


class MailInFile(NamedTuple):
    """A mail in a file: where it is there, who wrote it, and the interaction that it is recorded as."""

    place: str
    at: datetime | None
    name: str
    address: str
    subject: str
    size: int
    message_id: str
    robot: str
    attachments: int
    interaction_id: int | None


def folders_fetched(found: "Fetch", *, is_dry: bool) -> Result[tuple[FetchedFolder, ...]]:
    """One line for each folder; what failed, and mails that were refused, make it partial."""
    rows = tuple(map(_folder, found.reports))
    problems = (*found.problems, *_refusals(rows))
    notes = (Note(text="Nothing was recorded (--dry-run)."),) if is_dry else ()
    if any(row.new - row.robots for row in rows) and not is_dry:
        notes = (Note(text="See what needs you first: cscli next"),)
    lines = [(r.account, r.folder, str(r.new), str(r.known), str(r.robots), str(r.refused), str(r.left)) for r in rows]
    shown = Table(columns=FETCHED, rows=lines, narrow=("account", "folder", "new", "refused"), empty="No folder.")
    return Result(data=rows, shown=shown, notes=notes, problems=problems, done=found.done or None)


def news_fetched(found: "Fetch") -> Result[object]:
    """One line for each mail that came while somebody watches."""
    rows = tuple(map(_folder, found.reports))
    lines = [_told(mail) for row in rows for mail in row.mails if mail.state != "refused"]
    more = sum(row.new for row in rows) - len(lines)
    if more > 0:
        lines.append(f"{more} more")
    return Result(data=rows, shown="\n".join(lines), problems=(*found.problems, *_refusals(rows)))


def folders_listed(rows: tuple[InboxFolder, ...], clock: AgentClock) -> Result[tuple[InboxFolder, ...]]:
    """One line for each folder; refused mails are said beside it."""
    lines = [
        (
            row.account or row.mailbox, row.folder, clock.marked(row.fetched_at) if row.fetched_at else "never",
            str(row.new), str(row.known), str(row.robots), str(row.refused), Told(one_line(row.failure), Tone.LATE),
        )
        for row in rows
    ]  # fmt: skip
    refused = [
        f"{row.account or row.mailbox}, {row.folder}: mail {one.uid} was refused: {one.reason}"
        for row in rows for one in row.refusals
    ]  # fmt: skip
    notes = tuple(Note(text=text, always=True) for text in refused[:_MOST_TOLD])
    if refused:
        notes = (*notes, Note(text="Try them again with: cscli inbox fetch --again", always=True))
    table = Table(
        columns=FOLDERS, rows=lines, narrow=("account", "folder", "fetched", "new", "failure"),
        empty="No mail server is set. Set one: cscli config set imap.host imap.example",
    )  # fmt: skip
    return Result(data=rows, shown=table, notes=notes)


def mails_listed(found: Iterable[MailInFile], limit: int, clock: AgentClock) -> Result[tuple[MailInFile, ...]]:
    """One line for each mail of a file."""
    rows = tuple(found)
    lines = [
        (
            row.place, clock.marked(row.at) if row.at else "", _who(row), one_line(row.subject), row.robot,
            f"m{row.interaction_id}" if row.interaction_id else "",
        )
        for row in rows
    ]  # fmt: skip
    notes = (Note(text=f"The first {count_words(limit, 'mail')}; --limit shows more."),) if len(rows) == limit else ()
    table = Table(
        columns=MAILS, rows=lines, narrow=("from", "subject", "date", "recorded"), cut=("from", "subject"),
        empty="There is no mail.",
    )  # fmt: skip
    return Result(data=rows, shown=table, notes=notes)


def _folder(report: "FolderReport") -> FetchedFolder:
    counts = {name: getattr(report, name) for name in FetchedFolder._fields if name != "mails"}
    return FetchedFolder(**counts, mails=tuple(map(_mail, report.mails)))


def _mail(mail: "FetchedMail") -> FetchedRow:
    return FetchedRow(**mail._asdict())


def _refusals(rows: Iterable[FetchedFolder]) -> Iterator[Problem]:
    for row in rows:
        for mail in row.mails:
            if mail.state == "refused":
                yield Problem(
                    code="mail-refused", message=f"{row.account}, {row.folder}: mail {mail.uid}: {mail.reason}",
                    hint="Try it again with: cscli inbox fetch --again",
                )  # fmt: skip


def _told(mail: FetchedRow) -> str:
    where = "no case" if mail.case is None else f"case {mail.case}{' (new)' if mail.is_new_case else ''}"
    return " · ".join(part for part in (where, mail.attention, one_line(mail.sender), one_line(mail.subject)) if part)


def _who(row: MailInFile) -> str:
    return one_line(f"{row.name} <{row.address}>" if row.name and row.address else row.name or row.address)
