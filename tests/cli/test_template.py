"""``cscli template``: the texts of replies listed, shown, proved, previewed, and started anew."""

import re
from pathlib import Path

import pytest
from sweeps import each

INTENTS = [
    "order-confirmation", "shipping-notice", "shipping-delay", "customs-hold", "lost-parcel", "damaged-item",
    "refund-issued", "where-is-my-order", "survey",
]  # fmt: skip


def test_the_list_names_all_situations_and_what_they_need(cscli):
    answer = cscli("template", "list")
    lines = [line.split("\t") for line in answer.out.splitlines()]
    assert (answer.code, answer.err) == (0, "")
    assert lines[0] == ["intent", "kind", "needs", "languages", "about"]
    assert [line[0] for line in lines[1:]] == INTENTS
    assert ["shipping-delay", "bad", "order_number new_date"] in [line[:3] for line in lines]


def test_a_situation_is_shown_with_its_contract_and_its_text(cscli):
    answer = cscli("template", "show", "shipping-delay", "--language", "ja")
    assert (answer.code, answer.err) == (0, "")
    assert "new_date (date, required)" in answer.out
    assert "goodwill (money, optional)" in answer.out
    assert "carrier, customs, weather" in answer.out
    assert "{{ order_number }}" in answer.out
    assert "お届け" in answer.out


@each(("typed", "used"), [("de-LI", "de"), ("PT_br", "pt-BR"), ("zh-Hant-TW", "zh-TW"), ("JA", "ja")])
def test_a_language_is_found_by_any_usual_spelling_of_its_tag(cscli, typed, used):
    answer = cscli("template", "show", "shipping-delay", "--language", typed, "--json")
    assert answer.code == 0
    assert answer.data["template"]["language"] == used


def test_the_path_of_a_template_is_a_file_and_its_layer_is_said(cscli):
    answer = cscli("template", "path", "shipping-delay", "--language", "de", "--json")
    assert answer.code == 0
    assert answer.data["layer"] == "shipped"
    assert Path(answer.data["path"]).is_file()
    assert cscli("template", "path", "shipping-delay", "-l", "de").out == answer.data["path"] + "\n"


def test_every_shipped_template_of_a_language_fits_its_contract(cscli):
    answer = cscli("template", "check", "--language", "uk")
    assert (answer.code, answer.err) == (0, "")
    assert all("advice: " in line for line in answer.out.splitlines()[1:])


def test_nothing_is_missing_in_what_ships(cscli):
    answer = cscli("template", "coverage", "--json")
    assert answer.code == 0
    assert answer.data["intents"] == INTENTS
    assert len(answer.data["languages"]) >= 25
    assert answer.data["missing"] == []


def test_a_preview_is_a_whole_reply_in_each_channel(cscli):
    answer = cscli("template", "preview", "shipping-delay", "--language", "fr")
    assert (answer.code, answer.err) == (0, "")
    assert "=== shipping-delay · fr · FR · email ===" in answer.out
    assert "=== shipping-delay · fr · FR · chat ===" in answer.out
    assert "A-1042" in answer.out
    assert "{{" not in answer.out


def test_a_preview_can_be_narrowed_to_one_channel_and_register(cscli):
    answer = cscli(
        "template", "preview", "shipping-delay", "-l", "de", "--channel", "chat", "--register", "casual", "--json"
    )
    assert answer.code == 0
    assert [p["channel"] for p in answer.data] == ["chat"]
    assert "deine Bestellung" in answer.data[0]["body"]


def test_a_preview_of_nothing_in_particular_asks_which(cscli):
    answer = cscli("template", "preview")
    assert (answer.code, answer.out) == (2, "")
    assert "--all" in answer.err


@each("verb", ["show", "path", "check", "preview"])
def test_an_unknown_situation_gets_the_nearest_offered(cscli, verb):
    answer = cscli("template", verb, "shipping-delai")
    assert (answer.code, answer.out) == (3, "")
    assert "Did you mean shipping-delay" in answer.err


@each("verb", ["show", "path", "check", "preview"])
def test_an_unknown_language_is_an_error_and_not_english(cscli, verb):
    answer = cscli("template", verb, "shipping-delay", "--language", "xx")
    assert (answer.code, answer.out) == (3, "")
    assert "Unknown language 'xx'" in answer.err


@pytest.fixture
def desk(cscli, sealed):
    """A workspace and a runner that uses it."""
    folder = sealed / "desk"
    folder.mkdir()
    return folder, lambda *words: cscli("--workspace", str(folder), *words)


def test_a_new_template_starts_in_the_workspace_from_the_nearest_text(desk):
    folder, run = desk
    answer = run("template", "new", "shipping-delay", "--language", "de-AT")
    file = folder / "templates" / "de-AT" / "shipping-delay.yaml"
    assert (answer.code, answer.out) == (0, f"{file}\n")
    assert "language: de-AT\n" in file.read_text(encoding="utf-8")
    assert run("template", "check", "shipping-delay", "--language", "de-AT").code == 0
    assert run("template", "path", "shipping-delay", "-l", "de-AT", "--json").data["layer"] == "workspace"


def test_a_new_language_is_told_which_file_it_needs_first(desk):
    folder, run = desk
    answer = run("template", "new", "shipping-delay", "--language", "da")
    file = folder / "locales" / "languages" / "da.yaml"
    assert answer.err.startswith(f"The language needs a file {file}. Copy ")
    model = Path(answer.err.split("Copy ")[1].split(" and adapt")[0])
    file.parent.mkdir(parents=True)
    text = model.read_text(encoding="utf-8")
    assert "language: en\n" in text
    file.write_text(text.replace("language: en\n", "language: da\n"), encoding="utf-8")
    assert run("template", "check", "shipping-delay", "--language", "da").code == 0


