"""Customers from a table: every row is checked, the good ones are kept, every bad one is reported.

The same file twice changes nothing the second time, because customers are kept by key.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from cscli.clock.zones import all_zones
from cscli.clock.zones import zone as require_zone
from cscli.desk.customers.customers import FIELDS
from cscli.errors import NotFoundError, UsageError, no_such, suggested_clause
from cscli.markets.catalog import Catalog, canonical_tag
from cscli.markets.terms import GENDER_WORDS, Gender
from cscli.reading.mail_address import bare_address
from cscli.tables.damage import lost
from cscli.tables.headings import folded, known_headings, needless
from cscli.tables.imported import Imported, LeftOut, remarks_on
from cscli.tables.reader import open_table
from cscli.tables.row import Row
from cscli.tables.table import Table

_MOST_KEY, _MOST_CELL, _MOST_NOTE = 200, 300, 100_000
_CHANNELS = ("email", "chat", "phone", "sms", "whatsapp")
_NOTHING = "-"

_GENDERS = frozenset(Gender)

Tests = Mapping[str, Callable[[str], bool]]
Intake = Imported[dict[str, str]]


def customers_in(
    source: Path | BinaryIO, tests: Tests, *, mapping: Mapping[str, str] | None = None, sheet: str = ""
) -> Intake:
    """The customers of a table (CSV, TSV, JSON Lines, XLSX), checked row by row.

    Args:
        source: the file, or a stream that is open.
        tests: whether a ``market``, a ``language`` and a ``zone`` exist.
        mapping: what columns mean, by heading; ``-`` ignores one.
        sheet: a sheet of a spreadsheet, by name or number.

    Raises:
        UsageError: the file cannot be read at all, or has no column for the key.
    """
    with closing(open_table(source, sheet=sheet)) as table:
        fields, remarks = _fields(table.name, table.columns, mapping or {})
        if table.columns and not {"key", "email"} & set(fields.values()):
            raise UsageError(
                f"{table.name}: there is no column 'key' or 'email' in the first line.", code="bad-file",
                hint=f"Columns: {', '.join(FIELDS)}. "
                f"Say which one is: --map '{table.columns[0][:60]}=key'. Found: {', '.join(table.columns)[:200]}",
            )  # fmt: skip
        good, bad = _sorted_out(table, fields, tests)
        return Imported(
            good=good, bad=bad, encoding=table.encoding.removesuffix("-sig"), delimiter=table.delimiter,
            ignored_columns=tuple(c for c in table.columns if not fields.get(c, _field(c))),
            remarks=(*remarks, *remarks_on(table.repairs), *([table.others] if table.others else [])),
        )  # fmt: skip


def _sorted_out(
    table: Table, fields: Mapping[str, str], tests: Tests
) -> tuple[tuple[dict[str, str], ...], tuple[LeftOut, ...]]:
    """The good customers of a table, each key once, and why the other rows are left out."""
    good: dict[str, dict[str, str]] = {}
    lines: dict[str, int] = {}
    bad: list[LeftOut] = []
    for row in table.rows():
        if not row.fault and not any(cell.strip() for cell in row.cells.values() if isinstance(cell, str)):
            continue
        customer, reason, hint = _customer(row, fields, tests)
        if not reason and customer["key"] in good:
            reason = f"the key stands in line {lines[customer['key']]} already"
        if reason:
            bad.append(LeftOut(line=row.line, key=customer.get("key", ""), reason=reason, hint=hint))
        else:
            good[customer["key"]], lines[customer["key"]] = customer, row.line
    return tuple(good.values()), tuple(bad)


def _customer(row: Row, fields: Mapping[str, str], tests: Tests) -> tuple[dict[str, str], str, str]:
    """The customer of a row, why there is none, and what to do about it."""
    if row.fault:
        return {}, row.fault, ""
    found: dict[str, str] = {}
    for heading, cell in row.cells.items():
        name = fields[heading] if heading in fields else _field(heading)
        if not name:
            continue
        if not isinstance(cell, str):
            return found, f"{name}: {heading[:60]!r} is a list; one value is wanted", ""
        why, hint = lost(cell)
        if why:
            return found, f"{name}: {why}", hint
        if text := cell.strip():
            found[name] = text
    customer, reason = checked_row(found, tests)
    return customer, reason, ""


def _fields(path: str, columns: Collection[str], mapping: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The field of each column, empty for one that is ignored; and what is to be told of it.

    Raises:
        UsageError: a mapped column or field does not exist, or two columns mean one field.
    """
    known = {column.strip().casefold(): column for column in columns}
    fields = {column: _field(column) for column in columns}
    for name, meaning in mapping.items():
        wanted = known.get(name.strip().casefold(), "" if columns else name)
        field = "" if meaning == _NOTHING else _field(meaning)
        if not wanted or (not field and meaning != _NOTHING):
            what, names = ("field", FIELDS) if wanted else ("column", tuple(columns))
            wrong = meaning if wanted else name
            raise no_such(what, wrong, names)
        fields[wanted] = field
    mapped = {name.strip().casefold() for name in mapping}
    remarks = []
    for column, exact in needless([c for c in columns if c.strip().casefold() not in mapped]).items():
        fields[column] = ""
        remarks.append(f"{exact!r} is taken, {column!r} is not.")
    taken: dict[str, str] = {}
    for column, field in fields.items():
        if field and taken.setdefault(field, column) != column:
            raise UsageError(
                f"{path}:1: {taken[field]!r} and {column!r} are both the {field}.", code="bad-file",
                hint=f"Keep one of them: --map '{column[:60]}={_NOTHING}'",
            )  # fmt: skip
    return fields, remarks


