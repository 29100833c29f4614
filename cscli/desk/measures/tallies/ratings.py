"""What customers' ratings say: satisfaction, recommendation, effort, and how many were asked and answered.

Pure: surveys, ratings and cases come in, and what each measure counts goes out. Where nobody answered there is no
figure, never 0. A rating counts when it was answered, a survey when it was asked, a case when it was first resolved.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from statistics import fmean
from typing import NamedTuple

from cscli.desk.feedback.survey import SCALES, Rating, Scale, Survey, SurveyKind
from cscli.desk.measures.intervals import Interval, mean_interval, nps, nps_interval, wilson
from cscli.desk.measures.period import Period
from cscli.desk.measures.seen import Counting, Seen, Tally
from cscli.desk.measures.tallies.resolutions import ResolvedCases


class Feedback(NamedTuple):
    """What customers were asked and said.

    ``ratings`` are those answered in a period, ``surveys`` those asked from its beginning up to now, ``answers`` what
    answers these, whenever it came. ``outside`` are the cases that no measure counts: merged, spam.
    """

    ratings: Sequence[Rating] = ()
    surveys: Sequence[Survey] = ()
    answers: Sequence[Rating] = ()
    outside: Container[int | None] = ()


class Figure(NamedTuple):
    """A figure of some scores: ``hits`` of ``n`` where it is a share, and its 95 % interval where there is one."""

    value: float | None
    n: int
    hits: int | None = None
    interval: Interval | None = None


def share_figure(hits: int, n: int) -> Figure:
    """A share in percent, with its Wilson interval."""
    share = wilson(hits, n)
    low_high = None if share is None else Interval(100 * share.low, 100 * share.high)
    return Figure(100 * hits / n if n else None, n, hits, low_high)


def nps_figure(scores: Sequence[int]) -> Figure:
    """The net promoter score: the share of 9 and 10 less that of 0 to 6, from -100 to 100."""
    scale, n = SCALES[SurveyKind.NPS], len(scores)
    up, down = sum(score >= scale.good for score in scores), sum(score <= scale.bad for score in scores)
    return Figure(nps(up, down, n), n, None, nps_interval(up, down, n))


def mean_figure(scores: Sequence[int], scale: Scale) -> Figure:
    """The mean score with Student's interval, cut to the scale; no interval for fewer than two scores."""
    found = mean_interval(scores)
    cut = None if found is None else Interval(max(scale.lowest, found.low), min(scale.highest, found.high))
    return Figure(fmean(scores) if scores else None, len(scores), None, cut)


def good_seen(seen: Iterable[Seen], kind: SurveyKind) -> Iterator[Seen]:
    """Scores as a share counts them: 1 for a good one (4 and 5 of a CSAT, 5 to 7 of a CES), else 0."""
    for one in seen:
        yield one._replace(value=int(one.value >= SCALES[kind].good))


def scores_seen(kind: SurveyKind, said: Feedback, period: Period, now: int) -> Iterator[Seen]:
    """The scores of a kind that were answered in a period; the value of each is the score.

    A survey asked in the period that can still be answered is provisional. ``now`` is a UTC epoch second.
    """
    for one in said.ratings:
        at = int(one.answered_at.timestamp())
        if one.kind is kind and period.holds(at) and one.case_number not in said.outside:
            yield Seen(at, one, one.score, agent=one.agent)
    answered = {one.survey for one in said.answers}
    for survey, at in _sent(said, period):
        if survey.kind is kind and survey.id not in answered and survey.expires_at.timestamp() > now:
            yield Seen(at, survey, 0, agent=survey.agent, counting=Counting.PROVISIONAL)


def responses_seen(said: Feedback, period: Period, now: int) -> Iterator[Seen]:
    """The surveys that were sent in a period: 1 for one that was answered before it expired, else 0.

    One that has not expired is provisional. ``now`` is a UTC epoch second.
    """
    answers = {one.survey: one.answered_at for one in said.answers}
    for survey, at in _sent(said, period):
        in_time = survey.id in answers and answers[survey.id] <= survey.expires_at
        counting = Counting.PROVISIONAL if survey.expires_at.timestamp() > now else Counting.COUNTED
        yield Seen(at, survey, int(in_time), agent=survey.agent, counting=counting)


def _asked(resolved: ResolvedCases, said: Feedback) -> Tally:
    """Whether a survey was sent by now about the cases that were resolved in a period."""
    about = {survey.case_number for survey in said.surveys if survey.was_sent}
    return resolved.tally([int(one.case.number in about) for one in resolved.of])


def _sent(said: Feedback, period: Period) -> Iterator[tuple[Survey, int]]:
    """The surveys that were sent in a period and count, each with its UTC epoch second."""
    for survey in said.surveys:
        at = int(survey.asked_at.timestamp())
        if survey.was_sent and period.holds(at) and survey.case_number not in said.outside:
            yield survey, at


_KINDS = {
    "csat": SurveyKind.CSAT, "csat-mean": SurveyKind.CSAT, "nps": SurveyKind.NPS, "ces": SurveyKind.CES,
    "ces-share": SurveyKind.CES,
}  # fmt: skip
_SHARES = ("csat", "ces-share")
SCALE_OF = {metric: SCALES[kind] for metric, kind in _KINDS.items()}
RATED = frozenset({*_KINDS, "response-rate", "asked-share"})


def rated(metric: str, said: Feedback, resolved: ResolvedCases, period: Period, now: int) -> Tally:
    """What one of the measures in ``RATED`` counts; ``resolved`` are the cases resolved in the period that count."""
    if metric == "response-rate":
        return Tally.of_rows(responses_seen(said, period, now))
    if metric == "asked-share":
        return _asked(resolved, said)
    scores = scores_seen(_KINDS[metric], said, period, now)
    return Tally.of_rows(good_seen(scores, _KINDS[metric]) if metric in _SHARES else scores)
