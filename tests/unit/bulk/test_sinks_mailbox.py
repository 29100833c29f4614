"""Mailboxes are read back by the standard library; only what was done and settled is in them."""

import email
import mailbox
from datetime import UTC, datetime
from email.policy import default

import pytest

from cscli.bulk.rows.finished import all_finished
from cscli.bulk.rows.outcome import Outcome, RowStatus
from cscli.bulk.sinks.sink import Envelope, open_sink
from cscli.errors import RefusedError, UnavailableError, UsageError

LETTERHEAD = Envelope(
    sender="support@shop.example", sender_name="Shop", started_at=datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
)
BODIES = (
    "From the start\n\nFrom us\n>From them\n",
    "お世話になっております。\n",
    "مرحبا\n\nشكرا\n",
    "x" * 3000 + "\n",
    "\n\n",
    "Größe 🎉\n",
)
LANGUAGES = ("en", "ja", "ar", "de", "en", "de")
OUTCOMES = tuple(
    Outcome(
        number, number + 1, f"K-{number}", RowStatus.DONE, "US", language, "email", f"Subject {number} ✓", body,
        "kim@example.com", digest=f"{number:064x}",
    )
    for number, (body, language) in enumerate(zip(BODIES, LANGUAGES, strict=True), start=1)
)  # fmt: skip
REJECTED = Outcome(50, 51, "bad", RowStatus.REJECTED, body="never sent", code="missing", reason="No market.")


def filled(target, kind, outcomes=OUTCOMES, position=None):
    sink = open_sink(str(target), kind, position=position, envelope=LETTERHEAD)
    sink.write(all_finished(outcomes, sink.encoded))
    position = sink.settle()
    sink.close()
    return position


def text_of(mail):
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def in_mbox(target):
    box = mailbox.mbox(target, create=False, factory=lambda file: email.message_from_binary_file(file, policy=default))
    try:
        return list(box)
    finally:
        box.close()


def in_maildir(target):
    box = mailbox.Maildir(
        target, create=False, factory=lambda file: email.message_from_binary_file(file, policy=default)
    )
    return [box[key] for key in sorted(box.keys(), key=lambda key: int(key.partition(".")[0]))]


def in_folder(target):
    paths = sorted(target.glob("*.eml"), key=lambda path: int(path.name.partition(".")[0]))
    return [email.message_from_bytes(path.read_bytes(), policy=default) for path in paths]


READERS = {"mbox": in_mbox, "maildir": in_maildir, "eml": in_folder}


