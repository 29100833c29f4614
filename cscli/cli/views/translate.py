"""What ``cscli translate`` shows: translations on stdout, and beside them where they come from."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cscli.cli.door import output
from cscli.cli.door.result import Note, Result, Table, exit_code_of
from cscli.errors import DeskError, ExitCode, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from cscli.quality.finding import Finding
    from cscli.translation.brief import TranslatedSegment, Translation
    from cscli.translation.files import Part
    from cscli.translation.session import TranslationOptions
    from cscli.translation.texts import Alternative

_MOST_NAMED = 20


def shown_text(
    done: "Translation",
    options: "TranslationOptions",
    *,
    refused: tuple[Problem, ...],
    back: "Translation | DeskError | None",
    number: int | None,
    explain: bool,
) -> Result:
    """A translated text; one that is ``refused`` is in the data alone. ``back`` is it translated back, or why not."""
    read_back = back.text if back is not None and not isinstance(back, DeskError) else None
    data = {
        **output.plain(done), "back": read_back, "engines": list(done.seen_by), "market": options.market,
        "register": options.register, "allowed": list(options.allow), "interaction_id": number,
    }  # fmt: skip
    if refused:
        return Result(
            data={**data, "text": None, "rejected": done.text}, shown="", problems=refused,
            notes=tuple(_explained(done)) if explain else (),
        )  # fmt: skip
    notes = [*_facts(done), *(_explained(done) if explain else ())]
    if read_back is not None:
        notes.append(Note(text=f"\n--- back in {done.source} ---\n{read_back}", always=True))
    return Result(
        data=data, shown=done.text, notes=tuple(notes), problems=back.problems if isinstance(back, DeskError) else (),
        done=1,
    )  # fmt: skip


def failed_text(target: str, problem: DeskError) -> Result:
    """Why there is no translation in one of several languages."""
    return Result(
        data={"text": None, "target": target}, shown="", problems=problem.problems
    )  # fmt: skip


def together(targets: Sequence[str], answers: Sequence[Result]) -> Result:
    """Answers in several languages, one under the other."""
    blocks = [f"{tag}:\n{answer.shown}" for tag, answer in zip(targets, answers, strict=True) if is_given(answer)]
    return _joined(answers, "\n\n".join(blocks))


def files_together(answers: Sequence[Result]) -> Result:
    """A file in several languages."""
    return _joined(answers, "\n".join(str(a.shown) for a in answers if a.shown))


def _joined(answers: Sequence[Result], shown: str) -> Result:
    """Several answers as one; it is partial as long as each language has at least a part of it."""
    return Result(
        data=[answer.data for answer in answers], shown=shown,
        notes=tuple(note for answer in answers for note in answer.notes),
        problems=tuple(dict.fromkeys(problem for answer in answers for problem in answer.problems)),
        done=len(answers) if all(map(is_given, answers)) else None,
    )  # fmt: skip


def is_given(answer: Result) -> bool:
    """Whether there is a translation in it, even if something else about it failed."""
    return exit_code_of(answer) in (ExitCode.OK, ExitCode.PARTIAL)


def shown_alternatives(source: str, target: str, said: "Sequence[Alternative]", failure: DeskError | None) -> Result:
    """What each engine says; ``failure`` is why none says anything."""
    rows = [(one.engine, str(one.score or ""), one.text or f"({one.error})") for one in said]
    data = {"source": source, "target": target, "alternatives": [_alternative(one) for one in said]}
    answer = Result(data=data, shown=Table(columns=("engine", "score", "text"), rows=rows))
    if failure is None:
        return answer
    return answer._replace(problems=failure.problems)


def _alternative(one: "Alternative") -> dict[str, object]:
    return {
        "engine": one.engine, "text": one.text, "score": one.score, "error": one.error,
        "findings": [output.plain(f) for f in one.findings],
    }  # fmt: skip


def refused_file(
    parts: "Sequence[Part]", source: str, target: str, path: "Path | None", problems: Sequence[Problem]
) -> Result:
    """A file that was not written, as parts of it could not be translated, with the reasons."""
    more = f" The first {_MOST_NAMED} of {len(problems)} reasons are named." if len(problems) > _MOST_NAMED else ""
    kept = f"Nothing was written in {target}.{more} Keep such parts as they are with --partial."
    return Result(
        data={**_file_data(parts, source, target, path), "file": None}, shown="",
        problems=tuple(problems[:_MOST_NAMED]), notes=(Note(text=kept, always=True),),
    )  # fmt: skip


def shown_file(
    parts: "Sequence[Part]",
    text: str,
    source: str,
    target: str,
    path: "Path | None",
    problems: Sequence[Problem],
) -> Result:
    """A translated file: its path, or its text where it goes to stdout."""
    data = _file_data(parts, source, target, path)
    return Result(
        data=data if path else {**data, "text": text}, shown=str(path) if path else text.removesuffix("\n"),
        notes=tuple(_file_facts(parts, source, target)), problems=tuple(problems[:_MOST_NAMED]),
        done=len(parts),
    )  # fmt: skip


def _facts(done: "Translation") -> Iterator[Note]:
    """What somebody wants to know beside the text; warnings also in a pipe."""
    how = ", ".join(dict.fromkeys(_how(s) for s in done.segments)) or "unchanged"
    yield Note(text="")
    yield Note(text=f"{done.source} → {done.target} · {how}")
    for found in done.findings:
        if found.check != "machine-translated":  # the line above says so
            text = f"{found.severity}: {found.message} {found.suggestion}".rstrip()
            yield Note(text=text, always=found.severity != "info")


def _how(segment: "TranslatedSegment") -> str:
    if segment.origin == "memory":
        return "memory, approved" if segment.reviewed else f"memory, said before by {segment.engine or 'an engine'}"
    return segment.engine or segment.origin.value


def _explained(done: "Translation") -> Iterator[Note]:
    """Each sentence: where it comes from, how sure that is, and who could not help."""
    yield Note(text="", always=True)
    for number, segment in enumerate(done.segments, start=1):
        parts = [_how(segment)]
        parts += [f"score {segment.score}"] if segment.score else []
        parts += [f"quality {segment.quality}"] if segment.quality else []
        parts += [f"{segment.unknown} unknown words"] if segment.unknown else []
        yield Note(text=f"{number}. {segment.source}\n   {segment.target}\n   {', '.join(parts)}", always=True)
        if segment.kept:
            yield Note(text=f"   shown to no engine: {', '.join(segment.kept)}", always=True)
        for reason in segment.tried:
            yield Note(text=f"   not {reason}", always=True)


def _file_data(parts: "Sequence[Part]", source: str, target: str, path: "Path | None") -> dict[str, object]:
    done = [(part.number + 1, part.done) for part in parts if part.done]
    return {
        "file": str(path) if path else None, "source": source, "target": target, "parts": len(parts),
        "translated": len(done), "failed": len(parts) - len(done),
        "machine": any(one.machine for _, one in done),
        "engines": sorted({name for _, one in done for name in one.seen_by}),
        "findings": [
            {"part": number, **output.plain(found)} for number, one in done for found in _worth_telling(one)
        ],
    }  # fmt: skip


def _file_facts(parts: "Sequence[Part]", source: str, target: str) -> Iterator[Note]:
    origins = [s.origin for part in parts if part.done for s in part.done.segments]
    counts = ", ".join(f"{origins.count(origin)} {origin.value}" for origin in dict.fromkeys(origins))
    yield Note(text=f"{source} → {target}: {len(parts)} parts; sentences: {counts or 'none'}")
    told = [(part.number + 1, found) for part in parts if part.done for found in _worth_telling(part.done)]
    for number, found in told[:_MOST_NAMED]:
        yield Note(text=f"{found.severity}: part {number}: {found.message}", always=True)


def _worth_telling(done: "Translation") -> "list[Finding]":
    return [found for found in done.findings if found.severity != "info"]
