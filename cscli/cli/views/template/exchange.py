"""What ``cscli template export`` and ``template import`` show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cscli.cli.door.result import Note, Result, Table
from cscli.errors import Problem
from cscli.replies.exchange.made import MadeTemplates
from cscli.tables.imported import LeftOut


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """A file of canned answers; ``languages`` are those of its answers."""

    path: str
    languages: tuple[str, ...]
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedTemplates:
    """An export. ``unmatched`` counts the values that stand as [[...]], ``subjects`` those that had no place."""

    format: str
    files: tuple[ExportedFile, ...]
    answers: int
    unmatched: Mapping[str, int]
    subjects: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedTemplate:
    """A template that was made of ``answers``; ``new`` says that its situation is one of the desk's own."""

    intent: str
    language: str
    path: str
    answers: int
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedTemplates:
    """An import. ``unmatched`` counts placeholders that stand as [[...]]; ``taken_off`` are greetings and closings."""

    format: str
    templates: tuple[ImportedTemplate, ...]
    unmatched: Mapping[str, int]
    taken_off: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def exported(made: ExportedTemplates) -> Result[ExportedTemplates]:
    """The files of an export, and what has no place in them."""
    rows = [(one.path, ", ".join(one.languages), f"{one.answers:,}") for one in made.files]
    notes = _unmatched(made.unmatched, "The product has no placeholder for these; --map says one")
    if made.subjects:
        notes.append(Note(f"Subjects that the product has no place for: {made.subjects:,}.", always=True))
    return Result(data=made, shown=Table(("file", "languages", "answers"), rows, narrow=("file", "answers")),
                  notes=tuple(notes))  # fmt: skip


def imported(
    product: str, made: MadeTemplates, templates: Sequence[ImportedTemplate], kept: Sequence[str], check: str
) -> Result[ImportedTemplates]:
    """The templates of an import, and what was left out.

    Args:
        product: the format of the file.
        made: what was made of it.
        templates: those that were written.
        kept: files that were there already.
        check: the command to check them with.
    """
    data = ImportedTemplates(
        format=product, templates=tuple(templates), unmatched=made.unmatched, taken_off=made.taken_off,
        left_out=made.bad,
    )  # fmt: skip
    problems = [
        Problem(code="left-out", message=f"Entry {bad.line}: {bad.key!r} {bad.reason}.", hint=bad.hint)
        for bad in made.bad
    ]
    problems += [
        Problem(code="file-exists", message=f"{path} is there already.", hint="Replace it with --force.")
        for path in kept
    ]
    notes = _unmatched(made.unmatched, "Not known here; a reply with one of them is refused until you replace it")
    notes += [Note(f"The letter writes its own: {text[:100]}") for text in made.taken_off[:10]]
    notes.append(Note(f"Check them with: {check}"))
    rows = [(one.intent, one.language, str(one.answers), one.path) for one in templates]
    return Result(
        data=data, shown=Table(("situation", "language", "answers", "file"), rows, narrow=("situation", "language")),
        notes=tuple(notes), problems=tuple(problems), done=len(templates),
    )  # fmt: skip


def _unmatched(unmatched: Mapping[str, int], told: str) -> list[Note]:
    if not unmatched:
        return []
    names = ", ".join(f"[[{name}]] {count:,}x" for name, count in sorted(unmatched.items()))
    return [Note(f"{told}: {names}.", always=True)]
