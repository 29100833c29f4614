"""The measures once more, as plainly as their definitions read: day by day, second by second.

Nothing here is shared with the program: not its events, not its fold, not its calendars. Slow, and easy to check.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from naive_walk import LIVE, Walk

DAY, WEEK = 86_400, 7 * 86_400
COUNTED, PROVISIONAL, RUNNING = 0, 1, 2
TURNS = {
    "customer-wait": ("new", "open", "held", "snoozed"), "our-work": ("new", "open", "snoozed"),
    "their-turn": ("waiting",), "third-party": ("held",),
}  # fmt: skip


class Hours:
    """Opening hours with versions, as a list of open stretches."""

    def __init__(self, zone: str, versions, first: date, days: int) -> None:
        """``versions`` are pairs of a first date and of {weekday: [(from hour, to hour)]}, by date."""
        place = ZoneInfo(zone)
        self.open = []
        for day in (first + timedelta(days=n) for n in range(days)):
            week = [hours for since, hours in versions if since <= day][-1]
            for start, end in week.get(day.weekday(), []):
                midnight = datetime(day.year, day.month, day.day, tzinfo=place)
                self.open.append(tuple(int(midnight.replace(hour=hour).timestamp()) for hour in (start, end)))

    def between(self, start: int, end: int) -> int:
        total = 0
        for opens, closes in self.open:
            if opens >= end:
                break
            if closes > start:
                total += min(closes, end) - max(opens, start)
        return total

    def due(self, start: int, target: int, pauses) -> int:
        """When ``target`` open seconds are over that lie in no pause."""
        left = target
        for opens, closes in self.open:
            at = max(opens, start)
            while at < closes:
                pause = next((p for p in pauses if p[0] <= at < p[1]), None)
                if pause:
                    at = min(pause[1], closes)
                    continue
                until = min([closes, *(p[0] for p in pauses if p[0] > at)])
                if until - at >= left:
                    return at + left
                left -= until - at
                at = until
        raise AssertionError("no hours are left")


class Naive:
    """All measures of a period: lists of (case, at, value, other, counting)."""

    def __init__(self, facts, events, hours: Hours, targets, period, now: int) -> None:  # noqa: PLR0913, PLR0917
        """``targets`` gives the seconds for a measure and a priority; ``period`` is since and until."""
        self.hours, self.targets, (self.since, self.until), self.now = hours, targets, period, now
        parents = {e.number: int(e.to) for e in events if e.what == "merged"}
        family = defaultdict(list)
        for event in events:
            number, steps = event.number, [event.number]
            while number in parents:
                number = parents[number]
                steps.append(number)
            for step in steps:
                family[step].append(event)
        walks = [Walk(one, family[one.number], now) for one in facts]
        walks = [walk for walk in walks if walk.opened is not None]
        self.outside = defaultdict(int)
        for walk in walks:
            if walk.outside and self.holds(walk.opened):
                self.outside[walk.outside] += 1
        self.walks = [walk for walk in walks if not walk.outside]

    def holds(self, at: int | None) -> bool:
        return at is not None and self.since <= at < self.until

    def is_open(self, walk: Walk) -> bool:
        """Whether a case is there and not over at the end of the period."""
        last = [state for at, state in walk.changes if at < self.until]
        return bool(last) and last[-1] in LIVE

    def took(self, metric: str):
        """First and next responses."""
        for walk in self.walks:
            clocks = walk.first if metric == "first-response" else [[*one, False] for one in walk.exchanges]
            for start, end, is_given_up in clocks:
                if is_given_up:
                    continue
                if self.holds(end):
                    yield walk.number, end, self.hours.between(start, end), end - start, COUNTED
                elif start < self.until and (end is None or end >= self.until) and self.is_open(walk):
                    yield walk.number, self.until - 1, 0, 0, RUNNING

    def turns(self, metric: str):
        for walk in self.walks:
            ends = [at for at in walk.resolved if self.holds(at)]
            if ends:
                spent = [(a, b) for a, b, state in walk.pieces(ends[-1]) if state in TURNS[metric]]
                business = sum(self.hours.between(a, b) for a, b in spent)
                yield walk.number, ends[-1], business, sum(b - a for a, b in spent), COUNTED

    def resolution(self, metric: str):
        for walk in self.walks:
            before = [at for at in walk.resolved if at < self.until]
            if metric == "resolution-first":
                end = walk.resolved[0] if walk.resolved else None
                runs = walk.opened < self.until and not before
            else:
                runs = walk.opened < self.until and (
                    not before or any(before[-1] <= at < self.until for at in walk.reopened)
                )
                end = before[-1] if before and not runs else None
            if runs:
                yield walk.number, self.until - 1, 0, 0, RUNNING
            elif self.holds(end):
                pauses = walk.waited(walk.opened, end)
                business = self.hours.between(walk.opened, end) - sum(self.hours.between(a, b) for a, b in pauses)
                yield walk.number, end, business, end - walk.opened - sum(b - a for a, b in pauses), COUNTED

    def resolutions(self, _: str):
        for walk in self.walks:
            for at in walk.resolved:
                if self.holds(at):
                    yield walk.number, at, 1, 0, COUNTED

    def wrote_again(self, walk: Walk, at: int, window: int) -> bool:
        for other in self.walks:
            is_same = other is walk or (
                walk.facts.customer
                and other.facts.customer == walk.facts.customer
                and ((walk.facts.order and walk.facts.order == other.facts.order) or walk.tags & other.tags)
            )
            if is_same and any(e.asks and at < e.at <= at + window for e in other.said):
                return True
        return False

    def cohorts(self, metric: str):
        """Reopened, repeat contact, resolved at first contact."""
        for walk in self.walks:
            inside = [at for at in walk.resolved if self.holds(at)]
            if metric == "first-contact-resolution":
                inside = [at for at in inside if at == walk.resolved[0]]
            if not inside:
                continue
            at = inside[0]
            is_settled = metric == "reopen-rate" or at + WEEK <= self.now
            if metric == "reopen-rate":
                hit = any(again >= at for again in walk.reopened)
            elif metric == "repeat-contact":
                hit = self.wrote_again(walk, at, WEEK)
            else:
                replies = {e.text for e in walk.said if e.answers and e.reason != "automatic"}
                hit = len(replies) == 1 and not walk.reopened and not self.wrote_again(walk, at, WEEK)
            yield walk.number, at, int(hit), 0, COUNTED if is_settled else PROVISIONAL

    def levels(self, metric: str):
        measure = metric.removeprefix("service-level-")
        for walk in self.walks:
            if measure == "first-response":
                clocks = walk.first
            elif measure == "next-response":
                clocks = [[*one, False] for one in walk.exchanges]
            else:
                is_over = walk.resolved and not any(at >= walk.resolved[-1] for at in walk.reopened)
                clocks = [[walk.opened, walk.resolved[-1] if is_over else None, False]]
            target = self.targets(measure, walk.priority)
            for start, stopped, is_given_up in clocks:
                end = self.now if stopped is None else stopped
                pauses = walk.waited(start, end) if measure == "resolution" else []
                used = self.hours.between(start, end) - sum(self.hours.between(a, b) for a, b in pauses)
                is_late = used > target
                if is_given_up and not is_late:
                    continue
                due = None
                if stopped is not None or is_late:
                    due = max(self.hours.due(start, target, pauses), walk.opened)
                if self.holds(due):
                    yield walk.number, due, int(not is_late), 0, COUNTED
                elif (
                    start < self.until
                    and (stopped is None or stopped >= self.until)
                    and (due is None or due >= self.until)
                    and self.is_open(walk)
                ):
                    yield walk.number, self.until - 1, 0, 0, RUNNING

    def backlog(self, _: str, zone: str = "UTC"):
        place = ZoneInfo(zone)
        day = datetime.fromtimestamp(self.since, place).date()
        ends = []
        while not ends or ends[-1] < self.until:
            day += timedelta(days=1)
            midnight = int(datetime(day.year, day.month, day.day, tzinfo=place).timestamp())
            ends.append(min(midnight, self.until))
        for end in ends:
            for walk in self.walks:
                last = [state for at, state in walk.changes if at < end]
                if last and last[-1] in LIVE:
                    yield walk.number, end - 1, 1, end - walk.opened, COUNTED

    def alone(self, _: str):
        for walk in self.walks:
            answer = next(iter(walk.bot_answers), None)
            if not self.holds(answer):
                continue
            closed = next((at for at in walk.by_bot if at >= answer), None)
            if closed is None:
                yield walk.number, answer, 0, 0, COUNTED
                continue
            wrote = any(
                e.asks and closed < e.at <= closed + 72 * 3600
                for other in self.walks for e in other.said
                if other is walk or (
                    walk.facts.customer and walk.facts.order
                    and (other.facts.customer, other.facts.order) == (walk.facts.customer, walk.facts.order)
                )
            )  # fmt: skip
            counting = COUNTED if closed + 72 * 3600 <= self.now else PROVISIONAL
            yield walk.number, answer, int(not wrote), 0, counting

    def acts(self):
        """What agents did: agent, instant, case."""
        for walk in self.walks:
            for e in walk.own:
                is_post = e.what == "reply" and (e.before or e.reason == "automatic")
                if e.by and e.what not in ("opened", "message") and not is_post:
                    yield e.by, e.at, walk.number

    def worked(self, _: str):
        first = {}
        for _agent, at, number in self.acts():
            if self.holds(at):
                first[number] = min(at, first.get(number, at))
        return [(number, at, 1, 0, COUNTED) for number, at in first.items()]

    def handled(self, _: str):
        before = {}
        for agent, at, number in sorted(self.acts()):
            apart = at - before.get(agent, -DAY)
            if 0 < apart <= 900 and self.holds(at):
                yield number, at, apart, 0, COUNTED
            before[agent] = at


WAYS = {
    **dict.fromkeys(("first-response", "next-response"), Naive.took), **dict.fromkeys(TURNS, Naive.turns),
    **dict.fromkeys(("resolution-first", "resolution-last"), Naive.resolution), "resolutions": Naive.resolutions,
    **dict.fromkeys(("reopen-rate", "repeat-contact", "first-contact-resolution"), Naive.cohorts),
    **{f"service-level-{one}": Naive.levels for one in ("first-response", "next-response", "resolution")},
    "backlog": Naive.backlog, "answered-alone": Naive.alone, "workload-cases": Naive.worked,
    "workload-handling": Naive.handled,
}  # fmt: skip
