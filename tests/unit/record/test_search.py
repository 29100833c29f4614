"""Search over what was said: words and parts of words, in scripts with and without spaces; no query language."""

from datetime import UTC, datetime, timedelta

import pytest
from sweeps import each

from cscli.desk.log import Interaction, found_interactions
from cscli.desk.recording import add_interaction
from cscli.errors import UnavailableError
from cscli.record.record import Record

START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def add(record: Record, body: str, **more) -> int:
    said = {"direction": "in", "channel": "email", "at": START, **more}
    return add_interaction(record, Interaction(body=body, **said))


def hits(record: Record, text: str, limit: int = 20) -> list[int]:
    return [found.id for found in found_interactions(record, text, limit)]


TEXTS = {
    "en": "The parcel A-1042 arrived damaged; please send a new one.",
    "ja": "配送が遅れています。ご注文番号はB-7です。",
    "zh": "包裹已经到达海关，请提供发票。",
    "th": "สินค้าเสียหาย กรุณาส่งใหม่",
    "ko": "주문하신 상품이 파손되었습니다.",
    "ru": "Мы не получили посылку.",
    "de": "Die Übergabe an Öztürk in der Straße 5 schlug fehl.",
}


@pytest.fixture
def said_in(record):
    """The number of the text in each language."""
    return {tag: add(record, body) for tag, body in TEXTS.items()}


@each(
    ("language", "text"),
    [
        ("en", "parcel"), ("en", "arce"), ("en", "A-1042"), ("en", "1042"), ("en", "ed;"), ("en", "d"), ("en", "42"),
        ("en", "damaged parcel"), ("en", "amag arriv a"), ("en", "  new   one  "),
        ("ja", "配"), ("ja", "配送"), ("ja", "配送が"), ("ja", "遅れています"), ("ja", "文番"),
        ("ja", "。"), ("ja", "B-7"), ("ja", "配送 番号"), ("ja", "配送\u3000番号は"),
        ("zh", "关"), ("zh", "海关"), ("zh", "达海关"), ("zh", "供发票。"), ("zh", "发票 包裹"),
        ("th", "ส"), ("th", "ใหม"), ("th", "เสีย"), ("th", "ค้าเสียหา"), ("th", "กร"), ("th", "สินค้า ส่งใหม่"),
        ("ko", "품"), ("ko", "상품"), ("ko", "문하신"), ("ko", "파손되었습니다"),
        ("ru", "Мы"), ("ru", "посылк"), ("ru", "не посылку."),
        ("de", "Ü"), ("de", "Öz"), ("de", "Straße"), ("de", "raß"), ("de", "Öztürk Übergabe"),
    ],
)  # fmt: skip
def test_words_and_parts_of_words_of_any_length_find_just_the_text_that_holds_them(record, said_in, language, text):
    wanted = said_in[language]
    found = hits(record, text)
    assert wanted in found
    pieces = text.split()
    assert found == [n for tag, n in reversed(said_in.items()) if all(p.lower() in TEXTS[tag].lower() for p in pieces)]


@pytest.fixture
def mixed(record):
    """The number of a text in three languages."""
    return add(record, " ".join((TEXTS["en"], TEXTS["ru"], TEXTS["de"], "one an")))


@each(
    "text",
    [
        "PARCEL", "Parcel", "a-1042", "ONE", "A", "an", "NE", "ПОСЫЛКУ", "Посылку", "мы", "МЫ", "м", "НЕ",
        "ÜBERGABE", "übergabe", "ü", "öz", "ÖZ", "öztürk",
    ],
)  # fmt: skip
def test_capital_and_small_letters_do_not_count_however_short_the_word(record, mixed, text):
    assert hits(record, text) == [mixed]


def test_every_word_must_be_there_but_in_any_field(record):
    number = add(
        record, "Wo bleibt mein Paket?", subject="Bestellung", customer="C-7", values={"order_number": "A-1042"}
    )
    add(record, "Wo bleibt mein Paket?", subject="Rechnung")
    for text in ("Paket Bestellung", "C-7", "A-1042 bleibt", "c-7 wo A-1042 Best", "Be C-7"):
        assert hits(record, text) == [number]
    assert hits(record, "Bestellung Rechnung") == []


@pytest.fixture
def quoted(record):
    """The number of a reply with quotes in a value; there is another reply."""
    values = {"order_number": "A 1042", "new_date": "2026-12-03", "note": 'ONE\nTWO "THREE"'}
    number = add(record, "Ihr Paket", values=values)
    add(record, "Ihr Paket", values={"carrier": "DHL"}, variant=("de-DE", "de"))
    return number


