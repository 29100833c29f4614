"""``cscli done``: the case is settled."""

from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.commands.case.moves import DryRunOption, ItemArgument, ReasonOption, resolve
from cscli.cli.door.result import Result

if TYPE_CHECKING:
    from cscli.cli.views.answer import DoneAndNext
    from cscli.cli.views.case.payload import CaseChanged

app = typer.Typer(add_completion=False)


@app.command()
def done(
    ctx: typer.Context,
    item: ItemArgument = ".",
    reason: ReasonOption = "",
    and_next: Annotated[
        bool, typer.Option("--and-next", help="Then take the most urgent case that is free, as cscli next does.")
    ] = False,
    dry_run: DryRunOption = False,
) -> "Result[CaseChanged] | Result[DoneAndNext]":
    """Resolve the case; a customer's message opens it again within cases.reopen_days.

    Example: cscli done 12
    """
    resolved = resolve(ctx, item, reason, dry_run)
    if dry_run or not and_next:
        return resolved
    from cscli.cli.commands.day.next import take_next
    from cscli.cli.views.answer import done_and_next

    return done_and_next(resolved, take_next(ctx))
