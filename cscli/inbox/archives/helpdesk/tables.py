"""Tables of other help desks: the tickets of Freshdesk, without their texts, and the messages of Chatwoot."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from cscli.desk.cases.event import Priority
from cscli.inbox.archives.helpdesk.fields import (
    Known,
    NamedPerson,
    at_of,
    contact_of,
    line_of,
    optional_at,
    require_once,
)
from cscli.inbox.archives.helpdesk.freshdesk import SOURCES, status_of
from cscli.inbox.archives.instants import InstantError, needed
from cscli.inbox.archives.reading import ArchiveReading, in_utc
from cscli.inbox.archives.table import TableArchive
from cscli.inbox.archives.terms import PRIORITIES
from cscli.inbox.archives.told import PastCase, Refused, Told
from cscli.tables.headings import folded
from cscli.tables.reader import open_table
from cscli.tables.row import Row

_OF_FRESHDESK: Final = ("ticket_id", "subject", "status", "priority", "source", "created_time")
_OF_CHATWOOT: Final = ("conversation_id", "message_type", "content", "inbox_id")


def is_freshdesk_table(line: str) -> bool:
    """Whether a line of headings is that of Freshdesk's tickets."""
    return _has(line, _OF_FRESHDESK)


def is_chatwoot_table(line: str) -> bool:
    """Whether a line of headings is that of Chatwoot's messages."""
    return _has(line, _OF_CHATWOOT)


def chatwoot_table(path: Path, reading: ArchiveReading) -> TableArchive:
    """A table of Chatwoot's messages, whose times are in UTC unless somebody says another zone."""
    known = {
        "content": "text",
        "conversation_id": "thread",
        "message_type": "direction",
        "sender_id": "-",
        "status": "-",
    }
    mapping = {**known, **reading.mapping}
    return TableArchive(
        path,
        replace(in_utc(reading), mapping=_present(path, mapping), name="chatwoot", channel=reading.channel or "chat"),
    )


class FreshdeskTable:
    """A table of Freshdesk's tickets: cases without messages, which its tables do not hold."""

    format = "freshdesk"

    def __init__(self, path: Path, reading: ArchiveReading) -> None:
        self._reading = reading
        self.table = open_table(path, sheet=reading.sheet)
        self._known = Known()
        self._is_begun = False

    def told(self) -> Iterator[Told]:
        """The case of each row."""
        names = {column: folded(column) for column in self.table.columns}
        for row in self.table.rows():
            try:
                if row.fault:
                    raise ValueError(row.fault)  # noqa: TRY301 - as the others
                told = self._case(row, {names[c]: cell for c, cell in row.cells.items() if isinstance(cell, str)})
            except InstantError as problem:
                if problem.needs and not self._is_begun:
                    raise needed(f"Line {row.line}", problem) from problem
                yield Refused(row.line, str(problem), problem.hint, row=row)
            except ValueError as problem:
                yield Refused(row.line, str(problem), row=row)
            else:
                self._is_begun = True
                yield told

    def progress(self) -> tuple[int, int]:
        """Bytes read, and in all."""
        return self.table.progress()

    def remarks(self) -> tuple[str, ...]:
        """What the owner should know."""
        return (
            "Read as an export of Freshdesk.",
            "A table of tickets holds no messages: the JSON export of the account does.",
        )

    def close(self) -> None:
        """Close the file."""
        self.table.close()

    def _case(self, row: Row, cells: Mapping[str, str]) -> PastCase:
        number = line_of(cells.get("ticket_id"))[:100]
        if not number:
            raise ValueError("has no ticket id")
        opened = at_of(cells.get("created_time"), "created time", self._reading)
        require_once(self._known, number, row.line, opened)
        phone = cells.get("mobile_phone") or cells.get("work_phone") or ""
        person = NamedPerson(line_of(cells.get("full_name")), line_of(cells.get("email")), line_of(phone))
        ended = (cells.get(name) for name in ("closed_time", "resolved_time", "last_updated_time"))
        at = next((found for text in ended if (found := optional_at(text, self._reading)) is not None), opened)
        tags = tuple(dict.fromkeys(tag.strip()[:80] for tag in cells.get("tags", "").split(",") if tag.strip()))
        return PastCase(
            line=row.line, origin=f"freshdesk:{number}", at=at, stage=status_of(cells.get("status")), opened_at=opened,
            contact=contact_of("freshdesk", line_of(cells.get("contact_id")), person, self._reading.customer),
            subject=line_of(cells.get("subject")), tags=tags,
            channel=SOURCES.get(cells.get("source", "").strip().lower(), self._reading.channel or "email"),
            priority=PRIORITIES.get(cells.get("priority", "").strip().lower(), Priority.NORMAL),
            assignee="" if cells.get("agent", "").strip().lower() == "no agent" else line_of(cells.get("agent")),
        )  # fmt: skip


def _present(path: Path, mapping: Mapping[str, str]) -> dict[str, str]:
    """Those of the columns that a table has."""
    table = open_table(path)
    there = {folded(column) for column in table.columns}
    table.close()
    return {name: meaning for name, meaning in mapping.items() if folded(name) in there}


def _has(line: str, wanted: tuple[str, ...]) -> bool:
    found = {folded(cell.strip().strip('"')) for cell in line.replace("\t", ",").replace(";", ",").split(",")}
    return found.issuperset(wanted)
