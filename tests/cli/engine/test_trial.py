"""``cscli engine test``: whether an engine works, what it lacks, and what a trial leaves behind."""

import pytest
from known_engines import NOW

from cscli.state.engines import add_failure, current_pause
from cscli.translation.memory import all_units

TRIAL = {"Where is my order XQ0QX?": "Wo ist meine Bestellung XQ0QX?"}


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
