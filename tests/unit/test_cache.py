"""The cache: an entry is found only for what it was made from, whole, and in a folder where nobody else can write."""

import os
import stat
import time
from pathlib import Path

import pytest

from cscli import cache as cache_module
from cscli.cache import MAX_BYTES, MOST_ENTRIES, Cache, distrust, key
from cscli.datafile import read

posix = pytest.mark.skipif(os.name != "posix", reason="owners and modes are those of POSIX")
KEY = key("template", b"source", b"jinja2 3.1.6")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "home" / "cache"


@pytest.fixture
def cache(folder):
    return Cache(folder=folder, creates=True)


@pytest.fixture(autouse=True)
def forgotten():
    """What a process remembers about folders is forgotten: each test is a run of its own."""
    cache_module._is_trusted.cache_clear()
    cache_module._sweep.cache_clear()


def kept(folder):
    (path,) = folder.iterdir()
    return path


def test_what_was_kept_is_found_again(cache):
    cache.write(KEY, b"code")
    assert cache.read(KEY) == b"code"


@pytest.mark.parametrize(
    "other",
    [
        key("template", b"source"),
        key("template", b"source", b"jinja2 3.1.7"),
        key("template", b"Source", b"jinja2 3.1.6"),
        key("template", b"jinja2 3.1.6", b"source"),
        key("template", b"sourcejinja2 3.1.6"),
        key("template", b"sourc", b"ejinja2 3.1.6"),
        key("market", b"source", b"jinja2 3.1.6"),
    ],
)
def test_an_entry_is_not_found_when_anything_that_it_was_made_from_differs(cache, other):
    cache.write(KEY, b"code")
    assert cache.read(other) is None


def test_an_entry_is_not_found_when_the_names_that_it_was_checked_against_differ(cache, monkeypatch):
    cache.write(KEY, b"code")
    monkeypatch.setattr(cache_module, "_basis", lambda: b"another tz database")
    assert cache.read(KEY) is None


def test_every_flipped_byte_of_an_entry_makes_it_unusable(cache, folder):
    cache.write(KEY, b"some code")
    path = kept(folder)
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert cache.read(KEY) is None


def test_an_entry_cannot_stand_in_for_another(cache, folder):
    cache.write(KEY, b"code")
    other = key("template", b"another source", b"jinja2 3.1.6")
    kept(folder).rename(folder / other.name(cache_module._basis()))
    assert cache.read(other) is None


def make_fifo(path):
    os.mkfifo(path)


def make_folder(path):
    path.mkdir()


def make_huge(path):
    with path.open("wb") as file:
        file.truncate(6 * 1024**3)


def make_link(path):
    path.symlink_to(path.with_name("elsewhere"))


def make_ring(path):
    path.symlink_to(path)


@posix
@pytest.mark.parametrize("make", [make_fifo, make_folder, make_huge, make_link, make_ring])
def test_what_is_no_entry_is_neither_read_nor_waited_for(cache, folder, make):
    cache.write(KEY, b"code")
    path = kept(folder)
    path.rename(path.with_name("elsewhere"))
    make(path)
    started = time.monotonic()
    assert cache.read(KEY) is None
    cache.write(KEY, b"code")
    assert time.monotonic() - started < 2


@posix
@pytest.mark.parametrize("umask", [0o000, 0o002, 0o022, 0o077])
def test_entries_are_for_this_user_alone_whatever_the_umask(cache, folder, umask):
    before = os.umask(umask)
    try:
        cache.write(KEY, b"code")
    finally:
        os.umask(before)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (kept(folder), folder, folder.parent)]
    assert modes == [0o600, 0o700, 0o700]
    assert cache.read(KEY) == b"code"


@posix
def test_a_link_at_the_name_of_a_temporary_file_is_not_followed(cache, folder, tmp_path, monkeypatch):
    victim = tmp_path / "victim"
    victim.write_text("precious", encoding="utf-8")
    cache.write(KEY, b"code")
    monkeypatch.setattr(os, "urandom", lambda _: b"guessed!")
    (folder / f"{kept(folder).name}.{b'guessed!'.hex()}.tmp").symlink_to(victim)
    cache.write(KEY, b"other code")
    assert victim.read_text(encoding="utf-8") == "precious"
    assert cache.read(KEY) == b"code"


def shared_by_group(folder):
    folder.chmod(0o770)


def shared_by_all(folder):
    folder.chmod(0o707)


def sticky_for_all(folder):
    folder.chmod(0o1777)


def below_a_shared_folder(folder):
    folder.parent.chmod(0o777)


def below_a_link(folder):
    real = folder.parent.rename(folder.parent.with_name("real"))
    folder.parent.symlink_to(real)


def a_link_itself(folder):
    real = folder.rename(folder.with_name("real"))
    folder.symlink_to(real)


