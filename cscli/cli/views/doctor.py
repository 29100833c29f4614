"""How the state of a machine looks."""

from collections.abc import Sequence
from typing import NamedTuple

from cscli.cli.door.result import Table


class Health(NamedTuple):
    """One thing that was looked at; ``state`` is ok, warning or error."""

    subject: str
    state: str
    detail: str


def health_table(found: Sequence[Health]) -> Table:
    """One line for each thing."""
    return Table(columns=("subject", "state", "detail"), rows=[(h.subject, h.state, h.detail) for h in found])
