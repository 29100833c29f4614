"""A check of a record finds what is wrong in rows that the database itself is content with."""

import zlib
from datetime import UTC, datetime

import pytest

from cscli.desk.cases.event import CaseChange, CaseEvent
from cscli.desk.cases.journal import journal
from cscli.desk.log import Interaction
from cscli.desk.recording import add_interaction
from cscli.desk.soundness import soundness
from cscli.record.copying.copy import contents_of
from cscli.record.record import Record
from cscli.record.rows import raw_messages

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
NOTE = Interaction(direction="in", channel="chat", body="荷物はどこですか Wo ist mein Paket?", at=AT, customer="C-7")


@pytest.fixture
def desk(record):
    """A record with a message, and with cases of which two are merged into one."""
    for _ in range(3):
        add_interaction(record, NOTE)
    with journal(record) as cases:
        at = int(AT.timestamp())
        for number in (1, 2, 3):
            assert cases.add_case({"customer": "C-7"}, at) == number
            cases.write(CaseEvent(number=number, at=at, what=CaseChange.OPENED, to_value="new"))
            cases.write(CaseEvent(number=number, at=at + 1, what=CaseChange.MESSAGE, interaction=number))
        cases.write(CaseEvent(number=3, at=at + 2, what=CaseChange.MERGED, to_value="2"))
        cases.write(CaseEvent(number=2, at=at + 3, what=CaseChange.MERGED, to_value="1"))
    return record


def found(record: Record):
    contents = contents_of(record)
    try:
        return soundness(contents, lambda *_: None, is_newest=True)
    finally:
        contents.close()


def changed(record: Record, *statements: str) -> list[tuple[str, str]]:
    """Codes and sentences of the faults after another program has changed a record."""
    with record.transaction() as transaction:
        for statement in statements:
            transaction.execute(statement)
    return [(fault.code, fault.message) for fault in found(record).faults]


def test_a_sound_record_has_no_faults_and_says_what_is_not_known(desk):
    said = found(desk)
    assert said.faults == ()
    assert said.waiting == 0
    assert said.strangers == {"interactions": 3, "cases": 3}
    assert {one.table: one.rows for one in said.tables}["case_events"] == 8


def test_rows_that_name_missing_rows_are_found(desk):
    faults = changed(
        desk,
        "INSERT INTO order_items (order_key, position, quantity) VALUES ('a-1', 1, 1)",
        "UPDATE interactions SET case_id = 99 WHERE id = 2",
        "INSERT INTO raw_messages (interaction, size, content) VALUES (77, 0, '')",
    )
    assert [code for code, _ in faults] == ["missing-row"] * 3
    told = " ".join(message for _, message in faults)
    for part in ("order_items", "a-1", "interactions", "99", "raw_messages", "77"):
        assert part in told


def test_cases_whose_row_disagrees_with_their_events_are_found(desk):
    faults = changed(desk, "UPDATE cases SET state = 'closed' WHERE number = 1")
    assert faults == [("case-differs", "Case 1 has state 'closed' in its row, and 'new' by its events.")]


def test_events_that_cannot_be_folded_are_found(desk):
    faults = changed(
        desk,
        "UPDATE case_events SET what = 'exploded' WHERE id = 2",
        "UPDATE case_events SET at = 'yesterday' WHERE number = 3",
        "INSERT INTO cases (opened_at, changed_at) VALUES ('2026-11-22T09:30:00Z', '2026-11-22T09:30:00Z')",
    )
    assert {code for code, _ in faults} == {"case-differs"}
    assert any("exploded" in message for _, message in faults)
    assert "Case 4 has no events." in [message for _, message in faults]


def test_values_that_are_no_json_are_found(desk):
    deep = "[" * 100_000
    faults = changed(
        desk,
        "UPDATE interactions SET engines = '{broken' WHERE id = 3",
        f"UPDATE cases SET tags = '{deep}' WHERE number = 2",  # noqa: S608
    )
    assert {code for code, _ in faults} == {"unreadable-value"}
    assert any("engines: 3" in message for _, message in faults)


