"""Search at size: newest first whatever the order of arrival, the same on every database as in a plain loop."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from sweeps import each

from cscli.desk.log import Interaction, found_interactions, interaction
from cscli.desk.recording import add_interaction, add_interactions
from cscli.record.record import Record
from cscli.record.search.tokens import tokens, wanted

START = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = (
    "paket", "lieferung", "zoll", "rechnung", "größe", "配送", "注文", "番号", "税関", "包裹", "посылка", "заказ",
    "주문", "배송", "สินค้า", "ส่ง", "A-1042", "42", "ok",
)  # fmt: skip
LANGUAGES = {"DE": "de", "JP": "ja", "RU": "ru"}
ORDERS = {
    "in order": lambda number, _chance: number,
    "with late ones": lambda number, chance: number - (chance.randrange(400) if number % 10 == 3 else 0),
    "an archive after": lambda number, _chance: number if number < 700 else number - 5000,
    "an archive the other way round": lambda number, _chance: number if number < 700 else -number,
    "one from the future": lambda number, _chance: number + (10**6 if number == 300 else 0),
    "all at once": lambda _number, _chance: 0,
}


def said(order, chance: random.Random, count: int = 1000) -> list[Interaction]:
    several = []
    for number in range(count):
        words = chance.choices(WORDS, weights=[1 / (n + 1) for n in range(len(WORDS))], k=4)
        market = chance.choice(list(LANGUAGES))
        several.append(
            Interaction(
                direction="in", channel="email", body=chance.choice(" 、").join(words), market=market,
                at=START + timedelta(minutes=order(number, chance)), customer="αβγδεζη"[number % 7],
            )
        )  # fmt: skip
    return several


def by_hand(several, text, limit, **fields) -> list[int]:
    hits = [
        (one.at, number)
        for number, one in enumerate(several, start=1)
        if all(word in one.body for word in text.split())
        and all(getattr(one, name) == value for name, value in fields.items())
    ]
    return [number for _, number in sorted(hits, reverse=True)][:limit]


@pytest.mark.parametrize("order", ORDERS)
def test_the_newest_hits_come_first_as_a_plain_loop_finds_them(record, order):
    chance = random.Random(order)  # noqa: S311 - the same in every run
    several = said(ORDERS[order], chance)
    assert add_interactions(record, several) == list(range(1, 1001))
    for text in (*WORDS, "paket 配送", "ake 注", "p", "4", "送", "送 番号", "ok 42", "zoll 税関 A-1042"):
        wanted = by_hand(several, text, 300)
        for limit in (1, 20, 300):
            found = [one.id for one in found_interactions(record, text, limit)]
            assert found == wanted[:limit], (text, limit)


def test_filters_and_a_start_hold_together_with_words(record):
    chance = random.Random(7)  # noqa: S311 - the same in every run
    several = said(ORDERS["with late ones"], chance)
    add_interactions(record, several)
    for text in ("paket", "配送 lie", "o"):
        for fields in ({"market": "JP"}, {"customer": "γ"}, {"market": "DE", "customer": "α"}, {"market": "XX"}):
            found = [one.id for one in found_interactions(record, text, 10, filters=fields)]
            assert found == by_hand(several, text, 10, **fields)
        since = START + timedelta(minutes=800)
        found = [one.id for one in found_interactions(record, text, 1000, since=since)]
        assert found == [n for n in by_hand(several, text, 1000) if several[n - 1].at >= since]


def test_rows_that_another_program_adds_changes_or_removes_are_found_as_they_are(record):
    add_interactions(record, said(ORDERS["in order"], random.Random(1), 50))  # noqa: S311 - the same in every run
    add = (
        "INSERT INTO interactions (at, direction, channel, body) VALUES ('2026-11-22T09:30:00Z', 'in', 'chat', 'Zebra')"
    )
    other = Record(record.location)
    with other.transaction() as transaction:
        transaction.execute(add)
        transaction.execute("UPDATE interactions SET body = 'a zebra crossing' WHERE id = 7")
        transaction.execute("DELETE FROM interactions WHERE id = 9")
    other.close()
    assert sorted(one.body for one in found_interactions(record, "zebra")) == ["Zebra", "a zebra crossing"]
    assert [one.id for one in found_interactions(record, "crossing")] == [7]
    assert 9 not in [one.id for one in found_interactions(record, "a", 100)]
    with record.transaction() as transaction:
        transaction.execute("UPDATE interactions SET body = 'gone' WHERE id = 7")
    assert [one.id for one in found_interactions(record, "crossing")] == []


def test_a_search_index_that_is_missing_is_made_again(tmp_path):
    record = Record(tmp_path / "desk.db")
    several = said(ORDERS["in order"], random.Random(1), 50)  # noqa: S311 - the same in every run
    add_interactions(record, several)
    with record.transaction() as transaction:
        transaction.execute("DROP TABLE interactions_search")
    add_interaction(record, several[0])
    assert [one.id for one in found_interactions(record, "paket", 99)] == by_hand([*several, several[0]], "paket", 99)


def test_an_origin_is_recorded_once_and_what_was_typed_as_often_as_it_is_typed(record):
    mail = Interaction(direction="in", channel="email", body="hello", at=START, origin="<1@mail.example>")
    typed = Interaction(direction="in", channel="email", body="hello", at=START)
    first = add_interaction(record, mail)
    assert add_interaction(record, mail) == first
    assert add_interaction(record, typed) != add_interaction(record, typed)
    assert add_interactions(record, [mail, mail]) == [first, first]
    assert interaction(record, first).origin == mail.origin
    assert len(found_interactions(record, "hello")) == 3


@pytest.mark.parametrize("size", [150_000, 400_000])
def test_a_text_with_very_many_different_pairs_is_kept_and_found(record, size):
    chance = random.Random(size)  # noqa: S311 - the same in every run
    text = "".join(map(chr, chance.choices(range(0x4E00, 0x9F00), k=size)))
    number = add_interaction(record, Interaction(direction="in", channel="email", body=text, at=START))
    assert [one.id for one in found_interactions(record, text[size // 2 : size // 2 + 3])] == [number]


def test_every_part_of_a_word_has_its_tokens_among_those_of_the_text():
    text = "Größe XL, A-1042: 配送が遅れ ｶﾞｽ สินค้าเสีย e\u0301te\u0301 हिन्दी ①"
    there = set(tokens([text], {}).split())
    for word in text.casefold().split():
        for start in range(len(word)):
            for end in range(start + 1, len(word) + 1):
                wish = wanted(word[start:end])
                assert there >= set(wish)


@each(
    ("frame", "value"),
    [
        ("Guten Tag \0,\n\nIhre Bestellung \0: 5\u00a0€.", "Ada"),
        ("Guten Tag \0 ... \0.", "ﬁne \u00a0 A-1"),
        ("ご注文\0について\n\0 様", "山田 太郎"),
        ("Straße \0\0", "ẞ"),
        ("\0", "x y z"),
    ],
)
def test_a_text_has_the_same_tokens_whether_or_not_its_frame_is_known(frame, value):
    text = frame.replace("\0", value)
    alone, framed = (tokens([text], {"market": "DE"}, known).split() for known in ("", frame))
    assert set(framed) == set(alone)


def test_of_a_text_with_a_frame_only_the_stretches_with_values_need_to_be_said():
    frame, whole = "Hallo \0,\n\nnr. (\0) kommt am \0.", "Hallo Ada Berg,\n\nnr. (A-1) kommt am 3. Mai."
    found = tokens(["Ada Berg, (A-1) 3. Mai."], {}, frame)
    assert set(found.split()) == set(tokens([whole], {}).split())
