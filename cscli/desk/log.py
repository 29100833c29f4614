"""The log: one row for each thing that was said to or by a customer, or noted about one.

A row keeps the text exactly as it was; cleaning is for whoever shows it.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from cscli.errors import NotFoundError
from cscli.record.privacy.encrypted import encrypted_counts
from cscli.record.record import Record
from cscli.record.rows import interactions
from cscli.record.search.found import found
from cscli.text import rfc3339

MAX_ID = 2**63 - 1
_MENTION = r"(?<![\w.@])@(\w[\w.-]*\w|\w)"
_TUPLES = ("variant", "findings", "engines", "allowed")


class Interaction(NamedTuple):
    """One thing said. ``direction`` is in, out or note; ``at`` an instant; ``values`` in their recorded form.

    ``body`` is in the customer's language. ``agent_text`` is the same in the agent's, where it was translated: what
    was written first (out), or what was read (in). ``engines`` names the engines that saw the text, ``allowed`` the
    checks whose errors were overridden. ``origin`` says where it came from, so that it is recorded once: a run and its
    row, a Message-ID, the id of an export; empty for what was typed.

    ``case_id`` is the case that it belongs to, kept also when that is merged into another. ``state`` says what became
    of an outgoing text: draft, held, queued, sending, sent, refused, deferred, unknown, printed or copied; empty where
    nobody said. ``attention`` is why a person must read an incoming one, such as ``thanks`` or ``robot``. ``wording``
    says of a reply from a text whether it left as it was composed: kept or edited.
    """

    direction: str
    channel: str
    body: str
    at: datetime
    id: int | None = None
    customer: str = ""
    market: str = ""
    language: str = ""
    register: str = ""
    intent: str = ""
    variant: tuple[str, ...] = ()
    template_digest: str = ""
    values: Mapping[str, Any] = {}
    findings: tuple[Mapping[str, Any], ...] = ()
    subject: str = ""
    agent: str = ""
    agent_text: str = ""
    agent_language: str = ""
    engines: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    origin: str = ""
    case_id: int | None = None
    state: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    attention: str = ""
    wording: str = ""


def interaction(record: Record, number: int) -> Interaction:
    """The interaction of an id.

    Raises:
        NotFoundError: there is none.
    """
    row = interactions.one(record, number) if 0 < number <= MAX_ID else None
    if row is None:
        raise NotFoundError(
            f"There is no interaction {number}.",
            code="unknown-interaction",
            hint="See the newest with: cscli log list",
        )
    return interaction_of_row(row)


def newest_interactions(
    record: Record, filters: Mapping[str, str], *, since: datetime | None = None, limit: int = 20
) -> tuple[Interaction, ...]:
    """The newest interactions whose fields equal the filters that are not empty, newest first."""
    rows = interactions.newest(record, filters, rfc3339(since) if since else "", limit)
    return tuple(interaction_of_row(row) for row in rows)


def found_interactions(
    record: Record,
    text: str,
    limit: int = 20,
    *,
    filters: Mapping[str, str] | None = None,
    since: datetime | None = None,
) -> tuple[Interaction, ...]:
    """Interactions that hold every word of ``text``, as words or as parts of words, newest first.

    Args:
        record: the record.
        text: words with spaces between them.
        limit: how many at most.
        filters: what fields must be; empty ones do not count.
        since: no earlier than this instant.
    """
    rows = found(record, text, filters or {}, rfc3339(since) if since else "", limit)
    return tuple(interaction_of_row(row) for row in rows)


def mentions(text: str) -> tuple[str, ...]:
    """The names that stand after an ``@`` in a note, each once; not the host of a mail address."""
    return tuple(dict.fromkeys(re.findall(_MENTION, text)))


def encrypted_count(record: Record) -> int:
    """How many interactions have encrypted texts, into which no search looks."""
    return sum(encrypted_counts(record).values())


def interaction_count(record: Record) -> int:
    """How many interactions the record holds."""
    return interactions.count(record)


def interaction_of_row(row: Mapping[str, Any]) -> Interaction:
    """The interaction of a row as the record gives it."""
    fields: dict[str, Any] = {name: row[name] for name in Interaction._fields}
    fields |= {name: tuple(row[name]) for name in _TUPLES}
    return Interaction(**{**fields, "at": datetime.fromisoformat(row["at"]), "origin": row["origin"] or ""})