def snapshot(target):
    if target.is_file():
        return target.read_bytes()
    return {str(path.relative_to(target)): path.read_bytes() for path in sorted(target.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("kind", READERS)
def test_every_mail_is_read_back_in_order_and_whole(tmp_path, kind):
    filled(tmp_path / "out", kind)
    mails = READERS[kind](tmp_path / "out")
    assert [mail["X-CSCLI-Key"] for mail in mails] == [o.key for o in OUTCOMES]
    assert [mail["Subject"] for mail in mails] == [o.subject for o in OUTCOMES]
    assert tuple(text_of(mail) for mail in mails) == BODIES
    assert [mail.is_multipart() for mail in mails] == [language == "ar" for language in LANGUAGES]


@pytest.mark.parametrize("kind", READERS)
def test_only_outcomes_that_are_done_are_mailed(tmp_path, kind):
    position = filled(tmp_path / "out", kind, [REJECTED, OUTCOMES[0], OUTCOMES[1]._replace(status=RowStatus.SKIPPED)])
    assert position["count"] == 1
    assert [mail["X-CSCLI-Key"] for mail in READERS[kind](tmp_path / "out")] == ["K-1"]


def test_an_mbox_opens_each_mail_with_the_sender_and_the_start_of_the_run(tmp_path):
    filled(tmp_path / "out.mbox", "", OUTCOMES)
    lines = (tmp_path / "out.mbox").read_bytes().split(b"\n")
    openings = [line for line in lines if line.lstrip(b">").startswith(b"From ")]
    assert openings == [b"From support@shop.example Mon Nov  2 09:30:00 2026"] * len(OUTCOMES)
    assert b"\r" not in b"\n".join(lines)


def test_names_in_a_maildir_are_number_and_digest(tmp_path):
    filled(tmp_path / "out", "maildir", OUTCOMES[:1])
    assert set(snapshot(tmp_path / "out")) == {f"new/1.{1:064x}.cscli"}
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["cur", "new", "tmp"]


def test_a_folder_of_eml_files_holds_nothing_else_at_the_end(tmp_path):
    filled(tmp_path / "out", "eml", OUTCOMES[:2])
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [f"{n}.{n:064x}.eml" for n in (1, 2)]
    assert all(b"\r\n" in content for content in snapshot(tmp_path / "out").values())


@pytest.mark.parametrize("kind", ["maildir", "eml"])
def test_a_mail_is_not_seen_before_it_is_settled(tmp_path, kind):
    sink = open_sink(str(tmp_path / "out"), kind, envelope=LETTERHEAD)
    sink.write(all_finished(OUTCOMES, sink.encoded))
    assert READERS[kind](tmp_path / "out") == []
    sink.settle()
    assert len(READERS[kind](tmp_path / "out")) == len(OUTCOMES)


@pytest.mark.parametrize("kind", ["maildir", "eml"])
def test_after_a_crash_mails_beyond_the_position_are_written_again(tmp_path, kind):
    filled(tmp_path / "whole", kind)
    sink = open_sink(str(tmp_path / "out"), kind, envelope=LETTERHEAD)
    sink.write(all_finished(OUTCOMES[:2], sink.encoded))
    position = sink.settle()
    sink.write(all_finished(OUTCOMES[2:4], sink.encoded))
    sink.settle()  # moved in, and then the ledger never heard of it
    sink.write(all_finished(OUTCOMES[4:], sink.encoded))
    again = open_sink(str(tmp_path / "out"), kind, position=position, envelope=LETTERHEAD)
    assert len(snapshot(tmp_path / "out")) == 2
    again.write(all_finished(OUTCOMES[2:], again.encoded))
    again.settle()
    again.close()
    assert snapshot(tmp_path / "out") == snapshot(tmp_path / "whole")


def test_a_mail_that_a_mail_program_has_shown_still_counts(tmp_path):
    target = tmp_path / "out"
    position = filled(target, "maildir", OUTCOMES[:2])
    shown = next((target / "new").glob("1.*"))
    shown.rename(target / "cur" / f"{shown.name}:2,S")
    filled(target, "maildir", OUTCOMES[2:], position)
    assert len(in_maildir(target)) == len(OUTCOMES)


@pytest.mark.parametrize("kind", ["maildir", "eml"])
@pytest.mark.parametrize("change", ["remove", "cut"])
def test_a_mail_that_is_gone_or_cut_is_noticed(tmp_path, kind, change):
    position = filled(tmp_path / "out", kind)
    path = next(path for path in (tmp_path / "out").rglob("*") if path.is_file())
    if change == "remove":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(RefusedError, match="was changed") as refused:
        open_sink(str(tmp_path / "out"), kind, position=position, envelope=LETTERHEAD)
    assert refused.value.problems[0].code == "output-changed"


def test_what_others_put_into_a_maildir_is_left_alone(tmp_path):
    target = tmp_path / "out"
    position = filled(target, "maildir", OUTCOMES[:1])
    for name in ("1700000000.M1P2.host", "README", "9.zz.cscli.bak"):
        (target / "new" / name).write_bytes(b"theirs")
    filled(target, "maildir", OUTCOMES[1:], position)
    assert [path.read_bytes() for path in sorted((target / "new").iterdir())].count(b"theirs") == 3


@pytest.mark.parametrize("kind", ["maildir", "eml"])
@pytest.mark.parametrize("inside", ["notes.txt", "new/1.a.host", "cur/1.a.host:2,S", "tmp/1.a.host", ".part/1.a.eml"])
def test_a_folder_that_holds_something_is_refused(tmp_path, kind, inside):
    path = tmp_path / "out" / inside
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"theirs")
    before = snapshot(tmp_path / "out")
    with pytest.raises(UsageError, match="holds something already"):
        open_sink(str(tmp_path / "out"), kind, envelope=LETTERHEAD)
    assert snapshot(tmp_path / "out") == before


def test_a_file_is_no_folder_for_mails(tmp_path):
    (tmp_path / "out").write_bytes(b"theirs")
    with pytest.raises(UsageError, match="holds something already"):
        open_sink(str(tmp_path / "out"), "maildir", envelope=LETTERHEAD)


@pytest.mark.parametrize("kind", ["maildir", "eml"])
def test_an_empty_folder_is_taken(tmp_path, kind):
    for name in ("new", "cur", "tmp") if kind == "maildir" else ():
        (tmp_path / "out" / name).mkdir(parents=True)
    (tmp_path / "out").mkdir(exist_ok=True)
    assert filled(tmp_path / "out", kind)["count"] == len(OUTCOMES)


@pytest.mark.parametrize("kind", ["maildir", "eml"])
def test_a_run_that_stopped_before_its_first_mail_goes_on(tmp_path, kind):
    position = filled(tmp_path / "out", kind, [])
    sink = open_sink(str(tmp_path / "out"), kind, position=position, envelope=LETTERHEAD)
    sink.write(all_finished(OUTCOMES, sink.encoded))  # and killed
    filled(tmp_path / "out", kind, OUTCOMES, position)
    assert [mail["X-CSCLI-Key"] for mail in READERS[kind](tmp_path / "out")] == [o.key for o in OUTCOMES]


def test_a_folder_that_cannot_be_made_is_an_error_in_words(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UnavailableError, match="cannot be written"):
        open_sink(str(tmp_path / "file" / "out"), "maildir", envelope=LETTERHEAD)


@pytest.mark.parametrize("kind", READERS)
def test_mails_need_a_sender_before_anything_is_made(tmp_path, kind):
    nobody = Envelope(sender="", sender_name="", started_at=LETTERHEAD.started_at)
    with pytest.raises(UsageError, match="there is none"):
        open_sink(str(tmp_path / "out"), kind, envelope=nobody)
    assert not (tmp_path / "out").exists()
