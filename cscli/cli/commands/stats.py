"""``cscli stats``: the measures of the desk."""

from typing import Annotated

import typer

from cscli.cli.door import completion
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.desk.measures.measured import Measured

app = typer.Typer(add_completion=False)


@app.command()
def stats(
    ctx: typer.Context,
    measure: Annotated[
        list[str] | None, typer.Argument(help="The measures, such as csat or first-response; else all.")
    ] = None,
    since: Annotated[
        str, typer.Option("--since", help="From the beginning of this day, or 30d, 12w ago.", metavar="DATE")
    ] = "28d",
    until: Annotated[str, typer.Option("--until", help="To the end of this day; else until now.", metavar="DATE")] = "",
    zone: Annotated[
        str,
        typer.Option("--tz", help="Where days and weeks begin; else agent.zone.", autocompletion=completion.zones),
    ] = "",
    by: Annotated[
        list[str] | None,
        typer.Option("--by", help="Divide by market, agent, channel, language, intent, week or priority."),
    ] = None,
) -> "Result[tuple[Measured, ...]]":
    """Measure the desk: how soon, how well, how much; each figure with its definition.

    Example: cscli stats first-response csat --since 2026-10-01 --by market
    """
    from cscli.cli.day.run_policies import RunPolicies
    from cscli.cli.day.run_stats import period_named
    from cscli.cli.views.stats import measures_shown
    from cscli.desk.measures.definitions import defined
    from cscli.desk.measures.report import measures

    run: Run = ctx.obj
    wanted = defined(measure or ())
    period = period_named(run, since, until, zone)
    now = int(run.now.timestamp())
    return measures_shown(measures(run.record, RunPolicies(run).policies, wanted, period, now=now, by=by or ()))
