"""Mailboxes as history: threads, both directions, robots."""

import re

from archive_files import NOW, contents, keep, reading, told

from cscli.desk.cases.case import case
from cscli.desk.cases.event import Stage
from cscli.inbox.archives.formats import open_archive

US = ("help@shop.example",)


def mail(number, text, *, sender="Anna <anna@example.de>", to="help@shop.example", **more):
    after, headers = more.get("after"), more.get("headers", "")
    about = f"In-Reply-To: <{after}@x>\nReferences: <m1@x> <{after}@x>\n" if after else ""
    return (
        f"From a@b Fri Jan  2 10:00:00 2026\nMessage-ID: <m{number}@x>\nFrom: {sender}\nTo: {to}\nSubject: Paket\n"
        f"Date: Fri, 02 Jan 2026 10:0{number}:00 +0000\n{about}{headers}\n{text}\n\n"
    )


MAILS = [
    mail(1, "Wo ist mein Paket?"),
    mail(2, "Es ist unterwegs.", sender="Li <help@shop.example>", to="Anna <anna@example.de>", after="m1"),
    mail(3, "Danke!\n\nAm 2. Januar 2026 um 10:02 schrieb Li <help@shop.example>:\n> Es ist unterwegs.", after="m2"),
    mail(4, "Ich bin bis Montag nicht da.", after="m2", headers="Auto-Submitted: auto-replied\n"),
    mail(5, "News", sender="list@news.example", headers="List-Id: <news.example>\nAuto-Submitted: auto-generated\n"),
]


def box(tmp_path, mails):
    path = tmp_path / "in.mbox"
    path.write_text("".join(mails), encoding="utf-8")
    return path


def test_a_mailbox_is_both_sides_of_its_threads(record, tmp_path):
    path = box(tmp_path, MAILS)
    assert keep(record, path, me=US) == ((5, 0, 1, 1), [])
    rows = record.rows("SELECT direction, body, customer, case_id, attention FROM interactions ORDER BY id")
    assert [tuple(row.values()) for row in rows] == [
        ("in", "Wo ist mein Paket?", "anna@example.de", 1, ""),
        ("out", "Es ist unterwegs.", "anna@example.de", 1, ""),
        ("in", "Danke!", "anna@example.de", 1, ""),
        ("in", "Ich bin bis Montag nicht da.", "anna@example.de", 1, "robot"),
        ("in", "News", "", None, "robot"),
    ]
    assert case(record, 1, NOW).state is Stage.CLOSED
    before = contents(record)
    assert keep(record, path, me=US)[0] == (0, 5, 0, 0)
    assert contents(record) == before


def test_the_order_of_mails_in_a_mailbox_does_not_matter(record, tmp_path):
    for size in (1, 2, 100):
        assert keep(record, box(tmp_path, MAILS[2::-1]), me=US, size=size)[0][:2] in ((3, 0), (0, 3))
    assert [row["case_id"] for row in record.rows("SELECT case_id FROM interactions")] == [1] * 3
    assert case(record, 1, NOW).opened_at.isoformat() == "2026-01-02T10:01:00+00:00"


def test_a_maildir_and_a_folder_of_mails(tmp_path):
    for name in ("cur", "new", "tmp"):
        (tmp_path / "box" / name).mkdir(parents=True)
    (tmp_path / "box" / "cur" / "1:2,S").write_text(MAILS[0].partition("\n")[2])
    (tmp_path / "box" / "new" / "2").write_text(MAILS[1].partition("\n")[2])
    found, refused = told(tmp_path / "box", me=US)
    assert ([one.direction for one in found], refused) == (["in", "out"], [])


def test_a_mail_that_no_clock_dates_is_refused(tmp_path):
    _, refused = told(box(tmp_path, [MAILS[0], mail(2, "x").replace("2026", "2046"), MAILS[2]]))
    assert [(one.line, one.reason) for one in refused] == [(2, "has no date that can be believed")]


def test_the_folders_in_a_maildir_are_named_as_they_are_not_read(tmp_path):
    for name in ("cur", ".Sent/cur", ".Archive.2025/new", "notes"):
        (tmp_path / "box" / name).mkdir(parents=True)
    (tmp_path / "box" / "cur" / "1").write_text(MAILS[0].partition("\n")[2])
    archive = open_archive(tmp_path / "box", reading(me=US))
    assert len(list(archive.told())) == 1
    assert archive.remarks() == ("Folders in it were not read: .Archive.2025, .Sent. Import each by its path.",)


def test_mails_in_a_folder_are_known_by_their_ending_in_any_letters(tmp_path):
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / "MAIL.EML").write_text(MAILS[0].partition("\n")[2])
    assert len(told(tmp_path / "box")[0]) == 1


def test_a_mail_of_a_folder_that_is_refused_is_named_by_its_file(tmp_path):
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / "a mail.eml").write_text(mail(1, "x").partition("\n")[2].replace("2026", "2046"))
    _, (refused,) = told(tmp_path / "box")
    assert refused.hint == "It is mail a mail.eml. Give it a Date."


def test_a_mail_that_came_in_before_is_not_taken_twice(record, tmp_path, cscli):
    from cscli.inbox.incoming import Said, mail_message
    from cscli.inbox.intake import Facts, author_of, take_in

    raw = MAILS[0].partition("\n")[2].encode()
    message = mail_message(raw, Said(), now=NOW)
    take_in(record, message, Facts(author=author_of(record, message)), by="li", now=NOW)
    assert keep(record, box(tmp_path, MAILS[:3]), me=US)[0] == (2, 1, 0, 0)
    assert [row["case_id"] for row in record.rows("SELECT case_id FROM interactions")] == [1, 1, 1]


def test_a_mail_that_the_desk_sent_itself_is_known_by_its_message_id(record, tmp_path):
    from cscli.desk.log import Interaction
    from cscli.desk.recording import add_interaction

    sent = Interaction(direction="out", channel="email", body="Es ist unterwegs.", at=NOW, message_id="m2@x")
    add_interaction(record, sent)
    assert keep(record, box(tmp_path, MAILS[:2]), me=US)[0] == (1, 1, 1, 1)


def test_a_mail_without_a_date_has_the_time_at_which_its_mailbox_kept_it(record, tmp_path):
    undated = [re.sub("Date: .*\n", "", one) for one in MAILS[:2]]
    path = box(tmp_path, undated)
    assert keep(record, path, me=US) == ((2, 0, 1, 1), [])
    assert {row["at"] for row in record.rows("SELECT at FROM interactions")} == {"2026-01-02T10:00:00Z"}
    assert keep(record, path, me=US) == ((0, 2, 0, 0), [])
    (tmp_path / "box" / "new").mkdir(parents=True)
    (tmp_path / "box" / "new" / "1795255200.M1P2.host").write_text(undated[0].partition("\n")[2])
    ((one,), refused) = told(tmp_path / "box", me=US)
    assert (one.at, refused) == (1795255200, [])


def test_a_mail_without_any_date_is_refused(tmp_path):
    _, refused = told(box(tmp_path, [re.sub("Date: .*\n", "", MAILS[0]).replace("Jan", "Jxn")]))
    assert [one.reason for one in refused] == ["has no date that can be believed"]


def test_a_piece_of_a_mail_behind_a_line_of_the_mbox_is_refused(tmp_path):
    found, refused = told(box(tmp_path, [MAILS[0], "From a@b Fri Jan  2 10:00:00 2026\nonly words\n\n", MAILS[1]]))
    assert len(found) == 2
    assert [(one.line, one.reason) for one in refused] == [(2, "has no header of a mail")]
