"""What measures need of a case: its instants and stretches of time, told from its events alone.

No hours, no targets and no texts are in it: it stays the same, whatever the policies say, until an event comes or goes.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from cscli.clock.sla import Measure, What
from cscli.desk.cases.event import ASKS_NOTHING, AUTOMATIC, CaseChange, CaseEvent, Stage
from cscli.desk.cases.state import CaseState

OURS, THEIRS, OTHERS = range(3)  # whose turn it is
WAITS = (What.WAITING_FOR_CUSTOMER, What.WAITING_FOR_OTHERS, What.SNOOZED)  # what waits are of, by number

_TURN_OF = {
    Stage.NEW: OURS, Stage.OPEN: OURS, Stage.SNOOZED: OURS, Stage.WAITING: THEIRS, Stage.HELD: OTHERS,
}  # fmt: skip
_WAIT_NUMBERS = {what: number for number, what in enumerate(WAITS)}
_MEASURES = tuple(Measure)
_NO_ACTS = frozenset({CaseChange.OPENED, CaseChange.MESSAGE})  # what customers did
_RESOLVED, _REOPENED = What.RESOLVED, What.REOPENED  # plain names are found faster
_BOT_ANSWERED, _BOT_CLOSED = What.AUTOMATIC_REPLY, What.CLOSED_BY_BOT
_MESSAGE, _REPLY, _HANDED_OVER = CaseChange.MESSAGE, CaseChange.REPLY, CaseChange.HANDED_OVER
_THANKS, _ROBOT = "thanks", "robot"
_MERGED, _SPAM = Stage.MERGED, Stage.SPAM


class CaseClocks(NamedTuple):
    """A case in instants, UTC epoch seconds, by time, all in flat lists: a report reads a million numbers of them.

    ``outside`` says why no measure counts it: merged, spam or robot; else it is empty. ``replies`` is how many public
    replies people gave, ``answered`` the instants at which there was one, ``answered_by`` whose it was, ``answerer``
    whose the last. Agents are numbers of ``names``.

    ``asked`` are messages that ask for something, ``thanks`` and ``unasked`` those that do not. ``bot_answers`` and
    ``bot_closings`` are those of a bot, and ``is_handed_over`` says whether it gave up.

    ``first``, ``following`` and ``resolution`` are the clocks of first and next responses and of resolution, three
    numbers each: from when, to when, whether it was given up. ``waits`` are of a kind, from when, to when. ``turns``
    are the times in which somebody had to do something: whose turn, from when, to when. None ends what still lasts.
    ``acts`` is what agents did: when, and who.
    """

    opened_at: int
    outside: str = ""
    is_ours: bool = False
    is_handed_over: bool = False
    replies: int = 0
    answerer: int = 0
    names: Sequence[str] = ("",)
    resolved: Sequence[int] = ()
    reopened: Sequence[int] = ()
    asked: Sequence[int] = ()
    thanks: Sequence[int] = ()
    unasked: Sequence[int] = ()
    bot_answers: Sequence[int] = ()
    bot_closings: Sequence[int] = ()
    answered: Sequence[int] = ()
    answered_by: Sequence[int] = ()
    first: Sequence[Any] = ()
    following: Sequence[Any] = ()
    resolution: Sequence[Any] = ()
    waits: Sequence[Any] = ()
    turns: Sequence[Any] = ()
    acts: Sequence[int] = ()

    @property
    def is_over(self) -> bool:
        """Whether it stays as it is while nothing happens: no clock runs, and nobody waits."""
        lasting = (self.first, self.following, self.resolution, self.waits, self.turns)
        return not any(None in instants for instants in lasting)


def clocks_of_case(state: CaseState, own: Iterable[CaseEvent]) -> CaseClocks:
    """What measures need of a case, from its state and its own events up to the same instant."""
    told: dict[What, list[int]] = defaultdict(list)
    for at, what, _ in state.told:
        told[what].append(at)
    is_ours = What.OPENED_BY_AGENT in told
    if outside := _outside(state, is_ours=is_ours):
        return CaseClocks(opened_at=state.opened_at, outside=outside)
    runs: dict[Measure, list[Any]] = {measure: [] for measure in _MEASURES}
    for measure, clock in state.clocks.by_measure:
        runs[measure] += clock
    names: dict[str, int] = {"": 0}
    asked, thanks, unasked = _messages(state.said)
    answerers, answerer, replies = _replies(state.said, names)
    acts, is_handed_over = _acts(own, names)
    first, following, resolution = runs.values()
    return CaseClocks(
        opened_at=state.opened_at, is_ours=is_ours, is_handed_over=is_handed_over, replies=replies, answerer=answerer,
        names=tuple(names), resolved=sorted(told[_RESOLVED] + told[_BOT_CLOSED]), reopened=told[_REOPENED],
        asked=asked, thanks=thanks, unasked=unasked, bot_answers=told[_BOT_ANSWERED], bot_closings=told[_BOT_CLOSED],
        answered=list(answerers), answered_by=list(answerers.values()),
        first=first, following=following, resolution=resolution,
        waits=[part for what, start, end in state.clocks.waits for part in (_WAIT_NUMBERS[what], start, end)],
        turns=[
            part for stage, start, end in state.spells if stage in _TURN_OF for part in (_TURN_OF[stage], start, end)
        ],
        acts=acts,
    )  # fmt: skip


def _messages(said: Iterable[CaseEvent]) -> tuple[list[int], list[int], list[int]]:
    """When customers asked for something, when they said thanks, and when robots and ratings came."""
    asked: list[int] = []
    thanks: list[int] = []
    unasked: list[int] = []
    for event in said:
        if event.what is _MESSAGE:
            reason = event.reason
            (asked if reason not in ASKS_NOTHING else thanks if reason == _THANKS else unasked).append(event.at)
    return asked, thanks, unasked


def _replies(said: Iterable[CaseEvent], names: dict[str, int]) -> tuple[dict[int, int], int, int]:
    """Who answered at which instant, who last, and how many replies people gave."""
    answerers: dict[int, int] = {}
    answerer, texts = 0, set()
    for event in said:
        if event.what is not _MESSAGE:
            answerer = names.setdefault(event.by, len(names))
            answerers.setdefault(event.at, answerer)
            if event.reason != AUTOMATIC:
                texts.add(event.interaction)
    return answerers, answerer, len(texts)


def _acts(own: Iterable[CaseEvent], names: dict[str, int]) -> tuple[list[int], bool]:
    """What agents did, and whether a bot handed the case over to them."""
    acts: list[int] = []
    is_handed_over = False
    for event in own:
        what = event.what
        is_handed_over = is_handed_over or what is _HANDED_OVER
        if what in _NO_ACTS or not event.by:
            continue
        if what is _REPLY and (event.from_value or event.reason == AUTOMATIC):
            continue  # a robot answered, or the post did something with a mail
        acts += (event.at, names.setdefault(event.by, len(names)))
    return acts, is_handed_over


def _outside(state: CaseState, *, is_ours: bool) -> str:
    """Why a case is outside every measure; empty for one that counts."""
    if state.state is _MERGED or state.state is _SPAM:
        return str(state.state)
    first = next((event.reason for event in state.said if event.what is _MESSAGE), "")
    return _ROBOT if first == _ROBOT and not is_ours else ""
