"""What happens to cases in tests, in March 2026, of which the 2nd is a Monday; and what the record holds of them."""

from datetime import UTC, datetime

from cscli.desk.cases.arrivals import NewCase, heard, opened
from cscli.desk.cases.journal import case_events, journal, row_of_state
from cscli.desk.cases.moves import Move
from cscli.desk.log import Interaction

TABLES = ("cases", "case_events", "interactions")


def at(clock: str, day: int = 2) -> int:
    return int(datetime.fromisoformat(f"2026-03-{day:02}T{clock}Z").timestamp())


def move(number: int, clock: str = "09:00", day: int = 2, by: str = "Mei") -> Move:
    return Move(number=number, by=by, at=at(clock, day))


def message(body: str = "Wo bleibt mein Paket?", clock: str = "09:00", day: int = 2, **more) -> Interaction:
    said = Interaction(direction="in", channel="email", body=body, at=datetime.fromtimestamp(at(clock, day), UTC))
    return said._replace(**more)


def answer(body: str = "Es kommt morgen.", clock: str = "10:00", day: int = 2, **more) -> Interaction:
    return message(body, clock, day)._replace(**{"direction": "out", "state": "sent", **more})


def instant(clock: str, day: int = 2) -> datetime:
    return datetime.fromtimestamp(at(clock, day), UTC)


def new_case(record, clock="09:00", **facts) -> int:
    with journal(record) as book:
        number = opened(book, move(0, clock), NewCase(customer="C-7", channel="email", **facts))
        heard(book, move(number, clock), message(clock=clock, customer="C-7"))
    return number


def rows(record) -> dict[str, list]:
    """Everything that the record holds of cases."""
    return {name: record.rows(f"SELECT * FROM {name} ORDER BY 1") for name in TABLES}  # noqa: S608


def assert_rows_equal_the_fold(record) -> None:
    """The row of a case repeats what follows from its events, and nothing else."""
    for row in record.rows("SELECT * FROM cases"):
        events = case_events(record, row["number"])
        from cscli.desk.cases.fold import folded

        state = row_of_state(folded(row["number"], events, max(event.at for event in events)))
        assert {name: row[name] for name in state} == state
