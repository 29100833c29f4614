"""Answers to surveys: which message is one, the score in it, and whether somebody must still answer it.

A mail answers a survey that it names by our Message-ID or by the survey's token in its subject. A message of another
channel names nothing, so it answers the survey that was the last text to its writer. Robots answer nothing.
"""

import re
from datetime import datetime
from typing import NamedTuple

from cscli.desk.cases.event import RATED
from cscli.desk.customers.customers import Customer
from cscli.desk.feedback.answers import answered_survey, origin_of, ratings_of_case
from cscli.desk.feedback.asking import surveys_of_customer
from cscli.desk.feedback.survey import SCALES, Came, Rating, Survey
from cscli.desk.log import newest_interactions
from cscli.inbox.incoming import Incoming
from cscli.record.record import Record

LOW_RATING = "low-rating"
_TOKEN = re.compile(r"\[([2-9a-hjkmnp-z]{8})\]")
_QUESTION = re.compile(r"[?\uff1f\u061f\u00bf]")
_EMAIL = "email"


class SurveyAnswer(NamedTuple):
    """A message that answers a survey: its score, and what its writer says beside it."""

    survey: Survey
    score: int
    comment: str

    @property
    def is_low(self) -> bool:
        """Whether the score is a bad one."""
        return self.score <= SCALES[self.survey.kind].bad

    @property
    def origin(self) -> str:
        """What its rating is kept under."""
        return origin_of(self.survey.kind, self.survey, None)

    def rating(self, *, interaction: int, at: datetime, by: str) -> Rating:
        """The rating that the message gives."""
        survey = self.survey
        return Rating(
            origin=self.origin, survey=survey.id, case_number=survey.case_number,
            interaction=interaction, kind=survey.kind, score=self.score, customer=survey.customer,
            market=survey.market, language=survey.language, channel=survey.channel, agent=survey.agent,
            comment=self.comment, answered_at=at, came=Came.MAIL, kept_by=by,
        )  # fmt: skip


def survey_answer(record: Record, message: Incoming, customer: Customer | None, now: datetime) -> SurveyAnswer | None:
    """What a message answers to a survey; None where it answers none, or gives no score on the survey's scale."""
    if message.robot:
        return None
    token = _TOKEN.search(message.subject)
    survey = answered_survey(record, message.thread, token[1] if token else "")
    if survey is None and customer and message.channel != _EMAIL:
        survey = _last_text(record, customer, now)
    if survey is None:
        return None
    scale = SCALES[survey.kind]
    from cscli.reading.scores import score_in  # noqa: PLC0415 - hardly any message answers a survey

    found = score_in(message.text, scale.lowest, scale.highest)
    return SurveyAnswer(survey=survey, score=found.score, comment=found.comment) if found else None


def attention_for(answer: SurveyAnswer, reading: str, *, is_about_something: bool) -> str:
    """Why a person must read an answer; ``RATED`` where it asks for nothing.

    A number alone asks for nothing, whatever it is. A low score with a comment always wants a person.

    Args:
        answer: the answer.
        reading: why a person must read its comment, as words such as ``threat``; may be empty.
        is_about_something: the comment is likely about a situation of an order.
    """
    if not answer.comment:
        return RATED
    if answer.is_low:
        return reading if reading in _GRAVE else LOW_RATING
    if reading in _GRAVE or is_about_something or _QUESTION.search(answer.comment):
        return "" if reading not in _GRAVE else reading
    return RATED


_GRAVE = ("threat", "data-protection", "other-person")


def _last_text(record: Record, customer: Customer, now: datetime) -> Survey | None:
    """The survey that was the last text to a customer, unless it has expired or was answered."""
    newest = next(iter(newest_interactions(record, {"customer": customer.key, "direction": "out"}, limit=1)), None)
    survey = next(iter(surveys_of_customer(record, customer.key)), None)
    if newest is None or survey is None or survey.interaction != newest.id or survey.channel == _EMAIL:
        return None
    is_answered = any(one.survey == survey.id for one in ratings_of_case(record, survey.case_number))
    return None if is_answered or survey.expires_at < now or not survey.was_sent else survey
