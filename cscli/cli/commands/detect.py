"""``cscli detect``: the language of a text, or of each line of many."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import options
from cscli.cli.door.arguments.typed_text import typed_text
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.errors import UsageError

if TYPE_CHECKING:
    from cscli.reading.json_texts import BadLine
    from cscli.reading.language import Detection

app = typer.Typer(add_completion=False)

_LONGEST = 1_000_000


@app.command()
def detect(
    ctx: typer.Context,
    text: Annotated[list[str] | None, typer.Argument(help="The text; without it or with -, stdin.")] = None,
    languages: Annotated[str, typer.Option(help="The languages to choose from.", metavar="EN,DE,...")] = "",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read JSON Lines from stdin: one answer a line.")] = False,
    field: Annotated[str, typer.Option(help="The field of each JSON object that holds the text.")] = "text",
) -> "Result[Detection] | Result[tuple[Detection | BadLine, ...]]":
    """Detect the language and the script of a text.

    The answer is und where the language cannot be told. It may be a language that the desk does not serve, unless
    --languages names the ones to choose from.

    Example: cscli detect "Wo bleibt mein Paket?"
    """
    from cscli.cli.views.detect import detected_lines, detected_text
    from cscli.reading.json_texts import BadLine, json_texts
    from cscli.reading.language import Detector

    run: Run = ctx.obj
    words = text or []
    detector = Detector(_languages(run, languages), only=bool(languages))
    if not jsonl:
        nothing = UsageError("There is no text.", code="no-text", hint='Write: cscli detect "Wo bleibt mein Paket?"')
        return detected_text(detector.detect(typed_text(words, _LONGEST, nothing)))
    if words not in ([], ["-"]):
        raise UsageError("--jsonl reads stdin, so no text can be given.", hint="Leave out the text, or --jsonl.")
    lines = json_texts(sys.stdin.buffer, field)
    return detected_lines(line if isinstance(line, BadLine) else detector.detect(line) for line in lines)


def _languages(run: Run, typed: str) -> tuple[str, ...]:
    """The languages to choose from: as typed, as set, or all that have a file."""
    catalog = run.catalog()
    if not typed:
        return run.settings.items("languages") or catalog.language_tags()
    tags = options.several([typed])
    if not tags:
        raise UsageError("--languages names no language.", code="bad-value", hint="Write them as --languages en,de,ja")
    for tag in tags:
        catalog.require_language(tag)
    return tags
