"""``cscli bulk``: replies for every row of a table, each exactly once."""

from contextlib import AbstractContextManager, closing
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import completion, options
from cscli.cli.door.arguments.options import several
from cscli.cli.door.output import rows_on_stdout
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.cli.door.terminal.progress import rows_bar

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from cscli.bulk.job import Bench, BulkJob
    from cscli.bulk.order import Order
    from cscli.bulk.rows.outcome import Outcome
    from cscli.cli.views.bulk import BadRows, Summary
    from cscli.state import ledger

app = typer.Typer(help="Reply to every row of a table, each exactly once.", no_args_is_help=True, add_completion=False)

_MOST_NAMED = 100_000

JobsOption = Annotated[
    int, typer.Option("--jobs", "-j", help="Number of processes; else one for each core.", min=0, max=64)
]
AcceptOption = Annotated[
    bool, typer.Option("--accept-changes", help="Resume although templates or settings have changed.")
]


@app.command("run")
def run_table(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(help="CSV, TSV, JSON Lines or XLSX; - is stdin.", metavar="INPUT")],
    out: Annotated[str, typer.Option("--out", "-o", help="The output file; - is stdout.", metavar="FILE")] = "",
    intent: Annotated[
        list[str] | None,
        typer.Option(
            "--intent", "-i", help="The situation; several make one reply.", autocompletion=completion.intents
        ),
    ] = None,
    to: Annotated[str, typer.Option("--to", help="jsonl, csv, maildir, mbox or eml; else by the name of --out.")] = "",
    rejects: Annotated[str, typer.Option("--rejects", help="The file for rejected rows.", metavar="FILE")] = "",
    kind: Annotated[str, typer.Option("--kind", help="csv, tsv, jsonl or xlsx; else by the file's name.")] = "",
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map", help="What a column means; or shopify, woocommerce, amazon, ebay.", metavar="COLUMN=VARIABLE"
        ),
    ] = None,
    sheet: options.SheetOption = "",
    dates: options.DatesOption = "",
    decimal: Annotated[str, typer.Option("--decimal", help="How it writes amounts: comma or point.")] = "",
    market: options.MarketOption = "",
    language: Annotated[
        str,
        typer.Option(
            "--language", "-l", help="The language of rows that name none.", autocompletion=completion.languages
        ),
    ] = "",
    register: options.RegisterOption = "",
    channel: options.ChannelOption = "email",
    zone: options.ZoneOption = "",
    send_at: Annotated[
        str, typer.Option("--send-at", help="next-window, local:09:00 or an instant.", metavar="WHEN")
    ] = "",
    rate: Annotated[str, typer.Option("--rate", help="The highest rate, such as 120/min.", metavar="N/min")] = "",
    purpose: Annotated[str, typer.Option("--purpose", help="reply, service or marketing.")] = "service",
    sender: Annotated[str, typer.Option("--sender", help="The address that e-mails come from; else smtp.sender.")] = "",
    translate: Annotated[bool, typer.Option("--translate", help="Translate if a language has no template.")] = False,
    engine: options.EngineOption = None,
    online: options.OnlineOption = False,
    private: options.PrivateOption = False,
    log: Annotated[bool, typer.Option("--log", help="Record each reply.")] = False,
    allow: options.AllowOption = None,
    check: Annotated[bool, typer.Option("--check", help="Report bad rows, write nothing.")] = False,
    allow_duplicates: Annotated[
        bool, typer.Option("--allow-duplicates", help="Allow several rows with one key.")
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Resume the run that wrote to this output.")] = False,
    accept_changes: AcceptOption = False,
    jobs: JobsOption = 0,
) -> "Result[Summary] | Result[BadRows]":
    """Write a reply to every row of a table.

    Columns are variables, such as order_number and new_date; key, market, language and customer.given describe the
    customer.

    Example: cscli bulk run orders.csv --intent shipping-delay --out replies.jsonl --rejects bad.csv
    """
    from cscli.bulk.job import begun
    from cscli.bulk.order import Order

    pairs = [pair for pair in map_ or () if "=" in pair]
    order = Order(
        source=source, out=out, to=to, rejects=rejects, kind=kind, intents=several(intent), market=market,
        language=language, register=register, channel=channel, zone=zone,
        mapping={column: meaning for column, _, meaning in (pair.rpartition("=") for pair in pairs)},
        preset="".join(pair for pair in map_ or () if "=" not in pair), send_at=send_at, rate=rate, purpose=purpose,
        sender=sender or ctx.obj.settings.text("smtp.sender"), translate=translate, engines=several(engine),
        online=online, private=private, log=log, allow=several(allow), allow_duplicates=allow_duplicates, sheet=sheet,
        dates=dates, decimal=decimal,
    )  # fmt: skip
    if check:
        return _checked(ctx.obj, order, jobs)
    return _worked(begun(_bench(ctx.obj, jobs), order, resume=resume, accepts_changes=accept_changes))


