"""What happens to cases in tests: times of March 2026, of which the 2nd is a Monday."""

from datetime import UTC, datetime

from cscli.desk.cases.moves import Move
from cscli.desk.log import Interaction


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
