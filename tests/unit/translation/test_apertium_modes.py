"""Modes: chains of programs without a shell, pairs by language tag, what is missing and how to get it."""

import pytest
from sweeps import each

from cscli.translation.engines.apertium.modes import find_pair, parse_mode
from cscli.translation.engines.engine import Quality


@pytest.fixture
def folder(tmp_path):
    """A folder where every mode is one program that is everywhere."""
    for name in ("eng-spa", "spa-eng", "spa-eng_US", "es-pt", "es-pt_BR", "pt-es", "spa-cat", "spa-cat_valencia"):
        (tmp_path / f"{name}.mode").write_text("cat\n")
    return tmp_path


def test_a_mode_is_a_chain_of_programs_that_flush():
    mode = "lt-proc '/a dir/x.bin' | apertium-tagger -g $2 'x.prob' | lt-proc $1 'y.bin' | lrx-proc -z -m z\n"
    assert parse_mode(mode) == (
        ("lt-proc", "-z", "/a dir/x.bin"),
        ("apertium-tagger", "-z", "-g", "x.prob"),
        ("lt-proc", "-z", "-g", "y.bin"),
        ("lrx-proc", "-z", "-m", "z"),
    )


def test_a_program_of_ones_own_is_not_told_to_flush():
    assert parse_mode("cat -u|sort") == (("cat", "-u"), ("sort",))


@each(
    "mode",
    ["", " ", "a |", "| a", "a || b", "a; b", "a $3", "a $(b)", "a `b`", "a > b", "a & b", "a\nb; c", "a 'b", "a \\"],
)
def test_what_needs_a_shell_is_no_mode(mode):
    with pytest.raises(ValueError):
        parse_mode(mode)


@pytest.mark.parametrize(
    ("source", "target", "name"),
    [
        ("en", "es", "eng-spa"), ("en-GB", "es-MX", "eng-spa"), ("es", "en", "spa-eng"),
        ("es-ES", "en-US", "spa-eng_US"), ("es", "en-GB", "spa-eng"), ("es", "pt", "es-pt"),
        ("es-419", "pt-BR", "es-pt_BR"), ("es", "pt_br", "es-pt_BR"), ("es", "pt-PT", "es-pt"),
        ("pt-BR", "es", "pt-es"), ("es", "ca", "spa-cat"), ("ES", "CA", "spa-cat"),
        ("es", "ca-ES-valencia", "spa-cat_valencia"),
    ],
)  # fmt: skip
def test_a_pair_is_found_by_tag_and_a_region_falls_back_to_its_language(folder, source, target, name):
    pair = find_pair(folder, source, target)
    assert (pair.name, pair.fault) == (name, "")


@pytest.mark.parametrize(
    ("source", "target", "quality"),
    [
        ("es", "pt-BR", Quality.DRAFT), ("pt", "es", Quality.DRAFT), ("es", "ca", Quality.DRAFT),
        ("en", "es", Quality.GIST), ("es", "en", Quality.GIST),
    ],
)  # fmt: skip
def test_only_near_relatives_are_more_than_a_gist(folder, source, target, quality):
    assert find_pair(folder, source, target).quality == quality


@pytest.mark.parametrize(
    ("source", "target", "hint"),
    [
        ("fr", "es", "apertium-fr-es"), ("es", "it", "apertium-spa-ita"), ("sv", "da", "apertium-swe-dan"),
        ("en", "de", "another engine"), ("es", "es", "another engine"), ("", "", "another engine"),
    ],
)  # fmt: skip
def test_a_missing_pair_names_its_package(folder, source, target, hint):
    pair = find_pair(folder, source, target)
    assert "there is no pair" in pair.fault
    assert hint in pair.hint


def test_a_tag_is_no_path(folder, tmp_path):
    (tmp_path / "x-es.mode").write_text("cat")
    assert find_pair(folder / "none", "../x", "es").fault
    assert find_pair(folder, "es", "en-../x").name == "spa-eng"


@pytest.mark.parametrize(
    ("mode", "fault", "hint"),
    [
        ("no-such-program-here x", "needs no-such-program-here", "Install no-such-program-here"),
        ("cat '/no/such/file.bin'", "needs /no/such/file.bin", "apertium-spa-ita"),
        ("cat > /tmp/x", "cannot be used", "spa-ita.mode"),
    ],
)
def test_a_half_installed_pair_says_what_is_missing(tmp_path, mode, fault, hint):
    (tmp_path / "spa-ita.mode").write_text(mode)
    pair = find_pair(tmp_path, "es", "it")
    assert fault in pair.fault
    assert hint in pair.hint


def test_a_program_of_apertium_names_its_package(tmp_path, monkeypatch):
    (tmp_path / "spa-cat.mode").write_text("cg-proc x")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_pair(tmp_path, "es", "ca").hint == "Install Debian's package cg3."


def test_a_file_of_bytes_is_no_mode(tmp_path):
    (tmp_path / "spa-ita.mode").write_bytes(b"\xff\xfe")
    assert "cannot be used" in find_pair(tmp_path, "es", "it").fault
