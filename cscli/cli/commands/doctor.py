"""``cscli doctor``: is everything in place on this machine?"""

import typer

from cscli.cli.door.result import Result
from cscli.cli.views.doctor import Health, health_shown

app = typer.Typer(add_completion=False)


@app.command()
def doctor(ctx: typer.Context) -> Result[tuple[Health, ...]]:
    """Check settings, data files, time zone data and the record; change nothing.

    Example: cscli doctor
    """
    from cscli.cli.runs.doctor import looked_over

    return health_shown(looked_over(ctx.obj))
