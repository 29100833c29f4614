"""What ``cscli translate`` answers for a file: the same file in another language, its structure untouched."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cscli.cli.door import output
from cscli.cli.door.progress import tracked
from cscli.cli.door.result import Note, Result, Status, exit_code_of, status_of
from cscli.cli.door.run import existing_file
from cscli.errors import DeskError, ExitCode, Problem, RefusedError, UsageError
from cscli.text import clean

if TYPE_CHECKING:
    from cscli.cli.translating import TranslationSession
    from cscli.translation.brief import Translation
    from cscli.translation.documents.document import Document

_AT_ONCE = 200
_LARGEST = 50_000_000
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A part of a file: its translation, or why there is none."""

    number: int
    text: str
    done: "Translation | None" = None
    problem: Problem | None = None
    exit_code: ExitCode = ExitCode.OK


def translated_file(
    interpreter: "TranslationSession",
    name: str,
    targets: Sequence[str],
    source: str,
    *,
    out: str,
    suffix: str,
    columns: Sequence[str],
    field: str,
    partial: bool,
) -> Result:
    """A file in one or several languages.

    Args:
        interpreter: what translates.
        name: the file; ``-`` is stdin.
        targets: BCP 47 tags.
        source: the file's language; empty: to be told from it.
        out: a file to write, with ``{to}`` for the language; empty: stdout.
        suffix: what the file is, when its name does not say.
        columns: which columns of a table are translated.
        field: which field of JSON Lines is.
        partial: what cannot be translated stays as it is, instead of nothing being written.

    Raises:
        UsageError: the file is of no known kind, or not in UTF-8.
        DataFileError: it is not what it says it is.
    """
    from cscli.translation.documents.document import decoded, encoded, read_document

    if len(targets) > 1 and "{to}" not in out:
        raise UsageError(
            "Several languages cannot go to one place.", code="bad-output", hint="Write it as --out page.{to}.md"
        )
    path = None if name == "-" else existing_file(name)
    raw = _content(path)
    kind = f".{suffix.lstrip('.')}" if suffix else path.suffix if path else ""
    document = read_document(decoded(raw), kind, columns=columns, field=field)
    paths: Sequence[Path | None] = named_outputs(out, targets) if out else [None]
    with closing(interpreter):
        source = source or interpreter.language_of("\n".join(document.parts[:_AT_ONCE]))
        answers = [
            _one(interpreter, document, source, target, partial=partial, place=(place, raw, encoded))
            for target, place in zip(targets, paths, strict=True)
        ]
    return answers[0] if len(answers) == 1 else _together(answers)


def named_outputs(out: str, targets: Sequence[str]) -> list[Path]:
    """The files to write for each language.

    Raises:
        UsageError: several languages would go into one file.
    """
    paths = [Path(out.replace("{to}", target)).expanduser() for target in targets]
    if len(set(paths)) < len(paths):
        raise UsageError(
            "Several languages cannot go into one file.", code="bad-output", hint="Write it as --out page.{to}.md"
        )
    return paths


def _content(path: Path | None) -> bytes:
    try:
        if path is None:
            raw = sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with path.open("rb") as content:
                raw = content.read(_LARGEST + 1)
    except OSError as problem:
        raise UsageError(f"{path or 'stdin'}: cannot be read: {problem.strerror}.", code="no-file") from problem
    if len(raw) > _LARGEST:
        raise UsageError("The file is too large.", code="too-long", hint=f"At most {_LARGEST // 1_000_000} MB.")
    return raw


def _one(
    interpreter: "TranslationSession", document: "Document", source: str, target: str, *, partial: bool, place: Any
) -> Result:
    """The file in one language: written, or with the reasons why it was not."""
    path, raw, encoded = place
    outcomes = list(_outcomes(interpreter, document, source, target))
    failed = [outcome for outcome in outcomes if outcome.problem]
    reasons = _reasons(failed)
    problems = tuple(reasons[:_MOST_NAMED])
    data = _as_data(outcomes, source, target, path)
    if failed and not partial:
        more = f" The first {_MOST_NAMED} of {len(reasons)} reasons are named." if len(reasons) > _MOST_NAMED else ""
        kept = f"Nothing was written in {target}.{more} Keep such parts as they are with --partial."
        worst = max(outcome.exit_code for outcome in failed)
        return Result(
            data={**data, "file": None}, shown="", status=Status.ERROR, exit_code=worst, problems=problems,
            notes=(Note(text=kept, always=True),),
        )  # fmt: skip
    text = document.rebuild([outcome.text for outcome in outcomes])
    if path is not None:
        from cscli.cli.door.files import write_file

        write_file(path, encoded(text, raw))
    return Result(
        data=data if path else {**data, "text": text}, shown=str(path) if path else text.removesuffix("\n"),
        notes=tuple(_facts(outcomes, source, target)), problems=problems,
        status=Status.PARTIAL if failed else Status.OK, exit_code=ExitCode.PARTIAL if failed else ExitCode.OK,
    )  # fmt: skip


