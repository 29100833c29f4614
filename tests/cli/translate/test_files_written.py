"""``cscli translate --file``: where files go, and which are not written, or in part only, and why."""

import re
from pathlib import Path

import pytest
from translated_files import FILES, FRENCH, GERMAN, HELP, HILFE, ODD, PAKET, PARCEL, WORDS

# where it goes


def test_several_languages_go_into_files_of_their_own(cscli, server, file):
    file("a.txt", f"{PARCEL}\n")
    answer = cscli("translate", "--file", "a.txt", "--from", "en", "--to", "de,fr", "--out", "out/{to}/a.{to}.txt")
    assert (answer.code, answer.out, answer.err) == (0, "out/de/a.de.txt\nout/fr/a.fr.txt\n", "")
    assert Path("out/de/a.de.txt").read_text() == f"{PAKET}\n"
    assert Path("out/fr/a.fr.txt").read_text() == f"{FRENCH[PARCEL].replace(' ?', chr(0x202F) + '?')}\n"


def test_one_of_several_languages_that_fails_is_named_and_the_others_are_written(cscli, server, file, monkeypatch):
    monkeypatch.delitem(FRENCH, PARCEL)
    file("a.txt", f"{PARCEL}\n")
    words = ("translate", "--file", "a.txt", "--from", "en", "--to", "de,fr", "--out", "{to}.txt")
    answer = cscli(*words)
    assert (answer.code, answer.out) == (4, "de.txt\n")
    assert "Nothing was written in fr." in answer.err
    assert "from en to fr" in answer.err
    assert not Path("fr.txt").exists()
    document = cscli(*words, "--json")
    assert (document.code, document.json["status"]) == (4, "error")
    assert [(one["target"], one["file"]) for one in document.data] == [("de", "de.txt"), ("fr", None)]


@pytest.mark.parametrize("out", [(), ("--out", "same.txt")])
def test_several_languages_need_a_place_each(cscli, server, file, out):
    file("a.txt", PARCEL)
    answer = cscli("translate", "--file", "a.txt", "--from", "en", "--to", "de,fr", *out)
    assert (answer.code, answer.out) == (2, "")
    assert "{to}" in answer.err
    assert server.asked == []


def test_a_place_that_cannot_be_written_is_told(cscli, server, file):
    file("a.txt", PARCEL)
    file("taken", "a file, not a folder")
    answer = cscli("translate", "--file", "a.txt", *WORDS, "--out", "taken/b.txt")
    assert (answer.code, answer.out) == (5, "")
    assert "cannot be written" in answer.err


def test_stdin_is_a_file_of_the_named_format(cscli, server):
    answer = cscli("translate", "--format", "md", *WORDS, stdin=f"# Hello\n\n- {PARCEL}\n")
    assert (answer.code, answer.out, answer.err) == (0, f"# Guten Tag\n\n- {PAKET}\n", "")
    named = cscli("translate", "--file", "-", "--format", ".srt", *WORDS, stdin=FILES["a.srt"][0])
    assert named.out == FILES["a.srt"][1]


def test_a_format_goes_before_the_suffix_of_a_file(cscli, server, file):
    file("page.txt", f"<p>{PARCEL}</p>\n")
    assert cscli("translate", "--file", "page.txt", "--format", "html", *WORDS).out == f"<p>{PAKET}</p>\n"


# what is refused before anybody is asked


@pytest.mark.parametrize(
    ("words", "content", "said"),
    [
        ("a.csv", "id,text\n1,Hello\n", "Which of the 2 columns"),
        ("a.csv --column txet", "id,text\n1,Hello\n", "There is no column 'txet'. Did you mean 'text'?"),
        ("a.md --column text", "# Hello\n", "A .md file has no columns."),
        ("a.jsonl", '{"body": "Hello"}\n', "'text'"),
        ("a.jsonl", '{"text": "Hello"\n', "line 1: "),
        ("a.csv", 'text\n"Hello\n', "line 2: "),
        ("a.srt", "1\nno time\nHello\n", "line "),
        ("a.docx", "PK", "Files that end in '.docx' cannot be translated."),
        ("noending", "Hello", "Files that end in '' cannot be translated."),
    ],
)
def test_a_file_that_is_not_understood_is_refused_before_anybody_is_asked(cscli, file, words, content, said):
    file(words.partition(" ")[0], content)
    answer = cscli("translate", *WORDS, "--out", "b", "--file", *words.split())
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert not Path("b").exists()


@pytest.mark.parametrize(("name", "why"), [("nowhere.txt", "."), (".", ": it is a folder.")])
def test_a_file_that_is_not_there_is_told(cscli, file, name, why):
    answer = cscli("translate", "--file", name, *WORDS)
    assert (answer.code, answer.out) == (2, "")
    assert f"There is no file '{name}'{why}" in answer.err
    assert cscli("translate", "--file", name, *WORDS, "--json").codes == ["no-file"]


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="it needs a file that nobody can read")
def test_a_file_that_cannot_be_read_is_told(cscli, server):
    answer = cscli("translate", "--file", "/proc/self/mem", "--format", "txt", *WORDS)
    assert (answer.code, answer.out) == (2, "")
    assert "/proc/self/mem: cannot be read: Input/output error." in answer.err


