"""``cscli translate``: a text or a file in another language."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from cscli.cli.door import output
from cscli.cli.door.arguments import completion, options
from cscli.cli.door.arguments.options import several
from cscli.cli.door.arguments.typed_text import require_length, typed_text, without_file_marks
from cscli.cli.door.result import Note, Result
from cscli.cli.door.run import Run, existing_file
from cscli.errors import DeskError, UsageError, not_one_of

if TYPE_CHECKING:
    from cscli.cli.views.translate import Alternatives, File, Text
    from cscli.translation.brief import Translation
    from cscli.translation.documents.document import Document
    from cscli.translation.session import TranslationOptions, TranslationSession

app = typer.Typer(add_completion=False)

LONGEST = 2_000_000
_LARGEST = 50_000_000
_SAMPLE = 200  # parts of a file by which its language is detected

ToOption = Annotated[
    list[str] | None,
    typer.Option(
        "--to", "-t", help="The language to translate into; several: de,fr,ja.", autocompletion=completion.languages
    ),
]


@app.command()
def translate(
    ctx: typer.Context,
    text: Annotated[list[str] | None, typer.Argument(help="The text; without it or with -, stdin.")] = None,
    to: ToOption = None,
    source: options.SourceOption = "",
    engine: options.EngineOption = None,
    online: options.OnlineOption = False,
    private: options.PrivateOption = False,
    market: options.MarketOption = "",
    customer: options.CustomerOption = "",
    register: options.RegisterOption = "",
    channel: options.AnyChannelOption = "",
    outgoing: Annotated[
        bool, typer.Option("--outgoing", help="Check the text as one that goes to a customer.")
    ] = False,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="A name in the text, which is not translated.")
    ] = None,
    context: Annotated[str, typer.Option("--context", help="What the text is about; helps some engines.")] = "",
    back: Annotated[bool, typer.Option("--back", help="Also show the translation translated back.")] = False,
    alternatives: Annotated[bool, typer.Option("--alternatives", help="Show the translation of each engine.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show where each sentence comes from.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Do not use the memory.")] = False,
    allow: options.AllowOption = None,
    file: Annotated[str, typer.Option("--file", help="Translate a txt, md, html, csv, jsonl or srt file.")] = "",
    out: Annotated[str, typer.Option("--out", "-o", help="The file to write; {to} becomes the language.")] = "",
    format_: Annotated[str, typer.Option("--format", help="The format of stdin, such as md.", metavar="SUFFIX")] = "",
    column: Annotated[list[str] | None, typer.Option("--column", help="The column of a table to translate.")] = None,
    field: Annotated[str, typer.Option("--field", help="The field of JSON Lines to translate.")] = "text",
    partial: Annotated[bool, typer.Option("--partial", help="Leave what cannot be translated as it is.")] = False,
    log: Annotated[str, typer.Option("--log", help="Record it as written by the customer (in) or to them (out).")] = "",
) -> "Result[Text | tuple[Text, ...] | File | tuple[File, ...] | Alternatives | None]":
    """Translate a text: a customer's to read, or yours to send.

    Order numbers, amounts, dates, links and names stay as they are. Without a text, a terminal keeps asking for one.

    Example: cscli translate "¿Dónde está mi pedido A-1042?" --to en
    """
    from cscli.translation import session

    if log not in ("", "in", "out"):
        raise not_one_of("direction", log, ("in", "out"))
    job = _job(ctx.obj, session.TranslationOptions(
        engines=several(engine), online=online, private=private, market=market, register=register, channel=channel,
        context=context, outgoing=outgoing or log == "out", fresh=fresh, allow=several(allow), names=tuple(name or ()),
    ), customer, several(to), source, Extras(back, explain, log))  # fmt: skip
    if file or format_:
        if text:
            raise UsageError("A text and a file cannot be translated at once.", hint="Leave one of them out.")
        if back or alternatives or explain or log:
            raise UsageError(
                "--back, --alternatives, --explain and --log are for a text, not for a file.",
                code="bad-combination",
                hint="Leave them out, or give the text itself.",
            )
        return _file(job, file or "-", out, suffix=format_, columns=several(column), field=field, partial=partial)
    if alternatives and (back or log or out or len(job.targets) > 1):
        raise UsageError(
            "--alternatives only shows what each engine says, in one language.", code="bad-combination",
            hint="Leave out --back, --log and --out, and name one language with --to.",
        )  # fmt: skip
    if not text and not (out or alternatives) and output.is_terminal(sys.stdin):
        return _conversation(job)
    typed = typed_text(text or [], LONGEST)
    if not text or text == ["-"]:
        typed = require_length(without_file_marks(typed), LONGEST, "Translate it in parts.")
    return _alternatives(job, typed) if alternatives else _texts(job, typed, out)


class Extras(NamedTuple):
    """What is shown and kept of a translated text."""

    back: bool
    explain: bool
    log: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """What to translate into which languages; ``source`` is empty where it is detected."""

    run: Run
    session: "TranslationSession"
    targets: tuple[str, ...]
    source: str
    wanted: Extras
    customer: str


def _job(
    run: Run, options: "TranslationOptions", customer: str, to: tuple[str, ...], source: str, wanted: Extras
) -> _Job:
    from cscli.cli.day.item_customer import customer_key
    from cscli.cli.door.consent import asker
    from cscli.desk.customers.customers import customer as stored_customer
    from cscli.outbox.translate import target_languages, with_customer
    from cscli.quality.draft import require_channel
    from cscli.translation.session import TranslationSession

    require_channel(options.channel)
    customer = customer_key(run, customer)
    known = stored_customer(run.record, customer) if customer else None
    session = TranslationSession(run, with_customer(options, known), ask=asker(run))
    return _Job(
        run=run, session=session, targets=target_languages(run, to, session, known),
        source=run.language_tag(source), wanted=wanted, customer=customer,
    )  # fmt: skip


def _texts(job: _Job, text: str, out: str) -> "Result[Text | tuple[Text, ...]]":
    """A text in one language or in several, on stdout or in files; what was refused leaves its file as it was."""
    from cscli.cli.door.arguments.files import write_file
    from cscli.cli.views.translate import is_given, together
    from cscli.translation.files import named_outputs

    paths = named_outputs(out, job.targets) if out else ()
    with closing(job.session):
        if len(job.targets) == 1:
            answers = [_answer(job, text, job.targets[0])]
        else:
            answers = [_attempt(job, text, target) for target in job.targets]
    result = together(job.targets, answers)
    if not paths:
        return result
    written = [(path, answer) for path, answer in zip(paths, answers, strict=True) if is_given(answer)]
    for path, answer in written:
        write_file(path, f"{answer.shown}\n".encode())
    return result._replace(shown="\n".join(str(path) for path, _ in written))


def _conversation(job: _Job) -> Result[None]:
    """Line after line from a terminal, until it ends: the engines stay warm."""
    from cscli.cli.views.translate import together

    def lines() -> "Iterator[Result[Text | tuple[Text, ...]]]":
        with closing(job.session):
            while True:
                try:
                    line = output.asked(f"{job.source or 'any'} → {','.join(job.targets)}:")
                except EOFError:
                    return
                if line:
                    yield together(job.targets, [_attempt(job, line, target) for target in job.targets])

    return Result(
        data=None, shown="", conversation=lines(),
        notes=(Note(text="Type a text and press Enter; end with Ctrl-D.", always=True),),
    )  # fmt: skip


def _alternatives(job: _Job, text: str) -> "Result[Alternatives]":
    from cscli.cli.views.translate import shown_alternatives
    from cscli.translation.texts import alternatives

    with closing(job.session):
        source = job.source or job.session.language_of(text)
        said, failure = alternatives(job.session, text, source, job.targets[0])
    return shown_alternatives(source, job.targets[0], said, failure)


def _attempt(job: _Job, text: str, target: str) -> "Result[Text]":
    """The text in one of several languages; an error is an answer, too, as the next language may do better."""
    from cscli.cli.views.translate import failed_text

    try:
        return _answer(job, text, target)
    except DeskError as problem:
        return failed_text(target, problem)


def _answer(job: _Job, text: str, target: str) -> "Result[Text]":
    """The text in one language, recorded where that is wanted and nothing stops it."""
    from cscli.cli.views.translate import shown_text
    from cscli.outbox.check import refusals
    from cscli.translation.texts import translated, translated_back

    source = job.source or (job.session.language_of(text) if text.strip() else target)
    done = translated(job.session, text, source, target)
    refused = refusals(done.findings, done.text)
    back: Translation | DeskError | None = None
    if job.wanted.back and not refused:
        try:
            back = translated_back(job.session, done)
        except DeskError as problem:
            back = problem
    number = _recorded(job, text, done) if job.wanted.log and not refused else None
    return shown_text(
        done, job.session.options, refused=refused, back=back, number=number, explain=job.wanted.explain
    )  # fmt: skip


def _recorded(job: _Job, text: str, done: "Translation") -> int:
    """The id under which both texts are kept: the customer's is the body, the agent's stands beside it."""
    from cscli.outbox.record import record_heard, record_sent
    from cscli.outbox.translate import said_text

    run, options = job.run, job.session.options
    market = run.market_code(options.market)
    is_heard = job.wanted.log == "in"
    said = said_text(text, done, options, customer=job.customer, market=market, is_heard=is_heard)
    record = record_heard if is_heard else record_sent
    return record(run.record, said, now=run.now, agent=run.sender.agent)


def _file(
    job: _Job, name: str, out: str, *, suffix: str, columns: tuple[str, ...], field: str, partial: bool
) -> "Result[File | tuple[File, ...]]":
    """A file in one or several languages; what cannot be translated keeps it from being written, unless ``partial``."""
    from cscli.cli.door.arguments.files import file_content
    from cscli.cli.views.translate import files_together
    from cscli.translation.documents.document import decoded, read_document
    from cscli.translation.files import named_outputs

    if len(job.targets) > 1 and "{to}" not in out:
        raise UsageError(
            "Several languages cannot go to one place.", code="bad-output", hint="Write it as --out page.{to}.md"
        )
    path = None if name == "-" else existing_file(name)
    raw = file_content(path, _LARGEST)
    kind = f".{suffix.lstrip('.')}" if suffix else path.suffix if path else ""
    document = read_document(decoded(raw), kind, columns=columns, field=field)
    paths: Sequence[Path | None] = named_outputs(out, job.targets) if out else [None]
    with closing(job.session):
        source = job.source or job.session.language_of("\n".join(document.parts[:_SAMPLE]))
        answers = [
            _one_file(job, document, source, target, raw, place, partial=partial)
            for target, place in zip(job.targets, paths, strict=True)
        ]
    return files_together(answers)


def _one_file(
    job: _Job, document: "Document", source: str, target: str, raw: bytes, path: Path | None, *, partial: bool
) -> "Result[File]":
    from cscli.cli.door.arguments.files import write_file
    from cscli.cli.door.terminal.progress import tracked
    from cscli.cli.views.translate import refused_file, shown_file
    from cscli.translation.documents.document import encoded
    from cscli.translation.documents.language_tags import in_language
    from cscli.translation.files import reasons, translated_parts

    parts = list(translated_parts(job.session, document, source, target, tracked))
    problems = reasons([part for part in parts if part.problem])
    if problems and not partial:
        return refused_file(parts, source, target, problems)
    text = in_language(document.rebuild([part.text for part in parts]), document.kind, source, target)
    if path is not None:
        write_file(path, encoded(text, raw))
    return shown_file(parts, text, source, target, path, problems)
