"""Memories as files, in and out: which kind a file is, and CSV.

A unit that cannot be kept is reported and left out; a file that cannot be read to its end is refused whole.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cscli.errors import DataFileError, UsageError
from cscli.text import MOST_CELL
from cscli.translation.memory import Unit, canonical, refusal
from cscli.translation.tmx import YES, tmx_text, tmx_units

CSV_COLUMNS = ("source", "target", "source_language", "target_language", "market", "approved")


@dataclass(frozen=True, slots=True, kw_only=True)
class BadUnit:
    """A unit that was left out: the line it starts on, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFile:
    """What a file held."""

    good: tuple[Unit, ...]
    bad: tuple[BadUnit, ...]


def units_in(path: Path, *, approved: bool = False) -> UnitFile:
    """The units of a ``.tmx`` or ``.csv`` file.

    Args:
        path: the file.
        approved: whether units that do not say so count as approved.

    Raises:
        DataFileError: it cannot be read, is cut off, or holds entities; names the line where that is known.
        UsageError: its name ends otherwise.
    """
    read = {".tmx": tmx_units, ".csv": _csv_units}.get(path.suffix.lower())
    if read is None:
        raise _other_kind(path)
    good: list[Unit] = []
    bad: list[BadUnit] = []
    try:
        for line, found in read(path, approved=approved):
            if isinstance(found, str):
                bad.append(BadUnit(line=line, reason=found))
                continue
            unit = canonical(found)
            reason = refusal(unit)
            if reason:
                bad.append(BadUnit(line=line, reason=reason))
            else:
                good.append(unit)
    except OSError as problem:
        raise DataFileError(f"{path}: cannot be read: {problem.strerror}.", code="no-file") from problem
    return UnitFile(good=tuple(good), bad=tuple(bad))


def file_bytes(path: Path, units: Iterable[Unit]) -> bytes:
    """The content of a file of that name, UTF-8.

    Raises:
        UsageError: the name ends neither in ``.tmx`` nor in ``.csv``.
    """
    write = {".tmx": tmx_text, ".csv": csv_text}.get(path.suffix.lower())
    if write is None:
        raise _other_kind(path)
    return write(units).encode()


def csv_text(units: Iterable[Unit]) -> str:
    """Units as CSV with a first line of names."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for u in units:
        writer.writerow(
            (u.source, u.target, u.source_language, u.target_language, u.market, "yes" if u.approved else "no")
        )
    return buffer.getvalue()


def _csv_units(path: Path, *, approved: bool) -> Iterator[tuple[int, Unit | str]]:
    csv.field_size_limit(MOST_CELL)  # it is one for the whole process, and bulk work sets it higher
    reader = csv.reader(io.StringIO(_csv_content(path), newline=""), strict=True)
    header = [name.strip().lower() for name in _cells(path, reader) or ()]
    missing = [name for name in CSV_COLUMNS[:4] if name not in header]
    if missing:
        raise DataFileError(
            f"{path}:1: there is no column {' and no column '.join(map(repr, missing))}.", code="bad-csv",
            hint=f"Columns: {', '.join(CSV_COLUMNS)}.",
        )  # fmt: skip
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
        row = dict(zip(header, cells, strict=True))
        says = row.get("approved", "").strip().lower()
        yield line, Unit(
            source=row["source"], target=row["target"], source_language=row["source_language"],
            target_language=row["target_language"], market=row.get("market", ""),
            approved=says in YES if says else approved, origin="import",
        )  # fmt: skip


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
        f"{path.name[:60]!r} is neither .tmx nor .csv.", code="bad-format", hint="Name a file such as memory.tmx."
    )
