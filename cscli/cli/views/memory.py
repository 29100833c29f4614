"""What ``cscli memory`` shows: units that match a text, what a change did, the report of an import, totals."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cscli.cli.door.output import SPREAD
from cscli.cli.door.result import Note, Result, Table
from cscli.cli.views.mail.imported import counted, import_report
from cscli.tables.imported import Imported, LeftOut
from cscli.text import count_words, one_line
from cscli.translation.memory import Added, Match, Total, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedUnit:
    """A unit that was found, and how well it fits: 1 to 100."""

    score: int
    unit: Unit = field(metadata=SPREAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedUnits:
    """What an import did with the units of a file; ``unapproved`` ones wait for a person."""

    kept: Added = field(metadata=SPREAD)
    rejected: int
    bad: tuple[LeftOut, ...]
    unapproved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedUnits:
    """A file that was written, and how many units are in it."""

    file: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededUnits:
    """What filling the memory changed, and of how many pairs of languages."""

    kept: Added = field(metadata=SPREAD)
    pairs: int


def matches_listed(found: Sequence[Match]) -> Result[tuple[RankedUnit, ...]]:
    """One line for each unit, best first."""
    rows = [
        (str(m.score), str(m.unit.id), m.unit.market, m.unit.origin, one_line(m.unit.source), one_line(m.unit.target))
        for m in found
    ]
    columns = ("score", "id", "market", "origin", "source", "target")
    return Result(
        data=tuple(RankedUnit(score=match.score, unit=match.unit) for match in found),
        shown=Table(columns=columns, rows=rows, narrow=("score", "id", "source", "target")),
    )


def imported_units(file: str, found: Imported[Unit], kept: Added) -> Result[ImportedUnits]:
    """How many units were added or changed, how many wait for approval, and each that was left out."""
    waiting = sum(not unit.approved for unit in found.good)
    data = ImportedUnits(kept=kept, rejected=len(found.bad), bad=found.bad, unapproved=waiting)
    told = count_words(waiting, "is not approved: it counts", "are not approved: they count")
    text = f"{told} 40 less. See: cscli memory approve --help"
    notes = (Note(text=text, always=True),) if waiting else ()
    return import_report(data, kept, found, file=file, code="bad-unit", notes=notes)


def exported_units(file: str, count: int) -> Result[ExportedUnits]:
    """The path of the file."""
    return Result(
        data=ExportedUnits(file=file, units=count), shown=file, notes=(Note(text=f"{count_words(count, 'unit')}."),)
    )


def approved_unit(unit: Unit) -> Result[Unit]:
    """The id of a unit that was approved."""
    return Result(data=unit, shown=str(unit.id), notes=(Note(text=f"Approved {unit.id}."),))


def totals_listed(found: Sequence[Total]) -> Result[tuple[Total, ...]]:
    """One line for each pair of languages and origin."""
    rows = [(t.source_language, t.target_language, t.origin, str(t.units), str(t.approved), str(t.uses)) for t in found]
    table = Table(columns=("from", "to", "origin", "units", "approved", "uses"), rows=rows)
    return Result(data=tuple(found), shown=table)


def seeded_units(kept: Added, pairs: int) -> Result[SeededUnits]:
    """How many units were added or changed."""
    return Result(data=SeededUnits(kept=kept, pairs=pairs), shown=counted(kept))
