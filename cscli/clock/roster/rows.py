"""Shifts that were written down one by one, put together by agent.

In a table a row is a shift, in a calendar an event is one. What several of them say of the same agent must agree; one
that is silent about the zone, the languages or the holidays means those of the others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cscli.clock.roster.absences import Absence, DateRange
from cscli.clock.roster.agents import MOST_AGENTS, Agent, DatedShift, name_key
from cscli.errors import DataFileError, Problem, UsageError
from cscli.text import count_words

_MOST_TOLD = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """What one line says of an agent; what it leaves open is empty. ``weekly`` are windows by days."""

    line: int
    name: str
    zone: str = ""
    languages: tuple[str, ...] = ()
    holidays: str = ""
    weekly: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dated: tuple[DatedShift, ...] = ()
    off: tuple[DateRange, ...] = ()
    absences: tuple[Absence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFault:
    """What is wrong with a line."""

    line: int
    message: str
    hint: str = ""


def fault_of(line: int, problem: UsageError) -> RosterFault:
    """A line's fault, from the error that reading it gave."""
    return RosterFault(line=line, message=problem.message, hint=problem.problems[0].hint)


def agents_of(path: Path, rows: Iterable[RosterRow], faults: Iterable[RosterFault] = ()) -> tuple[Agent, ...]:
    """The agents of a file's rows, in the order in which they first appear.

    Args:
        path: the file.
        rows: its good rows.
        faults: what is wrong with the others.

    Raises:
        DataFileError: there are faults, rows contradict each other, or an agent lacks something; all is listed.
    """
    by_agent: dict[str, list[RosterRow]] = {}
    for row in rows:
        by_agent.setdefault(name_key(row.name), []).append(row)
    found = [*faults, *(fault for own in by_agent.values() for fault in _disagreements(own))]
    if not found:  # a bad row may hold just what its agent lacks
        found += (fault for own in by_agent.values() for fault in _omissions(own))
    if found:
        raise faults_error(path, found)
    if not by_agent:
        raise DataFileError(f"{path}: has no agents", hint="Write one row for each shift of each agent.")
    if len(by_agent) > MOST_AGENTS:
        raise DataFileError(
            f"{path}: has {len(by_agent):,} agents; a roster has at most {MOST_AGENTS:,}", hint="Split it by team."
        )
    return tuple(map(_agent, by_agent.values()))


def _agent(rows: Sequence[RosterRow]) -> Agent:
    weekly: dict[str, tuple[str, ...]] = {}
    for days, windows in (part for row in rows for part in row.weekly):
        weekly[days] = tuple(dict.fromkeys((*weekly.get(days, ()), *windows)))
    return Agent(
        name=rows[0].name,
        zone=next(row.zone for row in rows if row.zone),
        languages=next(row.languages for row in rows if row.languages),
        weekly=weekly,
        dated=tuple(sorted({shift for row in rows for shift in row.dated})),
        off=tuple(dict.fromkeys(dates for row in rows for dates in row.off)),
        absences=tuple(dict.fromkeys(one for row in rows for one in row.absences)),
        holidays=next((row.holidays for row in rows if row.holidays), ""),
    )


def _disagreements(rows: Sequence[RosterRow]) -> Iterable[RosterFault]:
    """What the rows of one agent say in two ways."""
    for what in ("zone", "languages", "holidays"):
        first, *others = [row for row in rows if getattr(row, what)] or rows[:1]
        for other in others:
            if _said(other, what) != _said(first, what):
                yield RosterFault(
                    line=other.line,
                    message=f"The {what} of {other.name!r} cannot be {_said(other, what)} here and "
                    f"{_said(first, what)} in line {first.line}.",
                    hint="Say the same in both lines, or leave one empty; two people need two names.",
                )


def _said(row: RosterRow, what: str) -> str:
    return " ".join(sorted(row.languages)) if what == "languages" else str(getattr(row, what))


def _omissions(rows: Sequence[RosterRow]) -> Iterable[RosterFault]:
    name, line = rows[0].name, rows[0].line
    for what, hint in (("zone", "Asia/Manila"), ("languages", "en tl")):
        if not any(getattr(row, what) for row in rows):
            yield RosterFault(line=line, message=f"{name!r} has no {what}.", hint=f"Give them once, such as {hint}.")
    if not any(row.weekly or row.dated for row in rows):
        yield RosterFault(line=line, message=f"{name!r} has no shift.", hint="Give at least one.")


def faults_error(path: Path, faults: Iterable[RosterFault]) -> DataFileError:
    """One error for all faults, in the order of the file."""
    ordered = sorted(faults, key=lambda fault: fault.line)
    code = DataFileError.default_code
    told = [
        Problem(code=code, message=f"{path}:{fault.line}: {fault.message}", hint=fault.hint)
        for fault in ordered[:_MOST_TOLD]
    ]
    if len(ordered) > _MOST_TOLD:
        told.append(
            Problem(
                code=code,
                message=f"{path}: and {count_words(len(ordered) - _MOST_TOLD, 'line')} more.",
                hint="Mend these first; the others are told then.",
            )
        )
    return DataFileError(told[0].message, problems=tuple(told))
