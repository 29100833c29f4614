"""Laws of cases: whatever order events arrive in, state and clocks are those of a plain walk through time.

The walk is a second, naive implementation: it goes from one point in time to the next, keeps what holds between them,
and sums up the pieces in which a clock ran.
"""

import os
import random
from datetime import datetime
from typing import NamedTuple

import pytest

from cscli.clock.calendar import Calendar
from cscli.clock.hours import Schedule, week_of
from cscli.clock.sla import Measure, Policy, State, margins, standings_of
from cscli.clock.zones import utc
from cscli.desk.cases.arrivals import NewCase, opened
from cscli.desk.cases.case import case
from cscli.desk.cases.event import CaseChange, CaseEvent
from cscli.desk.cases.fold import folded
from cscli.desk.cases.journal import journal
from cscli.desk.cases.merging import merged, unmerged
from cscli.desk.cases.moves import Move

ROUNDS = int(os.environ.get("CASE_ROUNDS", "1000"))
EVENTS = 40
START = int(datetime.fromisoformat("2026-03-02T08:00:00Z").timestamp())  # a Monday
LENGTH = 6 * 86_400
OPEN_FROM, OPEN_TO = 9 * 3600, 17 * 3600  # Monday to Friday, in UTC
DESK = Calendar(Schedule(zone="UTC", week=week_of({"mon-fri": ["09:00-17:00"]})))
TARGETS = dict.fromkeys(Measure, 3600)
WAITS = ("waiting", "held", "snoozed")
OVER = ("resolved", "closed", "spam")


def story(chance: random.Random) -> list[CaseEvent]:
    """A case and all that happens to it, and to a case that may be merged into it."""
    events = [event(1, START, "opened", "new")]
    merged_at = START + chance.randrange(LENGTH) if chance.random() < 0.5 else None
    kinds = [
        "message",
        "reply",
        "note",
        "waits",
        "keeps-waiting",
        "resumed",
        "resolved",
        "reopened",
        "assigned",
        "tagged",
    ]
    for turn in range(EVENTS - 1):
        what, at = chance.choice(kinds), START + chance.randrange(LENGTH)
        number = 2 if merged_at and chance.random() < 0.3 and what in ("message", "reply", "note") else 1
        until = at + chance.randrange(1, 86_400) if chance.random() < 0.5 else None
        fields = {"turn": turn}
        to = ""
        if what == "message":
            fields["reason"] = chance.choice(["", "", "", "thanks", "robot"])
        elif what == "reply":
            to = chance.choice(["sent", "printed", "draft", "refused"])
        elif what in ("waits", "keeps-waiting"):
            to, fields["until"] = chance.choice(WAITS), until
        elif what == "resolved":
            fields["until"] = until or at + 7 * 86_400
        elif what in ("assigned", "tagged"):
            to = chance.choice(["Mei", "Ana"])
        events.append(event(number, at, what, to, **fields))
    return events + ([event(2, merged_at, "merged", "1", turn=EVENTS)] if merged_at else [])


def event(number: int, at: int, what: str, to: str = "", **more) -> CaseEvent:
    return CaseEvent(number=number, at=at, what=CaseChange(what), to_value=to, **more)


class Piece(NamedTuple):
    """A time in which nothing changed."""

    start: int
    end: int
    state: str


