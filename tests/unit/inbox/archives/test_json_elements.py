"""Large JSON: one object after the other, whatever is around, inside or missing."""

import io
import json

from sweeps import each

from cscli.inbox.archives.json_elements import elements_of


def found(text):
    raw = text if isinstance(text, bytes) else text.encode()
    return [(one.line, one.name, one.value if not one.fault else one.fault) for one in elements_of(io.BytesIO(raw))]


@each(("text", "expected"), [
    ('[{"a": 1}, {"a": [{"b": 2}]}]', [(1, "", {"a": 1}), (1, "", {"a": [{"b": 2}]})]),
    ('{"a": 1}\n\n{"a": "\\n}{"}\r\n', [(1, "", {"a": 1}), (3, "", {"a": "\n}{"})]),
    ('{"x": 1,\n"tickets": [\n{"a": 1},\n{"a": 2}],\n"users": [{"a": 3}]}',
     [(3, "tickets", {"a": 1}), (4, "tickets", {"a": 2}), (5, "users", {"a": 3})]),
    ('\ufeff[{"a": "\\"]}"}]', [(1, "", {"a": '"]}'})]),
    ("[]", []), ("", []), ("[1, 2, [3]]", []),
])  # fmt: skip
def test_objects_are_found_in_lists_and_on_lines(text, expected):
    assert found(text) == expected


def test_an_object_over_many_blocks_is_one(monkeypatch):
    monkeypatch.setattr("cscli.inbox.archives.json_elements._CHUNK", 7)
    tickets = [
        {"id": n, "text": 'a "quoted" [text] {with} \\ signs' * 3, "inner": {"list": [1, {"x": "]"}]}} for n in range(9)
    ]
    assert [value for *_, value in found(json.dumps(tickets, indent=3))] == tickets


def test_an_object_of_a_hundred_thousand_levels_costs_no_more_than_a_look():
    deep = '{"a":' * 100_000 + "1" + "}" * 100_000
    assert found(f'[{{"b": 1}},\n{deep},\n{{"b": 2}}]') == [
        (1, "", {"b": 1}),
        (2, "", "is nested too deeply"),
        (3, "", {"b": 2}),
    ]
    assert [value for *_, value in found(f'{{"b": 1}}\n{deep}\n{{"b": 2}}\n')] == [
        {"b": 1},
        "is nested too deeply",
        {"b": 2},
    ]
    assert found("[" * 100_000)[-1][2].startswith("is cut off")


def test_an_object_that_is_too_long_is_passed_over(monkeypatch):
    monkeypatch.setattr("cscli.inbox.archives.json_elements.MOST_CHARACTERS", 1000)
    monkeypatch.setattr("cscli.inbox.archives.json_elements._CHUNK", 100)
    long = json.dumps({"a": ["x"] * 1000})
    assert [value for *_, value in found(f'[{{"b": 1}},\n{long},\n{{"b": 2}}]')] == [
        {"b": 1}, "is longer than 1,000 characters", {"b": 2},
    ]  # fmt: skip


@each("text", ['[{"a": 1}, {"a": 2', '[{"a": 1}, {"a": "x', '[{"a": 1},', '[{"a": 1}'])
def test_a_file_that_breaks_off_says_so_after_what_was_whole(text):
    first, last = found(text)
    assert first == (1, "", {"a": 1})
    assert last[2].startswith("is cut off")


def test_what_is_no_json_is_named_and_the_rest_is_read():
    assert [str(value)[:11] for *_, value in found('[{"a": 1}, {a: 2}, {"a": 3}]')] == [
        "{'a': 1}",
        "is not JSON",
        "{'a': 3}",
    ]
    assert [str(value) for *_, value in found('[{"a": 1}}, {"a": 2}]')] == ["{'a': 1}", "is no JSON from here on"]
    assert found('{"a": 1}\nno\n{"a": 2}\n')[1][2].startswith("is not JSON")
