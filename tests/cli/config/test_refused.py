"""``cscli config``: what is no setting, no value or no settings file is refused where it stands."""

import pytest
from sweeps import each


def test_a_named_file_that_does_not_exist_is_an_error(cscli, sealed):
    answer = cscli("--config", str(sealed / "none.yaml"), "config", "show")
    assert (answer.code, answer.out) == (2, "")
    assert "none.yaml" in answer.err


@pytest.mark.parametrize("words", [("show", "shop.nam"), ("set", "shop.nam", "X")])
def test_an_unknown_setting_gets_the_nearest_offered(cscli, sealed, words):
    answer = cscli("config", *words)
    assert (answer.code, answer.out) == (3, "")
    assert "Did you mean shop.name" in answer.err
    assert not (sealed / "config").exists()


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("privacy", "never", "ask, local-only, online"), ("agent.zone", "Mars/Base", "not a time zone"),
        ("agent.gender", "x", "female, male, unknown"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("way", ["set", "option", "environment"])
def test_an_unusable_value_is_refused_wherever_it_comes_from(cscli, sealed, monkeypatch, way, key, value, sentence):  # noqa: PLR0913, PLR0917 - two tables
    if way == "environment":
        monkeypatch.setenv("CSCLI_" + key.upper().replace(".", "_"), value)
    words = {"set": ("config", "set", key, value), "option": ("--option", f"{key}={value}", "config", "show")}
    answer = cscli(*words.get(way, ("config", "show")))
    assert (answer.code, answer.out) == (2, "")
    assert repr(value) in answer.err
    assert sentence in answer.err
    assert not (sealed / "config").exists()


@each(
    ("content", "sentence"),
    [
        ("schema: 1\nshopp: {name: A}\n", "cscli.yaml:2: unknown key 'shopp', did you mean 'shop'?"),
        ("schema: 1\nshop: {nam: A}\n", "did you mean 'name'?"), ("schema: 1\nshop: A\n", "cscli.yaml:2: "),
        ("schema: 1\n\tshop: {}\n", "cscli.yaml:2: is not YAML: a tab"), ("schema: 2\n", "cscli.yaml:1: "),
        ("schema: 1\nlanguages: en\n", "must be a list"), ("schema: 1\nshop: &a {name: A}\nagent: *a\n", "alias"),
        ("schema: 1\nprivacy: x\n", "privacy"), ("schema: 1\nagent: {zone: Mars/Base}\n", "Mars/Base"),
        ("schema: 1\nshop: {name: A}\nshop: {name: B}\n", "twice"), ("schema: 1\nshop: {name: 'A}\n", "YAML"),
        ("[1, 2]\n", "cscli.yaml:1: "), ("", "cscli.yaml"),
    ],
)  # fmt: skip
def test_a_settings_file_with_a_mistake_is_refused_with_file_and_line(cscli, file, content, sentence):
    file.write_text(content, encoding="utf-8")
    answer = cscli("config", "show")
    assert (answer.code, answer.out) == (2, "")
    assert sentence in answer.err
    assert "cscli.yaml" in answer.err


def test_a_settings_file_that_is_not_utf8_is_refused(cscli, file):
    file.write_bytes(b"schema: 1\nshop: {name: caf\xe9}\n")
    answer = cscli("config", "show")
    assert (answer.code, answer.out) == (2, "")
    assert "cscli.yaml:2: is not UTF-8" in answer.err


@pytest.mark.parametrize("text", ["schema: 1\nshop: {name", "- a\n- list\n", "just words\n"])
def test_a_file_without_keys_and_values_is_not_overwritten_by_setting_a_value(cscli, file, text):
    file.write_text(text, encoding="utf-8")
    answer = cscli("config", "set", "shop.name", "X")
    assert (answer.code, answer.out) == (2, "")
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("languages: [english, de]", "languages", "en,de"), ("agent: {zone: Berlin}", "agent.zone", "Europe/Berlin"),
        ("privacy: maybe", "privacy", "ask"), ("shop: Nordlicht", "shop.name", "Nordlicht"),
        ("agent: {gender: robot}", "agent.gender", ""), ("order_numbers: A-1", "order_numbers", "A-[0-9]{4,}"),
    ],
)  # fmt: skip
def test_a_value_that_stops_every_command_is_mended_with_set_and_with_init(cscli, file, text, key, value):
    file.write_text(f"schema: 1\n{text}\n", encoding="utf-8")
    broken = cscli("config", "show")
    assert broken.code == 2
    assert "cscli config set" in broken.err or "Did you mean" in broken.err
    assert cscli("init", "--yes", "--agent", "Li Wei").code == 0
    assert cscli("config", "set", key, value).code == 0
    assert cscli("config", "show").code == 0
    assert cscli("config", "show", "agent.name").out == "Li Wei\n"


def test_what_else_is_unusable_in_the_file_is_said_when_one_value_is_set(cscli, file):
    file.write_text("schema: 1\nshopp: {a: 1}\n", encoding="utf-8")
    answer = cscli("config", "set", "shop.name", "X")
    assert (answer.code, answer.out) == (0, "shop.name = X\n")
    assert "Not usable yet: " in answer.err
    assert "shopp" in answer.err
    assert "shopp: {a: 1}" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("order_numbers", "A-[0-9", 2), ("languages", "english,de", 3),
        ("agent.reads", "zz", 3), ("markets", "DE,XX", 3), ("engines", "memory,gogle", 3), ("industries", "shiping", 3),
        ("shop.support_hours", "XX", 3), ("shop.support_hours", "none.yaml", 2), ("deepl.url", "deepl", 2),
        ("privacy", "maybe", 2), ("agent.zone", "Berlin", 2), ("agent.gender", "robot", 2),
        ("cases.reopen_days", "soon", 2), ("cases.reopen_days", "9999", 2),
    ],
)  # fmt: skip
def test_a_value_that_could_not_be_used_is_refused_before_it_is_written(cscli, file, key, value, code):
    before = file.read_text(encoding="utf-8")
    answer = cscli("config", "set", key, value)
    assert (answer.code, answer.out) == (code, "")
    assert file.read_text(encoding="utf-8") == before


@each("pair", ["shop.name", "shopname=X", "=X"])
def test_an_option_that_is_no_setting_is_refused(cscli, pair):
    answer = cscli("--option", pair, "config", "show")
    assert answer.code in (2, 3)
    assert answer.out == ""
    assert "Error: " in answer.err


@each(
    ("key", "text", "fits"),
    [
        ("smtp.sender", "nobody", False), ("smtp.sender", "a@b.example, c@d.example", False),
        ("smtp.sender", "Nordlicht <desk@shop.example>", True), ("smtp.sender", "", True),
        ("imap.host", "a b", False), ("smtp.host", "mail.shop.example:587", False),
        ("smtp.host", "https://mail.example", False), ("imap.host", "x\nstarttls: no", False),
        ("smtp.host", "mail.shop.example", True), ("smtp.host", "127.0.0.1", True), ("imap.host", "::1", True),
        ("imap.host", "post.münchen.example", True),
    ],
)  # fmt: skip
def test_a_server_and_a_sender_are_looked_at_before_they_are_kept(cscli, key, text, fits):
    answer = cscli("config", "set", key, text, "--json")
    assert answer.code == (0 if fits else 2)
    assert fits or answer.json["errors"][0]["hint"]
