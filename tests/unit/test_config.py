"""Settings: the command line, else the environment, else the file, else the default; each knows where it came from."""

import pytest
import yaml
from sweeps import each

from cscli.clock.zones import all_zones
from cscli.config import load_settings, stored_with
from cscli.config_keys import KEYS, environment_name
from cscli.errors import DataFileError, ExitCode, NotFoundError, UsageError
from cscli.paths import Paths


@pytest.fixture
def settings(tmp_path):
    """Load settings from a config file's text, an environment and given values."""
    paths = Paths(config=tmp_path / "config", data=tmp_path / "data", cache=tmp_path / "cache")

    def load(file: str = "", environ=(), given=()):
        if file:
            paths.config.mkdir(exist_ok=True)
            (paths.config / "cscli.yaml").write_text(file, encoding="utf-8")
        return load_settings(paths, dict(environ), given=dict(given), zones=all_zones)

    return load


def test_without_anything_every_key_has_its_default(settings):
    loaded = settings()
    assert set(loaded.values) == set(KEYS)
    assert {setting.source for setting in loaded.values.values()} == {"default"}
    assert loaded.text("shop.name") == ""
    assert loaded.text("agent.gender") == "unknown"


def test_the_file_wins_over_the_default_and_says_so(settings):
    setting = settings("schema: 1\nshop: {name: Nordlicht Store}\n").values["shop.name"]
    assert (setting.value, setting.source) == ("Nordlicht Store", "file")
    assert setting.origin.endswith("cscli.yaml")


def test_the_environment_wins_over_the_file(settings):
    loaded = settings("schema: 1\nshop: {name: File}\n", {"CSCLI_SHOP_NAME": "Environment"})
    assert loaded.text("shop.name") == "Environment"
    assert loaded.values["shop.name"].origin == "CSCLI_SHOP_NAME"


def test_the_command_line_wins_over_all(settings):
    loaded = settings("schema: 1\nshop: {name: File}\n", {"CSCLI_SHOP_NAME": "E"}, {"shop.name": "Typed"})
    assert (loaded.text("shop.name"), loaded.values["shop.name"].source) == ("Typed", "command line")


def test_an_empty_variable_counts_as_not_set(settings):
    assert settings(environ={"CSCLI_SHOP_NAME": ""}).values["shop.name"].source == "default"


def test_a_list_is_typed_with_commas_and_stands_as_a_list_in_the_file(settings):
    assert settings(environ={"CSCLI_AGENT_READS": "zh, en ,"}).items("agent.reads") == ("zh", "en")
    assert settings("schema: 1\nagent: {reads: [zh, en]}\n").items("agent.reads") == ("zh", "en")


@pytest.mark.parametrize(
    ("key", "variable"), [("shop.name", "CSCLI_SHOP_NAME"), ("order_numbers", "CSCLI_ORDER_NUMBERS")]
)
def test_every_key_has_a_variable(key, variable):
    assert environment_name(key) == variable


def test_an_unknown_key_on_the_command_line_gets_the_nearest_one(settings):
    with pytest.raises(NotFoundError, match=r"Did you mean shop\.name") as caught:
        settings(given={"shop.nmae": "x"})
    assert caught.value.exit_code is ExitCode.NOT_FOUND
    assert caught.value.problems[0].code == "unknown-setting"


def test_an_unknown_key_in_the_file_is_named_with_its_line(settings):
    with pytest.raises(DataFileError, match=r"cscli\.yaml:3: unknown key 'nmae', did you mean 'name'"):
        settings("schema: 1\nshop:\n  nmae: x\n")


@each(
    ("variable", "value", "said"),
    [
        (
            "CSCLI_PRIVACY",
            "maybe",
            "privacy is 'maybe' .from CSCLI_PRIVACY.; it must be one of ask, local-only, online",
        ),
        ("CSCLI_AGENT_GENDER", "m", "agent.gender is 'm'"),
        (
            "CSCLI_AGENT_ZONE",
            "Mars/Base",
            "agent.zone is 'Mars/Base' .from CSCLI_AGENT_ZONE., which is not a time zone",
        ),
    ],
)
def test_an_unusable_value_is_refused_with_where_it_came_from(settings, variable, value, said):
    with pytest.raises(UsageError, match=said) as caught:
        settings(environ={variable: value})
    assert caught.value.problems[0].code == "bad-config"


