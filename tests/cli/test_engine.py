"""``cscli engine``: what translates and where, whether it works, and the models that are kept here."""

import gc
import hashlib
import json
import os
from datetime import UTC, datetime
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from cscli.cli.door.run import Run
from cscli.state.engines import add_consent, add_failure, consents, current_pause, has_consent
from cscli.translation.engines import registry
from cscli.translation.engines.fxtranslate import install as installing
from cscli.translation.memory import all_units

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ALL = ["memory", "fxtranslate", "apertium", "libretranslate", "llm", "deepl", "microsoft", "google", "mymemory"]
HIDDEN = "k-17-very-secret:fx"
TRIAL = {"Where is my order XQ0QX?": "Wo ist meine Bestellung XQ0QX?"}


@pytest.fixture(autouse=True)
def tidy():
    """A record of an earlier run must not be closed by a thread of a server."""
    gc.disable()
    yield
    gc.enable()
    gc.collect()


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Try again at once."""
    monkeypatch.setattr(installing, "_wait", lambda _state: 0.0)


@pytest.fixture
def record(sealed):
    """The record that the program uses."""
    return Run(environ=dict(os.environ), now=NOW).record


@pytest.fixture
def machine(sealed):
    """The state of this machine that the program uses."""
    return Run(environ=dict(os.environ), now=NOW).machine


@pytest.fixture
def server(service, monkeypatch):
    """Start a LibreTranslate server: ``server(TRIAL)``, or with a status that it answers."""

    def start(said, status=200):
        def says(asked):
            if asked.path == "/languages":
                return service.says(json.dumps([{"code": code, "targets": ["de", "en"]} for code in ("de", "en")]))
            return service.says(json.dumps({"translatedText": said.get(asked.json["q"], "")}), status=status)

        started = service(says)
        monkeypatch.setenv("CSCLI_LIBRETRANSLATE_URL", started.url)
        return started

    return start


def by_name(answer) -> dict:
    return {one["engine"]: one for one in answer.data}


# list


def test_all_nine_engines_are_listed_from_the_nearest_to_the_farthest(cscli):
    answer = cscli("engine", "list")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[0] == "engine\tset\ttexts go to\tkey\tconsent"
    assert [line.split("\t")[0] for line in answer.out.splitlines()[1:]] == ALL
    document = cscli("engine", "list", "--json")
    assert (document.code, document.err, document.json["errors"]) == (0, "", [])
    assert [one["engine"] for one in document.data] == ALL


def test_the_list_makes_no_record(cscli, record):
    assert cscli("engine", "list").code == 0
    assert not record.exists()


def test_the_position_is_that_of_the_settings(cscli):
    listed = by_name(cscli("engine", "list", "--json", "--option", "engines=apertium,memory,deepl"))
    assert [listed[name]["position"] for name in ("apertium", "memory", "deepl", "google")] == [1, 2, 3, None]
    line = cscli("engine", "list", "--option", "engines=apertium,memory").out.splitlines()[3]
    assert line.startswith("apertium\t1\t")


def test_where_texts_go_is_said(cscli):
    listed = by_name(cscli("engine", "list", "--json", "--option", "libretranslate.url=https://mt.shop.example/api"))
    hosts = {name: one["host"] for name, one in listed.items()}
    assert (hosts["memory"], hosts["apertium"], hosts["fxtranslate"]) == ("", "", "")
    assert (hosts["libretranslate"], hosts["google"]) == ("mt.shop.example", "translate.google.com")
    assert [name for name, one in listed.items() if one["local"]] == ["memory", "fxtranslate", "apertium", "llm"]


def test_a_key_is_there_or_missing_and_never_shown(cscli, monkeypatch):
    assert by_name(cscli("engine", "list", "--json"))["deepl"]["key"] == "missing: DEEPL_API_KEY"
    monkeypatch.setenv("DEEPL_API_KEY", HIDDEN)
    plain, document = cscli("engine", "list"), cscli("engine", "list", "--json")
    assert (by_name(document)["deepl"]["key"], by_name(document)["google"]["key"]) == ("there", "")
    assert HIDDEN not in plain.out + plain.err + document.out
    assert by_name(document)["deepl"]["host"] == "api-free.deepl.com"


@pytest.mark.parametrize(
    ("privacy", "local", "away"),
    [("ask", "not needed", "to be asked"), ("online", "not needed", "given: privacy"),
     ("local-only", "not needed", "refused: privacy")],
)  # fmt: skip
def test_the_settings_consent_or_refuse(cscli, privacy, local, away):
    listed = by_name(cscli("engine", "list", "--json", "--option", f"privacy={privacy}"))
    assert (listed["apertium"]["consent"], listed["deepl"]["consent"]) == (local, away)


def test_consent_is_for_one_host_only(cscli, machine):
    add_consent(machine, "deepl", "api.deepl.com", "Li Wei", NOW)
    assert by_name(cscli("engine", "list", "--json"))["deepl"]["consent"] == "given"
    moved = by_name(cscli("engine", "list", "--json", "--option", "deepl.url=https://proxy.example"))
    assert (moved["deepl"]["host"], moved["deepl"]["consent"]) == ("proxy.example", "to be asked")


def test_a_pair_of_languages_shows_what_each_is_good_for(cscli):
    answer = cscli("engine", "list", "--from", "en", "--to", "de", "--option", "apertium.modes=/nowhere")
    assert answer.code == 0
    assert answer.out.splitlines()[0].endswith("\tquality")
    assert answer.out.splitlines()[3].endswith("\t-")
    listed = by_name(cscli("engine", "list", "--from", "en", "--to", "de", "--json"))
    assert (listed["memory"]["quality"], listed["deepl"]["quality"], listed["fxtranslate"]["quality"]) == (
        "full", "draft", None,
    )  # fmt: skip


@pytest.mark.parametrize("words", [("--from", "en"), ("--to", "de")])
def test_half_a_pair_is_refused(cscli, words):
    answer = cscli("engine", "list", *words)
    assert (answer.code, answer.out) == (2, "")
    assert "Add both --from es and --to pt." in answer.err
    assert cscli("engine", "list", *words, "--json").codes == ["no-pair"]


def test_a_language_that_is_none_is_told(cscli):
    answer = cscli("engine", "list", "--from", "en", "--to", "qq")
    assert (answer.code, answer.out) == (3, "")
    assert "Unknown language 'qq'" in answer.err


@pytest.mark.parametrize("name", ["libretranslate", "llm", "deepl", "microsoft", "google", "mymemory"])
def test_a_broken_address_is_the_problem_of_one_engine(cscli, name):
    words = ("engine", "list", "--option", f"{name}.url=http://plain.example")
    plain, document = cscli(*words), cscli(*words, "--json")
    assert (plain.code, document.code) == (0, 0)
    assert [line.split("\t")[0] for line in plain.out.splitlines()[1:]] == ALL
    assert plain.err.startswith(f"warning: The address of {name} cannot be used. Write it as https://host/path")
    listed = by_name(document)
    assert f"The address of {name} cannot be used." in listed[name]["problem"]
    assert (listed[name]["host"], listed[name]["local"]) == (None, None)
    assert [other for other, one in listed.items() if one["problem"]] == [name]


# engines of others


@pytest.fixture
def third_party(monkeypatch):
    """Register an engine of another package by where it says that its class is."""

    def register(name: str, value: str) -> None:
        known = registry._registered()
        point = EntryPoint(name=name, value=value, group=registry.GROUP)
        monkeypatch.setattr(registry, "_registered", lambda: {**known, name: point})

    return register


@pytest.mark.parametrize(
    ("value", "reason"),
    [("no_such_package:Engine", "ModuleNotFoundError"), ("json:NoEngine", "AttributeError"),
     ("json:loads", "TypeError")],
)  # fmt: skip
def test_an_engine_that_cannot_be_loaded_is_told_and_the_others_are_listed(cscli, third_party, value, reason):
    third_party("acme", value)
    answer = cscli("engine", "test", "acme")
    assert (answer.code, answer.out) == (5, "")
    assert f"The engine acme cannot be loaded: {reason}" in answer.err
    assert "Is its package installed" in answer.err
    assert cscli("engine", "test", "acme", "--json").codes == ["engine-broken"]
    listed = cscli("engine", "list", "--json")
    assert (listed.code, [one["engine"] for one in listed.data]) == (0, [*ALL, "acme"])
    assert reason in by_name(listed)["acme"]["problem"]


def test_an_engine_of_another_package_is_one_of_ours(cscli, third_party):
    third_party("acme", "cscli.translation.engines.memory:MemoryEngine")
    assert [one["engine"] for one in cscli("engine", "list", "--json").data][:-1] == ALL


# test


def test_an_engine_that_works_says_its_sentence_and_how_long_it_took(cscli, server, record):
    asked = server(TRIAL).asked
    answer = cscli("engine", "test", "libretranslate")
    assert (answer.code, answer.out, answer.err) == (0, "Wo ist meine Bestellung A-1042?\n", "")
    document = cscli("engine", "test", "libretranslate", "--json")
    assert {**document.data, "milliseconds": 0} == {
        "engine": "libretranslate", "source": "en", "target": "de", "text": "Wo ist meine Bestellung A-1042?",
        "milliseconds": 0, "quality": "draft",
    }  # fmt: skip
    assert isinstance(document.data["milliseconds"], int)
    assert len([one for one in asked if one.path == "/translate"]) == 2


def test_a_trial_leaves_nothing_in_the_memory(cscli, server, record):
    server(TRIAL)
    assert cscli("engine", "test", "libretranslate", "--option", "engines=memory,libretranslate").code == 0
    assert not record.exists() or list(all_units(record)) == []


@pytest.mark.parametrize(
    ("said", "status", "reason"),
    [({}, 200, "the answer is empty"), (TRIAL, 403, "does not accept the key"), (TRIAL, 400, "libretranslate: ")],
)
def test_an_engine_that_does_not_work_is_unavailable_with_the_reason(cscli, server, said, status, reason):
    server(said, status)
    answer = cscli("engine", "test", "libretranslate")
    assert (answer.code, answer.out) == (5, "")
    assert reason in answer.err
    assert cscli("engine", "test", "libretranslate", "--json").codes == ["engines-failed"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("memory", "memory: nothing is remembered yet."),
        ("libretranslate", "libretranslate: no server is set."),
        ("llm", "llm: "),
        ("fxtranslate", "fxtranslate: "),
        ("apertium", "apertium: "),
    ],
)
def test_an_engine_that_is_not_set_up_says_what_it_lacks(cscli, name, reason):
    answer = cscli("engine", "test", name, "--option", "apertium.modes=/nowhere")
    assert (answer.code, answer.out) == (5, "")
    assert answer.err.startswith(f"Error: {reason}")


def test_a_pair_that_a_service_does_not_know_is_told_without_asking_it(cscli):
    answer = cscli("engine", "test", "deepl", "--from", "en", "--to", "en-GB", "--online")
    assert answer.code == 5
    assert "deepl: it does not translate en to en-GB." in answer.err


@pytest.mark.parametrize("name", ["deepl", "google"])
def test_a_trial_needs_consent_too(cscli, name):
    answer = cscli("engine", "test", name)
    assert (answer.code, answer.out) == (4, "")
    assert "nobody agreed to that" in answer.err
    assert "--online" in answer.err
    assert cscli("engine", "test", name, "--json").codes == ["privacy"]


def test_a_missing_key_is_named(cscli):
    answer = cscli("engine", "test", "deepl", "--online")
    assert (answer.code, answer.out) == (5, "")
    assert "deepl: there is no key." in answer.err
    assert "Set DEEPL_API_KEY" in answer.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("depl",), 3, "Did you mean deepl"),
        (("apertium", "--to", "qq"), 3, "Unknown language 'qq'"),
        (("apertium", "--from", "nosuch"), 3, "Unknown language 'nosuch'"),
        (("libretranslate", "--option", "libretranslate.url=ftp://x"), 2, "The address of libretranslate"),
    ],
)
def test_what_is_not_known_is_told(cscli, words, code, said):
    answer = cscli("engine", "test", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_a_trial_ends_a_pause(cscli, server, machine):
    server(TRIAL)
    add_failure(machine, "libretranslate", NOW, "the service was down", wanted=600)
    assert current_pause(machine, "libretranslate", NOW)
    assert cscli("engine", "test", "libretranslate").code == 0
    assert current_pause(machine, "libretranslate", NOW) is None


# models


def model(folder: Path, pair: str) -> Path:
    """Lay the files of a model, which nobody reads here, into a folder."""
    place = folder / pair
    place.mkdir(parents=True)
    short = pair.replace("-", "")
    (place / f"model.{short}.intgemm.alphas.bin").write_bytes(b"model " + pair.encode())
    (place / f"vocab.{short}.spm").write_bytes(b"words " + pair.encode())
    return place


@pytest.fixture
def models(sealed) -> Path:
    """Where the program keeps its models."""
    return sealed / "data" / "models"


@pytest.fixture
def handed_on(cscli, sealed) -> Path:
    """A folder that a team made a mirror."""
    folder = sealed / "team"
    for pair in ("en-de", "de-en", "en-pt", "pt-en"):
        model(folder, pair)
    assert cscli("engine", "mirror", "--option", f"fxtranslate.models={folder}").code == 0
    return folder


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


def test_an_installed_language_is_in_the_list(cscli, handed_on):
    assert cscli("engine", "install", "de", "--mirror", str(handed_on)).code == 0
    listed = by_name(cscli("engine", "list", "--from", "de", "--to", "en", "--json"))
    assert listed["fxtranslate"]["quality"] is not None


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


# forget


def test_consent_is_taken_back_for_one_engine(cscli, machine):
    add_consent(machine, "deepl", "api.deepl.com", "Li Wei", NOW)
    add_consent(machine, "deepl", "proxy.example", "Li Wei", NOW)
    add_consent(machine, "google", "translate.google.com", "Li Wei", NOW)
    answer = cscli("engine", "forget", "DeepL", "--json")
    assert (answer.code, answer.data) == (0, {"engine": "deepl", "taken_back": 2})
    assert [consent.engine for consent in consents(machine)] == ["google"]
    assert cscli("engine", "forget", "deepl").out == "0\n"


def test_consent_for_an_engine_that_is_broken_or_gone_is_taken_back(cscli, machine):
    add_consent(machine, "deepl", "api.deepl.com", "Li Wei", NOW)
    add_consent(machine, "acme", "acme.example", "Li Wei", NOW)
    assert cscli("engine", "forget", "deepl", "--option", "deepl.url=http://x.example").out == "1\n"
    assert cscli("engine", "forget", "acme").out == "1\n"
    assert not has_consent(machine, "acme", "acme.example")


def test_an_engine_that_is_none_has_nothing_to_forget(cscli, machine):
    answer = cscli("engine", "forget", "depl")
    assert (answer.code, answer.out) == (3, "")
    assert "Did you mean deepl" in answer.err
    assert not machine.exists()
