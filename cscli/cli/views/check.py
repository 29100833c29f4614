"""What ``cscli check`` shows: findings with their places, the corrected draft, the list of checks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cscli.cli.door.result import Note, Result, Table
from cscli.quality.finding import Finding, Severity, errors
from cscli.quality.registry import Checks
from cscli.quality.subject import Subject

_COLUMNS = ("severity", "check", "place", "message", "suggestion")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAbout:
    """A check in the list of all; ``file`` is where it is defined."""

    check: str
    severity: Severity
    file: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedDraft:
    """A draft with its spaces and punctuation corrected, and what is still found in it."""

    text: str
    findings: tuple[Finding, ...]


def checks_listed(checks: Checks) -> Result[tuple[CheckAbout, ...]]:
    """Every check and rule, in the order in which findings are shown."""
    found = tuple(CheckAbout(check=c.id, severity=c.severity, file=c.origin, about=c.title) for c in checks.all)
    rows = [(c.check, c.severity.value, c.file, c.about) for c in found]
    return Result(
        data=found,
        shown=Table(columns=("check", "severity", "file", "about"), rows=rows, narrow=("check", "severity", "about")),
    )


def checked_draft(found: Sequence[Finding], subject: Subject) -> Result[tuple[Finding, ...]]:
    """The findings in a draft; errors refuse it."""
    rows = list(_rows(found, subject.text))
    return Result(
        data=tuple(found),
        shown=Table(
            columns=_COLUMNS, rows=rows, narrow=("severity", "check", "message"), empty="Nothing found: fit to send."
        ),
        notes=(Note(text=f"read as {subject.language or 'an unknown language'}"),),
        findings=_counted(found),
        is_refusal=bool(errors(found)),
    )


def fixed_draft(found: Sequence[Finding], subject: Subject) -> Result[FixedDraft]:
    """The corrected draft on stdout, and beside it what is still found in it."""
    notes = (
        Note(text=f"{severity}: {check} at {place or 'the text'}: {message}", always=True)
        for severity, check, place, message, _ in _rows(found, subject.text)
    )
    return Result(
        data=FixedDraft(text=subject.text, findings=tuple(found)),
        shown=subject.text,
        notes=tuple(notes),
        findings=_counted(found),
        is_refusal=bool(errors(found)),
    )


def _counted(found: Sequence[Finding]) -> int:
    """How many findings are more than information."""
    return sum(one.severity is not Severity.INFO for one in found)


def _rows(found: Sequence[Finding], text: str) -> Iterator[tuple[str, str, str, str, str]]:
    for one in found:
        yield one.severity.value, one.check, _place(one, text), one.message, one.suggestion


def _place(found: Finding, text: str) -> str:
    """Line and column, both from 1."""
    if found.start is None:
        return ""
    before = text[: found.start]
    return f"{before.count(chr(10)) + 1}:{found.start - before.rfind(chr(10))}"
