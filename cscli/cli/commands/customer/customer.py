"""``cscli customer``: who the customers are and how they are addressed."""

from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.commands.customer.audit import customer_audit
from cscli.cli.commands.customer.consent import consent
from cscli.cli.commands.customer.privacy import export, forget, forget_again, retention
from cscli.cli.door.arguments import completion, options
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run, table_named
from cscli.cli.runs.audit import note_done
from cscli.errors import UsageError
from cscli.text import count_words

if TYPE_CHECKING:
    from cscli.cli.views.customer.customer import ImportedCustomers, MergedCustomer
    from cscli.cli.views.customer.payload import CustomerHistory
    from cscli.cli.views.customer.ranking import ValuedCustomer
    from cscli.desk.customers.customers import Customer

app = typer.Typer(help="Keep the customers and how they are addressed.", no_args_is_help=True, add_completion=False)


@app.command()
def add(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(help="The shop's number of the customer, or a mail address.", metavar="KEY")],
    market: options.MarketOption = "",
    name: options.NameOption = "",
    given: options.GivenOption = "",
    family: options.FamilyOption = "",
    honorific: options.HonorificOption = "",
    vocative: options.VocativeOption = "",
    patronymic: options.PatronymicOption = "",
    gender: options.GenderOption = "",
    company: options.CompanyOption = "",
    language: options.LanguageOption = "",
    zone: options.ZoneOption = "",
    channel: options.AnyChannelOption = "",
    email: Annotated[
        list[str] | None, typer.Option("--email", help="Mail address; given again, a further one.", metavar="ADDRESS")
    ] = None,
    phone: Annotated[
        list[str] | None, typer.Option("--phone", help="Phone number; given again, a further one.", metavar="NUMBER")
    ] = None,
    note: Annotated[str, typer.Option("--note", help="What the next agent should know.")] = "",
) -> "Result[Customer]":
    """Add a customer, or change the given fields of one.

    Example: cscli customer add C-7 --market JP --family 山田 --given 太郎
    """
    from cscli.cli.views.customer.customer import kept_customer
    from cscli.desk.customers.customers import BY_HAND, customer, keep_customers, kept_contacts
    from cscli.desk.customers.intake import tests_of, typed_address, typed_customer
    from cscli.desk.customers.merges import require_unmerged
    from cscli.desk.privacy.audit import Audited

    run: Run = ctx.obj
    require_unmerged(run.record, key.strip())
    emails = [typed_address(one) for one in email or () if one.strip()]
    phones = [one.strip() for one in phone or () if one.strip()]
    row = typed_customer({
        "key": key.strip(), "market": run.market_code(market), "name": name, "given": given, "family": family,
        "honorific": honorific, "vocative": vocative, "patronymic": patronymic, "gender": gender, "company": company,
        "language": run.language_tag(language), "zone": zone, "channel": channel, "email": next(iter(emails), ""),
        "phone": next(iter(phones), ""), "note": note,
    }, tests_of(run.catalog()))  # fmt: skip
    kept = keep_customers(run.record, [{**row, "known_at": BY_HAND}], run.now)
    taken = kept_contacts(run.record, row["key"], email=emails, phone=phones)
    if not kept.same:
        done = "added" if kept.added else f"fields: {', '.join(sorted(set(row) - {'key'}))}"
        note_done(run, Audited.CHANGED, row["key"], done)
    return kept_customer(customer(run.record, row["key"]), kept, taken)


@app.command()
def show(ctx: typer.Context, key: options.PersonArgument) -> "Result[CustomerHistory]":
    """Show all that is known of a customer: how to write to them now, what they bought, their cases and messages.

    Example: cscli customer show C-7
    """
    from cscli.cli.day.item_customer import customer_key
    from cscli.cli.runs.customers import customer_result

    return customer_result(ctx.obj, customer_key(ctx.obj, key) or key)


