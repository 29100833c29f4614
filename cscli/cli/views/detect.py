"""What ``cscli detect`` shows: the language of a text, or of each line."""

from collections.abc import Iterable

from cscli.cli.door.result import Note, Result
from cscli.errors import Problem
from cscli.reading.json_texts import BadLine
from cscli.reading.language import Detection

_A_LINE = 'Write each line as a JSON document of its own, such as {"text": "Where is my parcel?"}'


def detected_text(found: Detection) -> Result[Detection]:
    """The language's tag, and beside it how sure it is."""
    return Result(data=found, shown=found.language, notes=(Note(text=_confidence(found)),))


def detected_lines(answers: Iterable[Detection | BadLine]) -> Result[tuple[Detection | BadLine, ...]]:
    """One tag for each line, ``error`` for a line that cannot be read."""
    found = tuple(answers)
    bad = [one for one in found if isinstance(one, BadLine)]
    return Result(
        data=found,
        shown="\n".join("error" if isinstance(one, BadLine) else one.language for one in found),
        problems=tuple(Problem(code="bad-row", message=f"line {one.line} {one.error}", hint=_A_LINE) for one in bad),
        done=len(found) - len(bad),
    )


def _confidence(found: Detection) -> str:
    others = ", ".join(f"{c.language} {c.confidence:.2f}" for c in found.alternatives)
    if found.language == "und":
        return f"It cannot be told. It may be: {others}" if others else "It cannot be told: there is too little text."
    return f"Confidence {found.confidence:.2f}, script {found.script}." + (f" Or: {others}" if others else "")
