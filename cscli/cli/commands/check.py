"""``cscli check``: is this draft fit to send to that market?"""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door import completion, options, output
from cscli.cli.door.result import Note, Result, Status, Table
from cscli.cli.door.run import Desk
from cscli.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cscli.quality.finding import Finding
    from cscli.quality.registry import Checks
    from cscli.quality.subject import Subject

app = typer.Typer(add_completion=False)

_LONGEST = 250_000  # a second or two; a megabyte takes too long to wait for
_COLUMNS = ("severity", "check", "place", "message", "suggestion")


@app.command()
def check(
    ctx: typer.Context,
    text: Annotated[
        list[str] | None, typer.Argument(help="The draft; - or nothing reads stdin.", metavar="TEXT")
    ] = None,
    market: options.MarketOption = "",
    language: options.LanguageOption = "",
    register: Annotated[
        str, typer.Option("--register", help="formal, neutral or casual; else at least as the market asks for.")
    ] = "",
    channel: options.AnyChannelOption = "",
    source: Annotated[str, typer.Option("--source", help="The text it was translated from, to compare.")] = "",
    source_language: Annotated[
        str,
        typer.Option("--source-language", help="The source's language.", autocompletion=completion.languages),
    ] = "",
    allow: Annotated[
        list[str] | None, typer.Option("--allow", help="Leave out a check; may be given again.", metavar="CHECK")
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Print the draft with spaces and punctuation mended.")] = False,
    listed: Annotated[
        bool, typer.Option("--list", help="List the checks and rules, each with its severity and its file.")
    ] = False,
) -> Result:
    """Is this draft fit to send to that market?

    Warnings end with status 1, errors with status 4.

    Example: cscli check "Hast du das Paket bekommen?" --market DE
    """
    from cscli.quality.checks.spacing import autofixed
    from cscli.quality.draft import Draft, draft_subject
    from cscli.quality.registry import checks_of

    desk: Desk = ctx.obj
    checks = checks_of(desk.paths, desk.cache())
    if listed:
        return _list(checks)
    allowed = checks.named(allow or ())
    draft = Draft(
        text=_typed(text or []), market=market, language=language, register=register, channel=channel, source=source,
        source_language=source_language, names=(desk.sender.agent,) if source and desk.sender.agent else (),
    )  # fmt: skip
    subject = draft_subject(desk, draft)
    if fix:
        fixed = autofixed(draft.text, subject.language)
        subject = draft_subject(desk, replace(draft, text=fixed, language=language or subject.language))
    found = checks.findings(subject, allowed)
    return _result(found, subject, fixed=subject.text if fix else None)


def _list(checks: "Checks") -> Result:
    """Every check and rule, in the order in which findings are shown."""
    rows = [(check.id, check.severity.value, check.origin, check.title) for check in checks.all]
    columns = ("check", "severity", "file", "about")
    return Result(
        data=[dict(zip(columns, row, strict=True)) for row in rows],
        shown=Table(columns=columns, rows=rows, narrow=("check", "severity", "about")),
    )


def _typed(words: list[str]) -> str:
    """The text that was typed or piped; line ends as on this program's own machines.

    Raises:
        UsageError: there is none, or too much.
    """
    if words and words != ["-"]:
        draft = " ".join(words)
    elif not words and output.is_terminal(sys.stdin):
        raise UsageError(
            "What is to be checked?", code="no-text", hint='Write it in quotes, or pipe it in: cscli check "..."'
        )
    else:
        draft = sys.stdin.buffer.read(4 * _LONGEST).decode("utf-8", "replace").removeprefix("\ufeff")
        draft = draft.removesuffix("\n").removesuffix("\r")
    if len(draft) > _LONGEST:
        raise UsageError(
            f"The text is longer than {_LONGEST:,} characters.", code="too-long", hint="Check it in parts."
        )
    return draft.replace("\r\n", "\n")


def _result(found: "Sequence[Finding]", subject: "Subject", fixed: str | None) -> Result:
    from cscli.quality.finding import Severity, finding_data, worst

    exits = {Severity.ERROR: ExitCode.REFUSED, Severity.WARNING: ExitCode.FINDINGS}
    status = exits.get(worst(found) or Severity.INFO, ExitCode.OK)
    data = [finding_data(f) for f in found]
    rows = [(f.severity.value, f.check, _place(f, subject.text), f.message, f.suggestion) for f in found]
    table = Table(
        columns=_COLUMNS, rows=rows, narrow=("severity", "check", "message"), empty="Nothing found: fit to send."
    )
    notes = [Note(text=f"read as {subject.language or 'an unknown language'}")]
    if fixed is not None:
        notes = [Note(text=f"{row[0]}: {row[1]} at {row[2] or 'the text'}: {row[3]}", always=True) for row in rows]
    return Result(
        data=data if fixed is None else {"text": fixed, "findings": data},
        shown=table if fixed is None else fixed,
        notes=tuple(notes),
        status=Status.FINDINGS if status is not ExitCode.OK else Status.OK,
        exit_code=status,
    )


def _place(found: "Finding", text: str) -> str:
    """Line and column, both from 1."""
    if found.start is None:
        return ""
    before = text[: found.start]
    return f"{before.count(chr(10)) + 1}:{found.start - before.rfind(chr(10))}"
