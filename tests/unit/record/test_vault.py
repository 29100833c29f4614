"""Encrypted texts on both stores: sealed as they are written, opened as they are read, out of the search index."""

from datetime import UTC, datetime

import pytest
from kept_messages import raw_of

from cscli.desk.log import Interaction, encrypted_count, found_interactions, interaction, newest_interactions
from cscli.desk.recording import add_interaction
from cscli.errors import UnavailableError
from cscli.record.privacy.encrypted import decrypt, encrypt, encrypted_counts, opened_counts
from cscli.record.privacy.vault import UNREADABLE, Vault, new_key
from cscli.record.record import Record
from cscli.record.rows import raw_messages

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SAID = Interaction(
    direction="in", channel="email", body="Wo bleibt 山田の荷物?", at=NOW, customer="C-7", subject="Frage",
    agent_text="Where is it?", values={"order_number": "A-1042"}, origin="m1",
)  # fmt: skip


def opened(location, keys, *, seals=True):
    return Record(location, vault=Vault(lambda: keys, seals=seals))


@pytest.fixture
def key():
    return new_key()


@pytest.fixture
def desk(location, key):
    made = opened(location, key)
    add_interaction(made, SAID)
    with made.transaction() as transaction:
        raw_messages.keep(made, transaction, 1, b"From: a\n\nWo bleibt es?")
    yield made
    made.close()


def test_texts_are_sealed_in_the_rows_and_the_same_when_they_are_read(desk, location):
    (row,) = Record(location).rows("SELECT * FROM interactions")
    assert len(row["body_key"]) == 8
    for text in ("山田", "Where", "A-1042"):
        assert text not in repr(row)
    assert row["subject"] == "Frage"
    read = interaction(desk, 1)
    assert (read.body, read.agent_text, dict(read.values)) == (SAID.body, SAID.agent_text, dict(SAID.values))
    assert raw_of(desk, 1) == b"From: a\n\nWo bleibt es?"
    (content,) = Record(location).rows("SELECT * FROM raw_messages")
    assert bytes(content["content"])[:2] != b"x\x9c"


def test_the_same_text_is_never_sealed_the_same(desk):
    row = {"id": 1, "at": "2026-11-22T09:30:00Z", "body": "Hallo", "values": ""}
    assert desk.vault.sealed(row)["body"] != desk.vault.sealed(row)["body"]
    assert desk.vault.sealed(row)["values"] == ""


def test_a_text_of_another_row_or_column_is_not_taken_for_this_one(desk, location):
    with desk.transaction() as transaction:
        transaction.execute("UPDATE interactions SET agent_text = body")
    assert newest_interactions(desk, {})[0].agent_text == ""
    assert "damaged" in str(desk.vault.problem())


def test_a_search_finds_no_word_of_an_encrypted_text_but_its_subject(desk):
    assert found_interactions(desk, "山田") == ()
    assert [one.body for one in found_interactions(desk, "Frage")] == [SAID.body]
    assert encrypted_count(desk) == 1


def test_without_the_key_lists_have_a_mark_and_one_text_is_an_error(desk, location):
    without = opened(location, "")
    assert [(one.body, one.subject) for one in newest_interactions(without, {})] == [(UNREADABLE, "Frage")]
    with pytest.raises(UnavailableError, match="a key that is not here"):
        interaction(without, 1)
    assert raw_of(without, 1) == b""
    with pytest.raises(UnavailableError, match="there is no key"):
        add_interaction(without, SAID)
    assert len(newest_interactions(desk, {})) == 1


def test_all_texts_are_encrypted_with_a_new_key_and_opened_for_good(desk, location, key):
    other = new_key()
    plain = opened(location, key, seals=False)
    add_interaction(plain, Interaction(direction="note", channel="chat", body="offen", at=NOW))
    both = opened(location, f"{other},{key}")
    told = []
    assert encrypt(both, both.vault, told.append) == 3
    assert told[-1] == 3
    assert list(encrypted_counts(both).values()) == [2]
    assert encrypt(both, both.vault, told.append) == 0
    assert opened_counts(both, both.vault) == (3, [])
    new = opened(location, other)
    assert [one.body for one in newest_interactions(new, {})] == ["offen", SAID.body]
    assert decrypt(opened(location, key), told.append) == 0  # what cannot be opened stays as it is
    assert decrypt(new, told.append) == 3
    assert [one.body for one in newest_interactions(Record(location), {})] == ["offen", SAID.body]
    assert len(found_interactions(Record(location), "山田")) == 1


@pytest.mark.parametrize("typed", ["abc", "YWJj", "é", "A" * 44])
def test_what_is_no_key_is_refused(location, typed):
    with pytest.raises(UnavailableError, match="is not a key"):
        add_interaction(opened(location, typed), SAID)
