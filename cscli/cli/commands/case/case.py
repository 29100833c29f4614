"""``cscli case``: what customers want, from the first message until it is settled."""

from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.commands.case.due import due
from cscli.cli.commands.case.macro import macro
from cscli.cli.commands.case.merges import MERGES
from cscli.cli.commands.case.moves import MOVES, ItemArgument
from cscli.cli.door.agent_clock import own_clock
from cscli.cli.door.arguments import completion, options
from cscli.cli.door.arguments.typed_text import channel_typed, require_length, typed_text
from cscli.cli.door.heard import language_heard
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.cli.runs.cases import agent_named, case_of, make_current, move, own_name, priority_named, stage_named
from cscli.cli.runs.past import since_named
from cscli.text import storable

if TYPE_CHECKING:
    from cscli.cli.views.case.payload import CaseChanged, CaseRow, CaseShown
    from cscli.cli.views.case.queue import QueueRow

app = typer.Typer(
    help="Keep cases: open, list, assign, wait, resolve, merge.", no_args_is_help=True, add_completion=False
)
_LONGEST, _LONGEST_SUBJECT = 1_000_000, 500

TagOption = Annotated[
    list[str] | None, typer.Option("--tag", help="A tag; in a list, -TAG leaves cases with it out.", metavar="TAG")
]


@app.command("open")
def open_case(
    ctx: typer.Context,
    text: Annotated[
        list[str] | None, typer.Argument(help="What the customer said, recorded as a message; - reads stdin.")
    ] = None,
    customer: options.CustomerOption = "",
    order: Annotated[
        str,
        typer.Option("--order", help="The order that it is about.", metavar="NUMBER", autocompletion=completion.orders),
    ] = "",
    subject: Annotated[str, typer.Option("--subject", help="What it is about, in a line.")] = "",
    channel: options.AnyChannelOption = "",
    market: options.MarketOption = "",
    priority: Annotated[str, typer.Option("--priority", help="low, normal, high or urgent.")] = "normal",
    assign: Annotated[str, typer.Option("--assign", "-a", help="me, or an agent's name.")] = "",
    tag: TagOption = None,
    ours: Annotated[bool, typer.Option("--ours", help="The desk's own matter: no first response is due.")] = False,
) -> "Result[CaseChanged]":
    """Open a case for a customer, with the message or without.

    Example: cscli case open --customer C-7 --order A-1042 "Wo bleibt mein Paket?"
    """
    from cscli.cli.day.item_customer import customer_key
    from cscli.cli.runs.policies import RunPolicies
    from cscli.cli.views.case.case import case_changed
    from cscli.desk.cases.arrivals import NewCase, heard, opened
    from cscli.desk.cases.case import case
    from cscli.desk.cases.journal import journal
    from cscli.desk.customers.customers import customer_called
    from cscli.desk.log import Interaction
    from cscli.desk.orders.orders import orders_of

    run: Run = ctx.obj
    number = require_length(order.strip().removeprefix("#").strip(), 100, "Name one order.", code="bad-value")
    ordered = orders_of(run.record, [number]).get(number) if number else None
    named = customer_key(run, customer) or (ordered.customer if ordered else "")
    known = customer_called(run.record, named) if named else None
    body = storable(typed_text(text, _LONGEST)) if text else ""
    require_length(body, _LONGEST, "Record the part that matters.", code="bad-value")
    code = run.market_code(market) or (known.market if known else "") or (ordered.market if ordered else "")
    stored = known.language if known else ""
    opening = NewCase(
        customer=known.key if known else "",
        order_number=ordered.number if ordered else number,
        market=code,
        language=language_heard(run, body, stored) if body else stored,
        channel=channel_typed(channel) or (known.channel if known else "") or "email",
        subject=require_length(subject.strip(), _LONGEST_SUBJECT, "Keep it to a line.", code="bad-value"),
        priority=priority_named(priority),
        assignee=agent_named(run, assign),
        tags=options.several(tag),
        is_ours=ours,
    )
    with journal(run.record) as book:
        opened_as = opened(book, move(run, 0), opening)
        if body.strip():
            said = Interaction(
                direction="in", channel=opening.channel, body=body, at=run.now, customer=opening.customer,
                market=opening.market, language=opening.language, subject=opening.subject, agent=own_name(run),
            )  # fmt: skip
            heard(book, move(run, opened_as), said)
    made = case(run.record, opened_as, run.now)
    make_current(run, str(made.number))
    return case_changed(made, RunPolicies(run).targets(made), book.written, f"Opened case {made.number}.")


