"""What measures need of a case: its instants and stretches of time, told from its events alone.

No hours, no targets and no texts are in it: it stays the same, whatever the policies say, until an event comes or goes.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cscli.clock.sla import Measure, Run, Waited, What
from cscli.desk.cases.event import ASKS_NOTHING, AUTOMATIC, CaseChange, CaseEvent, Stage
from cscli.desk.cases.state import CaseState

OURS, THEIRS, OTHERS = range(3)  # whose turn it is
Turn = tuple[int, int, int | None]  # whose, from when to when; None while it lasts

_TURN_OF = {
    Stage.NEW: OURS, Stage.OPEN: OURS, Stage.SNOOZED: OURS, Stage.WAITING: THEIRS, Stage.HELD: OTHERS,
}  # fmt: skip
_ENDS = frozenset({What.RESOLVED, What.CLOSED_BY_BOT})
_NO_ACTS = frozenset({CaseChange.OPENED, CaseChange.MESSAGE})  # what customers did
_OPENED_BY_AGENT, _REOPENED = What.OPENED_BY_AGENT, What.REOPENED  # plain names are found faster
_BOT_ANSWERED, _BOT_CLOSED = What.AUTOMATIC_REPLY, What.CLOSED_BY_BOT
_MESSAGE, _REPLY, _HANDED_OVER = CaseChange.MESSAGE, CaseChange.REPLY, CaseChange.HANDED_OVER
_FIRST, _NEXT = Measure.FIRST_RESPONSE, Measure.NEXT_RESPONSE
_THANKS, _ROBOT = "thanks", "robot"
_MERGED, _SPAM = Stage.MERGED, Stage.SPAM


class CaseClocks(NamedTuple):
    """A case in instants, UTC epoch seconds, by time.

    ``outside`` says why no measure counts it: merged, spam or robot; else it is empty. ``replies`` is how many public
    replies people gave, ``answerers`` who gave that of each instant, ``answerer`` who gave the last. ``asked`` are
    messages that ask for something, ``thanks`` and ``unasked`` those that do not. ``bot_answers`` and ``bot_closings``
    are those of a bot, and ``is_handed_over`` says whether it gave up. ``first``, ``following`` and ``resolution``
    are the clocks of first and next responses and of resolution. ``turns`` are the times in which somebody had to do
    something. ``acts`` is what agents did, with their names.
    """

    opened_at: int
    outside: str = ""
    is_ours: bool = False
    is_handed_over: bool = False
    replies: int = 0
    answerer: str = ""
    resolved: Sequence[int] = ()
    reopened: Sequence[int] = ()
    asked: Sequence[int] = ()
    thanks: Sequence[int] = ()
    unasked: Sequence[int] = ()
    bot_answers: Sequence[int] = ()
    bot_closings: Sequence[int] = ()
    first: Sequence[Run] = ()
    following: Sequence[Run] = ()
    resolution: Sequence[Run] = ()
    waits: Sequence[Waited] = ()
    turns: Sequence[Turn] = ()
    acts: Sequence[tuple[int, str]] = ()
    answerers: Mapping[int, str] = {}  # never changed

    @property
    def is_over(self) -> bool:
        """Whether it stays as it is while nothing happens: no clock runs, and nobody waits."""
        return (
            all(end is not None for _, _, end in self.turns)
            and all(stopped is not None for runs in self.runs for _, stopped, _ in runs)
            and all(end is not None for _, _, end in self.waits)
        )

    @property
    def runs(self) -> tuple[Sequence[Run], ...]:
        """Its clocks by measure, in the order of the measures."""
        return self.first, self.following, self.resolution


def clocks_of_case(state: CaseState, own: Iterable[CaseEvent]) -> CaseClocks:
    """What measures need of a case, from its state and its own events up to the same instant."""
    told, by_measure = state.told, state.clocks.by_measure
    is_ours = any(what is _OPENED_BY_AGENT for _, what, _ in told)
    if outside := _outside(state, is_ours=is_ours):
        return CaseClocks(opened_at=state.opened_at, outside=outside)
    asked, thanks, unasked = _messages(state.said)
    answerers, answerer, replies = _replies(state.said)
    acts, is_handed_over = _acts(own)
    return CaseClocks(
        opened_at=state.opened_at, outside="", is_ours=is_ours,
        is_handed_over=is_handed_over, replies=replies, answerer=answerer,
        resolved=[at for at, what, _ in told if what in _ENDS],
        reopened=[at for at, what, _ in told if what is _REOPENED],
        asked=asked, thanks=thanks, unasked=unasked,
        bot_answers=[at for at, what, _ in told if what is _BOT_ANSWERED],
        bot_closings=[at for at, what, _ in told if what is _BOT_CLOSED],
        first=[clock for measure, clock in by_measure if measure is _FIRST],
        following=[clock for measure, clock in by_measure if measure is _NEXT],
        resolution=[clock for measure, clock in by_measure if measure is Measure.RESOLUTION],
        waits=state.clocks.waits,
        turns=[(_TURN_OF[stage], start, end) for stage, start, end in state.spells if stage in _TURN_OF],
        acts=acts, answerers=answerers,
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


def _replies(said: Iterable[CaseEvent]) -> tuple[dict[int, str], str, int]:
    """Who answered at which instant, who last, and how many replies people gave."""
    answerers: dict[int, str] = {}
    answerer, texts = "", set()
    for event in said:
        if event.what is not _MESSAGE:
            answerer = event.by
            answerers.setdefault(event.at, answerer)
            if event.reason != AUTOMATIC:
                texts.add(event.interaction)
    return answerers, answerer, len(texts)


def _acts(own: Iterable[CaseEvent]) -> tuple[list[tuple[int, str]], bool]:
    """What agents did, and whether a bot handed the case over to them."""
    acts: list[tuple[int, str]] = []
    is_handed_over = False
    for event in own:
        what = event.what
        is_handed_over = is_handed_over or what is _HANDED_OVER
        if what in _NO_ACTS or not event.by:
            continue
        if what is _REPLY and (event.from_value or event.reason == AUTOMATIC):
            continue  # a robot answered, or the post did something with a mail
        acts.append((event.at, event.by))
    return acts, is_handed_over


def _outside(state: CaseState, *, is_ours: bool) -> str:
    """Why a case is outside every measure; empty for one that counts."""
    if state.state is _MERGED or state.state is _SPAM:
        return str(state.state)
    first = next((event.reason for event in state.said if event.what is _MESSAGE), "")
    return _ROBOT if first == _ROBOT and not is_ours else ""
