"""Messages in a table of any shop: CSV, TSV, JSON Lines or XLSX, one row for each.

Columns are known by their usual headings, or as somebody maps them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cscli.desk.contacts import Contact
from cscli.errors import UsageError, did_you_mean, nearest
from cscli.inbox.archives.instants import InstantError, read_at
from cscli.inbox.archives.reading import FUTURE, ArchiveReading
from cscli.inbox.archives.terms import PRIORITIES, STAGES
from cscli.inbox.archives.told import LONGEST_LINE, LONGEST_ORIGIN, LONGEST_TEXT, PastCase, PastMessage, Refused, Told
from cscli.inbox.headers import one_line_of
from cscli.inbox.incoming import sender_of
from cscli.tables.headings import folded, known_headings
from cscli.tables.imported import remarks_on
from cscli.tables.reader import open_table
from cscli.tables.row import Row

if TYPE_CHECKING:
    from cscli.tables.table import Table

FIELDS: Final = (
    "text", "at", "direction", "customer", "email", "phone", "name", "from", "to", "channel", "market", "language",
    "subject", "intent", "agent", "id", "thread", "case_state", "state", "order_number", "tags", "message_id",
    "in_reply_to", "attention", "origin", "private",
    "priority", "assignee", "attachments",
)  # fmt: skip
_NOTHING: Final = "-"
_DIRECTIONS: Final = {
    "in": "in", "incoming": "in", "inbound": "in", "received": "in", "customer": "in", "0": "in",
    "out": "out", "outgoing": "out", "outbound": "out", "sent": "out", "agent": "out", "reply": "out", "1": "out",
    "note": "note", "private": "note", "internal": "note", "2": "", "activity": "", "3": "", "template": "",
}  # fmt: skip
_YES: Final = frozenset({"yes", "true", "t", "1"})
_MOST_REMEMBERED: Final = 20_000


class TableArchive:
    """A table of messages, opened.

    Raises:
        UsageError: it cannot be read, has no column for the text or the time, or a mapped column or field is unknown.
    """

    format = "table"

    def __init__(self, path: Path, reading: ArchiveReading) -> None:
        self._reading = reading
        self.table: Table = open_table(path, sheet=reading.sheet)
        self._seen: Counter[bytes] = Counter()
        self._read = self._passed_over = 0
        try:
            self._fields = self._fields_of(path)
        except BaseException:
            self.table.close()
            raise

    def told(self) -> Iterator[Told]:
        """The message of each row, with its case where a column tells the state of that."""
        for row in self.table.rows():
            try:
                if (found := self._message(row)) is None:
                    self._passed_over += 1
                    continue
            except InstantError as problem:
                if problem.needs and not self._read:
                    raise UsageError(
                        f"Line {row.line}: at: {problem}.",
                        code="zone-needed" if problem.needs == "zone" else "ambiguous-date", hint=problem.hint,
                    ) from problem  # fmt: skip
                yield Refused(row.line, f"at: {problem}", problem.hint, row=row)
                continue
            except ValueError as problem:
                yield Refused(row.line, str(problem), row=row)
                continue
            self._read += 1
            yield from found

    def progress(self) -> tuple[int, int]:
        """Bytes read, and in all."""
        return self.table.progress()

    def remarks(self) -> tuple[str, ...]:
        """What the owner should know."""
        used = set(self._fields)
        ignored = [name for name in self.table.columns if name not in used and self._field(name) == ""]
        told = [f"Columns that were not used: {', '.join(ignored)[:300]}."] if ignored else []
        if self._passed_over:
            told.append(f"Rows of the system passed over: {self._passed_over:,}.")
        return (*told, *remarks_on(self.table.repairs), *([self.table.others] if self.table.others else []))

    def close(self) -> None:
        """Close the file."""
        self.table.close()

    @cached_property
    def _mapped(self) -> dict[str, str]:
        return {folded(name): meaning for name, meaning in self._reading.mapping.items()}

    def _fields_of(self, path: Path) -> dict[str, str]:
        """The field of each column; JSON Lines tell theirs row by row."""
        columns = self.table.columns
        for name, meaning in self._reading.mapping.items():
            if meaning not in (*FIELDS, _NOTHING):
                raise UsageError(
                    f"There is no field {meaning[:60]!r}.{did_you_mean(nearest(meaning, FIELDS, most=1))}",
                    code="unknown-field", hint=f"Fields: {', '.join(FIELDS)}.",
                )  # fmt: skip
            if columns and folded(name) not in map(folded, columns):
                raise UsageError(
                    f"There is no column {name[:60]!r}.{did_you_mean(nearest(name, columns, most=1))}",
                    code="unknown-column", hint=f"Columns: {', '.join(columns)[:300]}",
                )  # fmt: skip
        fields: dict[str, str] = {}
        for column in columns:
            field_ = self._field(column)
            if field_ and field_ not in fields.values():
                fields[column] = field_
        exact = {
            column: folded(column) for column in columns if folded(column) in FIELDS and not self._is_mapped(column)
        }
        mapped = {column: self._field(column) for column in columns if self._is_mapped(column)}
        sure = {**exact, **mapped}
        fields = {c: f for c, f in fields.items() if c in sure or f not in sure.values()} | sure
        missing = [name for name in ("text", "at") if columns and name not in fields.values()]
        if missing:
            raise UsageError(
                f"{path}: there is no column for the {' and no column for the '.join(missing)}.", code="bad-file",
                hint=f"Say which one is: --map '{columns[0][:60]}={missing[0]}'. Found: {', '.join(columns)[:200]}",
            )  # fmt: skip
        return {column: meaning for column, meaning in fields.items() if meaning != _NOTHING}

    def _is_mapped(self, column: str) -> bool:
        return folded(column) in self._mapped

    def _field(self, column: str) -> str:
        name = folded(column)
        return self._mapped.get(name) or (name if name in FIELDS else known_headings().message.get(name, ""))

    def _message(self, row: Row) -> tuple[PastMessage | PastCase, ...] | None:
        """The message of a row, and its case where a column tells the state of that; None for a row of the system.

        Raises:
            InstantError: its time cannot be read.
            ValueError: why else it cannot be kept.
        """
        if row.fault:
            raise ValueError(row.fault)
        cells = self._cells(row)
        direction = _DIRECTIONS.get(cells.get("direction", "in").lower())
        if direction is None:
            raise ValueError(f"has the direction {cells['direction'][:40]!r}, which is not in, out or note")
        if not direction:
            return None
        text = cells.get("text", "").replace("\0", "")
        if not text.strip() and "attachments" not in cells:
            raise ValueError("has no text")
        if len(text) > LONGEST_TEXT:
            raise ValueError(f"has a text of more than {LONGEST_TEXT:,} characters")
        if "at" not in cells:
            raise ValueError("has no time")
        at = read_at(cells["at"], self._reading.clock)
        if at > self._reading.now + FUTURE:
            raise ValueError(f"lies in the future: {cells['at'][:40]!r}")
        if cells.get("private", "").lower() in _YES:
            direction = "note"
        contact = _contact(cells, direction)
        thread = cells.get("thread", "")
        name = self._reading.name
        message = PastMessage(
            line=row.line, origin=self._origin(cells, text, at, direction), direction=direction, at=at, body=text,
            channel=cells.get("channel", "").lower()[:40] or self._reading.channel or "email", contact=contact,
            thread=_short(thread if ":" in thread else f"{name}:{thread}") if thread else "",
            subject=cells.get("subject", ""), agent=cells.get("agent", ""), market=cells.get("market", "").upper()[:10],
            language=cells.get("language", "")[:40], intent=cells.get("intent", ""), state=cells.get("state", ""),
            message_id=cells.get("message_id", "").strip("<>"), attention=cells.get("attention", ""),
            attachments=_listed(cells.get("attachments", "")),
            references=(cells["in_reply_to"].strip("<>"),) if "in_reply_to" in cells else (),
        )  # fmt: skip
        return (message, self._case(cells, message)) if "case_state" in cells and thread else (message,)

    def _cells(self, row: Row) -> dict[str, str]:
        found: dict[str, str] = {}
        for column, cell in row.cells.items():
            if (name := self._fields.get(column)) is None:
                name = self._fields[column] = (
                    "" if self.table.columns and self.table.kind != "jsonl" else self._field(column)
                )
            if name and name != _NOTHING and name not in found:
                value = ", ".join(cell) if isinstance(cell, list) else cell
                found[name] = value if name == "text" else one_line_of(value)[:LONGEST_LINE]
        return found

    def _origin(self, cells: Mapping[str, Any], text: str, at: int, direction: str) -> str:
        """What a row is recorded under: its id, else a digest of who said what when, and the how manyth that is."""
        if "origin" in cells:
            return _short(cells["origin"])
        if "id" in cells:
            return _short(f"{self._reading.name}:{cells['id']}")
        if "message_id" in cells:
            return _short(cells["message_id"].strip("<>"))
        who = "\0".join(
            cells.get(name, "") for name in ("customer", "email", "phone", "from", "to", "thread", "channel")
        )
        digest = blake2b(f"{at}\0{direction}\0{who}\0{text}".encode("utf-8", "replace"), digest_size=20)
        if len(self._seen) >= _MOST_REMEMBERED:
            self._seen.clear()
        self._seen[digest.digest()] += 1
        return f"{self._reading.name}:{digest.hexdigest()}:{self._seen[digest.digest()]}"

    @staticmethod
    def _case(cells: Mapping[str, str], message: PastMessage) -> PastCase:
        stage = STAGES.get(cells["case_state"].lower())
        if stage is None:
            raise ValueError(f"has the case_state {cells['case_state'][:40]!r}, which is none of {', '.join(STAGES)}")
        priority = cells.get("priority", "").lower()
        if priority and priority not in PRIORITIES:
            raise ValueError(f"has the priority {priority[:40]!r}, which is none of {', '.join(PRIORITIES)}")
        return PastCase(
            line=message.line, origin=message.thread, at=message.at, stage=stage, contact=message.contact,
            subject=message.subject, channel=message.channel, market=message.market, language=message.language,
            order_number=cells.get("order_number", "")[:80], tags=_listed(cells["tags"]) if "tags" in cells else None,
            priority=PRIORITIES[priority] if priority else None, assignee=cells.get("assignee"),
        )  # fmt: skip


def _contact(cells: Mapping[str, str], direction: str) -> Contact:
    """The customer's contact: as their columns say, else who wrote it, or whom it went to."""
    key, name = cells.get("customer", ""), cells.get("name", "")
    if "email" in cells:
        return Contact("email", cells["email"], name, key)
    if "phone" in cells:
        return Contact("phone", cells["phone"], name, key)
    if not key and (other := cells.get("from" if direction == "in" else "to", "")):
        found = sender_of(other)
        if found.address:
            return Contact("email" if "@" in found.address else "phone", found.address, name or found.name)
        name = name or found.name
    return Contact("email", "", name, key)


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in cell.split(",") if one.strip()))


def _short(origin: str) -> str:
    """An origin that is not too long: the beginning and a digest of the whole."""
    if len(origin) <= LONGEST_ORIGIN:
        return origin
    return f"{origin[:150]}:{blake2b(origin.encode('utf-8', 'replace'), digest_size=16).hexdigest()}"
