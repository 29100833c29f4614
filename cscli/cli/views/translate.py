"""What ``cscli translate`` shows: translations on stdout, and beside them where they come from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from cscli.cli.door.output import SPREAD
from cscli.cli.door.result import Note, Result, Table, exit_code_of
from cscli.errors import DeskError, ExitCode, Problem
from cscli.quality.finding import Finding, Severity
from cscli.text import count_words
from cscli.translation.brief import TranslatedSegment, Translation
from cscli.translation.files import TranslatedPart
from cscli.translation.session import TranslationOptions
from cscli.translation.texts import Alternative

_MOST_NAMED = 20
P = TypeVar("P")


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedText:
    """A translated text: what was asked of it, the text translated back, and the id under which it is recorded."""

    done: Translation = field(metadata=SPREAD)
    back: str | None = None
    engines: tuple[str, ...]
    market: str
    register: str
    allowed: tuple[str, ...]
    interaction_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedText(TranslatedText):
    """A translation that must not be sent: it stands apart, so that no script takes it for an answer."""

    text: None = None
    rejected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoText:
    """A language in which there is no translation."""

    text: None = None
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """What each engine says."""

    source: str
    target: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFinding:
    """A finding in a part of a file; ``part`` and ``line`` count from 1."""

    part: int
    line: int
    finding: Finding = field(metadata=SPREAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedFile:
    """A translated file; ``file`` is None where it went to stdout or was not written."""

    file: str | None
    source: str
    target: str
    parts: int
    translated: int
    failed: int
    machine: bool
    engines: tuple[str, ...]
    findings: tuple[PartFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFile:
    """A translated file that went to stdout."""

    about: TranslatedFile = field(metadata=SPREAD)
    text: str


Text = TranslatedText | NoText
File = TranslatedFile | PrintedFile


def shown_text(
    done: Translation,
    options: TranslationOptions,
    *,
    refused: tuple[Problem, ...],
    back: Translation | DeskError | None,
    number: int | None,
    explain: bool,
) -> Result[Text]:
    """A translated text; one that is ``refused`` is in the data alone. ``back`` is it translated back, or why not."""
    explained = tuple(_explained(done)) if explain else ()
    if refused:
        data = RefusedText(
            done=done, engines=done.seen_by, market=options.market, register=options.register, allowed=options.allow,
            rejected=done.text,
        )  # fmt: skip
        return Result(data=data, shown="", problems=refused, notes=explained)
    read_back = back.text if isinstance(back, Translation) else None
    notes = [*_facts(done), *explained]
    if read_back is not None:
        notes.append(Note(text=f"\n--- back in {done.source} ---\n{read_back}", always=True))
    return Result(
        data=TranslatedText(
            done=done, engines=done.seen_by, market=options.market, register=options.register, allowed=options.allow,
            back=read_back, interaction_id=number,
        ),
        shown=done.text, notes=tuple(notes), problems=back.problems if isinstance(back, DeskError) else (), done=1,
    )  # fmt: skip


def failed_text(target: str, problem: DeskError) -> Result[Text]:
    """Why there is no translation in one of several languages."""
    return Result(data=NoText(target=target), shown="", problems=problem.problems)


def together(targets: Sequence[str], answers: Sequence[Result[Text]]) -> Result[Text | tuple[Text, ...]]:
    """Answers in one language, or in several one under the other."""
    if len(answers) == 1:
        return answers[0]
    blocks = [f"{tag}:\n{answer.shown}" for tag, answer in zip(targets, answers, strict=True) if is_given(answer)]
    return _joined(answers, "\n\n".join(blocks))


def files_together(answers: Sequence[Result[File]]) -> Result[File | tuple[File, ...]]:
    """A file in one language or in several."""
    if len(answers) == 1:
        return answers[0]
    return _joined(answers, "\n".join(str(a.shown) for a in answers if a.shown))


def _joined(answers: Sequence[Result[P]], shown: str) -> Result[tuple[P, ...]]:
    """Several answers as one; it is partial as long as each language has at least a part of it."""
    return Result(
        data=tuple(answer.payload for answer in answers), shown=shown,
        notes=tuple(note for answer in answers for note in answer.notes),
        problems=tuple(dict.fromkeys(problem for answer in answers for problem in answer.problems)),
        done=len(answers) if all(map(is_given, answers)) else None,
    )  # fmt: skip


def is_given(answer: Result[object]) -> bool:
    """Whether there is a translation in it, even if something else about it failed."""
    return exit_code_of(answer) in (ExitCode.OK, ExitCode.PARTIAL)


def shown_alternatives(
    source: str, target: str, said: Sequence[Alternative], failure: DeskError | None
) -> Result[Alternatives]:
    """What each engine says; ``failure`` is why none says anything."""
    rows = [(one.engine, str(one.score or ""), one.text or f"({one.error})") for one in said]
    return Result(
        data=Alternatives(source=source, target=target, alternatives=tuple(said)),
        shown=Table(columns=("engine", "score", "text"), rows=rows),
        problems=failure.problems if failure else (),
    )


def refused_file(
    parts: Sequence[TranslatedPart], source: str, target: str, problems: Sequence[Problem]
) -> Result[File]:
    """A file that was not written, as parts of it could not be translated, with the reasons."""
    more = f" The first {_MOST_NAMED} of {len(problems)} reasons are named." if len(problems) > _MOST_NAMED else ""
    kept = f"Nothing was written in {target}.{more} Keep such parts as they are with --partial."
    return Result(
        data=_about(parts, source, target, None), shown="",
        problems=tuple(problems[:_MOST_NAMED]), notes=(Note(text=kept, always=True),),
    )  # fmt: skip


def shown_file(
    parts: Sequence[TranslatedPart], text: str, source: str, target: str, path: Path | None, problems: Sequence[Problem]
) -> Result[File]:
    """A translated file: its path, or its text where it goes to stdout."""
    about = _about(parts, source, target, path)
    return Result(
        data=about if path else PrintedFile(about=about, text=text),
        shown=str(path) if path else text.removesuffix("\n"),
        notes=tuple(_file_facts(parts, source, target)),
        problems=tuple(problems[:_MOST_NAMED]),
        done=len(parts),
    )


def _facts(done: Translation) -> Iterator[Note]:
    """What somebody wants to know beside the text; warnings also in a pipe."""
    how = ", ".join(dict.fromkeys(_how(s) for s in done.segments)) or "unchanged"
    yield Note(text="")
    yield Note(text=f"{done.source} → {done.target} · {how}")
    for found in done.findings:
        if found.check != "machine-translated":  # the line above says so
            text = f"{found.severity}: {found.message} {found.suggestion}".rstrip()
            yield Note(text=text, always=found.severity != "info")


def _how(segment: TranslatedSegment) -> str:
    if segment.origin == "memory":
        return "memory, approved" if segment.reviewed else f"memory, said before by {segment.engine or 'an engine'}"
    return segment.engine or segment.origin.value


def _explained(done: Translation) -> Iterator[Note]:
    """Each sentence: where it comes from, how sure that is, and who could not help."""
    yield Note(text="", always=True)
    for number, segment in enumerate(done.segments, start=1):
        parts = [_how(segment)]
        parts += [f"score {segment.score}"] if segment.score else []
        parts += [f"quality {segment.quality}"] if segment.quality else []
        parts += [f"{count_words(segment.unknown, 'unknown word')}"] if segment.unknown else []
        yield Note(text=f"{number}. {segment.source}\n   {segment.target}\n   {', '.join(parts)}", always=True)
        if segment.kept:
            yield Note(text=f"   shown to no engine: {', '.join(segment.kept)}", always=True)
        for reason in segment.tried:
            yield Note(text=f"   not {reason}", always=True)


def _about(parts: Sequence[TranslatedPart], source: str, target: str, path: Path | None) -> TranslatedFile:
    done = [part.done for part in parts if part.done]
    return TranslatedFile(
        file=str(path) if path else None, source=source, target=target, parts=len(parts), translated=len(done),
        failed=len(parts) - len(done), machine=any(one.machine for one in done),
        engines=tuple(sorted({name for one in done for name in one.seen_by})),
        findings=tuple(
            PartFinding(part=part.number + 1, line=part.line, finding=found) for part, found in _warnings(parts)
        ),
    )  # fmt: skip


def _file_facts(parts: Sequence[TranslatedPart], source: str, target: str) -> Iterator[Note]:
    origins = [s.origin for part in parts if part.done for s in part.done.segments]
    counts = ", ".join(f"{origins.count(origin)} {origin.value}" for origin in dict.fromkeys(origins))
    yield Note(text=f"{source} → {target}: {count_words(len(parts), 'part')}; sentences: {counts or 'none'}")
    for part, found in list(_warnings(parts))[:_MOST_NAMED]:
        yield Note(text=f"{found.severity}: part {part.number + 1}: {found.message} (line {part.line})", always=True)


def _warnings(parts: Sequence[TranslatedPart]) -> Iterator[tuple[TranslatedPart, Finding]]:
    """Findings that are more than information, each with its part."""
    for part in parts:
        for found in part.done.findings if part.done else ():
            if found.severity is not Severity.INFO:
                yield part, found
