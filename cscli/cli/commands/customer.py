"""``cscli customer``: who the customers are and how they are addressed."""

from collections.abc import Callable, Iterator
from typing import Annotated

import typer

from cscli.cli.door import completion, options
from cscli.cli.door.result import Card, Note, Result, Status, Table
from cscli.cli.door.run import Desk, all_zones, existing_file
from cscli.errors import DeskError, ExitCode, UsageError

app = typer.Typer(help="Who the customers are and how they are addressed.", no_args_is_help=True, add_completion=False)

KeyArgument = Annotated[
    str, typer.Argument(help="The customer's key.", metavar="KEY", autocompletion=completion.customers)
]


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
    language: options.LanguageOption = "",
    zone: options.ZoneOption = "",
    channel: Annotated[str, typer.Option("--channel", help="email, chat, phone, sms or whatsapp.")] = "",
    email: Annotated[
        list[str] | None, typer.Option("--email", help="Mail address; given again, a further one.", metavar="ADDRESS")
    ] = None,
    phone: Annotated[
        list[str] | None, typer.Option("--phone", help="Phone number; given again, a further one.", metavar="NUMBER")
    ] = None,
    note: Annotated[str, typer.Option("--note", help="What the next agent should know.")] = "",
) -> Result:
    """Add a customer, or change the fields that are given.

    Example: cscli customer add C-7 --market JP --family 山田 --given 太郎
    """
    from cscli.clock.zones import zone as require_zone
    from cscli.desk.customers import customer, keep_customers
    from cscli.desk.intake import checked_row

    desk: Desk = ctx.obj
    catalog = desk.catalog()
    market = catalog.market(market).code if market else ""
    if zone:
        require_zone(zone)
    if language:
        catalog.require_language(language)
    fields = {
        "key": key.strip(), "market": market, "name": name, "given": given, "family": family, "honorific": honorific,
        "vocative": vocative, "patronymic": patronymic, "gender": gender, "language": language, "zone": zone,
        "channel": channel, "email": (email or [""])[0].strip(), "phone": (phone or [""])[0].strip(), "note": note,
    }  # fmt: skip
    row, reason = checked_row({k: v for k, v in fields.items() if v or k == "key"}, _tests(desk))
    if reason:
        raise UsageError(f"Customer {key[:60]!r}: {reason}.", code="bad-value")
    kept = keep_customers(desk.record, [row], desk.now)
    done = "Added" if kept.added else "Changed" if kept.changed else "Already so:"
    notes = [Note(text=f"{done} {row['key']}."), *_with_addresses(desk, row["key"], email or [], phone or [])]
    return Result(data=customer(desk.record, row["key"]), shown=row["key"], notes=tuple(notes))


def _with_addresses(desk: Desk, key: str, emails: list[str], phones: list[str]) -> Iterator[Note]:
    """Keep all addresses of a customer; a note names each that another customer has."""
    from cscli.desk.customers import add_contact, customer_of_contact

    for kind, addresses in (("email", emails), ("phone", phones)):
        for address in filter(None, map(str.strip, addresses)):
            owner = customer_of_contact(desk.record, kind, address)
            if owner is None:
                add_contact(desk.record, key, kind, address)
            elif owner.key != key:
                yield Note(text=f"{address[:60]} is an address of customer {owner.key}.", always=True)


@app.command()
def show(ctx: typer.Context, key: KeyArgument) -> Result:
    """One customer, with the newest interactions.

    Example: cscli customer show C-7
    """
    from cscli.cli.commands.log import interaction_data
    from cscli.cli.door.output import plain
    from cscli.desk.customers import FIELDS, contacts_of, customer_called
    from cscli.desk.log import newest_interactions
    from cscli.text import rfc3339

    desk: Desk = ctx.obj
    found = customer_called(desk.record, key)
    contacts = contacts_of(desk.record, found.key)
    shown = (found.email.casefold(), "".join(filter(str.isdecimal, found.phone)))
    further = [(kind, address) for kind, address in contacts if address.removeprefix("+") not in shown]
    newest = newest_interactions(desk.record, {"customer": found.key}, limit=5)
    known = [(name, str(getattr(found, name))) for name in FIELDS if getattr(found, name)]
    history = [(rfc3339(i.at), f"{i.direction} {i.intent or i.channel}: {i.body[:80]}") for i in newest]
    sections = [("Customer", known), ("Further addresses", further), ("Newest", history)]
    return Result(
        data={
            **plain(found),
            "contacts": [{"kind": kind, "address": address} for kind, address in contacts],
            "interactions": [interaction_data(i) for i in newest],
        },
        shown=Card(title=found.display_name or found.key, sections=[section for section in sections if section[1]]),
    )


