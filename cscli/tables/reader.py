"""Opens a table: which reader a file needs, by its name or its first bytes. Only that reader's libraries are loaded."""

from pathlib import Path
from typing import BinaryIO, Final

from cscli.errors import UsageError
from cscli.tables.source import Source
from cscli.tables.table import Table

KINDS: Final = ("csv", "tsv", "jsonl", "xlsx")
_SUFFIXES: Final = {
    ".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".xlsx": "xlsx", ".xlsm": "xlsx",
}  # fmt: skip
_ZIP, _GZIP, _OLD_EXCEL = b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0"


def open_table(source: Path | BinaryIO, *, kind: str = "", sheet: str = "") -> Table:
    """Open a table and read its headings.

    Args:
        source: a file, or a stream that is open; a sheet of a spreadsheet is named behind a ``#``.
        kind: csv, tsv, jsonl or xlsx; else the suffix says it, else the first bytes.
        sheet: a sheet of a spreadsheet, by its name or by its number from 1.

    Raises:
        UsageError: it cannot be opened, is of another kind, or its headings are missing, empty or repeated.
    """
    if kind and kind not in KINDS:
        raise UsageError(
            f"No kind of table is called {kind[:40]!r}.", code="bad-value", hint=f"One of: {', '.join(KINDS)}"
        )
    if isinstance(source, Path) and "#" in source.name and not source.exists():
        name, _, named = source.name.rpartition("#")
        source, sheet = (source.with_name(name), sheet or named) if name else (source, sheet)
    opened = Source.of(source)
    try:
        return _opened(opened, kind or _kind(opened), sheet)
    except BaseException:
        opened.close()
        raise


def _kind(source: Source) -> str:
    head = source.head
    if head.startswith(_ZIP):
        return "xlsx"
    if head.startswith((_GZIP, _OLD_EXCEL)):
        packed = head.startswith(_GZIP)
        raise UsageError(
            f"{source.name}: is {'compressed' if packed else 'a spreadsheet of the old format'}.", code="bad-file",
            hint="Unpack it first: gunzip FILE" if packed else "Save it as .xlsx or .csv.",
        )  # fmt: skip
    suffix = _SUFFIXES.get(source.path.suffix.lower(), "") if source.path else ""
    if suffix:
        return suffix
    start = head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    start = start.lstrip()[:1]
    if start == b"[":
        raise UsageError(
            f"{source.name}: is one JSON list.", code="bad-file",
            hint="Write one object on each line (JSON Lines), as `jq -c '.[]' FILE` does.",
        )  # fmt: skip
    return "jsonl" if start == b"{" else "csv"


def _opened(source: Source, kind: str, sheet: str) -> Table:
    """The reader of a kind; only its own libraries are loaded."""
    if kind == "xlsx":
        from cscli.tables.spreadsheet import Spreadsheet  # noqa: PLC0415 - a library of its own

        return Spreadsheet(source, sheet)
    if sheet:
        raise UsageError(
            f"{source.name}: only a spreadsheet has sheets such as {sheet[:60]!r}.",
            code="bad-value",
            hint="Leave --sheet out.",
        )
    if kind == "jsonl":
        from cscli.tables.json_lines import JsonLines  # noqa: PLC0415 - most tables are CSV

        return JsonLines(source)
    from cscli.tables.delimited import Delimited  # noqa: PLC0415 - it needs this module

    return Delimited(source, kind)
