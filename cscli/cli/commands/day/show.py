"""``cscli show``: whatever an item is."""

from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import completion
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run

if TYPE_CHECKING:
    from cscli.cli.views.item import ItemShown

app = typer.Typer(add_completion=False)


@app.command(name="show")
def show_item(
    ctx: typer.Context,
    item: Annotated[
        str,
        typer.Argument(
            help="A case's number, m7 for message 7, an order number, a mail address, a customer's key or a part of a "
            "name; . the current one, - the one before.",
            metavar="ITEM",
            autocompletion=completion.items,
        ),
    ] = ".",
) -> "Result[ItemShown]":
    """Show an item: a case, a message, a customer or an order, with all that belongs to it.

    Example: cscli show anna@example.de
    """
    from cscli.cli.runs.day.items import item_result

    run: Run = ctx.obj
    return item_result(run, item)
