"""A key is new once, in this part of a run and in the parts before it."""

import tracemalloc

from cscli.bulk.rows.seen_keys import Keys
from cscli.state.ledger import key_digest


def test_a_key_is_new_once():
    keys = Keys()
    assert [keys.is_new(key_digest(key)) for key in ("A-1", "A-2", "A-1", "ключ", "ключ", "\ud800")] == [
        True, True, False, True, False, True
    ]  # fmt: skip


def test_keys_of_an_earlier_part_of_the_run_are_not_new():
    keys = Keys(map(key_digest, ("A-1", "A-2")))
    assert [keys.is_new(key_digest(key)) for key in ("A-2", "A-3", "A-1")] == [False, True, False]


def test_many_keys_are_told_apart_in_little_memory():
    digests = [key_digest(f"order-{number}") for number in range(100_000)]
    tracemalloc.start()
    keys = Keys()
    assert all(keys.is_new(digest) for digest in digests)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 2_000_000
    assert not any(keys.is_new(digest) for digest in digests)
