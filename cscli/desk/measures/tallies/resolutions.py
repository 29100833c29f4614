"""How cases end: how long it took and whose turn it was, and whether they stayed resolved."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import add
from typing import Final

from cscli.desk.measures.cases import CountedCase
from cscli.desk.measures.clocks import OTHERS, OURS, THEIRS
from cscli.desk.measures.period import Period
from cscli.desk.measures.seen import COUNTED, PROVISIONAL, RUNNING, Counting, Seen, SeenRow, Tally
from cscli.desk.measures.spent import Spent

WINDOW: Final = 7 * 86_400  # after which a case that was resolved counts as settled
ALONE: Final = 72 * 3_600  # after which an answer of the bot counts as one that was enough
WRONG: Final = "wrong-answer"  # the tag by which an agent marks an answer of the bot
THANKS, UNASKED = "mere thanks", "robots' mails"  # messages that reopen nothing
TURNS: Final = ("customer-wait", "our-work", "their-turn", "third-party")


class ResolvedCases:
    """The cases that were resolved in a period, and when they first were in it."""

    def __init__(self, cases: Sequence[CountedCase], period: Period) -> None:
        since, until = period.since, period.until
        first = {
            place: at for place, case in enumerate(cases)
            for at in reversed(case.clocks.resolved) if since <= at < until
        }  # fmt: skip
        self.at: Sequence[int] = list(first.values())
        self.of: Sequence[CountedCase] = [cases[place] for place in first]
        self.agent: Sequence[str] = [case.agent for case in self.of]

    def tally(self, value: Sequence[int], excluded: Mapping[str, int] | None = None) -> Tally:
        """What a measure counts of each of them."""
        return Tally(at=self.at, of=self.of, value=value, agent=self.agent, excluded=excluded or {})


def status_times(cases: Iterable[CountedCase], period: Period) -> dict[str, Tally]:
    """Whose turn it was in resolved cases, until they were last resolved in the period; by metric."""
    since, before = period.since, period.until
    of: list[CountedCase] = []
    ends: list[int] = []
    business: tuple[list[int], ...] = ([], [], [])  # by whose turn it was
    calendar: tuple[list[int], ...] = ([], [], [])
    for case in cases:
        resolved = case.clocks.resolved
        end = resolved[-1] if resolved and since <= resolved[-1] < before else _last_in(resolved, since, before)
        if not end:
            continue
        of.append(case)
        ends.append(end)
        open_seconds, all_seconds = _taken(case, end)
        for whose in (OURS, THEIRS, OTHERS):
            business[whose].append(open_seconds[whose])
            calendar[whose].append(all_seconds[whose])
    agents = [case.agent for case in of]
    found = {
        metric: Tally(at=ends, of=of, agent=agents, value=business[whose], other=calendar[whose])
        for metric, whose in (("our-work", OURS), ("their-turn", THEIRS), ("third-party", OTHERS))
    }
    waits = [list(map(add, one[OURS], one[OTHERS])) for one in (business, calendar)]
    return {"customer-wait": Tally(at=ends, of=of, agent=agents, value=waits[0], other=waits[1]), **found}


def _last_in(instants: Iterable[int], since: int, until: int) -> int:
    """The last of some instants that lies in a period; 0 where none does."""
    return max([at for at in instants if since <= at < until], default=0)


def _taken(case: CountedCase, end: int) -> tuple[list[int], list[int]]:
    """The open seconds and all seconds of each turn of a case up to its end."""
    open_seconds, all_seconds, open_until = [0, 0, 0], [0, 0, 0], case.holds.clock.open_until
    last, open_then = -1, 0
    turns = iter(case.clocks.turns)
    for whose, start, until in zip(turns, turns, turns, strict=True):
        if start >= end:
            break
        open_before = open_then if start == last else open_until[start]
        last = end if until is None or until > end else until
        open_then = open_until[last]
        open_seconds[whose] += open_then - open_before
        all_seconds[whose] += last - start
    return open_seconds, all_seconds


def first_resolved(cases: Iterable[CountedCase], spent: Spent, period: Period) -> Tally:
    """From opened to first resolved; those are running that were never resolved before the end of the period."""
    rows: list[SeenRow] = []
    since, until, used = period.since, period.until, spent.by_resolution
    for case in cases:
        clocks = case.clocks
        first = clocks.resolved[0] if clocks.resolved else None
        if first is not None and since <= first < until:
            business, calendar, _ = used(case, clocks.opened_at, first)
            rows.append((first, case, business, calendar, case.agent, COUNTED))
        elif clocks.opened_at < until and (first is None or first >= until):
            rows.append((until - 1, case, 0, 0, case.agent, RUNNING))
    return Tally.of_rows(rows)


def last_resolved(cases: Iterable[CountedCase], spent: Spent, period: Period) -> Tally:
    """From opened to last resolved; those are running that are open at the end of the period."""
    rows: list[SeenRow] = []
    since, until, used = period.since, period.until, spent.by_resolution
    for case in cases:
        if case.is_open_at(until):
            rows.append((until - 1, case, 0, 0, case.agent, RUNNING))
            continue
        resolved = case.clocks.resolved
        last = resolved[bisect_left(resolved, until) - 1] if resolved else until
        if since <= last < until:
            business, calendar, _ = used(case, case.clocks.opened_at, last)
            rows.append((last, case, business, calendar, case.agent, COUNTED))
    return Tally.of_rows(rows)


def resolutions(cases: Iterable[CountedCase], period: Period) -> Tally:
    """Each time that a case was resolved."""
    since, until = period.since, period.until
    return Tally.of_rows([
        (at, case, 1, 0, case.agent, COUNTED) for case in cases for at in case.clocks.resolved if since <= at < until
    ])  # fmt: skip


def reopened(resolved: ResolvedCases) -> Tally:
    """Whether cases that were resolved in the period were reopened since."""
    left_out = Counter[str]()
    again: list[int] = []
    for case, at in zip(resolved.of, resolved.at, strict=True):
        clocks = case.clocks
        again.append(int(bool(clocks.reopened) and clocks.reopened[-1] >= at))
        for name, messages in ((THANKS, clocks.thanks), (UNASKED, clocks.unasked)):
            if messages and messages[-1] >= at:
                left_out[name] += sum([message >= at for message in messages])
    return resolved.tally(again, left_out)


def repeat_contacts(resolved: ResolvedCases, wrote_again: Sequence[bool], now: int) -> Tally:
    """Whether the customer wrote again within seven days after cases were resolved."""
    return Tally.of_rows([
        (at, case, int(wrote), 0, case.agent, _settled(at, WINDOW, now))
        for case, at, wrote in zip(resolved.of, resolved.at, wrote_again, strict=True)
    ])  # fmt: skip


def first_contact(resolved: ResolvedCases, wrote_again: Sequence[bool], now: int) -> Tally:
    """Whether one reply settled a case for good."""
    rows: list[SeenRow] = []
    for case, at, wrote in zip(resolved.of, resolved.at, wrote_again, strict=True):
        clocks = case.clocks
        if at == clocks.resolved[0]:
            is_first = not clocks.reopened and clocks.replies == 1 and not wrote
            rows.append((at, case, int(is_first), 0, case.agent, _settled(at, WINDOW, now)))
    return Tally.of_rows(rows)


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
    return Tally.of_rows(rows)


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
        self._cases: dict[str, list[CountedCase]] = defaultdict(list)  # by customer
        for case in cases:
            if case.clocks.asked:
                self._cases[case.case.customer].append(case)
        self._cases.pop("", None)

    def wrote(self, case: CountedCase, after: int, window: int) -> bool:
        """Whether the customer wrote after an instant, up to the end of a window: in the case, or about the same."""
        until, asked = after + window, case.clocks.asked
        first = bisect_right(asked, after)
        if first < len(asked) and asked[first] <= until:
            return True
        for other in self._cases.get(case.case.customer, ()):
            asked = other.clocks.asked
            first = bisect_right(asked, after)
            if first < len(asked) and asked[first] <= until and self._is_about(other, case):
                return True
        return False

    def _is_about(self, other: CountedCase, case: CountedCase) -> bool:
        """Whether two cases are about the same."""
        order = case.case.order_number
        is_of_order = bool(order) and order == other.case.order_number
        return is_of_order or (self._by_tag and not set(case.tags).isdisjoint(other.tags))


def _settled(at: int, window: int, now: int) -> Counting:
    return COUNTED if at + window <= now else PROVISIONAL
