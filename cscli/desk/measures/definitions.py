"""What each measure means: the one text for reports, for ``--define`` and for the page about measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cscli.errors import unknown


class MeasureKind(StrEnum):
    """What a figure is made of."""

    SHARE = "share"
    DURATION = "duration"
    MEAN = "mean"
    NPS = "nps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A measure. ``group`` is the name that asks for it and its siblings; ``by`` is what it can be divided by."""

    metric: str
    group: str
    title: str
    kind: MeasureKind
    unit: str
    definition: str
    population: str
    by: tuple[str, ...]


_OF_CASE: Final = ("market", "agent", "channel", "language", "intent", "week", "priority")
_OF_RATING: Final = ("market", "agent", "channel", "language", "week")
_RATINGS: Final = (
    "ratings answered in the period, by mail, by import or by hand; not about cases that are merged or spam"
)
_CASES: Final = "cases that are not merged into another, no spam and not opened by a robot's mail"

DEFINITIONS: Final = (
    Definition(
        metric="csat", group="csat", title="Satisfied customers", kind=MeasureKind.SHARE, unit="%",
        definition=(
            "Ratings of 4 or 5, of all CSAT ratings answered in the period, with a 95 % Wilson interval. Surveys of "
            "the period that can still be answered are provisional."
        ),
        population=_RATINGS, by=_OF_RATING,
    ),
    Definition(
        metric="csat-mean", group="csat", title="Mean satisfaction", kind=MeasureKind.MEAN, unit="of 5",
        definition="The mean of all CSAT ratings answered in the period, from 1 to 5, with a 95 % t interval.",
        population=_RATINGS, by=_OF_RATING,
    ),
    Definition(
        metric="nps", group="nps", title="Net promoter score", kind=MeasureKind.NPS, unit="points",
        definition=(
            "The share of 9 and 10 less the share of 0 to 6, of all NPS ratings answered in the period, from -100 to "
            "100, with a 95 % adjusted Wald interval."
        ),
        population=_RATINGS, by=_OF_RATING,
    ),
    Definition(
        metric="ces", group="ces", title="Mean ease", kind=MeasureKind.MEAN, unit="of 7",
        definition="The mean of all CES ratings answered in the period, from 1 to 7, with a 95 % t interval.",
        population=_RATINGS, by=_OF_RATING,
    ),
    Definition(
        metric="ces-share", group="ces", title="Found it easy", kind=MeasureKind.SHARE, unit="%",
        definition="Ratings of 5 to 7, of all CES ratings answered in the period, with a 95 % Wilson interval.",
        population=_RATINGS, by=_OF_RATING,
    ),
    Definition(
        metric="response-rate", group="response-rate", title="Surveys answered", kind=MeasureKind.SHARE, unit="%",
        definition=(
            "Of the surveys sent in the period, those that were answered before they expired. Those that have not "
            "expired are provisional."
        ),
        population="surveys sent in the period; not about cases that are merged or spam", by=_OF_RATING,
    ),
    Definition(
        metric="asked-share", group="asked-share", title="Cases asked about", kind=MeasureKind.SHARE, unit="%",
        definition="Of the cases that were resolved in the period, those that a survey was sent about by now.",
        population=f"{_CASES}; resolved in the period",
        by=_OF_CASE,
    ),
    Definition(
        metric="first-response", group="first-response", title="First response", kind=MeasureKind.DURATION, unit="s",
        definition=(
            "From the latest of opened, handed over by the bot and reopened after the bot closed it, to the first "
            "public reply of a person. Automatic replies do not count. Counted when the reply is given. Never paused, "
            "unless the policies say so."
        ),
        population=f"{_CASES}; without those that an agent opened or that were resolved without a reply",
        by=_OF_CASE,
    ),
    Definition(
        metric="reopen-rate", group="reopen-rate", title="Reopened", kind=MeasureKind.SHARE, unit="%",
        definition="Cases that were reopened at least once, of the cases that were resolved in the period.",
        population=f"{_CASES}; resolved in the period",
        by=_OF_CASE,
    ),
)  # fmt: skip

_BY_METRIC: Final = {one.metric: one for one in DEFINITIONS}
GROUPS: Final = tuple(dict.fromkeys(one.group for one in DEFINITIONS))


def defined(names: Sequence[str]) -> tuple[Definition, ...]:
    """The measures of some names, in the order of the definitions; without names all.

    Raises:
        NotFoundError: ``unknown-measure``: there is none of that name.
    """
    wanted = {name.strip().casefold().replace("_", "-").replace(" ", "-") for name in names}
    for name in wanted:
        if name not in _BY_METRIC and name not in GROUPS:
            raise unknown("measure", name, [*_BY_METRIC, *GROUPS], see="cscli stats --define")
    return tuple(one for one in DEFINITIONS if not wanted or one.metric in wanted or one.group in wanted)
