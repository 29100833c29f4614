"""``cscli memory``: searched, filled from files and templates, approved, counted, written out."""

import pytest

CSV = (
    "source,target,source_language,target_language,market,approved\nWhere is my parcel?,Wo ist mein Paket?,en,de,,{}\n"
)


@pytest.fixture
def filled(cscli, tmp_path):
    """A memory of one unit; gives the file that it was read from."""

    def fill(approved="yes"):
        path = tmp_path / "units.csv"
        path.write_text(CSV.format(approved), encoding="utf-8")
        assert cscli("memory", "import", str(path)).code == 0
        return path

    return fill


def search(cscli, *words):
    return cscli("memory", "search", *words, "--from", "en", "--to", "de", "--json").data


def test_a_search_shows_score_source_and_target(cscli, filled):
    filled()
    answer = cscli("memory", "search", "where is my parcel?", "--from", "en", "--to", "de")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "score\tid\tmarket\torigin\tsource\ttarget", "98\t1\t\timport\tWhere is my parcel?\tWo ist mein Paket?",
    ]  # fmt: skip
    assert search(cscli, "Where", "is", "my", "parcel?", "--market", "at")[0]["score"] == 100
    assert search(cscli, "Something else") == []


def test_an_import_says_what_it_did_and_again_changes_nothing(cscli, filled):
    path = filled()
    answer = cscli("memory", "import", str(path))
    assert (answer.code, answer.out, answer.err) == (0, "0 added, 0 changed, 1 already so, 0 rejected\n", "")


def test_what_is_not_approved_is_listed_low_until_somebody_approves_it(cscli, filled):
    filled("no")
    assert search(cscli, "Where is my parcel?") == []
    assert search(cscli, "Where is my parcel?", "--least", "60")[0]["score"] == 60
    answer = cscli("memory", "approve", "1")
    assert (answer.code, answer.out, answer.err) == (0, "1\n", "")
    assert search(cscli, "Where is my parcel?")[0]["score"] == 100


def test_an_import_of_units_that_await_approval_says_so(cscli, tmp_path):
    path = tmp_path / "units.csv"
    path.write_text(CSV.format(""), encoding="utf-8")
    answer = cscli("memory", "import", str(path))
    assert (answer.code, answer.out) == (0, "1 added, 0 changed, 0 already so, 0 rejected\n")
    assert "1 is not approved" in answer.err
    assert cscli("memory", "import", str(path), "--approved").out == "0 added, 1 changed, 0 already so, 0 rejected\n"


def test_bad_units_are_reported_and_the_good_ones_kept(cscli, tmp_path):
    path = tmp_path / "units.csv"
    path.write_text(CSV.format("yes") + "x,,en,de,,\n", encoding="utf-8")
    answer = cscli("memory", "import", str(path), "--json")
    assert (answer.code, answer.codes) == (6, ["bad-unit"])
    assert (answer.data["added"], answer.data["rejected"]) == (1, 1)
    assert f"{path}:3: its target is empty" in answer.json["errors"][0]["message"]


@pytest.mark.parametrize("name", ["out.tmx", "out.csv"])
def test_what_is_exported_can_be_imported_elsewhere(cscli, filled, tmp_path, name):
    filled()
    target = tmp_path / name
    assert cscli("memory", "export", str(target), "--from", "en").out == f"{target}\n"
    answer = cscli("memory", "import", str(target), "--db", str(tmp_path / "other.db"))
    assert answer.out == "1 added, 0 changed, 0 already so, 0 rejected\n"
    assert cscli("memory", "export", str(target), "--from", "fr", "--json").data["units"] == 0


def test_the_templates_fill_the_memory_once_and_what_they_say_is_found_in_full(cscli):
    first = cscli("memory", "seed", "--from", "de", "--to", "en", "--json")
    assert (first.code, first.data["pairs"]) == (0, 1)
    assert first.data["added"] >= 3
    again = cscli("memory", "seed", "--from", "de", "--to", "en", "--json").data
    assert (again["added"], again["changed"]) == (0, 0)
    text = "Wir schicken Ihnen kostenlos Ersatz."
    found = cscli("memory", "search", text, "--from", "de", "--to", "en", "--json").data
    assert (found[0]["score"], found[0]["origin"]) == (100, "template")
    totals = cscli("memory", "stats", "--json").data
    assert [(t["source_language"], t["target_language"], t["origin"]) for t in totals] == [("de", "en", "template")]
    assert totals[0]["units"] == totals[0]["approved"] == first.data["added"]


def test_the_templates_fill_the_languages_of_the_desk(cscli):
    answer = cscli("memory", "seed", "--option", "languages=de,sv,en", "--json")
    assert answer.code == 0
    seeded = {t["source_language"] for t in cscli("memory", "stats", "--json").data}
    assert seeded == {"de", "sv", "en", "en-GB"}


def test_no_unit_from_the_templates_holds_a_condition(cscli, tmp_path):
    cscli("memory", "seed")
    path = tmp_path / "all.csv"
    assert cscli("memory", "export", str(path), "--json").data["units"] > 1000
    assert "{%" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("search", " ", "--from", "en", "--to", "de"), 2, "no text"), (("search", "a", "--to", "de"), 2, "--from"),
        (("search", "a", "--from", "klingon", "--to", "de"), 3, "klingon"),
        (("search", "a", "--from", "en", "--to", "de", "--market", "ZQ"), 3, "ZQ"),
        (("search", "a", "--from", "en", "--to", "de", "--least", "0"), 2, "--least"),
        (("approve", "7"), 3, "no unit 7"), (("import", "missing.tmx"), 2, "no file"),
        (("export", "memory.docx"), 2, "neither .tmx nor .csv"), (("seed", "--to", "klingon"), 3, "klingon"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_and_creates_nothing(cscli, sealed, words, code, said):
    answer = cscli("memory", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert not (sealed / "data").exists()


def test_an_entity_bomb_is_refused_with_its_line(cscli, tmp_path):
    path = tmp_path / "bomb.tmx"
    path.write_text('<?xml version="1.0"?>\n<!DOCTYPE tmx [<!ENTITY a "ha">]>\n<tmx>&a;</tmx>', encoding="utf-8")
    answer = cscli("memory", "import", str(path), "--json")
    assert (answer.code, answer.codes) == (2, ["bad-tmx"])
    assert f"{path}:2: " in answer.json["errors"][0]["message"]
