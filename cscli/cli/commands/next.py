"""``cscli next``: the most urgent case that is free."""

from typing import TYPE_CHECKING

import typer

from cscli.cli.door.agent_clock import own_clock
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.cli.runs.cases import own_name

if TYPE_CHECKING:
    from cscli.cli.views.item import ItemShown

app = typer.Typer(add_completion=False)
_TRIED_FIRST = 20  # cases; what is said of thousands takes longer than all else


@app.command(name="next")
def take_next(ctx: typer.Context) -> "Result[ItemShown] | Result[None]":
    """Take the most urgent case that is free, for 15 minutes, and show its card; it becomes the current item.

    Example: cscli next
    """
    from cscli.cli.runs.items import case_result
    from cscli.cli.runs.queue import queue_of
    from cscli.cli.views.case.queue import queue_reason
    from cscli.cli.views.item import nothing_free
    from cscli.desk.cases.taking import take_first

    run: Run = ctx.obj
    if not run.record.exists():
        return nothing_free()
    found = take_first(run.record, queue_of(run, _TRIED_FIRST, only_free=True), own_name(run), run.now)
    found = found or take_first(run.record, queue_of(run, only_free=True), own_name(run), run.now)
    if found is None:
        return nothing_free()
    return case_result(run, found.case.number, why=queue_reason(found, own_clock(run)))