def _outcomes(interpreter: "TranslationSession", document: "Document", source: str, target: str) -> Iterator[_Outcome]:
    """Every part of a file, translated in lots so that a person sees how far it is."""
    translator, brief = interpreter.translator(source, target)
    starts = [str(start) for start in range(0, len(document.parts), _AT_ONCE)]
    for start in map(int, tracked(starts, f"{source} → {target}")):
        parts = document.parts[start : start + _AT_ONCE]
        sent = [clean(part) for part in parts]
        for number, (part, done) in enumerate(zip(parts, translator.translations(sent, brief), strict=True), start):
            yield _outcome(document, number, part, done)


def _outcome(document: "Document", number: int, part: str, done: "Translation | DeskError") -> _Outcome:
    from cscli.quality.finding import Severity

    def failed(code: str, message: str, hint: str, exit_code: ExitCode) -> _Outcome:
        return _Outcome(number, part, problem=Problem(code=code, message=message, hint=hint), exit_code=exit_code)

    if isinstance(done, DeskError):
        first = done.problems[0]
        return failed(first.code, first.message, first.hint, done.exit_code)
    stopped = next((f for f in done.findings if f.severity is Severity.ERROR), None)
    if stopped:
        hint = f"It passes with: --allow {stopped.check}"
        return failed(stopped.check, stopped.message, hint, RefusedError.exit_code)
    if not document.fits(number, done.text):
        return failed("markup", "its markup was lost", "Translate it by hand.", RefusedError.exit_code)
    return _Outcome(number, done.text, done)


def _reasons(failed: Sequence[_Outcome]) -> list[Problem]:
    """Why parts have no translation: each reason once, with the first part that it holds for."""
    by_reason: dict[Problem, list[_Outcome]] = {}
    for outcome in failed:
        if outcome.problem:
            by_reason.setdefault(outcome.problem, []).append(outcome)
    named = []
    for problem, outcomes in by_reason.items():
        first, others = outcomes[0], len(outcomes) - 1
        part = f"part {first.number + 1} ({first.text[:40]!r})" + (f" and {others} more" if others else "")
        named.append(replace(problem, message=f"{part}: {problem.message}"))
    return named


def _as_data(outcomes: Sequence[_Outcome], source: str, target: str, path: Path | None) -> dict[str, Any]:
    done = [outcome for outcome in outcomes if outcome.done]
    return {
        "file": str(path) if path else None, "source": source, "target": target, "parts": len(outcomes),
        "translated": len(done), "failed": len(outcomes) - len(done),
        "machine": any(o.done.machine for o in done if o.done),
        "engines": sorted({name for o in done if o.done for name in o.done.seen_by}),
        "findings": [
            {"part": o.number + 1, **output.plain(asdict(f))}
            for o in done if o.done for f in o.done.findings if f.severity != "info"
        ],
    }  # fmt: skip


def _facts(outcomes: Sequence[_Outcome], source: str, target: str) -> Iterator[Note]:
    origins = [s.origin for o in outcomes if o.done for s in o.done.segments]
    counts = ", ".join(f"{origins.count(origin)} {origin.value}" for origin in dict.fromkeys(origins))
    yield Note(text=f"{source} → {target}: {len(outcomes)} parts; sentences: {counts or 'none'}")
    named = 0
    for outcome in outcomes:
        for found in outcome.done.findings if outcome.done else ():
            if found.severity != "info" and named < _MOST_NAMED:
                named += 1
                yield Note(text=f"{found.severity}: part {outcome.number + 1}: {found.message}", always=True)


def _together(answers: Sequence[Result]) -> Result:
    worst = max(answers, key=exit_code_of)
    return Result(
        data=[answer.data for answer in answers], shown="\n".join(str(a.shown) for a in answers if a.shown),
        notes=tuple(note for answer in answers for note in answer.notes), status=status_of(worst),
        problems=tuple(problem for answer in answers for problem in answer.problems), exit_code=exit_code_of(worst),
    )  # fmt: skip
