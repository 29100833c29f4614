"""The surveys and ratings that the measures of a period need; read once for all of them."""

from cscli.clock.zones import utc
from cscli.desk.feedback.survey import rating_of_row, survey_of_row
from cscli.desk.measures.period import Period
from cscli.desk.measures.tallies.ratings import Feedback
from cscli.record.record import Record
from cscli.record.rows import cases, ratings, surveys
from cscli.text import rfc3339


def feedback_of(record: Record, period: Period, now: int) -> Feedback:
    """What customers were asked and said in a period. ``now`` is a UTC epoch second; what is later counts not yet."""
    since, until, present = (rfc3339(utc(at)) for at in (period.since, min(period.until, now + 1), now + 1))
    rated = tuple(map(rating_of_row, ratings.answered(record, since, until)))
    asked = tuple(map(survey_of_row, surveys.asked(record, since, present)))
    answers = tuple(map(rating_of_row, ratings.of_surveys_asked(record, since, present)))
    outside = frozenset(cases.outside(record))
    return Feedback(rated, asked, tuple(one for one in answers if one.answered_at <= utc(now)), outside)
