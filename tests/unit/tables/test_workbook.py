"""Workbooks: cells as their formats show them, and files that were made to hang, fill the memory or end the process."""

import io
import time
import tracemalloc
import zipfile

import pytest

from cscli.errors import UsageError
from cscli.tables import open_table, sheet_rows, workbook
from cscli.tables.number_formats import format_of, written

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MUCH = ["A" * 1_000_000] * 40
EMPTY = '<c s="1"/>'
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>key</t></is></c><c r="B1" t="inlineStr"><is><t>n</t></is></c></row>'


def book(sheet, styles="", shared="", root=f'<worksheet xmlns="{MAIN}"><sheetData>', end="</sheetData></worksheet>"):
    """A workbook with one sheet, whose rows are given as XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("_rels/.rels", f'<Relationships><Relationship Id="r" Type="{OFFICE}/officeDocument" '
                   'Target="xl/workbook.xml"/></Relationships>')  # fmt: skip
        links = "".join(
            f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{name}.xml"/>'
            for name, kind in (("s", "worksheet"), ("styles", "styles"), ("strings", "sharedStrings"))
        )
        z.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{links}</Relationships>")
        z.writestr(
            "xl/workbook.xml", f'<workbook xmlns:r="{OFFICE}"><sheets><sheet name="S" r:id="s"/></sheets></workbook>'
        )
        z.writestr("xl/styles.xml", f"<styleSheet>{styles}</styleSheet>")
        z.writestr("xl/strings.xml", f"<sst>{shared}</sst>")
        with z.open("xl/s.xml", "w", force_zip64=True) as part:
            part.write(root.encode())
            for piece in [sheet] if isinstance(sheet, str) else sheet:
                part.write(piece.encode())
            part.write(end.encode())
    file.seek(0)
    return file


def formatted(value, code):
    code = code.replace("&", "&amp;").replace('"', "&quot;")
    styles = (
        f'<numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs>'
    )
    (row,) = open_table(
        book(f'{HEAD}<row r="2"><c r="A2"><v>1</v></c><c r="B2" s="1"><v>{value}</v></c></row>', styles)
    ).rows()
    return row.cells["n"]


SHOWN = {
    ("45", "00000"): "00045", ("45", '"A-"0000'): "A-0045", ("123456789", "000-00-0000"): "123-45-6789",
    ("7", "00"): "07", ("1234567", "00000"): "1234567", ("45", "0000\\-0"): "0004-5",
    ("19.99", "#,##0.00 [$€-407]"): "19.99 EUR", ("19.99", "[$EUR] #,##0.00"): "19.99 EUR",
    ("19.99", '#,##0.00\\ "€"'): "19.99 EUR", ("1999", "[$¥-411]#,##0"): "1999 JPY", ("5", "[$$-409]#,##0.00"): "5 USD",
    ("5", "[$$-1009]#,##0.00"): "5 CAD", ("5", '"$"#,##0.00'): "5 $", ("5", "[$kr-41D]#,##0"): "5 SEK",
    ("5", '#,##0.00\\ "zł"'): "5 PLN", ("5", "$#,##0.00_);($#,##0.00)"): "5 $", ("-5", "#,##0.00 [$€-2]"): "-5 EUR",
    ("46359", "dd.mm.yyyy"): "2026-12-03", ("46359.5", "m/d/yyyy h:mm"): "2026-12-03T12:00", ("0.75", "h:mm"): "18:00",
    ("46359", "[$-407]d. mmmm yyyy"): "2026-12-03", ("1.5", "[h]:mm"): "36:00", ("46359", "0"): "46359",
    ("12.5", "0.00"): "12.5", ("0.15", "0%"): "15%", ("0.30000000000000004", "General"): "0.3",
    ("1234.5", "#,##0.00"): "1234.5", ("12", "[Red]0"): "12", ("1e17", "0"): "1E+17",
    ("9.4001118992231E+21", "0"): "9.4001118992231E+21",
}  # fmt: skip


def test_a_cell_is_what_its_format_shows():
    found = {pair: formatted(*pair) for pair in SHOWN}
    assert {pair: text for pair, text in found.items() if text != SHOWN[pair]} == {}


def test_dates_count_from_1904_where_the_workbook_says_so():
    assert written("44897", format_of("yyyy-mm-dd"), since_1904=True) == "2026-12-03"


def test_how_a_word_is_read_aloud_is_no_part_of_it():
    runs = "<r><t>a</t></r><r><t xml:space='preserve'> </t></r><r><t>b_x000D_</t></r>"
    shared = f"<si><t>山田</t><rPh sb='0' eb='2'><t>ヤマダ</t></rPh></si><si>{runs}</si>"
    (row,) = open_table(
        book(f'{HEAD}<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c></row>', "", shared)
    ).rows()
    assert row.cells == {"key": "山田", "n": "a b\r"}


def _cell(reference, row=2):
    return f'{HEAD}<row r="{row}"><c r="{reference}"><v>1</v></c></row>'


HOSTILE = {
    "a cell far out": lambda: book(_cell("XFD1048576", 1_048_576)),
    "a reference beyond the sheet": lambda: book(_cell("ZZZZ9999999")),
    "an endless reference": lambda: book(_cell("ZZZZZZZZZZ999999999999")),
    "a row beyond the sheet": lambda: book(f'{HEAD}<row r="99999999"><c><v>1</v></c></row>'),
    "a reference in another row": lambda: book(_cell("A1048576")),
    "a bomb of empty formatted cells": lambda: book([HEAD, *("<row>" + EMPTY * 16_000 + "</row>" for _ in range(20))]),
    "a word that does not end": lambda: book([HEAD, '<row><c r="', *MUCH, '"/></row>']),
    "a text that does not end": lambda: book([HEAD, '<row><c t="str"><v>', *MUCH, "</v></c></row>"]),
    "entities": lambda: book(HEAD, root='<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData>'),
    "half a file": lambda: book(HEAD, end="<row"),
    "a shared text that is not there": lambda: book(f'{HEAD}<row r="2"><c r="A2" t="s"><v>7</v></c></row>'),
    "a huge shared text": lambda: book(HEAD, "", f"<si><t>{'A' * 1_000_000}</t></si>"),
    "many shared texts of nothing": lambda: book(_cell("ZZZZ1"), "", "<si/>" * 50_000),
    "cells in the wrong order": lambda: book(f'{HEAD}<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>'),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_workbook_is_an_error_of_the_file_or_the_row_in_bounded_time_and_memory(what, monkeypatch):
    monkeypatch.setattr(sheet_rows, "_MOST_EMPTY", 200_000)
    file = HOSTILE[what]()
    started = time.process_time()
    tracemalloc.start()
    try:
        table = open_table(file)
        assert any(row.fault for row in table.rows()), "nothing was said"
    except UsageError as problem:
        assert problem.message.startswith("standard input")  # noqa: PT017 - either is right
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (time.process_time() - started < 10, peak < 150_000_000) == (True, True)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(workbook, "_MOST_UNPACKED", 20_000_000)
    with pytest.raises(UsageError, match="unpacks to"):
        open_table(book([HEAD, *MUCH]))


def test_rows_are_given_out_as_they_are_read():
    rows = (f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>2</v></c></row>' for n in range(2, 12_000))
    table = open_table(book([HEAD, *rows]))
    tracemalloc.start()
    assert sum(1 for _ in table.rows()) == 11_998
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000
