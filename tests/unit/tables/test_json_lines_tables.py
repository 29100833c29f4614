"""JSON Lines: one object, one row."""

import io
import json

from sweeps import each

from cscli.tables import open_table, rejected_line, rejects_header
from cscli.tables.json_lines import JsonLines
from cscli.tables.row import Row
from cscli.tables.source import Source


def rows_of(text):
    return list(open_table(io.BytesIO(text.encode()), kind="jsonl").rows())


def test_objects_inside_become_dotted_names_and_values_keep_their_spelling():
    line = (
        '{"order": {"number": "A-1", "total": 12.50}, "n": 1e2, "big": 12345678901234567890, "ok": true, "no": false}'
    )
    assert rows_of(line)[0].cells == {
        "order.number": "A-1", "order.total": "12.50", "n": "1e2", "big": "12345678901234567890", "ok": "yes",
        "no": "no",
    }  # fmt: skip


def test_lists_stay_lists_and_nothing_is_left_out_as_a_value():
    line = '{"items": ["a", 2, null, {"b": 1}], "none": null, "empty": "", "blank": " ", "l": [], "o": {}, "key": "k"}'
    assert rows_of(line)[0].cells == {"items": ["a", "2", '{"b": "1"}'], "key": "k"}


@each(
    ("line", "said"),
    [
        ('{"a": ', "is not JSON"),
        ("[1]", "no JSON object"),
        ("7", "no JSON object"),
        ('{"a": 1, "a": 2}', "names 'a' twice"),
        ('{"a": {"b": 1}, "a.b": 2}', "names 'a.b' twice"),
        ('{"a": NaN}', "NaN"),
        (json.dumps({"x" * 600: {"y" * 600: 1}}), "a name of more than 1,000"),
        ('{"a": "\\u0000"}', "NUL"),
        ('{"a": ' * 100_000, "nested too deeply"),
        ('{"a": ' + "[" * 100_000, "nested too deeply"),
        ('{"a": ' * 400 + "1" + "}" * 400 + "x", "is not JSON"),
    ],
)
def test_a_broken_line_in_the_middle_is_a_fault_and_the_rest_goes_on(line, said):
    rows = rows_of(f'{{"key": "A-1"}}\n{line}\n\n{{"key": "A-2"}}')
    assert [bool(r.fault) for r in rows] == [False, True, False]
    assert said in rows[1].fault
    assert rows[1].raw == line
    assert rows[2] == Row(3, 4, {"key": "A-2"}, '{"key": "A-2"}')


def test_half_a_character_becomes_a_mark():
    assert rows_of(r'{"a": "x\ud83d", "b\udc00": ["\ud83d"]}')[0].cells == {"a": "x\ufffd", "b\ufffd": ["\ufffd"]}


def test_a_line_that_is_too_long_is_a_fault():
    text = '{"key": "' + "x" * 500 + '"}\n{"key": "b"}\n'
    rows = list(JsonLines(Source.of(io.BytesIO(text.encode())), most=100).rows())
    assert "longer than 100" in rows[0].fault
    assert rows[1] == Row(2, 2, {"key": "b"}, '{"key": "b"}')


def test_columns_are_known_when_they_were_seen():
    table = open_table(io.BytesIO(b'{"a": 1}\n{"b": {"c": 2}}\n'))
    assert table.columns == ()
    list(table.rows())
    assert table.columns == ("a", "b.c")


@each("line", ['{"key": "A-1"}', "{}", '{"key":', "broken", '{"order": {"number": 1.50}}'])
def test_a_refused_line_keeps_what_was_written_and_is_refused_again_alike(line):
    table = open_table(io.BytesIO(b""), kind="jsonl")
    assert rejects_header(table) == ""
    told = rejected_line(table, Row(1, 1, {}, line), "bad-value", 'it "is"\nso')
    start = '{"reject_code": "bad-value", "reject_reason": "it \\"is\\" so"'
    assert told.startswith(start)
    if line.startswith("{"):
        assert told.endswith(f"{line[1:]}\n")
        assert rejected_line(table, Row(1, 1, {}, told), "bad-value", 'it "is"\nso') == told
    if line.endswith("}") or not line.startswith("{"):
        json.loads(told)