@app.command()
def show(ctx: typer.Context, item: ItemArgument = ".") -> "Result[CaseShown]":
    """Show a case with its targets, customer, order and all that happened.

    Example: cscli case show 12
    """
    from cscli.cli.runs.day.items import plain_case_result

    run: Run = ctx.obj
    return plain_case_result(run, case_of(run, item).number)


@app.command("list")
def list_cases(
    ctx: typer.Context,
    query: Annotated[
        list[str] | None, typer.Argument(help="Words of subject, customer or order; all must fit.")
    ] = None,
    state: Annotated[
        list[str] | None, typer.Option("--state", help="Only in these states; else those that are not over.")
    ] = None,
    mine: Annotated[bool, typer.Option("--mine", help="Only those that are assigned to you.")] = False,
    assignee: Annotated[str, typer.Option("--assignee", "-a", help="Only of this agent: me, none, or a name.")] = "",
    tag: TagOption = None,
    market: options.MarketOption = "",
    priority: Annotated[str, typer.Option("--priority", help="Only of this priority.")] = "",
    customer: options.CustomerOption = "",
    order: Annotated[
        str,
        typer.Option("--order", help="Only about this order.", metavar="NUMBER", autocompletion=completion.orders),
    ] = "",
    since: Annotated[
        str, typer.Option("--since", help="Only those opened from then on: a date, mon, 7d, 12h.", metavar="WHEN")
    ] = "",
    queue: Annotated[
        bool, typer.Option("--queue", help="Instead those that need you, the most urgent first, each with the reason.")
    ] = False,
    limit: options.LimitOption = 50,
) -> "Result[tuple[CaseRow, ...]] | Result[tuple[QueueRow, ...]]":
    """List cases, the newest first; without --state those that are not over.

    Example: cscli case list --mine --state open --tag vip
    """
    from cscli.cli.day.item_customer import customer_key
    from cscli.cli.runs.policies import RunPolicies
    from cscli.cli.views.case.case import cases_listed
    from cscli.desk.cases.case import NOBODY, listed_cases
    from cscli.desk.cases.event import LIVE

    run: Run = ctx.obj
    if queue:
        from cscli.cli.runs.day.queue import queue_of
        from cscli.cli.views.case.queue import queue_listed

        return queue_listed(queue_of(run, limit), own_clock(run))
    wanted = options.several(state)
    stages = [stage_named(one) for one in wanted if one != "all"] if wanted else LIVE
    agent = "me" if mine else assignee
    found = listed_cases(
        run.record, run.now, states=stages, tags=options.several(tag), text=" ".join(query or ()), limit=limit,
        since=since_named(run, since),
        filters={
            "assignee": (agent_named(run, agent) or NOBODY) if agent else "", "market": run.market_code(market),
            "priority": str(priority_named(priority)) if priority else "", "order_number": order.strip(),
            "customer": customer_key(run, customer),
        },
    )  # fmt: skip
    return cases_listed(found, RunPolicies(run).targets_of(found), own_clock(run))


app.command()(due)
app.command()(macro)
_SIGNED = {"ignore_unknown_options": True, "help_option_names": ["--help"]}  # a tag to take off begins with a minus
for _name, _command in (MOVES | MERGES).items():
    app.command(_name, context_settings=_SIGNED if _name == "tag" else None)(_command)
