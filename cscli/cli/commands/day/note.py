"""``cscli note``: something for colleagues, in a case or about a customer."""

from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import options
from cscli.cli.door.arguments.typed_text import required_text
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.errors import UsageError

if TYPE_CHECKING:
    from cscli.cli.views.answer import NoteKept

app = typer.Typer(add_completion=False)
_LONGEST = 1_000_000


@app.command()
def note(
    ctx: typer.Context,
    text: Annotated[list[str] | None, typer.Argument(help="The note; without it or with -, stdin.")] = None,
    item: options.ItemOption = ".",
) -> "Result[NoteKept]":
    """Keep a note for colleagues; it never leaves the desk.

    A name after an @ is kept as a mention.

    Example: cscli note "@mei the carrier has lost it" -i 12
    """
    from cscli.cli.runs.cases import own_name
    from cscli.cli.runs.day.answers import answered_item, make_answered_current
    from cscli.cli.views.answer import note_kept
    from cscli.desk.log import Interaction, mentions
    from cscli.outbox.record import record_said, record_said_in_case

    run: Run = ctx.obj
    nothing = UsageError("There is no note to keep.", code="no-text", hint="Give it as an argument or on stdin.")
    body = required_text(text or [], _LONGEST, nothing, "Keep the part that matters.", code="bad-value")
    known = answered_item(run, item or ".")
    named = mentions(body)
    said = Interaction(
        direction="note", channel="note", body=body, at=run.now, agent=own_name(run),
        customer=known.key if known else "", values={"mentions": list(named)} if named else {},
    )  # fmt: skip
    case = known.case.number if known and known.case else None
    if case is None:
        number = record_said(run.record, said)
    else:
        number = record_said_in_case(run.record, case, said, own_name(run)).interaction
    make_answered_current(run, known)
    return note_kept(number, case, said.customer, named)