@each("text", ["number", "order_number", "new_date", '"', "{", "}", ":", '", "', "\\", "\\n"])
def test_the_names_of_values_and_the_signs_around_them_are_not_text(record, quoted, text):
    assert hits(record, text) == ([quoted] if text == '"' else [])


@pytest.fixture
def full_of_signs(record):
    """The number of a text with signs; there is a plain text, too."""
    number = add(record, "it's \"quoted\", 100% off_sale, ''two'' in C:\\x")
    add(record, "a plain text, 100 offXsale")
    return number


@each(
    "text",
    ["%", "100%", "0%", "_", "f_s", "off_sale", "\\", "C:\\x", '"', '"quoted"', "''", "it's", "'"],
)
def test_quotes_percent_underscore_and_backslash_stand_for_themselves(record, full_of_signs, text):
    assert hits(record, text) == [full_of_signs]


@each(
    "text",
    [
        "AND", "OR", "NOT", "NEAR(", "NEAR(parcel", "par*", "parcel*", "^parcel", "body:parcel", "-parcel", "(parcel)",
        "parcel OR", "{subject body}:parcel", '"', '"parcel', 'parcel"', "*", "+", "parcel + box", "--", ";", "/*",
        "'; DROP TABLE interactions; --",
    ],
)  # fmt: skip
def test_the_signs_of_a_query_language_are_text(record, text):
    with record.transaction() as transaction:
        transaction.execute("DELETE FROM interactions")
    add(record, "the parcel, the box")
    literal = add(record, f"what they typed was {text} and no more")
    assert hits(record, text) == [literal]


@each("text", ["", " ", "\n\t", "\u3000"])
def test_nothing_to_look_for_finds_nothing(record, mixed, text):
    assert hits(record, text) == []


@pytest.fixture
def parcel(record):
    return add(record, "the parcel 配送")


@each("text", ["lorry", "zq", "q", "配達", "parcels", "the parcelx", "\x00\x00\x00"])
def test_what_was_never_said_is_not_found(record, parcel, text):
    assert hits(record, text) == []


@pytest.mark.parametrize("word", ["parcel", "it", "q"], ids=["long words", "short words", "words that are not there"])
def test_a_whole_letter_can_be_looked_for(record, word):
    letter = " ".join([word] * 3000)
    number = add(record, letter.replace("q", "x"))
    assert hits(record, letter) == ([] if word == "q" else [number])


def test_a_text_without_spaces_is_looked_for_as_a_whole(record):
    letter = "".join(map(chr, range(0x4E00, 0x4E00 + 5_000)))
    number = add(record, letter)
    assert hits(record, letter[1_000:4_000]) == [number]
    assert hits(record, letter[1_000:2_000] + letter[3_000:4_000]) == []


def test_the_newest_come_first_and_no_more_than_the_limit(record):
    numbers = [add(record, f"parcel {n}", at=START + timedelta(minutes=n)) for n in range(5)]
    assert hits(record, "parcel") == numbers[::-1]
    assert hits(record, "parcel", limit=2) == [numbers[4], numbers[3]]
    assert hits(record, "pa", limit=1) == [numbers[4]]


def test_what_was_said_earlier_and_recorded_later_is_not_newer(record):
    today = add(record, "parcel today")
    last_year = add(record, "parcel last year", at=START - timedelta(days=365))
    assert hits(record, "parcel") == [today, last_year]
    assert hits(record, "pa", limit=1) == [today]


@pytest.mark.parametrize("text", ["changed", "ch", "配送"])
def test_the_index_follows_a_change_and_a_removal(record, text):
    number = add(record, "said first")
    with record.transaction() as connection:
        connection.execute("UPDATE interactions SET body = 'changed 配送' WHERE id = ?", (number,))
    assert (hits(record, text), hits(record, "first")) == ([number], [])
    with record.transaction() as connection:
        connection.execute("DELETE FROM interactions WHERE id = ?", (number,))
    assert hits(record, text) == []


def test_rows_that_the_index_cannot_take_in_now_are_found_all_the_same(record, monkeypatch):
    numbers = [
        add(record, body, at=START + timedelta(hours=hour))
        for hour, body in enumerate(("a parcel", "lost", "a parcel"))
    ]
    with record.transaction() as connection:
        connection.execute("UPDATE interactions SET body = 'parcel, lost' WHERE id = ?", (numbers[1],))

    def locked(_record):
        raise UnavailableError("another program keeps it locked")

    monkeypatch.setattr(Record, "transaction", locked)
    assert hits(record, "parcel") == numbers[::-1]
    assert hits(record, "parcel lost") == [numbers[1]]