def test_messages_as_they_came_are_unpacked_and_damaged_ones_are_found(desk):
    with desk.transaction() as transaction:
        for number in (1, 2, 3):
            raw_messages.keep(desk, transaction, number, b"From: a@b.example\n\nWo bleibt es?" * number)
    assert found(desk).faults == ()
    flipped = bytearray(zlib.compress(b"From: a@b.example\n\nWo bleibt es?" * 2))
    flipped[-6] ^= 1
    faults = changed(
        desk,
        f"UPDATE raw_messages SET content = {blob(desk, bytes(flipped))} WHERE interaction = 2",  # noqa: S608
        "UPDATE raw_messages SET size = 5 WHERE interaction = 3",
    )
    assert faults == [
        ("unreadable-value", "2 rows of raw_messages hold something else than a whole message in content: 2, 3.")
    ]


def blob(desk, content):
    return f"x'{content.hex()}'" if desk.dialect == "sqlite" else f"decode('{content.hex()}', 'hex')"


def test_instants_that_nobody_can_read_are_found(desk):
    faults = changed(
        desk,
        "UPDATE interactions SET at = 'yesterday' WHERE id = 3",
        "INSERT INTO audit (at, agent, what, subject) VALUES ('2026-11-22', 'Mei', 'read', 'C-7')",
    )
    assert [code for code, _ in faults] == ["unreadable-value"] * 2
    assert "1 row of interactions holds something else than an instant in at: 3." in [message for _, message in faults]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_texts_that_are_not_utf_8_are_found(desk):
    faults = changed(desk, "UPDATE interactions SET body = CAST(x'ff6f' AS TEXT) WHERE id = 2")
    assert faults == [("unreadable-value", "1 row of interactions holds something else than UTF-8 in body: 2.")]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "part"),
    [
        ("DROP TABLE ratings", "the table ratings"),
        ("ALTER TABLE ratings DROP COLUMN comment", "the column comment of ratings"),
        ("DROP INDEX interactions_by_origin", "the index interactions_by_origin of interactions"),
        ("DROP TRIGGER interactions_changed", "the trigger interactions_changed of interactions"),
    ],
)
def test_tables_columns_indexes_and_triggers_that_are_missing_are_found(desk, statement, part):
    assert changed(desk, statement) == [("record-damaged", f"The file is damaged: {part} is missing")]


def test_texts_that_the_search_index_lacks_are_found(desk):
    if desk.dialect == "sqlite":
        spoil = "INSERT INTO interactions_search (interactions_search) VALUES ('delete-all')"
    else:
        spoil = "UPDATE interactions SET tokens = array_to_tsvector(ARRAY['x']) WHERE id IN (1, 2, 3)"
    faults = changed(desk, spoil)
    assert faults == [("search-differs", "A search would not find these interactions: 1, 2, 3.")]


def test_one_text_that_was_exchanged_for_another_in_the_index_is_found(desk):
    if desk.dialect == "sqlite":
        spoil = "UPDATE interactions SET body = 'something else', indexed = 1 WHERE id = 2"
        faults = changed(desk, spoil, "UPDATE interactions SET indexed = 1 WHERE id = 2")
    else:
        faults = changed(
            desk, "UPDATE interactions SET body = 'something', tokens = array_to_tsvector(ARRAY['x']) WHERE id = 2"
        )
    assert faults == [("search-differs", "A search would not find these interactions: 2.")]


def test_rows_that_wait_for_the_next_search_are_no_fault(desk):
    assert changed(desk, "UPDATE interactions SET body = 'something else' WHERE id = 2") == []
    assert found(desk).waiting == 1


def test_a_record_of_an_older_format_is_read_as_far_as_it_is_known(desk):
    contents = contents_of(desk)
    said = soundness(contents, lambda *_: None, is_newest=False)
    contents.close()
    assert said.faults == ()
    assert len(said.tables) > 5
