"""Glossaries as files, in and out: which kind a file is, and CSV.

A row that is no term is reported and left out; a file that cannot be read to its end is refused whole. A cell that a
spreadsheet would take for a formula is written with an apostrophe before it, which is taken off again when it is read.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cscli.errors import DataFileError, UsageError
from cscli.glossary.stored import canonical, refusal
from cscli.glossary.tbx import tbx_terms, tbx_text
from cscli.glossary.terms import Rule, Term
from cscli.text import MOST_CELL

CSV_COLUMNS = ("rule", "source", "target", "source_language", "target_language", "market", "forbidden", "note")
BETWEEN = "|"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BadTerm:
    """A term that was left out: the line it starts on, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermFile:
    """What a file held; each good term says in ``place`` where it stands."""

    good: tuple[Term, ...]
    bad: tuple[BadTerm, ...]


def terms_in(path: Path) -> TermFile:
    """The terms of a ``.csv`` or ``.tbx`` file; one that stands there twice comes once.

    Raises:
        DataFileError: it cannot be read, is cut off, or holds entities; names the line where that is known.
        UsageError: its name ends otherwise.
    """
    read = {".csv": _csv_terms, ".tbx": tbx_terms}.get(path.suffix.lower())
    if read is None:
        raise _other_kind(path)
    good: dict[Term, Term] = {}
    bad: list[BadTerm] = []
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise DataFileError(f"{path}: has more than {_MOST_BYTES:,} bytes.", code="too-large")
        for line, found in read(path):
            if isinstance(found, str):
                bad.append(BadTerm(line=line, reason=found))
                continue
            term = canonical(found)
            reason = refusal(term)
            if reason:
                bad.append(BadTerm(line=line, reason=reason))
            else:
                good.setdefault(term, replace(term, place=f"{path.name}:{line}"))
    except OSError as problem:
        raise DataFileError(f"{path}: cannot be read: {problem.strerror}.", code="no-file") from problem
    return TermFile(good=tuple(good.values()), bad=tuple(bad))


def glossary_bytes(path: Path, terms: Iterable[Term]) -> bytes:
    """The content of a file of that name, UTF-8.

    Raises:
        UsageError: the name ends neither in ``.csv`` nor in ``.tbx``.
    """
    write = {".csv": csv_text, ".tbx": tbx_text}.get(path.suffix.lower())
    if write is None:
        raise _other_kind(path)
    return write(terms).encode()


def csv_text(terms: Iterable[Term]) -> str:
    """Terms as CSV with a first line of names; several forms of one cell stand between bars."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for t in terms:
        cells = (
            t.rule.value, t.source, _joined(t.targets), t.source_language, t.target_language, t.market,
            _joined(t.forbidden), t.note,
        )  # fmt: skip
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return buffer.getvalue()


def _csv_terms(path: Path) -> Iterator[tuple[int, Term | str]]:
    csv.field_size_limit(MOST_CELL)  # it is one for the whole process, and bulk work sets it higher
    reader = csv.reader(io.StringIO(_csv_content(path), newline=""), strict=True)
    header = [name.strip().lower() for name in _cells(path, reader) or ()]
    missing = [name for name in ("source", "source_language", "target_language") if name not in header]
    if missing or len(set(header)) < len(header):
        what = f"there is no column {' and no column '.join(map(repr, missing))}" if missing else "a column is twice"
        raise DataFileError(f"{path}:1: {what}.", code="bad-csv", hint=f"Columns: {', '.join(CSV_COLUMNS)}.")
    while True:
        line = reader.line_num + 1
        cells = _cells(path, reader)
        if cells is None:
            return
        if not any(cells):
            continue
        if len(cells) != len(header):
            yield line, f"has {len(cells)} cells, but the first line names {len(header)} columns"
            continue
        yield line, _term_of(dict(zip(header, map(_plain_cell, cells), strict=True)))


def _term_of(row: dict[str, str]) -> Term | str:
    """The term of a row, or why it is none; without a rule it is a required one."""
    rule = row.get("rule", "").strip().lower().replace("_", "-").replace(" ", "-") or Rule.REQUIRED.value
    if rule not in list(Rule):
        return f"{rule[:20]!r} is not one of {', '.join(Rule)}"
    return Term(
        rule=Rule(rule), source=row["source"], targets=tuple(row.get("target", "").split(BETWEEN)),
        source_language=row["source_language"], target_language=row["target_language"], market=row.get("market", ""),
        forbidden=tuple(row.get("forbidden", "").split(BETWEEN)), note=row.get("note", ""),
    )  # fmt: skip


def _plain_cell(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell


def _joined(forms: Sequence[str]) -> str:
    return BETWEEN.join(forms)


def _csv_content(path: Path) -> str:
    raw = path.read_bytes()
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        raise DataFileError(
            f"{path}:{line}: is not UTF-8 text.", code="bad-csv", hint="Save the file as CSV with the encoding UTF-8."
        ) from problem


def _cells(path: Path, reader: "csv.Reader") -> list[str] | None:  # type: ignore[name-defined]
    try:
        return next(reader, None)
    except csv.Error as problem:
        raise DataFileError(
            f"{path}:{reader.line_num}: cannot be read as CSV: {problem}.", code="bad-csv",
            hint="Put texts with commas, quotes or line breaks between double quotes.",
        ) from problem  # fmt: skip


def _other_kind(path: Path) -> UsageError:
    return UsageError(
        f"{path.name[:60]!r} is neither .csv nor .tbx.", code="bad-format", hint="Name a file such as glossary.csv."
    )
