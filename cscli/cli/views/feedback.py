"""What ``cscli feedback`` shows: who was asked, what was kept, and the report."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cscli.cli.door.output import SPREAD
from cscli.cli.door.result import Note, Result, Table
from cscli.cli.runs.feedback import SurveysAsked
from cscli.cli.views.mail.imported import import_report
from cscli.desk.feedback.answers import KeptRatings
from cscli.desk.feedback.survey import SCALES, Rating
from cscli.errors import ExitCode, Problem
from cscli.tables.imported import LeftOut
from cscli.text import one_line, rfc3339

if TYPE_CHECKING:
    from cscli.desk.feedback.intake import RatingIntake
    from cscli.desk.measures.measured import Measured
    from cscli.outbox.surveys import AskedCase

_COLUMNS = ("case", "customer", "asked", "language", "until", "why")
_NARROW = ("case", "customer", "asked", "why")
_FIGURES = ("measure", "value", "n", "95 %", "apart")
_HARMLESS = "asked-before"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRatings:
    """What an import did with the ratings of a table, and how the table was read."""

    rows: int
    kept: KeptRatings = field(metadata=SPREAD)
    rejected: int
    bad: tuple[LeftOut, ...]
    dry_run: bool
    ignored_columns: tuple[str, ...]
    encoding: str
    delimiter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackReport:
    """The measures of ratings, and what customers said, newest first; ``comments`` is None where nobody asked."""

    measures: "tuple[Measured, ...]"
    comments: tuple[Rating, ...] | None


def asked_shown(
    found: SurveysAsked, failed: tuple[Problem, ...], *, is_dry: bool, is_named: bool
) -> Result[SurveysAsked]:
    """A line for each case; the texts that are to be pasted stand alone.

    Of cases that were named, those that are not asked about are problems, but for those that were asked about before.
    """
    printed = [one for one in found.asked if one.state == "printed"]
    refused = [one for one in found.not_asked if one.reason != _HARMLESS] if is_named else []
    problems = tuple(
        Problem(
            code=one.reason, message=f"Case {one.case} is not asked about: {one.why}", exit_code=ExitCode.REFUSED,
            hint="See: cscli customer consent --help" if one.reason == "no-consent" else f"See: cscli show {one.case}",
        )
        for one in refused
    )  # fmt: skip
    rows = [
        (
            str(one.case),
            one.customer,
            one.state,
            one.language,
            f"{one.until:%Y-%m-%d %H:%M} UTC" if one.until else "",
            "",
        )
        for one in found.asked
    ] + [(str(one.case), one.customer, "no", "", "", f"{one.reason}: {one_line(one.why)}") for one in found.not_asked]
    told = f"{len(found.asked)} asked, {len(found.not_asked)} not." + (" Nothing was changed." if is_dry else "")
    return Result(
        data=found,
        shown="\n\n".join(map(_whole, printed)) if printed else Table(
            columns=_COLUMNS, narrow=_NARROW, rows=rows, empty="No case was resolved then."
        ),
        notes=(Note(text=told),), problems=(*problems, *failed),
        done=len(found.asked) + len(found.not_asked) - len(refused) or None,
    )  # fmt: skip


def _whole(one: "AskedCase") -> str:
    return f"Subject: {one.subject}\n\n{one.text}" if one.subject else one.text


def rating_kept(rating: Rating, done: str) -> Result[Rating]:
    """The score, and whether it is new or corrects an earlier one."""
    about = f"case {rating.case_number}" if rating.case_number is not None else rating.customer
    words = {"added": "Kept", "changed": "Corrected", "same": "Already so"}[done]
    told = f"{words}: {rating.score} of {SCALES[rating.kind].highest} ({rating.kind}) for {about}."
    return Result(data=rating, shown=str(rating.score), notes=(Note(text=told),))


def imported_ratings(file: str, intake: "RatingIntake", kept: KeptRatings, *, is_dry: bool) -> Result[ImportedRatings]:
    """How many ratings were added or corrected, and each row that was left out."""
    found = intake.found
    data = ImportedRatings(
        rows=intake.rows, kept=kept, rejected=len(found.bad), bad=found.bad, dry_run=is_dry,
        ignored_columns=found.ignored_columns, encoding=found.encoding, delimiter=found.delimiter,
    )  # fmt: skip
    notes = (Note(text="Nothing was changed.", always=True),) if is_dry else ()
    return import_report(data, kept, found, file=file, code="bad-rating", notes=notes)


def report_shown(
    found: "tuple[Measured, ...]", comments: Sequence[Rating] | None, *, by: Sequence[str], for_people: bool
) -> Result[FeedbackReport]:
    """The measures as ``stats`` shows them; with comments, these instead of the table."""
    from cscli.cli.views.stats.stats import measures_shown
    from cscli.cli.views.stats.table import figures_table

    data = FeedbackReport(measures=found, comments=None if comments is None else tuple(comments))
    shown, period = measures_shown(found, by=by, is_named=True), found[0].period
    told = f"From {period.since:%Y-%m-%d %H:%M} to {period.until:%Y-%m-%d %H:%M} UTC; days begin in {period.zone}."
    if comments is not None:
        return Result(data=data, shown=_comments(comments), notes=(Note(text=told),))
    table = shown.shown if for_people else figures_table(found)
    if for_people and isinstance(table, Table):
        kept = [table.columns.index(name) for name in _FIGURES]  # no durations
        table = Table(columns=_FIGURES, narrow=_FIGURES[:-1], rows=[[row[i] for i in kept] for row in table.rows])
    waiting = next((one.provisional for one in found if one.metric == "response-rate"), 0)
    provisional = (Note(text=f"Surveys that can still be answered: {waiting}."),) if waiting else ()
    return Result(data=data, shown=table, notes=(Note(text=told), *provisional, *shown.notes[1:]))


def _comments(said: Sequence[Rating]) -> Table:
    rows = [
        (
            rfc3339(one.answered_at), f"{one.score}/{SCALES[one.kind].highest} {one.kind}",
            "" if one.case_number is None else str(one.case_number), one.customer, one.language,
            one_line(one.comment), one_line(one.translation),
        )
        for one in said
    ]  # fmt: skip
    return Table(
        columns=("at", "rating", "case", "customer", "language", "comment", "translation"),
        narrow=("rating", "case", "comment", "translation"),
        rows=rows,
        empty="Nobody left a comment.",
    )
