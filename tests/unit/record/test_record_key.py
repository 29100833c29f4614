"""The one key of a record, and texts that open only where they were written; on both stores."""

import os
from base64 import b64decode, b64encode
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from kept_messages import raw_of

from cscli.desk.log import Interaction, newest_interactions
from cscli.desk.recording import add_interaction
from cscli.digests import sha256
from cscli.errors import UnavailableError
from cscli.record.copying.copy import back_up, copy_record
from cscli.record.privacy.encrypted import decrypt, encrypt, encrypted_counts, opened_counts
from cscli.record.privacy.vault import UNREADABLE, Vault, new_key
from cscli.record.record import Record
from cscli.record.rows import ratings, raw_messages

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SAID = ("Wo bleibt mein Paket?", "Bitte stornieren Sie alles.")
RATING = dict.fromkeys(ratings.COLUMNS, "") | {
    "survey": None, "case_number": None, "interaction": None, "kind": "csat", "score": 4, "came": "import",
    "answered_at": "2026-11-22T09:30:00Z",
}  # fmt: skip


def silent(*_):
    """Progress that nobody looks at."""


def opened(location, keys, *, seals=True):
    return Record(location, vault=Vault(lambda: keys, seals=seals))


def bodies(record):
    return [one.body for one in reversed(newest_interactions(record, {}))]


def key_id(key):
    return sha256(b64decode(key)).hexdigest()[:8]


@pytest.fixture
def key():
    return new_key()


@pytest.fixture
def desk(location, key):
    """Two messages of one instant, as they came, too, and two ratings of one instant."""
    made = opened(location, key)
    for number, body in enumerate(SAID, 1):
        add_interaction(made, Interaction(direction="in", channel="email", body=body, at=NOW, origin=f"m{number}"))
        with made.transaction() as transaction:
            raw_messages.keep(made, transaction, number, f"From: {number}".encode())
            ratings.put(made, transaction, RATING | {"origin": f"r{number}", "comment": f"Note {number}"})
    yield made
    made.close()


PLACES = {
    "text m": ("interactions", "body", "id"), "mail of m": ("raw_messages", "content", "interaction"),
    "comment of rating ": ("ratings", "comment", "id"),
}  # fmt: skip
NOTE = Interaction(direction="note", channel="chat", body="dazwischen", at=NOW)


def swap(location, table, column, key):
    """Let two texts change places."""
    with Record(location).transaction() as transaction:
        rows = transaction.execute(f"SELECT {key}, {column} FROM {table} ORDER BY {key}").fetchall()  # noqa: S608 - our own names
        (one, text), (other, another) = rows
        for number, value in ((one, another), (other, text)):
            transaction.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (value, number))  # noqa: S608 - our own names


@pytest.mark.parametrize("told", PLACES)
def test_texts_that_changed_places_do_not_open_and_a_check_names_them(desk, location, told):
    swap(location, *PLACES[told])
    count, damaged = opened_counts(desk, desk.vault)
    assert count == 4
    assert [one.partition(" is damaged")[0] for one in damaged] == [f"the encrypted {told}{n}" for n in (1, 2)]
    assert bodies(desk) == ([UNREADABLE] * 2 if told == "text m" else [*SAID])
    swap(location, *PLACES[told])
    assert opened_counts(desk, desk.vault) == (6, [])
    assert (bodies(desk), raw_of(desk, 2)) == ([*SAID], b"From: 2")


def test_a_copy_and_a_backup_open_like_the_record_and_want_its_key(desk, key, postgresql, tmp_path):
    copy = opened(postgresql.fresh() if desk.dialect == "sqlite" else tmp_path / "copy.db", key)
    copy_record(desk, copy, silent)
    back_up(desk, tmp_path / "backup.db", silent)
    for one in (copy, opened(tmp_path / "backup.db", key)):
        assert opened_counts(one, one.vault) == (6, [])
        with pytest.raises(UnavailableError) as refused:
            add_interaction(opened(one.location, new_key()), NOTE)
        assert refused.value.problems[0].code == "other-record-key"
        one.close()


