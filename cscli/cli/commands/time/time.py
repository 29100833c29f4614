"""``cscli time``: what time it is for the customer, business hours, contact windows and deadlines."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.commands.time import business as business_time
from cscli.cli.door.arguments import completion, options
from cscli.cli.door.arguments.files import write_file
from cscli.cli.door.output import plain
from cscli.cli.door.result import Note, Result, Watch
from cscli.cli.door.run import Run, existing_file
from cscli.cli.views.time.payload import ClockRow, Conversion, HolidayYear, WindowRow
from cscli.errors import DeskError, NotFoundError, UsageError

if TYPE_CHECKING:
    from cscli.cli.door.run_clock import RunClock
    from cscli.clock.parse import Moment
    from cscli.clock.places import Place

app = typer.Typer(
    help="Show local times, business hours, contact windows and deadlines.",
    no_args_is_help=True,
    add_completion=False,
)

app.command("open")(business_time.is_open)
app.command()(business_time.due)
app.command()(business_time.elapsed)

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
            help="Markets, zones, cities, me, customer:KEY or another item; else the desk's markets.",
            metavar="[PLACE]...",
            autocompletion=completion.places,
        ),
    ] = None,
    channel: options.AnyChannelOption = "phone",
    purpose: options.PurposeOption = "service",
    language: options.WordsOption = "",
    watch: Annotated[
        int, typer.Option(help="Repeat every SECONDS seconds, until Ctrl-C.", min=0, max=3600, metavar="SECONDS")
    ] = 0,
) -> Result[tuple[ClockRow, ...]]:
    """Show what time it is somewhere, and whether that is a good time.

    Example: cscli time now JP Berlin customer:C-7
    """
    from cscli.cli.door.run_clock import RunClock
    from cscli.cli.runs.contact import with_consent
    from cscli.cli.views.time.time import clock_rows, clock_table
    from cscli.clock.contact_windows import local_times
    from cscli.clock.market_hours import require_contact

    run: Run = ctx.obj
    clock = RunClock(run)
    require_contact(channel, purpose)
    wanted = [_place(run, clock, name) for name in places or clock.market_codes]

    def board(instant: datetime) -> Result[tuple[ClockRow, ...]]:
        times = local_times(wanted, instant, run.market_hours, channel=channel, purpose=purpose)
        rows = clock_rows(with_consent(run, times, channel, purpose), run.catalog(), language)
        notes = tuple(Note(text=f"{a}.") for p in wanted for a in p.assumptions) if places else ()
        return Result(data=rows, shown=clock_table(rows), notes=notes)

    ticking = run.ticking or (lambda: run.now)
    again = Watch(again=lambda: board(ticking()), seconds=watch) if watch else None
    return board(run.now)._replace(watch=again)


@app.command()
def convert(
    ctx: typer.Context,
    when: WhenArgument,
    from_: Annotated[
        str,
        typer.Option("--from", help="Whose clock WHEN is read from; me is your own.", autocompletion=completion.places),
    ] = "",
    to: Annotated[
        list[str] | None,
        typer.Option("--to", help="Where to show it; may be repeated.", autocompletion=completion.places),
    ] = None,
    resolve: options.ResolveOption = "",
    channel: options.AnyChannelOption = "phone",
    purpose: options.PurposeOption = "service",
    language: options.WordsOption = "",
) -> Result[Conversion]:
    """Convert a moment to the clocks of several places.

    Example: cscli time convert "tomorrow 15:00" --from DE --to JP --to New_York
    """
    from cscli.cli.door.run_clock import RunClock
    from cscli.cli.views.time.business_time import assumed
    from cscli.cli.views.time.time import clock_rows, clock_table, reading
    from cscli.clock.contact_windows import local_times
    from cscli.clock.market_hours import require_contact

    run: Run = ctx.obj
    clock = RunClock(run)
    require_contact(channel, purpose)
    home = _place(run, clock, from_) if from_ else clock.own_place
    moment, more = _moment_and_places(run, clock, when, home, resolve, may_be_places=bool(to))
    named = [_place(run, clock, name) for names in to or () for name in names.split(",")]
    targets = [*named, *more] or [clock.own_place]
    times = local_times(targets, moment.instant, run.market_hours, channel=channel, purpose=purpose)
    unsaid = () if from_ else clock.own_place_assumptions
    found = Conversion(
        instant=moment.instant,
        from_=reading(home, moment.instant),
        to=clock_rows(times, run.catalog(), language),
        assumptions=(*moment.assumptions, *unsaid, *(a for place in (home, *targets) for a in place.assumptions)),
    )
    there = f"{found.from_.weekday} {plain(found.from_.local)} in {home.name} ({home.zone})"
    return Result(
        data=found,
        shown=clock_table(found.to),
        notes=(Note(text=f"{there}, {plain(found.instant)}."), *assumed(found.assumptions)),
    )


def _moment_and_places(
    run: Run, clock: "RunClock", words: list[str], home: "Place", resolve: str, *, may_be_places: bool
) -> "tuple[Moment, list[Place]]":
    """The moment that words say, and the places behind it: ``--to JP US`` leaves US to the arguments."""
    counts = [*range(1, len(words)), len(words)] if may_be_places else [len(words), *range(1, len(words))]
    failed: list[DeskError] = []
    for count in counts:
        try:
            moment = clock.moment(" ".join(words[:count]), home.zone, resolve, clock.calendar_of(home))
        except UsageError as problem:
            if count == len(words) and problem.problems[0].code != "bad-moment":
                raise
            failed.append(problem)
            continue
        try:
            if words[count:] and words[count].lower() in ("am", "pm"):
                continue
            return moment, [_place(run, clock, name) for name in words[count:]]
        except DeskError as problem:
            failed.insert(0, problem)
    raise failed[0]


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
        typer.Option(
            "--agent-hours",
            help="A market, 24/7 or a schedule file; else shop.support_hours, else 9 to 18.",
            autocompletion=completion.markets,
        ),
    ] = "",
    days: Annotated[int, typer.Option(help="How many days to look ahead.", min=1, max=92)] = 7,
    channel: options.AnyChannelOption = "email",
    purpose: options.PurposeOption = "reply",
) -> Result[tuple[WindowRow, ...]]:
    """Find when to reach a customer: allowed there, open there, and within your own hours.

    Example: cscli time window US --agent-zone Asia/Shanghai --channel phone --purpose service
    """
    from cscli.cli.door.run_clock import RunClock
    from cscli.cli.views.time.time import contact_of, contact_sentence, lack_sentence, window_rows, window_table
    from cscli.clock.contact_windows import contact_windows, lack_of_windows
    from cscli.clock.market_hours import require_contact

    run: Run = ctx.obj
    clock = RunClock(run)
    require_contact(channel, purpose)
    there, staffed = _place(run, clock, place), clock.staffed(agent_zone, agent_hours)
    at = int(run.now.timestamp())
    found = contact_windows(there, staffed, run.market_hours, at=at, days=days, channel=channel, purpose=purpose)
    rows = window_rows(found, there.zone, clock.own_zone(agent_zone) or staffed.schedule.zone)
    notes = [Note(text=f"{a}; a window suits all of them.") for a in there.assumptions]
    if there.market:
        answer = run.market_hours.contact(there.market, there.zones, channel, purpose).answer(at)
        notes.append(Note(text=contact_sentence(contact_of(answer, there.zone))))
    if not rows:
        lack = lack_of_windows(
            there, staffed, run.market_hours, at=at, days=days, channel=channel, purpose=purpose
        )  # fmt: skip
        notes.append(Note(text=lack_sentence(lack, days), always=True))
    return Result(data=rows, shown=window_table(rows), notes=tuple(notes))


@app.command()
def holidays(
    ctx: typer.Context,
    place: Annotated[
        str,
        typer.Argument(help="A market or a region: DE, DE-BY.", metavar="MARKET", autocompletion=completion.markets),
    ],
    year: Annotated[int, typer.Option(help="The year; else the current one.", min=0, max=9999)] = 0,
    update: Annotated[
        bool, typer.Option("--update", help="Rebuild the market's calendar, from last year to three years ahead.")
    ] = False,
    add: Annotated[
        str, typer.Option("--add", help="An iCalendar file; its all-day events become days off.", metavar="FILE.ics")
    ] = "",
) -> Result[HolidayYear]:
    """List the public holidays of a market, half days and days worked instead.

    Example: cscli time holidays DE-BY --year 2027
    """
    from cscli.cli.views.time.time import holiday_table, holiday_year
    from cscli.clock.holiday_files import added_days, updated_calendar
    from cscli.clock.holidays import days_of_year

    run: Run = ctx.obj
    written = []
    if update:
        written.append(updated_calendar(run.market_hours, place, run.now.date()))
    if add:
        written.append(added_days(run.market_hours, place, existing_file(add), run.now.date()))
    for path, content in written:
        write_file(path, content)
    run.market_hours.forget(place)
    calendar, wanted = run.market_hours.holidays(place), year or run.now.year
    days = days_of_year(calendar, wanted, run.now.date())
    found = holiday_year(calendar, days, wanted, (path for path, _ in written))
    about = f"{calendar.place}, from {calendar.source} of {calendar.made}. Years known: {calendar.years_text}."
    return Result(
        data=found,
        shown=holiday_table(days),
        notes=(*(Note(text=f"Written: {path}", always=True) for path in found.written), Note(text=about)),
    )


def _place(run: Run, clock: "RunClock", name: str) -> "Place":
    """A place, or where the customer of an item lives."""
    try:
        return clock.places.place(name)
    except NotFoundError as unknown:
        if not name.strip():
            raise
        from cscli.cli.day.item_customer import customer_key
        from cscli.clock.places import CUSTOMER

        typed = name.strip()
        try:
            key = customer_key(run, typed[len(CUSTOMER) :] if typed.lower().startswith(CUSTOMER) else typed)
        except NotFoundError as problem:
            raise problem if problem.problems[0].code == "ambiguous-item" else unknown from None
        return clock.places.place(f"customer:{key}")
