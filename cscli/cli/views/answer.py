"""What ``cscli note``, ``say``, ``drafts`` and ``undo`` show."""

from dataclasses import dataclass

from cscli.cli.door.result import Note, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteKept:
    """A note that was kept; ``case`` is None where it is only about a customer."""

    interaction_id: int
    case: int | None
    customer: str
    mentions: tuple[str, ...]


def note_kept(number: int, case: int | None, customer: str, mentions: tuple[str, ...]) -> Result[NoteKept]:
    """The id of a note, and where it was kept."""
    where = f"in case {case}" if case is not None else f"about customer {customer}" if customer else "in the log"
    told = f" It mentions {', '.join(mentions)}." if mentions else ""
    return Result(
        data=NoteKept(interaction_id=number, case=case, customer=customer, mentions=mentions), shown=str(number),
        notes=(Note(text=f"Note {number} is kept {where}.{told}"),),
    )  # fmt: skip