@app.command("resume")
def resume(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(help="The run's id.", metavar="RUN")],
    accept_changes: AcceptOption = False,
    jobs: JobsOption = 0,
) -> "Result[Summary]":
    """Resume a run that stopped. Its output becomes what it would have been without the stop.

    Example: cscli bulk resume 7
    """
    from cscli.bulk.job import resumed

    return _worked(resumed(_bench(ctx.obj, jobs), number, accepts_changes=accept_changes))


@app.command("status")
def status(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(help="A run's id; else the newest runs.", metavar="RUN")] = 0,
    limit: options.LimitOption = 20,
) -> "Result[ledger.Run] | Result[tuple[ledger.Run, ...]]":
    """Show how far runs are, and how to resume them.

    Example: cscli bulk status
    """
    from cscli.bulk.job import as_it_stands
    from cscli.cli.views.bulk import run_shown, runs_listed
    from cscli.state.ledger import run_of, runs

    run: Run = ctx.obj
    if number:
        return run_shown(as_it_stands(run_of(run.machine, number)))
    return runs_listed([as_it_stands(found) for found in runs(run.machine, limit)])


def _bench(run: Run, jobs: int) -> "Bench":
    from cscli.bulk.job import Bench
    from cscli.cli.door.consent import asker

    fresh = replace(run, environ=dict(run.environ), ticking=None)
    return Bench(desk=run, fresh=fresh, clock=run.ticking or (lambda: run.now), jobs=jobs, ask=asker(run))


def _worked(started: "AbstractContextManager[BulkJob]") -> "Result[Summary]":
    """A run worked through to its end, with a bar on a terminal."""
    from cscli.bulk.job import read_as
    from cscli.bulk.run import ended_in_order
    from cscli.cli.views.bulk import ended_run

    since, last = monotonic(), None
    with started as job:
        if job.order.is_streamed:
            rows_on_stdout()
        try:
            with ended_in_order(), rows_bar(f"run {job.run.id}") as tell, closing(job.work.ticks()) as ticks:
                for last in ticks:
                    tell(last.rows, last.rejected, last.read, last.size)
        except KeyboardInterrupt as stop:
            if not job.order.is_streamed:
                stop.args = (stop.args[0] if stop.args else "", f"Go on with: cscli bulk resume {job.run.id}")
            raise
        how = read_as(job.table)
    return ended_run(job.order, job.run, last, how, monotonic() - since, job.work.refused.values())


def _checked(run: Run, order: "Order", jobs: int) -> "Result[BadRows]":
    """Every row looked at and nothing written, with a bar on a terminal."""
    from cscli.bulk.job import checked, read_as
    from cscli.cli.views.bulk import bad_rows_found

    started, found, rows = monotonic(), list["Outcome"](), 0
    with checked(_bench(run, jobs), order) as (table, lots), rows_bar("checked", keeps=False) as tell:
        for count, bad in lots:
            rows += count
            found += bad[: _MOST_NAMED - len(found)]
            tell(rows, len(found), *table.progress())
        return bad_rows_found(rows, found, read_as(table), monotonic() - started)
