"""``cscli recall``: a draft is brought back."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door import output
from cscli.cli.door.arguments import options
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run

if TYPE_CHECKING:
    from cscli.cli.views.answer import DraftLeft

app = typer.Typer(add_completion=False)


@app.command()
def recall(
    ctx: typer.Context,
    draft: Annotated[
        str,
        typer.Argument(
            help="The number of the draft, as in: cscli drafts; or the item that it answers: ., an order, a customer.",
            metavar="NUMBER|ITEM",
        ),
    ] = "",
    send: options.SendOption = False,
    hold: options.HoldOption = False,
    until: options.UntilOption = "",
    eml: options.EmlOption = "",
    copy: Annotated[bool, typer.Option("--copy", help="Copy it to the clipboard.")] = False,
    anyway: options.AnywayOption = False,
    allow: options.AllowOption = None,
    source: options.SourceOption = "",
    engine: options.EngineOption = None,
    online: options.OnlineOption = False,
    private: options.PrivateOption = False,
) -> "Result[DraftLeft]":
    """Bring a draft back: to the review on a terminal; in a pipe it is printed and stays a draft.

    Without a number it is the newest one.

    Example: cscli recall 3
    """
    from cscli.cli.day.draft_out import DraftOut
    from cscli.cli.day.item_texts import draft_meant
    from cscli.cli.day.leaving import Wishes

    run: Run = ctx.obj
    wishes = Wishes(send, hold, until, eml, copy, anyway=anyway)
    wishes.require_one()
    found = draft_meant(run, draft)
    out = DraftOut(
        run=run,
        allow=options.several(allow),
        engines=options.several(engine),
        online=online,
        private=private,
        source=source,
    )
    return out.left(found, wishes, with_subject=output.is_terminal(sys.stdout))
