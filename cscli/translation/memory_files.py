"""Files of translation memories, in and out: TMX and CSV.

A unit that cannot be stored is reported and left out; a file that cannot be read to its end is refused.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from cscli.glossary.exchange import Entries, Row, csv_entries, for_suffix, read_entries
from cscli.tables.imported import Imported
from cscli.tables.writer import csv_text as table_text
from cscli.translation.memory import Unit, canonical, refusal
from cscli.translation.tmx import YES, tmx_text, tmx_units

CSV_COLUMNS = ("source", "target", "source_language", "target_language", "market", "approved")

UnitFile = Imported[Unit]


def units_in(path: Path, *, approved: bool = False) -> UnitFile:
    """The units of a ``.tmx`` or ``.csv`` file.

    Args:
        path: the file.
        approved: the approval of units that do not state it.

    Raises:
        DataFileError: the file cannot be read, is truncated, or holds entities; names the line if known.
        UsageError: the suffix is unknown.
    """

    def from_csv(path: Path, repairs: Counter[str]) -> Entries[Unit]:
        return csv_entries(path, repairs, CSV_COLUMNS, CSV_COLUMNS[:4], lambda row: _unit_of(row, approved=approved))

    def from_tmx(path: Path, _: Counter[str]) -> Entries[Unit]:
        return tmx_units(path, approved=approved)

    found = read_entries(path, {".tmx": from_tmx, ".csv": from_csv}, canonical, refusal)
    return Imported(good=tuple(unit for _, unit in found.good), bad=found.bad, remarks=found.remarks)


def file_bytes(path: Path, units: Iterable[Unit]) -> bytes:
    """The content of a file with the name ``path``, in UTF-8.

    Raises:
        UsageError: the suffix is unknown.
    """
    return for_suffix(path, {".tmx": tmx_text, ".csv": csv_text})(units).encode()


def csv_text(units: Iterable[Unit]) -> str:
    """Units as CSV with a header."""
    rows = (
        (u.source, u.target, u.source_language, u.target_language, u.market, "yes" if u.approved else "no")
        for u in units
    )
    return table_text([CSV_COLUMNS, *rows])


def _unit_of(row: Row, *, approved: bool) -> Unit:
    says = row.get("approved", "").strip().lower()
    return Unit(
        source=row.get("source", ""), target=row.get("target", ""), market=row.get("market", ""),
        source_language=row.get("source_language", ""), target_language=row.get("target_language", ""),
        approved=says in YES if says else approved, origin="import",
    )  # fmt: skip