@lru_cache(maxsize=1024)  # an object of JSON Lines may have a heading that no earlier one has
def _field(heading: str) -> str:
    name = folded(heading).removeprefix("customer.")
    known = known_headings()
    name = known.customer[name] if name in known.customer and name != "number" else known.row.get(name, name)
    return name if name in FIELDS else ""


def tests_of(catalog: Catalog) -> Tests:
    """Whether a market, a language and a zone exist."""

    def language_exists(tag: str) -> bool:
        try:
            catalog.require_language(tag)
        except NotFoundError:
            return False
        return True

    return {
        "market": lambda code: code in catalog.market_codes(),
        "language": language_exists,
        "zone": lambda name: name in all_zones(),
    }


def typed_customer(fields: Mapping[str, str], tests: Tests) -> dict[str, str]:
    """The fields of one customer in their stored form; empty ones are left out.

    Raises:
        UsageError: one of them cannot be used.
        NotFoundError: there is no such zone.
    """
    if fields["zone"]:
        require_zone(fields["zone"])
    row, reason = checked_row({name: text for name, text in fields.items() if text or name == "key"}, tests)
    if reason:
        raise UsageError(
            f"Customer {fields['key'][:60]!r}: {reason}.", code="bad-value", hint="See: cscli customer add --help"
        )
    return row


def typed_address(text: str) -> str:
    """A mail address that somebody typed, without a name and brackets.

    Raises:
        UsageError: it is not one address.
    """
    found = bare_address(text)
    if not found:
        raise UsageError(
            f"{text[:60]!r} is not one mail address.", code="bad-value",
            hint="Write it as anna@example.de; for a further address give --email again.",
        )  # fmt: skip
    return found


def checked_row(row: dict[str, str], tests: Tests) -> tuple[dict[str, str], str]:
    """A customer's fields in their stored form, and why they are bad (empty when they are good)."""
    row = {column: cell for column, cell in row.items() if cell}  # an empty cell does not undo what is known
    if "email" in row:
        row["email"] = bare_address(row["email"]) or row["email"]
    row["key"] = row.get("key") or row.get("email", "")
    if "market" in row:
        row["market"] = row["market"].upper()
    if "language" in row:
        row["language"] = canonical_tag(row["language"])
    if "gender" in row:
        row["gender"] = str(GENDER_WORDS.get(row["gender"].lower(), row["gender"]))
    reason = next(_reasons(row, tests), "")
    return ({**row, "key": row["key"][:40]} if reason else row), reason


def _reasons(row: dict[str, str], tests: Tests) -> Iterator[str]:
    """Everything that is wrong with a row."""
    if not row["key"]:
        yield "has no key"
    if len(row["key"]) > _MOST_KEY or not row["key"].isprintable():
        yield "its key is too long or holds control characters"
    if max(map(len, row.values())) > _MOST_CELL:
        for column, cell in row.items():
            if len(cell) > (_MOST_NOTE if column == "note" else _MOST_CELL):
                yield f"its {column} is too long"
    if row.get("gender", "unknown") not in _GENDERS:
        yield f"the gender {row['gender']!r} is not one of female, male, unknown"
    for column, exists in tests.items():
        if column in row and not exists(row[column]):
            yield f"unknown {column} {row[column]!r}"
    yield from _unreachable(row)
    if row.get("channel", "email") not in _CHANNELS:
        yield f"unknown channel {row['channel']!r}{suggested_clause(row['channel'], _CHANNELS)}"


def _unreachable(row: dict[str, str]) -> Iterator[str]:
    """What is wrong with a row's addresses."""
    if "email" in row and not bare_address(row["email"]):
        yield f"its email {row['email'][:60]!r} is not one mail address"
    if "phone" in row and not any(map(str.isdecimal, row["phone"])):
        yield f"its phone {row['phone'][:60]!r} holds no number"
