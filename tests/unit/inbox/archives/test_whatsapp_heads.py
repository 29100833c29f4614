"""Heads and notes of WhatsApp chats: every form that phones write."""

from sweeps import each

from cscli.inbox.archives.whatsapp.heads import head_of, looks_like_chat
from cscli.inbox.archives.whatsapp.notes import chat_words, noted

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
