"""``cscli feedback import``: ratings that customers gave elsewhere."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import options
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run, table_named

if TYPE_CHECKING:
    from cscli.cli.views.feedback import ImportedRatings


def import_ratings(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="A table with a column for the score; - is stdin.", metavar="FILE|-")],
    kind: Annotated[str, typer.Option("--kind", "-k", help="csat, nps or ces, for rows that do not say it.")] = "csat",
    dates: options.DatesOption = "",
    map_: options.MapOption = None,
    sheet: options.SheetOption = "",
    rejects: Annotated[
        str, typer.Option("--rejects", help="Write the bad rows there, with the reason.", metavar="FILE")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report what would change, change nothing.")] = False,
) -> "Result[ImportedRatings]":
    """Import ratings from a table. Bad rows are reported; a second import changes nothing.

    A row may name the survey (token), the case, the order or the customer (key or address).

    Example: cscli feedback import responses.csv --kind nps
    """
    from cscli.cli.door.arguments.files import target_file, write_file
    from cscli.cli.runs.cases import own_name
    from cscli.cli.runs.feedback import kind_named
    from cscli.cli.views.feedback import imported_ratings
    from cscli.desk.feedback.answers import keep_ratings
    from cscli.desk.feedback.intake import RatingsAsked, ratings_in
    from cscli.desk.feedback.rated import rated_thing

    run: Run = ctx.obj
    target = target_file(rejects) if rejects else None
    asked = RatingsAsked(
        kind=kind_named(kind), markets=run.catalog().market_codes(), dates=dates, mapping=options.mapping(map_),
        sheet=sheet,
    )  # fmt: skip
    intake = ratings_in(
        table_named(file), asked, lambda cells, of_kind: rated_thing(run.record, cells, of_kind, run.now),
        now=run.now, by=own_name(run), rejects=Path(rejects) if rejects else None,
    )  # fmt: skip
    kept = keep_ratings(run.record, intake.found.good, is_dry=dry_run)
    if target and intake.found.bad:
        write_file(target, intake.rejects.encode())
    return imported_ratings(file, intake, kept, is_dry=dry_run)
