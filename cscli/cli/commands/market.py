"""``cscli market``: who the customers of a market are, and how to write to them."""

from typing import Annotated, Any

import typer

from cscli.cli.door.arguments import completion
from cscli.cli.door.result import Card, Result
from cscli.cli.door.run import Run
from cscli.cli.views.market import Comparison, MarketRow, comparison_table, market_row, market_table

app = typer.Typer(
    help="Show who the customers of a market are and how to write to them.",
    no_args_is_help=True,
    add_completion=False,
)

MarketArgument = Annotated[str, typer.Argument(help="The market, such as JP.", autocompletion=completion.markets)]


@app.command("list")
def list_markets(ctx: typer.Context) -> Result[tuple[MarketRow, ...]]:
    """List all markets.

    Example: cscli market list
    """
    run: Run = ctx.obj
    catalog = run.catalog()
    found = tuple(market_row(catalog.market(code)) for code in catalog.market_codes())
    return Result(data=found, shown=market_table(found))


@app.command()
def show(ctx: typer.Context, market: MarketArgument) -> Result[dict[str, Any]]:
    """Show the culture card of a market: what to know before writing.

    Example: cscli market show JP
    """
    from cscli.markets.card import market_card

    run: Run = ctx.obj
    catalog = run.catalog()
    found = catalog.market(market)
    sections = market_card(found, catalog.language(found.languages[0]), run.now)
    return Result(
        data=dict(found.card),
        shown=Card(title=f"{found.name} ({found.code}) · {found.own_name}", sections=sections),
    )


@app.command()
def compare(
    ctx: typer.Context,
    first: MarketArgument,
    second: Annotated[str, typer.Argument(help="The market to compare it with.", autocompletion=completion.markets)],
) -> Result[Comparison]:
    """Compare two markets: where their manners, hours and rights differ.

    Example: cscli market compare DE JP
    """
    from cscli.markets.card import market_differences

    run: Run = ctx.obj
    catalog = run.catalog()
    one, two = catalog.market(first), catalog.market(second)
    found = Comparison(
        markets=(one.code, two.code),
        differences=tuple({"topic": t, one.code: a, two.code: b} for t, a, b in market_differences(one, two)),
    )
    return Result(data=found, shown=comparison_table(found))
