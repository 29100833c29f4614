"""How the state of a machine looks."""

from collections.abc import Iterable
from typing import NamedTuple

from cscli.cli.door.result import Note, Result, Table


class Health(NamedTuple):
    """One thing that was looked at; ``state`` is ok, warning or error."""

    subject: str
    state: str
    detail: str


def health_shown(looked_at: Iterable[Health]) -> Result[tuple[Health, ...]]:
    """One line for each thing; errors are findings."""
    found = tuple(looked_at)
    bad = sum(one.state == "error" for one in found)
    verdict = "See the errors above." if bad else "Everything needed is in place."
    table = Table(columns=("subject", "state", "detail"), rows=[(h.subject, h.state, h.detail) for h in found])
    return Result(data=found, shown=table, notes=(Note(text=verdict),), findings=bad)
