"""``cscli feedback``: surveys, what customers answered, and what that says."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.commands.case.moves import ItemArgument
from cscli.cli.commands.feedback.import_ import import_ratings
from cscli.cli.door.arguments import completion, options
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run

if TYPE_CHECKING:
    from cscli.cli.runs.feedback import SurveysAsked
    from cscli.cli.views.feedback import FeedbackReport
    from cscli.desk.feedback.survey import Rating

app = typer.Typer(
    help="Ask customers how the desk did, and report what they say.", no_args_is_help=True, add_completion=False
)

KindOption = Annotated[
    str, typer.Option("--kind", "-k", help="csat (satisfied, 1-5), nps (recommends, 0-10) or ces (easy, 1-7).")
]


@app.command()
def ask(
    ctx: typer.Context,
    item: Annotated[
        list[str] | None,
        typer.Argument(
            help="The cases, by number, order, customer or mail address; else the current one.",
            metavar="ITEM...",
            autocompletion=completion.items,
        ),
    ] = None,
    kind: KindOption = "csat",
    resolved_since: Annotated[
        str, typer.Option("--resolved-since", help="All cases resolved since then: 2d, mon, 12h.", metavar="WHEN")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say who would be asked; change nothing.")] = False,
) -> "Result[SurveysAsked]":
    """Ask for a rating of resolved cases, each once, in the customer's language.

    A mail is sent when the customer may be written to. For a chat, or where no mail is sent from here, the text of a
    case that is named is printed. Who is not asked is listed with the reason.

    Example: cscli feedback ask --resolved-since 2d
    """
    from cscli.cli.runs.feedback import asked, cases_to_ask, kind_named, terms_of
    from cscli.cli.runs.past import since_named
    from cscli.cli.views.feedback import asked_shown

    run: Run = ctx.obj
    wanted = kind_named(kind)
    since = since_named(run, resolved_since)
    cases = cases_to_ask(run, item or [], since)
    terms = terms_of(run, wanted, prints=not since, is_dry=dry_run)
    return asked_shown(*asked(run, cases, terms), is_dry=dry_run, is_named=not since)


@app.command()
def add(
    ctx: typer.Context,
    item: ItemArgument = ".",
    *,
    score: Annotated[int, typer.Option("--score", "-s", help="The number that the customer gave.")],
    comment: Annotated[str, typer.Option("--comment", help="What the customer said beside it.")] = "",
    kind: KindOption = "csat",
    at: Annotated[str, typer.Option("--at", help="When they said it; else now.", metavar="WHEN")] = "",
) -> "Result[Rating]":
    """Record what a customer answered; a second answer about the same case corrects the first.

    Example: cscli feedback add 12 --score 4 --comment "Sehr freundlich"
    """
    from cscli.cli.runs.cases import case_of
    from cscli.cli.runs.feedback import kind_named, rated_by_hand
    from cscli.cli.runs.past import moment_named
    from cscli.cli.views.feedback import rating_kept

    run: Run = ctx.obj
    wanted = kind_named(kind)
    when = moment_named(run, at) if at else run.now
    return rating_kept(*rated_by_hand(run, case_of(run, item), wanted, score, comment=comment, at=when))


app.command("import")(import_ratings)


@app.command()
def report(
    ctx: typer.Context,
    kind: Annotated[str, typer.Option("--kind", "-k", help="Only csat, nps or ces.")] = "",
    since: Annotated[
        str, typer.Option("--since", help="From the beginning of this day, or 30d or 12w ago.", metavar="DATE")
    ] = "28d",
    until: Annotated[str, typer.Option("--until", help="To the end of this day; else until now.", metavar="DATE")] = "",
    zone: options.DaysZoneOption = "",
    by: Annotated[
        list[str] | None, typer.Option("--by", help="Divide by market, agent, channel, language or week.")
    ] = None,
    comments: Annotated[
        bool, typer.Option("--comments", help="List what customers said, with its translation.")
    ] = False,
    limit: options.LimitOption = 50,
) -> "Result[FeedbackReport]":
    """Report ratings: each figure with its 95 % interval, how many answered, and how many were asked.

    Example: cscli feedback report --since 2026-10-01 --by language
    """
    from cscli.cli.door.output import is_terminal
    from cscli.cli.runs.feedback import comments_of, kind_named, period_of, reported
    from cscli.cli.runs.stats import divisions_named
    from cscli.cli.views.feedback import report_shown
    from cscli.desk.measures.definitions import RATING_DIVISIONS

    run: Run = ctx.obj
    wanted = kind_named(kind) if kind else None
    period = period_of(run, since, until, zone)
    divisions = divisions_named(by or (), RATING_DIVISIONS)
    found = reported(run, wanted, period, divisions)
    said = comments_of(run, wanted, period, limit) if comments else None
    return report_shown(found, said, by=divisions, for_people=is_terminal(sys.stdout))
