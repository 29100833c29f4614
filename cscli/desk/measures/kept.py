"""Clocks of cases as the record keeps them: packed into numbers, for a report to read in place of the events.

Kept is only what stays as it is until an event comes or goes: cases that are over, up to their last event. A row says
of which events it was made; one of other events, or of another ``FOLD``, is not read any more and replaced in time. All
of it follows from the events, so nothing is lost with it, and where it cannot be written a report only takes longer.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, chain, pairwise
from struct import error, pack, unpack
from typing import Any, Final

from cscli.clock.sla import What
from cscli.desk.measures.clocks import CaseClocks

FOLD: Final = 1  # to be raised with every change of what events add up to, or of how it is packed
_OUTSIDE: Final = ("", "merged", "spam", "robot")
_WAITS: Final = (What.WAITING_FOR_CUSTOMER, What.WAITING_FOR_OTHERS, What.SNOOZED)
_WAIT_NUMBERS: Final = {what: number for number, what in enumerate(_WAITS)}
_HEAD, _LISTS = 6, 14  # numbers of the case itself, and lists of instants; the length of each list stands between


def packed(clocks: CaseClocks) -> tuple[str, bytes] | None:
    """The names of agents, as JSON, and all numbers, each in four bytes; None where one of them is too large."""
    names: dict[str, int] = {"": 0}
    number: Callable[[str], int] = lambda name: names.setdefault(name, len(names))  # noqa: E731 - read in one line
    lists: tuple[Sequence[int], ...] = (
        clocks.resolved, clocks.reopened, clocks.asked, clocks.thanks, clocks.unasked, clocks.bot_answers,
        clocks.bot_closings, *(_flat(runs) for runs in clocks.runs),
        [part for what, start, end in clocks.waits for part in (_WAIT_NUMBERS[what], start, end or 0)],
        _flat(clocks.turns), [part for at, name in clocks.acts for part in (at, number(name))],
        [part for at, name in clocks.answerers.items() for part in (at, number(name))],
    )  # fmt: skip
    head = (
        clocks.opened_at, _OUTSIDE.index(clocks.outside), clocks.is_ours, clocks.is_handed_over, clocks.replies,
        number(clocks.answerer),
    )  # fmt: skip
    numbers = [*head, *map(len, lists), *chain.from_iterable(lists)]
    try:
        return json.dumps([*names][1:], ensure_ascii=False), pack(f"<{len(numbers)}I", *numbers)
    except error:
        return None


def unpacked(agents: str, kept: bytes) -> CaseClocks:
    """What ``packed`` made of a case."""
    numbers = unpack(f"<{len(kept) // 4}I", kept)
    opened_at, outside, is_ours, is_handed_over, replies, answerer = numbers[:_HEAD]
    if outside:
        return CaseClocks(opened_at, _OUTSIDE[outside])
    start = _HEAD + _LISTS
    bounds = pairwise(accumulate(numbers[_HEAD:start], initial=start))
    (resolved, reopened, asked, thanks, unasked, bot_answers, bot_closings, first, following, resolution, waits, turns,
     acts, answerers) = [numbers[low:high] for low, high in bounds]  # fmt: skip
    name = _names(agents).__getitem__
    return CaseClocks(
        opened_at, "", bool(is_ours), bool(is_handed_over), replies, name(answerer), resolved, reopened, asked, thanks,
        unasked, bot_answers, bot_closings, _triples(first), _triples(following), _triples(resolution),
        [(_WAITS[what], since, until) for what, since, until in _triples(waits)], _triples(turns),
        list(zip(acts[::2], map(name, acts[1::2]), strict=True)),
        dict(zip(answerers[::2], map(name, answerers[1::2]), strict=True)),
    )  # fmt: skip


def _flat(triples: Iterable[tuple[int, int | None, int | None]]) -> list[int]:
    return [number for one in triples for number in one if number is not None]


def _triples(numbers: Sequence[int]) -> Sequence[Any]:
    one = iter(numbers)
    return list(zip(one, one, one, strict=True)) if numbers else ()


@lru_cache(maxsize=4096)
def _names(agents: str) -> tuple[str, ...]:
    """The names by their numbers; the same few agents work on most cases."""
    return "", *json.loads(agents)
