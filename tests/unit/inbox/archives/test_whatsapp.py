"""Chats of WhatsApp: every form of a head that phones write, and what must be said because no file says it."""

import zipfile
from datetime import UTC, datetime

import pytest
from archive_files import chat_told as read

from cscli.errors import UsageError
from cscli.inbox.archives.instants import WrittenClock
from cscli.inbox.archives.reading import ArchiveReading
from cscli.inbox.archives.told import PastMessage, Refused
from cscli.inbox.archives.whatsapp.chat import ChatArchive

NOW = int(datetime(2026, 11, 22, 9, 30, tzinfo=UTC).timestamp())


def at(told) -> str:
    return datetime.fromtimestamp(told.at, UTC).strftime("%Y-%m-%d %H:%M:%S")


CHAT = """\
28/3/2025, 9:29 p. m. - Messages and calls are end-to-end encrypted. Only people in this chat can read them.
28/3/2025, 9:29 p. m. - Anna: Wo bleibt mein Paket?

Es sollte gestern kommen:
13/7 hieß es.
28/3/2025, 9:31 p. m. - Nordlicht Store: Wir schauen nach.
28/3/2025, 9:31 p. m. - Anna: ja
28/3/2025, 9:31 p. m. - Anna: ja
28/3/2025, 9:32 p. m. - Anna: <Media omitted>
28/3/2025, 9:33 p. m. - Anna: This message was deleted
"""


def test_a_chat_is_both_sides_with_texts_of_many_lines_and_without_the_system(tmp_path):
    told = read(tmp_path, CHAT)
    assert [(at(one), one.direction, one.body) for one in told] == [
        ("2025-03-28 20:29:00", "in", "Wo bleibt mein Paket?\n\nEs sollte gestern kommen:\n13/7 hieß es."),
        ("2025-03-28 20:31:00", "out", "Wir schauen nach."),
        ("2025-03-28 20:31:00", "in", "ja"),
        ("2025-03-28 20:31:00", "in", "ja"),
        ("2025-03-28 20:32:00", "in", "<Media omitted>"),
    ]
    assert len({one.origin for one in told}) == 5
    assert {one.contact.name for one in told} == {"Anna"}
    assert told[1].agent == "Nordlicht Store"
    assert {one.thread for one in told} == {told[0].thread}


def test_a_place_on_the_map_is_a_message_and_a_missed_call_is_not(tmp_path):
    found = read(
        tmp_path,
        "[27.03.26, 21:22:43] Anna: \u200eStandort: https://maps.google.com/?q=52.5,13.4\n"
        "[27.03.26, 21:22:48] Anna: \u200eVerpasster Sprachanruf\n",
    )
    assert [one.body for one in found] == ["\u200eStandort: https://maps.google.com/?q=52.5,13.4"]


def test_messages_that_somebody_pastes_from_the_browser_are_no_messages_of_their_own(tmp_path):
    pasted = "[27.03.26, 21:22:43] Anna: Sie schrieben:\n[10:32, 25/3/2026] Nordlicht Store: Morgen!"
    (one,) = read(tmp_path, f"{pasted}\n")
    assert one.body == "Sie schrieben:\n[10:32, 25/3/2026] Nordlicht Store: Morgen!"


def test_a_longer_export_of_a_chat_has_the_same_origins_and_some_more(tmp_path):
    short = read(tmp_path, CHAT)
    longer = read(tmp_path, CHAT + "29/3/2025, 8:00 a. m. - Anna: Danke\n", name="WhatsApp Chat with Anna (1).txt")
    cut = read(tmp_path, CHAT.partition("\n28/3/2025, 9:31 p. m. - Anna: ja")[2].partition("\n")[2])
    assert [one.origin for one in longer[:5]] == [one.origin for one in short]
    assert len(longer) == 6
    assert {one.origin for one in cut} <= {one.origin for one in short}


def test_a_long_silence_begins_another_case(tmp_path):
    told = read(
        tmp_path, CHAT + "5/4/2025, 9:00 p. m. - Anna: noch etwas\n14/4/2025, 9:00 p. m. - Anna: neu\n", pause_days=7
    )
    assert len({one.thread for one in told}) == 3


@pytest.mark.parametrize(("dates", "order"), [
    (("3/4/2025", "13/4/2025"), "dmy"), (("3/4/2025", "4/13/2025"), "mdy"), (("2025/4/13", "2025/5/1"), "ymd"),
    (("1/2/25", "1/3/25", "1/4/25", "2/1/25"), "mdy"), (("3/1/25", "4/1/25", "1/2/25"), "dmy"),
    (("11/12/2025", "12/11/2026"), "dmy"), (("13/4/2568", "1/5/2568"), "dmy"),
])  # fmt: skip
def test_the_order_of_day_and_month_is_proven_by_all_heads(tmp_path, dates, order):
    text = "".join(f"{day}, 10:00 - Anna: t{n}\n" for n, day in enumerate(dates))
    archive = ChatArchive(_written(tmp_path, text), ArchiveReading(now=NOW, clock=WrittenClock(zone="UTC")))
    assert archive.remarks()[0].startswith(f"Dates are read as {order}")


