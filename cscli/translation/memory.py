"""The translation memory: exact and fuzzy matches of earlier translations.

A unit is a masked segment and its translation. Only an approved unit of the same text for the same place scores 100;
anything below is a suggestion.

Score: the Levenshtein similarity of the folded texts in per cent, rounded down, less 2 for different case or
punctuation, 10 for another market or region, 40 if not approved.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cscli.digests import blake2b
from cscli.errors import NotFoundError, UsageError
from cscli.markets.catalog import canonical_tag
from cscli.markets.scripts import written_alike
from cscli.record.record import Record
from cscli.record.rows import memory as table
from cscli.text import rfc3339, storable

MOST_CHARACTERS = 10_000
PERFECT = 100
OTHERWISE_WRITTEN, OTHER_PLACE, UNAPPROVED = 2, 10, 40
_HASH_BYTES = 8
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_MARKET = re.compile(r"([A-Z]{2})?")
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A segment and its translation. An empty ``market`` means any; times are RFC 3339 or empty.

    ``origin`` is ``template``, ``import``, ``agent``, or the name of an engine.
    """

    source_language: str
    target_language: str
    source: str
    target: str
    market: str = ""
    approved: bool = False
    origin: str = "agent"
    use_count: int = 0
    created_at: str = ""
    used_at: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A unit and its score, 1 to 100."""

    unit: Unit
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The effect of adding units; ``changed`` ones became approved."""

    added: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The number of units for a pair of languages and an origin."""

    source_language: str
    target_language: str
    origin: str
    units: int
    approved: int
    uses: int


def exact(record: Record, text: str, source: str, target: str, market: str = "") -> Match | None:
    """The best unit of the same text, ignoring case and white space; None without one.

    Args:
        record: the record.
        text: the masked segment.
        source: its BCP 47 tag; units of every region of the language are found.
        target: the target tag; units for another region score less.
        market: the customer's market, or empty.
    """
    wanted = folded(text)
    if not wanted:
        return None
    rows = [
        row
        for pair in _pairs(record, source, target)
        for row in table.of_hash(record, _hash(wanted), *pair)
        if row["folded"] == wanted
    ]
    found = [_match(row, text, PERFECT, target, market) for row in rows]
    return min(found, key=_rank, default=None)


def fuzzy(  # noqa: PLR0913 - the query and its limits
    record: Record, text: str, source: str, target: str, market: str = "", *, least: int = 75, most: int = 5
) -> tuple[Match, ...]:
    """The most similar units, the best first, with a score of at least ``least``; other arguments as in ``exact``."""
    wanted = folded(text)
    if not wanted:
        return ()
    found: list[Match] = []
    for similarity, pair, plain in sorted(_alike(record, wanted, source, target, least), reverse=True):
        if len(found) == most and found[-1].score >= similarity:
            break  # penalties only lower the scores of the rest
        found += [_match(row, text, similarity, target, market) for row in table.of_text(record, *pair, plain)]
        found = sorted((match for match in found if match.score >= least), key=_rank)[:most]
    return tuple(found)


def add_units(record: Record, units: Iterable[Unit], now: datetime) -> Added:
    """Add units in one transaction; a stored unit can become approved, never the reverse.

    Raises:
        UsageError: a unit is invalid; nothing was added.
        UnavailableError: the record cannot be written; nothing was added.
    """
    rows = [_row(canonical(unit), now) for unit in units]  # before the lock, because units may come from a file
    added, changed, same = table.put(record, rows) if rows else (0, 0, 0)
    return Added(added=added, changed=changed, same=same)


def approve(record: Record, number: int) -> Unit:
    """Approve a unit.

    Raises:
        NotFoundError: the id is unknown.
    """
    if not 0 < number < 1 << 63 or not record.exists() or not table.approve(record, number):
        raise NotFoundError(
            f"There is no unit {number} in the memory.", code="unknown-unit", hint="Find it with: cscli memory search"
        )
    return _unit(table.of_id(record, number) or {})


def count_uses(record: Record, matches: Iterable[Match], now: datetime) -> None:
    """Count one use of each match."""
    table.count_uses(record, [match.unit.id for match in matches if match.unit.id is not None], rfc3339(now))


def stats(record: Record) -> tuple[Total, ...]:
    """The number of units by pair of languages and origin."""
    return tuple(Total(**row) for row in table.totals(record))


def all_units(record: Record, source: str = "", target: str = "") -> Iterator[Unit]:
    """All units, or those of a language, oldest first."""
    tags = (canonical_tag(tag) if tag else "" for tag in (source, target))
    return map(_unit, table.every(record, *tags))


def canonical(unit: Unit) -> Unit:
    """A unit in the form that is stored: canonical tags, line feeds, no outer white space."""
    source, target = (storable(t).replace("\r\n", "\n").replace("\r", "\n").strip() for t in (unit.source, unit.target))
    tags = (canonical_tag(tag) for tag in (unit.source_language, unit.target_language))
    source_language, target_language = tags
    return replace(
        unit, source=source, target=target, source_language=source_language, target_language=target_language,
        market=unit.market.strip().upper(),
    )  # fmt: skip


def refusal(unit: Unit) -> str:
    """Why a unit in canonical form cannot be stored, or empty."""
    return next(_refusals(unit), "")


def folded(text: str) -> str:
    """``text`` for comparison: NFKC, casefolded, with single spaces."""
    plain = unicodedata.normalize("NFKC", storable(text)).casefold()
    return " ".join(unicodedata.normalize("NFKC", plain).split())


def _refusals(unit: Unit) -> Iterator[str]:
    for what, text in (("source", unit.source), ("target", unit.target)):
        if len(text) > MOST_CHARACTERS:
            yield f"its {what} has {len(text):,} characters, more than {MOST_CHARACTERS:,}"
        if not folded(text):
            yield f"its {what} is empty"
        if _NO_TEXT.search(text):
            yield f"its {what} holds control characters"
    for tag in (unit.source_language, unit.target_language):
        if not _TAG.fullmatch(tag):
            yield f"{tag[:20]!r} is not a language"
    if unit.source_language == unit.target_language:
        yield f"both of its languages are {unit.source_language}"
    if not _MARKET.fullmatch(unit.market):
        yield f"{unit.market[:20]!r} is not a market"


def _pairs(record: Record, source: str, target: str) -> Iterator[tuple[str, str]]:
    """The stored pairs of languages that match in any regional form of the same script."""
    spoken, wanted = canonical_tag(source), canonical_tag(target)
    return (
        (one, other) for one, other in table.language_pairs(record)
        if written_alike(one, spoken) and written_alike(other, wanted)
    )  # fmt: skip


def _alike(record: Record, wanted: str, source: str, target: str, least: int) -> set[tuple[int, tuple[str, str], str]]:
    """Similarity in per cent, languages and folded text of the units that can reach ``least``."""
    from rapidfuzz import process  # noqa: PLC0415 - only a fuzzy search needs it
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    scorer = Levenshtein.normalized_similarity
    lowest = max(least, 1)
    window = -(-len(wanted) * lowest // PERFECT), len(wanted) * PERFECT // lowest
    found = set()
    for pair in _pairs(record, source, target):
        for texts in table.texts_of_lengths(record, *pair, *window):
            close = process.extract(wanted, texts, scorer=scorer, score_cutoff=lowest / PERFECT, limit=None)
            found |= {(int(similarity * PERFECT + 1e-9), pair, plain) for plain, similarity, _ in close}
    return found


def _match(row: dict[str, Any], text: str, similarity: int, target: str, market: str) -> Match:
    unit = _unit(row)
    penalty = 0 if unit.approved else UNAPPROVED
    if unit.market not in ("", market.upper()) or _is_for_elsewhere(
        unit.target_language, canonical_tag(target), market
    ):
        penalty += OTHER_PLACE
    if _is_otherwise_written(unit.source, text):
        penalty += OTHERWISE_WRITTEN
    return Match(unit=unit, score=similarity - penalty)


def _is_for_elsewhere(own: str, wanted: str, market: str) -> bool:
    """Whether a unit is for another region than wanted, or without one, than the market."""
    region = own.partition("-")[2]
    return own != wanted and ("-" in wanted or (bool(market) and region != market.upper()))


def _is_otherwise_written(one: str, other: str) -> bool:
    """Whether case, compatibility forms or punctuation differ."""
    first, second = (" ".join(unicodedata.normalize("NFC", t).split()) for t in (one, other))
    if first == second:
        return False
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - the same text needs no distance

    apart = Levenshtein.distance(first, second) > Levenshtein.distance(folded(one), folded(other))
    return apart or _marks(first) != _marks(second)


def _marks(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c).startswith("P"))


def _rank(match: Match) -> tuple[int, int, int]:
    """A sort key: best score, most used, newest."""
    return (-match.score, -match.unit.use_count, -(match.unit.id or 0))


def _row(unit: Unit, now: datetime) -> dict[str, Any]:
    reason = refusal(unit)
    if reason:
        raise UsageError(
            f"The memory cannot keep {unit.source[:40]!r}: {reason}.", code="bad-unit",
            hint=f"Segments are text of at most {MOST_CHARACTERS:,} characters in two languages, such as en and de.",
        )  # fmt: skip
    plain = folded(unit.source)
    return {
        "source_language": unit.source_language, "target_language": unit.target_language, "market": unit.market,
        "source": unit.source, "target": unit.target, "hash": _hash(plain), "folded": plain, "length": len(plain),
        "approved": int(unit.approved), "origin": unit.origin, "use_count": unit.use_count,
        "created_at": unit.created_at or rfc3339(now), "used_at": unit.used_at,
    }  # fmt: skip


def _unit(row: dict[str, Any]) -> Unit:
    kept = {name: row[name] for name in Unit.__dataclass_fields__}
    return Unit(**{**kept, "approved": bool(row["approved"])})


def _hash(plain: str) -> bytes:
    return blake2b(plain.encode(), digest_size=_HASH_BYTES).digest()
