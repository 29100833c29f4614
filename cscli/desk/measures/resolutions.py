"""How cases end: how long it took and whose turn it was, and whether they stayed resolved."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from cscli.desk.measures.cases import CountedCase
from cscli.desk.measures.period import Period
from cscli.desk.measures.seen import COUNTED, PROVISIONAL, RUNNING, Counting, Seen, SeenRow, Tally
from cscli.desk.measures.spent import Spent

WINDOW: Final = 7 * 86_400  # after which a case that was resolved counts as settled
ALONE: Final = 72 * 3_600  # after which an answer of the bot counts as one that was enough
WRONG: Final = "wrong-answer"  # the tag by which an agent marks an answer of the bot
THANKS, UNASKED = "mere thanks", "robots' mails"  # messages that reopen nothing
TURNS: Final = ("customer-wait", "our-work", "their-turn", "third-party")


ResolvedCase = tuple[CountedCase, int]  # one that was resolved in the period, and when it first was in it


def resolved_cases(cases: Iterable[CountedCase], period: Period) -> list[ResolvedCase]:
    """The cases that were resolved in the period."""
    found = ((case, case.resolved_in(period.since, period.until)) for case in cases)
    return [(case, at) for case, at in found if at is not None]


def status_times(cases: Iterable[CountedCase], period: Period) -> dict[str, Tally]:
    """Whose turn it was in resolved cases, until they were last resolved in the period; by metric."""
    found: dict[str, list[SeenRow]] = {metric: [] for metric in TURNS}
    waits, work, turn, third = found.values()
    since, before = period.since, period.until
    for case in cases:
        ends = [at for at in case.clocks.resolved if since <= at < before]
        if not ends:
            continue
        end = max(ends)
        business, calendar, open_until = [0, 0, 0], [0, 0, 0], case.holds.clock.open_until
        for whose, start, until in case.clocks.turns:
            if start >= end:
                break
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
        resolved = case.clocks.resolved
        first = resolved[0] if resolved else None
        if first is not None and since <= first < until:
            rows.append(_resolution(case, first, spent))
        elif case.clocks.opened_at < until and (first is None or first >= until):
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
        resolved = case.clocks.resolved
        ended = bisect_left(resolved, until)
        if ended and resolved[ended - 1] >= since:
            rows.append(_resolution(case, resolved[ended - 1], spent))
    return Tally(rows)


def resolutions(cases: Iterable[CountedCase], period: Period) -> Tally:
    """Each time that a case was resolved."""
    since, until = period.since, period.until
    return Tally([
        (at, case, 1, 0, case.agent, COUNTED) for case in cases for at in case.clocks.resolved if since <= at < until
    ])  # fmt: skip


def reopened(resolved: Iterable[ResolvedCase]) -> Tally:
    """Whether cases that were resolved in the period were reopened since."""
    rows: list[SeenRow] = []
    left_out = Counter[str]()
    for case, at in resolved:
        clocks = case.clocks
        again = clocks.reopened
        rows.append((at, case, int(bool(again) and again[-1] >= at), 0, case.agent, COUNTED))
        for name, messages in ((THANKS, clocks.thanks), (UNASKED, clocks.unasked)):
            if messages and messages[-1] >= at:
                left_out[name] += sum([message >= at for message in messages])
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
        clocks = case.clocks
        if at == clocks.resolved[0]:
            is_first = not clocks.reopened and clocks.replies == 1 and not again.wrote(case, at, WINDOW)
            rows.append((at, case, int(is_first), 0, case.agent, _settled(at, WINDOW, now)))
    return Tally(rows)


def answered_alone(cases: Sequence[CountedCase], period: Period, now: int) -> Tally:
    """Whether the bot's answer was enough, for cases that it first answered in the period."""
    again: MessagesAgain | None = None
    rows: list[SeenRow] = []
    for case in cases:
        answers = case.clocks.bot_answers
        if not answers or not period.holds(answers[0]):
            continue
        answer = answers[0]
        closed = next((at for at in case.clocks.bot_closings if at >= answer), None)
        if closed is None:
            rows.append((answer, case, 0, 0, case.agent, COUNTED))
        else:
            again = again or MessagesAgain(cases, by_tag=False)
            is_alone = not again.wrote(case, closed, ALONE)
            counting = _settled(closed, ALONE, now)
            rows.append((answer, case, int(is_alone), 0, case.agent, counting))
    return Tally(rows)


def handed_over(seen: Iterable[Seen], reasons: Mapping[int, str]) -> Counter[tuple[str, str]]:
    """What became of what the bot answered: handed over by reason, and marked wrong. ``reasons`` are by case."""
    found: Counter[tuple[str, str]] = Counter()
    for one in seen:
        if one.of.clocks.is_handed_over:
            found["handed-over", reasons.get(one.of.case.number, "")] += 1
        if WRONG in one.of.tags:
            found["wrong", WRONG] += 1
    return found


class MessagesAgain:
    """When customers wrote about what: an order, a tag."""

    def __init__(self, cases: Iterable[CountedCase], *, by_tag: bool = True) -> None:
        self._by_tag = by_tag
        self._about: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for case in cases:
            asked = case.clocks.asked
            for key in self._keys(case) if asked else ():
                self._about[key] += asked

    def wrote(self, case: CountedCase, after: int, window: int) -> bool:
        """Whether the customer wrote after an instant, up to the end of a window."""
        until = after + window
        for key in self._keys(case):
            for at in self._about[key]:
                if after < at <= until:
                    return True
        return any(after < at <= until for at in case.clocks.asked)

    def _keys(self, case: CountedCase) -> Iterator[tuple[str, str, str]]:
        customer, order = case.case.customer, case.case.order_number
        if customer and order:
            yield customer, "order", order
        if customer and self._by_tag:
            yield from ((customer, "tag", tag) for tag in case.tags)


def _settled(at: int, window: int, now: int) -> Counting:
    return COUNTED if at + window <= now else PROVISIONAL


def _resolution(case: CountedCase, end: int, spent: Spent) -> SeenRow:
    business, calendar, _ = spent.by_resolution(case, (case.clocks.opened_at, end, False))
    return end, case, business, calendar, case.agent, COUNTED


def _running(case: CountedCase, period: Period) -> SeenRow:
    return period.until - 1, case, 0, 0, case.agent, RUNNING
