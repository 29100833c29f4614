"""Interactions written to either store, each with its id, and sealed where texts of the record are encrypted.

A sealed text belongs to the id of its row. A file counts its ids itself, so they are known beforehand; a server gives
them, so the texts follow in a second statement of the same transaction.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from cscli.record.privacy.record_key import sealing
from cscli.record.privacy.vault import SEALED, Vault
from cscli.record.record import Record
from cscli.record.search.texts import token_text
from cscli.record.search.tokens import within_limit
from cscli.record.store import Transaction

_MANY = 1_000  # rows at once, for which the search index is prepared
_FOR_MANY = [{"name": "automerge", "value": 8}, {"name": "hashsize", "value": 8 << 20}]  # parts; bytes
_PARAMETER = re.compile(r":(\w+)")
_UNSEALED: dict[str, Any] = {**dict.fromkeys(SEALED, ""), "body_key": "", "tokens": ""}


def added(record: Record, transaction: Transaction, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Add rows as ``interactions.stored`` made them; returns their ids, for a known origin that of its row.

    Raises:
        UnavailableError: texts are to be encrypted, and the key of the record is not here.
    """
    vault = sealing(record, transaction)
    if record.dialect != "sqlite":
        return _added_to_server(record, transaction, rows, vault)
    has_index = bool(transaction.execute(record.query("search.has_index")).fetchone())
    known = _known(record, [row["origin"] for row in rows if row["origin"]])
    (number,) = transaction.execute(record.query("interactions.next_id")).fetchone()
    add, columns = _by_place(record.query("interactions.add"))
    ids, new, found = list[int](), list[tuple[Any, ...]](), list[tuple[int, str]]()
    for row in rows:
        origin = row["origin"]
        if origin in known:
            ids.append(known[origin])
            continue
        if origin:
            known[origin] = number
        kept = _sealed(vault, row, number) if vault else row
        new.append((number, has_index, *columns(kept)))
        found.append((number, kept["tokens"]))
        ids.append(number)
        number += 1
    transaction.executemany(add, new)
    if has_index:  # one that is missing is made by the next search
        if len(found) >= _MANY:
            expect_many(record, transaction)
        transaction.executemany(_by_place(record.query("search.add"))[0], found)
    return ids


def expect_many(record: Record, transaction: Transaction) -> None:
    """Let the search index of a file merge its parts less often, and gather larger ones, from now on."""
    transaction.executemany(record.query("search.set_option"), _FOR_MANY)


@lru_cache(maxsize=4)
def _by_place(statement: str) -> tuple[str, Callable[[Mapping[str, Any]], tuple[Any, ...]]]:
    """A statement with its parameters by their places, and what takes those behind the second from a row.

    SQLite looks for each name in each row; a row of many columns takes half as long again.
    """
    names = _PARAMETER.findall(statement)
    return _PARAMETER.sub("?", statement), itemgetter(*names[2:] or names)


def _sealed(vault: Vault, row: Mapping[str, Any], number: int) -> dict[str, Any]:
    """A row as it is kept under an id: with its texts encrypted and no token of them."""
    sealed = vault.sealed({**row, "id": number})
    return {**sealed, "tokens": token_text(sealed)}


def _added_to_server(
    record: Record, transaction: Transaction, rows: Sequence[Mapping[str, Any]], vault: Vault | None
) -> list[int]:
    """Ids as the server gives them: all at once where each row has an origin to find it by."""
    add = record.query("interactions.add")
    if vault is None and all(row["origin"] for row in rows):
        transaction.executemany(add, [{**row, "tokens": within_limit(row["tokens"])} for row in rows])
        known = _known(record, [row["origin"] for row in rows])
        return [known[row["origin"]] for row in rows]
    ids, sealed = list[int](), list[dict[str, Any]]()
    for row in rows:
        first = {**row, "tokens": within_limit(row["tokens"])} if vault is None else {**row, **_UNSEALED}
        found = transaction.execute(add, first).fetchone()
        ids.append(int(found[0]) if found else _known(record, [row["origin"]])[row["origin"]])
        if vault and found:
            sealed.append(_sealed(vault, row, ids[-1]))
    texts = [{**row, "tokens": within_limit(row["tokens"])} for row in sealed]
    transaction.executemany(record.query("vault.keep_new_text"), texts)
    return ids


def _known(record: Record, origins: Sequence[str]) -> dict[str, int]:
    """Ids by origin, of those origins that the record has."""
    return dict(record.tuples("interactions.ids_of_origins", origins=tuple(origins)))
