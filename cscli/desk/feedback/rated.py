"""What a rating is about: the survey, the case, the order or the customer that somebody names."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from cscli.desk.cases.case import MAX_NUMBER, Case, cases_of
from cscli.desk.cases.journal import case_events
from cscli.desk.customers.customers import customer_called
from cscli.desk.feedback.asking import last_agent, surveys_of_case
from cscli.desk.feedback.survey import Survey, SurveyKind, survey_of_row
from cscli.desk.orders.orders import orders_of
from cscli.errors import NotFoundError
from cscli.record.privacy.forgotten import PSEUDONYM
from cscli.record.record import Record
from cscli.record.rows import cases as case_table
from cscli.record.rows import surveys as table


class RatedThing(NamedTuple):
    """What a rating is about, as the record knows it; each part may be missing."""

    survey: Survey | None = None
    case_number: int | None = None
    customer: str = ""
    market: str = ""
    language: str = ""
    channel: str = ""
    agent: str = ""


class UnknownThingError(ValueError):
    """The record does not know what a rating is about; the sentence says what was named."""


def rated_thing(record: Record, named: Mapping[str, str], kind: SurveyKind, now: datetime) -> RatedThing:
    """What a rating is about: by ``token``, ``case``, ``order`` or ``customer``, the first of them that is named.

    Raises:
        UnknownThingError: the record does not have it, or the customer was forgotten.
    """
    about = _named_thing(record, named, kind, now)
    if about.customer.startswith(PSEUDONYM):
        raise UnknownThingError("the customer was forgotten")
    return about


def _named_thing(record: Record, named: Mapping[str, str], kind: SurveyKind, now: datetime) -> RatedThing:
    if token := named.get("token"):
        row = table.of_token(record, token.strip("[]").lower())
        if row is None:
            raise UnknownThingError(f"no survey has the token {token[:40]!r}")
        return _of_survey(survey_of_row(row))
    if typed := named.get("case"):
        digits = typed.strip("#[] ")
        number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < len(str(MAX_NUMBER)) else 0
        found = cases_of(record, [number], now).get(number)
        if found is None:
            raise UnknownThingError(f"there is no case {typed[:40]!r}")
        return rated_case(record, found, kind)
    if order := named.get("order"):
        return _of_order(record, order, kind, now)
    return _of_customer(record, named["customer"]) if named.get("customer") else RatedThing()


def rated_case(record: Record, case: Case, kind: SurveyKind) -> RatedThing:
    """A case that is rated, with its survey of a kind where one was sent."""
    survey = next((one for one in surveys_of_case(record, case.number) if one.kind is kind and one.stands), None)
    if survey:
        return _of_survey(survey)
    return RatedThing(
        case_number=case.number, customer=case.customer, market=case.market, language=case.language,
        channel=case.channel, agent=last_agent(case_events(record, case.number)) or case.assignee,
    )  # fmt: skip


def _of_survey(survey: Survey) -> RatedThing:
    return RatedThing(
        survey=survey, case_number=survey.case_number, customer=survey.customer, market=survey.market,
        language=survey.language, channel=survey.channel, agent=survey.agent,
    )  # fmt: skip


def _of_order(record: Record, number: str, kind: SurveyKind, now: datetime) -> RatedThing:
    order = orders_of(record, [number]).get(number)
    rows = case_table.of_order(record, order.number if order else number, 1)
    found = next(iter(cases_of(record, (row["number"] for row in rows), now).values()), None)
    if found:
        return rated_case(record, found, kind)
    if order is None:
        raise UnknownThingError(f"there is no order {number[:40]!r}")
    about = _of_customer(record, order.customer) if order.customer else RatedThing()
    return about._replace(market=order.market or about.market)


def _of_customer(record: Record, said: str) -> RatedThing:
    try:
        found = customer_called(record, said)
    except NotFoundError as problem:
        raise UnknownThingError(f"there is no customer {said[:60]!r}") from problem
    return RatedThing(customer=found.key, market=found.market, language=found.language, channel=found.channel)
