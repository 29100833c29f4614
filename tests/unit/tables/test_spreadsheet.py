"""Spreadsheets: cells as a person would type them."""

import datetime as dt
import io
import zipfile

import pytest
from sweeps import each

from cscli.errors import UsageError
from cscli.tables import open_table, rejected_line, rejects_header
from cscli.tables.row import Row

CONTENT = '<?xml version="1.0" encoding="UTF-8"?><{0} xmlns="{1}">{2}</{0}>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet has no zones


def _cell(value):
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, dt.datetime):
        return f'<c s="1"><v>{(value - EPOCH) / dt.timedelta(days=1)}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value!r}</v></c>"
    if value.startswith("="):
        return f'<c t="str"><f>{value[1:]}</f><v>of a formula</v></c>'
    return f'<c t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def workbook(**sheets):
    """A spreadsheet in memory: rows of values by name of the sheet."""
    file = io.BytesIO()
    names = list(sheets)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as z:
        parts = "".join(
            f'<Override PartName="/xl/worksheets/s{i}.xml" ContentType="application/'
            f'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>' for i in range(len(names))
        )  # fmt: skip
        parts += (
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        )
        z.writestr("[Content_Types].xml", CONTENT.format("Types", f"{PACKAGE}/content-types", parts))
        z.writestr("_rels/.rels", CONTENT.format("Relationships", f"{PACKAGE}/relationships",
            f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'))  # fmt: skip
        links = "".join(
            f'<Relationship Id="r{i}" Type="{OFFICE}/worksheet" Target="worksheets/s{i}.xml"/>'
            for i in range(len(names))
        )
        links += f'<Relationship Id="st" Type="{OFFICE}/styles" Target="styles.xml"/>'
        z.writestr("xl/_rels/workbook.xml.rels", CONTENT.format("Relationships", f"{PACKAGE}/relationships", links))
        listed = "".join(
            f'<sheet name="{name}" sheetId="{i + 1}" r:id="r{i}" xmlns:r="{OFFICE}"/>' for i, name in enumerate(names)
        )
        z.writestr("xl/workbook.xml", CONTENT.format("workbook", MAIN, f"<sheets>{listed}</sheets>"))
        z.writestr("xl/styles.xml", CONTENT.format("styleSheet", MAIN,
            '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>'))  # fmt: skip
        for i, rows in enumerate(sheets.values()):
            body = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
            z.writestr(f"xl/worksheets/s{i}.xml", CONTENT.format("worksheet", MAIN, f"<sheetData>{body}</sheetData>"))
    file.seek(0)
    return file


def test_cells_are_the_text_a_person_would_type():
    day, moment = dt.datetime(2026, 12, 3), dt.datetime(2026, 12, 3, 14, 30)  # noqa: DTZ001 - as above
    head = ["key", "day", "moment", "count", "price", "noise", "big", "yes", "no", "formula"]
    row = ["A-1", day, moment, 12, 12.5, 0.1 + 0.2, 1e17, True, False, "=1+1"]
    (found,) = open_table(workbook(Orders=[head, row])).rows()
    assert list(found.cells.values()) == [
        "A-1", "2026-12-03", "2026-12-03T14:30", "12", "12.5", "0.3", "1E+17", "yes", "no", "of a formula",
    ]  # fmt: skip


def test_rows_are_told_by_their_number_in_the_sheet_and_come_back_as_csv():
    table = open_table(
        workbook(Orders=[[None], ["key", "text"], [None, None], ["A-1", 'say "hi", twice'], ["A-2", None]])
    )
    assert (table.kind, table.columns, table.encoding, table.delimiter) == ("xlsx", ("key", "text"), "", "")
    rows = list(table.rows())
    assert rows == [
        Row(1, 4, {"key": "A-1", "text": 'say "hi", twice'}, 'A-1,"say ""hi"", twice"'),
        Row(2, 5, {"key": "A-2"}, "A-2,"),
    ]
    assert rejects_header(table) == "reject_code,reject_reason,reject_hint,reject_line,key,text\n"
    assert rejected_line(table, rows[1], "bad", "no, really") == 'bad,"no, really",,5,A-2,\n'


def test_a_cell_without_a_heading_is_a_fault():
    rows = list(open_table(workbook(Orders=[["key"], ["A-1", "x"], ["A-2"]])).rows())
    assert [bool(r.fault) for r in rows] == [True, False]


def test_a_sheet_is_named_behind_the_file(tmp_path):
    path = tmp_path / "orders.xlsx"
    path.write_bytes(workbook(First=[["a"], ["1"]], Second=[["b"], ["2"]]).getvalue())
    first = open_table(path)
    assert [r.cells for r in first.rows()] == [{"a": "1"}]
    first.close()
    table = open_table(tmp_path / "orders.xlsx#Second")
    assert [r.cells for r in table.rows()] == [{"b": "2"}]
    assert table.progress() == (path.stat().st_size, path.stat().st_size)
    table.close()
    with pytest.raises(UsageError, match="Did you mean 'Second'"):
        open_table(tmp_path / "orders.xlsx#Secnd")


@each("content", [b"PK\x03\x04junk", b"", b"key,name\n"])
def test_what_is_no_spreadsheet_is_refused(content):
    with pytest.raises(UsageError, match="cannot be read as a spreadsheet"):
        open_table(io.BytesIO(content), kind="xlsx")


def test_the_digest_is_the_same_whenever_the_same_rows_were_read():
    rows = [["key"], ["A-1"], ["A-2"]]
    once, again = open_table(workbook(S=rows)), open_table(workbook(S=rows))
    assert [once.digest() for _ in once.rows()] == [again.digest() for _ in again.rows()]
    assert once.digest() != open_table(workbook(S=rows)).digest()
