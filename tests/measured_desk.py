"""Desks for tests of measures: cases of events, written into a record as the journal would have."""

from datetime import UTC, datetime
from pathlib import Path

from naive_walk import Facts, Told

from cscli.clock import sla
from cscli.clock.calendar import Calendar
from cscli.clock.hours import ALWAYS, Schedule
from cscli.clock.schedule_versions import ScheduleVersion, ScheduleVersions
from cscli.desk.cases.event import CaseChange, CaseEvent
from cscli.desk.cases.fold import folded
from cscli.desk.cases.journal import row_of_event, row_of_state
from cscli.desk.cases.policies import CaseMatch, Policies, TargetRule
from cscli.record.record import Record
from cscli.record.store import Transaction


def at(clock: str, day: int = 2) -> int:
    """A second of March 2026, of which the 2nd is a Monday, in UTC."""
    return int(datetime.fromisoformat(f"2026-03-{day:02}T{clock}Z").replace(tzinfo=UTC).timestamp())


def policies(
    targets: dict | None = None, *, urgent: dict | None = None, hours: ScheduleVersions | None = None
) -> Policies:
    """Service levels in business seconds; hours are always open unless they are given."""
    always = ScheduleVersions([
        ScheduleVersion(since=0, name="24/7", calendar=Calendar(Schedule(zone="UTC", week=ALWAYS)))
    ])  # fmt: skip
    rules = [TargetRule(name="every case", match=CaseMatch(), targets=targets or {}, hours="desk")]
    if urgent:
        rules.append(TargetRule(name="urgent", match=CaseMatch(priority=("urgent",)), targets=urgent, hours=""))
    return Policies(
        file=Path("policies.yaml"), rules=tuple(rules), escalations=(), service=sla.Policy(),
        clocks={"desk": lambda: hours or always},
    )  # fmt: skip


def event(one: Told) -> CaseEvent:
    return CaseEvent(
        number=one.number, at=one.at, turn=one.turn, what=CaseChange(one.what), by=one.by, from_value=one.before,
        to_value=one.to, reason=one.reason, until=one.until, interaction=one.text,
    )  # fmt: skip


def keep(record: Record, facts: list[Facts], events: list[Told]) -> None:
    """Write a desk as the journal would have."""
    with record.transaction() as transaction:
        _add_cases(transaction, facts, events)
        _add_events(record, transaction, events)


def changed(record: Record, facts: list[Facts], events: list[Told], *, gone: list[Told], added: list[Told]) -> None:
    """Take events of a desk back and write others, as the journal would have; ``events`` are those that are then."""
    with record.transaction() as transaction:
        transaction.executemany("DELETE FROM case_events WHERE turn = :turn", [{"turn": one.turn} for one in gone])
        _add_events(record, transaction, added)
        transaction.execute("DELETE FROM cases")
        _add_cases(transaction, facts, events)


def kept_clocks(record: Record) -> set[int]:
    """The cases of which clocks are kept."""
    return {row["number"] for row in record.rows("SELECT number FROM case_clocks")}


def without_kept_clocks(record: Record) -> None:
    """Forget what is kept of cases, so that a report folds all of them."""
    with record.transaction() as transaction:
        transaction.execute("DELETE FROM case_clocks")


def _add_cases(transaction: Transaction, facts: list[Facts], events: list[Told]) -> None:
    parents = {one.number: int(one.to) for one in events if one.what == "merged"}
    family: dict[int, list[CaseEvent]] = {one.number: [] for one in facts}
    for one in events:
        number = one.number
        while True:
            family[number].append(event(one))
            if number not in parents:
                break
            number = parents[number]
    for one in facts:
        own = family[one.number]
        state = row_of_state(folded(one.number, own, max(e.at for e in own)))
        row = {
            "number": one.number, "customer": one.customer, "order_number": one.order, "market": one.market,
            "language": one.language, "channel": one.channel, **state,
        }  # fmt: skip
        marks = ", ".join(f":{name}" for name in row)
        transaction.execute(f"INSERT INTO cases ({', '.join(row)}) VALUES ({marks})", row)  # noqa: S608 - our names


def _add_events(record: Record, transaction: Transaction, events: list[Told]) -> None:
    for one in events:
        row = {**row_of_event(event(one)), "turn": one.turn, "act": ""}
        transaction.execute(record.query("cases.add_event"), row)


def emptied(record: Record) -> None:
    """Forget all cases."""
    with record.transaction() as transaction:
        transaction.execute("DELETE FROM cases")
        transaction.execute("DELETE FROM case_events")
