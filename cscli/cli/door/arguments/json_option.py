"""The option ``--json``, which every command has without asking for it."""

from functools import lru_cache
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command


def add_json(command: Any, rich_markup_mode: Any) -> None:
    """Give every leaf its --json; what it does is decided in ``DeskGroup.main``."""
    command.rich_markup_mode = rich_markup_mode
    if isinstance(command, TyperGroup):
        for inner in command.commands.values():
            add_json(inner, rich_markup_mode)
    else:
        command.params.extend(_json_params())


_json_app = typer.Typer(add_completion=False)


@_json_app.command()
def _json(
    as_json: Annotated[bool, typer.Option("--json", help="Answer with one JSON document.", expose_value=False)] = False,
) -> None:
    """Hold the option that every leaf has."""


@lru_cache(maxsize=1)
def _json_params() -> tuple[Any, ...]:
    return tuple(get_command(_json_app).params)
