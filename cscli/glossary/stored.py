"""The shop's own terms, stored in the record without contradictions.

A term is identified by its rule, languages, market and source (ignoring case). A contradicting new term is refused
unless it is to replace the old one. Shipped terms are not stored here.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cscli.errors import NotFoundError, Problem, UsageError
from cscli.glossary.contradictions import Contradiction, contradictions
from cscli.glossary.search import same_key, term_key
from cscli.glossary.terms import Rule, Term
from cscli.markets.catalog import canonical_tag
from cscli.record.record import Record
from cscli.record.rows import glossary as table
from cscli.text import rfc3339, storable

MOST_CHARACTERS, MOST_FORMS, LONGEST_NOTE = 200, 50, 1_000
_TAG = re.compile(r"([a-z]{2,3}(-[A-Z]{2})?)?")
_MARKET = re.compile(r"([A-Z]{2})?")
_NO_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff|]")
_MOST_SAID = 20
_BOTH = "Accept both with --also, or replace what is there with --replace."


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedTerms:
    """The effect of adding terms; ``replaced`` ones contradicted a new term and were deleted."""

    added: int
    changed: int
    same: int
    replaced: int = 0


def desk_terms(record: Record) -> tuple[Term, ...]:
    """All stored terms, oldest first."""
    return tuple(_term(row) for row in table.every(record))


def add_terms(
    record: Record, terms: Iterable[Term], now: datetime, *, replacing: bool = False, joining: bool = False
) -> AddedTerms:
    """Add terms in one transaction; a known term with the same first target is updated.

    Args:
        record: the record.
        terms: the new terms; ``place`` says where each was read, for messages.
        now: the time of creation.
        replacing: delete stored terms that contradict a new one.
        joining: accept new translations of a stored word beside its stored ones; the first stays the preferred one.

    Raises:
        UsageError: a term is invalid or contradicts another; nothing was added.
        UnavailableError: the record cannot be written; nothing was added.
    """
    new = [_required_fit(canonical(term)) for term in terms]
    if not new:
        return AddedTerms(added=0, changed=0, same=0)
    _refuse(contradictions(new), hint="Leave one of them out.")
    there = desk_terms(record)
    if joining:
        known = {_unique(term): term for term in there if term.rule is Rule.REQUIRED}
        new = [_required_fit(joined([known[_unique(term)], term])) if _unique(term) in known else term for term in new]
    coming = {_unique(term): term for term in new}
    old = [term for term in there if not _is_same_choice(term, coming.get(_unique(term)))]
    against = [c for c in contradictions([*old, *new]) if c.first.id is not None]
    if not replacing:
        _refuse(
            [c for c in against if c.second.id is None],
            hint=_BOTH if _two_choices(against) else "Replace what is there with --replace.",
        )
    gone = sorted({c.first.id for c in against if c.first.id is not None and c.second.id is None})
    added, changed, same = table.put(record, [_row(term, now) for term in new], gone)
    return AddedTerms(added=added, changed=changed, same=same, replaced=len(gone))


def remove_term(record: Record, number: int) -> Term:
    """Delete a term and return it.

    Raises:
        NotFoundError: the id is unknown.
    """
    row = table.of_id(record, number) if 0 < number < 1 << 63 else None
    if row is None:
        raise NotFoundError(
            f"There is no term {number} in the desk's glossary.", code="unknown-term",
            hint="See them with: cscli glossary list --own",
        )  # fmt: skip
    table.remove(record, number)
    return _term(row)


def canonical(term: Term) -> Term:
    """A term in the form that is stored: canonical tags, single spaces, no duplicate forms."""
    return replace(
        term, source=_plain(term.source), targets=_plain_forms(term.targets), forbidden=_plain_forms(term.forbidden),
        source_language=_tag(term.source_language), target_language=_tag(term.target_language),
        market=term.market.strip().upper(), note=_plain(term.note), industry="",
    )  # fmt: skip


def joined(terms: Sequence[Term]) -> Term:
    """Required terms for one word as one term: each translation is accepted, and none of them is forbidden."""
    first = terms[0]
    targets = tuple(dict.fromkeys(form for term in terms for form in term.targets))
    written = set(map(same_key, targets))
    banned = dict.fromkeys(form for term in terms for form in term.forbidden)
    forbidden = tuple(form for form in banned if same_key(form) not in written)
    return replace(first, targets=targets[:MOST_FORMS], forbidden=forbidden[:MOST_FORMS])


def refusal(term: Term) -> str:
    """Why a term in canonical form cannot be stored, or empty."""
    return next(_refusals(term), "")


def _refusals(term: Term) -> Iterator[str]:
    yield from _misfits(term)
    yield from (reason for form in (term.source, *term.targets, *term.forbidden) for reason in _bad_form(form))
    if max(len(term.targets), len(term.forbidden)) > MOST_FORMS:
        yield f"it has more than {MOST_FORMS} forms"
    if len(term.note) > LONGEST_NOTE:
        yield f"its note has more than {LONGEST_NOTE:,} characters"
    if _NO_TEXT.search(term.note.replace("|", "")):
        yield "its note holds a control character"
    tags = term.source_language, term.target_language
    yield from (f"{tag[:20]!r} is not a language" for tag in tags if not _TAG.fullmatch(tag))
    if tags[0] and tags[0] == tags[1]:
        yield f"both of its languages are {tags[0]}"
    if not _MARKET.fullmatch(term.market):
        yield f"{term.market[:20]!r} is not a market"


def _misfits(term: Term) -> Iterator[str]:
    """Fields that the rule of a term needs or excludes."""
    if term.rule is Rule.REQUIRED:
        yield from (f"it has no {name}" for name, what in _needed(term).items() if not what)
    elif term.rule is Rule.NO_TRANSLATE:
        if not term.source:
            yield "it has no source"
        if term.targets or term.forbidden:
            yield "a word that is not translated has no target"
    elif not term.forbidden:
        yield "it forbids nothing"
    elif not term.source and len(term.forbidden) > 1:
        yield "without a source it forbids one form"


def _bad_form(form: str) -> Iterator[str]:
    if len(form) > MOST_CHARACTERS:
        yield f"{form[:20]!r}... has {len(form):,} characters, more than {MOST_CHARACTERS}"
    if form and not any(char.isalnum() for char in form):
        yield f"{form[:20]!r} holds no letter or digit"
    if _NO_TEXT.search(form):
        yield f"{form[:20]!r} holds a control character or |"


def _needed(term: Term) -> dict[str, object]:
    return {
        "source": term.source, "target": term.targets, "source language": term.source_language,
        "target language": term.target_language,
    }  # fmt: skip


def _required_fit(term: Term) -> Term:
    reason = refusal(term)
    if reason:
        shown = term.source or next(iter(term.forbidden), "")
        raise UsageError(
            f"The glossary cannot keep {shown[:40]!r}: {reason}.", code="bad-term",
            hint="See: cscli glossary add --help",
        )  # fmt: skip
    return term


def _refuse(found: Sequence[Contradiction], hint: str) -> None:
    if found:
        problems = tuple(
            Problem(
                code="contradiction", hint=hint,
                message=f"{c.reason}: {' and '.join(dict.fromkeys((c.first.where, c.second.where)))}.",
            )
            for c in found[:_MOST_SAID]
        )  # fmt: skip
        raise UsageError(problems[0].message, problems=problems)


def _two_choices(found: Iterable[Contradiction]) -> bool:
    """Whether all contradictions are between required translations of one word."""
    return all(c.first.rule is c.second.rule is Rule.REQUIRED and _key(c.first) == _key(c.second) for c in found)


def _is_same_choice(term: Term, again: Term | None) -> bool:
    """Whether two terms have the same first target."""
    if again is None:
        return False
    return [same_key(form) for form in again.targets[:1]] == [same_key(form) for form in term.targets[:1]]


def _unique(term: Term) -> tuple[str, ...]:
    return (term.rule, term.source_language, term.target_language, term.market, _key(term))


def _key(term: Term) -> str:
    word, language = (term.source, term.source_language) if term.source else (term.forbidden[0], term.target_language)
    return term_key(word, language, case_sensitive=term.case_sensitive)


def _row(term: Term, now: datetime) -> dict[str, Any]:
    return {
        "rule": term.rule.value, "source_language": term.source_language, "target_language": term.target_language,
        "market": term.market, "source": term.source, "targets": _listed(term.targets),
        "forbidden": _listed(term.forbidden), "note": term.note, "case_sensitive": int(term.case_sensitive),
        "key": _key(term), "created_at": rfc3339(now),
    }  # fmt: skip


def _term(row: dict[str, Any]) -> Term:
    return Term(
        rule=Rule(row["rule"]), source_language=row["source_language"], target_language=row["target_language"],
        source=row["source"], targets=tuple(json.loads(row["targets"])), forbidden=tuple(json.loads(row["forbidden"])),
        market=row["market"], note=row["note"], case_sensitive=bool(row["case_sensitive"]), id=row["id"],
    )  # fmt: skip


def _listed(forms: Sequence[str]) -> str:
    return json.dumps(forms, ensure_ascii=False)


def _plain(text: str) -> str:
    return " ".join(storable(text).split())


def _plain_forms(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for form in map(_plain, forms) if form))


def _tag(tag: str) -> str:
    return canonical_tag(tag) if tag.strip() else ""
