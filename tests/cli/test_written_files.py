"""Files that commands write for the user: what stands there is replaced whole, or written to, or left alone."""

import os
import stat
import threading
from pathlib import Path

import pytest

posix = pytest.mark.skipif(os.name == "nt", reason="pipes and devices have no names in folders")


@pytest.fixture
def desk(cscli):
    cscli("customer", "add", "C-1", "--market", "DE", "--email", "a@post.example")
    cscli("log", "add", "Hallo, wo ist mein Paket?", "-c", "C-1")
    return cscli


@posix
@pytest.mark.parametrize("words", [("log", "export"), ("memory", "export", "--from", "de", "--to", "en")])
def test_a_pipe_is_written_to_and_not_replaced(desk, tmp_path, words):
    pipe, read = tmp_path / "pipe.csv", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    command, verb, *others = words
    done = desk(command, verb, str(pipe), *others)
    reader.join(20)
    assert (done.code, len(read)) == (0, 1)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@posix
def test_settings_do_not_take_the_place_of_a_device_or_a_pipe(cscli, tmp_path):
    pipe = tmp_path / "cscli.yaml"
    os.mkfifo(pipe)
    done = cscli("--config", str(pipe), "init", "--yes", "--shop", "Nordlicht", "--json")
    assert done.code in (2, 5)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_device_is_told_and_left_as_it_is(desk, tmp_path):
    link = tmp_path / "out.jsonl"
    link.symlink_to("/dev/full")
    done = desk("log", "export", str(link), "--json")
    assert (done.code, done.codes) == (5, ["cannot-write"])
    assert link.is_symlink()
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


def test_what_cannot_be_written_leaves_no_part_of_it_behind(tmp_path):
    from cscli.cli.door.arguments.files import write_lines
    from cscli.errors import UnavailableError

    def content():
        yield b"the texts of customers"
        raise OSError(28, "No space left on device")

    target = tmp_path / "log.jsonl"
    target.write_bytes(b"before")
    with pytest.raises(UnavailableError, match="No space left"):
        write_lines(target, content())
    assert [path.name for path in tmp_path.iterdir()] == ["log.jsonl"]
    assert target.read_bytes() == b"before"


@pytest.mark.parametrize("name", ["", ".", "/"])
def test_a_name_that_is_none_of_a_file_is_told_in_words(desk, name):
    done = desk("log", "export", name, "--json")
    assert done.code in (2, 5)
    assert "PosixPath" not in done.out
