"""The rows of one person in every table that ``personal`` declares: found, anonymised, removed."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cscli.record.privacy.personal import (
    EVENT_VALUES,
    TABLES,
    TRADE_REASONS,
    Becomes,
    Belonging,
    Free,
    PersonalTable,
)
from cscli.record.record import Record
from cscli.record.rows.orders import order_key
from cscli.record.store import Transaction

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonIds:
    """What the rows of a person are found by: keys of the customer, ids of messages, keys of orders, numbers of cases.

    The first key is that of the customer, the others are of customers who were merged into them.
    """

    customers: tuple[str, ...]
    interactions: tuple[int, ...]
    orders: tuple[str, ...]
    cases: tuple[int, ...]

    def of(self, belonging: Belonging) -> tuple[Any, ...]:
        """The values of a kind."""
        return {
            Belonging.CUSTOMER: self.customers, Belonging.INTERACTION: self.interactions,
            Belonging.ORDER: self.orders, Belonging.CASE: self.cases,
        }[belonging]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Pseudonyms:
    """What stands for a person from now on. ``orders`` has a text for the key of each order, and for its number."""

    customer: str
    keys: tuple[str, ...]  # of the customer until now
    orders: Mapping[str, str]
    holds: Callable[[str], bool]  # whether a text names the person, be it by a part of their name
    is_of: Callable[[str], bool]  # whether a name is theirs, the whole of it


def ids_of(record: Record, key: str) -> PersonIds:
    """What the rows of a customer are found by."""
    keys = all_keys(record, key)
    about = _in(record, "SELECT number, order_number FROM cases WHERE customer", keys)
    cases = [row["number"] for row in about]
    said = [row["id"] for row in _in(record, "SELECT id FROM interactions WHERE customer", keys)]
    said += [row["id"] for row in _in(record, "SELECT id FROM interactions WHERE customer = '' AND case_id", cases)]
    reports = _in(record, "SELECT reported_in FROM deliveries WHERE reported_in IS NOT NULL AND interaction", said)
    said += [row["reported_in"] for row in reports]  # what a server said of a mail to them
    orders = [row["key"] for row in _in(record, "SELECT key FROM orders WHERE customer", keys)]
    orders += _orders_of_nobody(record, {row["order_number"] for row in about} - {""}, keys)
    return PersonIds(
        customers=tuple(keys), interactions=tuple(sorted(set(said))), orders=tuple(sorted(orders)),
        cases=tuple(sorted(cases)),
    )  # fmt: skip


def rows_of(record: Record, table: PersonalTable, ids: PersonIds) -> Rows:
    """The rows of a person in a table, each once, in the order of their keys."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    if table.name == "interactions":  # what others said in a case of theirs is not theirs
        rows: Iterable[dict[str, Any]] = _in(record, "SELECT * FROM interactions WHERE id", ids.interactions)
    else:
        statements = ((f"SELECT * FROM {table.name} WHERE {column}", ids.of(of)) for column, of in table.by.items())  # noqa: S608 - our names
        rows = (row for statement, values in statements for row in _in(record, statement, values))
    for row in rows:
        found[tuple(row[name] for name in table.key)] = row
    return [found[key] for key in sorted(found)]


def keep_others_out(record: Record, transaction: Transaction) -> None:
    """Let nobody else write until the end of a transaction, so that no row of a person is added beside it."""
    if record.dialect != "sqlite":  # a file has one writer anyway
        transaction.execute(f"LOCK TABLE {', '.join(table.name for table in TABLES)} IN EXCLUSIVE MODE")


def erase(record: Record, transaction: Transaction, rows: Mapping[str, Rows], pseudonyms: Pseudonyms | None) -> None:
    """Take a person out of the rows that ``rows_of`` found in each table.

    Args:
        record: the record.
        transaction: an open one.
        rows: the rows, by the name of their table.
        pseudonyms: what stands for the person; None removes the rows.
    """
    if record.dialect == "sqlite":
        transaction.execute("PRAGMA secure_delete = ON")
    for table in TABLES:
        where = " AND ".join(f"{name} = :was_{name}" for name in table.key)
        if pseudonyms is None or table.is_removed:
            gone = [{f"was_{name}": row[name] for name in table.key} for row in rows[table.name]]
            transaction.executemany(f"DELETE FROM {table.name} WHERE {where}", gone)  # noqa: S608 - our names
            continue
        for row in rows[table.name]:
            changed = _changes(table, row, pseudonyms)
            if changed:
                pairs = ", ".join(f'"{name}" = :{name}' for name in changed)
                was = {f"was_{name}": row[name] for name in table.key}
                transaction.execute(f"UPDATE {table.name} SET {pairs} WHERE {where}", {**changed, **was})  # noqa: S608 - our names


def _changes(table: PersonalTable, row: Mapping[str, Any], names: Pseudonyms) -> dict[str, Any]:
    """The columns of a row that must become something else."""
    new = {column: _emptied(table, row, column, what, names) for column, what in table.emptied.items()}
    new |= {column: _freed(table, row, column, names) for column in table.free}
    return {column: value for column, value in new.items() if value != row[column]}


def _freed(table: PersonalTable, row: Mapping[str, Any], column: str, names: Pseudonyms) -> str:
    """What a column that people fill in freely becomes."""
    value: str = row[column]
    holds = table.free[column]
    match EVENT_VALUES.get(row["what"]) if holds is Free.EVENT_VALUE else holds:
        case Free.AGENT:
            if value in names.keys:
                return names.customer  # the customer did it
            return "" if value and names.is_of(value) else value
        case Free.WORDS:
            return "" if value and names.holds(value) else value
    return value


def _emptied(table: PersonalTable, row: Mapping[str, Any], column: str, what: str | Becomes, names: Pseudonyms) -> Any:
    if table.name == "case_events" and column == "reason" and row[column] in TRADE_REASONS:
        return row[column]
    match what:
        case Becomes.PSEUDONYM:
            return names.customer if row[column] else ""
        case Becomes.ORDER_PSEUDONYM:
            return names.orders.get(row[column], "")
        case Becomes.OWN:
            return f"{names.customer}-{row[table.key[0]]}"
        case Becomes.NOTHING:
            return None
    return what


def all_keys(record: Record, key: str) -> list[str]:
    """A key, and those of the customers that were merged into its customer, however many steps ago."""
    keys = [key]
    for one in keys:
        rows = record.rows("SELECT merged FROM customer_merges WHERE survivor = :key AND undone_at = ''", {"key": one})
        keys += [row["merged"] for row in rows if row["merged"] not in keys]
    return keys


def _orders_of_nobody(record: Record, numbers: Collection[str], keys: Collection[str]) -> list[str]:
    """The orders of no customer that only cases of some customers are about."""
    orders = _in(
        record, "SELECT key, number FROM orders WHERE customer = '' AND key", [order_key(one) for one in numbers]
    )
    spelled = {row["number"] for row in orders} | set(numbers)
    cases = _in(record, "SELECT customer, order_number FROM cases WHERE customer <> '' AND order_number", list(spelled))
    others = {order_key(row["order_number"]) for row in cases if row["customer"] not in keys}
    return [row["key"] for row in orders if row["key"] not in others]


def _in(record: Record, statement: str, values: Sequence[Any]) -> Rows:
    """The rows of a statement that ends with the column that must be one of some values."""
    return record.rows(f"{statement} IN (:values)", {"values": tuple(values)})
