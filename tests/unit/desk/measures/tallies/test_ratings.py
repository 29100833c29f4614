"""Measures of ratings: the worked values, what is provisional, and what no measure counts."""

from datetime import UTC, datetime, timedelta

import pytest
from sweeps import each

from cscli.desk.feedback.survey import Came, Rating, Survey, SurveyKind
from cscli.desk.measures.definitions import DEFINITIONS
from cscli.desk.measures.period import Period
from cscli.desk.measures.summary import measured
from cscli.desk.measures.tallies.ratings import RATED, Feedback, rated
from cscli.desk.measures.tallies.resolutions import ResolvedCases

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
END = int(NOW.timestamp())
PERIOD = Period(since=END - 28 * 86_400, until=END, zone="UTC")
DAY = timedelta(days=1)


def rating(score, kind="csat", **more):
    told = {"origin": "x", "came": Came.MAIL, "answered_at": NOW - DAY, "market": "DE", "language": "de", **more}
    return Rating(kind=SurveyKind(kind), score=score, **told)


def survey(number, *, asked=NOW - 20 * DAY, days=14, **more):
    told = {
        "kind": SurveyKind.CSAT, "customer": "C-1", "market": "DE", "language": "de", "channel": "email",
        "agent": "Mei", "interaction": number, "token": str(number), "id": number, "state": "sent",
        "case_number": number, **more,
    }  # fmt: skip
    return Survey(asked_at=asked, expires_at=asked + days * DAY, **told)


def figure(metric, said, by=()):
    definition = next(one for one in DEFINITIONS if one.metric == metric)
    return measured(definition, rated(metric, said, ResolvedCases((), PERIOD), PERIOD, END), PERIOD, by, {})


def scores(kind, **counts):
    return Feedback([rating(int(score[1:]), kind) for score, n in counts.items() for _ in range(n)])


def test_satisfaction_is_the_share_of_4_and_5_with_the_mean_beside_it():
    said = scores("csat", s5=5, s4=4, s1=1)
    share, mean = figure("csat", said), figure("csat-mean", said)
    assert (share.value, share.hits, share.n) == (90, 9, 10)
    assert [round(end, 1) for end in share.interval] == [59.6, 98.2]
    assert (mean.value, mean.n) == (4.2, 10)
    assert mean.interval.low < 4.2 < mean.interval.high


def test_the_score_of_promoters_is_that_of_the_worked_values():
    found = figure("nps", scores("nps", s10=30, s9=20, s8=33, s6=10, s0=7))
    assert (found.value, found.n) == (33, 100)
    assert [round(end, 1) for end in found.interval] == [17.6, 46.5]


def test_effort_is_a_mean_and_the_share_from_5_on():
    said = scores("ces", s7=1, s5=1, s4=1)
    assert figure("ces", said).value == pytest.approx(16 / 3, abs=1e-4)
    share = figure("ces-share", said)
    assert (share.value, share.hits) == (pytest.approx(66.6667), 2)


@each("metric", sorted(RATED))
def test_without_answers_there_is_no_figure(metric):
    found = figure(metric, Feedback())
    assert (found.value, found.n, found.interval) == (None, 0, None)
    assert found.reason


def test_kinds_do_not_mix_and_other_periods_do_not_count():
    said = Feedback([rating(5), rating(0, "nps"), rating(1, answered_at=NOW - 30 * DAY), rating(1, answered_at=NOW)])
    assert (figure("csat", said).n, figure("nps", said).n) == (1, 1)


def test_the_response_rate_is_of_the_surveys_that_were_sent_and_whose_time_is_over():
    asked = [
        survey(1), survey(2), survey(3), survey(4, asked=NOW - DAY), survey(5, state="held"),
        survey(6, state="refused"), survey(7, asked=NOW - 40 * DAY),
    ]  # fmt: skip
    in_time = NOW - 10 * DAY
    answers = [rating(5, survey=1, answered_at=in_time), rating(5, survey=2), rating(4, survey=4)]
    found = figure("response-rate", Feedback(surveys=asked, answers=answers))
    assert (found.hits, found.n, found.provisional) == (1, 3, 1)  # 2 was answered too late


def test_surveys_that_can_still_be_answered_make_a_figure_provisional():
    asked = [survey(1, asked=NOW - DAY), survey(2, asked=NOW - DAY), survey(3)]
    found = figure("csat", Feedback([rating(4, survey=1)], asked, [rating(4, survey=1)]))
    assert (found.n, found.provisional) == (1, 1)


def test_what_is_merged_or_spam_is_outside():
    said = Feedback([rating(5, case_number=1), rating(1, case_number=2)], [survey(2)], (), frozenset({2}))
    assert figure("csat", said).value == 100
    assert figure("response-rate", said).n == 0


def test_ratings_are_divided_by_whose_they_are():
    said = Feedback([rating(5, agent="Mei"), rating(1, agent="Li", market="JP", language="ja")])
    found = figure("csat", said, by=("market", "agent", "language"))
    assert [(one.by, one.key, one.value) for one in found.breakdown] == [
        ("market", "DE", 100), ("market", "JP", 0), ("agent", "Li", 0), ("agent", "Mei", 100), ("language", "de", 100),
        ("language", "ja", 0),
    ]  # fmt: skip
    assert not any(one.is_ranked for one in found.breakdown if one.by == "agent")


def test_a_late_answer_still_rates():
    late = rating(2, survey=1)
    assert figure("csat", Feedback([late._replace()], [survey(1)], [late])).n == 1
