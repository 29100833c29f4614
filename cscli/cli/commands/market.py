"""``cscli market``: who the customers of a market are, and how to write to them."""

from typing import Annotated

import typer

from cscli.cli.door import completion
from cscli.cli.door.result import Card, Result, Table
from cscli.cli.door.run import Desk

app = typer.Typer(
    help="Who the customers of a market are, and how to write to them.",
    no_args_is_help=True,
    add_completion=False,
)

MarketArgument = Annotated[str, typer.Argument(help="The market, such as JP.", autocompletion=completion.markets)]


@app.command("list")
def list_markets(ctx: typer.Context) -> Result:
    """All markets.

    Example: cscli market list
    """
    desk: Desk = ctx.obj
    catalog = desk.catalog()
    markets = [catalog.market(code) for code in catalog.market_codes()]
    data = [
        {"market": m.code, "name": m.name, "languages": m.languages, "currency": m.currency, "zone": m.zone,
         "several_zones": m.has_several_zones, "register": m.register}
        for m in markets
    ]  # fmt: skip
    rows = [
        (
            m.code,
            m.name,
            " ".join(m.languages),
            m.currency,
            f"{m.zone} +" if m.has_several_zones else m.zone,
            m.register,
        )
        for m in markets
    ]
    return Result(
        data=data,
        shown=Table(
            columns=("market", "name", "languages", "currency", "zone", "register"),
            rows=rows,
            narrow=("market", "name", "languages", "zone"),
        ),
    )


@app.command()
def show(ctx: typer.Context, market: MarketArgument) -> Result:
    """The culture card of a market: what to know before writing.

    Example: cscli market show JP
    """
    from cscli.markets.card import market_card

    desk: Desk = ctx.obj
    catalog = desk.catalog()
    found = catalog.market(market)
    sections = market_card(found, catalog.language(found.languages[0]), desk.now)
    return Result(
        data=dict(found.card),
        shown=Card(title=f"{found.name} ({found.code}) · {found.own_name}", sections=sections),
    )


@app.command()
def compare(
    ctx: typer.Context,
    first: MarketArgument,
    second: Annotated[str, typer.Argument(help="The market to compare it with.", autocompletion=completion.markets)],
) -> Result:
    """Two markets side by side: where their manners, hours and rights differ.

    Example: cscli market compare DE JP
    """
    from cscli.markets.card import market_differences

    desk: Desk = ctx.obj
    catalog = desk.catalog()
    one, two = catalog.market(first), catalog.market(second)
    rows = market_differences(one, two)
    data = {
        "markets": [one.code, two.code],
        "differences": [{"topic": t, one.code: a, two.code: b} for t, a, b in rows],
    }
    return Result(data=data, shown=Table(columns=("topic", one.code, two.code), rows=rows, empty="They do not differ."))
