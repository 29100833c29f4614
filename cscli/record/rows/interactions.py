"""Rows of interactions: added once for each origin, read, searched.

An origin says where a row came from: a run and its row, a Message-ID, the id of an export. A second row of the same
origin is left out, so whatever came in can be taken in again. What was typed has no origin.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from cscli.record.privacy.forgotten import TombstoneKind, Tombstones
from cscli.record.privacy.vault import UNREADABLE
from cscli.record.record import Record
from cscli.record.rows.added import added
from cscli.record.search.texts import texts_of, token_text
from cscli.record.search.tokens import FILTERS, tokens
from cscli.record.store import Transaction
from cscli.text import storable

_TEXTS = (
    "at", "direction", "channel", "customer", "market", "language", "register", "intent", "template_digest", "subject",
    "body", "agent", "agent_text", "agent_language", "state", "message_id", "in_reply_to", "attention",
    "wording",
)  # fmt: skip
_JSON = ("variant", "values", "findings", "engines", "allowed")
_EMPTY: dict[str, Any] = {**dict.fromkeys((*_TEXTS, *_JSON), ""), "origin": None, "case_id": None, "body_key": ""}
_encoded = json.JSONEncoder(ensure_ascii=False).encode
_name = lru_cache(maxsize=256)(_encoded)


def add_all(record: Record, transaction: Transaction, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Add rows that ``stored`` made; returns their ids, for a known origin that of the row that has it.

    A row that was forgotten with its customer, or is older than their forgetting, is left out: its id is 0.
    """
    forgotten = _forgotten(record, rows)
    if not forgotten:
        return added(record, transaction, rows)
    ids = iter(added(record, transaction, [row for n, row in enumerate(rows) if n not in forgotten]))
    return [0 if n in forgotten else next(ids) for n in range(len(rows))]


def stored(row: Mapping[str, Any], ready: str = "") -> dict[str, Any]:
    """An interaction as a row is stored, with the tokens of the search; what cannot be kept as text becomes a mark.

    Most of the work of recording is done here. It needs no database, so a worker process can do it. ``ready`` are the
    tokens of its subject and body, where ``text_tokens`` made them already.
    """
    own, is_as_given = _columns(row)
    kept = {**_EMPTY, **own}
    has_them = ready and is_as_given
    kept["tokens"] = f"{ready} {token_text({**kept, 'subject': '', 'body': ''})}" if has_them else token_text(kept)
    return kept


def stored_like(
    shared: Mapping[str, Any], row: Mapping[str, Any], frame: str = "", varying: str = ""
) -> dict[str, Any]:
    """The columns of a row that differs from another in some fields, with the tokens of both.

    Args:
        shared: the other row, which ``stored`` made; one without subject, body and values.
        row: the fields that differ; ``subject``, ``body`` and ``values`` do.
        frame: what subject and body share with many others, with NUL in the place of values; empty if unknown.
        varying: the stretches between white space in which they have values.
    """
    own, is_as_given = _columns(row)
    if frame and is_as_given:
        said = (varying, own.get("customer", ""), *texts_of(row["values"]))
        own["tokens"] = f"{shared['tokens']} {tokens(said, own, frame)}"
    else:
        own["tokens"] = token_text({**shared, **own})
    return own


