"""Memories as files, in and out: which kind a file is, and CSV.

A unit that cannot be kept is reported and left out; a file that cannot be read to its end is refused whole.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from cscli.errors import DataFileError, UsageError
from cscli.tables.imported import Imported, LeftOut, named_rows, remarks_on
from cscli.tables.writer import csv_text as table_text
from cscli.text import MOST_CELL
from cscli.translation.memory import Unit, canonical, refusal
from cscli.translation.tmx import YES, tmx_text, tmx_units

CSV_COLUMNS = ("source", "target", "source_language", "target_language", "market", "approved")


UnitFile = Imported[Unit]


def units_in(path: Path, *, approved: bool = False) -> UnitFile:
    """The units of a ``.tmx`` or ``.csv`` file.

    Args:
        path: the file.
        approved: whether units that do not say so count as approved.

    Raises:
        DataFileError: it cannot be read, is cut off, or holds entities; names the line where that is known.
        UsageError: its name ends otherwise.
    """
    repairs: Counter[str] = Counter()
    suffix = path.suffix.lower()
    if suffix not in (".tmx", ".csv"):
        raise _other_kind(path)
    good: list[Unit] = []
    bad: list[LeftOut] = []
    try:
        for line, found in (
            tmx_units(path, approved=approved) if suffix == ".tmx" else _csv_units(path, repairs, approved=approved)
        ):
            if isinstance(found, str):
                bad.append(LeftOut(line=line, reason=found))
                continue
            unit = canonical(found)
            reason = refusal(unit)
            if reason:
                bad.append(LeftOut(line=line, reason=reason))
            else:
                good.append(unit)
    except OSError as problem:
        raise DataFileError(f"{path}: cannot be read: {problem.strerror}.", code="no-file") from problem
    return Imported(good=tuple(good), bad=tuple(bad), remarks=remarks_on(repairs))


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
    rows = (
        (u.source, u.target, u.source_language, u.target_language, u.market, "yes" if u.approved else "no")
        for u in units
    )
    return table_text([CSV_COLUMNS, *rows])


def _csv_units(path: Path, repairs: Counter[str], *, approved: bool) -> Iterator[tuple[int, Unit | str]]:
    for line, row in named_rows(path, CSV_COLUMNS[:4], CSV_COLUMNS, repairs):
        if isinstance(row, str) or max(map(len, row.values())) > MOST_CELL:
            yield line, row if isinstance(row, str) else f"has a text of more than {MOST_CELL:,} characters"
            continue
        says = row.get("approved", "").strip().lower()
        yield line, Unit(
            source=row.get("source", ""), target=row.get("target", ""), market=row.get("market", ""),
            source_language=row.get("source_language", ""), target_language=row.get("target_language", ""),
            approved=says in YES if says else approved, origin="import",
        )  # fmt: skip


def _other_kind(path: Path) -> UsageError:
    return UsageError(
        f"{path.name[:60]!r} is neither .tmx nor .csv.", code="bad-format", hint="Name a file such as memory.tmx."
    )
