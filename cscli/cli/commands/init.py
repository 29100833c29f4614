"""``cscli init``: set up the desk, with questions on a terminal and with options in scripts."""

import sys
from typing import Annotated

import typer

from cscli.cli.door import completion, output
from cscli.cli.door.result import Note, Result
from cscli.cli.door.run import Desk, all_zones
from cscli.config import stored_with
from cscli.paths import is_file

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
) -> Result:
    """Set up the desk: the few settings that matter.

    Example: cscli init --shop "Nordlicht Store" --agent "Li Wei" --zone Asia/Shanghai --languages en,de,ja
    """
    from cscli.cli.door.files import write_private

    desk: Desk = ctx.obj
    given = {"shop.name": shop, "agent.name": agent, "agent.zone": zone, "languages": languages}
    changes = {key: value for key, value in given.items() if value}
    if not yes and sys.stdin.isatty():
        for key, question in _QUESTIONS:
            if key not in changes:
                present = desk.settings.values[key].value if is_file(desk.config_path) else ""
                default = ",".join(present) if isinstance(present, tuple) else str(present)
                answer = output.asked(f"{question} [{default}]:" if default else f"{question}:")
                changes |= {key: answer} if answer else {}
    path = desk.config_path
    write_private(path, stored_with(path, changes, all_zones))
    return Result(
        data={"path": str(path), "changed": changes, "database": desk.record_path},
        shown=str(path),
        notes=(Note(text="Now try: cscli reply shipping-delay --market JP --ask"),),
    )
