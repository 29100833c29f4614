"""``cscli glossary``: terms added, listed, removed, checked and carried in files; ``cscli check`` heeds them."""

import pytest

TOYS = """
schema: 1
industry: toys
name: Toys
terms:
  - concept: parcel
    words: {en: [parcel, package], de: [Paket], fr: [colis]}
    avoid: {de: [Packerl]}
"""
NUMBER = ("tracking number", "--from", "en", "--to", "de", "--as", "Sendungsnummer")
TERM = {
    "rule", "source_language", "target_language", "source", "targets", "forbidden", "market", "industry", "note",
    "case_sensitive", "place", "id",
}  # fmt: skip


@pytest.fixture(autouse=True)
def toys(sealed, monkeypatch):
    """An industry set of one concept, the only one that applies; gives its file."""
    path = sealed / "config" / "locales" / "glossaries" / "toys.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(TOYS, encoding="utf-8")
    monkeypatch.setenv("CSCLI_INDUSTRIES", "toys")
    return path


def add(cscli, *words):
    answer = cscli("glossary", "add", *words)
    assert answer.code == 0, answer.err
    return answer.out


def listed(cscli, *words):
    return cscli("glossary", "list", *words, "--json").data


def test_a_term_is_added_once_and_listed(cscli):
    assert add(cscli, *NUMBER, "--market", "de", "--note", "as on the label") == "1 added, 0 changed, 0 already so\n"
    assert add(cscli, *NUMBER, "--market", "DE", "--note", "as on the label") == "0 added, 0 changed, 1 already so\n"
    answer = cscli("glossary", "list")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "id\trule\tfrom\tto\tmarket\tindustry\tsource\ttarget\tforbidden\tnote",
        "1\trequired\ten\tde\tDE\t\ttracking number\tSendungsnummer\t\tas on the label",
    ]
    (found,) = listed(cscli)
    assert set(found) == TERM
    assert (found["id"], found["targets"]) == (1, ["Sendungsnummer"])


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (("Nordlicht", "--no-translate"), ("no-translate", "Nordlicht", [], [])),
        (("--forbidden", "billig", "--to", "de", "--as", "günstig"), ("forbidden", "", ["günstig"], ["billig"])),
        (("refund", "--from", "en", "--to", "de", "--forbidden", "x"), ("forbidden", "refund", [], ["x"])),
        (
            ("a", "b", "--from", "en", "--to", "de", "--as", "c", "--as", "d", "--forbidden", "e"),
            ("required", "a b", ["c", "d"], ["e"]),
        ),
    ],
)  # fmt: skip
def test_each_kind_of_term_can_be_added(cscli, words, kept):
    add(cscli, *words)
    (found,) = listed(cscli)
    assert (found["rule"], found["source"], found["targets"], found["forbidden"]) == kept


def test_words_that_are_always_forbidden_are_a_term_each(cscli):
    assert add(cscli, "--forbidden", "billig", "--forbidden", "Ramsch", "--to", "de").startswith("2 added")


def test_terms_that_ship_are_listed_for_two_languages(cscli):
    add(cscli, *NUMBER)
    rows = [(t["id"], t["industry"], t["source"]) for t in listed(cscli, "--from", "en", "--to", "de")]
    assert rows == [(1, "", "tracking number"), (None, "toys", "parcel"), (None, "toys", "package")]
    assert [t["industry"] for t in listed(cscli, "--from", "en", "--to", "de", "--own")] == [""]
    only = listed(cscli, "--from", "en", "--to", "fr", "--industry", "toys")
    assert [(t["source"], t["targets"]) for t in only] == [("parcel", ["colis"]), ("package", ["colis"])]


def test_a_list_can_be_narrowed(cscli):
    add(cscli, *NUMBER)
    add(cscli, "Nordlicht", "--no-translate")
    add(cscli, "sack", "--from", "en", "--to", "de-AT", "--as", "Sackerl", "--market", "AT")
    assert [t["id"] for t in listed(cscli, "--to", "de")] == [1, 2, 3]
    assert [t["id"] for t in listed(cscli, "--to", "de-AT")] == [2, 3]
    assert [t["id"] for t in listed(cscli, "--from", "fr")] == [2]
    assert [t["id"] for t in listed(cscli, "--rule", "no-translate")] == [2]
    assert [t["id"] for t in listed(cscli, "--market", "DE")] == [1, 2]


