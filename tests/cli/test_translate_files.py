"""``cscli translate --file``: the same file in another language, or nothing at all, and why."""

import gc
import json
import re
from pathlib import Path

import pytest

# What the server says; a text that is not here is answered as it was, which no check lets pass.
GERMAN = {
    "Hello": "Guten Tag",
    "Where is my parcel today?": "Wo ist heute mein Paket?",
    "Please help me with this order.": "Bitte helfen Sie mir bei dieser Bestellung.",
    "The price is too high.": "Der Preis ist zu hoch.",
    "Where is order XQ0QX now?": "Wo ist die Bestellung XQ0QX jetzt?",
}
FRENCH = {
    "Hello": "Bonjour",
    "Where is my parcel today?": "Où est mon colis aujourd'hui ?",
    "Please help me with this order.": "Aidez-moi avec cette commande, s'il vous plaît.",
    "The price is too high.": "Le prix est trop élevé.",
    "Where is order XQ0QX now?": "Où est la commande XQ0QX maintenant ?",
}
SPOKEN = {"de": GERMAN, "fr": FRENCH}
PARCEL, PAKET = "Where is my parcel today?", "Wo ist heute mein Paket?"
HELP, HILFE = "Please help me with this order.", "Bitte helfen Sie mir bei dieser Bestellung."
ODD = "Nobody has a word for zyxxy here."
CUE = "Bitte helfen Sie mir bei\ndieser Bestellung."  # a line on a screen is short
CODES = ("de", "en", "fr")
WORDS = ("--from", "en", "--to", "de")


@pytest.fixture
def server(service, monkeypatch):
    """A LibreTranslate server that is the desk's engine."""

    def says(asked):
        if asked.path == "/languages":
            return service.says(json.dumps([{"code": code, "targets": CODES} for code in CODES]))
        text = asked.json["q"]
        return service.says(json.dumps({"translatedText": SPOKEN[asked.json["target"]].get(text, text)}))

    started = service(says)
    monkeypatch.setenv("CSCLI_LIBRETRANSLATE_URL", started.url)
    monkeypatch.setenv("CSCLI_ENGINES", "libretranslate")
    gc.disable()  # a record of an earlier run must not be closed by a thread of the server
    yield started
    gc.enable()
    gc.collect()


@pytest.fixture
def file(sealed, monkeypatch):
    """Write a file into the folder that the program runs in: ``file("a.md", "# Hello")``."""
    folder = sealed / "files"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def write(name: str, content: str | bytes) -> Path:
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def texts_of(server) -> list[str]:
    return [asked.json["q"] for asked in server.asked if asked.path == "/translate"]


FILES = {
    "a.txt": (f"Hello\n\n  {PARCEL}\n\n\n{HELP}\n", f"Guten Tag\n\n  {PAKET}\n\n\n{HILFE}\n"),
    "a.md": (
        f"---\ntitle: x\n---\n\n# Hello\n\n- {PARCEL}\n- `code stays`\n\n> {HELP}\n\n```sh\nls -la\n```\n",
        f"---\ntitle: x\n---\n\n# Guten Tag\n\n- {PAKET}\n- `code stays`\n\n> {HILFE}\n\n```sh\nls -la\n```\n",
    ),
    "a.html": (
        f'<!doctype html>\n<p class="x">{PARCEL}</p>\n<script>var a = "{HELP}";</script><!-- {HELP} -->\n<p>{HELP}\n',
        f'<!doctype html>\n<p class="x">{PAKET}</p>\n<script>var a = "{HELP}";</script><!-- {HELP} -->\n<p>{HILFE}\n',
    ),
    "a.csv": (f'id;text\r\nA-1042;"{PARCEL}"\r\n7;{HELP}\r\n', f'id;text\r\nA-1042;"{PAKET}"\r\n7;{HILFE}\r\n'),
    "a.tsv": (f"id\ttext\nA-1042\t{PARCEL}\n", f"id\ttext\nA-1042\t{PAKET}\n"),
    "a.jsonl": (
        f'{{"id": 1.0, "text": "{PARCEL}"}}\n\n{{"text":"{HELP}", "x": null}}\n',
        f'{{"id": 1.0, "text": "{PAKET}"}}\n\n{{"text":"{HILFE}", "x": null}}\n',
    ),
    "a.srt": (
        f"1\n00:00:01,000 --> 00:00:02,500\n{PARCEL}\n\n2\n00:00:03,000 --> 00:00:04,000\n{HELP}\n",
        f"1\n00:00:01,000 --> 00:00:02,500\n{PAKET}\n\n2\n00:00:03,000 --> 00:00:04,000\n{CUE}\n",
    ),
}