@app.command("list")
def list_customers(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="Part of a name, key, mail address or phone.")] = "",
    market: options.MarketOption = "",
    limit: options.LimitOption = 50,
) -> Result:
    """Customers by key.

    Example: cscli customer list --market JP
    """
    from cscli.desk.customers import listed_customers

    desk: Desk = ctx.obj
    found = listed_customers(desk.record, market=market.upper(), text=text, limit=limit)
    rows = [(c.key, c.display_name, c.market, c.language, c.zone, c.email) for c in found]
    return Result(data=found, shown=Table(columns=("key", "name", "market", "language", "zone", "email"), rows=rows))


@app.command("import")
def import_customers(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="A table with a column 'key' (or 'email').", metavar="FILE")],
    check: Annotated[bool, typer.Option("--check", help="Report bad rows, import nothing.")] = False,
    map_: Annotated[
        list[str] | None, typer.Option("--map", help="What a column means; - ignores it.", metavar="COLUMN=FIELD")
    ] = None,
    sheet: options.SheetOption = "",
) -> Result:
    """Import customers from a table; bad rows are reported, and doing it again changes nothing.

    Example: cscli customer import customers.csv
    """
    from cscli.cli.views.imported import left_out, remarks
    from cscli.desk.customers import Kept, keep_customers
    from cscli.desk.intake import customers_in

    desk: Desk = ctx.obj
    intake = customers_in(existing_file(file), _tests(desk), mapping=_mapping(map_), sheet=sheet)
    kept = (
        Kept(added=0, changed=0, same=0)
        if check or not intake.good
        else keep_customers(desk.record, intake.good, desk.now)
    )
    problems = left_out(file, "bad-row", intake.bad)
    data = {
        "rows": len(intake.good) + len(intake.bad), "added": kept.added, "changed": kept.changed, "same": kept.same,
        "rejected": len(intake.bad), "bad": intake.bad, "ignored_columns": intake.ignored_columns,
        "encoding": intake.encoding, "delimiter": intake.delimiter,
    }  # fmt: skip
    ignored = (
        [Note(text=f"Left out the columns: {', '.join(intake.ignored_columns)}", always=True)]
        if intake.ignored_columns
        else []
    )
    summary = f"{kept.added} added, {kept.changed} changed, {kept.same} already so, {len(intake.bad)} rejected"
    return Result(
        data=data, shown=summary, notes=(*ignored, *remarks(intake)), problems=problems,
        status=Status.PARTIAL if problems else Status.OK,
        exit_code=ExitCode.PARTIAL if problems else ExitCode.OK,
    )  # fmt: skip


def _mapping(typed: list[str] | None) -> dict[str, str]:
    """What columns mean, from ``COLUMN=FIELD``."""
    for pair in typed or ():
        if "=" not in pair:
            raise UsageError(f"{pair[:60]!r} maps nothing.", code="bad-value", hint="Write --map 'COLUMN=FIELD'.")
    return {column: meaning.strip() for column, _, meaning in (pair.rpartition("=") for pair in typed or ())}


def _tests(desk: Desk) -> dict[str, Callable[[str], bool]]:
    """Whether a market, a language and a zone exist."""
    catalog = desk.catalog()

    def language_exists(tag: str) -> bool:
        try:
            catalog.require_language(tag)
        except DeskError:
            return False
        return True

    return {
        "market": lambda code: code in catalog.market_codes(),
        "language": language_exists,
        "zone": lambda name: name in all_zones(),
    }
