"""``cscli coverage``: who covers which market and language when, and where nobody does."""

import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door import output
from cscli.cli.door.arguments import completion
from cscli.cli.door.arguments.files import file_names, target_file, write_file
from cscli.cli.door.result import Note, Result
from cscli.cli.door.run import Run, existing_file
from cscli.cli.door.terminal.drawing import terminal_width
from cscli.cli.views.coverage.payload import CoveragePayload
from cscli.errors import UsageError

if TYPE_CHECKING:
    from cscli.cli.door.run_roster import RosterFiles
    from cscli.clock.cover.findings import Findings
    from cscli.clock.roster import Roster

app = typer.Typer(add_completion=False)


@app.command()
def coverage(
    ctx: typer.Context,
    roster: Annotated[str, typer.Argument(help="The roster: YAML, CSV, TSV or ICS.", metavar="ROSTER")],
    from_: Annotated[str, typer.Option("--from", help="The first day; else today.", metavar="DATE")] = "today",
    weeks: Annotated[int, typer.Option(help="How many weeks to look at.", min=1, max=104)] = 4,
    zone: Annotated[
        str, typer.Option(help="Whose clock days and maps follow; else agent.zone.", autocompletion=completion.places)
    ] = "",
    demand: Annotated[
        str, typer.Option(help="A YAML file with the demand, for a roster that has none.", metavar="FILE")
    ] = "",
    names: Annotated[
        str,
        typer.Option(help="For a calendar: a table of its titles with agent, languages and zone.", metavar="FILE"),
    ] = "",
    market: Annotated[
        str, typer.Option("--market", "-m", help="Only this market.", autocompletion=completion.markets)
    ] = "",
    show: Annotated[
        str,
        typer.Option(
            help="gaps (folded on a terminal), rows (each gap), folded, thin, overlaps, load, fairness, languages, "
            "suggestions."
        ),
    ] = "gaps",
    suggest: Annotated[bool, typer.Option("--suggest", help="Say which shifts would close the gaps.")] = False,
    shift_hours: Annotated[int, typer.Option(help="How long a suggested shift is.", min=1, max=12)] = 8,
    html: Annotated[str, typer.Option("--html", help="Write the heat map as a web page.", metavar="FILE")] = "",
    png: Annotated[str, typer.Option("--png", help="Write the heat map as a picture.", metavar="FILE")] = "",
    pay: Annotated[
        str, typer.Option("--pay", help="Write the hours by kind of each agent as a table.", metavar="FILE.csv")
    ] = "",
    ics: Annotated[
        str, typer.Option("--ics", help="Write the shifts as a calendar; a folder gets one for each agent.")
    ] = "",
) -> Result[CoveragePayload]:
    """Who covers which market and language when, and where nobody does.

    Example: cscli coverage roster.yaml --from 2026-11-23 --weeks 6 --html coverage.html
    """
    from cscli.cli.door.run_clock import RunClock
    from cscli.cli.door.run_roster import RosterFiles
    from cscli.cli.views.coverage.coverage import coverage_table, summary_notes
    from cscli.cli.views.coverage.rows import coverage_payload
    from cscli.cli.views.heat import drawn_heat
    from cscli.clock.cover.findings import coverage_findings
    from cscli.clock.cover.heat import maps_by_market

    run: Run = ctx.obj
    clock = RunClock(run)
    place = clock.places.place(zone) if zone else clock.own_place
    first, span = _whole_weeks(run, from_, place.zone, weeks)
    read = _roster(
        run,
        existing_file(roster),
        RosterFiles(demand=demand, names=names),
        market,
        (first, first + timedelta(weeks=weeks)),
    )
    found = coverage_findings(
        read, run.market_hours, span, place.zone, shift_hours * 3600 if suggest or show == "suggestions" else None
    )
    drawing, painting, paying, calendar = (
        target_file(typed, roster, demand, names) if typed else None for typed in (html, png, pay, ics)
    )
    is_watched = output.is_terminal(sys.stdout)
    table = coverage_table(found, "folded" if is_watched and show == "gaps" else "gaps" if show == "rows" else show)
    if drawing or painting:
        _draw(found, drawing, painting, run.now)
    if paying:
        from cscli.cli.views.roster.pay import pay_table

        write_file(paying, pay_table(found, pay))
    if calendar:
        _write_shifts(found, calendar, run.now)
    maps = maps_by_market(found.cover, place.zone, found.market_zones) if is_watched else ()
    drawn = maps if len(found.market_zones) == 1 else maps[:1]  # of one market also on its own clock
    return Result(
        data=lambda: coverage_payload(found),
        shown=table._replace(above=tuple(drawn_heat(one, terminal_width()) for one in drawn)),
        notes=(*(Note(text=f"{text}.", always=True) for text in read.notes), *summary_notes(found, show)),
        findings=len(found.cover.gaps),
    )


def _whole_weeks(run: Run, typed: str, zone: str, weeks: int) -> tuple[date, tuple[int, int]]:
    """The first date, and the span of whole weeks from its midnight in a zone."""
    from cscli.clock.parse import parse_date
    from cscli.clock.zones import local, local_day

    first, _ = parse_date(typed, local(run.now, zone).date())
    return first, (local_day(first, zone)[0], local_day(first + timedelta(weeks=weeks), zone)[0])


def _roster(run: Run, path: Path, files: "RosterFiles", market: str, dates: tuple[date, date]) -> "Roster":
    """The roster of a file, with the demand of another one where it is named, of one market where that is named."""
    from cscli.cli.door.run_roster import of_market, roster_between

    code = run.market_code(market)
    found = roster_between(run, path, *dates, files)
    if not found.demand:
        raise UsageError(
            f"{path} does not say which markets need agents when.",
            code="no-demand",
            hint="Add demand: to a YAML roster, or name a file that has it with --demand FILE.",
        )
    return of_market(found, code, path)


def _draw(found: "Findings", html: Path | None, png: Path | None, now: datetime) -> None:
    """Write the heat maps of all markets, and of each one on its own clock."""
    from cscli.cli.views.coverage.coverage import report
    from cscli.cli.views.coverage.picture import report_png
    from cscli.cli.views.pages.coverage_page import report_html
    from cscli.clock.cover.heat import maps_by_market

    maps = maps_by_market(found.cover, found.zone, found.market_zones)
    page = report(found, maps, now)
    if html:
        write_file(html, report_html(page).encode())
    if png:
        write_file(png, report_png(maps, page.title, page.about, page.notes))


def _write_shifts(found: "Findings", target: Path, now: datetime) -> None:
    """Write the shifts of all agents into one calendar, or into one for each agent where a folder is named."""
    from cscli.clock.ics import ShiftEvent, ics_text

    by_agent = {
        rota.agent.name: [
            ShiftEvent(
                summary=rota.agent.name,
                start=start,
                end=end,
                categories=rota.agent.languages,
                uid_seed=rota.agent.name,
            )
            for start, end in rota.shifts
            if start < found.cover.span[1] and found.cover.span[0] < end
        ]
        for rota in found.cover.rotas
    }
    if target.suffix.lower() == ".ics":
        everything = [event for events in by_agent.values() for event in events]
        write_file(target, ics_text(sorted(everything, key=lambda event: event.start), stamp=now).encode())
        return
    for name, text in zip(file_names(by_agent), by_agent.values(), strict=True):
        write_file(target / f"{name}.ics", ics_text(text, stamp=now).encode())