@app.command()
def merge(
    ctx: typer.Context,
    key: options.PersonArgument,
    into: Annotated[
        str,
        typer.Option(
            "--into",
            help="The customer that stays, named in the same way.",
            metavar="KEY",
            autocompletion=completion.customers,
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, change nothing.")] = False,
) -> "Result[MergedCustomer]":
    """Merge a customer into another: messages, orders, addresses, and what the other lacks.

    Example: cscli customer merge C-8 --into C-7 --dry-run
    """
    from cscli.cli.day.item_customer import customer_key
    from cscli.cli.runs.cases import own_name
    from cscli.cli.views.customer.customer import customers_merged
    from cscli.desk.customers.merges import current_key, merged_customer
    from cscli.desk.privacy.audit import Audited

    run: Run = ctx.obj
    going = customer_key(run, key) if current_key(run.record, key) == key else key  # else it went before: that is told
    done = merged_customer(run.record, going, customer_key(run, into), run.now, agent=own_name(run), dry_run=dry_run)
    if not dry_run:
        note_done(run, Audited.MERGED, done.merged, "goes")
        note_done(run, Audited.MERGED, done.survivor, "stays")
    return customers_merged(done, dry_run=dry_run)


@app.command()
def unmerge(
    ctx: typer.Context, key: Annotated[str, typer.Argument(help="The customer that was merged.", metavar="KEY")]
) -> "Result[MergedCustomer]":
    """Undo a merge: what it moved goes back, what came since stays.

    Example: cscli customer unmerge C-8
    """
    from cscli.cli.views.customer.customer import customers_unmerged
    from cscli.desk.customers.merges import unmerged_customer
    from cscli.desk.privacy.audit import Audited

    run: Run = ctx.obj
    done = unmerged_customer(run.record, key, run.now)
    note_done(run, Audited.UNMERGED, done.survivor)
    note_done(run, Audited.UNMERGED, done.merged)
    return customers_unmerged(done)


@app.command("list")
def list_customers(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="Part of a name, key, mail address or phone number.")] = "",
    market: options.MarketOption = "",
    by: Annotated[str, typer.Option("--by", help="Those who ordered, the best first: value, orders or recent.")] = "",
    since: Annotated[
        str, typer.Option("--since", help="With --by: count orders placed from this date on.", metavar="DATE")
    ] = "",
    until: Annotated[
        str,
        typer.Option("--until", help="With --by: count orders placed up to the end of this date.", metavar="DATE"),
    ] = "",
    currency: Annotated[
        str, typer.Option("--currency", help="With --by value: compare in this currency, such as EUR.")
    ] = "",
    limit: options.LimitOption = 50,
) -> "Result[tuple[Customer, ...]] | Result[tuple[ValuedCustomer, ...]]":
    """List customers by key; with --by those who ordered, by what they are worth.

    A value is the sum of orders that were neither cancelled nor refunded. Sums in different currencies are never added:
    customers are compared in the currency of the market, else in that of most orders.

    Example: cscli customer list --by value --market DE
    """
    run: Run = ctx.obj
    code = run.market_code(market)
    if by:
        from cscli.cli.runs.customers import ranked_result

        return ranked_result(run, by, text=text, market=code, dates=(since, until), currency=currency, limit=limit)
    if since or until or currency:
        raise UsageError(
            "--since, --until and --currency need a measure.",
            code="bad-value",
            hint="Add --by value, orders or recent.",
        )
    from cscli.cli.views.customer.customer import customers_listed
    from cscli.desk.customers.customers import listed_customers

    return customers_listed(listed_customers(run.record, market=code, text=text, limit=limit))


@app.command("import")
def import_customers(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="A table with a column 'key' or 'email'; - is stdin.", metavar="FILE|-")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "--check", help="Report what would change, change nothing.")
    ] = False,
    map_: options.MapOption = None,
    sheet: options.SheetOption = "",
) -> "Result[ImportedCustomers]":
    """Import customers from a table. Bad rows are reported; a second import changes nothing.

    Example: cscli customer import customers.csv
    """
    from cscli.cli.views.customer.customer import imported_customers
    from cscli.desk.customers.customers import keep_customers
    from cscli.desk.customers.intake import customers_in, tests_of
    from cscli.desk.privacy.audit import Audited
    from cscli.garbage import uncollected

    run: Run = ctx.obj
    with uncollected():
        intake = customers_in(table_named(file), tests_of(run.catalog()), mapping=options.mapping(map_), sheet=sheet)
        kept = keep_customers(run.record, intake.good, run.now, dry_run=dry_run)
    if not dry_run and (kept.added or kept.changed):
        note_done(run, Audited.IMPORTED, detail=f"{count_words(kept.added, 'customer')} added, {kept.changed} changed")
    return imported_customers(file, intake, kept, dry_run=dry_run)


app.command()(consent)
app.command()(export)
app.command()(forget)
app.command("forget-again")(forget_again)
app.command()(retention)
app.command("audit")(customer_audit)
