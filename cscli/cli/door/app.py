"""The command line: global options, commands that load when called, and the one door where errors become exit codes.

Nothing heavy is imported here. ``now`` is read here, once, and passed down.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.main import get_command

from cscli import __version__
from cscli.cli.commands import COMMANDS, module_of
from cscli.cli.door import endings, output
from cscli.cli.door.arguments.json_option import add_json
from cscli.cli.door.words import global_values, hoisted, plain_words, with_alias, with_hold_times
from cscli.errors import DeskError, ExitCode, Problem, UsageError, suggestion
from cscli.text import clean, storable

if TYPE_CHECKING:
    from cscli.cli.door.result import Result

_IN_QUEUE = 20


class VerbGroup(TyperGroup):
    """A group of commands about one subject, such as ``market``."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The verb that was typed; an unknown one is refused with the nearest name."""
        if args and args[0] not in self.commands and not args[0].startswith("-") and not ctx.resilient_parsing:
            near = suggestion(args[0], self.commands, most=1)
            name = ctx.info_name or ""
            shows = "show" in self.commands and not near
            raise UsageError(
                f"{name} has no command {clean(args[0][:60])!r}.{near}",
                hint=f"Try: cscli {name} show {clean(args[0][:60])}" if shows else f"See: cscli {name} --help",
            )
        return super().resolve_command(ctx, args)


class DeskGroup(TyperGroup):
    """The program: loads a command when it is called, renders what it returns, maps errors to exit codes."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the parser's own signature
        """Names of all commands, in the order of their use."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the parser's own signature
        """The command of a name, loaded now; None if it does not exist."""
        if cmd_name not in COMMANDS:
            return None
        loaded = commands_of(cmd_name)
        loaded.info.cls = VerbGroup
        command = get_command(loaded)
        command.name = cmd_name
        add_json(command, self.rich_markup_mode)
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - the parser's own signature
        """The list of commands for --help in a pipe, without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that was called; an unknown one is refused with the nearest name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            topic = next((word for word in args[1:] if args[0] == "help" and word in COMMANDS), "")
            raise UsageError(
                f"There is no command {clean(args[0][:60])!r}.{suggestion(args[0], COMMANDS, most=2)}",
                code="unknown-command",
                hint=f"See: cscli {topic} --help" if topic else "See: cscli --help, or cscli COMMAND --help",
            )
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was called; Ctrl-C is answered here, as the parser would hide what it interrupted.

        Raises:
            Stopped: it was interrupted.
        """
        try:
            returned = endings.with_unread(super().invoke(ctx), ctx.obj)
        except KeyboardInterrupt as stop:
            raise endings.Stopped(stop) from None
        if returned is None or isinstance(returned, int):
            return returned
        return returned._replace(pager=lambda: ctx.obj.settings.text("pager"))

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: Any, **extra: Any) -> NoReturn:
        """Run a command line and end the process with its exit status."""
        output.use_utf8()
        given = sys.argv[1:] if args is None else args
        words = with_hold_times(hoisted([storable(word) for word in given]))
        as_json = "--json" in words[: words.index("--")] if "--" in words else "--json" in words
        extra |= {"standalone_mode": False, "obj": as_json}

        def call() -> Any:
            words[:] = with_alias(words, COMMANDS, lambda: _aliases(words))
            return super(DeskGroup, self).main(words, prog_name or "cscli", **extra)

        status = _status(call, words, as_json)
        with suppress(DeskError):
            output.finish()
        sys.exit(status)


def _aliases(words: list[str]) -> "Mapping[str, str]":
    """The names of the user's own for command lines, by the settings of this one."""
    from cscli.cli.door.run import Run, present

    found = global_values(words)
    given = dict(pair.split("=", 1) for pair in found.get("--option", ()) if "=" in pair)
    (config,), (workspace,) = (found.get(name, [""])[-1:] for name in ("--config", "--workspace"))
    run = Run(environ=os.environ, now=present(), config_file=config, workspace=workspace, given=given)
    return run.settings.aliases


def commands_of(name: str) -> typer.Typer:
    """The commands of a group, from its file, which is loaded now.

    What a command returns is annotated for readers and mypy. The parser would resolve the names and load their
    modules.
    """
    loaded: typer.Typer = import_module(module_of(name)).app
    for command in loaded.registered_commands:
        getattr(command.callback, "__annotations__", {}).pop("return", None)
    return loaded


