"""``cscli config``: settings and where they come from."""

from typing import Annotated

import typer

from cscli.cli.door.arguments import completion
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.cli.views.settings import (
    ChangedSetting,
    SettingsFile,
    change_shown,
    setting_shown,
    settings_file_shown,
    settings_shown,
)
from cscli.config import Setting, require_key
from cscli.config_keys import unknown_variables
from cscli.errors import unknown

app = typer.Typer(help="Show and change settings.", no_args_is_help=True, add_completion=False)

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
) -> Result[Setting | tuple[Setting, ...]]:
    """Show every setting, its value, and where the value comes from.

    Example: cscli config show
    """
    run: Run = ctx.obj
    if key:
        require_key(key)
        if key not in run.settings.values:
            raise unknown("setting", key, run.settings.values, see="cscli config show")
        return setting_shown(run.settings.values[key])
    return settings_shown(run.settings.values.values(), unknown_variables(run.environ))


@app.command("set")
def set_value(
    ctx: typer.Context,
    key: KeyArgument,
    value: Annotated[str, typer.Argument(help="The value; commas between the parts of a list; empty removes it.")],
) -> Result[ChangedSetting]:
    """Write a setting into your settings file.

    Example: cscli config set shop.name "Nordlicht Store"
    """
    from cscli.cli.door.first_run.new_settings import write_settings

    path, doubts = write_settings(ctx.obj, {key: value})
    if key == "audit" or key.startswith(("retention.", "record.")):
        _noted(ctx.obj, key, value)
    return change_shown(key, value, path, doubts)


@app.command()
def path(ctx: typer.Context) -> Result[SettingsFile]:
    """Print where the settings file is, whether it exists or not.

    Example: cscli config path
    """
    run: Run = ctx.obj
    return settings_file_shown(run.config_path)


def _noted(run: Run, key: str, value: str) -> None:
    """Keep a change of what is kept, and how long, in the audit trail; a record that cannot be reached keeps none."""
    from contextlib import suppress

    from cscli.cli.runs.audit import note_done
    from cscli.desk.privacy.audit import Audited
    from cscli.errors import DeskError

    with suppress(DeskError):
        if run.record.exists():
            note_done(run, Audited.SETTINGS, detail=f"{key}: {value or 'removed'}")