@pytest.mark.parametrize("way", ["file", "stdin"])
def test_a_file_that_is_too_large_is_refused_unread(cscli, server, file, monkeypatch, way):
    monkeypatch.setattr("cscli.cli.commands.translate._LARGEST", 100)
    file("a.txt", "Hello\n" * 100)
    words = ("--file", "a.txt") if way == "file" else ("--format", "txt")
    answer = cscli("translate", *words, *WORDS, stdin="Hello\n" * 100)
    assert (answer.code, answer.out) == (2, "")
    assert "The file is too large." in answer.err
    assert server.asked == []


def test_a_text_and_a_file_at_once_are_refused(cscli, file):
    file("a.txt", "Hello")
    answer = cscli("translate", "Hello", "--file", "a.txt", *WORDS)
    assert (answer.code, answer.out) == (2, "")
    assert "at once" in answer.err


# what cannot be translated


def test_one_part_that_fails_keeps_the_whole_file_from_being_written(cscli, server, file):
    file("a.txt", f"{PARCEL}\n\n{ODD}\n\n{HELP}\n")
    file("b.txt", "what was there before")
    answer = cscli("translate", "--file", "a.txt", *WORDS, "--out", "b.txt")
    assert (answer.code, answer.out) == (4, "")
    assert f"part 2 ('{ODD}'): No translation came back that can be used" in answer.err
    assert "Nothing was written in de. Keep such parts as they are with --partial." in answer.err
    assert Path("b.txt").read_text() == "what was there before"
    document = cscli("translate", "--file", "a.txt", *WORDS, "--out", "b.txt", "--json")
    assert (document.code, document.json["status"], document.codes) == (4, "error", ["rejected"])
    counts = ("file", "parts", "translated", "failed")
    assert [document.data[key] for key in counts] == [None, 3, 2, 1]


def test_partial_keeps_what_fails_as_it_is(cscli, server, file):
    file("a.txt", f"{PARCEL}\n\n{ODD}\n\n{HELP}\n")
    answer = cscli("translate", "--file", "a.txt", *WORDS, "--out", "b.txt", "--partial")
    assert (answer.code, answer.out) == (6, "b.txt\n")
    assert f"part 2 ('{ODD}')" in answer.err
    assert Path("b.txt").read_text() == f"{PAKET}\n\n{ODD}\n\n{HILFE}\n"
    document = cscli("translate", "--file", "a.txt", *WORDS, "--partial", "--json")
    assert (document.code, document.json["status"], document.codes) == (6, "partial", ["rejected"])
    assert (document.data["failed"], ODD in document.data["text"]) == (1, True)


def test_a_reason_that_holds_for_many_parts_is_said_once(cscli, file):
    file("a.txt", "\n\n".join(f"This is sentence {word} of ours." for word in ("one", "two", "three")))
    answer = cscli("translate", "--file", "a.txt", *WORDS, "--engine", "deepl")
    assert (answer.code, answer.out) == (4, "")
    assert answer.err.count("Error: ") == 1
    assert "part 1 ('This is sentence one of ours.') and 2 more: deepl would send" in answer.err
    document = cscli("translate", "--file", "a.txt", *WORDS, "--engine", "deepl", "--json")
    assert (document.codes, document.data["failed"]) == (["privacy"], 3)


def test_without_an_engine_for_the_pair_it_says_what_to_do(cscli, file):
    file("a.txt", PARCEL)
    answer = cscli("translate", "--file", "a.txt", *WORDS, "--engine", "memory")
    assert (answer.code, answer.out) == (5, "")
    assert "No engine that is set translates from en to de." in answer.err


def test_an_error_of_a_check_names_its_part_and_allow_lets_it_pass(cscli, server, file, monkeypatch):
    monkeypatch.setitem(GERMAN, "My card is XQ0QX.", "Meine Karte ist XQ0QX.")
    file("a.txt", f"{PARCEL}\n\nMy card is 4111 1111 1111 1111.\n")
    words = ("translate", "--file", "a.txt", *WORDS, "--outgoing")
    stopped = cscli(*words)
    assert (stopped.code, stopped.out) == (4, "")
    assert "part 2 ('My card is 4111 1111 1111 1111.')" in stopped.err
    assert "It passes with: --allow card-number" in stopped.err
    passed = cscli(*words, "--allow", "card-number")
    assert (passed.code, passed.out) == (0, f"{PAKET}\n\nMeine Karte ist 4111 1111 1111 1111.\n")


def test_a_warning_names_its_part_and_stops_nothing(cscli, server, file, monkeypatch):
    monkeypatch.setitem(GERMAN, HELP, "Bitte helfen Sie mir bei dieser Bestellung!!!!")
    file("a.txt", f"{PARCEL}\n\n{HELP}\n")
    words = ("translate", "--file", "a.txt", *WORDS, "--market", "DE")
    answer = cscli(*words)
    assert answer.code == 0
    assert re.search(r"^warning: part 2: .*exclamation", answer.err, re.MULTILINE)
    found = [f for f in cscli(*words, "--json").data["findings"] if f["check"] == "exclamations"]
    assert [(f["part"], f["severity"]) for f in found] == [(2, "warning")]
