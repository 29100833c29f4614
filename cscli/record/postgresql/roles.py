"""Roles of a team on a PostgreSQL server, as the statements that whoever runs it executes.

A reader reads, and leaves a trace of it in the audit trail. An agent also adds and changes; nothing is removed but the
items of an order, which are replaced when the order is corrected, and what ``cscli undo`` takes back: events, notes and
texts of cases, cases that were split off, surveys. The server cannot tell whose they are; the program does. A lead may
do all that the program does. None of them changes tables: to bring the record to a newer format is left to its owner.
"""

from enum import StrEnum
from typing import Final

from cscli.record.contents import FORMAT_TABLE, TABLES

_SCHEMA: Final = "public"
_COUNTERS: Final = ", ".join(f"{table.name}_{table.numbered}_seq" for table in TABLES if table.numbered)


class DeskRole(StrEnum):
    """Who works with the record; the role on the server has the same name behind ``desk_``."""

    READER = "reader"
    AGENT = "agent"
    LEAD = "lead"


def role_statements(role: DeskRole) -> tuple[str, ...]:
    """The statements that make a role, or bring it up to date, for a database that holds a record.

    Tables of later formats are not covered, so the statements are executed again after an upgrade.
    """
    name = f"desk_{role}"
    everything = ", ".join(table.name for table in TABLES)
    return (
        f"DO $$ BEGIN CREATE ROLE {name} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;",
        f"REVOKE CREATE ON SCHEMA {_SCHEMA} FROM PUBLIC;",
        f"GRANT USAGE ON SCHEMA {_SCHEMA} TO {name};",
        f"REVOKE ALL ON {everything}, {FORMAT_TABLE} FROM {name};",
        f"GRANT SELECT ON {FORMAT_TABLE} TO {name};",
        *(f"GRANT {rights} ON {', '.join(tables)} TO {name};" for rights, tables in _rights(role).items()),
        *([f"GRANT USAGE ON SEQUENCE {_COUNTERS} TO {name};"] if role is not DeskRole.READER else ()),
    )


def _rights(role: DeskRole) -> dict[str, list[str]]:
    """Tables by the rights that a role has on them."""
    found: dict[str, list[str]] = {}
    for table in TABLES:
        match role:
            case DeskRole.LEAD:
                rights = "SELECT, INSERT, UPDATE, DELETE"
            case _ if table.is_sealed:
                rights = "INSERT"
            case DeskRole.AGENT:
                rights = "SELECT, INSERT, UPDATE" + (", DELETE" if table.is_replaced or table.is_taken_back else "")
            case _:
                rights = "SELECT"
        found.setdefault(rights, []).append(table.name)
    return found
