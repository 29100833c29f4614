"""A case once more, as plainly as its definition reads: a walk through its events, and those of cases merged into it.

Nothing here is shared with the program: not its events, not its fold. Slow, and easy to check.
"""

from typing import NamedTuple

LIVE = ("new", "open", "waiting", "held", "snoozed")
WAITS = ("waiting", "held", "snoozed")
ANSWERS = ("sent", "printed", "copied")


class Told(NamedTuple):
    """An event."""

    number: int
    at: int
    turn: int
    what: str
    by: str = ""
    before: str = ""
    to: str = ""
    reason: str = ""
    until: int | None = None
    text: int | None = None

    @property
    def asks(self) -> bool:
        return self.what == "message" and self.reason not in ("thanks", "robot")

    @property
    def answers(self) -> bool:
        return self.what == "reply" and self.to in ANSWERS


class Facts(NamedTuple):
    """What is known of a case besides its events."""

    number: int
    customer: str = ""
    order: str = ""
    market: str = ""
    language: str = ""
    channel: str = ""


class Walk:
    """A case and those merged into it, walked through up to an instant."""

    def __init__(self, facts: Facts, events: list[Told], now: int) -> None:
        self.facts, self.number = facts, facts.number
        self.own = [e for e in events if e.number == self.number and e.at <= now]
        self.state, self.until, self.keeps = "", None, False
        self.changes: list[tuple[int, str]] = []  # from when which state
        self.opened, self.is_ours, self.priority, self.assignee = None, False, "normal", ""
        self.tags: set[str] = set()
        self.resolved: list[int] = []
        self.by_bot: list[int] = []
        self.bot_answers: list[int] = []
        self.reopened: list[int] = []
        self.said: list[Told] = []
        self.first = []  # [start, end, was given up]
        self.first_from, self.first_is_over, self.bot_closed = None, False, False
        self.exchanges: list[list[int | None]] = []
        self.parent: dict[int, int] = {}
        self.unanswered: dict[int, int] = {}
        for event in sorted((e for e in events if e.at <= now), key=lambda e: (e.at, e.turn)):
            self.pass_time(event.at)
            if event.number == self.number:
                self.step(event)
            else:
                self.step_of_other(event)
        self.pass_time(now)
        if self.first_from is not None and not self.first_is_over:
            self.first.append([self.first_from, None, False])

    def become(self, state: str, at: int, until: int | None = None) -> None:
        self.state, self.until, self.keeps = state, until, False
        self.changes.append((at, state))

    def pass_time(self, at: int) -> None:
        if self.until is not None and self.until <= at:
            self.become("open" if self.state in WAITS else "closed", self.until)

    def step(self, e: Told) -> None:  # noqa: C901, PLR0912 - one branch for each kind
        what = e.what
        if what in ("message", "reply"):
            self.say(e)
        elif what == "priority":
            self.priority = e.to
        elif what == "tagged":
            self.tags.add(e.to)
        elif what == "assigned":
            self.assignee = e.to
        elif what == "merged":
            self.become("merged", e.at)
        elif self.state == "merged":
            pass
        elif what == "opened":
            self.opened, self.is_ours = e.at, e.to == "open"
            self.become(e.to, e.at)
            if not self.is_ours:
                self.first_from = e.at
            else:
                self.first_is_over = True
        elif what in ("waits", "keeps-waiting"):
            if self.state not in LIVE:
                self.reopen(e.at)
            self.become(e.to, e.at, e.until)
            self.keeps = what == "keeps-waiting"
        elif what in ("resumed", "reopened"):
            if self.state not in LIVE:
                self.reopen(e.at)
            self.become("open", e.at)
        elif what in ("resolved", "closed", "spam"):
            if self.state in LIVE:
                self.end(e.at, is_bot=e.reason == "automatic")
            self.become(what, e.at, e.until if what == "resolved" else None)
        elif what == "handed-over" and not self.first_is_over:
            self.first_from, self.bot_closed = e.at, False

    def end(self, at: int, *, is_bot: bool) -> None:
        self.resolved.append(at)
        self.stop_exchange(at)
        if is_bot:
            self.by_bot.append(at)
        if self.first_from is not None and not self.first_is_over:
            self.first.append([self.first_from, at, True])
            self.first_from = None
            self.first_is_over = not is_bot
        if is_bot:
            self.bot_closed = True

    def reopen(self, at: int) -> None:
        self.reopened.append(at)
        if self.bot_closed and not self.first_is_over:
            self.first_from, self.bot_closed = at, False

    def say(self, e: Told) -> None:
        if e.what == "message" or e.answers:
            self.said.append(e)
        if e.asks:
            self.ask(e.at, e.at)
        elif e.answers and e.reason == "automatic":
            if self.state in LIVE:
                self.bot_answers.append(e.at)
        elif e.answers:
            self.stop_exchange(e.at)
            if self.first_from is not None and not self.first_is_over:
                self.first.append([self.first_from, e.at, False])
                self.first_is_over = True
            if self.state == "new":
                self.become("open", e.at)

    def ask(self, at: int, since: int) -> None:
        """A message came, or one of a merged case that waits since then."""
        if self.state == "resolved":
            self.become("open", at)
            self.reopen(at)
        elif self.state in WAITS and not self.keeps:
            self.become("open", at)
        if self.state not in (*LIVE, "merged"):
            return
        if since != at and self.first_from is not None and not self.first_is_over:
            self.first_from = min(self.first_from, since)
        if self.exchanges and self.exchanges[-1][1] is None:
            self.exchanges[-1][0] = min(self.exchanges[-1][0], since)
        else:
            self.exchanges.append([since, None])

    def stop_exchange(self, at: int) -> None:
        if self.exchanges and self.exchanges[-1][1] is None:
            self.exchanges[-1][1] = at

    def root(self, number: int) -> int:
        while number in self.parent:
            number = self.parent[number]
        return number

    def step_of_other(self, e: Told) -> None:
        """Something in a case that is merged into this one, or will be."""
        root = self.root(e.number)
        if e.what == "merged":
            since = self.unanswered.pop(root, None)
            self.parent[e.number] = int(e.to)
            target = self.root(e.number)
            if since is not None and target == self.number:
                self.ask(e.at, since)
            elif since is not None:
                self.unanswered[target] = min(since, self.unanswered.get(target, since))
        elif e.what in ("message", "reply") and root == self.number:
            self.say(e)
        elif e.asks:
            self.unanswered.setdefault(root, e.at)
        elif e.answers or e.what in ("resolved", "closed"):
            self.unanswered.pop(root, None)

    @property
    def outside(self) -> str:
        if self.state in ("merged", "spam"):
            return self.state
        first = next((e for e in self.said if e.what == "message"), None)
        return "robot" if first and first.reason == "robot" and not self.is_ours else ""

    def pieces(self, until: int):
        """The stretches of states: start, end, state."""
        for (start, state), (end, _) in zip(self.changes, [*self.changes[1:], (until, "")], strict=True):
            if min(end, until) > start:
                yield start, min(end, until), state

    def waited(self, start: int, end: int):
        """The pauses of a resolution: when it was the customer's turn."""
        return [
            (max(a, start), min(b, end)) for a, b, state in self.pieces(end)
            if state == "waiting" and max(a, start) < min(b, end)
        ]  # fmt: skip
