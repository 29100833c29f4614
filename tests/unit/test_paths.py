"""Where things live: the platform's folders, overlaid file by file by a workspace and by the user's config folder."""

from pathlib import Path

import platformdirs
import pytest
from sweeps import each

from cscli.errors import ExitCode, UsageError
from cscli.paths import Paths, is_plain_name, platform_paths, schema_path, shipped_root


@pytest.fixture
def layered(tmp_path):
    """Three folders of a run; ``put`` writes a template into one of them."""
    folders = {"config": tmp_path / "config", "workspace": tmp_path / "desk"}
    for folder in folders.values():
        folder.mkdir(exist_ok=True)
    paths = Paths(config=folders["config"], data=tmp_path / "d", cache=tmp_path / "c", workspace=folders["workspace"])

    def put(layer: str, name: str) -> Path:
        path = folders[layer] / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("schema: 1\n", encoding="utf-8")
        return path

    return paths, put


def test_the_environment_names_the_folders(tmp_path):
    paths = platform_paths({f"CSCLI_{kind}_DIR": str(tmp_path / kind) for kind in ("CONFIG", "DATA", "CACHE")})
    assert (paths.config, paths.data, paths.cache) == (tmp_path / "CONFIG", tmp_path / "DATA", tmp_path / "CACHE")
    assert paths.workspace is None


def test_without_the_environment_the_folders_are_the_platforms_own(sealed):
    paths = platform_paths({})
    for folder in (paths.config, paths.data, paths.cache):
        assert "cscli" in folder.parts
        assert folder.is_absolute()


@each(
    "environment",
    [
        {}, {"XDG_CONFIG_HOME": "/conf"}, {"XDG_DATA_HOME": "/data", "XDG_CACHE_HOME": "/cache"}, {"XDG_DATA_HOME": ""},
        {"XDG_CACHE_HOME": "relative"}, {"HOME": "relative"}, {"ANDROID_DATA": "/data"},
    ],
)  # fmt: skip
def test_the_platforms_folders_are_those_of_platformdirs(monkeypatch, environment):
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "ANDROID_DATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found = platform_paths({})
    for kind in ("config", "data", "cache"):
        wanted = getattr(platformdirs, f"user_{kind}_dir")("cscli", appauthor=False)
        assert getattr(found, kind) == Path(wanted), kind


def test_looking_for_folders_creates_none(tmp_path):
    paths = platform_paths({f"CSCLI_{kind}_DIR": str(tmp_path / kind) for kind in ("CONFIG", "DATA", "CACHE")})
    paths.winner("templates", "de", "none.yaml")
    paths.names("templates", "de")
    assert list(tmp_path.iterdir()) == []


def test_a_workspace_may_be_named_in_the_environment(tmp_path):
    assert platform_paths({"CSCLI_WORKSPACE": str(tmp_path)}).workspace == tmp_path
    (tmp_path / "other").mkdir()
    assert platform_paths({"CSCLI_WORKSPACE": str(tmp_path)}, str(tmp_path / "other")).workspace == tmp_path / "other"


def test_a_workspace_that_is_no_folder_is_refused(tmp_path):
    with pytest.raises(UsageError, match="is not a folder") as caught:
        platform_paths({}, str(tmp_path / "none"))
    assert caught.value.exit_code is ExitCode.USAGE
    assert caught.value.problems[0].code == "bad-workspace"
    assert "templates/ and locales/" in caught.value.problems[0].hint


def test_a_home_sign_is_understood(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert platform_paths({"CSCLI_DATA_DIR": "~/record"}).data == tmp_path / "record"


def test_the_config_folder_wins_over_the_workspace_and_both_over_what_ships(layered):
    paths, put = layered
    where = ("templates", "de", "shipping-delay.yaml")
    assert paths.winner(*where) == ("shipped", shipped_root().joinpath(*where))
    mine = put("workspace", "de/shipping-delay.yaml")
    assert paths.winner(*where) == ("workspace", mine)
    strongest = put("config", "de/shipping-delay.yaml")
    assert paths.winner(*where) == ("config", strongest)


def test_a_file_that_is_nowhere_has_no_winner(layered):
    assert layered[0].winner("templates", "de", "none.yaml") is None


def test_names_are_gathered_over_all_layers(layered):
    paths, put = layered
    put("workspace", "de/brand-new.yaml")
    put("config", "de/shipping-delay.yaml")
    names = paths.names("templates", "de")
    assert "brand-new" in names
    assert names.count("shipping-delay") == 1
    assert list(names) == sorted(names)


def test_hidden_files_and_other_suffixes_are_no_names(layered):
    paths, put = layered
    put("workspace", "de/.draft.yaml")
    put("workspace", "de/notes.txt")
    assert not {".draft", "draft", "notes", "notes.txt"} & set(paths.names("templates", "de"))


def test_folders_are_gathered_over_all_layers_without_hidden_ones(layered):
    paths, put = layered
    put("workspace", "da/shipping-delay.yaml")
    put("workspace", ".git/x.yaml")
    put("workspace", "_old/x.yaml")
    found = paths.folders("templates")
    assert {"da", "de"} <= set(found)
    assert not {".git", "_old"} & set(found)


def test_what_ships_holds_templates_and_locales():
    assert (shipped_root() / "templates" / "intents.yaml").is_file()
    assert (shipped_root() / "locales" / "markets" / "JP.yaml").is_file()


@each("kind", ["market", "language", "template", "intents", "sources", "config"])
def test_every_kind_of_data_file_has_a_schema_that_ships(kind):
    assert schema_path(kind).is_file()


@each("name", ["de", "pt-BR", "shipping-delay", "my_shop", "a1"])
def test_a_plain_name_may_become_part_of_a_path(name):
    assert is_plain_name(name)


@each("name", ["", ".", "..", "../../etc/passwd", "a/b", "a\\b", "C:x", "nul\x00", "a b", "é", "-", "x.yaml", "~"])
def test_anything_else_may_not(name):
    assert not is_plain_name(name)
