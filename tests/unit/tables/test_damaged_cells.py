"""Cells that were damaged: put right where that is certain, a fault where it is not, and never sent on as they are."""

import io
import json

from sweeps import each

from cscli.tables import open_table
from cscli.tables.damage import APOSTROPHE, EMPTY, EQUALS, MOJIBAKE, SPACES, lost, may_hold_lost, repaired
from cscli.tables.writer import csv_text, harmless, unguarded

CERTAIN = {
    '="00045"': ("00045", EQUALS), '="say ""hi"""': ('say "hi"', EQUALS), "'0045": ("0045", APOSTROPHE),
    "'+49 170 1": ("+49 170 1", APOSTROPHE), "'=1+1": ("=1+1", APOSTROPHE), "'=\"0045\"": ("0045", EQUALS),
    "NULL": ("", EMPTY), "null": ("", EMPTY), "\\N": ("", EMPTY), "NaN": ("", EMPTY),
    "N/A": ("", EMPTY), "<NA>": ("", EMPTY), "None": ("", EMPTY), "undefined": ("", EMPTY),
    "\u00a0Anna\u202f": ("Anna", SPACES), "\ufeffAnna": ("Anna", SPACES),
    "JÃ¼rgen": ("Jürgen", MOJIBAKE), "FranÃ§ois LefÃ¨vre": ("François Lefèvre", MOJIBAKE),
    "PaweÅ‚": ("Paweł", MOJIBAKE), "Ð˜Ð²Ð°Ð½": ("Иван", MOJIBAKE), "å±±ç”°": ("山田", MOJIBAKE),
    "JÃƒÂ¼rgen": ("Jürgen", MOJIBAKE), "Donâ€™t": ("Don’t", MOJIBAKE), "Â£12": ("£12", MOJIBAKE),
}  # fmt: skip
HEALTHY = (
    "Jürgen", "MAÇÃ", "CONCEIÇÃO", "CAFÉ™", "‘tHooft", "'s-Hertogenbosch", "'t Hoen", "O'Neill", "Null", "Nan", "a = b",
    "山田", "Иван", "ü…", "Õ“", "«Été»", "RÉSUMÉ…", "12.5", "-5", "Â", "à l’été",
)  # fmt: skip
LOST = ("1.00123E+12", "9,4001E+21", "#N/A", "#REF!", "#BEZUG!", "########", "J\ufffdrgen", "MAÃ”")


def test_what_is_certain_is_put_right_and_what_is_healthy_stays():
    assert {cell: tuple(repaired(cell)) for cell in CERTAIN} == CERTAIN
    assert [cell for cell in HEALTHY if tuple(repaired(cell)) != (cell, "")] == []
    assert [cell for cell in HEALTHY if lost(cell)[0]] == []


def test_what_is_lost_is_a_fault_with_a_hint():
    assert [cell for cell in LOST if not all(lost(repaired(cell).text))] == []
    assert [cell for cell in LOST if not may_hold_lost(f"\nAnna\n{repaired(cell).text}\n12")] == []
    assert not may_hold_lost("\nEva\n12.50\nkim1@mail.example\n2026-12-03\nJürgen")


@each("kind", ["csv", "tsv", "jsonl"])
def test_every_kind_of_table_repairs_and_counts(kind):
    cells = [["key", "a", "b"], ["A-1", '="00045"', "JÃ¼rgen"], ["A-2", "NULL", "'0045"]]
    if kind == "jsonl":
        content = "".join(json.dumps(dict(zip(cells[0], row, strict=True))) + "\n" for row in cells[1:])
    else:
        between = {"csv": ",", "tsv": "\t"}[kind]
        content = "".join(between.join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row) + "\n" for row in cells)
    table = open_table(io.BytesIO(content.encode()), kind=kind)
    assert [row.cells for row in table.rows()] == [
        {"key": "A-1", "a": "00045", "b": "Jürgen"}, {"key": "A-2", "b": "0045"},
    ]  # fmt: skip
    assert dict(table.repairs) == {EQUALS: 1, MOJIBAKE: 1, EMPTY: 1, APOSTROPHE: 1}


FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "'=1", "''=1", "-", "+49", "'a")


def test_no_cell_that_is_written_runs_and_every_one_comes_back():
    assert [cell for cell in FORMULAS if unguarded(harmless(cell, spares_numbers=False)) != cell] == []
    written = csv_text([["key", "text"], *([f"A-{n}", cell] for n, cell in enumerate(FORMULAS))])
    assert [line for line in written.split("\n") if ",=" in line or ",@" in line or ",+" in line or ",-" in line] == []
