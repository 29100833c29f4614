"""``cscli engine list`` and ``forget``: what translates and where texts go, also by engines of others, and consent."""

from importlib.metadata import EntryPoint

import pytest
from known_engines import ALL, NOW, by_name

from cscli.state.engines import add_consent, consents, has_consent
from cscli.translation.engines import registry

HIDDEN = "k-17-very-secret:fx"


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


def test_an_installed_language_is_in_the_list(cscli, handed_on):
    assert cscli("engine", "install", "de", "--mirror", str(handed_on)).code == 0
    listed = by_name(cscli("engine", "list", "--from", "de", "--to", "en", "--json"))
    assert listed["fxtranslate"]["quality"] is not None


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
