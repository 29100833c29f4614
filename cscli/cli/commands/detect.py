"""``cscli detect``: the language of a text, or of many."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from cscli.cli.door.output import is_terminal, plain
from cscli.cli.door.result import Note, Result, Status
from cscli.cli.door.run import Desk
from cscli.errors import ExitCode, Problem, UsageError

if TYPE_CHECKING:
    from cscli.reading.language import Detection, Detector

app = typer.Typer(add_completion=False)

_LONGEST = 4_000_000
_SHOWN = 40


class _Row(NamedTuple):
    """What one line of JSON Lines gave: the text, or what is wrong with it."""

    line: int
    text: str = ""
    fault: str = ""


@app.command()
def detect(
    ctx: typer.Context,
    text: Annotated[list[str] | None, typer.Argument(help="The text; - or nothing reads it from stdin.")] = None,
    languages: Annotated[str, typer.Option(help="Tell among these only.", metavar="EN,DE,...")] = "",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read JSON Lines from stdin: one answer a line.")] = False,
    field: Annotated[str, typer.Option(help="Where the text is in each JSON object.")] = "text",
) -> Result:
    """Language, script and confidence of a text.

    The language is und where it cannot be told. It may be one that the desk does not serve, unless --languages names
    those to tell among.

    Example: cscli detect "Wo bleibt mein Paket?"
    """
    from cscli.reading.language import Detector

    desk: Desk = ctx.obj
    words = text or []
    detector = Detector(_languages(desk, languages), only=bool(languages))
    if jsonl:
        if words not in ([], ["-"]):
            raise UsageError("--jsonl reads stdin, so no text can be given.", hint="Leave out the text, or --jsonl.")
        return _many(detector, _rows(sys.stdin.buffer, field))
    found = detector.detect(_text(words))
    return Result(data=found, shown=found.language, notes=(Note(text=_said(found)),))


def _languages(desk: Desk, typed: str) -> tuple[str, ...]:
    """The languages to tell among: as typed, as set, or all that have a file."""
    catalog = desk.catalog()
    if not typed:
        return desk.settings.items("languages") or catalog.language_tags()
    tags = tuple(tag.strip() for tag in typed.split(",") if tag.strip())
    if not tags:
        raise UsageError("--languages names none.", code="bad-value", hint="Write them as --languages en,de,ja")
    for tag in tags:
        catalog.require_language(tag)
    return tags


def _text(words: list[str]) -> str:
    if words not in ([], ["-"]):
        return " ".join(words)
    if not words and is_terminal(sys.stdin):
        raise UsageError("There is no text.", code="no-text", hint='Write: cscli detect "Wo bleibt mein Paket?"')
    return sys.stdin.buffer.read(_LONGEST).decode("utf-8", "replace")


def _rows(lines: Iterable[bytes], field: str) -> Iterator[_Row]:
    """The texts of JSON Lines, one for each line that is not blank."""
    for number, line in enumerate(lines, start=1):
        written = line.decode("utf-8", "replace").removeprefix("\ufeff").strip()
        if not written:
            continue
        try:
            value: Any = json.loads(written)
        except (ValueError, RecursionError):
            yield _Row(line=number, fault="is not JSON")
            continue
        if isinstance(value, dict):
            value = value.get(field)
        if isinstance(value, str):
            yield _Row(line=number, text=value)
        else:
            yield _Row(line=number, fault=f"has no text: it needs {{{json.dumps(field[:_SHOWN])}: ...}} or a string")


def _many(detector: "Detector", rows: Iterable[_Row]) -> Result:
    """One answer for each row, in order; a bad row is an ``error`` in its place."""
    data: list[Any] = []
    shown: list[str] = []
    problems: list[Problem] = []
    for row in rows:
        if row.fault:
            problems.append(Problem(code="bad-row", message=f"line {row.line} {row.fault}"))
            data.append({"line": row.line, "error": row.fault})
            shown.append("error")
        else:
            found = detector.detect(row.text)
            data.append(plain(found))
            shown.append(found.language)
    return Result(
        data=data, shown="\n".join(shown), problems=tuple(problems),
        status=Status.PARTIAL if problems else Status.OK,
        exit_code=ExitCode.PARTIAL if problems else ExitCode.OK,
    )  # fmt: skip


def _said(found: "Detection") -> str:
    """What a person wants to know beside the tag."""
    others = ", ".join(f"{c.language} {c.confidence:.2f}" for c in found.alternatives)
    if found.language == "und":
        return f"It cannot be told. It may be: {others}" if others else "It cannot be told: there is too little text."
    return f"Confidence {found.confidence:.2f}, script {found.script}." + (f" Or: {others}" if others else "")