# structure


@pytest.mark.parametrize("name", FILES)
def test_only_the_words_of_a_file_change(cscli, server, file, name):
    source, expected = FILES[name]
    file(name, source)
    columns = ("--column", "text") if name in ("a.csv", "a.tsv") else ()
    answer = cscli("translate", "--file", name, *WORDS, *columns, "--out", f"new.{name}")
    assert (answer.code, answer.out, answer.err) == (0, f"new.{name}\n", "")
    assert Path(f"new.{name}").read_bytes().decode() == expected


@pytest.mark.parametrize("name", FILES)
def test_stdout_gets_the_file_and_nothing_else(cscli, server, file, name):
    source, expected = FILES[name]
    file(name, source)
    columns = ("--column", "text") if name in ("a.csv", "a.tsv") else ()
    answer = cscli("translate", "--file", name, *WORDS, *columns)
    # Control characters, of which a carriage return is one, never reach stdout.
    assert (answer.code, answer.out, answer.err) == (0, expected.replace("\r", ""), "")


def test_the_json_tells_the_parts_and_who_saw_them(cscli, server, file):
    file("a.md", FILES["a.md"][0])
    answer = cscli("translate", "--file", "a.md", *WORDS, "--json")
    assert (answer.code, answer.err, answer.json["status"], answer.json["errors"]) == (0, "", "ok", [])
    assert answer.data == {
        "file": None, "source": "en", "target": "de", "parts": 3, "translated": 3, "failed": 0, "machine": True,
        "engines": ["libretranslate"], "findings": [], "text": FILES["a.md"][1],
    }  # fmt: skip
    written = cscli("translate", "--file", "a.md", *WORDS, "--out", "b.md", "--json").data
    assert (written["file"], "text" in written) == ("b.md", False)


def test_inline_markup_stays_around_its_words(cscli, server, file, monkeypatch):
    monkeypatch.setitem(GERMAN, "Where is XQ0QX my parcel XQ1QX today?", "Wo ist heute XQ0QX mein Paket XQ1QX?")
    file("a.md", "Where is **my parcel** today?\n")
    file("a.html", '<p>Where is <a href="/x?a=1&amp;b=2">my parcel</a> today?</p>\n')
    assert cscli("translate", "--file", "a.md", *WORDS).out == "Wo ist heute **mein Paket**?\n"
    link = '<p>Wo ist heute <a href="/x?a=1&amp;b=2">mein Paket</a>?</p>\n'
    assert cscli("translate", "--file", "a.html", *WORDS).out == link


@pytest.mark.parametrize("said", ["Wo ist heute mein Paket?", "Wo ist heute XQ1QXmein PaketXQ0QX?"])
def test_markup_that_an_engine_harms_never_reaches_the_file(cscli, server, file, monkeypatch, said):
    monkeypatch.setitem(GERMAN, "Where is XQ0QX my parcel XQ1QX today?", said)
    file("a.html", "<p>Where is <b>my parcel</b> today?</p>\n")
    answer = cscli("translate", "--file", "a.html", *WORDS, "--out", "b.html")
    assert (answer.code, answer.out, Path("b.html").exists()) == (4, "", False)
    assert "part 1 ('Where is my parcel today?')" in answer.err


