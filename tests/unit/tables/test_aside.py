"""Things set aside: given back in order, as often as asked for, in little memory."""

import tracemalloc

import pytest

from cscli.errors import UnavailableError
from cscli.tables import aside
from cscli.tables.aside import Aside


@pytest.mark.parametrize("count", [0, 1, 1_999, 2_000, 4_001])
def test_what_was_set_aside_is_given_back_in_order_again_and_again(count):
    things = [(n, f"row {n}\ud800", {"a": [n, None, 1.5]}) for n in range(count)]
    with Aside() as kept:
        for one in things:
            kept.add(one)
        assert (list(kept), list(kept), kept.count) == (things, things, count)
    assert list(kept) == []


def test_many_things_take_no_more_memory_than_some():
    with Aside() as kept:
        for n in range(2_000):
            kept.add((n, f"{n}" * 100))
        tracemalloc.start()
        for n in range(40_000):
            kept.add((n, f"{n}" * 100))
        assert sum(1 for _ in kept) == 42_000
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert most < 5_000_000


def test_a_disk_without_room_is_told(monkeypatch):
    def full(**_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(aside, "TemporaryFile", full)
    with Aside() as kept:
        for n in range(1_999):
            kept.add(n)
        with pytest.raises(UnavailableError, match="No space left on device"):
            kept.add(1_999)
