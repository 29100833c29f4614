"""``cscli translate --file``: the same file in another language, in each format, encoding and structure."""

from pathlib import Path

import pytest
from translated_files import FILES, GERMAN, HELP, PAKET, PARCEL, WORDS, texts_of

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