class Walk:
    """The plain walk through a story, up to an instant."""

    def __init__(self, events: list[CaseEvent], now: int) -> None:
        self.state, self.until, self.keeps = "new", None, False
        self.waiting_since: dict[int, int | None] = {1: None, 2: None}
        self.is_joined = False
        self.first: list[int | None] = [None, None]
        self.exchanges: list[list[int | None]] = []
        self.opened_at: int | None = None
        self.resolved_at: int | None = None
        self.pieces: list[Piece] = []
        happened = sorted((e for e in events if e.at <= now), key=lambda e: e.order)
        points = {now, *(e.at for e in happened), *(e.until for e in happened if e.until and e.until <= now)}
        line = sorted(points)
        for point, following in zip(line, [*line[1:], None], strict=True):
            for one in [e for e in happened if e.at == point] or [None]:
                if self.until is not None and self.until <= point:
                    self.state, self.until = ("open" if self.state in WAITS else "closed"), None
                if one is not None:
                    self.step(one)
            if following is not None:
                self.pieces.append(Piece(point, following, self.state))

    def step(self, e: CaseEvent) -> None:  # noqa: C901 - one branch for each kind
        what = str(e.what)
        if what == "merged":
            since, self.is_joined = self.waiting_since[2], True
            if since is not None:
                self.asked(since)
        elif e.number == 2 and not self.is_joined:
            self.step_of_other(e)
        elif what == "message" and not e.reason:
            self.asked(e.at)
        elif what == "reply" and e.to_value in ("sent", "printed"):
            self.settled(e.at)
            self.state = "open" if self.state == "new" else self.state
        elif what == "opened":
            self.opened_at = self.first[0] = e.at
        elif what in ("waits", "keeps-waiting"):
            self.resolved_at = None
            self.state, self.until, self.keeps = e.to_value, e.until, what == "keeps-waiting"
        elif what == "resolved":
            if self.state not in OVER:
                self.settled(e.at)
                self.resolved_at = e.at
            self.state, self.until = "resolved", e.until
        elif what in ("resumed", "reopened"):
            self.resolved_at = None if self.state in OVER else self.resolved_at
            self.state, self.until = "open", None

    def step_of_other(self, e: CaseEvent) -> None:
        """Something was said in the other case, before it is merged."""
        if e.what == "message" and not e.reason and self.waiting_since[2] is None:
            self.waiting_since[2] = e.at
        elif e.what == "reply" and e.to_value in ("sent", "printed"):
            self.waiting_since[2] = None

    def asked(self, since: int) -> None:
        """A message came, which has waited since an instant."""
        if self.state == "resolved":
            self.resolved_at = None
        if self.state == "resolved" or (self.state in WAITS and not self.keeps):
            self.state, self.until = "open", None
        if self.state in OVER:
            return
        if self.first[0] is not None and self.first[1] is None:
            self.first[0] = min(self.first[0], since)
        if self.exchanges and self.exchanges[-1][1] is None:
            self.exchanges[-1][0] = min(self.exchanges[-1][0], since)
        else:
            self.exchanges.append([since, None])

    def settled(self, at: int) -> None:
        """The customer was answered, or the case was resolved."""
        if self.first[0] is not None and self.first[1] is None:
            self.first[1] = at
        if self.exchanges and self.exchanges[-1][1] is None:
            self.exchanges[-1][1] = at

    def used(self, start: int, end: int, *, pauses: bool) -> int:
        """The open seconds of a clock."""
        total = 0
        before = [Piece(min(start, self.pieces[0].start if self.pieces else end), START, "")] if start < START else []
        for piece in [*before, *self.pieces]:
            first, last = max(piece.start, start), min(piece.end, end)
            if first < last and not (pauses and piece.state == "waiting"):
                total += open_seconds(first, last)
        return total


