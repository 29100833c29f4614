"""A run that goes on cuts back only what it wrote itself: anything else that stands there is refused and left alone."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sweeps import each

from cscli.bulk.rows.finished import all_finished
from cscli.bulk.rows.outcome import Outcome, RowStatus
from cscli.bulk.sinks.sink import Envelope, open_sink
from cscli.errors import ExitCode, RefusedError

LETTERHEAD = Envelope(sender="support@shop.example", sender_name="Shop", started_at=datetime(2026, 11, 22, tzinfo=UTC))


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
            f"Text {n}\n",
            "a@b.example",
            digest="ab",
        )
        for n in range(first, last + 1)
    ]


def replaced(path: Path) -> None:
    path.unlink()
    path.write_bytes(b"somebody's list of the year\n" * 500)


def copied(path: Path) -> None:
    shutil.copy(path, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)
    with path.open("ab") as file:
        file.write(b"and what was added to the copy")


def linked(path: Path) -> None:
    path.with_suffix(".far").write_bytes(path.read_bytes() + b"somebody's list")
    path.unlink()
    path.symlink_to(path.with_suffix(".far"))


def hard_linked(path: Path) -> None:
    path.with_suffix(".far").write_bytes(b"somebody's list" * 1000)
    path.unlink()
    os.link(path.with_suffix(".far"), path)


def edited(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:40] + b"X" + content[41:])


def edited_at_its_end(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:-2] + b"X\n")


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


CHANGES = (replaced, copied, linked, hard_linked, edited, edited_at_its_end, cut, emptied)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def refused(target: Path, kind: str, position) -> None:
    before = contents(target.parent)
    with pytest.raises(RefusedError) as caught:
        open_sink(str(target), kind, position=position, envelope=LETTERHEAD)
    assert caught.value.exit_code is ExitCode.REFUSED
    assert caught.value.problems[0].code == "output-changed"
    assert caught.value.problems[0].hint
    assert contents(target.parent) == before


@each(("name", "change"), [(name, change) for name in ("out.jsonl", "out.csv", "out.mbox") for change in CHANGES])
def test_a_file_that_is_not_as_the_run_left_it_is_refused_and_left_alone(tmp_path, name, change):
    target = tmp_path / change.__name__ / name
    target.parent.mkdir(exist_ok=True)
    sink = open_sink(str(target), position=None, envelope=LETTERHEAD)
    sink.write(all_finished(outcomes(1, 3), sink.encoded))
    position = sink.settle()
    sink.close()
    change(target)
    refused(target, "", position)


@each("change", [replaced, copied, linked, hard_linked])
def test_what_stands_there_before_the_first_checkpoint_is_refused_too(tmp_path, change):
    target = tmp_path / change.__name__ / "out.jsonl"
    target.parent.mkdir()
    sink = open_sink(str(target), position=None, envelope=LETTERHEAD)
    position = sink.settle()
    sink.write(all_finished(outcomes(1, 3), sink.encoded))
    sink.close()
    change(target)
    refused(target, "", position)


@each("name", ["out.jsonl", "out.mbox"])
def test_what_somebody_wrote_behind_the_last_checkpoint_is_not_cut_off(tmp_path, name):
    target = tmp_path / name
    sink = open_sink(str(target), position=None, envelope=LETTERHEAD)
    sink.write(all_finished(outcomes(1, 3), sink.encoded))
    position = sink.settle()
    sink.close()
    with target.open("ab") as file:
        file.write(b"My own notes on these.\n")
    refused(target, "", position)


def test_a_position_of_an_earlier_release_that_counts_nothing_cuts_nothing_back(tmp_path):
    (tmp_path / "out.jsonl").write_bytes(b"theirs")
    refused(tmp_path / "out.jsonl", "", {"bytes": 0, "count": 0})


@each(
    ("kind", "change"),
    [(kind, change) for kind in ("maildir", "eml") for change in (edited, cut, emptied, Path.unlink)],
)
def test_a_folder_of_mails_of_which_one_was_changed_is_refused(tmp_path, kind, change):
    target = tmp_path / f"{kind}-{change.__name__}" / "out"
    target.parent.mkdir()
    sink = open_sink(str(target), kind, position=None, envelope=LETTERHEAD)
    sink.write(all_finished(outcomes(1, 3), sink.encoded))
    position = sink.settle()
    sink.write(all_finished(outcomes(4, 5), sink.encoded))
    sink.settle()
    sink.close()
    change(next(path for path in target.rglob("1.*") if path.is_file()))
    refused(target, kind, position)


@each("kind", ["maildir", "eml"])
def test_another_folder_of_mails_is_refused(tmp_path, kind):
    target, other = tmp_path / kind / "out", tmp_path / f"{kind}-other"
    target.parent.mkdir()
    position = {}
    for place in (target, other):
        sink = open_sink(str(place), kind, position=None, envelope=LETTERHEAD)
        position[place] = sink.settle()
        sink.write(all_finished(outcomes(1, 3), sink.encoded))
        sink.settle()
        sink.close()
    shutil.rmtree(target)
    other.rename(target)
    refused(target, kind, position[target])
    refused(target, kind, {"bytes": 0, "count": 0})


def test_a_mail_that_was_read_is_still_the_same(tmp_path):
    target = tmp_path / "out"
    sink = open_sink(str(target), "maildir", position=None, envelope=LETTERHEAD)
    sink.write(all_finished(outcomes(1, 3), sink.encoded))
    position = sink.settle()
    sink.close()
    mail = next((target / "new").glob("2.*"))
    mail.rename(target / "cur" / f"{mail.name}:2,S")
    open_sink(str(target), "maildir", position=position, envelope=LETTERHEAD).close()


def test_a_file_that_was_moved_and_linked_to_is_still_the_same(tmp_path):
    target = tmp_path / "out.jsonl"
    sink = open_sink(str(target), position=None, envelope=LETTERHEAD)
    sink.write(all_finished(outcomes(1, 3), sink.encoded))
    position = sink.settle()
    sink.close()
    target.rename(tmp_path / "moved")
    target.symlink_to(tmp_path / "moved")
    open_sink(str(target), position=position, envelope=LETTERHEAD).close()
