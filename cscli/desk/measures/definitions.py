"""What each measure means: the one text for reports, for ``--define`` and for the page about measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final, NamedTuple

from cscli.errors import unknown


class MeasureKind(StrEnum):
    """What a figure is made of.

    A share of what was counted; the median of durations; a mean of scores; the net promoter score; a sum; a ratio of
    two sums.
    """

    SHARE = "share"
    DURATION = "duration"
    MEAN = "mean"
    NPS = "nps"
    COUNT = "count"
    RATIO = "ratio"


class Population(NamedTuple):
    """What a measure counts, in words, and whether that is cases or what happened in them."""

    words: str
    is_of_cases: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A measure. ``group`` is the name that asks for it and its siblings; ``by`` is what it can be divided by."""

    leaves_out_cases: ClassVar[bool] = False

    metric: str
    group: str
    title: str
    kind: MeasureKind
    unit: str
    definition: str
    population: str
    by: tuple[str, ...]


class CaseDefinition(Definition):
    """A measure of cases: how many it leaves out, as merged, spam or a robot's, stands beside the figure."""

    __slots__ = ()

    leaves_out_cases: ClassVar[bool] = True


DIVISIONS: Final = ("market", "agent", "channel", "language", "intent", "week", "priority")
_BY_MARKET: Final = ("market",)
RATING_DIVISIONS: Final = ("market", "agent", "channel", "language", "week")
_BY_TEXT: Final = ("market", "agent", "channel", "language", "intent", "week")


def _cases(more: str = "", before: str = "") -> Population:
    """Cases, with what else is said of them behind or before that."""
    cases = "cases that are not merged into another, no spam and not opened by a robot's mail"
    return Population(f"{before}{cases}{more}", is_of_cases=True)


_RESOLVED: Final = _cases("; resolved in the period")
_RESOLVED_WEEK: Final = _cases("; resolved in the period; those of which the 7 days are not over are provisional")
_LAST: Final = "of the cases that were resolved in the period, until they were last resolved in it"
_RATED: Final = Population(
    "ratings answered in the period, by mail, by import or by hand; not about cases that are merged or spam"
)
_ORDERS: Final = Population("orders placed in the period that are not cancelled or refunded; merged customers are one")
_REPLIES: Final = Population("replies that left in the period")
_DUE: Final = (
    "targets met, of those met or missed that came due in the period. Met: the business time used is not more than the "
    "target, from timestamps, whenever it is looked at. Past due and unanswered is missed. By the policies of the desk"
)
_DUE_OF: Final = _cases(
    "; with such a target. Those that run and are not late are apart, those given up in time are left out"
)


def _d(  # noqa: PLR0913, PLR0917 - a row of the table below
    metric: str, title: str, kind: MeasureKind, unit: str, definition: str, population: Population,
    by: tuple[str, ...] = DIVISIONS, group: str = "",
) -> Definition:  # fmt: skip
    definition_of = CaseDefinition if population.is_of_cases else Definition
    return definition_of(
        metric=metric, group=group or metric, title=title, kind=kind, unit=unit, definition=f"{definition}.",
        population=population.words, by=by,
    )  # fmt: skip


_SHARE, _TIME, _COUNT = MeasureKind.SHARE, MeasureKind.DURATION, MeasureKind.COUNT

