"""What is wrong with a file that people write although it fits its schema: all of it at once, each with its line.

A schema cannot tell that a window has no length, that a date does not exist, or that two things have one name.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cscli.datafile import Place
from cscli.errors import DataFileError, DeskError, NotFoundError, Problem, UsageError
from cscli.paths import unreadable_hint

if TYPE_CHECKING:
    import yaml

Fault = tuple[Place, DeskError]
_WITH_LINES = (".yaml", ".yml")


def bytes_of(path: Path, most: int, what: str, hint: str) -> bytes:
    """The bytes of a file.

    Args:
        path: the file.
        most: how many bytes it may have.
        what: what kind of file it is, with its article.
        hint: how to make a smaller one.

    Raises:
        DataFileError: it cannot be read, or is too large.
    """
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise DataFileError(
            f"{path}: cannot be read: {problem.strerror}", hint=unreadable_hint(path, problem)
        ) from problem
    if len(raw) > most:
        raise DataFileError(f"{path}: is {len(raw):,} bytes; {what} has at most {most:,}", hint=hint)
    return raw


def faults_of(reading: Callable[[str], object], typed: str, place: Place) -> Iterator[Fault]:
    """The fault for which a value cannot be read, if any."""
    try:
        reading(typed)
    except (UsageError, NotFoundError) as problem:
        yield place, problem


def require_none(path: Path, faults: Iterable[Fault]) -> None:
    """Refuse a file with faults.

    Raises:
        DataFileError: all of them, in the order of the file.
    """
    found = list(faults)
    if not found:
        return
    lines = _lines(path, [place for place, _ in found])
    told = sorted(zip(lines, (problem for _, problem in found), strict=True), key=lambda pair: pair[0])
    problems = tuple(
        Problem(
            code=fault.problems[0].code if fault.problems[0].code != "usage" else DataFileError.default_code,
            message=f"{path}:{line}: {fault.message}" if line else f"{path}: {fault.message}",
            hint=fault.problems[0].hint,
        )
        for line, fault in told
    )
    raise DataFileError(problems[0].message, problems=problems)


def _lines(path: Path, places: Iterable[Place]) -> list[int]:
    """The line of each place in a YAML file that has been read before; 0 in other files."""
    if path.suffix.lower() not in _WITH_LINES:
        return [0 for _ in places]
    import yaml  # noqa: PLC0415 - only a faulty file is parsed again

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root = yaml.compose(path.read_text(encoding="utf-8-sig"), loader)
    return [_line(root, place) for place in places]


def _line(node: "yaml.Node | None", place: Place) -> int:
    import yaml  # noqa: PLC0415 - loaded by the caller

    line = 1
    for step in place:
        if isinstance(node, yaml.MappingNode):
            key, node = next(pair for pair in node.value if pair[0].value == step)
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line
