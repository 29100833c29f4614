"""CSV and TSV: what is read, what is a fault, and that nothing disappears in silence."""

import io
import time
import tracemalloc

import pytest
from sweeps import each

from cscli.errors import UnavailableError, UsageError
from cscli.tables import open_table, rejected_line, rejects_header
from cscli.tables.delimited import Delimited
from cscli.tables.row import Row
from cscli.tables.source import Source


def table_of(text, **how):
    return open_table(io.BytesIO(text.encode() if isinstance(text, str) else text), **how)


def rows_of(text, **how):
    return list(table_of(text, **how).rows())


def small(text, most):
    return Delimited(Source.of(io.BytesIO(text.encode())), "csv", most=most)


class Endless(io.RawIOBase):
    """A stream that gives ``start``, then ``filler`` again and again up to a size, then ``end``."""

    def __init__(self, start, filler, size, end):
        self._pieces = self._made(start, filler, size, end)
        self._left = b""

    @staticmethod
    def _made(start, filler, size, end):
        yield start
        for _ in range(size // len(filler)):
            yield filler
        yield end

    def readable(self):
        return True

    def read(self, size=-1):
        whole = self._left or next(self._pieces, b"")
        piece, self._left = whole[:size], whole[size:]
        return piece


def test_rows_have_cells_by_heading_and_the_text_they_came_from():
    assert rows_of('key,name\nA-1,"Li, Wei"\n\n,,\nA-2,\n') == [
        Row(1, 2, {"key": "A-1", "name": "Li, Wei"}, 'A-1,"Li, Wei"'),
        Row(2, 5, {"key": "A-2"}, "A-2,"),
    ]


def test_a_quoted_line_break_stays_in_its_cell_and_counts_lines():
    rows = rows_of('key,text\r\nA-1,"two\r\nlines"\r\nA-2,x\r\n')
    assert [(r.line, r.cells["text"], r.raw) for r in rows] == [
        (2, "two\r\nlines", 'A-1,"two\r\nlines"'),
        (4, "x", "A-2,x"),
    ]


@each("end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_row(end):
    assert [r.cells["b"] for r in rows_of(end.join(["a,b", "1,2", "3,4"]))] == ["2", "4"]


@each(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
        ("a\tb\n1, or 2\t3\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('"Last, First";Amount;Date\n"Doe, J";1,50;x\n', ";"),
        ('"a;b;c",d\n"1;2;3",4\n', ","),
        ("only\nx;y\n", ","),
        ("sep=;\na;b,c,d\n1;2\n", ";"),
    ],
)
def test_the_delimiter_is_found_on_the_first_lines(text, delimiter):
    table = table_of(text)
    assert table.delimiter == delimiter
    assert not any(row.fault for row in table.rows())


@each(
    ("text", "said"),
    [
        ("key,name,key\n", "columns 1 and 3 are both called 'key'"),
        ("key,,name\n", "column 2 has no heading, between 'key' and 'name'"),
        ("", "the table is empty"),
        ("\n\n", "the table is empty"),
        (",,\n", "the table is empty"),
        ('key,"name\nA-1,x\n', "opens a quote"),
        (",".join(f"c{i}" for i in range(1_000_000)), "has 1,000,000 columns"),
        ("x" * 11_000_000, "longer than 10,000,000"),
    ],
)
def test_headings_that_make_no_sense_are_refused(text, said):
    started = time.monotonic()
    with pytest.raises(UsageError) as refused:
        table_of(text, kind="csv")
    assert said in refused.value.message
    assert time.monotonic() - started < 15


def test_a_million_cells_under_two_headings_are_one_fault():
    rows = rows_of("a,b\n" + "1," * 1_000_000 + "1\n3,4\n")
    assert rows[0].fault == "has 1,000,001 cells, but there are 2 headings"
    assert rows[1].cells == {"a": "3", "b": "4"}


def test_empty_cells_behind_the_last_heading_lose_nothing():
    assert [r.cells for r in rows_of("a,b,,\n1,2,,\n3\n")] == [{"a": "1", "b": "2"}, {"a": "3"}]


@each(
    ("row", "said"),
    [
        ("1,2,3", "has 3 cells, but there are 2 headings"),
        ('"1"x,2', "text behind a closing quote"),
        ("1,\0", "NUL"),
        ('1,"2', "opens a quote"),
    ],
)
def test_a_bad_row_is_a_fault_and_the_rows_around_it_are_read(row, said):
    rows = rows_of(f"a,b\nx,y\n{row}\nv,w\n")
    assert [r.number for r in rows] == [1, 2, 3]
    assert [bool(r.fault) for r in rows] == [False, True, False]
    assert said in rows[1].fault
    assert (rows[1].line, rows[1].raw, rows[1].cells) == (3, row, {})
    assert rows[2] == Row(3, 4, {"a": "v", "b": "w"}, "v,w")


def test_a_quote_that_never_closes_is_one_fault_and_no_row_behind_it_is_lost():
    good = [f"K-{i},text {i}" for i in range(5_000)]
    lines = ["key,text", *good[:2_000], 'K-x,"oops', *good[2_000:]]
    rows = list(small("\n".join(lines), 20_000).rows())
    assert [r.raw for r in rows if not r.fault] == good
    assert [(r.line, r.raw) for r in rows if r.fault] == [(2002, 'K-x,"oops')]


def test_behind_a_broken_quote_only_a_whole_row_is_trusted():
    rows = rows_of('key,text\nA-1,"Hello\nsaid "Bob" today\nbye",x\nA-2,fine\nA-3\n')
    assert [r.raw for r in rows if not r.fault] == ["A-2,fine", "A-3"]
    assert all(r.fault for r in rows[:2])


def test_quotes_broken_everywhere_end_in_bounded_time_with_a_fault():
    text = "a,b\n" + 'x","\n' * 300_000
    started = time.monotonic()
    rows = list(small(text, 1_000_000).rows())
    assert time.monotonic() - started < 60
    assert "so many broken quotes" in rows[-1].fault


def test_a_field_of_50_mb_is_a_fault_in_little_memory():
    stream = Endless(b"a,b\n1,", b"x" * 100_000, 50_000_000, b"\n3,4\n")
    tracemalloc.start()
    rows = list(open_table(stream).rows())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "longer than 10,000,000" in rows[0].fault
    assert rows[1] == Row(2, 3, {"a": "3", "b": "4"}, "3,4")
    assert most < 60_000_000


def test_a_quoted_field_of_50_mb_in_many_lines_is_a_fault_in_little_memory():
    stream = Endless(b'a,b\n1,"', b"x" * 99 + b"\n", 50_000_000, b'end"\n3,4\n')
    table, faults, good = open_table(stream), 0, []
    for row in table.rows():
        faults += bool(row.fault)
        good += [] if row.fault else [row.raw]
    assert good == ["3,4"]
    assert faults > 1


def test_memory_does_not_grow_with_the_table():
    def most(rows):
        stream = Endless(b"a,b\n", b"1,two words\n" * 100, rows * 12, b"")
        tracemalloc.start()
        count = sum(1 for _ in open_table(stream).rows())
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert count == rows
        return peak

    assert most(90_000) < 1.2 * most(30_000)


@pytest.mark.parametrize("text", ["a,b\n1,2\n3,4\n5,6\n", 'a,b\n1,"2\n2"\n3,"x\n5,6\n'])
def test_the_digest_is_the_same_whenever_the_same_rows_were_read(text):
    def digests(table):
        return [table.digest(), *(table.digest() for _ in table.rows())]

    once = digests(table_of(text))
    assert digests(table_of(text)) == once
    assert len(set(once)) == len(once)
    assert digests(table_of(text.replace("1", "7", 1)))[1:] != once[1:]


def test_progress_counts_bytes_of_a_file_and_knows_no_end_of_a_stream(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a\n1\n")
    table = open_table(path)
    list(table.rows())
    table.close()
    assert table.progress() == (4, 4)
    assert table_of("a\n1\n").progress()[1] == 0


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("t.csv", b"a,b\n", "csv"),
        ("t.TSV", b"a\tb\n", "tsv"),
        ("t.ndjson", b"", "jsonl"),
        ("t.txt", b'\n {"a": 1}\n', "jsonl"),
        ("t.txt", b"a\tb\n", "tsv"),
        ("t", b"a;b\n", "csv"),
    ],
)
def test_the_kind_is_told_by_suffix_or_by_the_first_bytes(tmp_path, name, content, kind):
    path = tmp_path / name
    path.write_bytes(content)
    table = open_table(path)
    table.close()
    assert table.kind == kind


@each(
    ("content", "how", "said"),
    [
        (b'[{"a": 1}]', {}, "one JSON list"),
        (b"\x1f\x8b\x08", {}, "compressed"),
        (b"\xd0\xcf\x11\xe0", {}, "old format"),
        (b"a,b\n", {"kind": "xml"}, "'xml'"),
    ],
)
def test_what_is_no_table_is_refused(content, how, said):
    with pytest.raises(UsageError) as refused:
        table_of(content, **how)
    assert said in refused.value.message


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        open_table(tmp_path / "none.csv")


def test_an_input_that_breaks_off_says_so():
    class Broken(Endless):
        def read(self, size=-1):
            piece = super().read(size)
            if not piece:
                raise OSError(5, "Input/output error")
            return piece

    stream = Broken(b"a,b\n", b"1,2\n" * 1_000, 400_000, b"")
    with pytest.raises(UnavailableError, match="cannot be read on"):
        list(open_table(stream).rows())


def test_refused_rows_can_be_mended_and_refused_again():
    table = table_of('key;text\nA-1;"x\nA-2;a;b\n')
    faulty = list(table.rows())
    file = rejects_header(table) + "".join(rejected_line(table, r, "unreadable", 'broken; a "quote"') for r in faulty)
    assert file == (
        "reject_code;reject_reason;reject_hint;reject_line;key;text\n"
        'unreadable;"broken; a ""quote""";;2;A-1;"x\n'
        'unreadable;"broken; a ""quote""";;3;A-2;a;b\n'
    )
    again = table_of(file.replace('A-1;"x', 'A-1;"x"'))
    rows = list(again.rows())
    assert rows[0].cells["text"] == "x"
    assert rejects_header(again) == rejects_header(table)
    assert rejected_line(again, rows[0], "c", "r") == 'c;r;;2;A-1;"x"\n'
    assert rejected_line(again, rows[1], "c", "r") == "c;r;;3;A-2;a;b\n"
