"""What ``cscli customer export`` gives out: everything about one person, as text and as JSON."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cscli.cli.door.result import Note, Result
from cscli.desk.privacy.audit import AuditEntry
from cscli.desk.privacy.dossier import NOT_INCLUDED, Dossier
from cscli.desk.privacy.readable import as_markdown
from cscli.text import rfc3339


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedMail:
    """A message as it came: ``content`` is Base64, empty where ``file`` has it."""

    interaction: int
    size: int
    content: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedCustomer:
    """Everything about one person. ``tables`` has rows by table, ``keys`` those of customers merged into them, too."""

    customer: str
    keys: tuple[str, ...]
    exported_at: datetime
    tables: Mapping[str, tuple[Mapping[str, Any], ...]]
    raw_messages: tuple[ExportedMail, ...]
    memory: tuple[Mapping[str, Any], ...]
    drafts: tuple[Mapping[str, Any], ...]
    audit: tuple[AuditEntry, ...]
    not_included: tuple[str, ...]
    files: tuple[str, ...] = ()


def exported(found: Dossier, shop: str, written: Mapping[str, bytes] | None = None) -> Result[ExportedCustomer]:
    """The dossier as text; with ``written`` (files by name) the names of the files, one a line."""
    files = tuple(written or ())
    notes = (
        Note(text=f"Read it before you give it out: it holds what others wrote. Not in it: {', '.join(NOT_INCLUDED)}."),
    )
    shown = "\n".join(files) if written is not None else as_markdown(found, shop).rstrip("\n")
    return Result(data=_payload(found, files), shown=shown, notes=notes)


def files_of(found: Dossier, shop: str) -> dict[str, bytes]:
    """The files of a folder: ``customer.md``, ``customer.json``, and a mail for each message as it came."""
    mails = {f"messages/{number}.eml": raw for number, raw in found.raw.items()}
    return {"customer.md": as_markdown(found, shop).encode(), "customer.json": as_json(found, tuple(mails)), **mails}


def as_json(found: Dossier, files: tuple[str, ...] = ()) -> bytes:
    """The dossier as one JSON document; messages as they came are named where a file has them."""
    payload = _payload(found, files)
    document = {
        "schema": 1, **{name: getattr(payload, name) for name in ExportedCustomer.__slots__ if name != "files"},
        "exported_at": rfc3339(found.at),
        "raw_messages": [{n: getattr(one, n) for n in ExportedMail.__slots__} for one in payload.raw_messages],
        "audit": [
            {"at": rfc3339(one.at), "agent": one.agent, "what": one.what, "detail": one.detail} for one in found.audit
        ],
    }  # fmt: skip
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _payload(found: Dossier, files: tuple[str, ...]) -> ExportedCustomer:
    has_file = any(name.startswith("messages/") for name in files)
    raw = (
        ExportedMail(
            interaction=number, size=len(content), file=f"messages/{number}.eml" if has_file else "",
            content="" if has_file else b64encode(content).decode(),
        )
        for number, content in found.raw.items()
    )  # fmt: skip
    return ExportedCustomer(
        customer=found.person.key, keys=found.person.ids.customers, exported_at=found.at, tables=found.tables,
        raw_messages=tuple(raw), memory=found.memory, drafts=found.drafts, audit=found.audit,
        not_included=NOT_INCLUDED, files=files,
    )  # fmt: skip