def test_another_key_than_the_records_writes_nothing(desk, location, key):
    wrong = new_key()
    other = opened(location, wrong)
    with pytest.raises(UnavailableError) as refused:
        add_interaction(other, NOTE)
    assert refused.value.problems[0].code == "other-record-key"
    assert key_id(wrong) in refused.value.message
    assert key_id(key) in refused.value.message
    assert "NEW,OLD" in refused.value.problems[0].hint
    with other.transaction() as transaction, pytest.raises(UnavailableError):
        raw_messages.keep(other, transaction, 2, b"neu")
    with other.transaction() as transaction, pytest.raises(UnavailableError):
        ratings.put(other, transaction, RATING | {"origin": "r3", "comment": "neu"})
    with pytest.raises(UnavailableError):
        encrypt(other, other.vault, silent)
    assert encrypted_counts(desk) == {key_id(key): 2}
    assert opened_counts(desk, desk.vault) == (6, [])


def test_a_record_knows_its_key_when_none_of_its_texts_is_left(desk, location):
    with desk.transaction() as transaction:
        for table in ("raw_messages", "ratings", "interactions"):
            transaction.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    with pytest.raises(UnavailableError, match="is not the key of this record"):
        add_interaction(opened(location, new_key()), NOTE)


def test_until_the_record_is_encrypted_anew_the_old_key_of_two_seals(desk, location, key):
    new = new_key()
    both = opened(location, f"{new},{key}")
    add_interaction(both, NOTE)
    assert encrypted_counts(desk) == {key_id(key): 3}
    assert encrypt(both, both.vault, silent) == 7
    add_interaction(both, NOTE)
    assert encrypted_counts(desk) == {key_id(new): 4}
    with pytest.raises(UnavailableError, match="is not the key of this record"):
        add_interaction(opened(location, key), NOTE)


def test_a_lost_key_is_given_up_and_what_it_sealed_stays_as_it_is(desk, location, key):
    new = opened(location, new_key())
    add_interaction(desk, Interaction(direction="out", channel="email", body="", values={"reason": "leer"}, at=NOW))
    assert encrypt(new, new.vault, silent, is_lost=True) == 0
    add_interaction(new, NOTE)
    assert bodies(new) == [UNREADABLE, UNREADABLE, "", "dazwischen"]
    found = opened(location, f"{new_key()},{key}")
    assert bodies(found) == [*SAID, "", UNREADABLE]
    assert newest_interactions(found, {})[1].values == {"reason": "leer"}


def test_when_nothing_is_encrypted_any_more_any_key_will_do(desk, location):
    assert decrypt(desk, silent) == 6
    other = opened(location, new_key())
    assert encrypt(other, other.vault, silent) == 6
    assert opened_counts(other, other.vault) == (6, [])


def test_texts_of_the_first_form_are_read_and_bound_when_the_record_is_encrypted(desk, location, key):
    first_form(desk, key)
    assert (bodies(desk), raw_of(desk, 1)) == ([*SAID], b"From: 1")
    assert opened_counts(desk, desk.vault) == (6, [])
    with pytest.raises(UnavailableError, match="is not the key of this record"):
        add_interaction(opened(location, new_key()), NOTE)
    swap(location, *PLACES["text m"])  # of one instant: nobody can tell
    assert opened_counts(desk, desk.vault) == (6, [])
    swap(location, *PLACES["text m"])
    assert encrypt(desk, desk.vault, silent) == 6
    assert encrypt(desk, desk.vault, silent) == 0
    swap(location, *PLACES["text m"])
    assert opened_counts(desk, desk.vault)[0] == 4


def first_form(record, key):
    """Write the texts of a record as they were kept before there were check values and bound texts."""
    cipher, at = AESGCM(b64decode(key)), "2026-11-22T09:30:00Z"

    def sealed(text, about):
        nonce = os.urandom(12)
        return nonce + cipher.encrypt(nonce, text, about)

    plain = [(row["id"], row["body"], row["at"]) for row in record.rows("SELECT * FROM interactions")]
    mails = [(row["interaction"], row["content"]) for row in record.rows("SELECT * FROM raw_messages")]
    with record.transaction() as transaction:
        for number, body, written in plain:
            text = b64encode(sealed(body.encode(), f"body\0{written}".encode())).decode()
            transaction.execute("UPDATE interactions SET body = ? WHERE id = ?", (text, number))
        for number, content in mails:
            said = sealed(bytes(content), b"content")
            transaction.execute("UPDATE raw_messages SET content = ? WHERE interaction = ?", (said, number))
        for number in (1, 2):
            text = b64encode(sealed(f"Note {number}".encode(), f"comment\0{at}".encode())).decode()
            transaction.execute("UPDATE ratings SET comment = ? WHERE id = ?", (text, number))
        transaction.execute("DELETE FROM desk_keys")
