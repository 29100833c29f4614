"""``cscli order``: what was bought, what was promised, and where it is."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import completion, options
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run, table_named
from cscli.cli.runs.audit import note_done
from cscli.errors import RefusedError
from cscli.text import count_words

if TYPE_CHECKING:
    from cscli.cli.views.order.order import ImportedOrders, ListedOrders, OrderHistory
    from cscli.cli.views.order.payload import OrderPayload

app = typer.Typer(help="Keep the orders and where they are.", no_args_is_help=True, add_completion=False)

NumberArgument = Annotated[
    str,
    typer.Argument(
        help="The order's number, or an item that is about one order.",
        metavar="NUMBER|ITEM",
        autocompletion=completion.orders,
    ),
]
StatusOption = Annotated[
    str, typer.Option("--status", help="placed, paid, preparing, shipped, delivered, returned, refunded or cancelled.")
]


@app.command()
def add(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(help="The shop's own number of the order.", metavar="NUMBER")],
    customer: options.CustomerOption = "",
    market: options.MarketOption = "",
    status: StatusOption = "",
    placed: Annotated[str, typer.Option("--placed", help="When it was placed.", metavar="DATE")] = "",
    promised_from: Annotated[
        str, typer.Option("--promised-from", help="The first day of the promised delivery.", metavar="DATE")
    ] = "",
    promised: Annotated[
        str, typer.Option("--promised", help="The last day of the promised delivery.", metavar="DATE")
    ] = "",
    shipped: Annotated[str, typer.Option("--shipped", help="When it left the shop.", metavar="DATE")] = "",
    delivered: Annotated[str, typer.Option("--delivered", help="When it was delivered.", metavar="DATE")] = "",
    carrier: Annotated[str, typer.Option("--carrier", help="Who carries it.")] = "",
    tracking_number: Annotated[str, typer.Option("--tracking-number", help="The carrier's number of the parcel.")] = "",
    tracking_link: Annotated[
        str, typer.Option("--tracking-link", help="The carrier's page of the parcel.", metavar="URL")
    ] = "",
    item: Annotated[
        list[str] | None,
        typer.Option(
            "--item",
            help="An article: 'NAME; quantity=2; price=24.50; sku=AU-2'. Repeat it for each.",
            metavar="ARTICLE",
        ),
    ] = None,
    total: Annotated[str, typer.Option("--total", help="What the customer pays in all: '49.00 EUR'.")] = "",
    currency: Annotated[str, typer.Option("--currency", help="The currency of the amounts, such as EUR.")] = "",
    payment_method: Annotated[
        str,
        typer.Option(
            "--payment-method", help="card, paypal, bank-transfer, cash-on-delivery, voucher, wallet or other."
        ),
    ] = "",
    address: Annotated[str, typer.Option("--address", help="Where the parcel goes.")] = "",
    link: Annotated[str, typer.Option("--link", help="The order on the shop's site.", metavar="URL")] = "",
) -> "Result[OrderPayload]":
    """Add an order, or change the given fields of one.

    Example: cscli order add A-1042 --customer C-7 --promised 2026-11-25 --item "Aurora 2; quantity=2" --total "49 EUR"
    """
    from cscli.cli.day.item_customer import customer_key
    from cscli.cli.views.order.order import kept_order
    from cscli.desk.customers.customers import customer as known_customer
    from cscli.desk.orders.orders import keep_orders, order
    from cscli.desk.orders.typed_order import typed_order

    run: Run = ctx.obj
    buyer = known_customer(run.record, customer_key(run, customer)) if customer else None
    code = run.market_code(market) or (buyer.market if buyer else "")
    asked = typed_order({
        "number": number, "customer": buyer.key if buyer else "", "market": code, "status": status, "placed": placed,
        "promised_from": promised_from, "promised": promised, "shipped": shipped, "delivered": delivered,
        "carrier": carrier, "tracking_number": tracking_number, "tracking_link": tracking_link, "total": total,
        "currency": currency, "payment_method": payment_method, "address": address, "link": link,
    }, item or (), run.record, home=run.catalog().market(code).languages[0] if code else "")  # fmt: skip
    kept = keep_orders(run.record, [asked], run.now, goes_back=bool(status))
    if kept.forgotten:
        raise RefusedError(
            f"Order {asked.number!r} was forgotten with its customer.", code="forgotten",
            hint="An order of somebody who came back has another number.",
        )  # fmt: skip
    return kept_order(order(run.record, number), kept, run.today)


@app.command()
def show(ctx: typer.Context, number: NumberArgument) -> "Result[OrderHistory]":
    """Show one order, who placed it, and the newest interactions that name it.

    A case or a customer stands for its only order.

    Example: cscli order show A-1042
    """
    from cscli.cli.day.item_customer import order_meant
    from cscli.cli.door.agent_clock import own_clock
    from cscli.cli.views.order.order import order_card
    from cscli.desk.customers.customers import customers_of
    from cscli.desk.orders.orders import interactions_naming

    run: Run = ctx.obj
    found = order_meant(run, number)
    buyer = customers_of(run.record, [found.customer]).get(found.customer) if found.customer else None
    return order_card(found, buyer, interactions_naming(run.record, found), run.today, own_clock(run))


@app.command("list")
def list_orders(
    ctx: typer.Context,
    customer: options.CustomerOption = "",
    status: StatusOption = "",
    late: Annotated[bool, typer.Option("--late", help="Only those whose promised day is over.")] = False,
    market: options.MarketOption = "",
    since: Annotated[str, typer.Option("--since", help="Only those placed from then on.", metavar="DATE")] = "",
    limit: options.LimitOption = 50,
) -> "Result[ListedOrders]":
    """List orders, the newest first.

    Example: cscli order list --late --market JP
    """
    from cscli.cli.day.item_customer import customer_key
    from cscli.cli.runs.past import date_named
    from cscli.cli.views.order.order import orders_listed
    from cscli.desk.orders.orders import listed_orders
    from cscli.desk.orders.typed_order import typed_status

    run: Run = ctx.obj
    found = listed_orders(
        run.record, customer=customer_key(run, customer),
        status=typed_status(status), market=run.market_code(market), since=date_named(run, "since", since),
        late_on=run.today if late else None, limit=limit,
    )  # fmt: skip
    return orders_listed(found, run.today)


@app.command("import")
def import_orders(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(help="A table with a column for the order's number; - is stdin.", metavar="FILE|-")
    ],
    export: Annotated[
        str,
        typer.Option(
            "--from", help="shopify, woocommerce, amazon or ebay; else the headings say it.", metavar="EXPORT"
        ),
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report what would change, change nothing.")] = False,
    customers: Annotated[
        bool, typer.Option("--customers/--no-customers", help="Whether unknown buyers become customers.")
    ] = True,
    currency: Annotated[str, typer.Option("--currency", help="The currency of amounts without one.")] = "",
    dates: options.DatesOption = "",
    map_: options.MapOption = None,
    sheet: options.SheetOption = "",
) -> "Result[ImportedOrders]":
    """Import orders from a table, one row for each article. A second import changes nothing.

    Example: cscli order import orders_export.csv --from shopify
    """
    from cscli.cli.views.order.order import imported_orders
    from cscli.desk.customers.buyers import keep_bought
    from cscli.desk.customers.intake import tests_of
    from cscli.desk.orders.intake import Asked, orders_in
    from cscli.desk.privacy.audit import Audited
    from cscli.garbage import uncollected
    from cscli.markets.catalog import currencies

    run: Run = ctx.obj
    asked = Asked(export=export, currency=currency.upper(), dates=dates, mapping=options.mapping(map_), sheet=sheet)
    catalog = run.catalog()
    with (
        uncollected(),
        closing(
            orders_in(table_named(file), asked, market_of=catalog.market_of_country, currencies=currencies())
        ) as intake,
    ):
        bought = keep_bought(
            run.record, intake.arrivals(), tests_of(catalog), run.now, makes_customers=customers, dry_run=dry_run
        )
    kept = bought.kept
    if not dry_run and (kept.added or kept.changed):
        note_done(run, Audited.IMPORTED, detail=f"{count_words(kept.added, 'order')} added, {kept.changed} changed")
    return imported_orders(file, intake, bought, dry_run=dry_run)