# encodings


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16-le", "utf-16-be"])
def test_a_file_stays_in_its_encoding_with_its_mark(cscli, server, file, encoding):
    mark = "" if encoding == "utf-8-sig" else "\ufeff"
    file("a.txt", f"{mark}Hello\r\n\r\n{PARCEL}\r\n".encode(encoding))
    assert cscli("translate", "--file", "a.txt", *WORDS, "--out", "b.txt").code == 0
    assert Path("b.txt").read_bytes() == f"{mark}Guten Tag\r\n\r\n{PAKET}\r\n".encode(encoding)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfea", "not UTF-8"), (b"a\0b", "zero byte in line 1")],
)
def test_a_file_that_is_not_unicode_is_refused_with_the_line(cscli, server, file, content, said):
    file("a.txt", content)
    answer = cscli("translate", "--file", "a.txt", *WORDS)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "iconv" in answer.err
    assert cscli("translate", "--file", "a.txt", *WORDS, "--json").codes == ["bad-encoding"]
    assert server.asked == []


def test_a_file_of_nothing_is_a_file_of_nothing(cscli, file):
    file("a.md", "")
    answer = cscli("translate", "--file", "a.md", *WORDS, "--out", "b.md")
    assert (answer.code, answer.out) == (0, "b.md\n")
    assert Path("b.md").read_bytes() == b""


def test_a_file_of_codes_alone_asks_nobody(cscli, server, file):
    file("a.txt", "A-1042\n\n---\n\nhttps://shop.example/x\n")
    answer = cscli("translate", "--file", "a.txt", *WORDS)
    assert (answer.code, answer.out) == (0, "A-1042\n\n---\n\nhttps://shop.example/x\n")
    assert texts_of(server) == []


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


# columns and fields


def test_the_named_columns_are_translated_and_no_other(cscli, server, file):
    file("a.csv", f"id,subject,body\n{HELP},Hello,{PARCEL}\n")
    answer = cscli("translate", "--file", "a.csv", *WORDS, "--column", "subject", "--column", "BODY")
    assert (answer.code, answer.out) == (0, f"id,subject,body\n{HELP},Guten Tag,{PAKET}\n")
    assert cscli("translate", "--file", "a.csv", *WORDS, "--column", "subject,body").out == answer.out


def test_a_field_may_lie_in_an_object(cscli, server, file):
    file("a.jsonl", f'{{"text": "{HELP}", "message": {{"body": "{PARCEL}"}}}}\n')
    answer = cscli("translate", "--file", "a.jsonl", *WORDS, "--field", "message.body")
    assert (answer.code, answer.out) == (0, f'{{"text": "{HELP}", "message": {{"body": "{PAKET}"}}}}\n')


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


# what was said already


def test_the_same_sentence_in_many_parts_is_asked_once(cscli, server, file):
    file("a.csv", "text\n" + f"{PARCEL}\n" * 30)
    answer = cscli("translate", "--file", "a.csv", *WORDS)
    assert (answer.code, answer.out) == (0, "text\n" + f"{PAKET}\n" * 30)
    assert texts_of(server) == [PARCEL]


def test_the_memory_serves_later_lots_and_later_runs(cscli, server, file, monkeypatch):
    monkeypatch.setattr("cscli.translation.files.AT_ONCE", 5)
    monkeypatch.setenv("CSCLI_ENGINES", "memory,libretranslate")
    orders = [f"Where is order A-{number} now?" for number in range(1000, 1012)]
    file("a.txt", "\n\n".join(orders) + "\n")
    first = cscli("translate", "--file", "a.txt", *WORDS)
    assert first.code == 0
    assert first.out.splitlines()[::2] == [f"Wo ist die Bestellung A-{n} jetzt?" for n in range(1000, 1012)]
    assert texts_of(server) == ["Where is order XQ0QX now?"]
    again = cscli("translate", "--file", "a.txt", *WORDS, "--json")
    assert (again.data["engines"], again.data["machine"]) == ([], True)
    assert len(texts_of(server)) == 1


def test_the_language_of_a_file_is_told_from_its_parts(cscli, server, file):
    file("a.md", FILES["a.md"][0])
    answer = cscli("translate", "--file", "a.md", "--to", "de", "--json")
    assert (answer.code, answer.data["source"]) == (0, "en")


def test_a_file_whose_language_cannot_be_told_asks_for_it(cscli, server, file):
    file("a.txt", "ok\n")
    answer = cscli("translate", "--file", "a.txt", "--to", "de")
    assert (answer.code, answer.out) == (2, "")
    assert "--from en" in answer.err
    assert server.asked == []
