"""Asking for a rating: about which cases one may ask, and what is kept of a survey.

A case is asked about once for each kind of survey. A survey that was taken back or that a server refused does not
count, so it may be asked again.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from cscli.desk.cases.case import Case, cases_of
from cscli.desk.cases.event import ANSWERS, AUTOMATIC, CaseChange, CaseEvent, Stage
from cscli.desk.cases.journal import Journal
from cscli.desk.feedback.survey import Survey, SurveyKind, row_of, survey_of_row
from cscli.errors import RefusedError
from cscli.record.record import Record
from cscli.record.rows import cases as case_table
from cscli.record.rows import surveys as table
from cscli.text import rfc3339

_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # of a token: none looks like another
_LENGTH = 8


class WhyNot(StrEnum):
    """Why a customer is not asked about a case."""

    MERGED = "merged"
    SPAM = "spam"
    NOT_RESOLVED = "not-resolved"
    NO_CUSTOMER = "no-customer"
    NO_MARKET = "no-market"
    ASKED_BEFORE = "asked-before"
    COOL_DOWN = "cool-down"
    NO_ADDRESS = "no-address"
    UNDELIVERABLE = "undeliverable"
    NO_CONSENT = "no-consent"
    QUIET_HOURS = "quiet-hours"
    BY_HAND = "by-hand"
    REFUSED = "refused"


def why_not_asked(  # noqa: PLR0913 - all that it depends on
    case: Case,
    kind: SurveyKind,
    of_case: Iterable[Survey],
    of_customer: Iterable[Survey],
    now: datetime,
    *,
    cool_down: timedelta,
) -> tuple[WhyNot, str] | None:
    """Why a customer is not asked about a case, with a sentence; None where one may ask.

    Args:
        case: as it stands now.
        kind: what is to be asked.
        of_case: the surveys about the case.
        of_customer: the surveys that the customer was sent about any case.
        now: the present instant.
        cool_down: for so long after a survey the customer is asked nothing else.
    """
    if not_over := _not_over(case):
        return not_over
    known = next((one for one in of_case if one.kind is kind and one.stands), None)
    if known:
        return WhyNot.ASKED_BEFORE, f"It was asked about on {known.asked_at:%Y-%m-%d}."
    newest = max((one.asked_at for one in of_customer if one.stands), default=None)
    if newest and newest + cool_down > now:
        again = newest + cool_down
        return WhyNot.COOL_DOWN, f"The customer was asked on {newest:%Y-%m-%d}; again from {again:%Y-%m-%d}."
    return None


def _not_over(case: Case) -> tuple[WhyNot, str] | None:
    """Why a case itself gives no reason to ask."""
    if case.merged_into is not None:
        return WhyNot.MERGED, f"It goes on in case {case.merged_into}."
    if case.state is Stage.SPAM:
        return WhyNot.SPAM, "It is spam."
    if case.state not in (Stage.RESOLVED, Stage.CLOSED):
        return WhyNot.NOT_RESOLVED, f"It is {case.state}."
    return None if case.customer else (WhyNot.NO_CUSTOMER, "Nobody knows whose it is.")


def surveys_of_case(record: Record, number: int) -> tuple[Survey, ...]:
    """The surveys about a case."""
    return tuple(map(survey_of_row, table.of_case(record, number)))


def surveys_of_customer(record: Record, key: str) -> tuple[Survey, ...]:
    """The newest surveys that a customer was sent, the newest first."""
    return tuple(map(survey_of_row, table.of_customer(record, key))) if key else ()


def resolved_cases(record: Record, since: datetime, now: datetime) -> Iterator[Case]:
    """The cases that were resolved from an instant on and are over now, by number."""
    numbers = case_table.resolved_since(record, rfc3339(since))
    found = cases_of(record, numbers, now)
    over = (Stage.RESOLVED, Stage.CLOSED)
    yield from (one for number in numbers if (one := found.get(number)) and one.state in over)


def last_agent(events: Iterable[CaseEvent]) -> str:
    """Who gave the last answer of a case by hand; empty where nobody did."""
    answers = [one for one in events if one.what is CaseChange.REPLY and one.to_value in ANSWERS]
    return next((one.by for one in reversed(answers) if one.reason != AUTOMATIC), "")


def new_token() -> str:
    """A token that nobody guesses."""
    import secrets  # noqa: PLC0415 - loads OpenSSL, and reading an answer makes no token

    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def keep_survey(book: Journal, survey: Survey) -> int:
    """Keep a survey in the transaction that puts its text out; returns its id.

    Raises:
        RefusedError: ``asked-before``: somebody else has asked at the same moment.
    """
    if table.is_asked(book.record, survey.case_number, str(survey.kind)):
        raise RefusedError(
            f"Case {survey.case_number} was asked about already.", code=str(WhyNot.ASKED_BEFORE),
            hint="See: cscli feedback report",
        )  # fmt: skip
    return table.put(book.record, book.transaction, row_of(survey))
