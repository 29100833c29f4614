"""``cscli market``: who the customers of a market are, and how to write to them."""

from typing import Annotated, Any

import typer

from cscli.cli.door.arguments import completion
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.cli.views.market import Comparison, MarketRow, card_shown, comparison_shown, markets_shown

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
    return markets_shown(map(catalog.market, catalog.market_codes()))


@app.command()
def show(ctx: typer.Context, market: MarketArgument) -> Result[dict[str, Any]]:
    """Show the culture card of a market: what to know before writing.

    Example: cscli market show JP
    """
    from cscli.markets.card import market_card

    run: Run = ctx.obj
    catalog = run.catalog()
    found = catalog.market(market)
    return card_shown(found, market_card(found, catalog.language(found.languages[0]), run.now))


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
    return comparison_shown(one, two, market_differences(one, two))
