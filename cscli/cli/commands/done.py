"""``cscli done``: the case is settled."""

from typing import TYPE_CHECKING

import typer

from cscli.cli.commands.case_moves import DryRunOption, ItemArgument, ReasonOption, resolve
from cscli.cli.door.result import Result

if TYPE_CHECKING:
    from cscli.cli.views.case_payload import CaseChanged

app = typer.Typer(add_completion=False)


@app.command()
def done(
    ctx: typer.Context, item: ItemArgument = ".", reason: ReasonOption = "", dry_run: DryRunOption = False
) -> "Result[CaseChanged]":
    """Resolve the case; a customer's message opens it again within cases.reopen_days.

    Example: cscli done 12
    """
    return resolve(ctx, item, reason, dry_run)
