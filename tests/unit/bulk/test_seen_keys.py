"""Keys that came before are never taken for new; new ones are nearly always known to be."""

from cscli.bulk.seen_keys import Keys


def test_a_key_is_new_once():
    keys = Keys(is_fresh=True)
    assert [keys.is_new(key) for key in ("A-1", "A-2", "A-1", "ключ", "ключ", "\ud800")] == [
        True, True, False, True, False, True
    ]  # fmt: skip


def test_of_many_new_keys_few_are_doubted():
    keys = Keys(is_fresh=True)
    doubted = sum(not keys.is_new(f"order-{number}") for number in range(100_000))
    assert doubted < 5


def test_a_run_that_goes_on_doubts_every_key():
    assert not Keys(is_fresh=False).is_new("A-1")
