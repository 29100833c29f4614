"""Clocks of cases as the record keeps them: packed into numbers, for a report to read in place of the events.

Kept is only what stays as it is until an event comes or goes: cases that are over, up to their last event. A row says
of which events it was made; one of other events, or of another ``FOLD``, is not read any more and replaced in time. All
of it follows from the events, so nothing is lost with it, and where it cannot be written a report only takes longer.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, chain
from struct import error, pack, unpack
from typing import Final

from cscli.desk.measures.clocks import CaseClocks

FOLD: Final = 1  # to be raised with every change of what events add up to, or of how it is packed
_OUTSIDE: Final = ("", "merged", "spam", "robot")
_HEAD, _LISTS = 6, 15  # numbers of the case itself, and lists of instants; where each list ends stands between
_START = _HEAD + _LISTS
_made = tuple.__new__  # makes a named tuple in half of the time that its class takes


def packed(clocks: CaseClocks) -> tuple[str, bytes] | None:
    """The names of agents, as JSON, and all numbers, each in four bytes; None where one of them is too large."""
    opened_at, outside, is_ours, is_handed_over, replies, answerer, names, *lists = clocks
    head = (opened_at, _OUTSIDE.index(outside), is_ours, is_handed_over, replies, answerer)
    _, *ends = accumulate(map(len, lists), initial=_START)
    numbers = [*head, *ends, *chain.from_iterable(lists)]
    try:
        return json.dumps(names[1:], ensure_ascii=False), pack(f"<{len(numbers)}I", *numbers)
    except error:
        return None


def unpacked(agents: str, kept: bytes) -> CaseClocks | None:
    """What ``packed`` made of a case; None where that cannot be read."""
    try:
        return _unpacked(_names(agents), unpack(f"<{len(kept) // 4}I", kept))
    except (error, ValueError, IndexError):
        return None


def _unpacked(names: Sequence[str], numbers: tuple[int, ...]) -> CaseClocks:
    opened_at, outside, is_ours, is_handed_over, replies, answerer, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p = (
        numbers[:_START]
    )
    return _made(CaseClocks, (
        opened_at, _OUTSIDE[outside], is_ours == 1, is_handed_over == 1, replies, answerer, names,
        numbers[_START:a], numbers[a:b], numbers[b:c], numbers[c:d], numbers[d:e], numbers[e:f], numbers[f:g],
        numbers[g:h], numbers[h:i], numbers[i:j], numbers[j:k], numbers[k:m], numbers[m:n], numbers[n:o], numbers[o:p],
    ))  # fmt: skip


@lru_cache(maxsize=4096)
def _names(agents: str) -> tuple[str, ...]:
    """The names by their numbers; the same few agents work on most cases."""
    return "", *json.loads(agents)
