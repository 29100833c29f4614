"""Chats of WhatsApp: every form of a head that phones write, and what must be said because no file says it."""

import zipfile
from datetime import UTC, datetime

import pytest
from sweeps import each

from cscli.errors import UsageError
from cscli.inbox.archives.instants import WrittenClock
from cscli.inbox.archives.reading import ArchiveReading
from cscli.inbox.archives.told import PastMessage, Refused
from cscli.inbox.archives.whatsapp.chat import ChatArchive
from cscli.inbox.archives.whatsapp.heads import head_of, looks_like_chat
from cscli.inbox.archives.whatsapp.notes import chat_words, noted

NOW = int(datetime(2026, 11, 22, 9, 30, tzinfo=UTC).timestamp())
HEADS = {
    "28/3/2025, 9:29 p. m. - N: t": ((28, 3, 2025), "21:29:00"),
    "3/6/18, 1:55 PM - N: t": ((3, 6, 18), "13:55:00"),
    "02.05.18 à 18:00 - N: t": ((2, 5, 18), "18:00:00"),
    "13.6.2018 klo 21.25.15 - N: t": ((13, 6, 2018), "21:25:15"),
    "2023-12-20, 5:46 p.m. - N: t": ((2023, 12, 20), "17:46:00"),
    "2023/12/20, 5:46 pm - N: t": ((2023, 12, 20), "17:46:00"),
    "03.08.21, 12:30 - N: t": ((3, 8, 21), "12:30:00"),
    "[07.03.26, 21:22:39] N: t": ((7, 3, 26), "21:22:39"),
    "[05.08.23, 5:52:02 PM] N: t": ((5, 8, 23), "17:52:02"),
    "[31/12/2022 11:40:26] N: t": ((31, 12, 2022), "11:40:26"),
    "[2018/06/13, 21:25:15] N: t": ((2018, 6, 13), "21:25:15"),
    "[27-11-18 18:43:20] N: t": ((27, 11, 18), "18:43:20"),
    "13. 6. 2018. 21:25:15 N: t": ((13, 6, 2018), "21:25:15"),
    "2018/6/13 下午9:25 - N: t": ((2018, 6, 13), "21:25:00"),
    "[2018/6/13 凌晨1:25:00] N: t": ((2018, 6, 13), "01:25:00"),
    "2018/6/13 中午12:25 - N: t": ((2018, 6, 13), "12:25:00"),
    "2018. 6. 13. 오후 9:25 - N: t": ((2018, 6, 13), "21:25:00"),
    "2018年6月13日 午後9:25 - N: t": ((2018, 6, 13), "21:25:00"),
    "١٣\u200f/٦\u200f/٢٠١٨، ٩:٢٥ م - N: t": ((13, 6, 2018), "21:25:00"),
    "๑๓/๖/๒๕๖๑ ๒๑:๒๕ - N: t": ((13, 6, 2561), "21:25:00"),
    "13/6/2561, 9:25 หลังเที่ยง - N: t": ((13, 6, 2561), "21:25:00"),
    "13/06/2018, 9:25 ÖS - N: t": ((13, 6, 2018), "21:25:00"),
    "13.06.2018, 12:05 am - N: t": ((13, 6, 2018), "00:05:00"),
    "13/06/2018 9:25 CH - N: t": ((13, 6, 2018), "21:25:00"),
    "13/06/2018, 9:25 אחה״צ - N: t": ((13, 6, 2018), "21:25:00"),
    "[21:25:15 13/6/18] N: t": ((13, 6, 18), "21:25:15"),
    "[21:25, 13/6/2018] N: t": ((13, 6, 2018), "21:25:00"),
    "[9:25 PM, 6/13/2018] N: t": ((6, 13, 2018), "21:25:00"),
    "21:25, 13/06/2018 - N: t": ((13, 6, 2018), "21:25:00"),
    "9:25:15 PM 13/6/2018 N: t": ((13, 6, 2018), "21:25:15"),
}
HIDDEN = {
    "as it is": lambda line: line,
    "a mark of direction in front": lambda line: "\u200e" + line,
    "another in front": lambda line: "\u200f" + line,
    "a narrow space before the half of the day": lambda line: _before_half(line, "\u202f"),
    "a space that does not break": lambda line: _before_half(line, "\u00a0"),
    "marks around the name": lambda line: line.replace("N:", "\u202aN\u202c:"),
    "a stranger's name": lambda line: line.replace("N:", "~\u202fN:"),
}


def _before_half(line: str, space: str) -> str:
    """A head with another space before the half of the day, where it has one."""
    for half in ("p. m.", "p.m.", "PM", "pm", "am", "ÖS", "CH", "م", "오후", "หลัง"):
        line = line.replace(f" {half}", f"{space}{half.replace(' ', space)}")
    return line


