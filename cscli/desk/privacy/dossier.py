"""Everything about one person, from every table of the record and from this machine, to be given out."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cscli.desk.privacy.audit import AuditEntry, audit_trail
from cscli.desk.privacy.memory_traces import memory_units_of
from cscli.desk.privacy.person import DataSubject, person_of
from cscli.record.record import Record
from cscli.state.machine import MachineState
from cscli.state.personal import KnownBy, LocalTraces, local_traces

_OF_THE_PROGRAM: Final = frozenset({
    "indexed", "tokens", "template_digest", "act", "turn", "holder", "clocks", "body_key",
})  # fmt: skip
_JSON: Final = frozenset({
    "values", "findings", "variant", "engines", "allowed", "tags", "reference_ids", "before",
})  # fmt: skip
_APART: Final = frozenset({"raw_messages", "case_clocks"})  # as they came; what the events of cases add up to
_MOST_ENTRIES = 100_000
NOT_INCLUDED: Final = (
    "backups of the record", "mailboxes", "what translation engines elsewhere keep",
    "files that exports and bulk runs wrote", "drafts on other machines",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All about a person. ``tables`` has their rows by table; columns that only the program needs are left out.

    ``raw`` has messages as they came, by the id of their interaction. ``memory`` has units of the translation memory,
    ``drafts`` those of this machine.
    """

    person: DataSubject
    at: datetime
    tables: Mapping[str, tuple[Mapping[str, Any], ...]]
    memory: tuple[Mapping[str, Any], ...]
    drafts: tuple[Mapping[str, Any], ...]
    audit: tuple[AuditEntry, ...]
    raw: Mapping[int, bytes]


def dossier(record: Record, machine: MachineState, key: str, now: datetime) -> Dossier:
    """Everything about the customer of a key.

    Raises:
        UnavailableError: the record or the state of this machine cannot be read.
    """
    from cscli.record.rows.raw_messages import unpacked  # noqa: PLC0415 - few people wrote mails

    person = person_of(record, key)
    raw = {row["interaction"]: unpacked(row["content"]) for row in person.rows["raw_messages"]}
    tables = {name: tuple(map(_readable, rows)) for name, rows in person.rows.items() if name not in _APART}
    return Dossier(
        person=person, at=now, tables={name: rows for name, rows in tables.items() if rows},
        memory=tuple(memory_units_of(record, person)), raw=raw,
        drafts=tuple(_draft(row) for row in traces_here(machine, person).drafts),
        audit=audit_trail(record, key=key, limit=_MOST_ENTRIES),
    )  # fmt: skip


def traces_here(machine: MachineState, person: DataSubject) -> LocalTraces:
    """What this machine keeps of a person."""
    rows = person.rows
    numbers = {row[column] for row in rows["orders"] for column in ("key", "number")}
    typed = {row["email"] for row in rows["customers"]} | {row["phone"] for row in rows["customers"]}
    addresses = {row["address"] for row in rows["contacts"]} | {text for one in typed for text in (one, one.casefold())}
    return local_traces(machine, KnownBy(
        keys=frozenset(person.ids.customers), addresses=frozenset(addresses - {""}), cases=frozenset(person.ids.cases),
        orders=frozenset(numbers), messages=frozenset(person.ids.interactions), is_in=person.is_surely_in,
    ))  # fmt: skip


def _readable(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row with lists and mappings in the place of their JSON, and without what only the program needs."""
    return {
        name: json.loads(value) if name in _JSON and value else value
        for name, value in row.items() if name not in _OF_THE_PROGRAM
    }  # fmt: skip


def _draft(row: Mapping[str, Any]) -> Mapping[str, Any]:
    content = row["content"]
    said = content["outgoing"]
    return {
        "number": row["id"], "at": row["at"], "agent": row["agent"], "case": row["case_number"],
        "state": row["state"], "to": content["to"], "subject": said["subject"],
        "text": said["body"] or content["own_words"],
    }  # fmt: skip


def filled(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The columns of a row that say something."""
    yield from ((name, value) for name, value in row.items() if value not in ("", None, [], {}))
