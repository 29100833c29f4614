"""Glossaries as files, in and out: which kind a file is, and CSV.

A row that is no term is reported and left out; a file that cannot be read to its end is refused whole. A cell that a
spreadsheet would take for a formula is written with an apostrophe before it, which is taken off again when it is read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cscli.errors import DataFileError, UsageError
from cscli.glossary.search import same_key
from cscli.glossary.stored import MOST_FORMS, canonical, refusal
from cscli.glossary.tbx import tbx_terms, tbx_text
from cscli.glossary.terms import Rule, Term
from cscli.tables.imported import Imported, LeftOut, named_rows, remarks_on
from cscli.tables.writer import csv_text as table_text
from cscli.text import MOST_CELL

CSV_COLUMNS = ("rule", "source", "target", "source_language", "target_language", "market", "forbidden", "note")
BETWEEN = "|"
_MOST_BYTES = 50_000_000


TermFile = Imported[Term]


def terms_in(path: Path) -> TermFile:
    """The terms of a ``.csv`` or ``.tbx`` file; one that stands there twice comes once.

    Raises:
        DataFileError: it cannot be read, is cut off, or holds entities; names the line where that is known.
        UsageError: its name ends otherwise.
    """
    repairs: Counter[str] = Counter()
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".tbx"):
        raise _other_kind(path)
    good: dict[Term, Term] = {}
    bad: list[LeftOut] = []
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise DataFileError(f"{path}: has more than {_MOST_BYTES:,} bytes.", code="too-large")
        for line, found in tbx_terms(path) if suffix == ".tbx" else _csv_terms(path, repairs):
            if isinstance(found, str):
                bad.append(LeftOut(line=line, reason=found))
                continue
            term = canonical(found)
            reason = refusal(term)
            if reason:
                bad.append(LeftOut(line=line, reason=reason))
            else:
                good.setdefault(term, replace(term, place=f"{path.name}:{line}"))
    except OSError as problem:
        raise DataFileError(f"{path}: cannot be read: {problem.strerror}.", code="no-file") from problem
    terms = _one_for_each_word(good.values()) if suffix == ".tbx" else good.values()
    return Imported(good=tuple(terms), bad=tuple(bad), remarks=remarks_on(repairs))


def _one_for_each_word(terms: Iterable[Term]) -> Iterator[Term]:
    """Terms of a termbase, with those of several concepts for one word as one: whichever is meant is accepted."""
    by_word: dict[tuple[str, ...], list[Term]] = {}
    for term in terms:
        word = same_key(term.source, term.source_language) if term.rule is Rule.REQUIRED else repr(term)
        key = (term.rule, word, term.source_language, term.target_language, term.market)
        by_word.setdefault(key, []).append(term)
    for first, *others in by_word.values():
        targets = tuple(dict.fromkeys(form for term in (first, *others) for form in term.targets))
        written = set(map(same_key, targets))
        banned = dict.fromkeys(form for term in (first, *others) for form in term.forbidden)
        forbidden = tuple(form for form in banned if same_key(form) not in written)
        yield replace(first, targets=targets[:MOST_FORMS], forbidden=forbidden[:MOST_FORMS]) if others else first


def glossary_bytes(path: Path, terms: Iterable[Term]) -> bytes:
    """The content of a file of that name, UTF-8.

    Raises:
        UsageError: the name ends neither in ``.csv`` nor in ``.tbx``.
    """
    write = {".csv": csv_text, ".tbx": tbx_text}.get(path.suffix.lower())
    if write is None:
        raise _other_kind(path)
    return write(terms).encode()


def csv_text(terms: Iterable[Term]) -> str:
    """Terms as CSV with a first line of names; several forms of one cell stand between bars."""
    rows = (
        (
            t.rule.value, t.source, _joined(t.targets), t.source_language, t.target_language, t.market,
            _joined(t.forbidden), t.note,
        )
        for t in terms
    )  # fmt: skip
    return table_text([CSV_COLUMNS, *rows])


def _csv_terms(path: Path, repairs: Counter[str]) -> Iterator[tuple[int, Term | str]]:
    needed = ("source", "source_language", "target_language")
    for line, row in named_rows(path, needed, CSV_COLUMNS, repairs):
        if isinstance(row, str) or max(map(len, row.values())) > MOST_CELL:
            yield line, row if isinstance(row, str) else f"has a text of more than {MOST_CELL:,} characters"
        else:
            yield line, _term_of(row)


def _term_of(row: dict[str, str]) -> Term | str:
    """The term of a row, or why it is none; without a rule it is a required one."""
    rule = row.get("rule", "").strip().lower().replace("_", "-").replace(" ", "-") or Rule.REQUIRED.value
    if rule not in list(Rule):
        return f"{rule[:20]!r} is not one of {', '.join(Rule)}"
    return Term(
        rule=Rule(rule), source=row.get("source", ""), targets=tuple(row.get("target", "").split(BETWEEN)),
        source_language=row.get("source_language", ""), target_language=row.get("target_language", ""),
        market=row.get("market", ""), forbidden=tuple(row.get("forbidden", "").split(BETWEEN)),
        note=row.get("note", ""),
    )  # fmt: skip


def _joined(forms: Sequence[str]) -> str:
    return BETWEEN.join(forms)


def _other_kind(path: Path) -> UsageError:
    return UsageError(
        f"{path.name[:60]!r} is neither .csv nor .tbx.", code="bad-format", hint="Name a file such as glossary.csv."
    )