def test_every_head_is_read_with_every_hidden_sign():
    wrong = []
    for line, (parts, time) in HEADS.items():
        for how, hide in HIDDEN.items():
            head = head_of(hide(line))
            read = head and (head.parts, f"{head.hour:02}:{head.minute:02}:{head.second:02}", head.author)
            if read != (parts, time, "N") or hide(line)[head.end :].strip("\u200e ") != "t":
                wrong.append((line, how, read))
    assert not wrong


@each("line", [
    "", "ok", "28/3/2025", "Am 28/3/2025 um 9:29 - wie gesagt", "28/3/2025 um 9:29 Uhr kommt er: gut", "99:99 - x: y",
    "[28/3/2025, 25:00:00] N: t", "[28/3/2025, 9:70:00] N: t", "[28/3/2025, 9:29:00 N: t", "1.5 - N: t",
])  # fmt: skip
def test_a_line_of_a_text_is_no_head(line):
    assert head_of(line) is None


def test_a_file_without_heads_is_no_chat():
    assert looks_like_chat("[07.03.26, 21:22:39] N: t\nmore")
    assert not looks_like_chat("id,at,text\n1,2026-01-02,28/3/2025\n")


@each("line", [
    "2026-01-02 10:00:00,Anna: hallo", "2026-01-02 10:00:00;Anna: hallo", "2026-01-02 10:00:00\tAnna: hallo",
    '2026-01-02 10:00:00 "Anna": hallo', "at\n13. 6. 2018. 21:25:15 Ana: t", "",
])  # fmt: skip
def test_a_row_of_a_table_is_no_chat(line):
    assert not looks_like_chat(line)


def test_a_chat_is_known_by_its_first_line_where_heads_have_neither_bracket_nor_dash():
    assert looks_like_chat("13. 6. 2018. 21:25:15 Ana: Gdje je paket?\nHvala")


def test_a_number_of_a_phone_keeps_its_hyphens():
    head = head_of("13/6/2018, 21:25 - \u202a+49\u00a0151\u20111234\u202c: hi")
    assert head is not None
    assert head.author == "+49 151-1234"


def test_every_language_has_its_notes_and_no_note_is_two_things():
    from cscli.datafile import read_generated
    from cscli.paths import shipped_root

    languages = read_generated(shipped_root() / "locales" / "chats.json")["languages"]
    shipped = {path.stem.partition("-")[0] for path in (shipped_root() / "locales" / "languages").glob("*.yaml")}
    assert set(languages) == shipped
    assert [
        tag for tag, one in languages.items() if not {"omitted", "attached", "edited", "deleted"} <= one.keys()
    ] == []
    words = chat_words()
    assert not words.omitted & words.deleted
    assert not words.edited & words.attached


@each(("text", "files", "wordless"), [
    ("<Media omitted>", ("media",), True), ("\u200eimage omitted", ("media",), True),
    ("<Medien ausgeschlossen>", ("media",), True), ("<メディアは含まれていません>", ("media",), True),
    ("IMG-1.jpg (file attached)", ("IMG-1.jpg",), True),
    ("\u200eIMG-1.jpg (Datei angehängt)\nschaut mal", ("IMG-1.jpg",), False),
    ("\u200e<attached: 00-PHOTO.jpg>", ("00-PHOTO.jpg",), True), ("\u200e<مرفق: 1.opus>", ("1.opus",), True),
    ("bill.pdf • \u200e2 pages \u200edocument omitted", ("bill.pdf",), True),
    ("I omitted it (the file attached)", (), False),
    ("So sieht es aus \u200e<Anhang: 13-PHOTO.jpg>", ("13-PHOTO.jpg",), False),
    ("kaputt,\nsiehe Bild \u200eBild weggelassen", ("media",), False),
    ("Rechnung – März #2.pdf • \u200e2 Seiten \u200e<Anhang: 14-Rechnung – März #2.pdf>",
     ("14-Rechnung – März #2.pdf",), True),
    ("es war \u200eso weggelassen", (), False),
])  # fmt: skip
def test_notes_about_files_are_told_from_words(text, files, wordless):
    found = noted(text)
    assert (found.files, found.is_wordless) == (files, wordless)


def test_the_mark_of_an_edit_is_no_part_of_the_text():
    assert noted("Morgen um drei \u200e<This message was edited>").text == "Morgen um drei"
    assert noted("Morgen \u200e<Diese Nachricht wurde bearbeitet>").text == "Morgen"
    assert noted("a < b > c").text == "a < b > c"


def read(tmp_path, text, *, name="WhatsApp Chat with Anna.txt", me=(), **how):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    clock = WrittenClock(zone=how.pop("zone", "Europe/Berlin"), order=how.pop("order", ""))
    return list(ChatArchive(path, ArchiveReading(now=NOW, clock=clock, ours=frozenset(me), **how)).told())


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


