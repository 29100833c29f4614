"""``cscli config``: settings and where they come from."""

from typing import Annotated

import typer

from cscli.cli.door import completion
from cscli.cli.door.result import Note, Result, Table
from cscli.cli.door.run import Desk, all_zones
from cscli.config import KEYS, require_key, stored_with
from cscli.paths import is_file

app = typer.Typer(help="Settings and where they come from.", no_args_is_help=True, add_completion=False)

KeyArgument = Annotated[
    str,
    typer.Argument(help="A setting, such as shop.name.", metavar="KEY", autocompletion=completion.settings),
]


@app.command()
def show(
    ctx: typer.Context,
    key: Annotated[
        str, typer.Argument(help="Only this setting.", metavar="[KEY]", autocompletion=completion.settings)
    ] = "",
) -> Result:
    """Every setting, its value, and where the value comes from.

    Example: cscli config show
    """
    desk: Desk = ctx.obj
    if key:
        require_key(key)
        value = desk.settings.values[key]
        text = ",".join(value.value) if isinstance(value.value, tuple) else str(value.value)
        return Result(data=value, shown=text, notes=(Note(text=f"from {value.origin or value.source}"),))
    found = list(desk.settings.values.values())
    rows = [
        (
            s.key,
            ", ".join(s.value) if isinstance(s.value, tuple) else str(s.value),
            s.source,
            s.origin,
            KEYS[s.key][1],
        )
        for s in found
    ]
    return Result(
        data=found,
        shown=Table(
            columns=("setting", "value", "source", "origin", "about"), rows=rows, narrow=("setting", "source", "value")
        ),
    )


@app.command("set")
def set_value(
    ctx: typer.Context,
    key: KeyArgument,
    value: Annotated[str, typer.Argument(help="The value; commas between the parts of a list; empty removes it.")],
) -> Result:
    """Write a setting into your settings file.

    Example: cscli config set shop.name "Nordlicht Store"
    """
    from cscli.cli.door.files import write_private

    desk: Desk = ctx.obj
    path = desk.config_path
    write_private(path, stored_with(path, {key: value}, all_zones))
    return Result(
        data={"key": key, "value": value, "file": str(path)},
        shown=f"{key} = {value}",
        notes=(Note(text=f"in {path}"),),
    )


@app.command()
def path(ctx: typer.Context) -> Result:
    """Where the settings file is, whether it exists or not.

    Example: cscli config path
    """
    desk: Desk = ctx.obj
    file = desk.config_path
    return Result(data={"path": str(file), "exists": is_file(file)}, shown=str(file))
