"""Customers from a CSV file: every row is checked, the good ones are kept, every bad one is reported.

UTF-8 with or without BOM (or UTF-16), commas, semicolons or tabs, quoted line breaks. The same file twice changes
nothing the second time, because customers are kept by key.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cscli.desk.customers import FIELDS
from cscli.errors import UsageError, nearest
from cscli.markets.catalog import canonical_tag
from cscli.markets.terms import GENDER_WORDS, Gender
from cscli.text import MOST_CELL

_SYNONYMS = {
    "id": "key", "customer": "key", "customer_id": "key", "customer_key": "key",
    "first_name": "given", "firstname": "given", "given_name": "given",
    "last_name": "family", "lastname": "family", "surname": "family", "family_name": "family",
    "full_name": "name", "country": "market", "country_code": "market", "locale": "language", "lang": "language",
    "timezone": "zone", "time_zone": "zone", "tz": "zone", "mail": "email", "e-mail": "email", "e_mail": "email",
    "title": "honorific", "sex": "gender", "notes": "note", "telephone": "phone",
}  # fmt: skip
_MOST_KEY, _MOST_CELL, _MOST_NOTE = 200, 300, 100_000
_CHANNELS = ("email", "chat", "phone", "sms", "whatsapp")


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that was left out: the line it starts on, its key if any, and why."""

    line: int
    key: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a file held."""

    good: tuple[dict[str, str], ...]
    bad: tuple[BadRow, ...]
    ignored_columns: tuple[str, ...]
    encoding: str
    delimiter: str


Tests = Mapping[str, Callable[[str], bool]]


def customers_in(path: Path, tests: Tests) -> Intake:
    """The customers of a CSV file, checked row by row.

    Args:
        path: the file.
        tests: whether a ``market``, a ``language`` and a ``zone`` exist.

    Raises:
        UsageError: the file cannot be read at all: missing, not text, or without a column for the key.
    """
    text, encoding = _decoded(path)
    delimiter = _delimiter(text)
    csv.field_size_limit(MOST_CELL)  # it is one for the whole process, and bulk work sets it higher
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = _numbered(reader)
    _, header = next(rows, (1, []))
    if isinstance(header, str):
        raise UsageError(f"{path}:1: {header}.", code="bad-file")
    columns = [_column(name) for name in header]
    for column in filter(None, columns):
        if columns.count(column) > 1:
            both = " and ".join(repr(n) for n, c in zip(header, columns, strict=True) if c == column)
            raise UsageError(f"{path}:1: {both} are both the {column}.", code="bad-file", hint="Keep one of them.")
    if "key" not in columns and "email" not in columns:
        raise UsageError(
            f"{path}: there is no column 'key' or 'email' in the first line.",
            code="bad-file",
            hint=f"Columns: {', '.join(FIELDS)}. Found: {', '.join(header)[:200] or 'nothing'}",
        )
    good: dict[str, dict[str, str]] = {}
    lines: dict[str, int] = {}
    bad: list[BadRow] = []
    for line, cells in rows:
        if isinstance(cells, str):
            bad.append(BadRow(line=line, key="", reason=cells))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        row, reason = _checked(cells, columns, tests)
        if not reason and row["key"] in good:
            reason = f"the key stands in line {lines[row['key']]} already"
        if reason:
            bad.append(BadRow(line=line, key=row.get("key", ""), reason=reason))
        else:
            good[row["key"]], lines[row["key"]] = row, line
    ignored = tuple(name for name, column in zip(header, columns, strict=True) if not column)
    return Intake(
        good=tuple(good.values()),
        bad=tuple(bad),
        ignored_columns=ignored,
        encoding=encoding,
        delimiter=delimiter,
    )


def _decoded(path: Path) -> tuple[str, str]:
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise UsageError(f"{path}: cannot be read: {problem.strerror}.", code="no-file") from problem
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return raw.decode(encoding), encoding.removesuffix("-sig")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        raise UsageError(
            f"{path}:{line}: is not UTF-8 text.",
            code="bad-file",
            hint="Save the file as CSV with the encoding UTF-8.",
        ) from problem


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _numbered(reader: "csv.Reader") -> Iterator[tuple[int, list[str] | str]]:  # type: ignore[name-defined]
    """Rows with the line each starts on; a row that cannot be read comes as the reason."""
    while True:
        start = reader.line_num + 1
        try:
            yield start, next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            yield start, f"cannot be read as CSV: {problem}"


def _column(name: str) -> str:
    folded = name.strip().lower().replace(" ", "_").removeprefix("customer.")
    folded = _SYNONYMS.get(folded, folded)
    return folded if folded in FIELDS else ""


def _checked(cells: list[str], columns: list[str], tests: Tests) -> tuple[dict[str, str], str]:
    if len(cells) > len(columns):
        return {}, f"has {len(cells)} cells, but the first line names {len(columns)} columns"
    if len(cells) < len(columns):
        return {}, f"has {len(cells)} cells of {len(columns)}; is a quote not closed?"
    return checked_row({column: cell.strip() for column, cell in zip(columns, cells, strict=True) if column}, tests)


def checked_row(row: dict[str, str], tests: Tests) -> tuple[dict[str, str], str]:
    """A customer's fields in their stored form, and why they are bad (empty when they are good)."""
    row = {column: cell for column, cell in row.items() if cell}  # an empty cell does not undo what is known
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
    for column, cell in row.items():
        if len(cell) > (_MOST_NOTE if column == "note" else _MOST_CELL):
            yield f"its {column} is too long"
    if row.get("gender", "unknown") not in list(Gender):
        yield f"the gender {row['gender']!r} is not one of female, male, unknown"
    for column, exists in tests.items():
        if column in row and not exists(row[column]):
            yield f"unknown {column} {row[column]!r}"
    if row.get("channel", "email") not in _CHANNELS:
        near = nearest(row["channel"], list(_CHANNELS), most=1)
        yield f"unknown channel {row['channel']!r}" + (f", did you mean {near[0]}?" if near else "")
