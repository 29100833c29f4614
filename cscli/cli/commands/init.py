"""``cscli init``: set up the run, with questions on a terminal and with options in scripts."""

import sys
from typing import Annotated

import typer

from cscli.cli.door import completion
from cscli.cli.door.result import Note, Result
from cscli.cli.door.run import Run
from cscli.cli.views.settings import NewDesk
from cscli.config import stored_values

app = typer.Typer(add_completion=False)

_QUESTIONS = (
    ("shop.name", "The shop's name"),
    ("agent.name", "Your name, as customers read it"),
    ("agent.zone", "Your time zone, such as Asia/Shanghai"),
    ("languages", "Languages the desk serves, such as en,de,ja"),
)


@app.command()
def init(
    ctx: typer.Context,
    shop: Annotated[str, typer.Option("--shop", help="The shop's name.")] = "",
    agent: Annotated[str, typer.Option("--agent", help="Your name, as customers read it.")] = "",
    zone: Annotated[str, typer.Option("--zone", help="Your time zone.", autocompletion=completion.zones)] = "",
    languages: Annotated[str, typer.Option("--languages", help="Languages the desk serves, with commas between.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; keep what is not given.")] = False,
) -> Result[NewDesk]:
    """Set up the desk: the few settings that matter.

    Example: cscli init --shop "Nordlicht Store" --agent "Li Wei" --zone Asia/Shanghai --languages en,de,ja
    """
    from cscli.cli.door.new_settings import asked_setting, write_settings

    run: Run = ctx.obj
    given = {"shop.name": shop, "agent.name": agent, "agent.zone": zone, "languages": languages}
    changes = {key: value for key, value in given.items() if value}
    if not yes and sys.stdin.isatty():
        stored = stored_values(run.config_path)
        for key, question in _QUESTIONS:
            if key not in changes:
                present = stored.get(key, "")
                default = ",".join(present) if isinstance(present, list) else str(present)
                answer = asked_setting(run, key, question, default)
                changes |= {key: answer} if answer else {}
    path, doubts = write_settings(run, changes)
    return Result(
        data=NewDesk(path=str(path), changed=changes, database="" if doubts else run.record_path),
        shown=str(path),
        notes=(*doubts, Note(text="Now try: cscli reply shipping-delay --market JP --ask")),
    )
