"""``cscli drafts``: texts that were begun on this machine."""

from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import options
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run

if TYPE_CHECKING:
    from cscli.cli.views.answer import DraftRow

app = typer.Typer(add_completion=False)


@app.command()
def drafts(
    ctx: typer.Context,
    all_: Annotated[bool, typer.Option("--all", help="Also those that left the desk or were dropped.")] = False,
    limit: options.LimitOption = 50,
) -> "Result[tuple[DraftRow, ...]]":
    """List texts that were begun on this machine and have not left; their numbers never change.

    Example: cscli drafts
    """
    from cscli.cli.door.agent_clock import own_clock
    from cscli.cli.runs.drafts import drafts_of
    from cscli.cli.views.answer import drafts_listed

    run: Run = ctx.obj
    return drafts_listed(drafts_of(run).listed(with_all=all_, limit=limit), own_clock(run))
