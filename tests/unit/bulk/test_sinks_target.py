"""Targets: which kind a name means, what is refused, where writing goes on, and what happens when it fails."""

import io
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from sweeps import each

from cscli.bulk.rows.finished import all_finished
from cscli.bulk.rows.outcome import Outcome, RowStatus
from cscli.bulk.sinks.sink import Envelope, open_sink
from cscli.errors import RefusedError, UnavailableError, UsageError

LETTERHEAD = Envelope(sender="support@shop.example", sender_name="Shop", started_at=datetime(2026, 11, 22, tzinfo=UTC))
FILES = ["out.jsonl", "out.csv", "out.mbox"]
posix_only = pytest.mark.skipif(os.name == "nt", reason="needs the devices and limits of POSIX")


def outcomes(first, last):
    return [
        Outcome(
            n,
            n + 1,
            f"K-{n}",
            RowStatus.DONE,
            "DE",
            "de",
            "email",
            "Betreff",
            f"Grüße {n}\n",
            "a@b.example",
            digest="ab",
        )
        for n in range(first, last + 1)
    ]


def opened(target, kind="", position=None):
    return open_sink(str(target), kind, position=position, envelope=LETTERHEAD)


def filled(target, upto, kind=""):
    sink = opened(target, kind)
    sink.write(all_finished(outcomes(1, upto), sink.encoded))
    position = sink.settle()
    sink.close()
    return position


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.jsonl", b'{"row":1'),
        ("a.NDJSON", b'{"row":1'),
        ("a.csv", b"row,key"),
        ("a.mbox", b"From support@shop.example"),
    ],
)
def test_the_suffix_tells_the_kind(tmp_path, name, start):
    filled(tmp_path / name, 1)
    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_named_kind_outweighs_the_suffix(tmp_path):
    filled(tmp_path / "a.csv", 1, "jsonl")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"{")


@each(
    ("target", "kind"),
    [("out.xml", ""), ("out", ""), ("out/", ""), ("out.csv", "xml"), ("", ""), ("-", "eml"), ("-", "xml")],
)
def test_an_unknown_kind_is_refused_with_the_known_ones(target, kind):
    with pytest.raises(UsageError) as refused:
        open_sink(target, kind, envelope=LETTERHEAD)
    assert refused.value.problems[0].code == "unknown-output"
    assert target in ("", "-") or "jsonl, csv, maildir, mbox, eml" in refused.value.message


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_holds_something_is_never_written_over(tmp_path, name):
    (tmp_path / name).write_bytes(b"theirs")
    with pytest.raises(UsageError, match="holds something already"):
        opened(tmp_path / name)
    assert (tmp_path / name).read_bytes() == b"theirs"


def test_an_empty_file_is_taken(tmp_path):
    (tmp_path / "out.jsonl").touch()
    assert filled(tmp_path / "out.jsonl", 2)["count"] == 2


@pytest.mark.parametrize("name", FILES)
def test_a_folder_is_no_file(tmp_path, name):
    (tmp_path / name).mkdir()
    with pytest.raises(UsageError, match="is a folder"):
        opened(tmp_path / name)


def test_a_folder_that_is_not_there_is_an_error_in_words(tmp_path):
    with pytest.raises(UnavailableError, match="cannot be written: No such file"):
        opened(tmp_path / "nowhere" / "out.jsonl")


@pytest.mark.parametrize("name", FILES)
def test_what_was_written_after_the_position_is_forgotten(tmp_path, name):
    filled(tmp_path / f"whole-{name}", 9)
    sink = opened(tmp_path / name)
    sink.write(all_finished(outcomes(1, 4), sink.encoded))
    position = sink.settle()
    sink.write(all_finished(outcomes(5, 7), sink.encoded))
    sink.close()
    with (tmp_path / name).open("ab") as file:
        file.write(b'{"row":8,"key":"K-')
    sink = opened(tmp_path / name, position=position)
    sink.write(all_finished(outcomes(5, 9), sink.encoded))
    assert sink.settle()["count"] == 9
    sink.close()
    assert (tmp_path / name).read_bytes() == (tmp_path / f"whole-{name}").read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_a_position_is_the_size_of_the_file(tmp_path, name):
    position = filled(tmp_path / name, 3)
    assert (position["bytes"], position["count"]) == ((tmp_path / name).stat().st_size, 3)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_shorter_than_its_position_was_changed(tmp_path, name):
    position = filled(tmp_path / name, 3)
    os.truncate(tmp_path / name, position["bytes"] - 1)
    with pytest.raises(RefusedError, match="was changed") as refused:
        opened(tmp_path / name, position=position)
    assert refused.value.problems[0].code == "output-changed"
    assert (tmp_path / name).stat().st_size == position["bytes"] - 1