def _columns(row: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """The fields of an interaction as columns, and whether all texts could be kept as they are."""
    kept = dict(row)
    for column in _JSON:
        if (found := kept.get(column)) is not None:
            kept[column] = (_object(found) if column == "values" else _encoded(found)) if found else ""
    if kept.get("origin") == "":
        kept["origin"] = None
    whole = "".join([text for text in kept.values() if type(text) is str])
    if storable(whole) is whole:
        return kept, True
    return {column: storable(text) if type(text) is str else text for column, text in kept.items()}, False


def _object(values: Mapping[str, Any]) -> str:
    """Values by name, as ``_encoded`` has them; put together by hand, most are texts, and take half the time."""
    pairs = [f"{_name(name)}: {_encoded(value)}" for name, value in values.items()]
    return f"{{{', '.join(pairs)}}}"


def of_origin(record: Record, origin: str) -> dict[str, Any] | None:
    """The ``id`` and the ``case_id`` of the interaction of an origin; None where there is none, or no origin."""
    return record.row("interactions.of_origin", origin=origin) if origin else None


def of_message_id(record: Record, message_id: str) -> dict[str, Any] | None:
    """The first interaction of a Message-ID, or None."""
    found = record.row("interactions.of_message_id", message_id=message_id)
    return read(found) if found else None


def body(record: Record, transaction: Transaction, number: int) -> str:
    """The text of an interaction, empty when there is none."""
    found = transaction.execute(record.query("interactions.one_body"), {"id": number}).fetchone()
    return str(UNREADABLE if found[1] else found[0]) if found else ""


def set_state(record: Record, transaction: Transaction, number: int, state: str) -> None:
    """Keep what became of an outgoing text."""
    transaction.execute(record.query("interactions.set_state"), {"id": number, "state": state})


def remove(record: Record, transaction: Transaction, numbers: Sequence[int]) -> None:
    """Remove interactions; their ids are not given again."""
    transaction.executemany(record.query("interactions.remove"), [{"id": number} for number in numbers])


def remove_of_run(record: Record, run: str, after: int) -> int:
    """Remove what a bulk run recorded of rows after a number; returns how many that were.

    Args:
        record: the record.
        run: what the origins of the run begin with, before a colon.
        after: the number of the last row that stays.
    """
    if not record.exists():
        return 0
    with record.transaction() as transaction:
        found = record.named("interactions.of_run", first=f"{run}:", last=f"{run};")
        gone = [{"id": row["id"]} for row in found if int(row["origin"].rpartition(":")[2]) > after]
        transaction.executemany(record.query("interactions.remove"), gone)
    return len(gone)


def one(record: Record, number: int) -> dict[str, Any] | None:
    """The interaction of an id, or None.

    Raises:
        UnavailableError: its text is encrypted and cannot be opened.
    """
    found = record.row("interactions.one", id=number)
    if found and found["body"] == UNREADABLE and record.vault and (problem := record.vault.problem()):
        raise problem
    return read(found) if found else None


def newest(record: Record, filters: Mapping[str, str], since: str, limit: int) -> list[dict[str, Any]]:
    """The newest interactions that fit, newest first.

    Args:
        record: the record.
        filters: wanted values by column; empty ones do not count.
        since: an RFC 3339 instant, or empty.
        limit: how many at most.
    """
    wanted = {c: v for c, v in filters.items() if c in FILTERS and v}
    clauses = [f"{c} = :{c}" for c in wanted] + (["at >= :since"] if since else [])
    where = f"WHERE {' AND '.join(clauses)}" if clauses else ""
    query = f"SELECT * FROM interactions {where} ORDER BY at DESC, id DESC LIMIT :most"  # noqa: S608 - column names are our own
    parameters = {**wanted, **({"since": since} if since else {}), "most": limit}
    return [read(row) for row in record.rows(query, parameters)]


def count(record: Record) -> int:
    """How many interactions there are."""
    found = record.row("interactions.count")
    return int(found["n"]) if found else 0


def read(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as it was given: lists and mappings are plain."""
    parsed = {c: json.loads(row[c]) if row[c] else {} if c == "values" else [] for c in _JSON}
    return {**{c: v for c, v in row.items() if c not in ("indexed", "tokens", "body_key")}, **parsed}


def _forgotten(record: Record, rows: Sequence[Mapping[str, Any]]) -> set[int]:
    """The places of the rows that must not come back."""
    stones = Tombstones(record)
    if not stones.are_there:
        return set()
    gone = stones.of(TombstoneKind.MESSAGE, (row[name] or "" for row in rows for name in ("origin", "message_id")))
    since = stones.of(TombstoneKind.WHO, (row["customer"] for row in rows))
    return {
        n for n, row in enumerate(rows)
        if row["origin"] in gone or row["message_id"] in gone or row["at"] <= since.get(row["customer"], "")
    }  # fmt: skip
