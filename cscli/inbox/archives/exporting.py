"""What was said, written so that an import reads it back: every row has its origin, its customer and its case.

How a text was made (situation's template, values, checks) is not written.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cscli.desk.cases.event import WAITS, Stage
from cscli.desk.customers.customers import Customer, customers_of
from cscli.digests import blake2b
from cscli.inbox.archives.batch import row_origin
from cscli.record.record import Record
from cscli.record.rows import archives
from cscli.tables.writer import csv_text
from cscli.text import rfc3339

KINDS: Final = ("jsonl", "csv")
COLUMNS: Final = (
    "origin", "at", "direction", "channel", "customer", "name", "email", "phone", "market", "language", "subject",
    "text", "intent", "agent", "state", "attention", "message_id", "in_reply_to", "attachments", "thread", "case_state",
    "priority", "assignee", "tags", "order_number",
)  # fmt: skip
_PAGE: Final = 2_000
_SAME: Final = ("at", "direction", "channel", "customer", "market", "language", "subject", "intent", "agent", "state",
                "attention", "message_id", "in_reply_to")  # fmt: skip
_FIRST, _LAST = "", "9999"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is exported: from ``since`` on, before ``until``, of a customer; each may be empty."""

    since: datetime | None = None
    until: datetime | None = None
    customer: str = ""


def exported_rows(record: Record, wanted: Wanted, now: datetime) -> Iterator[dict[str, str]]:
    """Every interaction that is wanted, by time, as a row of ``COLUMNS``."""
    after = (rfc3339(wanted.since) if wanted.since else _FIRST, -1)
    until = rfc3339(wanted.until) if wanted.until else _LAST
    stamp = rfc3339(now)
    while rows := archives.page(record, after, until=until, customer=wanted.customer, most=_PAGE):
        people = customers_of(record, dict.fromkeys(row["customer"] for row in rows if row["customer"]))
        for row in rows:
            yield _row(row, people.get(row["customer"]), stamp)
        after = (rows[-1]["at"], rows[-1]["id"])


def export_lines(rows: Iterator[dict[str, str]], kind: str) -> Iterator[str]:
    """The lines of a file of rows, with their ends; ``kind`` is one of ``KINDS``."""
    if kind == "csv":
        yield csv_text([COLUMNS])
        yield from (csv_text([[row.get(name, "") for name in COLUMNS]]) for row in rows)
    else:
        yield from (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _row(row: dict[str, Any], customer: Customer | None, stamp: str) -> dict[str, str]:
    found = {name: row[name] for name in _SAME}
    found |= {"origin": row["origin"] or row_origin(row), "text": row["body"]}
    if customer:
        found |= {"name": customer.display_name, "email": customer.email, "phone": customer.phone}
    files = row["values"].get("attachments")
    if isinstance(files, list):
        found["attachments"] = ", ".join(str(one).replace(",", " ") for one in files)
    if row["case_id"] is not None:
        found |= {"thread": _thread(row), "case_state": _state(row, stamp), "order_number": row["case_order_number"]}
        found |= {"priority": row["case_priority"], "assignee": row["case_assignee"]}
        found["tags"] = ", ".join(json.loads(row["case_tags"]))
    return {name: found[name] for name in COLUMNS if found.get(name)}


def _thread(row: dict[str, Any]) -> str:
    """What the case of a row is known by elsewhere: its own origin, else its number with a digest of its opening."""
    if row["case_origin"]:
        return str(row["case_origin"])
    about = f"{row['case_opened_at']}\0{row['case_customer']}"
    return f"case:{row['case_id']}:{blake2b(about.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"


def _state(row: dict[str, Any], stamp: str) -> str:
    """The state of a row's case now: what ends by itself has ended."""
    state = str(row["case_state"])
    if row["case_until"] and row["case_until"] <= stamp:
        if state in WAITS:
            return str(Stage.OPEN)
        if state == Stage.RESOLVED:
            return str(Stage.CLOSED)
    return state
