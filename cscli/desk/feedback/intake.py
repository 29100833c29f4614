"""Ratings from a table, such as the export of a survey tool: every row is checked, every bad one is reported.

A rating is about what its row names: a survey by its token, a case, an order, a customer. One that names nothing still
counts. The same file twice changes nothing the second time: a rating is kept for its survey or case, else for the id
that the row has, else for what it says.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from cscli.desk.feedback.answers import LONGEST_COMMENT, origin_of
from cscli.desk.feedback.rated import RatedThing, UnknownThingError
from cscli.desk.feedback.survey import SCALES, Came, Rating, SurveyKind
from cscli.desk.orders.cells import DATE_ORDERS, CellError, date_order, read_when
from cscli.digests import blake2b
from cscli.errors import UsageError, no_such, not_one_of, suggested_clause
from cscli.markets.catalog import canonical_tag
from cscli.tables.damage import lost
from cscli.tables.headings import folded, rating_headings
from cscli.tables.imported import Imported, LeftOut, remarks_on
from cscli.tables.reader import open_table
from cscli.tables.rejects import RejectsFormat, Why
from cscli.tables.row import Row

if TYPE_CHECKING:
    from cscli.tables.table import Table

FIELDS: Final = (
    "score", "kind", "comment", "answered_at", "token", "case", "order", "customer", "id", "market", "language",
    "channel", "agent",
)  # fmt: skip
_NOTHING: Final = "-"
_MOST_CELL = 200


Finder = Callable[[Mapping[str, str], SurveyKind], RatedThing]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingsAsked:
    """How a table of ratings is to be read; everything may be empty.

    ``kind`` is that of rows that do not say theirs. ``dates`` is what 20/11/2026 means: dmy, mdy or ymd. ``mapping``
    says what columns mean, by heading; ``-`` ignores one. ``markets`` are the codes that there are.
    """

    kind: SurveyKind
    markets: Collection[str]
    dates: str = ""
    mapping: Mapping[str, str]
    sheet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingIntake:
    """What a table of ratings held. ``rows`` counts its rows; ``rejects`` are the bad ones as a file of their own."""

    found: Imported[Rating]
    rows: int
    rejects: str


def ratings_in(  # noqa: PLR0913 - what reading depends on
    source: Path | BinaryIO, asked: RatingsAsked, find: Finder, *, now: datetime, by: str, rejects: Path | None = None
) -> RatingIntake:
    """The ratings of a table (CSV, TSV, JSON Lines, XLSX).

    Args:
        source: the file, or a stream that is open.
        asked: how it is to be read.
        find: what a row is about; raises UnknownThingError.
        now: the present instant: that of ratings without a date.
        by: who imports.
        rejects: the file for the bad rows, whose suffix says its format; None for none.

    Raises:
        UsageError: the file cannot be read at all, or has no column for the score.
    """
    if asked.dates and asked.dates not in DATE_ORDERS:
        raise not_one_of("order of dates", asked.dates, DATE_ORDERS)
    with closing(open_table(source, sheet=asked.sheet)) as table:
        rows = list(table.rows())
        columns = _columns(table.name, table.columns, asked.mapping)
        reading = _Reading(asked=asked, dates=asked.dates or _proven(rows, columns), find=find, now=now, by=by)
        good, bad = _sorted_out(rows, columns, reading)
        text = _rejects(table, rejects, bad) if rejects else ""
        ignored = tuple(column for column in table.columns if column not in columns)
        found = Imported(
            good=tuple(good),
            bad=tuple(LeftOut(line=row.line, reason=why.reason, hint=why.hint) for row, why in bad),
            encoding=table.encoding.removesuffix("-sig"), delimiter=table.delimiter,
            ignored_columns=ignored,
            remarks=(*_unused(ignored), *remarks_on(table.repairs), *([table.others] if table.others else [])),
        )  # fmt: skip
        return RatingIntake(found=found, rows=len(rows), rejects=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    asked: RatingsAsked
    dates: str
    find: Finder
    now: datetime
    by: str


def _columns(path: str, columns: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """The field of each column that has one."""
    known = rating_headings()
    by_name = {folded(column): column for column in columns}
    fields = {column: known.get(folded(column), folded(column)) for column in columns}
    for name, field in mapping.items():
        if folded(name) not in by_name:
            raise no_such("column", name, columns)
        if field not in (*FIELDS, _NOTHING):
            raise no_such("field", field, FIELDS)
        fields[by_name[folded(name)]] = field
    return _one_each(path, columns, fields)


def _one_each(path: str, columns: Sequence[str], fields: Mapping[str, str]) -> dict[str, str]:
    """The columns that have a field; no two have one, and one has the score."""
    found: dict[str, str] = {}
    taken: dict[str, str] = {}
    for column, field in fields.items():
        if field in FIELDS:
            if taken.setdefault(field, column) != column:
                raise UsageError(
                    f"{path}:1: {taken[field]!r} and {column!r} are both the {field}.", code="bad-file",
                    hint=f"Ignore one of them: --map '{column[:60]}={_NOTHING}'",
                )  # fmt: skip
            found[column] = field
    if columns and "score" not in taken:
        raise UsageError(
            f"{path}: there is no column for the score.", code="bad-file",
            hint=f"Say which one is: --map '{columns[0][:60]}=score'. Found: {', '.join(columns)[:200]}",
        )  # fmt: skip
    return found


def _unused(columns: Sequence[str]) -> tuple[str, ...]:
    """That columns were left aside: what an answer is about may stand in one of them."""
    return (f"Columns that were not used: {', '.join(columns)[:300]}.",) if columns else ()


def _proven(rows: Sequence[Row], columns: Mapping[str, str]) -> str:
    """The order of day and month that the dates of the table prove; empty where none does, or they disagree."""
    column = next((name for name, field in columns.items() if field == "answered_at"), None)
    cells = (row.cells.get(column) for row in rows) if column else ()
    proofs = {date_order(cell) for cell in cells if isinstance(cell, str)} - {""}
    return proofs.pop() if len(proofs) == 1 else ""


def _sorted_out(
    rows: Sequence[Row], columns: Mapping[str, str], reading: _Reading
) -> tuple[list[Rating], list[tuple[Row, Why]]]:
    good: list[Rating] = []
    bad: list[tuple[Row, Why]] = []
    seen: Counter[str] = Counter()
    for row in rows:
        if not row.fault and not any(str(cell).strip() for cell in row.cells.values()):
            continue
        try:
            rating = _rating(row, columns, reading)
        except _BadRowError as problem:
            bad.append((row, problem.why))
            continue
        if not rating.origin:  # equal rows without a name of their own are as many ratings
            origin = _said(row, columns)
            seen[origin] += 1
            rating = rating._replace(origin=f"{origin}:{seen[origin]}")
        good.append(rating)
    return good, bad


class _BadRowError(Exception):
    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.why = Why("bad-rating", reason, hint)


def _rating(row: Row, columns: Mapping[str, str], reading: _Reading) -> Rating:
    cells = _cells(row, columns)
    typed = cells.get("kind", "").casefold()
    if typed and typed not in list(SurveyKind):
        raise _BadRowError(f"the kind {typed[:40]!r} is not one of {', '.join(SurveyKind)}")
    kind = SurveyKind(typed) if typed else reading.asked.kind
    score = _score(cells.get("score", ""), kind)
    at = _instant(cells.get("answered_at", ""), reading)
    try:
        about = reading.find(cells, kind)
    except UnknownThingError as problem:
        raise _BadRowError(str(problem)) from problem
    own = f"import:{cells['id']}" if cells.get("id") else ""
    survey = about.survey
    return Rating(
        origin=origin_of(kind, survey, about.case_number) or own, kind=kind, score=score, answered_at=at,
        came=Came.IMPORT, survey=survey.id if survey else None, case_number=about.case_number, customer=about.customer,
        market=_market(cells, reading) or about.market,
        language=canonical_tag(cells.get("language", "")) or about.language,
        channel=cells.get("channel", "").lower() or about.channel, agent=cells.get("agent") or about.agent,
        comment=cells.get("comment", ""), kept_by=reading.by,
    )  # fmt: skip


def _cells(row: Row, columns: Mapping[str, str]) -> dict[str, str]:
    if row.fault:
        raise _BadRowError(row.fault)
    found: dict[str, str] = {}
    for column, field in columns.items():
        cell: Any = row.cells.get(column, "")
        why, hint = lost(cell)
        if isinstance(cell, list | dict):
            why = "is a list; one value is wanted"
        text = "" if cell is None else str(cell).strip()
        if len(text) > (LONGEST_COMMENT if field == "comment" else _MOST_CELL):
            why = "is too long"
        if why:
            raise _BadRowError(f"{field}: {why}", hint)
        if text:
            found[field] = text
    return found


def _score(text: str, kind: SurveyKind) -> int:
    scale = SCALES[kind]
    digits = text.removesuffix(".0")
    number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= len("10") else None
    if number is None or not scale.holds(number):
        told = f"the score {text[:40]!r}" if text else "an empty score"
        raise _BadRowError(f"{told} is not a whole number from {scale.lowest} to {scale.highest} ({kind})")
    return number


def _market(cells: Mapping[str, str], reading: _Reading) -> str:
    code = cells.get("market", "").upper()
    if code and code not in reading.asked.markets:
        raise _BadRowError(f"unknown market {code[:40]!r}{suggested_clause(code, reading.asked.markets)}")
    return code


def _instant(text: str, reading: _Reading) -> datetime:
    """When a rating was answered: a date without a time is its beginning in UTC."""
    if not text:
        return reading.now
    try:
        when = read_when(text, reading.dates)
    except CellError as problem:
        raise _BadRowError(f"answered_at: {problem}", "Say what comes first: --dates dmy") from problem
    at = datetime.fromisoformat(when)
    at = at if at.tzinfo else datetime.combine(at.date(), time(), UTC)
    if at > reading.now:
        raise _BadRowError(f"answered_at: {text[:40]!r} is still to come")
    return at


def _said(row: Row, columns: Mapping[str, str]) -> str:
    """What a row is kept under that has no name of its own: what it says."""
    parts = sorted(f"{field}={row.cells.get(column, '')}" for column, field in columns.items())
    return f"import:{blake2b(chr(0).join(parts).encode('utf-8', 'replace'), digest_size=16).hexdigest()}"


def _rejects(table: "Table", path: Path, bad: Sequence[tuple[Row, Why]]) -> str:
    made = RejectsFormat(table, path)
    return made.header() + "".join(made.line(row, why) for row, why in bad)
