"""What this machine keeps of a customer beside the shared record: drafts, current items, keys of rows of bulk runs."""

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from cscli.state.bulk_rows import forget_keys, rows_with_keys
from cscli.state.ledger import key_digest
from cscli.state.machine import MachineState


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBy:
    """By what a person is found: keys, mail addresses, numbers of cases and of orders, ids of messages.

    ``is_in`` says whether a text of nobody names them.
    """

    keys: Collection[str]
    addresses: Collection[str]
    cases: Collection[int]
    orders: Collection[str]
    messages: Collection[int]
    is_in: Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalTraces:
    """What was found: drafts as they are kept, terminals that are at the person, and entries of bulk runs."""

    drafts: tuple[dict[str, Any], ...] = ()
    terminals: tuple[str, ...] = ()
    entries: tuple[tuple[int, int], ...] = ()


def local_traces(machine: MachineState, person: KnownBy) -> LocalTraces:
    """Everything that this machine keeps of a person."""
    if not machine.exists():
        return LocalTraces()
    drafts = [{**row, "content": json.loads(row["content"])} for row in machine.rows("SELECT * FROM drafts")]
    items = {*person.keys, *person.addresses, *person.orders, *map(str, person.cases)}
    items |= {f"m{number}" for number in person.messages}
    terminals = machine.rows("SELECT terminal, item, before FROM current_items")
    digests = {key_digest(text) for text in (*person.keys, *person.addresses, *person.orders)}
    return LocalTraces(
        drafts=tuple(row for row in drafts if _is_theirs(row, person)),
        terminals=tuple(row["terminal"] for row in terminals if not items.isdisjoint((row["item"], row["before"]))),
        entries=tuple(rows_with_keys(machine, digests)),
    )


def remove_traces(machine: MachineState, traces: LocalTraces) -> None:
    """Remove drafts and current items; entries of bulk runs lose the digest of their key.

    Raises:
        UnavailableError: the state file cannot be written.
    """
    if traces == LocalTraces():
        return
    with machine.transaction() as connection:
        connection.executemany("DELETE FROM drafts WHERE id = ?", [(row["id"],) for row in traces.drafts])
        connection.executemany("DELETE FROM current_items WHERE terminal = ?", [(one,) for one in traces.terminals])
        forget_keys(connection, traces.entries)


def _is_theirs(draft: dict[str, Any], person: KnownBy) -> bool:
    content = draft["content"]
    said = content["outgoing"]
    is_of_nobody = not said["customer"] and not content["to"] and draft["case_number"] is None
    return (
        said["customer"] in person.keys
        or content["to"].casefold() in person.addresses
        or (draft["case_number"] is not None and draft["case_number"] in person.cases)
        or (is_of_nobody and any(map(person.is_in, _texts(content))))
    )


def _texts(value: Any) -> Iterator[str]:
    """All texts of a draft, wherever they stand."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in _texts(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in _texts(one))
