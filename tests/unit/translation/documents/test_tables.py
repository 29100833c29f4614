"""Tables and JSON Lines: only the named cells and fields change."""

import json

import pytest
from sweeps import each

from cscli.errors import DataFileError, UsageError
from cscli.translation.documents.document import read_document


@each("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out_and_other_cells_stay(delimiter):
    table = '\ufeff"id","text", note \r\n1,Hello,"a ""b"""\r\n\r\n2,"see, ""this""", x'
    table = (
        table.replace('","', f'"{delimiter}"')
        .replace(", note", f"{delimiter} note")
        .replace("1,Hello,", f"1{delimiter}Hello{delimiter}")
    )
    table = table.replace("2,", f"2{delimiter}").replace('""", x', f'"""{delimiter} x')
    document = read_document(table, ".csv", columns=["text"])
    assert document.parts == ("Hello", 'see, "this"')
    changed = document.rebuild([f"a{delimiter}b", 'sieh "das"'])
    assert changed == table.replace("Hello", f'"a{delimiter}b"').replace('see, ""this""', 'sieh ""das""')


def test_several_columns_are_parts_row_by_row():
    document = read_document("a,b,c\n1x,2x,3x\n4x,5x,6x\n", ".csv", columns=["C", "a"])
    assert document.parts == ("1x", "3x", "4x", "6x")


@pytest.mark.parametrize("table", ["text\nHello, you\n", '"text"\n"Hello, you"\n'])
def test_the_only_column_needs_no_name(table):
    assert read_document(table, ".csv").parts == ("Hello, you",)


def test_a_cell_over_several_lines_is_one_part():
    document = read_document('id,text\n1,"Hello\n\nthere"\n', ".csv", columns=["text"])
    assert document.parts == ("Hello\n\nthere",)
    assert document.rebuild(["Hallo"]) == 'id,text\n1,"Hallo"\n'


@each("sign", ["=", "+", "-", "@"])
def test_a_translation_cannot_become_a_formula(sign):
    document = read_document(f"id,text\n1,Sum\n2,{sign}Sum\n", ".csv", columns=["text"])
    new = f"{sign}cmd"
    assert document.rebuild([new, new]) == f"id,text\n1,'{new}\n2,{new}\n"


@each(
    ("table", "columns", "says"),
    [
        ("id,text\n1,a\n", ["txet"], "no column 'txet'. Did you mean 'text'"),
        ("id,text\n1,a\n", [], "Which of the 2 columns"),
        ('id,text\n1,"a\n2,b\n', ["text"], "line 2: a quote opens and never closes"),
        ('id,text\n1,"a" b\n', ["text"], "line 2: a cell goes on after its closing quote"),
        ("id,text\n1,a, b\n", ["text"], "line 2: the row has 3 cells, but there are 2 columns"),
    ],
)
def test_a_table_that_is_not_understood_is_refused(table, columns, says):
    with pytest.raises(UsageError, match=says):
        read_document(table, ".csv", columns=columns)


def test_a_tsv_is_cut_at_tabs_alone():
    assert read_document("a,b\ttext\nx,y\tHello; you, there\n", ".tsv", columns=["text"]).parts == (
        "Hello; you, there",
    )


def test_only_the_field_of_a_line_changes():
    first = '{ "n":1.0,"a" : {"text":" Hell\\u00f6\\n" , "x":[{"text":"no"}]}}\r\n'
    content = first + '\r\n{"text":"no"}\n{"a":{"text":7}}\n[1]\n{"a":{"text":"Bye"}}'
    document = read_document(content, ".jsonl", field="a.text")
    assert document.parts == ("Hellö", "Bye")
    assert document.rebuild(document.parts) == content
    assert document.rebuild(['"ß"', "Tschüß"]) == content.replace("Hell\\u00f6", '\\"\\u00df\\"').replace(
        "Bye", "Tschüß"
    )


def test_of_a_key_that_stands_twice_the_last_counts_as_for_every_reader():
    document = read_document('{"text":"one","t\\u0065xt":"two"}', ".jsonl")
    assert document.parts == (json.loads('{"text":"one","t\\u0065xt":"two"}')["text"],)


@each(
    "line",
    [
        '{"text":"a"',
        '{"text" "a"}',
        "{'text':'a'}",
        '{"text":"a"} x',
        '{"text":"a",}',
        "text",
        '{"text":"a\tb"}',
        '{"a":1 "b":2}',
    ],
)
def test_a_line_that_is_no_json_is_refused_with_its_number(line):
    with pytest.raises(DataFileError, match="line 3: is no JSON"):
        read_document('{"text":"a"}\n\n' + line + "\n", ".jsonl")


def test_json_that_is_nested_without_end_is_refused():
    with pytest.raises(DataFileError, match="line 1: is nested too deeply"):
        read_document('{"a":' * 100_000, ".jsonl", field="b")


def test_a_field_that_no_line_has_is_refused_with_the_nearest():
    with pytest.raises(UsageError, match=r"field 'txt'\. Did you mean 'text'") as refused:
        read_document('{"id":1,"text":"a"}\n', ".jsonl", field="txt")
    assert refused.value.problems[0].hint == "Fields: id, text."