def heads(*texts):
    return "".join(f"12/11/25, 09:{n:02} - {text}\n" for n, text in enumerate(texts))


def said_in(tmp_path, text, **how):
    found = read(tmp_path, text, name="chat.txt", order="dmy", **how)
    return [(one.direction, one.agent or one.contact.name, one.body) for one in found]


def test_a_name_with_a_colon_is_told_by_the_other_heads(tmp_path):
    text = heads(
        "Anna: Shop created group “Team: Berlin”", "Anna: Shop added Bob", "Anna: Shop: hello", "Bob: PS: where?",
        "Anna: Shop: on its way: today", "Bob: thanks", "Anna: Shop: bye", "Anna: Shop left",
    )  # fmt: skip
    assert said_in(tmp_path, text, me=("anna: shop",)) == [
        ("out", "Anna: Shop", "hello"), ("in", "Bob", "PS: where?"), ("out", "Anna: Shop", "on its way: today"),
        ("in", "Bob", "thanks"), ("out", "Anna: Shop", "bye"),
    ]  # fmt: skip
    assert [one[1] for one in said_in(tmp_path, text, me=("bob",))][:2] == ["Anna: Shop", "Bob"]


def test_a_name_with_a_colon_is_told_by_an_option_or_the_name_of_the_file(tmp_path):
    once = heads("Anna: Shop: hello", "Bob: hi")
    assert said_in(tmp_path, once, me=("anna: shop",))[0] == ("out", "Anna: Shop", "hello")
    assert said_in(tmp_path, once, me=("bob",))[0] == ("in", "Anna", "Shop: hello")
    found = read(tmp_path, once, name="WhatsApp Chat with Anna_ Shop.txt", order="dmy")
    assert [(one.direction, one.contact.name, one.body) for one in found] == [
        ("in", "Anna: Shop", "hello"), ("out", "Anna: Shop", "hi"),
    ]  # fmt: skip
    assert found[0].contact == found[1].contact


@each("texts", [
    ("Anna: PS: one", "Anna: PS: two", "Anna: hm", "Anna: PS: three"),  # she is called so elsewhere
    ("Anna: Order: one", "Anna: Colour: two", "Anna: Size: three"),
    ("Anna: PS: one", "Anna: PS: two"),  # too few
])  # fmt: skip
def test_a_word_with_a_colon_at_the_beginning_of_a_text_is_no_name(tmp_path, texts):
    found = said_in(tmp_path, heads("Shop: hi", *texts), me=("shop",))
    assert [(who, text) for _, who, text in found[1:]] == [("Anna", text.removeprefix("Anna: ")) for text in texts]


def test_the_number_of_a_phone_is_a_whole_name(tmp_path):
    found = said_in(tmp_path, heads("Shop: hi", *(f"+49 151 1234567: PS: {n}" for n in range(5))), me=("shop",))
    assert {text[:3] for _, _, text in found[1:]} == {"PS:"}


@each("subject", [
    'Anna created group "Team: Berlin"', "Anna changed the subject from “A: b” to “B: C”",
    "Anna hat die Gruppe „Team: Berlin“ erstellt.", "Anna a créé le groupe « Team: Berlin »",
    "Annaがグループ「Team: Berlin」を作成しました",
])  # fmt: skip
def test_the_subject_of_a_group_is_no_name(tmp_path, subject):
    text = heads("Shop: hi", subject, "Anna: hello")
    assert said_in(tmp_path, text, me=("shop",)) == [("out", "Shop", "hi"), ("in", "Anna", "hello")]


def test_what_a_phone_writes_in_the_name_of_a_group_is_of_the_system_whatever_the_name_holds(tmp_path):
    text = (
        "[28.03.25, 21:29:00] Team: Berlin: \u200eMessages and calls are end-to-end encrypted.\n"
        "[28.03.25, 21:29:10] Team: Berlin: \u200eAnna created this group\n"
        "[28.03.25, 21:29:20] Anna: Rechnung: \u200e<attached: 1.pdf>\n[28.03.25, 21:29:30] Shop: hi\n"
    )
    assert said_in(tmp_path, text, me=("shop",)) == [
        ("in", "Anna", "Rechnung: \u200e<attached: 1.pdf>"), ("out", "Shop", "hi"),
    ]  # fmt: skip


def test_a_longer_export_that_proves_a_name_with_a_colon_adds_only_what_is_new(tmp_path):
    short, long = (
        read(tmp_path, heads("Bob: hi", *(f"Anna: Shop: {n}" for n in range(many))), me=("bob",), order="dmy",
             name="WhatsApp Chat with Team.txt")
        for many in (2, 5)
    )  # fmt: skip
    assert (short[1].contact.name, long[1].contact.name) == ("Anna", "Anna: Shop")
    assert [one.origin for one in long[1:3]] == [one.origin for one in short[1:3]]
