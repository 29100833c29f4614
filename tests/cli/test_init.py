"""``cscli init``: the few settings that matter, from options in scripts, kept when nothing is given."""

import pytest

FULL = ("--shop", "Nordlicht Store", "--agent", "Li Wei", "--zone", "Asia/Shanghai", "--languages", "en,de,ja")


def test_options_are_written_and_the_path_is_printed(cscli, sealed):
    answer = cscli("init", *FULL)
    path = sealed / "config" / "cscli.yaml"
    assert (answer.code, answer.out, answer.err) == (0, f"{path}\n", "")
    found = {s["key"]: s["value"] for s in cscli("config", "show", "--json").data}
    assert found["shop.name"] == "Nordlicht Store"
    assert found["agent.name"] == "Li Wei"
    assert found["agent.zone"] == "Asia/Shanghai"
    assert found["languages"] == ["en", "de", "ja"]


def test_without_a_terminal_nothing_is_asked(cscli):
    answer = cscli("init", "--shop", "Nordlicht")
    assert answer.code == 0
    assert "?" not in answer.err
    assert cscli("config", "show", "agent.name").out.strip() == ""


def test_what_was_set_before_is_kept(cscli):
    cscli("init", *FULL)
    assert cscli("init", "--yes", "--agent", "Zhang Min").code == 0
    assert cscli("config", "show", "shop.name").out == "Nordlicht Store\n"
    assert cscli("config", "show", "agent.name").out == "Zhang Min\n"


def test_replies_are_signed_after_it(cscli):
    cscli("init", *FULL)
    reply = cscli(
        "reply", "shipping-delay", "--market", "DE", "--set", "order_number=A-1", "--set", "new_date=2026-12-03"
    )
    assert reply.code == 0
    assert reply.out.endswith("Mit freundlichen Grüßen\nLi Wei\nNordlicht Store\n")


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [("--zone", "Mars/Base", "not a time zone"), ("--zone", "shanghai", "not a time zone")],
)
def test_an_unusable_answer_is_refused_and_nothing_is_written(cscli, sealed, option, value, sentence):
    answer = cscli("init", option, value)
    assert (answer.code, answer.out) == (2, "")
    assert sentence in answer.err
    assert not (sealed / "config").exists()


def test_a_file_named_for_the_settings_is_made(cscli, sealed):
    path = sealed / "desk" / "mine.yaml"
    answer = cscli("--config", str(path), "init", "--yes", "--shop", "Nordlicht")
    assert (answer.code, answer.out) == (0, f"{path}\n")
    assert cscli("--config", str(path), "config", "show", "shop.name").out == "Nordlicht\n"


def test_a_place_that_cannot_be_written_is_named(cscli, sealed, monkeypatch):
    sealed.joinpath("blocked").write_text("a file where a folder should be", encoding="utf-8")
    monkeypatch.setenv("CSCLI_CONFIG_DIR", str(sealed / "blocked" / "config"))
    answer = cscli("init", "--yes", "--shop", "Nordlicht")
    assert (answer.code, answer.out) == (5, "")
    assert "cscli.yaml cannot be written" in answer.err


def test_its_json_says_what_changed_and_where(cscli, sealed):
    answer = cscli("init", "--yes", "--shop", "Nordlicht", "--json")
    assert answer.code == 0
    assert answer.data == {
        "path": str(sealed / "config" / "cscli.yaml"),
        "changed": {"shop.name": "Nordlicht"},
        "database": str(sealed / "data" / "desk.db"),
    }


def test_what_is_replaced_is_said_and_what_stays_is_not(cscli):
    cscli("init", *FULL)
    answer = cscli("init", "--yes", "--agent", "Zhang Min", "--shop", "Nordlicht Store")
    assert answer.err == "agent.name was 'Li Wei' and is 'Zhang Min' now.\n"


def test_all_that_is_asked_can_be_given_and_the_memory_is_filled_when_that_is_wanted(cscli):
    answer = cscli("init", *FULL, "--reads", "zh,en", "--markets", "DE,JP", "--engines", "memory", "--seed")
    assert answer.code == 0
    assert "new units" in answer.err
    found = {s["key"]: s["value"] for s in cscli("config", "show", "--json").data}
    assert (found["agent.reads"], found["markets"], found["engines"]) == (["zh", "en"], ["DE", "JP"], ["memory"])
    assert cscli("init", "--markets", "XX").code == 3
    assert cscli("init", "--engines", "nothing").code == 3
