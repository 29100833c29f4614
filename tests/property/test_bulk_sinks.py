"""Laws of sinks: the same outcomes are the same bytes, in whatever portions, and wherever a run was cut."""

import csv
import itertools
import json
import mailbox
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cscli.bulk.rows.finished import all_finished
from cscli.bulk.rows.outcome import Outcome, RowStatus
from cscli.bulk.sinks.mail import message
from cscli.bulk.sinks.sink import KINDS, Envelope, open_sink
from cscli.quality.finding import Finding, Severity
from cscli.text import storable

LAWS = settings(derandomize=True, deadline=None, database=None, max_examples=20)
LETTERHEAD = Envelope(
    sender="support@shop.example", sender_name="サポート", started_at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
)
TRAPS = [
    "\r", "\n", "\r\n", "\x00", "\x1b", "\u2028", "\x85", "\ud800", "\udcff", "\u202e", "\u2066", "From ",
    "=?utf-8?q?x?=", ">From ", ".", "=", "--=_", '"', "'", ",", "<p>", "&", " ", "מ", "ع", "ไ", "漢", "😀", "ß",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(TRAPS) | st.text(max_size=5), max_size=12).map("".join)
ADDRESSES = st.sampled_from(["kim@example.com", "", "金 <kim@example.com>", "no\naddress"]) | TEXTS
DONE_OR_NOT = st.sampled_from([RowStatus.DONE, RowStatus.DONE, RowStatus.REJECTED, RowStatus.SKIPPED])


def finding(message):
    return Finding(check="x", severity=Severity.INFO, message=message)


@st.composite
def runs(draw):
    """The outcomes of a run, in input order."""
    return [
        Outcome(
            number, number + 1, draw(TEXTS), draw(DONE_OR_NOT), "DE", draw(st.sampled_from(["de", "ar", "ja"])),
            subject=draw(TEXTS), body=draw(TEXTS), to=draw(ADDRESSES), findings=(finding(draw(TEXTS)),),
            send_at=draw(st.sampled_from(["", "2026-11-23T00:00:00Z"])), digest=f"{number * 7919:064x}",
        )
        for number in range(1, draw(st.integers(0, 8)) + 1)
    ]  # fmt: skip


def written(target, kind, portions, position=None, *, settles=()):
    """Write the portions; the position after each that was settled, by how many portions it covers."""
    sink = open_sink(str(target), kind, position=position, envelope=LETTERHEAD)
    positions = {0: sink.settle()}
    for number, portion in enumerate(portions, start=1):
        sink.write(all_finished(portion, sink.encoded))
        if number in settles:
            positions[number] = sink.settle()
    sink.close()
    return positions


def snapshot(target):
    if target.is_file():
        return target.read_bytes()
    return {str(path.relative_to(target)): path.read_bytes() for path in sorted(target.rglob("*")) if path.is_file()}


def whole(folder, kind, outcomes):
    written(folder / "whole", kind, [outcomes], settles={1})
    return snapshot(folder / "whole")


def divided(data, outcomes):
    """The outcomes in portions, some of them empty."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(outcomes)), max_size=5)))
    return [outcomes[a:b] for a, b in itertools.pairwise([0, *cuts, len(outcomes)])]


@pytest.mark.parametrize("kind", KINDS)
@given(outcomes=runs(), data=st.data())
@LAWS
def test_any_portions_give_the_same_bytes(kind, outcomes, data):
    portions = divided(data, outcomes)
    settles = data.draw(st.sets(st.integers(1, len(portions)))) | {len(portions)}
    with tempfile.TemporaryDirectory() as folder:
        written(Path(folder) / "parts", kind, portions, settles=settles)
        assert snapshot(Path(folder) / "parts") == whole(Path(folder), kind, outcomes)


@pytest.mark.parametrize("kind", KINDS)
@given(outcomes=runs(), data=st.data())
@LAWS
def test_a_run_cut_anywhere_and_continued_gives_the_same_bytes(kind, outcomes, data):
    portions = divided(data, outcomes)
    settles = data.draw(st.sets(st.integers(1, len(portions))))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        positions = written(folder / "cut", kind, portions, settles=settles)
        known = data.draw(st.sampled_from(sorted(positions)))  # the last one that the ledger heard of
        rest = portions[known:]
        written(folder / "cut", kind, rest, positions[known], settles={len(rest)})
        assert snapshot(folder / "cut") == whole(folder, kind, outcomes)


@given(outcomes=runs())
@LAWS
def test_every_outcome_is_one_row_of_its_table(outcomes):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = [json.loads(line) for line in whole(folder, "jsonl", outcomes).decode().split("\n")[:-1]]
        assert [(o.number, storable(o.key), storable(o.body)) for o in outcomes] == [
            (line["row"], line["key"], line["body"] or "") for line in lines
        ]
    with tempfile.TemporaryDirectory() as name:
        whole(Path(name), "csv", outcomes)
        with (Path(name) / "whole").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    for outcome, row in zip(outcomes, rows, strict=True):
        plain = storable(outcome.body).replace("\x00", "␀")
        assert row["body"] in (plain, "'" + plain)
        assert row["row"] == str(outcome.number)


@given(outcomes=runs())
@LAWS
def test_every_done_outcome_is_one_mail_of_an_mbox(outcomes):
    done = [message(o, LETTERHEAD).replace(b"\r\n", b"\n") for o in outcomes if o.status is RowStatus.DONE]
    with tempfile.TemporaryDirectory() as name:
        whole(Path(name), "mbox", outcomes)
        box = mailbox.mbox(Path(name) / "whole", create=False)
        found = [box.get_bytes(key) for key in box.keys()]  # noqa: SIM118 - a mailbox iterates over its mails
        box.close()
    assert found == done
