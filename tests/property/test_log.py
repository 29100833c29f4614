"""Laws of the log: it returns any text it was given, and search finds whatever part of it is asked for."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cscli.desk.log import Interaction, found_interactions, interaction, newest_interactions
from cscli.desk.recording import add_interaction
from cscli.record.record import Record
from cscli.record.search.tokens import normal

LAWS = settings(derandomize=True, deadline=None, database=None, max_examples=100)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = st.text(max_size=300)
LEAF = st.booleans() | st.integers(-(2**53), 2**53) | TEXT
FIELDS = ("channel", "body", "customer", "subject", "agent", "intent", "market", "language", "template_digest")
INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(9999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


def has_both_cases(char: str) -> bool:
    """Whether a letter has one capital and one small form, each a single character."""
    lower, upper = char.lower(), char.upper()
    return len(lower) == len(upper) == 1 and lower != upper and upper.lower() == lower and lower.upper() == upper


CASED = "".join(filter(has_both_cases, map(chr, range(0x41, 0x500))))  # Latin, Greek, Cyrillic
LETTERS = st.characters(categories=["L", "M"])
WORDS = st.lists(LETTERS | st.sampled_from("ae éя配送กา "), min_size=1, max_size=60).map("".join).filter(str.strip)
CASED_WORDS = st.text(st.sampled_from(CASED + "    "), min_size=1, max_size=30).filter(str.strip)


@st.composite
def texts_with_a_part(draw: st.DrawFn, whole: st.SearchStrategy[str]) -> tuple[str, str]:
    """A text and a part of it that is not all spaces."""
    text = draw(whole)
    start = draw(st.integers(0, len(text) - 1))
    part = text[start : draw(st.integers(start + 1, len(text)))]
    return (text, part) if part.strip() else (text, text)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def record(request, tmp_path_factory):
    """One record for all examples of a law, on each kind of database."""
    file = tmp_path_factory.mktemp("laws") / "desk.db"
    made = Record(file if request.param == "sqlite" else request.getfixturevalue("postgresql").fresh())
    yield made
    made.close()


def kept(said: Any, record: Record) -> Any:
    """What a record keeps of a text: a server refuses NUL."""
    if isinstance(said, str) and record.dialect == "postgresql":
        return said.replace("\0", "\ufffd")
    return said


def add(record: Record, body: str, **more) -> int:
    said = {"direction": "in", "channel": "email", "at": NOON, **more}
    return add_interaction(record, Interaction(body=body, **said))


def hits(record: Record, text: str) -> list[int]:
    return [found.id for found in found_interactions(record, text, limit=10_000)]


@LAWS
@given(
    said=st.fixed_dictionaries(
        {
            **dict.fromkeys(FIELDS, TEXT),
            "values": st.dictionaries(TEXT, LEAF | st.lists(TEXT, max_size=3), max_size=4),
            "findings": st.lists(st.dictionaries(TEXT, LEAF | st.none(), max_size=3), max_size=2).map(tuple),
            "variant": st.lists(TEXT, max_size=3).map(tuple),
            "direction": st.sampled_from(["in", "out", "note"]),
        }
    ),
    at=INSTANTS,
)
def test_the_log_returns_any_interaction_it_was_given(record, said, at):
    found = interaction(record, add_interaction(record, Interaction(**said, at=at)))
    assert {name: getattr(found, name) for name in said} == {name: kept(value, record) for name, value in said.items()}
    assert found.at == at.replace(microsecond=0)


@LAWS
@given(pair=texts_with_a_part(WORDS))
def test_search_finds_any_part_of_a_text_made_of_letters(record, pair):
    text, part = pair
    assert add(record, text) in hits(record, part)


@LAWS
@given(pair=texts_with_a_part(CASED_WORDS), field=st.sampled_from(["body", "subject", "customer", "values"]))
def test_search_finds_capital_and_small_letters_alike_in_every_field(record, pair, field):
    text, part = pair
    number = add(record, **{"body": "", field: {"name": text} if field == "values" else text})
    assert all(number in hits(record, other) for other in (part.upper(), part.lower(), part.swapcase()))


@LAWS
@given(text=st.text(min_size=1, max_size=40), value=st.text(max_size=10))
def test_search_takes_any_text_and_finds_only_what_holds_every_word_of_it(record, text, value):
    add(record, f"x{text}y", values={"name": [value, value], "count": 7})
    for found in found_interactions(record, text, limit=50):
        values = [part for v in found.values.values() for part in (v if isinstance(v, list) else [v])]
        whole = "\n".join((found.subject, found.body, found.customer, *map(str, values)))
        assert all(
            word.casefold() in whole.casefold() or normal(word) in normal(whole)
            for word in text.replace("\0", " ").split()
        )


@LAWS
@given(instants=st.lists(INSTANTS, min_size=1, max_size=6))
def test_the_newest_interactions_come_in_the_order_of_their_instants(record, instants):
    with record.transaction() as connection:
        connection.execute("DELETE FROM interactions")
    for at in instants:
        add(record, "x", at=at)
    told = [(found.at, found.id) for found in newest_interactions(record, {}, limit=10)]
    assert told == sorted(told, reverse=True)
    since = instants[0].replace(microsecond=0)
    assert [i.at for i in newest_interactions(record, {}, since=since)] == [at for at, _ in told if at >= since]


@pytest.mark.parametrize(
    "line",
    [
        "log add WORD",
        "log add --customer WORD text",
        "log add --channel WORD text",
        "log add --language WORD text",
        "log add --subject WORD text",
        "log search WORD",
        "log list --customer WORD",
        "log list --channel WORD",
        "customer add C-1 --name WORD",
        "customer add WORD",
        "customer show WORD",
        "customer list WORD",
        "reply shipping-delay --market DE --customer WORD -s order_number=A-1",
        "reply shipping-delay --market DE -s order_number=WORD -s new_date=2026-12-03",
        "reply shipping-delay --market DE --name WORD -s order_number=A-1 -s new_date=2026-12-03",
        "--option agent.name=WORD log add text",
    ],
)
def test_bytes_that_are_no_text_never_end_in_a_bug(cscli, line):
    cscli("log", "add", "something is recorded")
    answer = cscli(*(word.replace("WORD", "a\udcff\udce9b") for word in line.split()))
    assert answer.code in (0, 2, 3)
    assert "bug" not in answer.err
