"""``cscli log``: what was said to and by customers."""

from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.commands.log.archive import export_log, import_archive
from cscli.cli.door.arguments import completion, options
from cscli.cli.door.arguments.typed_text import channel_typed, require_length, typed_text
from cscli.cli.door.heard import language_heard
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.errors import UsageError, not_one_of
from cscli.text import storable

if TYPE_CHECKING:
    from cscli.cli.views.log import Recorded
    from cscli.desk.cases.case import Case
    from cscli.desk.customers.customers import Customer
    from cscli.desk.log import Interaction

app = typer.Typer(
    help="Record, list, search, import and export messages and notes.", no_args_is_help=True, add_completion=False
)

_LONGEST = 1_000_000

ChannelFilter = Annotated[str, typer.Option("--channel", help="Only this channel.")]
IntentFilter = Annotated[str, typer.Option("--intent", help="Only this situation.", autocompletion=completion.intents)]
DirectionFilter = Annotated[str, typer.Option("--direction", "-d", help="Only in, out or note.")]
SinceFilter = Annotated[str, typer.Option("--since", help="Only from then on: a date, mon, 7d, 12h.", metavar="WHEN")]


@app.command()
def add(
    ctx: typer.Context,
    text: Annotated[str | None, typer.Argument(help="What was said; without it or with -, stdin.")] = None,
    direction: Annotated[str, typer.Option("--direction", "-d", help="in, out or note.")] = "in",
    customer: options.CustomerOption = "",
    channel: Annotated[str, typer.Option("--channel", help="email, chat, phone, sms, whatsapp ...")] = "",
    market: options.MarketOption = "",
    language: options.LanguageOption = "",
    subject: Annotated[str, typer.Option("--subject", help="The subject of an e-mail.")] = "",
    intent: Annotated[str, typer.Option("--intent", help="What it is about.", autocompletion=completion.intents)] = "",
    at: Annotated[str, typer.Option("--at", help="When it was said: yesterday 15:00.", metavar="WHEN")] = "",
    case: Annotated[str, typer.Option("--case", help="The case that it belongs to.", metavar="ITEM")] = "",
    thanks: Annotated[
        bool, typer.Option("--thanks", help="The customer only says thanks: no case wakes or opens again.")
    ] = False,
) -> "Result[Recorded]":
    """Record a message that came in, an answer given elsewhere, or a note.

    -c takes a case, an order or a message, too; it then belongs to that case, as it does to the only open one of a
    customer. Market and channel are those of the case or the customer unless they are typed; the language is detected.

    Example: cscli log add --customer C-7 --market DE "Wo bleibt mein Paket?"
    """
    from cscli.cli.day.item_customer import item_of_customer
    from cscli.cli.runs.cases import case_of, own_name
    from cscli.cli.runs.past import moment_named
    from cscli.cli.views.log import recorded
    from cscli.desk.customers.customers import customer_called
    from cscli.desk.log import Interaction
    from cscli.outbox.record import record_said, record_said_in_case

    run: Run = ctx.obj
    _require_direction(direction)
    nothing = UsageError("There is no text to record.", code="no-text", hint="Give it as an argument or on stdin.")
    body = typed_text([] if text is None else [text], _LONGEST, nothing)
    if not body.strip():
        raise nothing
    require_length(body, _LONGEST, "Record the part that matters.", code="bad-value")
    of_item = item_of_customer(run, customer) if customer else None
    belongs = case_of(run, case) if case else of_item.case if of_item else None
    named = belongs.customer if belongs and not of_item else ""
    known = of_item.customer if of_item else customer_called(run.record, named) if named else None
    said = Interaction(
        direction=direction,
        channel=channel_typed(channel) or (belongs.channel if belongs else "") or "email",
        body=storable(body),
        at=moment_named(run, at) if at else run.now,
        customer=known.key if known else "",
        market=run.market_code(market) or (known.market if known else "") or (belongs.market if belongs else ""),
        language=run.language_tag(language) or (_heard(run, body, known, belongs) if direction != "note" else ""),
        intent=run.intent_name(intent),
        subject=storable(subject),
        agent=run.sender.agent,
        attention="thanks" if thanks else "",
    )
    if belongs is None:
        return recorded(record_said(run.record, said))
    return recorded(record_said_in_case(run.record, belongs.number, said, own_name(run)).interaction)


