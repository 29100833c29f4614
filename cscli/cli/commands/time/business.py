"""``cscli time open``, ``due`` and ``elapsed``: business hours and deadlines."""

from typing import Annotated

import typer

from cscli.cli.door.arguments import options
from cscli.cli.door.result import Result
from cscli.cli.views.time.payload import Deadline, Elapsed, Opening
from cscli.errors import not_one_of


def is_open(
    ctx: typer.Context,
    when: Annotated[list[str] | None, typer.Argument(help="As in convert; else now.", metavar="[WHEN]")] = None,
    hours: options.HoursOption = "",
    zone: options.HoursZoneOption = "",
    resolve: options.ResolveOption = "",
    explain: options.ExplainOption = False,
) -> Result[Opening]:
    """Show whether it is open at a moment, since when, until when, and when it opens next.

    Example: cscli time open "fri 16:00" --hours DE
    """
    from cscli.cli.door.run_clock import RunClock
    from cscli.cli.views.time.business_time import opening, opening_shown

    clock = RunClock(ctx.obj)
    named = clock.hours(hours, zone)
    moment = clock.moment(" ".join(when or ["now"]), named.zone, resolve, named.calendar)
    return opening_shown(opening(named, moment, explain=explain), explain=explain)


def due(
    ctx: typer.Context,
    work: Annotated[str, typer.Option("--work", help="Business time: 8h, 90m, 1h30m, or 2bd for business days.")],
    from_: Annotated[str, typer.Option("--from", help="When the clock starts; else now.", metavar="WHEN")] = "now",
    hours: options.HoursOption = "",
    zone: options.HoursZoneOption = "",
    boundary: Annotated[
        str, typer.Option(help="close or next-open: when it is due if used up exactly at closing time.")
    ] = "close",
    resolve: options.ResolveOption = "",
    explain: options.ExplainOption = False,
) -> Result[Deadline]:
    """Compute when an amount of business time is used up.

    Example: cscli time due --from "2026-11-20 15:00" --work 8h --hours DE --explain
    """
    from cscli.cli.door.run_clock import RunClock
    from cscli.cli.views.time.business_time import deadline, deadline_shown
    from cscli.clock.calendar import Boundary
    from cscli.clock.parse import parse_duration

    if boundary not in list(Boundary):
        raise not_one_of("boundary", boundary, Boundary)
    clock = RunClock(ctx.obj)
    named = clock.hours(hours, zone)
    moment = clock.moment(from_, named.zone, resolve, named.calendar)
    return deadline_shown(
        deadline(named, moment, parse_duration(work), Boundary(boundary), explain=explain), explain=explain
    )


def elapsed(
    ctx: typer.Context,
    from_: Annotated[str, typer.Option("--from", help="The earlier moment.", metavar="WHEN")],
    to: Annotated[str, typer.Option("--to", help="The later moment; else now.", metavar="WHEN")] = "now",
    hours: options.HoursOption = "",
    zone: options.HoursZoneOption = "",
    resolve: options.ResolveOption = "",
    explain: options.ExplainOption = False,
) -> Result[Elapsed]:
    """Measure the business time and the calendar time between two moments.

    Example: cscli time elapsed --from "2026-11-20 15:00" --to "2026-11-23 10:00" --hours DE
    """
    from cscli.cli.door.run_clock import RunClock
    from cscli.cli.views.time.business_time import elapsed_shown, elapsed_time

    clock = RunClock(ctx.obj)
    named = clock.hours(hours, zone)
    start, end = (clock.moment(text, named.zone, resolve, named.calendar) for text in (from_, to))
    return elapsed_shown(elapsed_time(named, start, end, explain=explain), explain=explain)
