"""The measures of a period: each counts in the same rows, is summed up, divided, and compared."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from cscli.clock.sla import Measure
from cscli.desk.cases.policies import Policies
from cscli.desk.measures.compare import ComparedWith, OtherPeriod, ReportSegment, with_others, with_period
from cscli.desk.measures.counted import Counted
from cscli.desk.measures.definitions import Definition
from cscli.desk.measures.measured import Measured, Slice
from cscli.desk.measures.period import Period
from cscli.desk.measures.seen import Tally
from cscli.desk.measures.summary import ENGINE, HOUR, VARIANT, made_of, measured, took
from cscli.desk.measures.tallies import backlog, buying, resolutions, responses, workload
from cscli.desk.measures.tallies.ratings import RATED, rated
from cscli.garbage import uncollected
from cscli.processes import begun
from cscli.record.record import Record
from cscli.record.rows.measures import has_many_cases

_ALWAYS_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "asked-share": ("language",), "contact-rate": ("market",),
    "workload-interactions": ("agent", "language", "channel", HOUR),
    "workload-cases": ("agent", "language", "channel", HOUR),
    "workload-handling": ("agent", "language", "channel", HOUR),
}  # fmt: skip
_MADE_OF: Final[Mapping[str, tuple[str, ...]]] = {"reply-reuse": ("intent", VARIANT), "replies-translated": (ENGINE,)}
_DISTRIBUTED: Final = ("first-response", "next-response", "resolution-first", "resolution-last")
_NO_MARK = {
    "replies-edited": "The record does not say of any reply from a text whether it was edited.",
}
WORTH_A_PROCESS: Final = 5_000  # cases of the record: a report of fewer is done before a second process has begun
# What is counted in texts, orders, turns, acts and at the ends of days takes as long as all else and shares only the
# cases with it.
_ELSEWHERE: Final = frozenset({
    "workload", "reply-reuse", "retention", "repeat-purchase", "contact-rate", "status-times", "backlog",
})  # fmt: skip
_NO_BOT = "No answer of a bot is in the period."


def measures(  # noqa: PLR0913 - all that a report depends on
    record: Record,
    policies: Policies,
    wanted: Sequence[Definition],
    period: Period,
    *,
    now: int,
    by: Sequence[str] = (),
    compared_with: ComparedWith | None = None,
) -> tuple[Measured, ...]:
    """The measures of a period, in the order in which they are wanted.

    Args:
        record: the record.
        policies: the service levels, whose hours are those of business time.
        wanted: the measures.
        period: what they are of; it ends no later than ``now``.
        now: UTC epoch second; what is later has not happened yet.
        by: what to divide them by.
        compared_with: what to compare them with.
    """
    with uncollected():
        asked = _Asked(record, policies, period, now, by, compared_with, wanted)
        elsewhere = [one for one in wanted if one.group in _ELSEWHERE]
        here = [one for one in wanted if one.group not in _ELSEWHERE]
        if not (elsewhere and here and has_many_cases(record, WORTH_A_PROCESS)):
            return asked.figures(wanted)
        if all(any(one.leaves_out_cases for one in some) for some in (here, elsewhere)):
            asked.read_cases()  # once, for both
        others = begun(partial(asked.figures, elsewhere))
        found = {figure.metric: figure for figure in (*asked.figures(here), *others())}
        return tuple(found[one.metric] for one in wanted)


class _Asked:
    """What a report was asked for, and what there is to count for it."""

    def __init__(  # noqa: PLR0913, PLR0917 - as above
        self, record: Record, policies: Policies, period: Period, now: int, by: Sequence[str],
        compared_with: ComparedWith | None, wanted: Sequence[Definition],
    ) -> None:  # fmt: skip
        counted = partial(
            Counted, record, policies, now=now,
            with_intents="intent" in (*by, compared_with.by if isinstance(compared_with, ReportSegment) else ""),
            with_targets=any(one.group == "service-level" for one in wanted),
        )  # fmt: skip
        self.by, self.compared_with, self.mine = by, compared_with, counted(period=period)
        self.other = counted(period=compared_with.period) if isinstance(compared_with, OtherPeriod) else None

    def read_cases(self) -> None:
        """Read all cases now."""
        for counted in filter(None, (self.mine, self.other)):
            counted.all_cases  # noqa: B018 - it is kept there

    def figures(self, wanted: Iterable[Definition]) -> tuple[Measured, ...]:
        """Some measures, each divided and compared."""
        return tuple(self._figure(one) for one in wanted)

    def _figure(self, one: Definition) -> Measured:
        tally = tally_of(one.metric, self.mine)
        figure = figure_of(one, tally, self.mine, self.by)
        whole, compared_with = _whole(one.metric, tally, self.mine.period), self.compared_with
        if self.other is not None and isinstance(compared_with, OtherPeriod):
            then = _whole(one.metric, tally_of(one.metric, self.other), compared_with.period)
            return replace(figure, comparison=with_period(one, whole, then, compared_with.name))
        if isinstance(compared_with, ReportSegment):
            return replace(figure, comparison=with_others(one, whole, compared_with))
        return figure


def tally_of(metric: str, all_: Counted) -> Tally:
    """What a measure counts."""
    if metric in RATED:
        return rated(metric, all_.feedback, all_.resolved, all_.period, all_.now)
    return _TALLIES[metric](all_)


def _whole(metric: str, tally: Tally, period: Period) -> Tally:
    """What counts for the period as a whole: of the backlog only what is open at its end."""
    if metric != "backlog":
        return tally
    last = period.until - 1
    return Tally.of_rows([row for row in tally.rows if row[0] == last])


def figure_of(one: Definition, tally: Tally, all_: Counted, by: Sequence[str]) -> Measured:
    """A measure with its parts; backlog and the bot have some of their own."""
    divisions = (*_ALWAYS_BY.get(one.metric, ()), *(name for name in by if name in one.by))
    outside = all_.outside if one.leaves_out_cases else {}
    if one.metric == "backlog":
        return _backlog(one, tally, all_, divisions)
    figure = measured(one, tally, all_.period, divisions, outside)
    if one.metric in _DISTRIBUTED:
        figure = replace(figure, breakdown=(*took(tally), *figure.breakdown))
    if one.metric in _MADE_OF:
        mix = tuple(part for name in _MADE_OF[one.metric] for part in made_of(tally, name, all_.period))
        asked = tuple(part for part in figure.breakdown if part.by not in _MADE_OF[one.metric])
        figure = replace(figure, breakdown=mix + asked)
    if one.metric == "answered-alone":
        reasons = all_.handed_over(one.of.case.number for one in tally.seen if one.of.clocks.is_handed_over)
        counts = sorted(resolutions.handed_over(tally.seen, reasons).items())
        parts = tuple(Slice(by=name, key=key, value=count, n=count, unit="cases") for (name, key), count in counts)
        figure = replace(figure, breakdown=figure.breakdown + parts, reason=figure.reason and _NO_BOT)
    return figure if figure.value is not None else replace(figure, reason=_NO_MARK.get(one.metric, figure.reason))


def _backlog(one: Definition, tally: Tally, all_: Counted, divisions: Sequence[str]) -> Measured:
    """What is open at the end of the period, with the end of each day and the ages; 0 where all is resolved."""
    end, days = _whole(one.metric, tally, all_.period), all_.period.days
    figure = measured(one, end, all_.period, [name for name in divisions if name != "week"], all_.outside)
    if not all_.cases:
        return figure
    by_day: dict[str, list[int]] = {name: [] for name in days.names}
    for name, age in zip(days.names_of(tally.at), tally.other, strict=True):
        by_day[name].append(age)
    trend = tuple(
        Slice(by="day", key=name, value=len(some), n=len(some), parts=backlog.by_age(some))
        for name, some in by_day.items()
    )
    weeks = {all_.period.weeks.name_of(start): day for start, day in zip(days.starts, trend, strict=True)}
    by_week = [day._replace(by="week", key=name) for name, day in weeks.items()] if "week" in divisions else []
    ages = [Slice(by="age", key=age, value=n, n=n) for age, n in backlog.by_age(end.other).items()]
    return replace(
        figure, value=len(end), breakdown=(*ages, *figure.breakdown, *by_week), trend=trend, reason=""
    )  # fmt: skip


def _turns(metric: str) -> Callable[[Counted], Tally]:
    return lambda all_: all_.turns[metric]


def _targets(measure: Measure) -> Callable[[Counted], Tally]:
    return lambda all_: responses.targets_met(all_.ran(measure), all_.policies, all_.period, measure)


_TALLIES: Final[Mapping[str, Callable[[Counted], Tally]]] = {
    **{metric: _turns(metric) for metric in resolutions.TURNS},
    **{f"service-level-{measure}": _targets(measure) for measure in Measure},
    "answered-alone": lambda all_: resolutions.answered_alone(all_.cases, all_.period, all_.now),
    "first-response": lambda all_: responses.first_responses(all_.cases, all_.ran(Measure.FIRST_RESPONSE), all_.period),
    "next-response": lambda all_: responses.next_responses(all_.ran(Measure.NEXT_RESPONSE), all_.period),
    "resolution-first": lambda all_: resolutions.first_resolved(all_.cases, all_.spent, all_.period),
    "resolution-last": lambda all_: resolutions.last_resolved(all_.cases, all_.spent, all_.period),
    "resolutions": lambda all_: resolutions.resolutions(all_.cases, all_.period),
    "first-contact-resolution": lambda all_: resolutions.first_contact(all_.resolved, all_.wrote_again, all_.now),
    "reopen-rate": lambda all_: resolutions.reopened(all_.resolved),
    "repeat-contact": lambda all_: resolutions.repeat_contacts(all_.resolved, all_.wrote_again, all_.now),
    "backlog": lambda all_: backlog.open_at_day_ends(all_.cases, all_.period),
    "retention": lambda all_: buying.retention(all_.orders, all_.before, all_.period),
    "repeat-purchase": lambda all_: buying.repeat_purchase(all_.orders, all_.period),
    "contact-rate": lambda all_: buying.contact_rate(all_.cases, all_.orders, all_.period),
    "workload-interactions": lambda all_: all_.said,
    "workload-cases": lambda all_: workload.cases_worked_on(all_.acts),
    "workload-handling": lambda all_: workload.handling(all_.acts),
    "reply-reuse": lambda all_: workload.reused(all_.replied),
    "replies-edited": lambda all_: workload.edited(all_.replied),
    "replies-translated": lambda all_: workload.translated(all_.replied),
}
