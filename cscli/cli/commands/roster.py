"""``cscli roster``: who is on duty, who comes next, and swaps that are checked before they are written."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import completion
from cscli.cli.door.arguments.files import replace_text
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.cli.views.roster.payload import RosterNext, RosterNow, RosterSwap
from cscli.errors import Problem, RefusedError, UsageError

if TYPE_CHECKING:
    from cscli.clock.cover.swap import Swap

_DAY = timedelta(days=1)

app = typer.Typer(
    help="Show who is on duty and who comes next, and swap shifts.", no_args_is_help=True, add_completion=False
)

RosterOption = Annotated[
    str,
    typer.Option("--roster", "-r", help="The roster: YAML, CSV, TSV, XLSX or ICS; else shop.roster.", metavar="FILE"),
]
DemandOption = Annotated[
    str, typer.Option(help="A YAML file with the demand, for a roster that has none.", metavar="FILE")
]
NamesOption = Annotated[
    str,
    typer.Option(help="For a calendar: a table of its titles with agent, languages and zone.", metavar="FILE"),
]


@app.command()
def now(
    ctx: typer.Context,
    roster: RosterOption = "",
    at: Annotated[str, typer.Option(help="Another moment than now, on your clock.", metavar="WHEN")] = "",
    market: Annotated[
        str, typer.Option("--market", "-m", help="Only this market.", autocompletion=completion.markets)
    ] = "",
    demand: DemandOption = "",
    names: NamesOption = "",
) -> Result[RosterNow]:
    """Who is on duty for each market and language, until when, and who comes next.

    Exit code 1 when nobody is on duty for a demand that is open.
    Example: cscli roster now --roster roster.yaml --at "mon 10:00"
    """
    from cscli.cli.door.run_clock import RunClock
    from cscli.cli.door.run_roster import RosterFiles, of_market, roster_between, roster_path
    from cscli.cli.views.roster.roster import now_shown
    from cscli.clock.cover.duty import REACH, duties_at

    run: Run = ctx.obj
    code, clock = run.market_code(market), RunClock(run)
    zone = clock.own_place.zone
    moment = clock.moment(at, zone, "", None).instant if at else run.now
    path = roster_path(run, roster)
    found = roster_between(
        run, path, moment.date(), (moment + timedelta(seconds=REACH)).date(), RosterFiles(demand=demand, names=names)
    )
    found = of_market(found, code, path)
    duties = duties_at(found, run.market_hours, int(moment.timestamp()))
    assumed = () if at else clock.own_place_assumptions
    return now_shown(duties, moment, zone, found.notes, assumed, has_demand=bool(found.demand))


@app.command("next")
def next_shifts(
    ctx: typer.Context,
    agent: Annotated[str, typer.Argument(help="Whose shifts; else agent.name.", autocompletion=completion.agents)] = "",
    roster: RosterOption = "",
    from_: Annotated[str, typer.Option("--from", help="The first day; else now.", metavar="DATE")] = "",
    weeks: Annotated[int, typer.Option(help="How many weeks to look at.", min=1, max=104)] = 4,
    demand: DemandOption = "",
    names: NamesOption = "",
) -> Result[RosterNext]:
    """The next shifts of an agent, on the agent's clock and on the customers'.

    Example: cscli roster next "Li Wei" --roster roster.yaml
    """
    from cscli.cli.door.run_roster import RosterFiles, roster_between, roster_path
    from cscli.cli.views.roster.roster import next_shown
    from cscli.clock.cover.duty import own_shifts
    from cscli.clock.cover.swap import agent_called
    from cscli.clock.parse import parse_date
    from cscli.clock.zones import local, local_day

    run: Run = ctx.obj
    name = agent or run.settings.text("agent.name")
    if not name:
        raise UsageError("Whose shifts?", code="no-agent", hint="Name an agent, or: cscli config set agent.name NAME")
    first = parse_date(from_, run.now.date())[0] if from_ else run.now.date()  # a day more or less where the agent is
    found = roster_between(
        run, roster_path(run, roster), first - _DAY, first + timedelta(weeks=weeks) + _DAY,
        RosterFiles(demand=demand, names=names),
    )  # fmt: skip
    own = agent_called(found, name)
    zone = own.zone
    start = local_day(parse_date(from_, local(run.now, zone).date())[0], zone)[0] if from_ else int(run.now.timestamp())
    shifts = own_shifts(found, run.market_hours, own.name, (start, start + weeks * 7 * 86_400))
    return next_shown(own.name, zone, shifts)


@app.command()
def swap(
    ctx: typer.Context,
    agent: Annotated[str, typer.Argument(help="Who cannot work.", autocompletion=completion.agents)],
    with_: Annotated[str, typer.Argument(help="Who steps in.", metavar="WITH", autocompletion=completion.agents)],
    on: Annotated[str, typer.Option(help="The date on which the shift starts, where AGENT is.", metavar="DATE")],
    roster: RosterOption = "",
    asked_by: Annotated[str, typer.Option(help="Who asked for it; stands in the roster.", metavar="NAME")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check it, and write nothing.")] = False,
    anyway: Annotated[bool, typer.Option("--anyway", help="Write it whatever speaks against it.")] = False,
    demand: DemandOption = "",
) -> Result[RosterSwap]:
    """Hand a shift to another agent, checked for rest, cover and languages, and written into the roster.

    Where the other works on that date, too, the two exchange their shifts. Exit code 4: something speaks against it.
    Example: cscli roster swap Ann Bo --on 2026-12-24 --asked-by Ann --roster roster.yaml
    """
    from cscli.cli.door.run_roster import RosterFiles, roster_between, roster_path
    from cscli.cli.views.roster.roster import swap_shown
    from cscli.clock.cover.swap import agent_called, planned_swap
    from cscli.clock.parse import parse_date
    from cscli.clock.roster.override_text import override_line, text_with_override
    from cscli.clock.zones import local
    from cscli.text import one_line

    run: Run = ctx.obj
    path = roster_path(run, roster)
    if path.suffix.lower() not in (".yaml", ".yml"):
        raise UsageError(
            f"{path}: a swap is written into a roster in YAML.", code="not-yaml", hint="Change the table or calendar."
        )
    about: date = parse_date(on, run.now.date())[0]  # a day more or less where the agent is
    text = _text(path)
    found = roster_between(run, path, about - 5 * _DAY, about + 6 * _DAY, RosterFiles(demand=demand))
    day = parse_date(on, local(run.now, agent_called(found, agent).zone).date())[0]
    planned = planned_swap(found, run.market_hours, (agent, with_), day, one_line(asked_by))
    if planned.reasons and not anyway:
        raise _refused(planned)
    written = text_with_override(path, text, planned.override)
    if not dry_run:
        replace_text(path, text, written)
    return swap_shown(planned, override_line(planned.override), path, day, written=not dry_run)


def _text(path: Path) -> str:
    """The text of a roster, with its line ends."""
    return path.read_bytes().decode("utf-8")


def _refused(planned: "Swap") -> RefusedError:
    """The error that tells all that speaks against a swap."""
    hint = "Add --anyway to write it all the same, or ask somebody else."
    problems = tuple(
        Problem(code=f"swap-{reason.kind}", message=reason.message, hint=hint if not number else "")
        for number, reason in enumerate(planned.reasons)
    )
    return RefusedError(problems[0].message, problems=problems)
