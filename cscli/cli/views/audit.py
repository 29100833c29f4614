"""How the audit trail is listed."""

from collections.abc import Sequence

from cscli.cli.door.result import Note, Result, Table
from cscli.desk.privacy.audit import ALL, OFF, AuditEntry
from cscli.text import rfc3339


def audit_listed(found: Sequence[AuditEntry], level: str) -> Result[tuple[AuditEntry, ...]]:
    """A row for each entry, and what the setting leaves out."""
    rows = [(rfc3339(one.at), one.agent, one.what, one.subject, one.detail) for one in found]
    told = {OFF: "Nothing is noted now: audit is off.", ALL: ""}
    note = told.get(level, "Reading is not noted; to note it: cscli config set audit all")
    return Result(
        data=tuple(found),
        shown=Table(
            columns=("at", "agent", "what", "customer", "detail"), rows=rows, narrow=("at", "agent", "what", "customer")
        ),
        notes=(Note(text=note),) if note else (),
    )  # fmt: skip
