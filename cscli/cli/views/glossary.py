"""What ``cscli glossary`` shows: terms, what a change did, the report of an import, contradictions."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cscli.cli.door.output import SPREAD
from cscli.cli.door.result import Note, Result, Table
from cscli.cli.views.mail.imported import counted, import_report
from cscli.glossary.contradictions import Contradiction
from cscli.glossary.stored import AddedTerms
from cscli.glossary.terms import Term
from cscli.tables.imported import Imported, LeftOut
from cscli.text import count_words

_IN_CASE = " (these capitals)"
_COLUMNS = ("id", "rule", "from", "to", "market", "industry", "source", "target", "forbidden", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedTerms:
    """What an import did with the terms of a file."""

    kept: AddedTerms = field(metadata=SPREAD)
    rejected: int
    bad: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedTerms:
    """A file that was written, and how many terms are in it."""

    file: str
    terms: int


def added_terms(kept: AddedTerms) -> Result[AddedTerms]:
    """What adding a term changed."""
    return Result(data=kept, shown=counted(kept) + _replaced(kept))


def imported_terms(file: str, found: Imported[Term], kept: AddedTerms) -> Result[ImportedTerms]:
    """How many terms were added or changed, and each that was left out."""
    data = ImportedTerms(kept=kept, rejected=len(found.bad), bad=found.bad)
    return import_report(data, kept, found, file=file, code="bad-term", more=_replaced(kept))


def exported_terms(file: str, count: int) -> Result[ExportedTerms]:
    """The path of the file."""
    return Result(
        data=ExportedTerms(file=file, terms=count), shown=file, notes=(Note(text=f"{count_words(count, 'term')}."),)
    )


def removed_term(term: Term) -> Result[Term]:
    """The id of the term that is gone."""
    return Result(data=term, shown=str(term.id), notes=(Note(text=f"Removed {term.id}."),))


def terms_listed(found: Sequence[Term], notes: tuple[Note, ...]) -> Result[tuple[Term, ...]]:
    """One line for each term."""
    table = Table(
        columns=_COLUMNS,
        rows=[_cells(term) for term in found],
        narrow=("id", "rule", "source", "target", "forbidden"),
    )
    return Result(data=tuple(found), shown=table, notes=notes)


def contradictions_listed(found: Sequence[Contradiction]) -> Result[tuple[Contradiction, ...]]:
    """One line for each pair of terms that contradict each other."""
    rows = [(one.reason, one.first.where, one.second.where) for one in found]
    table = Table(columns=("reason", "first", "second"), rows=rows, empty="No contradictions.")
    return Result(data=tuple(found), shown=table, findings=len(found))


def _replaced(kept: AddedTerms) -> str:
    return f", {kept.replaced} replaced" if kept.replaced else ""


def _cells(term: Term) -> tuple[str, ...]:
    return (
        "" if term.id is None else str(term.id), f"{term.rule.value}{_IN_CASE * term.case_sensitive}",
        term.source_language, term.target_language, term.market, term.industry, term.source, " | ".join(term.targets),
        " | ".join(term.forbidden), term.note,
    )  # fmt: skip
