"""Cases as they are shown and listed: the facts of their opening, and how they stand now."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from cscli.clock import sla
from cscli.clock.sla import Clocks, Wait
from cscli.clock.zones import utc
from cscli.desk.cases.event import LIVE, WAITS, CaseEvent, Priority, Stage
from cscli.desk.cases.fold import folded
from cscli.desk.cases.journal import case_events, clocks_of_text, unknown_case
from cscli.desk.cases.merged import survivor
from cscli.desk.cases.state import CaseState
from cscli.desk.log import Interaction, interaction_of_row
from cscli.record.record import Record
from cscli.record.rows import cases as table
from cscli.text import rfc3339

MAX_NUMBER = 2**63 - 1
NOBODY = "-"
_FIRST_PAGE, _PAGE = 100, 1_000
_NO_TAGS = "[]"
_STAGES = {str(stage): stage for stage in Stage}
_PRIORITIES = {str(priority): priority for priority in Priority}


class Case(NamedTuple):
    """A case as it stands at an instant; a named tuple, as lists make thousands.

    ``until`` ends the state by itself; ``clocks`` is for service levels. A case from a list has running clocks only.
    """

    number: int
    state: Stage
    until: datetime | None
    priority: Priority
    assignee: str
    tags: tuple[str, ...]
    customer: str
    order_number: str
    market: str
    language: str
    channel: str
    subject: str
    follows: int | None
    merged_into: int | None
    opened_at: datetime
    unanswered_since: datetime | None
    taken_by: str
    taken_until: datetime | None
    clocks: sla.Clocks

    @property
    def is_live(self) -> bool:
        """Whether somebody must still do something."""
        return self.state in LIVE


class CaseHistory(NamedTuple):
    """A case with all that happened; ``events`` and ``said`` also of the cases merged into it, by time."""

    case: Case
    folded: CaseState
    events: tuple[CaseEvent, ...]
    said: tuple[Interaction, ...]


def case(record: Record, number: int, now: datetime) -> Case:
    """The case of a number as it stands at an instant.

    Raises:
        NotFoundError: there is none.
    """
    return _case(record, _row(record, number), now)


def case_history(record: Record, number: int, now: datetime) -> CaseHistory:
    """The case of a number with all that happened up to an instant.

    Raises:
        NotFoundError: there is none.
    """
    row = _row(record, number)
    events = case_events(record, number)
    at = int(now.timestamp())
    state = folded(number, events, at)
    said = (interaction_of_row(found) for found in table.said(record, number))
    return CaseHistory(
        case=_of_state(row, state, now),
        folded=state,
        events=tuple(event for event in events if event.at <= at),
        said=tuple(one for one in said if one.at <= now),
    )


def surviving_number(record: Record, number: int) -> int:
    """The case that a case goes on in: itself, unless it is merged into another.

    Raises:
        NotFoundError: there is no such case.
    """
    return survivor(number, lambda one: _row(record, one)["merged_into"])


def cases_of(record: Record, numbers: Iterable[int], now: datetime) -> dict[int, Case]:
    """The cases of some numbers, by number; those that do not exist are left out."""
    return {row["number"]: _case(record, row, now) for row in table.of_numbers(record, numbers)}


def listed_cases(  # noqa: PLR0913 - each is one way to choose
    record: Record,
    now: datetime,
    *,
    states: Collection[Stage] = (),
    filters: Mapping[str, str] | None = None,
    tags: Sequence[str] = (),
    text: str = "",
    since: datetime | None = None,
    limit: int = 50,
) -> tuple[Case, ...]:
    """Cases that fit, the newest first.

    Args:
        record: the record.
        now: the instant at which they are looked at.
        states: any of these; none stands for all.
        filters: what ``customer``, ``order_number``, ``market``, ``channel``, ``priority`` and ``assignee`` must be;
            ``NOBODY`` stands for an empty one.
        tags: each must be there; with a minus in front, must not.
        text: each of its words must be in the number, the subject, the customer or the order.
        since: opened no earlier.
        limit: how many at most.
    """
    wanted, stamp, below = filters or {}, rfc3339(now), MAX_NUMBER
    page = min(max(limit, _FIRST_PAGE), _PAGE)
    found: list[Case] = []
    while len(found) < limit:
        rows = table.several(
            record,
            filters=wanted,
            states=sorted({row_state for state in states for row_state in _MAY_BECOME.get(state, (state,))}),
            since=rfc3339(since) if since else "",
            now=stamp,
            below=below,
            limit=page,
        )
        cases = (_case(record, row, now, stamp) for row in rows)
        found += [one for one in cases if _fits(one, states, wanted, tags, text) and one.opened_at <= now]
        if len(rows) < page:
            break
        below = rows[-1]["number"]
    return tuple(found[:limit])


def live_cases(record: Record, now: datetime) -> Iterator[Case]:
    """Every case about which somebody must still do something, the newest first."""
    yield from listed_cases(record, now, states=LIVE, limit=MAX_NUMBER)


# A row is of the last event: until has come since, a wait has opened and what was resolved has closed.
_MAY_BECOME = {Stage.OPEN: (Stage.OPEN, *WAITS), Stage.CLOSED: (Stage.CLOSED, Stage.RESOLVED)}


def _fits(case: Case, states: Collection[Stage], filters: Mapping[str, str], tags: Sequence[str], text: str) -> bool:
    if states and case.state not in states:
        return False
    if not (filters or tags or text):
        return True
    if any(value and getattr(case, name) != ("" if value == NOBODY else value) for name, value in filters.items()):
        return False
    if any((tag.lstrip("+-") in case.tags) == tag.startswith("-") for tag in tags):
        return False
    whole = f"{case.number}\n{case.subject}\n{case.customer}\n{case.order_number}".casefold() if text else ""
    return all(word in whole for word in text.casefold().split())


def _row(record: Record, number: int) -> dict[str, Any]:
    row = table.one(record, number) if 0 < number <= MAX_NUMBER else None
    if row is None:
        raise unknown_case(number)
    return row


def _case(record: Record, row: Mapping[str, Any], now: datetime, stamp: str = "") -> Case:
    """A case from its row, where that still holds; else from its events. ``stamp`` is ``now`` as rows have it."""
    if row["changed_at"] > (stamp or rfc3339(now)):  # somebody looks back, or it was written by a clock that is ahead
        return _of_state(row, folded(row["number"], case_events(record, row["number"]), int(now.timestamp())), now)
    state, until = _STAGES[row["state"]], _instant(row["until"])
    clocks = clocks_of_text(row["clocks"])
    if until is not None and until <= now:
        clocks = Clocks(clocks.by_measure, _ended(clocks.waits, int(until.timestamp())))
        state, until = (Stage.OPEN if state in WAITS else Stage.CLOSED), None
    tags = () if row["tags"] == _NO_TAGS else tuple(json.loads(row["tags"]))
    return _shown(
        row, now, state=state, until=until, priority=_PRIORITIES[row["priority"]], assignee=row["assignee"], tags=tags,
        merged_into=row["merged_into"], opened_at=datetime.fromisoformat(row["opened_at"]),
        unanswered_since=_instant(row["unanswered_since"]), clocks=clocks,
    )  # fmt: skip


def _of_state(row: Mapping[str, Any], state: CaseState, now: datetime) -> Case:
    return _shown(
        row, now, state=state.state, until=None if state.until is None else utc(state.until), priority=state.priority,
        assignee=state.assignee, tags=state.tags, merged_into=state.merged_into, opened_at=utc(state.opened_at),
        unanswered_since=None if state.unanswered_since is None else utc(state.unanswered_since), clocks=state.clocks,
    )  # fmt: skip


def _shown(row: Mapping[str, Any], now: datetime, **state: Any) -> Case:
    """A case of its state and of what its row alone knows."""
    until = _instant(row["taken_until"])
    taken_by, taken_until = (row["taken_by"], until) if until is not None and until > now else ("", None)
    return Case(
        number=row["number"], customer=row["customer"], order_number=row["order_number"], market=row["market"],
        language=row["language"], channel=row["channel"], subject=row["subject"], follows=row["follows"],
        taken_by=taken_by, taken_until=taken_until, **state,
    )  # fmt: skip


def _ended(waits: Sequence[Wait], until: int) -> tuple[Wait, ...]:
    """Waits of which the last ended by itself."""
    return tuple(wait if wait.end is not None else wait._replace(end=until) for wait in waits)


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
