"""Glossary files, in and out: CSV and TBX.

A row that is not a valid term is reported and left out; a file that cannot be read to its end is refused. In CSV, a
cell that a spreadsheet would take for a formula is written after an apostrophe, which is removed on reading.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from cscli.errors import DataFileError
from cscli.glossary.exchange import Entries, Row, csv_entries, for_suffix, read_entries
from cscli.glossary.faults import source_key
from cscli.glossary.stored import canonical, joined, refusal
from cscli.glossary.tbx import tbx_terms, tbx_text
from cscli.glossary.terms import Rule, Term
from cscli.tables.imported import Imported
from cscli.tables.writer import csv_text as table_text

CSV_COLUMNS = (
    "rule",
    "source",
    "target",
    "source_language",
    "target_language",
    "market",
    "forbidden",
    "note",
    "case_sensitive",
)
BETWEEN = "|"
_YES = ("yes", "true", "1", "x")
_MOST_BYTES = 50_000_000

TermFile = Imported[Term]


def terms_in(path: Path) -> TermFile:
    """The terms of a ``.csv`` or ``.tbx`` file, without duplicates.

    Raises:
        DataFileError: the file cannot be read, is too large or truncated, or holds entities; names the line if known.
        UsageError: the suffix is unknown.
    """

    def limited(path: Path, repairs: Counter[str]) -> Entries[Term]:
        if path.stat().st_size > _MOST_BYTES:
            raise DataFileError(
                f"{path}: has more than {_MOST_BYTES:,} bytes.", code="too-large", hint="Split it into several files."
            )
        if path.suffix.lower() == ".tbx":
            return tbx_terms(path)
        return csv_entries(path, repairs, CSV_COLUMNS, ("source", "source_language", "target_language"), _term_of)

    found = read_entries(path, {".csv": limited, ".tbx": limited}, canonical, refusal)
    good: dict[Term, Term] = {}
    for line, term in found.good:
        good.setdefault(term, replace(term, place=f"{path.name}:{line}"))
    terms = _one_for_each_word(good.values()) if path.suffix.lower() == ".tbx" else good.values()
    return Imported(good=tuple(terms), bad=found.bad, remarks=found.remarks)


def _one_for_each_word(terms: Iterable[Term]) -> Iterator[Term]:
    """Terms of a termbase, those of several concepts for one word joined: whichever is meant is accepted."""
    by_word: dict[tuple[str, ...], list[Term]] = {}
    for term in terms:
        word = source_key(term, term.source_language) if term.rule is Rule.REQUIRED else repr(term)
        key = (term.rule, word, term.source_language, term.target_language, term.market)
        by_word.setdefault(key, []).append(term)
    for first, *others in by_word.values():
        yield joined((first, *others)) if others else first


def glossary_bytes(path: Path, terms: Iterable[Term]) -> bytes:
    """The content of a file with the name ``path``, in UTF-8.

    Raises:
        UsageError: the suffix is unknown.
    """
    return for_suffix(path, {".csv": csv_text, ".tbx": tbx_text})(terms).encode()


def csv_text(terms: Iterable[Term]) -> str:
    """Terms as CSV with a header; several forms in one cell are separated by ``|``."""
    rows = (
        (
            t.rule.value, t.source, BETWEEN.join(t.targets), t.source_language, t.target_language, t.market,
            BETWEEN.join(t.forbidden), t.note, "yes" if t.case_sensitive else "",
        )
        for t in terms
    )  # fmt: skip
    return table_text([CSV_COLUMNS, *rows])


def _term_of(row: Row) -> Term | str:
    """The term of a row, or why there is none; the rule is ``required`` by default."""
    rule = row.get("rule", "").strip().lower().replace("_", "-").replace(" ", "-") or Rule.REQUIRED.value
    if rule not in list(Rule):
        return f"{rule[:20]!r} is not one of {', '.join(Rule)}"
    return Term(
        rule=Rule(rule), source=row.get("source", ""), targets=tuple(row.get("target", "").split(BETWEEN)),
        source_language=row.get("source_language", ""), target_language=row.get("target_language", ""),
        market=row.get("market", ""), forbidden=tuple(row.get("forbidden", "").split(BETWEEN)),
        note=row.get("note", ""), case_sensitive=row.get("case_sensitive", "").strip().lower() in _YES,
    )  # fmt: skip
