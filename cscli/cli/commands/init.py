"""``cscli init``: set up the run, with questions on a terminal and with options in scripts."""

import sys
from typing import Annotated

import typer

from cscli.cli.door.arguments import options
from cscli.cli.door.output import is_terminal
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.cli.views.settings import NewDesk, new_desk_shown

app = typer.Typer(add_completion=False)


@app.command()
def init(
    ctx: typer.Context,
    shop: Annotated[str, typer.Option("--shop", help="The shop's name.")] = "",
    agent: Annotated[str, typer.Option("--agent", help="Your name, as customers read it.")] = "",
    zone: options.OwnZoneOption = "",
    languages: Annotated[str, typer.Option("--languages", help="Languages the desk serves, with commas between.")] = "",
    reads: Annotated[str, typer.Option("--reads", help="Languages that you read, with commas between.")] = "",
    markets: Annotated[str, typer.Option("--markets", help="Markets the desk serves, with commas between.")] = "",
    engines: Annotated[str, typer.Option("--engines", help="Translation engines, in their order.")] = "",
    seed: Annotated[bool, typer.Option("--seed", help="Fill the memory with the phrases that ship.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; keep what is not given.")] = False,
) -> Result[NewDesk]:
    """Set up the desk: the few settings that matter.

    On a terminal each is asked for and tried at once; Enter keeps what stands there. Elsewhere the options are taken.

    Example: cscli init --shop "Nordlicht Store" --agent "Li Wei" --zone Asia/Shanghai --languages en,de,ja
    """
    from cscli.cli.door.first_run.new_desk import asked_settings, replaced_told, seeds_added, trial_told, wants_seeds
    from cscli.cli.door.first_run.new_settings import write_settings

    run: Run = ctx.obj
    given = {
        "shop.name": shop, "agent.name": agent, "agent.zone": zone, "languages": languages, "agent.reads": reads,
        "markets": markets, "engines": engines,
    }  # fmt: skip
    changes = {key: value for key, value in given.items() if value}
    replaced = replaced_told(run, changes)
    asks = not yes and not run.is_json and is_terminal(sys.stdin)
    if asks:
        changes = asked_settings(run, changes)
        seed = seed or wants_seeds()
    path, doubts = write_settings(run, changes)
    seeded = (seeds_added(run),) if seed and not doubts else ()
    trial = tuple(trial_told(run)) if asks and not doubts else ()
    database = "" if doubts else run.record_path
    return new_desk_shown(path, changes, database, (*replaced, *doubts, *seeded, *trial))