def _written(tmp_path, text, name="WhatsApp Chat with Anna.txt"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_dates_that_nothing_proves_are_asked_for_with_their_readings(tmp_path):
    with pytest.raises(UsageError, match="2025-04-03 or 2025-03-04") as refused:
        read(tmp_path, "3/4/2025, 10:00 - Anna: a\n5/6/2025, 10:00 - Anna: b\n")
    assert refused.value.problems[0].code == "ambiguous-date"
    assert "--date-order" in refused.value.problems[0].hint
    told = read(tmp_path, "3/4/2025, 10:00 - Anna: a\n5/6/2025, 10:00 - Anna: b\n", order="mdy", zone="UTC")
    assert [at(one)[:10] for one in told] == ["2025-03-04", "2025-05-06"]


def test_the_zone_is_asked_for_as_no_file_says_it(tmp_path):
    with pytest.raises(UsageError, match="28/3/2025") as refused:
        read(tmp_path, CHAT, zone="")
    assert refused.value.problems[0].code == "zone-needed"
    assert "proves nothing" in refused.value.problems[0].hint


def test_who_the_shop_is_comes_from_the_name_of_the_file_or_is_asked_for(tmp_path):
    with pytest.raises(UsageError, match="Nordlicht Store") as refused:
        read(tmp_path, CHAT, name="chat.txt")
    assert refused.value.problems[0].code == "me-needed"
    told = read(tmp_path, CHAT, name="chat.txt", me=["nordlicht store"])
    assert [one.direction for one in told] == ["in", "out", "in", "in", "in"]


def test_a_phone_number_as_the_name_is_a_contact(tmp_path):
    text = "28/3/2025, 21:29 - +49 151 1234567: hallo\n28/3/2025, 21:30 - Shop: ja\n"
    told = read(tmp_path, text, name="x.txt", me=["shop"])
    assert {(one.contact.kind, one.contact.address) for one in told} == {("phone", "+49 151 1234567")}


def test_the_zip_of_a_phone_is_read_without_unpacking_it(tmp_path):
    path = tmp_path / "WhatsApp Chat - Anna.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("photo.jpg", b"\xff\xd8")
        packed.writestr(
            "_chat.txt",
            "\ufeff[28.03.25, 21:29:10] Anna: \u200eMessages are end-to-end encrypted.\r\n"
            "[28.03.25, 21:29:11] Anna: Hallo\r\nDu\r\n\u200e[28.03.25, 21:29:12] Anna: \u200e<attached: 1.jpg>\r\n"
            "[28.03.25, 21:30:00] Shop: Hallo Anna\r\n",
        )
    told = list(ChatArchive(path, ArchiveReading(now=NOW, clock=WrittenClock(zone="UTC"))).told())
    assert [(one.direction, one.body, one.attachments) for one in told] == [
        ("in", "Hallo\nDu", ()), ("in", "\u200e<attached: 1.jpg>", ("1.jpg",)), ("out", "Hallo Anna", ()),
    ]  # fmt: skip


def test_what_stands_before_the_first_head_and_what_is_not_yet_are_refused(tmp_path):
    told = read(tmp_path, "the end of a message\n13/3/2025, 10:00 - Anna: a\n", zone="UTC")
    assert isinstance(told[0], Refused)
    assert "before the first message" in told[0].reason
    told = read(tmp_path, "13/3/2025, 10:00 - Anna: a\n24/11/2026, 10:00 - Anna: b\n", zone="UTC", order="dmy")
    assert [type(one) for one in told] == [PastMessage, Refused]


def test_hostile_chats_end_with_an_error_or_are_read(tmp_path):
    path = tmp_path / "WhatsApp Chat with Anna.zip"
    path.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(UsageError, match="cannot be read"):
        ChatArchive(path, ArchiveReading(now=NOW, clock=WrittenClock(zone="UTC")))
    told = read(
        tmp_path, f"13/3/2025, 10:00 - Anna: {'x' * 3_000_000}\n13/3/2025, 10:01 - Anna: a\0b\x1b[31m\n", zone="UTC"
    )
    assert [len(one.body) for one in told] == [1_000_000 - len("13/3/2025, 10:00 - Anna: "), 7]
