"""What ``cscli translate`` answers for a text: in one language or several, with what is to be said about it."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from cscli.cli.checking import stopping
from cscli.cli.door import output
from cscli.cli.door.result import Note, Result, Status, Table, exit_code_of, status_of
from cscli.errors import DeskError, ExitCode, Problem, RefusedError, UnavailableError
from cscli.text import clean

if TYPE_CHECKING:
    from pathlib import Path

    from cscli.cli.translating import TranslationSession
    from cscli.translation.brief import TranslatedSegment, Translation


def translated_text(
    interpreter: "TranslationSession", text: str, targets: Sequence[str], source: str, *, out: str = "", **wanted: Any
) -> Result:
    """A text in one or several languages.

    Args:
        interpreter: what translates.
        text: the text.
        targets: BCP 47 tags.
        source: the text's language; empty: to be told from it.
        out: a file to write, ``{to}`` standing for the language.
        wanted: the options of the command that say what is shown and kept.

    Raises:
        UsageError: the language of the text cannot be told.
        RefusedError, UnavailableError: it cannot be translated; for several languages, into none of them.
    """
    paths = _paths(out, targets)
    with closing(interpreter):
        if wanted["alternatives"]:
            return _alternatives(interpreter, text, targets[0], source)
        if len(targets) == 1:
            answers = [_answer(interpreter, text, targets[0], source, wanted)]
        else:
            answers = [_attempt(interpreter, text, target, source, wanted) for target in targets]
    result = answers[0] if len(answers) == 1 else _together(targets, answers)
    return _written(result, paths, answers) if paths else result


def conversation(interpreter: "TranslationSession", targets: Sequence[str], source: str, **wanted: Any) -> Result:
    """Line after line from a terminal, until it ends: the engines stay warm."""

    def lines() -> Iterator[Result]:
        with closing(interpreter):
            while True:
                try:
                    line = output.asked(f"{source or 'any'} → {','.join(targets)}:")
                except EOFError:
                    return
                if line:
                    answers = [_attempt(interpreter, line, target, source, wanted) for target in targets]
                    yield answers[0] if len(answers) == 1 else _together(targets, answers)

    return Result(
        data=None, shown="", rest=lines(),
        notes=(Note(text="Type a text and press Enter; end with Ctrl-D.", always=True),),
    )  # fmt: skip


def _attempt(interpreter: "TranslationSession", text: str, target: str, source: str, wanted: dict[str, Any]) -> Result:
    """The text in one of several languages; an error is an answer, too, as the next language may do better."""
    try:
        return _answer(interpreter, text, target, source, wanted)
    except DeskError as problem:
        return Result(
            data={"text": None, "target": target}, shown="", problems=problem.problems, status=Status.ERROR,
            exit_code=problem.exit_code,
        )  # fmt: skip


def _answer(interpreter: "TranslationSession", text: str, target: str, source: str, wanted: dict[str, Any]) -> Result:
    """The text in one language, and everything about it."""
    source = source or interpreter.language_of(text) if text.strip() else source or target
    done = _translation(interpreter, text, source, target)
    stopped = stopping(done.findings, done.text)
    back, unread = _back(interpreter, done) if wanted["back"] and not stopped else (None, ())
    number = None if stopped or not wanted["log"] else _recorded(interpreter, text, done, wanted)
    data = _as_data(done, back, number, interpreter)
    if stopped:
        return Result(
            data={**data, "text": None, "rejected": done.text}, shown="", status=Status.ERROR,
            exit_code=ExitCode.REFUSED, problems=stopped,
            notes=tuple(_explained(done)) if wanted["explain"] else (),
        )  # fmt: skip
    notes = [*_facts(done), *(_explained(done) if wanted["explain"] else ())]
    if back is not None:
        notes.append(Note(text=f"\n--- back in {done.source} ---\n{back}", always=True))
    if unread:
        return Result(
            data=data, shown=done.text, notes=tuple(notes), problems=unread, status=Status.PARTIAL,
            exit_code=ExitCode.PARTIAL,
        )  # fmt: skip
    return Result(data=data, shown=done.text, notes=tuple(notes))


def _translation(interpreter: "TranslationSession", text: str, source: str, target: str) -> "Translation":
    from cscli.translation.brief import Translation

    if source == target or (target.partition("-")[0] == source and target not in ("zh-TW", "zh-HK")):
        return Translation(text=text, source=source, target=target, segments=())
    translator, brief = interpreter.translator(source, target)
    return translator.translation(clean(text), brief)


def _back(interpreter: "TranslationSession", done: "Translation") -> tuple[str | None, tuple[Problem, ...]]:
    """The translation in the language it came from, by the engines themselves and for reading only; or why not."""
    with closing(interpreter.with_wishes(fresh=True, market="", register="", outgoing=False)) as reader:
        try:
            return _translation(reader, done.text, done.target, done.source).text, ()
        except DeskError as problem:
            return None, problem.problems


def _alternatives(interpreter: "TranslationSession", text: str, target: str, source: str) -> Result:
    """What each engine says, and what the memory holds that is similar."""
    from cscli.reading.placeables import Finder
    from cscli.translation.memory import fuzzy
    from cscli.translation.source_text import from_slots, in_slots

    source = source or interpreter.language_of(text)
    said: list[dict[str, Any]] = []
    failed: list[DeskError] = []
    for engine in interpreter.engines:
        name = engine.profile.name
        with closing(interpreter.alone(name)) as alone:
            said.append(_said_by(alone, name, text, source, target, failed))
    desk, market = interpreter.desk, interpreter.wishes.market
    finder = Finder(order_patterns=desk.settings.items("order_numbers"), language=source)
    key = in_slots(text, finder)
    similar = fuzzy(desk.record, key, source, target, market) if desk.record.exists() else ()
    write = interpreter.translator(source, target)[1].write
    known = {from_slots(m.unit.target, text, finder, write): m.score for m in similar}
    said += [
        {"engine": "memory", "text": filled, "score": score, "error": None, "findings": []}
        for filled, score in known.items()
        if filled not in [one["text"] for one in said]
    ]
    rows = [(one["engine"], str(one["score"] or ""), one["text"] or f"({one['error']})") for one in said]
    answer = Result(
        data={"source": source, "target": target, "alternatives": said},
        shown=Table(columns=("engine", "score", "text"), rows=rows),
    )
    if any(one["text"] for one in said) or not failed:
        return answer
    # A refusal says what would change it; that an engine knows nothing does not.
    worst = next((problem for problem in failed if isinstance(problem, RefusedError)), failed[-1])
    return answer._replace(status=Status.ERROR, exit_code=worst.exit_code, problems=worst.problems)


def _said_by(
    alone: "TranslationSession", name: str, text: str, source: str, target: str, failed: list[DeskError]
) -> dict[str, Any]:
    try:
        done = _translation(alone, text, source, target)
    except (RefusedError, UnavailableError) as problem:
        failed.append(problem)
        return {"engine": name, "text": None, "score": None, "error": problem.message, "findings": []}
    scores = [s.score for s in done.segments if s.score is not None]
    return {
        "engine": name, "text": done.text, "score": min(scores, default=None), "error": None,
        "findings": [asdict(f) for f in done.findings],
    }  # fmt: skip


def _recorded(interpreter: "TranslationSession", text: str, done: "Translation", wanted: dict[str, Any]) -> int:
    """The id under which both texts are kept: the customer's is the body, the agent's stands beside it."""
    from cscli.desk.log import Interaction, add_interaction

    desk, wishes, incoming = interpreter.desk, interpreter.wishes, wanted["log"] == "in"
    theirs, ours = (text, done.text) if incoming else (done.text, text)
    market = desk.catalog().market(wishes.market).code if wishes.market else ""
    return add_interaction(
        desk.record,
        Interaction(
            direction=wanted["log"], channel=wishes.channel or "email", body=theirs, at=desk.now,
            customer=wanted["customer"], market=market, language=done.source if incoming else done.target,
            register=wishes.register, agent=desk.sender.agent, agent_text=ours,
            agent_language=done.target if incoming else done.source, engines=done.seen_by, allowed=wishes.allow,
            findings=tuple(asdict(f) for f in done.findings),
        ),
    )  # fmt: skip


def _as_data(
    done: "Translation", back: str | None, number: int | None, interpreter: "TranslationSession"
) -> dict[str, Any]:
    wishes = interpreter.wishes
    return {
        **output.plain(done), "back": back, "engines": list(done.seen_by), "market": wishes.market,
        "register": wishes.register, "allowed": list(wishes.allow), "interaction_id": number,
    }  # fmt: skip


def _facts(done: "Translation") -> Iterator[Note]:
    """What somebody wants to know beside the text; warnings also in a pipe."""
    how = ", ".join(dict.fromkeys(_how(s) for s in done.segments)) or "unchanged"
    yield Note(text="")
    yield Note(text=f"{done.source} → {done.target} · {how}")
    for found in done.findings:
        if found.check != "machine-translated":
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


def _together(targets: Sequence[str], answers: Sequence[Result]) -> Result:
    """Answers in several languages, one under the other; the worst of them is how it ended."""
    worst = max(answers, key=exit_code_of)
    blocks = [f"{tag}:\n{answer.shown}" for tag, answer in zip(targets, answers, strict=True) if _is_given(answer)]
    return Result(
        data=[answer.data for answer in answers], shown="\n\n".join(blocks),
        notes=tuple(note for answer in answers for note in answer.notes), status=status_of(worst),
        problems=tuple(dict.fromkeys(problem for answer in answers for problem in answer.problems)),
        exit_code=exit_code_of(worst),
    )  # fmt: skip


def _paths(out: str, targets: Sequence[str]) -> "Sequence[Path]":
    """The file for each language, named before anything is sent; none for stdout."""
    from cscli.cli.translated_file import named_outputs

    return named_outputs(out, targets) if out else ()


def _written(result: Result, paths: "Sequence[Path]", answers: Sequence[Result]) -> Result:
    """The answers in files instead of on stdout; what was refused leaves its file as it was."""
    from cscli.cli.door.files import write_file

    written = []
    for path, answer in zip(paths, answers, strict=True):
        if _is_given(answer):
            write_file(path, f"{answer.shown}\n".encode())
            written.append(str(path))
    return result._replace(shown="\n".join(written))


def _is_given(answer: Result) -> bool:
    """Whether there is a translation in it, even if something else about it failed."""
    return exit_code_of(answer) in (ExitCode.OK, ExitCode.PARTIAL)
