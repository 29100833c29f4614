"""How cases end: how long it took and whose turn it was, and whether they stayed resolved."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cscli.clock.sla import Clock, What
from cscli.desk.cases.event import CaseChange, Stage
from cscli.desk.measures.cases import CountedCase
from cscli.desk.measures.period import Period
from cscli.desk.measures.seen import Counting, Seen, Tally
from cscli.desk.measures.spent import Spent

WINDOW: Final = 7 * 86_400  # after which a case that was resolved counts as settled
ALONE: Final = 72 * 3_600  # after which an answer of the bot counts as one that was enough
WRONG: Final = "wrong-answer"  # the tag by which an agent marks an answer of the bot
TURNS: Final = ("customer-wait", "our-work", "their-turn", "third-party")
_MESSAGE: Final = CaseChange.MESSAGE
_OF_BOT: Final = What.AUTOMATIC_REPLY
_OURS, _THEIRS, _OTHERS = range(3)
_TURN_OF: Final = {
    Stage.NEW: _OURS, Stage.OPEN: _OURS, Stage.SNOOZED: _OURS, Stage.WAITING: _THEIRS, Stage.HELD: _OTHERS,
}  # fmt: skip


def status_times(cases: Iterable[CountedCase], period: Period) -> dict[str, Tally]:
    """Whose turn it was in resolved cases, until they were last resolved in the period; by metric."""
    found: dict[str, list[Seen]] = {metric: [] for metric in TURNS}
    waits, work, turn, third = found.values()
    for case in cases:
        end = max((at for at in case.resolved if period.holds(at)), default=None)
        if end is None:
            continue
        business, calendar, open_until = [0, 0, 0], [0, 0, 0], case.holds.clock.open_until
        for state, start, until in case.state.spells:
            if start >= end:
                break
            if state in _TURN_OF:
                whose, last = _TURN_OF[state], end if until is None or until > end else until
                business[whose] += open_until[last] - open_until[start]
                calendar[whose] += last - start
        agent = case.agent
        waits.append(Seen(end, case, business[0] + business[2], calendar[0] + calendar[2], agent))
        for seen, whose in ((work, _OURS), (turn, _THEIRS), (third, _OTHERS)):
            seen.append(Seen(end, case, business[whose], calendar[whose], agent))
    return {metric: Tally(seen) for metric, seen in found.items()}


def first_resolved(cases: Iterable[CountedCase], spent: Spent, period: Period) -> Tally:
    """From opened to first resolved; those are running that were never resolved before the end of the period."""
    seen = []
    for case in cases:
        first = case.resolved[0] if case.resolved else None
        if first is not None and period.holds(first):
            seen.append(_resolution(case, first, spent))
        elif case.state.opened_at < period.until and (first is None or first >= period.until):
            seen.append(_running(case, period))
    return Tally(seen)


def last_resolved(cases: Iterable[CountedCase], spent: Spent, period: Period) -> Tally:
    """From opened to last resolved; those are running that are open at the end of the period."""
    seen = []
    for case in cases:
        if case.is_open_at(period.until):
            seen.append(_running(case, period))
            continue
        last = max((at for at in case.resolved if at < period.until), default=None)
        if last is not None and period.holds(last):
            seen.append(_resolution(case, last, spent))
    return Tally(seen)


def resolutions(cases: Iterable[CountedCase], period: Period) -> Tally:
    """Each time that a case was resolved."""
    return Tally([
        Seen(at, case, 1, agent=case.agent) for case in cases for at in case.resolved if period.holds(at)
    ])  # fmt: skip


def reopened(cases: Iterable[CountedCase], period: Period) -> Tally:
    """Whether cases that were resolved in the period were reopened since."""
    seen, left_out = [], Counter[str]()
    for case, at in _cohort(cases, period):
        seen.append(Seen(at, case, int(bool(case.reopened) and case.reopened[-1] >= at), 0, case.agent))
        for event in case.state.said:
            if event.at >= at and event.what is _MESSAGE and not event.asks:
                left_out["mere thanks" if event.reason == "thanks" else "robots' mails"] += 1
    return Tally(seen, left_out)


def repeat_contacts(cases: Sequence[CountedCase], again: "MessagesAgain", period: Period, now: int) -> Tally:
    """Whether the customer wrote again within seven days after cases were resolved."""
    return Tally([
        Seen(at, case, int(again.wrote(case, at, WINDOW)), agent=case.agent, counting=_settled(at, WINDOW, now))
        for case, at in _cohort(cases, period)
    ])  # fmt: skip


def first_contact(cases: Sequence[CountedCase], again: "MessagesAgain", period: Period, now: int) -> Tally:
    """Whether one reply settled a case for good."""
    seen = []
    for case in cases:
        at = case.resolved[0] if case.resolved else None
        if at is None or not period.holds(at):
            continue
        is_first = not case.reopened and case.replies == 1 and not again.wrote(case, at, WINDOW)
        seen.append(Seen(at, case, int(is_first), agent=case.agent, counting=_settled(at, WINDOW, now)))
    return Tally(seen)


def answered_alone(cases: Sequence[CountedCase], period: Period, now: int) -> Tally:
    """Whether the bot's answer was enough, for cases that it first answered in the period."""
    again: MessagesAgain | None = None
    seen = []
    for case in cases:
        answer = next((at for at, what, _ in case.state.told if what is _OF_BOT), None)
        if answer is None or not period.holds(answer):
            continue
        closed = next((e.at for e in case.state.told if e.what is What.CLOSED_BY_BOT and e.at >= answer), None)
        if closed is None:
            seen.append(Seen(answer, case, 0, agent=case.agent))
        else:
            again = again or MessagesAgain(cases, by_tag=False)
            is_alone = not again.wrote(case, closed, ALONE)
            counting = _settled(closed, ALONE, now)
            seen.append(Seen(answer, case, int(is_alone), agent=case.agent, counting=counting))
    return Tally(seen)


