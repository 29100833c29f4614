"""``cscli undo``: the last thing is taken back."""

from typing import TYPE_CHECKING

import typer

from cscli.cli.door.result import Result
from cscli.cli.door.run import Run

if TYPE_CHECKING:
    from cscli.cli.views.answer import UndoneThing

app = typer.Typer(add_completion=False)


@app.command()
def undo(ctx: typer.Context) -> "Result[UndoneThing]":
    """Take back the last thing that you did: a change of a case, a note, an answer that has not left, a draft.

    The merge of two customers, too.

    A mail that was sent cannot be taken back, and that is said.

    Example: cscli undo
    """
    from cscli.cli.runs.day.undo import undo_last
    from cscli.cli.views.answer import thing_undone

    run: Run = ctx.obj
    done = undo_last(run)
    return thing_undone(done.what, done.case, done.draft)