def test_without_a_workspace_a_new_template_goes_to_the_config_folder(cscli, sealed):
    answer = cscli("template", "new", "shipping-delay", "--language", "de", "--json")
    assert answer.code == 0
    assert Path(answer.data["path"]) == sealed / "config" / "templates" / "de" / "shipping-delay.yaml"
    assert cscli("template", "path", "shipping-delay", "-l", "de", "--json").data["layer"] == "config"


def test_the_text_of_a_workspace_is_what_customers_get(desk):
    folder, run = desk
    run("template", "new", "shipping-delay", "--language", "de")
    file = folder / "templates" / "de" / "shipping-delay.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Liefertermin", "Ankunftstag"), encoding="utf-8")
    minimal = ("--set", "order_number=A-1", "--set", "new_date=2026-12-03")
    assert "Ankunftstag" in run("reply", "shipping-delay", "--market", "DE", *minimal).out


@pytest.mark.parametrize("language", ["de", "da"])  # Danish does not ship, so the file itself is all there is
def test_a_file_that_is_there_is_only_replaced_by_force(desk, language):
    folder, run = desk
    run("template", "new", "shipping-delay", "--language", language)
    file = folder / "templates" / language / "shipping-delay.yaml"
    file.write_text("mine", encoding="utf-8")
    answer = run("template", "new", "shipping-delay", "--language", language)
    assert (answer.code, answer.out) == (2, "")
    assert "there already" in answer.err
    assert file.read_text(encoding="utf-8") == "mine"
    assert run("template", "new", "shipping-delay", "--language", language, "--force").code == 0
    assert "intent: shipping-delay" in file.read_text(encoding="utf-8")


def test_a_hole_is_listed_when_a_language_has_only_one_situation(desk):
    _, run = desk
    run("template", "new", "shipping-delay", "--language", "da")
    missing = run("template", "coverage", "--json").data["missing"]
    assert {"intent": "refund-issued", "language": "da"} in missing
    assert {"intent": "shipping-delay", "language": "da"} not in missing


def test_a_template_in_a_language_that_has_no_letter_yet_does_not_break_the_other_previews(desk):
    _, run = desk
    run("template", "new", "refund-issued", "--language", "da")
    answer = run("template", "preview", "refund-issued", "--channel", "chat")
    assert answer.code == 0
    assert "· sv ·" in answer.out


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("{{ new_date }}", "{{ new_dat }}", "new_dat"),
        ("    weather:", "    whether:", "whether"),
        ("new_date", "old_date", "never uses new_date"),
        ("{% if goodwill %}", "{% if goodwil %}", "goodwil"),
        ("{{ order_number }}", "{{ order_number", "cannot be read"),
        ("{{ order_number }}", "{{ order_number.__class__ }}", "__class__"),
    ],
)
def test_a_check_finds_what_does_not_fit_the_contract(desk, old, new, fault):
    folder, run = desk
    run("template", "new", "shipping-delay", "--language", "en")
    file = folder / "templates" / "en" / "shipping-delay.yaml"
    text = file.read_text(encoding="utf-8")
    changed = text.replace(old, new)
    file.write_text(changed, encoding="utf-8")
    assert changed != text
    answer = run("template", "check", "shipping-delay", "--language", "en", "--json")
    assert answer.code == 1
    assert answer.json["status"] == "findings"
    assert fault in " ".join(f["message"] for f in answer.data)


def test_a_template_with_an_unknown_key_is_refused_with_file_line_and_nearest_key(desk):
    folder, run = desk
    run("template", "new", "shipping-delay", "--language", "en")
    file = folder / "templates" / "en" / "shipping-delay.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("    subject:", "    subjekt:", 1), encoding="utf-8")
    answer = run("template", "show", "shipping-delay", "--language", "en")
    assert (answer.code, answer.out) == (2, "")
    assert f"{file}:6: " in answer.err
    assert "did you mean 'subject'?" in answer.err


def test_looking_at_templates_creates_nothing(cscli, sealed):
    for words in (("list",), ("show", "shipping-delay"), ("coverage",), ("preview", "shipping-delay", "-l", "ja")):
        assert cscli("template", *words).code == 0
    assert list(sealed.iterdir()) == []


def test_a_plural_without_a_form_that_the_language_needs_is_a_fault(desk):
    folder, run = desk
    run("template", "new", "refund-issued", "--language", "pl")
    file = folder / "templates" / "pl" / "refund-issued.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r", few=\"[^\"]*\"", "", text), encoding="utf-8")
    assert file.read_text(encoding="utf-8") != text
    answer = run("template", "check", "refund-issued", "--language", "pl")
    assert answer.code == 1
    assert "a plural without the form for few" in answer.out


def test_a_situation_is_named_by_its_unique_beginning_everywhere(cscli):
    for words in (("template", "show"), ("template", "path"), ("template", "preview")):
        begun, whole = (cscli(*words, name, "--language", "ja") for name in ("refund", "refund-issued"))
        assert (begun.code, begun.out) == (0, whole.out)
    assert cscli("log", "list", "--intent", "refund").code == 0
    several = cscli("template", "show", "ship", "--json")
    assert (several.code, several.codes) == (3, ["unknown-intent"])
    assert "shipping-notice, shipping-delay" in several.json["errors"][0]["message"]