def handed_over(seen: Iterable[Seen]) -> Counter[tuple[str, str]]:
    """What became of what the bot answered: handed over by reason, and marked wrong."""
    found: Counter[tuple[str, str]] = Counter()
    for one in seen:
        reasons = [event.reason for event in one.of.events if event.what is CaseChange.HANDED_OVER]
        if reasons:
            found["handed-over", reasons[0]] += 1
        if WRONG in one.of.state.tags:
            found["wrong", WRONG] += 1
    return found


class MessagesAgain:
    """When customers wrote about what: an order, a tag."""

    def __init__(self, cases: Iterable[CountedCase], *, by_tag: bool = True) -> None:
        self._by_tag = by_tag
        self._about: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for case in cases:
            for key in self._keys(case) if case.asked else ():
                self._about[key] += case.asked

    def wrote(self, case: CountedCase, after: int, window: int) -> bool:
        """Whether the customer wrote after an instant, up to the end of a window."""
        until = after + window
        if any(after < at <= until for at in case.asked):
            return True
        return any(after < at <= until for key in self._keys(case) for at in self._about[key])

    def _keys(self, case: CountedCase) -> Iterator[tuple[str, str, str]]:
        customer, order = case.case.customer, case.case.order_number
        if customer and order:
            yield customer, "order", order
        if customer and self._by_tag:
            yield from ((customer, "tag", tag) for tag in case.case.tags)


def _cohort(cases: Iterable[CountedCase], period: Period) -> Iterator[tuple[CountedCase, int]]:
    """The cases that were resolved in the period, with when they first were in it."""
    for case in cases:
        at = case.resolved_in(period.since, period.until)
        if at is not None:
            yield case, at


def _settled(at: int, window: int, now: int) -> Counting:
    return Counting.COUNTED if at + window <= now else Counting.PROVISIONAL


def _resolution(case: CountedCase, end: int, spent: Spent) -> Seen:
    used = spent.by_resolution(case, Clock(case.state.opened_at, end))
    return Seen(end, case, used.business, used.calendar, case.agent)


def _running(case: CountedCase, period: Period) -> Seen:
    return Seen(period.until - 1, case, 0, agent=case.agent, counting=Counting.RUNNING)
