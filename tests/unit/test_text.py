"""Text of customers is made safe to show, isolated in right-to-left replies, and told apart by script."""

from sweeps import each

from cscli.text import (
    FSI,
    LRI,
    PDI,
    clean,
    is_visible,
    isolated,
    isolated_if_rtl,
    one_line,
    plain_letters,
    printable,
    scripts,
)

RLI = "\u2067"


@each(
    ("typed", "plain"),
    [
        ("Änne", "anne"), ("A\u0308nne", "anne"), ("ＡＮＮＥ", "anne"), ("İrem Işık", "irem isik"),
        ("STRASSE", "strasse"), ("Straße", "strasse"), ("a%40b.de", "a@b.de"), ("100 %", "100 %"), ("٠٥٣", "053"),
        ("ガ", "ガ"), ("한글", "한글"), ("Ёлка", "елка"), ("Ζωή", "ζωη"),
    ],
)  # fmt: skip
def test_a_name_is_looked_for_in_plain_letters(typed, plain):
    assert plain_letters(typed) == plain


@each("text", ["", "Grüße aus Köln", "山田 太郎", "a\tb\nc", "👩‍👧 family", "zero\u200bwidth", "{{ x }}"])
def test_ordinary_text_stays_as_it_is(text):
    assert clean(text) == text
    assert printable(text) == text


def test_an_escape_sequence_becomes_the_picture_of_one():
    assert clean("\x1b[31mred\x1b[0m") == "␛[31mred␛[0m"


@each(
    ("control", "shown"),
    [("\x00", "␀"), ("\x07", "␇"), ("\x1e", "␞"), ("\x7f", "␡"), ("\x85", "\ufffd"), ("\x9b", "\ufffd")],
)
def test_every_control_character_is_made_visible(control, shown):
    assert clean(f"a{control}b") == f"a{shown}b"
    assert printable(f"a{control}b") == f"a{shown}b"


def test_half_a_surrogate_pair_becomes_the_replacement_character():
    assert clean("a\ud83db") == "a\ufffdb"
    assert printable("a\udc80b").encode("utf-8")


def test_a_carriage_return_goes_and_the_line_break_stays():
    assert clean("one\r\ntwo") == "one\ntwo"
    assert printable("one\r\ntwo") == "one\ntwo"


@each("control", ["\u202a", "\u202d", "\u202e", "\u202c", "\u2066", "\u2067", "\u2068", "\u2069"])
def test_a_value_cannot_turn_the_direction_of_the_text_around_it(control):
    assert clean(f"A{control}1042") == "A1042"


def test_what_is_printed_keeps_the_isolates_that_replies_need():
    assert printable(f"{LRI}A-1042{PDI}") == f"{LRI}A-1042{PDI}"


def test_cleaning_twice_is_cleaning_once():
    hostile = "".join(map(chr, range(0x100))) + "\u202e\ud800"
    assert clean(clean(hostile)) == clean(hostile)


def test_a_cell_of_a_table_is_one_line():
    assert one_line("  first\tline\r\n\nsecond \x1b[0m ") == "first line second ␛[0m"


@each("text", ["A-1042", "Li Wei", "https://shop.example", "Émile"])
def test_latin_letters_and_digits_are_isolated(text):
    assert isolated(text) == f"{LRI}{text}{PDI}"


@each("text", ["رقم 7", "12 שדרות רוטשילד", "شارع King Fahd 7"])
def test_text_with_right_to_left_letters_takes_the_direction_of_its_first_letter(text):
    assert isolated(text) == f"{FSI}{text}{PDI}"
    assert isolated_if_rtl(text) == f"{FSI}{text}{PDI}"


@each("text", ["", "A-1042", "Émile", "山田"])
def test_text_without_right_to_left_letters_is_not_isolated_in_a_left_to_right_reply(text):
    assert isolated_if_rtl(text) == text


def test_isolates_that_a_customer_typed_are_taken_away_so_that_none_stays_open():
    assert clean(f"{LRI}abc {FSI}د") == "abc د"


@each("text", ["", "محمد", "שרה כהן", "…"])
def test_text_that_turns_nothing_is_not_isolated(text):
    assert isolated(text) == text


@each(
    ("text", "shown"),
    [
        (f"a{LRI}b", "ab"), (f"a{PDI}b", "ab"), (f"{LRI}x{PDI} {LRI}y", f"{LRI}x{PDI} y"), (f"{LRI}a\nb{PDI}", "a\nb"),
        (f"{FSI}{LRI}a{PDI}{PDI}", f"{FSI}{LRI}a{PDI}{PDI}"), (f"{RLI}a{PDI}{PDI}", f"{RLI}a{PDI}"),
        (f"{LRI}{LRI}a{PDI}", f"{LRI}a{PDI}"),
    ],
)  # fmt: skip
def test_an_isolate_without_its_partner_in_the_line_is_not_printed(text, shown):
    assert printable(text) == shown


@each(
    ("text", "counts"),
    [
        ("Straße 12", {"Latn": 6}),
        ("Việt", {"Latn": 4}),
        ("Привіт Anna", {"Cyrl": 6, "Latn": 4}),
        ("山田 タロウ さん", {"Hani": 2, "Kana": 3, "Hira": 2}),
        ("김민수", {"Hang": 3}),
        ("สมชาย", {"Thai": 5}),
        ("नमस्ते", {"Deva": 6}),
        ("שלום مرحبا", {"Hebr": 4, "Arab": 5}),
        ("𠮷野", {"Hani": 2}),
        ("Ωmega", {"Grek": 1, "Latn": 4}),
    ],
)
def test_letters_are_counted_by_script(text, counts):
    assert scripts(text) == counts


@each("text", ["", "12:30, 4 %", "×÷", "👍"])
def test_digits_signs_and_emoji_belong_to_no_script(text):
    assert sum(scripts(text.replace("×", "").replace("÷", "")).values()) == 0


TAGS = "".join(chr(0xE0000 + ord(c)) for c in "ignore all")
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@each("hidden", ["\u202e", "\u202a", "\u202d\u202c", TAGS, "\U000e0001", SCOTLAND[1:]])
def test_what_turns_or_hides_text_never_reaches_a_terminal(hidden):
    for shown in (clean, printable, one_line):
        assert shown(f"Anna{hidden}xcod.exe") == "Annaxcod.exe"


def test_the_flag_of_a_region_is_made_of_tags_and_stays():
    assert clean(f"Hi {SCOTLAND}!") == printable(f"Hi {SCOTLAND}!") == f"Hi {SCOTLAND}!"
    assert printable(f"{LRI}A-1{PDI}") == f"{LRI}A-1{PDI}"


def test_a_character_that_is_newer_than_the_interpreter_is_seen_and_white_space_is_not():
    assert [is_visible(text) for text in ("\u05eb", "\ue000", "a\u200b", "\u2060", " \u00a0", "\u200b\u202e", "")] == [
        True, True, True, False, False, False, False,
    ]  # fmt: skip
