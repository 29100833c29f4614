"""``cscli engine install``, ``remove`` and ``mirror``: the models that are kept here."""

import hashlib
import json

import pytest
from known_engines import model


def test_a_language_is_installed_from_a_folder_in_both_directions(cscli, models, handed_on):
    answer = cscli("engine", "install", "de", "--mirror", str(handed_on))
    assert (answer.code, answer.out) == (0, "en-de\nde-en\n")
    assert answer.err == "It is not set yet: cscli config set engines memory,fxtranslate\n"
    assert sorted(place.name for place in models.iterdir()) == ["de-en", "en-de"]
    assert (models / "en-de" / "vocab.ende.spm").read_bytes() == b"words en-de"


def test_the_json_of_an_installation_has_each_model(cscli, handed_on):
    answer = cscli(
        "engine", "install", "de", "--mirror", str(handed_on), "--option", "engines=memory,fxtranslate", "--json"
    )
    assert (answer.code, answer.err, [m["pair"] for m in answer.data]) == (0, "", ["en-de", "de-en"])
    assert set(answer.data[0]) == {"pair", "source", "target", "bytes", "files"}


def test_a_model_comes_over_the_web_without_a_word_in_a_pipe(shell, service, handed_on):
    def says(asked):
        return service.says((handed_on / asked.path.lstrip("/")).read_bytes())

    mirror = service(says)
    answer = shell("engine", "install", "de", "--mirror", mirror.url, env={"CSCLI_ENGINES": "fxtranslate"})
    assert (answer.code, answer.out, answer.err) == (0, "en-de\nde-en\n", "")
    assert "/en-de/vocab.ende.spm" in [asked.path for asked in mirror.asked]


def test_the_mirror_of_the_settings_is_used(cscli, handed_on):
    assert cscli("engine", "install", "de", "--option", f"fxtranslate.mirror={handed_on}").code == 0


def test_a_wrong_checksum_leaves_nothing(cscli, models, handed_on):
    catalogue = handed_on / "models.json"
    entries = json.loads(catalogue.read_text())
    catalogue.write_text(json.dumps([{**entry, "sha256": hashlib.sha256(b"other").hexdigest()} for entry in entries]))
    answer = cscli("engine", "install", "de", "--mirror", str(handed_on))
    assert (answer.code, answer.out) == (5, "")
    assert "not the file that was announced" in answer.err
    assert list(models.iterdir()) == []
    assert cscli("engine", "install", "de", "--mirror", str(handed_on), "--json").codes == ["engine-bad-answer"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("fr",), 3, "Unknown model 'en-fr'"),
        (("qq",), 3, "Unknown language 'qq'"),
        (("en",), 3, "Unknown model 'en-en'"),
        (("de", "--mirror", "/nowhere/at/all"), 5, "there is no models.json to read"),
        (("de", "--mirror", "ftp://x.example"), 2, "cannot be a ftp:// address"),
        (("de", "--mirror", "http://x.example"), 2, "cannot be used"),
    ],
)
def test_what_cannot_be_installed_is_told(cscli, handed_on, words, code, said):
    models = handed_on.parent / "data" / "models"
    answer = cscli("engine", "install", *words, "--option", f"fxtranslate.mirror={handed_on}")
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert not models.exists() or list(models.iterdir()) == []


@pytest.mark.parametrize("language", ["pt", "pt-BR"])
def test_a_language_is_removed_in_both_directions(cscli, models, handed_on, language):
    for wanted in ("de", language):
        assert cscli("engine", "install", wanted, "--mirror", str(handed_on)).code == 0
    answer = cscli("engine", "remove", language)
    assert (answer.code, answer.out, answer.err) == (0, "en-pt\npt-en\n", "")
    assert sorted(place.name for place in models.iterdir()) == ["de-en", "en-de"]


def test_one_direction_that_is_alone_is_removed_too(cscli, models):
    model(models, "de-en")
    answer = cscli("engine", "remove", "de", "--json")
    assert (answer.code, [m["pair"] for m in answer.data]) == (0, ["de-en"])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_model_that_is_not_there_cannot_be_removed_and_no_other_is(cscli, models, language):
    model(models, "en-de")
    answer = cscli("engine", "remove", language)
    assert (answer.code, answer.out) == (3, "")
    assert f"There is no model from en to {language} here." in answer.err
    assert [place.name for place in models.iterdir()] == ["en-de"]


def test_models_become_a_mirror_that_others_install_from(cscli, models):
    model(models, "en-de")
    model(models, "de-en")
    answer = cscli("engine", "mirror", "--json")
    assert (answer.code, answer.data["folder"]) == (0, str(models))
    assert [m["pair"] for m in answer.data["models"]] == ["de-en", "en-de"]
    assert len(json.loads((models / "models.json").read_text())) == 4
    assert cscli("engine", "mirror").out == f"{models}\n"
    other = models.parent / "other"
    words = ("--mirror", str(models), "--option", f"fxtranslate.models={other}")
    assert cscli("engine", "install", "de", *words).code == 0
    assert sorted(place.name for place in other.iterdir()) == ["de-en", "en-de"]


def test_without_models_there_is_no_mirror(cscli, models):
    answer = cscli("engine", "mirror")
    assert (answer.code, answer.out) == (3, "")
    assert "There are no models here." in answer.err
    assert not models.exists()