def test_a_contradiction_is_refused_unless_it_replaces(cscli):
    add(cscli, *NUMBER)
    other = (*NUMBER[:-1], "Trackingnummer")
    refused = cscli("glossary", "add", *other, "--json")
    assert (refused.code, refused.codes) == (2, ["contradiction"])
    assert "term 1 and the new term" in refused.json["errors"][0]["message"]
    assert add(cscli, *other, "--replace") == "1 added, 0 changed, 0 already so, 1 replaced\n"
    assert [t["targets"] for t in listed(cscli)] == [["Trackingnummer"]]


def test_a_removed_term_is_gone(cscli):
    add(cscli, *NUMBER)
    answer = cscli("glossary", "remove", "1")
    assert (answer.code, answer.out, answer.err) == (0, "1\n", "")
    assert listed(cscli) == []


@pytest.mark.parametrize("name", ["terms.csv", "terms.tbx"])
def test_what_is_exported_can_be_imported_elsewhere_and_again_changes_nothing(cscli, tmp_path, name):
    for words in (NUMBER, ("Nordlicht", "--no-translate"), ("--forbidden", "billig", "--to", "de")):
        add(cscli, *words)
    path = tmp_path / name
    assert cscli("glossary", "export", str(path)).out == f"{path}\n"
    other = ("--db", str(tmp_path / "other.db"))
    for said in ("3 added, 0 changed, 0 already so", "0 added, 0 changed, 3 already so"):
        answer = cscli("glossary", "import", str(path), *other)
        assert (answer.code, answer.out, answer.err) == (0, f"{said}, 0 rejected\n", "")
    assert cscli("glossary", "export", str(path), "--to", "fr", "--json").data["terms"] == 1


def test_bad_rows_of_a_file_are_reported_and_the_good_ones_kept(cscli, tmp_path):
    path = tmp_path / "terms.csv"
    path.write_text("source,target,source_language,target_language\na,b,en,de\nc,,en,de\n", encoding="utf-8")
    answer = cscli("glossary", "import", str(path), "--json")
    assert (answer.code, answer.codes, answer.json["status"]) == (6, ["bad-term"], "partial")
    assert (answer.data["added"], answer.data["rejected"]) == (1, 1)
    assert f"{path}:3: it has no target" in answer.json["errors"][0]["message"]


@pytest.mark.parametrize(
    ("word", "pair", "first", "second"),
    [("charge", ("en", "de"), "Gebühr", "Ladung"), ("order", ("en", "fr"), "commande", "ordre"),
     ("return", ("en", "ja"), "返品", "返却"), ("Schloss", ("de", "en"), "lock", "castle"),
     ("товар", ("ru", "pl"), "towar", "produkt")],
)  # fmt: skip
def test_a_second_meaning_of_a_word_is_accepted_beside_the_first(cscli, word, pair, first, second):
    languages = ("--from", pair[0], "--to", pair[1])
    cscli("glossary", "add", word, *languages, "--as", first)
    refused = cscli("glossary", "add", word, *languages, "--as", second)
    assert refused.code == 2
    assert "--also" in refused.err
    assert cscli("glossary", "add", word, *languages, "--as", second, "--also").code == 0
    (term,) = cscli("glossary", "list", "--own", "--json").data
    assert term["targets"] == [first, second]
    again = cscli("glossary", "add", word, *languages, "--as", second, "--also")
    assert again.out == "0 added, 0 changed, 1 already so\n"
    for written in (first, second):
        check = ("check", written, "--source", word, "--language", pair[1], "--json")
        assert "glossary" not in [found["check"] for found in cscli(*check).data]


