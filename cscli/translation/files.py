"""Translates a document part by part."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cscli.errors import DeskError, ExitCode, Problem, UsageError
from cscli.quality.finding import errors
from cscli.text import clean
from cscli.translation.brief import Translation
from cscli.translation.documents.document import Document
from cscli.translation.documents.marks import without_tags
from cscli.translation.session import TranslationSession

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class TranslatedPart:
    """A part of a file: its translation, or the problem; ``line`` is where it begins, from 1."""

    number: int
    line: int
    text: str
    done: Translation | None = None
    problem: Problem | None = None


def translated_parts(
    session: TranslationSession,
    document: Document,
    source: str,
    target: str,
    tracked: Callable[[Sequence[str], str], Iterable[str]],
) -> Iterator[TranslatedPart]:
    """All parts of a file, translated in batches; ``tracked`` shows progress."""
    translator, brief = session.translator(source, target)
    starts = [str(start) for start in range(0, len(document.parts), AT_ONCE)]
    for start in map(int, tracked(starts, f"{source} → {target}")):
        parts = document.parts[start : start + AT_ONCE]
        sent = [clean(part) for part in parts]
        for number, (part, done) in enumerate(zip(parts, translator.translations(sent, brief), strict=True), start):
            yield _part(document, number, part, done)


def _part(document: Document, number: int, part: str, done: Translation | DeskError) -> TranslatedPart:
    line = document.lines[number]
    if isinstance(done, DeskError):
        problem = done.problems[0]
        return TranslatedPart(
            number, line, part, problem=replace(problem, message=without_tags(problem.message, "<...>"))
        )
    if stopped := errors(done.findings):
        first = stopped[0]
        problem = Problem(
            code=first.check,
            message=without_tags(first.message, "<...>"),
            hint=f"It passes with: --allow {first.check}",
        )
    elif not document.fits(number, done.text):
        problem = Problem(code="markup", message="its markup was lost", hint="Translate it by hand.")
    else:
        return TranslatedPart(number, line, done.text, done)
    return TranslatedPart(number, line, part, problem=replace(problem, exit_code=ExitCode.REFUSED))


def reasons(failed: Sequence[TranslatedPart]) -> list[Problem]:
    """Each distinct problem, with the first part that it affects."""
    by_reason: dict[Problem, list[TranslatedPart]] = {}
    for part in failed:
        if part.problem:
            by_reason.setdefault(part.problem, []).append(part)
    named = []
    for problem, parts in by_reason.items():
        first, others = parts[0], len(parts) - 1
        place = f"line {first.line}: part {first.number + 1} ({without_tags(first.text)[:40]!r})"
        where = place + (f" and {others} more" if others else "")
        named.append(replace(problem, message=f"{where}: {problem.message}"))
    return named


def named_outputs(out: str, targets: Sequence[str]) -> list[Path]:
    """The output file of each language.

    Raises:
        UsageError: several languages have the same file.
    """
    paths = [Path(out.replace("{to}", target)).expanduser() for target in targets]
    if len(set(paths)) < len(paths):
        raise UsageError(
            "Several languages cannot go into one file.", code="bad-output", hint="Write it as --out page.{to}.md"
        )
    return paths