def test_a_file_that_is_gone_was_changed(tmp_path):
    position = filled(tmp_path / "out.jsonl", 3)
    (tmp_path / "out.jsonl").unlink()
    with pytest.raises(RefusedError, match="it is gone"):
        opened(tmp_path / "out.jsonl", position=position)
    assert not (tmp_path / "out.jsonl").exists()


def test_closing_twice_leaves_what_was_written(tmp_path):
    sink = opened(tmp_path / "out.jsonl")
    sink.write(all_finished(outcomes(1, 3), sink.encoded))
    position = sink.settle()
    sink.close()
    sink.close()
    assert (tmp_path / "out.jsonl").stat().st_size == position["bytes"] > 0


@posix_only
@pytest.mark.parametrize("name", FILES)
def test_a_full_disk_leaves_what_was_there_and_says_what_to_do(tmp_path, name):
    import resource

    sink = opened(tmp_path / name)
    sink.write(all_finished(outcomes(1, 3), sink.encoded))
    position = sink.settle()
    before = (tmp_path / name).read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 50, limits[1]))
    try:
        with pytest.raises(UnavailableError, match="there is no room") as refused:
            sink.write(all_finished(outcomes(4, 9), sink.encoded))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert refused.value.problems[0].code == "disk-full"
    assert "Make room" in refused.value.problems[0].hint
    assert (tmp_path / name).read_bytes() == before
    assert sink.settle() == position
    sink.write(all_finished(outcomes(4, 5), sink.encoded))
    assert sink.settle()["count"] == 5


@posix_only
def test_a_full_disk_stops_mails_too_and_none_of_the_lot_counts(tmp_path):
    import resource

    sink = opened(tmp_path / "out", "maildir")
    lot = outcomes(1, 2)
    lot[1] = lot[1]._replace(body="x" * 100_000)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))
    try:
        with pytest.raises(UnavailableError, match="there is no room"):
            sink.write(all_finished(lot, sink.encoded))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    settled = sink.settle()
    assert (settled["bytes"], settled["count"], settled["last"], int(settled["digest"])) == (0, 0, 0, 0)
    sink.write(all_finished(lot, sink.encoded))
    assert sink.settle()["count"] == 2


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110 - a device
def test_a_device_is_written_to_but_not_continued():
    sink = opened("/dev/full", "jsonl")
    assert sink.settle() == {"bytes": 0, "count": 0}
    with pytest.raises(UnavailableError, match="there is no room"):
        sink.write(all_finished(outcomes(1, 1), sink.encoded))
    sink.close()
    with pytest.raises(UsageError, match="cannot be continued"):
        opened("/dev/null", "jsonl", {"bytes": 5, "count": 1})


@pytest.mark.parametrize(("kind", "name"), [("", "out.jsonl"), ("csv", "out.csv"), ("mbox", "out.mbox")])
def test_standard_output_gets_the_bytes_of_the_file(tmp_path, monkeypatch, kind, name):
    filled(tmp_path / name, 3)
    stdout = io.TextIOWrapper(io.BytesIO(), "ascii")
    monkeypatch.setattr(sys, "stdout", stdout)
    sink = opened("-", kind)
    sink.write(all_finished(outcomes(1, 3), sink.encoded))
    position = sink.settle()
    sink.close()
    assert stdout.buffer.getvalue() == (tmp_path / name).read_bytes()
    assert position == {"bytes": len(stdout.buffer.getvalue()), "count": 3}


def test_standard_output_is_not_continued():
    with pytest.raises(UsageError, match="standard output cannot be continued"):
        opened("-", position={"bytes": 10, "count": 1})


GOES_AWAY = """
from datetime import datetime, UTC
from cscli.bulk.rows.finished import all_finished
from cscli.bulk.rows.outcome import Outcome, RowStatus
from cscli.bulk.sinks.sink import Envelope, open_sink
from cscli.errors import UnavailableError
import sys
sink = open_sink("-", envelope=Envelope(sender="", sender_name="", started_at=datetime.now(UTC)))
try:
    while True:
        sink.write(all_finished([Outcome(1, 1, "k", RowStatus.DONE, body="x" * 10000)], sink.encoded))
except UnavailableError as gone:
    sys.stderr.write(gone.problems[0].code)
    sys.exit(5)
"""


@posix_only
def test_a_reader_that_goes_away_ends_it_with_its_own_code():
    with subprocess.Popen([sys.executable, "-c", GOES_AWAY], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as writer:
        assert writer.stdout.read(5) == b'{"row'
        writer.stdout.close()
        assert (writer.stderr.read(), writer.wait(30)) == (b"reader-gone", 5)


@pytest.mark.parametrize("name", FILES)
def test_a_target_that_was_only_opened_holds_nothing_yet_so_that_a_run_killed_there_can_begin_again(tmp_path, name):
    opened(tmp_path / name).close()
    assert (tmp_path / name).read_bytes() == b""
    filled(tmp_path / name, 1)
    assert (tmp_path / name).read_bytes()