@each(
    ("environ", "given", "hint"),
    [
        ({"CSCLI_PRIVACY": "maybe"}, {}, "Correct it: export CSCLI_PRIVACY=ask"),
        ({}, {"privacy": "maybe"}, "Correct it: --option privacy=ask"),
    ],
)
def test_an_unusable_value_is_corrected_where_it_came_from(settings, environ, given, hint):
    with pytest.raises(UsageError) as caught:
        settings(environ=environ, given=given)
    assert caught.value.problems[0].hint == hint


def test_a_mistyped_zone_gets_the_nearest_one(settings):
    with pytest.raises(UsageError) as caught:
        settings(given={"agent.zone": "Asia/Shangai"})
    assert "Asia/Shanghai" in caught.value.problems[0].hint


def test_an_unknown_zone_in_the_file_is_named_with_its_line(settings):
    with pytest.raises(DataFileError, match=r":2: agent\.zone: unknown iana-zone 'Mars/Base'"):
        settings("schema: 1\nagent: {zone: Mars/Base}\n")


def test_a_config_file_that_was_named_must_exist(settings, tmp_path):
    with pytest.raises(UsageError, match="There is no config file") as caught:
        load_settings(
            Paths(config=tmp_path, data=tmp_path, cache=tmp_path), {}, given={}, file="none.yaml", zones=all_zones
        )
    assert caught.value.problems[0].code == "no-config"
    with pytest.raises(UsageError, match="There is no config file"):
        settings(environ={"CSCLI_CONFIG": str(tmp_path / "none.yaml")})


def test_a_config_file_that_was_named_is_used_instead_of_the_usual_one(settings, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text("schema: 1\nshop: {name: Other}\n", encoding="utf-8")
    loaded = settings("schema: 1\nshop: {name: Usual}\n", environ={"CSCLI_CONFIG": str(other)})
    assert loaded.text("shop.name") == "Other"
    assert loaded.file == other


def test_loading_settings_creates_nothing(settings, tmp_path):
    settings()
    assert not (tmp_path / "config").exists()


def test_a_changed_setting_keeps_the_others(tmp_path):
    path = tmp_path / "cscli.yaml"
    path.write_text("schema: 1\nshop: {name: Nordlicht, url: 'https://shop.example'}\n", encoding="utf-8")
    content = yaml.safe_load(stored_with(path, {"shop.name": "Südlicht 店", "agent.reads": "zh,en"}, all_zones))
    assert content == {
        "schema": 1,
        "shop": {"name": "Südlicht 店", "url": "https://shop.example"},
        "agent": {"reads": ["zh", "en"]},
    }


def test_an_empty_value_removes_the_key_and_an_empty_group(tmp_path):
    path = tmp_path / "cscli.yaml"
    path.write_text("schema: 1\nshop: {name: Nordlicht}\nprivacy: online\n", encoding="utf-8")
    assert yaml.safe_load(stored_with(path, {"shop.name": "", "privacy": ""}, all_zones)) == {"schema": 1}


@pytest.mark.parametrize(
    "value", ["true", "12", "2026-12-03", "NO", "a: b", "# x", "x\ny", "'", '"', "{{ x }}", "*a", "ü 店 \u2066", "1e3"]
)
def test_what_is_stored_is_read_back_as_it_was_typed(settings, tmp_path, value):
    text = stored_with(tmp_path / "none.yaml", {"shop.name": value}, all_zones)
    assert settings(text).text("shop.name") == value


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"shop.nmae": "x"}, NotFoundError),
        ({"privacy": "maybe"}, UsageError),
        ({"agent.zone": "Mars/Base"}, UsageError),
    ],
)
def test_a_change_that_cannot_be_used_is_refused(tmp_path, changes, error):
    with pytest.raises(error):
        stored_with(tmp_path / "none.yaml", changes, all_zones)