def open_seconds(start: int, end: int) -> int:
    """Day by day, what of a span lies between 9 and 17 from Monday to Friday."""
    total, midnight = 0, start - start % 86_400
    while midnight < end:
        if (midnight // 86_400 + 3) % 7 < 5:  # 1970 began on a Thursday
            total += max(0, min(end, midnight + OPEN_TO) - max(start, midnight + OPEN_FROM))
        midnight += 86_400
    return total


def expected(walk: Walk, now: int) -> dict[str, list[tuple[int, int | None, int]]]:
    """Start, end and use of every clock."""
    resolved = now if walk.resolved_at is None else walk.resolved_at
    spans = {
        "first-response": [walk.first], "next-response": walk.exchanges,
        "resolution": [[walk.opened_at, walk.resolved_at]],
    }  # fmt: skip
    return {
        name: [
            (
                start,
                end,
                walk.used(start, resolved if name == "resolution" else end or now, pauses=name == "resolution"),
            )
            for start, end in several
        ]
        for name, several in spans.items()
    }


def clocks_of(told, now: int) -> dict[str, list[tuple[int, int | None, int]]]:
    found: dict[str, list] = {str(measure): [] for measure in Measure}
    for one in standings_of(told, TARGETS, DESK, now):
        found[one.measure].append((one.started, one.stopped, one.elapsed))
    return found


def given_up(walk: Walk, clocks: dict, events: list[CaseEvent]) -> None:
    """A first response that ended with the resolution, not with an answer, only counts where it was missed."""
    [(_, stopped, used)] = clocks["first-response"]
    answers = {e.at for e in events if e.what == "reply" and e.to_value in ("sent", "printed")}
    if stopped is not None and stopped not in answers and used <= 3600:
        clocks["first-response"] = []


def test_state_and_clocks_are_those_of_a_plain_walk_in_any_order_of_arrival():
    chance = random.Random(20_261_130)  # noqa: S311 - no secret
    for _ in range(ROUNDS):
        events = story(chance)
        now = START + chance.randrange(LENGTH + 3 * 86_400)
        walk = Walk(events, now)
        wanted = expected(walk, now)
        given_up(walk, wanted, events)
        chance.shuffle(events)
        state = folded(1, events, now)
        assert (str(state.state), clocks_of(state.clocks, now)) == (walk.state, wanted)
        told = standings_of(state.clocks, TARGETS, DESK, now)
        left = sorted((s.margin, s.target) for s in told if s.is_live and s.state is not State.PAUSED)
        assert sorted(margins(state.clocks.running, TARGETS, DESK, now, Policy())) == left


@pytest.mark.parametrize("turn", range(3))
def test_events_that_are_written_in_any_order_leave_the_same_case(record, turn):
    chance = random.Random(turn)  # noqa: S311 - no secret
    events = sorted(story(chance), key=lambda e: (e.at, e.turn))
    events = [e for e in events if e.number == 1 and e.what != "opened"]
    ends = []
    for _ in range(2):
        with journal(record) as book:
            number = opened(book, Move(number=0, by="", at=START), NewCase())
        for one in events:
            with journal(record) as book:
                book.write(one._replace(number=number))
        now = START + LENGTH
        found = case(record, number, utc(now))
        ends.append((found.state, found.assignee, found.tags, found.until, clocks_of(found.clocks, now)))
        chance.shuffle(events)
    assert ends[0] == ends[1]


@pytest.mark.parametrize("turn", range(3))
def test_a_merge_that_is_taken_back_leaves_every_row_as_it_was(record, turn):
    chance = random.Random(100 + turn)  # noqa: S311 - no secret
    numbers = []
    for _ in range(2):
        with journal(record) as book:
            number = opened(book, Move(number=0, by="", at=START), NewCase(customer="C-7"))
            told = [e for e in story(chance) if e.number == 1 and e.what != "opened"]
            book.write(*(one._replace(number=number, turn=0) for one in sorted(told, key=lambda e: e.at)[:15]))
        numbers.append(number)
    tables = ("cases", "case_events")
    before = [record.rows(f"SELECT * FROM {name} ORDER BY 1") for name in tables]  # noqa: S608 - names of our own
    move = Move(number=numbers[1], by="Mei", at=START + chance.randrange(LENGTH))
    with journal(record) as book:
        merged(book, move, numbers[0])
    assert record.rows("SELECT state FROM cases WHERE number = :n", {"n": numbers[1]}) == [{"state": "merged"}]
    with journal(record) as book:
        unmerged(book, move)
    assert [record.rows(f"SELECT * FROM {name} ORDER BY 1") for name in tables] == before  # noqa: S608
