"""How cases end: how long it took and whose turn it was, and whether they stayed resolved."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cscli.clock.sla import Clock, What
from cscli.desk.cases.event import CaseChange, Stage
from cscli.desk.measures.cases import CountedCase
from cscli.desk.measures.period import Period
from cscli.desk.measures.seen import COUNTED, PROVISIONAL, RUNNING, Counting, Seen, SeenRow, Tally
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


ResolvedCase = tuple[CountedCase, int]  # one that was resolved in the period, and when it first was in it


def resolved_cases(cases: Iterable[CountedCase], period: Period) -> list[ResolvedCase]:
    """The cases that were resolved in the period."""
    found = ((case, case.resolved_in(period.since, period.until)) for case in cases)
    return [(case, at) for case, at in found if at is not None]


def status_times(cases: Iterable[CountedCase], period: Period) -> dict[str, Tally]:
    """Whose turn it was in resolved cases, until they were last resolved in the period; by metric."""
    found: dict[str, list[SeenRow]] = {metric: [] for metric in TURNS}
    waits, work, turn, third = found.values()
    since, before, turn_of = period.since, period.until, _TURN_OF
    for case in cases:
        ends = [at for at in case.resolved if since <= at < before]
        if not ends:
            continue
        end = max(ends)
        business, calendar, open_until = [0, 0, 0], [0, 0, 0], case.holds.clock.open_until
        for state, start, until in case.state.spells:
            if start >= end:
                break
            whose = turn_of.get(state)
            if whose is not None:
                last = end if until is None or until > end else until
                business[whose] += open_until[last] - open_until[start]
                calendar[whose] += last - start
        agent = case.agent
        waits.append((end, case, business[0] + business[2], calendar[0] + calendar[2], agent, COUNTED))
        work.append((end, case, business[0], calendar[0], agent, COUNTED))
        turn.append((end, case, business[1], calendar[1], agent, COUNTED))
        third.append((end, case, business[2], calendar[2], agent, COUNTED))
    return {metric: Tally(rows) for metric, rows in found.items()}


def first_resolved(cases: Iterable[CountedCase], spent: Spent, period: Period) -> Tally:
    """From opened to first resolved; those are running that were never resolved before the end of the period."""
    rows = []
    since, until = period.since, period.until
    for case in cases:
        first = case.resolved[0] if case.resolved else None
        if first is not None and since <= first < until:
            rows.append(_resolution(case, first, spent))
        elif case.state.opened_at < until and (first is None or first >= until):
            rows.append(_running(case, period))
    return Tally(rows)


def last_resolved(cases: Iterable[CountedCase], spent: Spent, period: Period) -> Tally:
    """From opened to last resolved; those are running that are open at the end of the period."""
    rows = []
    since, until = period.since, period.until
    for case in cases:
        if case.is_open_at(until):
            rows.append(_running(case, period))
            continue
        ended = bisect_left(case.resolved, until)
        if ended and case.resolved[ended - 1] >= since:
            rows.append(_resolution(case, case.resolved[ended - 1], spent))
    return Tally(rows)


def resolutions(cases: Iterable[CountedCase], period: Period) -> Tally:
    """Each time that a case was resolved."""
    since, until = period.since, period.until
    return Tally([
        (at, case, 1, 0, case.agent, COUNTED) for case in cases for at in case.resolved if since <= at < until
    ])  # fmt: skip


def reopened(resolved: Iterable[ResolvedCase]) -> Tally:
    """Whether cases that were resolved in the period were reopened since."""
    rows: list[SeenRow] = []
    left_out = Counter[str]()
    for case, at in resolved:
        rows.append((at, case, int(bool(case.reopened) and case.reopened[-1] >= at), 0, case.agent, COUNTED))
        if case.state.said[-1:] and case.state.said[-1].at >= at:
            for event in case.state.said:
                if event.at >= at and event.what is _MESSAGE and not event.asks:
                    left_out["mere thanks" if event.reason == "thanks" else "robots' mails"] += 1
    return Tally(rows, left_out)


def repeat_contacts(resolved: Iterable[ResolvedCase], again: "MessagesAgain", now: int) -> Tally:
    """Whether the customer wrote again within seven days after cases were resolved."""
    return Tally([
        (at, case, int(again.wrote(case, at, WINDOW)), 0, case.agent, _settled(at, WINDOW, now))
        for case, at in resolved
    ])  # fmt: skip


def first_contact(resolved: Iterable[ResolvedCase], again: "MessagesAgain", now: int) -> Tally:
    """Whether one reply settled a case for good."""
    rows: list[SeenRow] = []
    for case, at in resolved:
        if at == case.resolved[0]:
            is_first = not case.reopened and case.replies == 1 and not again.wrote(case, at, WINDOW)
            rows.append((at, case, int(is_first), 0, case.agent, _settled(at, WINDOW, now)))
    return Tally(rows)


def answered_alone(cases: Sequence[CountedCase], period: Period, now: int) -> Tally:
    """Whether the bot's answer was enough, for cases that it first answered in the period."""
    again: MessagesAgain | None = None
    rows: list[SeenRow] = []
    for case in cases:
        answers = [at for at, what, _ in case.state.told if what is _OF_BOT]
        if not answers or not period.holds(answers[0]):
            continue
        answer = answers[0]
        closed = next((e.at for e in case.state.told if e.what is What.CLOSED_BY_BOT and e.at >= answer), None)
        if closed is None:
            rows.append((answer, case, 0, 0, case.agent, COUNTED))
        else:
            again = again or MessagesAgain(cases, by_tag=False)
            is_alone = not again.wrote(case, closed, ALONE)
            counting = _settled(closed, ALONE, now)
            rows.append((answer, case, int(is_alone), 0, case.agent, counting))
    return Tally(rows)


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
        for key in self._keys(case):
            for at in self._about[key]:
                if after < at <= until:
                    return True
        return any(after < at <= until for at in case.asked)

    def _keys(self, case: CountedCase) -> Iterator[tuple[str, str, str]]:
        customer, order = case.case.customer, case.case.order_number
        if customer and order:
            yield customer, "order", order
        if customer and self._by_tag:
            yield from ((customer, "tag", tag) for tag in case.state.tags)


def _settled(at: int, window: int, now: int) -> Counting:
    return COUNTED if at + window <= now else PROVISIONAL


def _resolution(case: CountedCase, end: int, spent: Spent) -> SeenRow:
    business, calendar, _ = spent.by_resolution(case, Clock(case.state.opened_at, end))
    return end, case, business, calendar, case.agent, COUNTED


def _running(case: CountedCase, period: Period) -> SeenRow:
    return period.until - 1, case, 0, 0, case.agent, RUNNING
