"""Records with rows in every table that ``cscli.record.contents`` lists, made from the schema alone."""

import random
import re
from ast import literal_eval
from typing import Any

from cscli.record.contents import LEFT_BEHIND, TABLES
from cscli.record.copying.copy import contents_of
from cscli.record.record import Record
from cscli.record.sqlite.store import MIGRATIONS

TEXTS = (
    "",
    "Wo ist mein Paket?",
    "荷物はどこ\u3000ですか",
    "أين طردي؟",
    "a\\b\t'c'\n\"d\" %s \\N",
    "\ufffd🙂",
    "x" * 3000,
)
CHOICES = {
    ("interactions", "values"): ('{"order_number": "A-1042"}', ""),
    **{("interactions", name): ("[]", "") for name in ("variant", "findings", "engines", "allowed")},
    ("interactions", "body_key"): ("",),
    ("interactions", "case_id"): (1, None),
    ("cases", "follows"): (1, None),
    ("cases", "merged_into"): (None,),
}
STEPS = "\n".join(path.read_text(encoding="utf-8") for path in sorted(MIGRATIONS.glob("*.sql")))
ALLOWED = dict(re.findall(r"CHECK \((\w+) IN \(([^)]*)\)\)", STEPS))
LENGTHS = {name: int(length) for name, length in re.findall(r"CHECK \(length\((\w+)\) = (\d+)\)", STEPS)}
UNIQUE = {"key", "merged", "address", "order_key", "name"}.union(
    *(re.findall(r"\w+", columns) for columns in re.findall(r"UNIQUE (?:INDEX \w+\s+ON \w+ )?\(([^)]*)\)", STEPS))
)


def schema(record: Record) -> dict[str, dict[str, tuple[str, bool]]]:
    """The columns of each table of a record: their type (text, number, bytes), and whether they may be NULL."""
    if record.dialect == "sqlite":
        rows = record.rows(
            'SELECT m.name AS "table", c.name, c.type, c."notnull" = 0 AND c.pk = 0 AS nullable '
            "FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' "
            "AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'interactions_search%'"
        )
    else:
        rows = record.rows(
            "SELECT table_name AS \"table\", column_name AS name, data_type AS type, is_nullable = 'YES' AS nullable "
            "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position"
        )
    kinds = {"text": "text", "integer": "number", "bigint": "number", "blob": "bytes", "bytea": "bytes"}
    found: dict[str, dict[str, tuple[str, bool]]] = {}
    for row in rows:
        kind = kinds.get(row["type"].lower(), row["type"])
        found.setdefault(row["table"], {})[row["name"]] = (kind, bool(row["nullable"]))
    return found


def fill(record: Record, rows: int = 7, seed: int = 1) -> None:
    """Put rows into every table, with texts in several scripts, bytes and NULLs."""
    chance = random.Random(seed)  # noqa: S311 - the same rows in every run
    with record.transaction():
        pass
    columns = schema(record)
    with record.transaction() as transaction:
        for table in TABLES:
            names = [name for name in columns[table.name] if name not in table.derived]
            for number in range(1, rows + 1):
                row = {name: _value(table.name, name, columns[table.name][name], number, chance) for name in names}
                listed = ", ".join(f'"{name}"' for name in names)
                marks = ", ".join(f":{name}" for name in names)
                transaction.execute(f"INSERT INTO {table.name} ({listed}) VALUES ({marks})", row)  # noqa: S608
            if table.numbered and record.dialect != "sqlite":  # the numbers were given by hand
                place = f"pg_get_serial_sequence('{table.name}', '{table.numbered}')"
                transaction.execute(f"SELECT setval({place}, {rows})")


def contents(record: Record) -> dict[str, Any]:
    """Everything that a record holds, by table, in a fixed order, with the last number that each gave."""
    reading = contents_of(record)
    try:
        found = {}
        for table in TABLES:
            columns = reading.columns(table)
            rows = sorted((row for lot in reading.rows(table, columns) for row in lot), key=repr)
            found[table.name] = (columns, rows, reading.last_number(table) if table.numbered else 0)
        return found
    finally:
        reading.close()


def tables_of(record: Record) -> set[str]:
    """The tables that a record has, without those that older programs left in it."""
    return set(schema(record)) - set(LEFT_BEHIND)


def _value(table: str, name: str, column: tuple[str, bool], number: int, chance: random.Random) -> Any:
    kind, is_nullable = column
    if (table, name) in CHOICES:
        return chance.choice(CHOICES[table, name])
    if name in ALLOWED:
        return chance.choice(literal_eval(f"[{ALLOWED[name]}]"))
    if kind != "text":
        return number if kind == "number" else number.to_bytes(LENGTHS.get(name, 8) - 5, "big") + b"\xff\x00'\\\n"
    if name == "at" or name.endswith("_at"):
        return f"2026-11-{number:02}T09:30:00Z"
    if name in UNIQUE or name.endswith("_id"):
        return f"{name}-{number} é'\\"
    return None if is_nullable and chance.random() < 0.5 else chance.choice(TEXTS)