@app.command("list")
def list_log(
    ctx: typer.Context,
    customer: options.CustomerOption = "",
    market: options.MarketOption = "",
    channel: ChannelFilter = "",
    intent: IntentFilter = "",
    direction: DirectionFilter = "",
    since: SinceFilter = "",
    limit: options.LimitOption = 20,
) -> "Result[tuple[Interaction, ...]]":
    """List the newest interactions, newest first.

    Example: cscli log list --customer C-7
    """
    from cscli.cli.door.agent_clock import own_clock
    from cscli.cli.runs.past import since_named
    from cscli.cli.views.log import interactions_listed
    from cscli.desk.log import newest_interactions

    run: Run = ctx.obj
    filters = _filters(run, customer, market, channel, intent, direction)
    start = since_named(run, since)
    return interactions_listed(newest_interactions(run.record, filters, since=start, limit=limit), own_clock(run))


@app.command()
def show(
    ctx: typer.Context,
    number: Annotated[
        str, typer.Argument(help="The interaction's id, or an item that is a message.", metavar="ID|ITEM")
    ],
) -> "Result[Interaction]":
    """Show one interaction in full.

    Example: cscli log show 7
    """
    from cscli.cli.day.item_customer import message_number
    from cscli.cli.door.agent_clock import own_clock
    from cscli.cli.views.log import interaction_shown
    from cscli.desk.log import interaction

    run: Run = ctx.obj
    return interaction_shown(interaction(run.record, message_number(run, number)), own_clock(run))


@app.command()
def search(
    ctx: typer.Context,
    text: Annotated[list[str], typer.Argument(help="Words or parts of words, in any script; all must occur.")],
    customer: options.CustomerOption = "",
    market: options.MarketOption = "",
    channel: ChannelFilter = "",
    intent: IntentFilter = "",
    direction: DirectionFilter = "",
    since: SinceFilter = "",
    limit: options.LimitOption = 20,
) -> "Result[tuple[Interaction, ...]]":
    """Search interactions that contain all the words, newest first.

    Example: cscli log search 配送 A-1042 --market JP
    """
    from cscli.cli.door.agent_clock import own_clock
    from cscli.cli.runs.past import since_named
    from cscli.cli.views.log import interactions_listed, searched
    from cscli.desk.log import encrypted_count, found_interactions

    run: Run = ctx.obj
    filters = _filters(run, customer, market, channel, intent, direction)
    start = since_named(run, since)
    found = found_interactions(run.record, " ".join(text), limit, filters=filters, since=start)
    return searched(interactions_listed(found, own_clock(run)), encrypted_count(run.record))


def _heard(run: Run, body: str, known: "Customer | None", belongs: "Case | None") -> str:
    """The language of a text of a customer or a case: as detected, else the stored one; empty without either."""
    stored = (known.language if known else "") or (belongs.language if belongs else "")
    return language_heard(run, body, stored) if known or belongs else ""


def _filters(run: Run, customer: str, market: str, channel: str, intent: str, direction: str) -> dict[str, str]:
    if direction:
        _require_direction(direction)
    return {
        "customer": _heard_of(run, customer) if customer else "", "market": run.market_code(market),
        "channel": channel, "intent": run.intent_name(intent), "direction": direction,
    }  # fmt: skip


def _heard_of(run: Run, typed: str) -> str:
    from cscli.cli.day.item_customer import customer_heard

    return customer_heard(run, typed)


def _require_direction(direction: str) -> None:
    known = ("in", "out", "note")
    if direction not in known:
        raise not_one_of("direction", direction, known)


app.command("import")(import_archive)
app.command("export")(export_log)