DEFINITIONS: Final = (
    _d("csat", "Satisfied customers", _SHARE, "%", "Ratings of 4 or 5, of all CSAT ratings answered in the period, "
       "with a 95 % Wilson interval. Surveys of the period that can still be answered are provisional", _RATED,
       RATING_DIVISIONS),
    _d("csat-mean", "Mean satisfaction", MeasureKind.MEAN, "of 5", "The mean of all CSAT ratings answered in the "
       "period, from 1 to 5, with a 95 % t interval that is cut to that scale", _RATED, RATING_DIVISIONS, group="csat"),
    _d("nps", "Net promoter score", MeasureKind.NPS, "points", "The share of 9 and 10 less the share of 0 to 6, of all "
       "NPS ratings answered in the period, from -100 to 100, with a 95 % adjusted Wald interval", _RATED,
       RATING_DIVISIONS),
    _d("ces", "Mean ease", MeasureKind.MEAN, "of 7", "The mean of all CES ratings answered in the period, from 1 to 7, "
       "with a 95 % t interval that is cut to that scale", _RATED, RATING_DIVISIONS),
    _d("ces-share", "Found it easy", _SHARE, "%", "Ratings of 5 to 7, of all CES ratings answered in the period, with "
       "a 95 % Wilson interval", _RATED, RATING_DIVISIONS, group="ces"),
    _d("response-rate", "Surveys answered", _SHARE, "%", "Of the surveys sent in the period, those that were answered "
       "before they expired. Those that have not expired are provisional",
       Population("surveys sent in the period; not about cases that are merged or spam"), RATING_DIVISIONS),
    _d("asked-share", "Cases asked about", _SHARE, "%", "Of the cases that were resolved in the period, those that a "
       "survey was sent about by now", _RESOLVED),
    _d("customer-wait", "Customer waits", _TIME, "s", f"Time in which the customer waited (new, open, held, snoozed), "
       f"{_LAST}", _RESOLVED, group="status-times"),
    _d("our-work", "Our work", _TIME, "s", f"Time in which it was our turn (new, open, snoozed), {_LAST}. Our work, "
       "their turn and third party sum to the time from opened to resolved, less the time in which the case was "
       "thought resolved", _RESOLVED, group="status-times"),
    _d("their-turn", "Their turn", _TIME, "s", f"Time in which we waited for the customer (waiting), {_LAST}",
       _RESOLVED, group="status-times"),
    _d("third-party", "Third party", _TIME, "s", f"Time in which a third party had it (held), {_LAST}", _RESOLVED,
       group="status-times"),
    _d("answered-alone", "Answered alone", _SHARE, "%", "Of the cases that the bot answered first in the period, those "
       "that it closed and in which that customer wrote nothing on that order, or in that case, within 72 hours; "
       "handed over by reason, and marked wrong by an agent (the tag wrong-answer), beside it",
       _cases("; answered by the bot. Those of which the 72 hours are not over are provisional")),
    _d("first-response", "First response", _TIME, "s", "From the latest of opened, handed over by the bot and reopened "
       "after the bot closed it, to the first public reply of a person. Automatic replies do not count. Counted when "
       "the reply is given. Never paused, unless the policies say so",
       _cases("; without those that an agent opened or that were resolved without a reply")),
    _d("next-response", "Next response", _TIME, "s", "One for each exchange: from the oldest unanswered message of the "
       "customer to the next public reply or closure, counted then. Notes do not stop it, more messages do not move it",
       _cases(before="exchanges in ")),
    _d("resolution-first", "First resolved", _TIME, "s", "From opened to first resolved, counted then. Waiting for the "
       "customer pauses it, waiting for others does not; as the policies say", _RESOLVED, group="resolution"),
    _d("resolution-last", "Last resolved", _TIME, "s", "From opened to last resolved, where that is in the period and "
       "the case was not open again at its end; the time in which it was thought resolved counts. Paused like first "
       "resolved", _RESOLVED, group="resolution"),
    _d("resolutions", "Resolutions", _COUNT, "resolutions", "How often cases were resolved in the period; one that was "
       "reopened and resolved again counts twice", _RESOLVED, group="resolution"),
    _d("first-contact-resolution", "Resolved at first contact", _SHARE, "%", "Of the cases first resolved in the "
       "period, those with exactly one public reply of an agent, never reopened, and without repeat contact within 7 "
       "days", _RESOLVED_WEEK),
    _d("reopen-rate", "Reopened", _SHARE, "%", "Cases that were reopened at least once since, of the cases that were "
       "resolved in the period. A mere thanks and a robot's mail reopen nothing", _RESOLVED),
    _d("repeat-contact", "Repeat contact", _SHARE, "%", "Of the cases resolved in the period, those of which the "
       "customer wrote again within 7 days after they were first resolved in it: in the case, or in another case of "
       "the same order or with a tag of this case. A mere thanks is none", _RESOLVED_WEEK),
    _d("service-level-first-response", "First response in time", _SHARE, "%", f"First-response {_DUE}", _DUE_OF,
       group="service-level"),
    _d("service-level-next-response", "Next response in time", _SHARE, "%", f"Next-response {_DUE}", _DUE_OF,
       group="service-level"),
    _d("service-level-resolution", "Resolved in time", _SHARE, "%", f"Resolution {_DUE}", _DUE_OF,
       group="service-level"),
    _d("backlog", "Open cases", _COUNT, "cases", "Cases that are not over at the end of the period; the trend has the "
       "end of each day, the parts are by age since they were opened", _cases()),
    _d("retention", "Retention", _SHARE, "%", "Of the customers with an order in the previous period of the same "
       "length, those who ordered again in this one", _ORDERS, _BY_MARKET),
    _d("repeat-purchase", "Repeat purchase", _SHARE, "%", "Of the customers with an order in the period, those with "
       "two or more", _ORDERS, _BY_MARKET),
    _d("contact-rate", "Contact rate", MeasureKind.RATIO, "per 100 orders", "Cases opened for each 100 orders placed, "
       "by market", _cases("; opened in the period; all orders placed in it"), ("market", "week")),
    _d("workload-interactions", "Interactions", _COUNT, "interactions", "Messages, replies that left, and notes, per "
       "agent, language, channel and hour of the week",
       Population("interactions of the period; without robots' mails, spam and replies that have not left"), _BY_TEXT,
       group="workload"),
    _d("workload-cases", "Cases worked on", _COUNT, "cases", "Cases in which an agent did something in the period, "
       "counted at the first act of each agent; per agent, language, channel and hour of the week",
       _cases(), group="workload"),
    _d("workload-handling", "Handling time", _COUNT, "s", "An estimate, as nobody stops the time: for each act of an "
       "agent on a case, the time since the act of that agent before, where that is no more than 15 minutes; per "
       "agent, language, channel and hour of the week", _cases(before="acts of agents in "), group="workload"),
    _d("reply-reuse", "Replies from a text", _SHARE, "%", "Replies written from a shipped or own text, of all replies "
       "that left; by situation and variant beside it", _REPLIES, _BY_TEXT,
       group="reply-reuse"),
    _d("replies-edited", "Edited replies", _SHARE, "%", "Replies from a text that were edited before they were sent",
       Population("replies from a text that left in the period, of which it is known"), _BY_TEXT, group="reply-reuse"),
    _d("replies-translated", "Translated replies", _SHARE, "%", "Replies that an engine or the memory translated, of "
       "all replies that left; by engine beside it", _REPLIES, _BY_TEXT, group="reply-reuse"),
)  # fmt: skip

_RATINGS: Final = frozenset({"csat", "csat-mean", "nps", "ces", "ces-share"})
GROUPS: Final = tuple(dict.fromkeys(one.group for one in DEFINITIONS))
NAMES: Final = tuple(dict.fromkeys((*GROUPS, *(one.metric for one in DEFINITIONS))))


def defined(names: Sequence[str]) -> tuple[Definition, ...]:
    """The measures of some names or groups, in the order of the definitions; without names all.

    Beside ratings stands the share of the cases that were asked about.

    Raises:
        NotFoundError: ``unknown-measure``: there is none of that name.
    """
    wanted = {name.strip().casefold().replace("_", "-").replace(" ", "-") for name in names}
    for name in sorted(wanted):
        if name not in NAMES:
            raise unknown("measure", name, NAMES, see="cscli stats --define")
    if wanted & _RATINGS:
        wanted.add("asked-share")
    return tuple(one for one in DEFINITIONS if not wanted or one.metric in wanted or one.group in wanted)