@posix
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (shared_by_group, "chmod go-w"),
        (shared_by_all, "chmod go-w"),
        (sticky_for_all, "chmod go-w"),
        (below_a_shared_folder, "chmod go-w"),
        (below_a_link, "is a link"),
        (a_link_itself, "is a link"),
    ],
)
def test_a_folder_that_others_could_fill_is_not_used(cache, folder, monkeypatch, spoil, said):
    monkeypatch.setenv("HOME", "/nowhere")
    cache.write(KEY, b"code")
    before = kept(folder).stat()
    spoil(folder)
    cache_module._is_trusted.cache_clear()
    assert said in distrust(folder)
    assert cache.read(KEY) is None
    cache.write(KEY, b"other code")
    assert kept(folder).stat() == before


@posix
@pytest.mark.parametrize("owner", ["folder", "above"])
def test_a_folder_of_another_user_is_not_used(cache, folder, monkeypatch, owner):
    cache.write(KEY, b"code")
    theirs = folder if owner == "folder" else folder.parent
    lstat = Path.lstat

    def of_another(path):
        found = lstat(path)
        return os.stat_result([*found[:4], 4711, *found[5:]]) if path == theirs else found

    monkeypatch.setattr(Path, "lstat", of_another)
    monkeypatch.setenv("HOME", "/nowhere")
    cache_module._is_trusted.cache_clear()
    assert "belongs to another user" in distrust(folder)
    assert cache.read(KEY) is None


@posix
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_an_entry_that_others_can_write_is_not_used(cache, folder, mode):
    cache.write(KEY, b"code")
    kept(folder).chmod(mode)
    assert cache.read(KEY) is None


@posix
def test_a_folder_of_ones_own_in_a_sticky_folder_such_as_tmp_can_be_trusted(cache, folder, monkeypatch):
    monkeypatch.setenv("HOME", "/nowhere")
    cache.write(KEY, b"code")
    folder.parent.chmod(0o1777)
    assert distrust(folder) == ""
    assert cache.read(KEY) == b"code"


@posix
def test_what_is_above_the_home_folder_does_not_matter(cache, folder, monkeypatch):
    monkeypatch.setenv("HOME", str(folder.parent))
    cache.write(KEY, b"code")
    folder.parent.parent.chmod(0o777)
    assert distrust(folder) == ""


def test_a_folder_that_does_not_exist_is_no_reason_for_distrust(folder):
    assert distrust(folder) == ""


def test_an_entry_that_is_too_large_is_not_kept(cache, folder):
    cache.write(KEY, b"x" * MAX_BYTES)
    assert not folder.exists()


def test_the_oldest_entries_go_when_there_are_too_many(cache, folder):
    folder.mkdir(parents=True)
    now = time.time()
    for number in range(MOST_ENTRIES + 20):
        path = folder / f"market-{number}"
        path.touch()
        os.utime(path, (now - number, now - number))
    folder.chmod(0o700)
    cache.write(KEY, b"code")
    names = {path.name for path in folder.iterdir()}
    assert len(names) == MOST_ENTRIES + 1
    assert {"market-0", f"market-{MOST_ENTRIES - 1}"} <= names


def test_entries_and_temporaries_that_are_old_go(cache, folder):
    folder.mkdir(parents=True, mode=0o700)
    ages = {"market-old": 100 * 86_400, "market-new": 86_400, "x.1.tmp": 7200, "x.2.tmp": 60}
    for name, age in ages.items():
        (folder / name).touch()
        os.utime(folder / name, (time.time() - age,) * 2)
    cache.write(KEY, b"code")
    assert ages.keys() & {path.name for path in folder.iterdir()} == {"market-new", "x.2.tmp"}


def test_shipped_entries_are_found_without_the_users_folder(folder, tmp_path, monkeypatch):
    shipped = tmp_path / "shipped"
    Cache(folder=shipped, creates=True, is_shipped=True).write(KEY, b"code")
    monkeypatch.setattr(cache_module, "shipped_cache", lambda: shipped)
    assert Cache(folder=folder).read(KEY) == b"code"
    assert not folder.exists()


def test_the_build_and_a_run_find_the_same_entries(tmp_path, monkeypatch):
    from cscli.paths import shipped_root

    path = shipped_root() / "locales" / "markets" / "JP.yaml"
    monkeypatch.setattr(cache_module, "shipped_cache", lambda: tmp_path / "made")
    read(path, "market", cache=Cache(folder=tmp_path / "made", creates=True, is_shipped=True))
    monkeypatch.setattr("cscli.datafile._parsed", None)
    assert read(path, "market", cache=Cache(folder=tmp_path / "none")).content["market"] == "JP"


def test_digests_are_those_of_the_standard_library():
    from hashlib import blake2b

    assert cache_module.blake2b(b"text", key=b"key", digest_size=32).digest() == (
        blake2b(b"text", key=b"key", digest_size=32).digest()
    )
