"""Laws of tables: what was written is read, no line is lost, and reading again gives the same."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from cscli.tables import csv_line, open_table, rejected_line, rejects_header
from cscli.tables.damage import repaired
from cscli.tables.delimited import Delimited
from cscli.tables.source import Source

LAWS = settings(derandomize=True, deadline=None, database=None, max_examples=150)
CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
ROWS = st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=8)
BROKEN = st.text(st.sampled_from('ab,"\n\r;'), max_size=60)


def _read(text, most=10_000_000):
    return list(Delimited(Source.of(io.BytesIO(text.encode())), "csv", most=most).rows())


@LAWS
@given(ROWS, st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
def test_what_was_written_is_read(rows, quoting):
    file = io.StringIO()
    writer = csv.writer(file, quoting=quoting)
    writer.writerows([["a", "b", "c"], *rows])
    table = open_table(io.BytesIO(file.getvalue().encode("utf-8-sig")))
    meant = [[repaired(cell).text for cell in row] for row in rows]
    expected = [{k: v for k, v in zip("abc", row, strict=True) if v} for row in meant]
    assert [row.cells for row in table.rows()] == [cells for cells in expected if cells]


@LAWS
@given(st.lists(CELL, min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_a_line_of_cells_is_those_cells(cells, delimiter):
    read = next(csv.reader(io.StringIO(csv_line(cells, delimiter), newline=""), delimiter=delimiter, strict=True), [""])
    assert (read or [""]) == cells


@LAWS
@given(BROKEN)
def test_however_broken_the_quotes_no_line_is_lost(text):
    rows = _read(f"a,b\n{text}\nk,v\n")
    kept = "".join(row.raw for row in rows)
    for char in "ab":
        assert kept.count(char) == text.count(char)


@LAWS
@given(BROKEN, st.integers(8, 40))
def test_a_limit_keeps_the_number_of_rows_finite_and_the_order(text, most):
    lines = [row.line for row in _read(f"a,b\n{text}\nk,v\n", most=most)]
    assert lines == sorted(lines)


@LAWS
@given(BROKEN)
def test_a_refused_row_reads_as_the_row_it_was(text):
    table = open_table(io.BytesIO(f"a,b\n{text}\n".encode()))
    good = [row for row in table.rows() if not row.fault]
    file = rejects_header(table) + "".join(rejected_line(table, row, "code", "why, so") for row in good)
    again = open_table(io.BytesIO(file.encode()))
    read = [{k: v for k, v in row.cells.items() if not k.startswith("reject_")} for row in again.rows()]
    assert read == [row.cells for row in good]
