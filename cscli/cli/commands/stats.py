"""``cscli stats``: the measures of the desk."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import completion, options
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.errors import UsageError

if TYPE_CHECKING:
    from cscli.desk.measures.definitions import Definition
    from cscli.desk.measures.measured import Measured

app = typer.Typer(add_completion=False)


@app.command()
def stats(
    ctx: typer.Context,
    measure: Annotated[
        list[str] | None,
        typer.Argument(
            help="The measures, such as csat, first-response or backlog; else all.",
            metavar="MEASURE...",
            autocompletion=completion.measures,
        ),
    ] = None,
    since: Annotated[
        str, typer.Option("--since", help="From the beginning of this day, or 30d or 12w ago.", metavar="DATE")
    ] = "28d",
    until: Annotated[str, typer.Option("--until", help="To the end of this day; else until now.", metavar="DATE")] = "",
    zone: options.DaysZoneOption = "",
    week_starts: Annotated[str, typer.Option("--week-starts", help="The first day of the week: mon, sun or sat.")] = (
        "mon"
    ),
    by: Annotated[
        list[str] | None,
        typer.Option("--by", help="Divide by market, agent, channel, language, intent, week or priority."),
    ] = None,
    compare: Annotated[
        str,
        typer.Option(
            "--compare",
            help="With another time (previous, 2026-Q3, 2026-09, 2026-W40, 2026-09-01..2026-09-15), or market=JP with "
            "all others.",
            metavar="PERIOD|SEGMENT",
        ),
    ] = "",
    define: Annotated[bool, typer.Option("--define", help="Say what the measures mean; count nothing.")] = False,
    csv: Annotated[str, typer.Option("--csv", help="Write all figures as a table; - for stdout.", metavar="FILE")] = "",
    html: Annotated[
        str,
        typer.Option("--html", help="Write a page with charts that needs nothing else; - for stdout.", metavar="FILE"),
    ] = "",
) -> "Result[tuple[Measured, ...]] | Result[tuple[Definition, ...]]":
    """Measure the desk: how soon, how well, how much; each figure with its definition.

    Example: cscli stats first-response csat --since 2026-10-01 --by market
    """
    from cscli.cli.door.arguments.files import target_file, write_file
    from cscli.cli.door.output import is_terminal
    from cscli.cli.runs.policies import RunPolicies
    from cscli.cli.runs.stats import comparison_named, divisions_named, period_named
    from cscli.cli.views.stats.stats import definitions_shown, measures_shown
    from cscli.desk.measures.definitions import defined

    run: Run = ctx.obj
    wanted = defined(measure or ())
    if define:
        return definitions_shown(wanted)
    from cscli.cli.views.stats.table import figures_csv, figures_table
    from cscli.desk.measures.report import measures

    if csv and csv == html:
        raise UsageError(
            "--csv and --html name one place.", code="contradiction", hint="Give each a file; one of them may be -"
        )
    period, divisions = period_named(run, since, until, zone, week_starts), divisions_named(by or ())
    compared_with = comparison_named(run, compare, period) if compare else None
    found = measures(
        run.record, RunPolicies(run).policies, wanted, period, now=int(run.now.timestamp()), by=divisions,
        compared_with=compared_with,
    )  # fmt: skip
    written = ({csv: figures_csv(found)} if csv else {}) | ({html: _page(run, found)} if html else {})
    for file, text in written.items():
        if file != "-":
            write_file(target_file(file), text.encode())
    shown = measures_shown(found, by=divisions, is_named=bool(measure))
    if "-" in written:
        return shown._replace(shown=written["-"].removesuffix("\n"), notes=())
    return shown if is_terminal(sys.stdout) else shown._replace(shown=figures_table(found))


def _page(run: Run, found: "tuple[Measured, ...]") -> str:
    from cscli.cli.views.pages.stats_page import stats_html

    return stats_html(found, run.now, run.sender.shop)
