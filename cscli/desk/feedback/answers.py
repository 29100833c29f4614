"""Ratings: kept once for what they answer, corrected by a later one, and listed by time."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from cscli.desk.feedback.survey import SCALES, Rating, Survey, SurveyKind, rating_of_row, row_of, survey_of_row
from cscli.errors import UsageError
from cscli.record.record import Record
from cscli.record.rows import ratings as table
from cscli.record.rows import surveys as survey_table
from cscli.record.store import Transaction
from cscli.text import rfc3339, storable

LONGEST_COMMENT = 20_000


class Translated(NamedTuple):
    """A comment in a language that the agents read, and the engine that made it."""

    language: str
    text: str
    engine: str


class KeptRatings(NamedTuple):
    """What keeping ratings changed."""

    added: int
    changed: int
    same: int


def require_on_scale(kind: SurveyKind, score: int) -> None:
    """Refuse a score that is not on the scale of its survey.

    Raises:
        UsageError: ``bad-score``.
    """
    scale = SCALES[kind]
    if not scale.holds(score):
        raise UsageError(
            f"{score} is not a score of a {kind} survey.", code="bad-score",
            hint=f"Scores go from {scale.lowest} to {scale.highest}.",
        )  # fmt: skip


def origin_of(kind: SurveyKind, survey: Survey | None, case: int | None) -> str:
    """What a rating of a survey, or else of a case, is kept under; empty for one of neither."""
    return f"survey:{survey.id}" if survey else f"case:{case}:{kind}" if case is not None else ""


def kept_comment(text: str) -> str:
    """A comment as the record keeps it."""
    return storable(text.strip())[:LONGEST_COMMENT]


def keep_rating(record: Record, transaction: Transaction, rating: Rating) -> str:
    """Keep a rating; a later one of the same origin takes the place of the earlier. Gives added, changed or same."""
    row = row_of(rating) | {"comment": kept_comment(rating.comment)}
    row = {name: row[name] for name in table.COLUMNS} | {"came": str(rating.came)}
    known = table.of_origin(record, rating.origin)
    if known:
        differs = any(known[name] != row[name] for name in ("score", "comment", "kind"))
        if not differs or known["answered_at"] > row["answered_at"]:
            return "same"
    table.put(record, transaction, row)
    return "changed" if known else "added"


def keep_ratings(record: Record, ratings: Iterable[Rating], *, is_dry: bool = False) -> KeptRatings:
    """Keep ratings, all or none; ``is_dry`` says what would change and changes nothing.

    Raises:
        UnavailableError: the record cannot be written.
    """
    counts = {"added": 0, "changed": 0, "same": 0}
    wanted = list(ratings)
    if wanted:
        with record.transaction(is_dry=is_dry) as transaction:
            for one in wanted:
                counts[keep_rating(record, transaction, one)] += 1
    return KeptRatings(**counts)


def ratings_of_case(record: Record, number: int) -> tuple[Rating, ...]:
    """The ratings of a case, by time."""
    return tuple(map(rating_of_row, table.of_case(record, number)))


def answered_survey(record: Record, thread: Iterable[str], token: str = "") -> Survey | None:
    """The survey that a message answers: by the Message-IDs that it names (without brackets), else by a token."""
    rows = (survey_table.of_message_id(record, one) for one in thread)
    row = next((row for row in rows if row), None) or (survey_table.of_token(record, token) if token else None)
    return survey_of_row(row) if row else None


def keep_translated(record: Record, origin: str, comment: str, done: Translated) -> None:
    """Keep the translation of the comment of a rating, unless another comment has taken its place.

    Raises:
        UnavailableError: the record cannot be written.
    """
    row = {
        "origin": origin, "comment": kept_comment(comment), "translation": storable(done.text),
        "translation_language": done.language, "engine": done.engine,
    }  # fmt: skip
    table.keep_translation(record, row)


def ratings_answered(record: Record, since: datetime, until: datetime) -> tuple[Rating, ...]:
    """The ratings answered from one instant up to another, by time."""
    return tuple(map(rating_of_row, table.answered(record, rfc3339(since), rfc3339(until))))
