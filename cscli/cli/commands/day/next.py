"""``cscli next``: the most urgent case that is free."""

from typing import TYPE_CHECKING

import typer

from cscli.cli.door.result import Result

if TYPE_CHECKING:
    from cscli.cli.views.item import ItemShown

app = typer.Typer(add_completion=False)


@app.command(name="next")
def take_next(ctx: typer.Context) -> "Result[ItemShown] | Result[None]":
    """Take the most urgent case that is free, for 15 minutes, and show its card; it becomes the current item.

    Example: cscli next
    """
    from cscli.cli.runs.day.queue import next_case

    return next_case(ctx.obj)
