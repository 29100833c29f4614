"""``cscli bulk``: replies for every row of a table, each exactly once."""

from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.bulk_job import checked, done, resumed
from cscli.cli.bulk_order import Order
from cscli.cli.door import options
from cscli.cli.door.result import Card, Result, Table
from cscli.cli.door.run import Desk
from cscli.cli.translating import several

if TYPE_CHECKING:
    from cscli.state.ledger import Run

app = typer.Typer(
    help="Replies for every row of a table, each exactly once.", no_args_is_help=True, add_completion=False
)

JobsOption = Annotated[int, typer.Option("--jobs", "-j", help="Processes; else one for each core.", min=0, max=64)]
AcceptOption = Annotated[
    bool, typer.Option("--accept-changes", help="Go on although templates or settings have changed.")
]


@app.command("run")
def run(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(help="CSV, TSV, JSON Lines or XLSX; - is stdin.", metavar="INPUT")],
    out: Annotated[str, typer.Option("--out", "-o", help="Where the replies go; - is stdout.", metavar="FILE")] = "",
    intent: Annotated[list[str] | None, typer.Option("--intent", "-i", help="The situation; several make one.")] = None,
    to: Annotated[str, typer.Option("--to", help="jsonl, csv, maildir, mbox or eml; else by --out.")] = "",
    rejects: Annotated[str, typer.Option("--rejects", help="Where rejected rows go.", metavar="FILE")] = "",
    kind: Annotated[str, typer.Option("--kind", help="csv, tsv, jsonl or xlsx; else by the file.")] = "",
    map_: Annotated[
        list[str] | None, typer.Option("--map", help="What a column means; or shopify.", metavar="COLUMN=VARIABLE")
    ] = None,
    market: options.MarketOption = "",
    language: Annotated[str, typer.Option("--language", "-l", help="The language where a row names none.")] = "",
    register: options.RegisterOption = "",
    channel: options.ChannelOption = "email",
    zone: options.ZoneOption = "",
    send_at: Annotated[
        str, typer.Option("--send-at", help="next-window, local:09:00 or an instant.", metavar="WHEN")
    ] = "",
    rate: Annotated[str, typer.Option("--rate", help="At most so many: 120/min.", metavar="N/min")] = "",
    purpose: Annotated[str, typer.Option("--purpose", help="reply, service or marketing.")] = "service",
    sender: Annotated[str, typer.Option("--sender", help="Who a mail is from: desk@shop.example.")] = "",
    translate: Annotated[bool, typer.Option("--translate", help="Translate where there is no template.")] = False,
    engine: options.EngineOption = None,
    online: options.OnlineOption = False,
    private: options.PrivateOption = False,
    log: Annotated[bool, typer.Option("--log", help="Record each reply.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Only look for bad rows; write nothing.")] = False,
    allow_duplicates: Annotated[bool, typer.Option("--allow-duplicates", help="A key may come again.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run that wrote to this output.")] = False,
    accept_changes: AcceptOption = False,
    jobs: JobsOption = 0,
) -> Result:
    """Write a reply for every row of a table.

    Columns are variables: order_number, new_date; customer.given, market, language, key and the like say who.

    Example: cscli bulk run orders.csv --intent shipping-delay --out replies.jsonl --rejects bad.csv
    """
    desk: Desk = ctx.obj
    pairs = [pair for pair in map_ or () if "=" in pair]
    order = Order(
        source=source, out=out, to=to, rejects=rejects, kind=kind, intents=several(intent), market=market,
        language=language, register=register, channel=channel, zone=zone,
        mapping={column: meaning for column, _, meaning in (pair.rpartition("=") for pair in pairs)},
        preset="".join(pair for pair in map_ or () if "=" not in pair), send_at=send_at, rate=rate, purpose=purpose,
        sender=sender, translate=translate, engines=several(engine), online=online, private=private, log=log,
        allow_duplicates=allow_duplicates,
    )  # fmt: skip
    if check:
        return checked(desk, order, jobs)
    return done(desk, order, jobs, resume=resume, accepts_changes=accept_changes)


@app.command("resume")
def resume(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(help="The run's id.", metavar="RUN")],
    accept_changes: AcceptOption = False,
    jobs: JobsOption = 0,
) -> Result:
    """Go on with a run that stopped: its output becomes what it would have been.

    Example: cscli bulk resume 7
    """
    return resumed(ctx.obj, number, jobs, accepts_changes=accept_changes)


@app.command("status")
def status(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(help="A run's id; else the newest runs.", metavar="RUN")] = 0,
    limit: options.LimitOption = 20,
) -> Result:
    """The runs: how far they are, and how to go on.

    Example: cscli bulk status
    """
    from cscli.state.ledger import run_of, runs

    desk: Desk = ctx.obj
    if number:
        found = run_of(desk.machine, number)
        return Result(data=found, shown=_card(found))
    known = runs(desk.machine, limit)
    columns = ("run", "state", "rows", "done", "rejected", "output", "go on with")
    rows = [(str(r.id), r.state.value, str(r.rows), str(r.done), str(r.rejected), r.output, _next(r)) for r in known]
    table = Table(
        columns=columns, rows=rows, narrow=("run", "state", "rows", "rejected", "output"), empty="No runs yet."
    )
    return Result(data=known, shown=table)


def _card(run: "Run") -> Card:
    facts = [
        ("state", run.state.value), ("started", run.started_at), ("last change", run.updated_at), ("input", run.input),
        ("output", run.output), ("rejects", run.rejects or "nowhere"),
        ("rows", f"{run.rows:,}: {run.done:,} done, {run.rejected:,} rejected, {run.skipped:,} skipped"),
    ]  # fmt: skip
    return Card(
        title=f"Run {run.id}", sections=[("", facts), *([("go on", [("with", _next(run))])] if _next(run) else [])]
    )


def _next(run: "Run") -> str:
    return "" if run.state == "done" else f"cscli bulk resume {run.id}"