def _status(call: "Callable[[], Result[Any] | int | None]", words: list[str], as_json: bool) -> int:  # noqa: PLR0911 - one return for each way to end
    """The exit status of a call; the only place that catches everything."""

    def failed(problems: Sequence[Problem]) -> None:
        output.show_failure(problems, command=command_name(words) if as_json else "", as_json=as_json)

    try:
        returned = call()
        if returned is None or isinstance(returned, int):
            output.finish()
            return returned or ExitCode.OK
        from cscli.cli.door.result import exit_code_of

        output.show(returned, command=command_name(words) if as_json else "", as_json=as_json)
        if returned.review is not None:
            returned = returned.review()
            output.show(returned, command="", as_json=False)
        output.finish()
        return exit_code_of(returned)
    except DeskError as problem:
        failed(problem.problems)
        return problem.exit_code
    except typer.TyperException as problem:
        return endings.usage_status(problem, failed, command_name(words))
    except (KeyboardInterrupt, EOFError, typer.Abort, endings.Stopped) as stop:
        return endings.interrupted(stop, failed, as_json=as_json)
    except SystemExit:  # the parser's way to say that the reader of its help went away
        return ExitCode.OK
    except OSError as problem:
        return endings.unreachable_status(problem, failed)
    except Exception as problem:  # noqa: BLE001 - a bug is one line and an exit status, not a traceback
        return endings.bug_status(problem, failed)


def command_name(words: list[str]) -> str:
    """The command that a command line calls, for JSON: ``market show``."""
    plain = [word for _, word in plain_words(words)]
    if not plain or plain[0] not in COMMANDS:
        return ""
    has_verbs = len(commands_of(plain[0]).registered_commands) > 1
    return " ".join(plain[:2] if has_verbs else plain[:1])


def _version(wanted: bool) -> None:
    if wanted:
        from cscli.clock.zones import system_tz_version, tz_version
        from cscli.markets.cldr import cldr_version

        output.answer(f"cscli {__version__} (tz database {tz_version()}, CLDR {cldr_version()})")
        system = system_tz_version()
        if output.is_terminal(sys.stdout) and system and system != tz_version():
            output.say(f"The system's time zone data is {system}; it is not used, other programs may be an hour off.")
        raise typer.Exit


def _warn_of_password(address: str) -> None:
    """Other users of the machine can read a command line, so a password should not be typed into one."""
    if "://" not in address or not output.is_terminal(sys.stderr):
        return
    from cscli.record.address import shown

    if shown(address) != address:
        output.say("Other programs can read the password in --db. Keep it in ~/.pgpass, PGPASSWORD or CSCLI_DATABASE.")


app = typer.Typer(
    cls=DeskGroup,
    invoke_without_command=True,
    rich_markup_mode="markdown" if sys.stdout.isatty() else None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback()
def main(
    ctx: typer.Context,
    config: Annotated[str, typer.Option(help="Settings file to use.", metavar="FILE")] = "",
    workspace: Annotated[
        str,
        typer.Option(help="Folder whose templates/ and locales/ override the shipped ones.", metavar="DIR"),
    ] = "",
    db: Annotated[str, typer.Option(help="The record to use.", metavar="PATH|URL")] = "",
    now: Annotated[str, typer.Option(help="Act as if it were this instant.", metavar="INSTANT")] = "",
    option: Annotated[
        list[str] | None, typer.Option(help="Override any setting, such as shop.name=Nordlicht.", metavar="KEY=VALUE")
    ] = None,
    version: Annotated[  # noqa: ARG001 - answered by its callback
        bool,
        typer.Option(
            "--version",
            help="Print the version, and that of the time zone data.",
            callback=_version,
            is_eager=True,
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The queue as one JSON document.")] = False,
) -> Any:
    """The support desk in a terminal for shops that sell across borders.

    Alone, cscli lists the cases that need you first, each with the reason; on a desk without a record, this help.

    cscli reply shipping-delay --market JP --name "山田 太郎" --set order_number=A-1042 --set new_date=2026-12-03
    """
    from cscli.cli.door.run import Run, parse_instant, present

    given = {}
    for pair in option or ():
        key, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"--option {pair[:40]!r} has no value.", hint="Write it as --option shop.name=Nordlicht")
        given[key] = value
    _warn_of_password(db)
    begun, started = parse_instant(now) if now else present(), monotonic()
    ctx.obj = Run(
        environ=os.environ,
        now=begun,
        ticking=lambda: begun + timedelta(seconds=monotonic() - started),
        config_file=config,
        workspace=workspace,
        db=db,
        given=given,
        is_json=ctx.obj is True,
    )
    if config and ctx.invoked_subcommand not in ("init", "config"):
        ctx.obj.require_config()  # also for a command that reads no settings
    return None if ctx.invoked_subcommand else _queue(ctx, as_json=as_json)


def _queue(ctx: typer.Context, *, as_json: bool) -> "Result[Any] | int":
    """The cases that need the agent first; the help where there is no record yet."""
    if not as_json and not ctx.obj.record.exists():
        if told := ctx.get_help():  # on a terminal it is printed already
            output.say(told)
        output.say("There is no record yet. Start with: cscli init, or cscli in for a first message.")
        return ExitCode.USAGE
    from cscli.cli.door.agent_clock import own_clock
    from cscli.cli.runs.day.queue import queue_of
    from cscli.cli.views.case.queue import queue_listed

    return queue_listed(queue_of(ctx.obj, _IN_QUEUE), own_clock(ctx.obj))


def run(arguments: Sequence[str]) -> NoReturn:
    """Run the program with these arguments; does not return."""
    app(args=list(arguments), prog_name="cscli")
    sys.exit(ExitCode.OK)
