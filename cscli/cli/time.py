"""``cscli time``: what time it is for the customer, business hours, contact windows and deadlines."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

import typer

from cscli.cli import completion, options
from cscli.cli.context import Desk, existing_file
from cscli.cli.output import plain
from cscli.cli.result import Note, Result

app = typer.Typer(
    help="Customer-local times, business hours, contact windows and deadlines.",
    no_args_is_help=True,
    add_completion=False,
)

WhenArgument = Annotated[
    list[str],
    typer.Argument(help='2026-11-23T09:00, 15:00, 3pm, "tomorrow 9:00", "mon 10:00", +2h, +2bd.', metavar="WHEN"),
]


@app.command()
def now(
    ctx: typer.Context,
    places: Annotated[
        list[str] | None,
        typer.Argument(
            help="Markets, zones, cities or customer:KEY; else the desk's markets.",
            metavar="[PLACE]...",
            autocompletion=completion.places,
        ),
    ] = None,
    channel: options.AnyChannelOption = "phone",
    purpose: options.PurposeOption = "service",
    watch: Annotated[
        int, typer.Option(help="Show it again every so many seconds, until Ctrl-C.", min=0, max=3600, metavar="SECONDS")
    ] = 0,
) -> Result:
    """What time it is somewhere, and whether that is a good time.

    Example: cscli time now JP Berlin customer:C-7
    """
    from cscli.cli.clockface import clock_table
    from cscli.clock.windows import require_contact
    from cscli.clock.worldclock import local_times

    desk: Desk = ctx.obj
    require_contact(channel, purpose)
    wanted = [desk.places.place(name) for name in places or desk.market_codes]

    def board(instant: datetime) -> Result:
        times = local_times(wanted, instant, desk.market_hours, channel, purpose)
        notes = tuple(Note(text=f"{a}.") for p in wanted for a in p.assumptions) if places else ()
        return Result(data=times, shown=clock_table(times), notes=notes)

    ticking = desk.ticking or (lambda: desk.now)
    refresh = (lambda: board(ticking()), watch) if watch else None
    return replace(board(desk.now), refresh=refresh)


@app.command()
def convert(
    ctx: typer.Context,
    when: WhenArgument,
    from_: Annotated[
        str, typer.Option("--from", help="Whose clock WHEN is read from.", autocompletion=completion.places)
    ] = "",
    to: Annotated[
        list[str] | None,
        typer.Option("--to", help="Where to show it; may be given several times.", autocompletion=completion.places),
    ] = None,
    resolve: options.ResolveOption = "",
    channel: options.AnyChannelOption = "phone",
    purpose: options.PurposeOption = "service",
) -> Result:
    """A moment on the clocks of several places.

    Example: cscli time convert "tomorrow 15:00" --from DE --to JP --to New_York
    """
    from cscli.cli.clockface import clock_table
    from cscli.clock.windows import require_contact
    from cscli.clock.worldclock import local_times, reading
    from cscli.text import rfc3339

    desk: Desk = ctx.obj
    require_contact(channel, purpose)
    home = desk.places.place(from_) if from_ else desk.own_place
    targets = [desk.places.place(name) for names in to or () for name in names.split(",")] or [desk.own_place]
    moment = desk.moment(" ".join(when), home.zone, resolve, desk.calendar_of(home))
    origin = reading(home, moment.instant)
    times = local_times(targets, moment.instant, desk.market_hours, channel, purpose)
    assumptions = (*moment.assumptions, *(a for place in (home, *targets) for a in place.assumptions))
    return Result(
        data={
            "instant": rfc3339(moment.instant),
            "from": origin,
            "to": times,
            "assumptions": assumptions,
        },
        shown=clock_table(times),
        notes=(
            Note(text=f"{origin.weekday} {origin.local} in {home.name} ({home.zone}), {rfc3339(moment.instant)}."),
            *(Note(text=f"Assumed: {a}.") for a in assumptions),
        ),
    )


@app.command("open")
def is_open(
    ctx: typer.Context,
    when: Annotated[list[str] | None, typer.Argument(help="As in convert; else now.", metavar="[WHEN]")] = None,
    hours: options.HoursOption = "",
    zone: options.HoursZoneOption = "",
    resolve: options.ResolveOption = "",
    explain: options.ExplainOption = False,
) -> Result:
    """Whether it is open at a moment, since when, until when, and when it opens next.

    Example: cscli time open "fri 16:00" --hours DE
    """
    from cscli.cli.clockface import days_table, opening_sentence
    from cscli.clock.answers import opening

    desk: Desk = ctx.obj
    named = desk.hours(hours, zone)
    moment = desk.moment(" ".join(when or ["now"]), named.zone, resolve, named.calendar)
    answer = opening(named, moment, explain=explain)
    return Result(
        data=answer,
        shown=days_table(answer.days, named.zone) if explain else opening_sentence(answer),
        notes=tuple(Note(text=f"Assumed: {a}.") for a in answer.assumptions),
    )


@app.command()
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
) -> Result:
    """When an amount of business time is used up.

    Example: cscli time due --from "2026-11-20 15:00" --work 8h --hours DE --explain
    """
    from cscli.cli.clockface import days_table
    from cscli.clock.answers import deadline
    from cscli.clock.parse import parse_duration

    desk: Desk = ctx.obj
    named = desk.hours(hours, zone)
    moment = desk.moment(from_, named.zone, resolve, named.calendar)
    answer = deadline(named, moment, parse_duration(work), boundary, explain=explain)
    return Result(
        data=answer,
        shown=days_table(answer.days, named.zone) if explain else answer.due_local,
        notes=(
            Note(text=f"Due {answer.weekday} {answer.due_local} in {answer.zone}, {answer.due}."),
            *(Note(text=f"Assumed: {a}.") for a in answer.assumptions),
        ),
    )


@app.command()
def elapsed(
    ctx: typer.Context,
    from_: Annotated[str, typer.Option("--from", help="The earlier moment.", metavar="WHEN")],
    to: Annotated[str, typer.Option("--to", help="The later moment; else now.", metavar="WHEN")] = "now",
    hours: options.HoursOption = "",
    zone: options.HoursZoneOption = "",
    resolve: options.ResolveOption = "",
    explain: options.ExplainOption = False,
) -> Result:
    """How much business time, and how much time by the calendar, lies between two moments.

    Example: cscli time elapsed --from "2026-11-20 15:00" --to "2026-11-23 10:00" --hours DE
    """
    from cscli.cli.clockface import days_table, duration_words
    from cscli.clock.answers import elapsed_time

    desk: Desk = ctx.obj
    named = desk.hours(hours, zone)
    start, end = (desk.moment(text, named.zone, resolve, named.calendar) for text in (from_, to))
    answer = elapsed_time(named, start, end, explain=explain)
    words = (
        f"{duration_words(answer.business_seconds)} of business time, {duration_words(answer.calendar_seconds)} in all"
    )
    return Result(
        data=answer,
        shown=days_table(answer.days, named.zone) if explain else words,
        notes=(
            *((Note(text=f"{words}."),) if explain else ()),
            *(Note(text=f"Assumed: {a}.") for a in answer.assumptions),
        ),
    )


@app.command()
def window(
    ctx: typer.Context,
    place: Annotated[
        str, typer.Argument(help="Where the customer is.", metavar="PLACE", autocompletion=completion.places)
    ],
    agent_zone: Annotated[
        str, typer.Option("--agent-zone", help="Your time zone; else agent.zone.", autocompletion=completion.zones)
    ] = "",
    agent_hours: Annotated[
        str,
        typer.Option("--agent-hours", help="A market, 24/7 or a schedule file; else shop.support_hours, else 9 to 18."),
    ] = "",
    days: Annotated[int, typer.Option(help="How many days to look ahead.", min=1, max=92)] = 7,
    channel: options.AnyChannelOption = "email",
    purpose: options.PurposeOption = "reply",
) -> Result:
    """When to reach a customer: allowed there, open there, and within your own hours.

    Example: cscli time window US --agent-zone Asia/Shanghai --channel phone --purpose service
    """
    from cscli.cli.clockface import contact_sentence, window_table
    from cscli.clock.outreach import outreach_windows
    from cscli.clock.windows import require_contact
    from cscli.clock.zones import local, utc

    desk: Desk = ctx.obj
    require_contact(channel, purpose)
    there = desk.places.place(place)
    staffed = desk.staffed(agent_zone, agent_hours)
    at = int(desk.now.timestamp())
    found = outreach_windows(
        there, staffed, desk.market_hours, at=at, days=days, channel=channel, purpose=purpose
    )  # fmt: skip
    notes = [Note(text=f"{a}; a window suits all of them.") for a in there.assumptions]
    if there.market:
        answer = desk.market_hours.contact(there.market, there.zones, channel, purpose).answer(at)
        until = "" if answer.until is None else local(utc(answer.until), there.zone).isoformat(timespec="minutes")
        notes.append(Note(text=contact_sentence(answer, until)))
    return Result(data=found, shown=window_table(found), notes=tuple(notes))


@app.command()
def holidays(
    ctx: typer.Context,
    place: Annotated[
        str,
        typer.Argument(help="A market or a region: DE, DE-BY.", metavar="MARKET", autocompletion=completion.markets),
    ],
    year: Annotated[int, typer.Option(help="Which year; else this one.", min=0, max=9999)] = 0,
    update: Annotated[
        bool, typer.Option("--update", help="Make the market's calendar anew, from last year to three years ahead.")
    ] = False,
    add: Annotated[
        str, typer.Option("--add", help="An iCalendar file whose whole days are days off, too.", metavar="FILE.ics")
    ] = "",
) -> Result:
    """The public holidays of a market, half days and days worked instead.

    Example: cscli time holidays DE-BY --year 2027
    """
    from cscli.cli.clockface import holiday_table
    from cscli.cli.holiday_files import add_calendar, update_calendar
    from cscli.clock.holidays import days_of_year

    desk: Desk = ctx.obj
    written = []
    if update:
        written.append(update_calendar(desk, place))
    if add:
        written.append(add_calendar(desk, place, existing_file(add)))
    calendar = desk.market_hours.holidays(place)
    days = days_of_year(calendar, year or desk.now.year)
    about = f"{calendar.place}, from {calendar.source} of {calendar.made}. Years known: {calendar.years_text}."
    return Result(
        data={
            "market": calendar.market,
            "place": calendar.place,
            "region": calendar.subdivision or None,
            "regions": calendar.regions,
            "year": year or desk.now.year,
            "years": calendar.years,
            "source": calendar.source,
            "made": calendar.made,
            "holidays": [{**plain(day), "weekday": f"{day.date:%A}"} for day in days],
            "written": [str(path) for path in written],
        },
        shown=holiday_table(days),
        notes=(*(Note(text=f"Written: {path}", always=True) for path in written), Note(text=about)),
    )
