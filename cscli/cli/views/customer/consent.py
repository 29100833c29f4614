"""What ``cscli customer consent`` shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from cscli.cli.door.result import Note, Result, Table
from cscli.desk.customers.consents import ContactConsent, holding
from cscli.text import rfc3339


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerConsents:
    """The statements of a customer: ``standing`` hold now, ``history`` has all of them; both newest first."""

    customer: str
    standing: tuple[ContactConsent, ...]
    history: tuple[ContactConsent, ...]


def consents_shown(key: str, history: Sequence[ContactConsent], new: int | None) -> Result[CustomerConsents]:
    """A row for each statement, and whether it holds; ``new`` is how many were added, None where none was made."""
    held = holding(history)
    rows = [
        (one.channel, one.purpose, "given" if one.given else "withdrawn",
         "yes" if one in held else "", rfc3339(one.at), one.agent, one.source)
        for one in history
    ]  # fmt: skip
    told = "Nothing new: it was already so." if new == 0 else f"{new} kept for customer {key}."
    return Result(
        data=CustomerConsents(customer=key, standing=held, history=tuple(history)),
        shown=Table(
            columns=("channel", "purpose", "consent", "holds", "at", "agent", "source"), rows=rows,
            narrow=("channel", "purpose", "consent", "at"),
            empty="The customer has neither agreed to anything nor withdrawn.",
        ),
        notes=() if new is None else (Note(text=told),),
    )  # fmt: skip