def test_a_file_that_contradicts_itself_or_the_desk_is_refused_with_both_places(cscli, tmp_path):
    path = tmp_path / "terms.csv"
    head = "source,target,source_language,target_language\n"
    path.write_text(head + "a,b,en,de\nA,c,en,de\n", encoding="utf-8")
    answer = cscli("glossary", "import", str(path))
    assert (answer.code, answer.out) == (2, "")
    assert "'A' is required as 'b' and as 'c': terms.csv:2 and terms.csv:3." in answer.err
    path.write_text(head + "tracking number,Trackingnummer,en,de\n", encoding="utf-8")
    add(cscli, *NUMBER)
    assert cscli("glossary", "import", str(path)).code == 2
    assert (
        cscli("glossary", "import", str(path), "--replace").out
        == "1 added, 0 changed, 0 already so, 0 rejected, 1 replaced\n"
    )


def test_a_check_finds_what_contradicts_itself(cscli, toys):
    fine = cscli("glossary", "check", "--json")
    assert (fine.code, fine.data) == (0, [])
    toys.write_text(TOYS.replace("Packerl", "paket"), encoding="utf-8")
    found = cscli("glossary", "check")
    assert found.code == 1
    assert (
        found.out.splitlines()[1]
        == "'paket' is both required and forbidden in de\ttoys.yaml: parcel\ttoys.yaml: parcel"
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add",), 2, "needs a translation"), (("add", "x"), 2, "needs a translation"),
        (("add", "x", "--as", "y", "--to", "de"), 2, "no source language"),
        (("add", "x", "--as", "y", "--no-translate"), 2, "has no target"),
        (("add", "x", "--from", "klingon", "--to", "de", "--as", "y"), 3, "klingon"),
        (("add", "x", "--no-translate", "--market", "ZQ"), 3, "ZQ"), (("remove", "7"), 3, "no term 7"),
        (("list", "--rule", "maybe"), 2, "Unknown rule"), (("import", "missing.csv"), 2, "no file"),
        (("list", "--from", "en", "--to", "de", "--industry", "toy"), 2, "Did you mean toys"),
        (("export", "terms.docx"), 2, "neither .csv nor .tbx"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_and_creates_nothing(cscli, sealed, words, code, said):
    answer = cscli("glossary", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert not (sealed / "data").exists()


def test_an_entity_bomb_is_refused_with_its_line(cscli, tmp_path):
    path = tmp_path / "bomb.tbx"
    path.write_text('<?xml version="1.0"?>\n<!DOCTYPE tbx [<!ENTITY a "ha">]>\n<tbx>&a;</tbx>', encoding="utf-8")
    answer = cscli("glossary", "import", str(path), "--json")
    assert (answer.code, answer.codes) == (2, ["bad-tbx"])
    assert f"{path}:2: " in answer.json["errors"][0]["message"]


@pytest.mark.parametrize("text", ["[red]x[/red]", "a\x1b[31m", "\ud800", "=1+1", "x" * 201, "\u202eabc"])
def test_hostile_words_are_data_or_refused(cscli, text):
    answer = cscli("glossary", "add", "--no-translate", "--", text)
    assert answer.code in (0, 2)
    assert "\x1b" not in cscli("glossary", "list").out + answer.err


def test_a_draft_is_held_against_the_desks_glossary_and_its_industries(cscli):
    add(cscli, "Nordlicht", "--no-translate")
    add(cscli, "--forbidden", "billig", "--to", "de", "--as", "günstig")
    source = ("--to", "de", "--source", "Your package from Nordlicht", "--source-language", "en", "--json")
    assert cscli("check", "Ihr Paket von Nordlicht", *source).data == []
    found = cscli("check", "Ihr billiges Packerl von Polarlicht", *source)
    assert found.code == 4
    assert [(f["check"], f["severity"], f["suggestion"]) for f in found.data] == [
        ("glossary", "error", "Nordlicht"), ("glossary", "warning", "Paket"), ("glossary", "warning", "günstig"),
    ]  # fmt: skip
    assert cscli("check", "Ein billiges Paket", "--to", "de", "--json").data[0]["start"] == 4
