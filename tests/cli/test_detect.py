"""``cscli detect``: one text, many texts, and what is said about them."""

import json

import pytest
from sweeps import each


def test_a_text_gives_its_language_alone(cscli):
    answer = cscli("detect", "Wo bleibt mein Paket?")
    assert (answer.code, answer.out, answer.err) == (0, "de\n", "")


def test_words_are_one_text(cscli):
    assert cscli("detect", "Wo", "bleibt", "mein", "Paket?").out == "de\n"


@pytest.mark.parametrize("words", [("-",), ()])
def test_a_text_comes_from_stdin(cscli, words):
    assert cscli("detect", *words, stdin="荷物は\nどこですか\n").out == "ja\n"


def test_json_holds_language_confidence_script_and_alternatives(cscli):
    answer = cscli("detect", "Wo bleibt mein Paket?", "--json")
    assert (answer.code, answer.err, answer.json["command"], answer.json["status"]) == (0, "", "detect", "ok")
    assert list(answer.data) == ["language", "confidence", "script", "alternatives"]
    assert (answer.data["language"], answer.data["script"]) == ("de", "Latn")
    assert 0.5 < answer.data["confidence"] <= 1
    assert all(list(found) == ["language", "confidence"] for found in answer.data["alternatives"])


@each("text", ["ok", "", "12345", "🎉", "\x1b[31m", "?"])
def test_what_cannot_be_told_is_und_and_no_failure(cscli, text):
    answer = cscli("detect", text)
    assert (answer.code, answer.out, answer.err) == (0, "und\n", "")


def test_an_ambiguous_word_shows_its_candidates_in_json(cscli):
    found = cscli("detect", "Hallo", "--json").data
    assert (found["language"], found["confidence"]) == ("und", 0.0)
    assert {candidate["language"] for candidate in found["alternatives"]} == {"de", "nl"}


def test_nothing_on_stdin_is_und(cscli):
    assert (cscli("detect").out, cscli("detect", "-").code) == ("und\n", 0)


def test_bytes_that_are_no_text_do_no_harm(shell):
    answer = shell("detect", stdin=b"Wo bleibt mein Paket\xff\xfe?")
    assert (answer.code, answer.out, answer.err) == (0, "de\n", "")


def test_languages_restrict_the_answer(cscli):
    spanish = "Quiero devolver los zapatos"
    assert cscli("detect", "--languages", "es, en", spanish).out == "es\n"
    assert cscli("detect", "--languages", "en,de", spanish).out == "und\n"


def test_the_languages_of_the_desk_are_preferred(cscli):
    assert cscli("detect", "返品希望").out == "und\n"
    assert cscli("--option", "languages=en,ja", "detect", "返品希望").out == "ja\n"


def test_a_language_that_does_not_exist_is_refused(cscli):
    answer = cscli("detect", "--languages", "en,qq", "Hello")
    assert (answer.code, answer.out) == (3, "")
    assert "'qq'" in answer.err


def test_no_language_at_all_is_refused(cscli):
    answer = cscli("detect", "--languages", " , ", "Hello")
    assert (answer.code, answer.out) == (2, "")
    assert "--languages en,de,ja" in answer.err


def test_json_lines_give_one_answer_a_line_in_order(cscli):
    lines = [
        '{"text": "Wo bleibt mein Paket?"}',
        '"Où est mon colis ?"',
        '{"text": "ok", "key": 7}',
        '"荷物はどこですか"',
    ]
    answer = cscli("detect", "--jsonl", stdin="\n".join(lines) + "\n")
    assert (answer.code, answer.out, answer.err) == (0, "de\nfr\nund\nja\n", "")


def test_json_lines_as_json_are_a_list(cscli):
    answer = cscli("detect", "--jsonl", "--json", stdin='{"text": "Wo bleibt mein Paket?"}\n"ok"\n')
    assert [found["language"] for found in answer.data] == ["de", "und"]
    assert list(answer.data[0]) == ["language", "confidence", "script", "alternatives"]


def test_the_text_may_be_in_another_field(cscli):
    line = json.dumps({"text": "Hello", "body": "Où est mon colis ?"})
    assert cscli("detect", "--jsonl", "--field", "body", stdin=line).out == "fr\n"


def test_bad_lines_keep_their_place_and_are_named_by_number(cscli):
    lines = ['"Wo bleibt mein Paket?"', "{not json", "", '{"body": "x"}', "7", "null", '{"text": null}', '"Tack!"']
    answer = cscli("detect", "--jsonl", stdin="\n".join(lines))
    assert answer.code == 6
    assert answer.out == "de\nerror\nerror\nerror\nerror\nerror\nsv\n"
    for number in (2, 4, 5, 6, 7):
        assert f"line {number} " in answer.err
    assert "line 3 " not in answer.err


def test_bad_lines_are_errors_in_json(cscli):
    answer = cscli("detect", "--jsonl", "--json", stdin='{"body": "x"}\n"Danke!"\n')
    assert (answer.code, answer.json["status"], answer.codes) == (6, "partial", ["bad-row"])
    assert answer.data[0]["line"] == 1
    assert '{"text": ...}' in answer.data[0]["error"]
    assert answer.data[1]["language"] == "de"


def test_hostile_json_lines_are_errors_of_their_line(cscli):
    lines = ["[" * 100_000, '"' + "a" * 1_000_000 + '"', r'"\ud800 Wo bleibt mein Paket?"', "\ufeff" + '"Danke!"']
    answer = cscli("detect", "--jsonl", stdin="\n".join(lines))
    assert (answer.code, answer.out) == (6, "error\nund\nde\nde\n")


def test_no_lines_are_no_answers(cscli):
    answer = cscli("detect", "--jsonl", "--json")
    assert (answer.code, answer.data) == (0, [])


def test_json_lines_and_a_text_do_not_go_together(cscli):
    answer = cscli("detect", "--jsonl", "Hello", stdin='"Hello"')
    assert (answer.code, answer.out) == (2, "")
    assert "--jsonl reads stdin" in answer.err


def test_thousands_of_lines_keep_their_order(cscli):
    pair = '{"text": "Wo bleibt mein Paket?"}\n"Où est mon colis ?"\n'
    answer = cscli("detect", "--jsonl", stdin=pair * 5_000)
    assert (answer.code, answer.out) == (0, "de\nfr\n" * 5_000)


def test_a_terminal_shows_how_sure_it_is(terminal):
    status, shown = terminal("detect", "Wo bleibt mein Paket?")
    assert status == 0
    assert shown.startswith("de\n")
    assert "Confidence 0." in shown
    assert "script Latn" in shown


def test_a_terminal_shows_what_it_may_be_instead(terminal):
    _, shown = terminal("detect", "Hallo")
    assert shown.startswith("und\n")
    assert "It may be: de 0.50, nl 0.50" in shown


def test_a_person_who_gives_no_text_is_told_how(terminal):
    status, shown = terminal("detect")
    assert status == 2
    assert 'cscli detect "Wo bleibt mein Paket?"' in shown
