"""Recording what was said. Only ``outbox`` (and what takes messages in) may: a contract of the layers says so."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cscli.desk.log import Interaction
from cscli.record.record import Record
from cscli.record.rows import interactions
from cscli.text import rfc3339


def add_interaction(record: Record, interaction: Interaction) -> int:
    """Keep an interaction; returns its id once it is safely on disk. One whose origin is known keeps its first row.

    Raises:
        UnavailableError: the record cannot be written.
    """
    return add_interactions(record, [interaction])[0]


class PreparedRow(NamedTuple):
    """An interaction that is ready to be kept: what it has in common with many, and its own columns."""

    shared: Mapping[str, Any]
    own: Mapping[str, Any]

    @property
    def row(self) -> Mapping[str, Any]:
        """All of it."""
        return {**self.shared, **self.own} if self.own else self.shared


def prepared(interaction: Interaction) -> PreparedRow:
    """Make an interaction ready to be kept, which is most of the work of recording; a worker process can do it."""
    return PreparedRow(interactions.stored(interaction_row(interaction)), {})


def prepared_like(shared: Mapping[str, Any], row: Mapping[str, Any], frame: str = "", varying: str = "") -> PreparedRow:
    """The same for an interaction that differs in some fields from a ``shared`` one; see ``stored_like``."""
    return PreparedRow(shared, interactions.stored_like(shared, row, frame, varying))


def add_interactions(record: Record, several: Sequence[Interaction | PreparedRow]) -> list[int]:
    """Keep interactions, all or none; returns their ids, for a known origin that of the row that is there.

    Raises:
        UnavailableError: the record cannot be written.
    """
    if not several:
        return []
    rows = [(one if isinstance(one, PreparedRow) else prepared(one)).row for one in several]
    with record.transaction() as transaction:
        return interactions.add_all(record, transaction, rows)


def cut_back(record: Record, run: str, after: int) -> int:
    """Remove what a bulk run recorded of rows after a number; ``run`` begins its origins. Returns how many."""
    return interactions.remove_of_run(record, run, after)


def interaction_row(interaction: Interaction) -> dict[str, Any]:
    """An interaction as the database keeps it."""
    row = {name: getattr(interaction, name) for name in Interaction._fields if name != "id"}
    return row | {
        "at": rfc3339(interaction.at),
        "variant": list(interaction.variant),
        "engines": list(interaction.engines),
        "allowed": list(interaction.allowed),
        "values": dict(interaction.values),
        "findings": [dict(f) for f in interaction.findings],
    }
