"""One part beside another: two periods, or the cases of a market, an agent, a channel and all others."""

from typing import NamedTuple

from cscli.desk.measures.definitions import Definition, MeasureKind
from cscli.desk.measures.intervals import Interval, difference
from cscli.desk.measures.measured import MeasureComparison, Slice
from cscli.desk.measures.period import Period
from cscli.desk.measures.seen import SeenRow, Tally
from cscli.desk.measures.summary import rounded, summed, whole_of


class ReportSegment(NamedTuple):
    """A part of what is counted, such as market JP."""

    by: str
    key: str

    @property
    def name(self) -> str:
        """As it is typed: ``market=JP``."""
        return f"{self.by}={self.key}"


class OtherPeriod(NamedTuple):
    """A period to compare with, under the name that it was asked for by."""

    name: str
    period: Period


ComparedWith = ReportSegment | OtherPeriod


def with_period(definition: Definition, mine: Tally, other: Tally, name: str) -> MeasureComparison:
    """The measure of the report's period beside that of another."""
    return _compared(definition, ("this period", _whole(definition, mine)), (name, _whole(definition, other)))


def with_others(definition: Definition, tally: Tally, segment: ReportSegment) -> MeasureComparison | None:
    """The measure of a segment beside that of all others; None where the measure cannot be divided so."""
    if segment.by not in definition.by or segment.by == "week":
        return None
    counted = tally.by_agent if segment.by == "agent" and tally.by_agent is not None else tally
    mine: list[SeenRow] = []
    others: list[SeenRow] = []
    for row in counted.rows:
        _, of, _, _, agent, _ = row
        key = agent if segment.by == "agent" else str(getattr(of, segment.by))
        (mine if key == segment.key else others).append(row)
    parts = ((segment.name, mine), ("all others", others))
    first, second = [(name, _whole(definition, Tally.of_rows(rows))) for name, rows in parts]
    return _compared(definition, first, second)


def _whole(definition: Definition, tally: Tally) -> Slice:
    found = summed(definition, "", "", whole_of(tally))
    return found if len(tally) else found._replace(value=None)


def _compared(definition: Definition, first: tuple[str, Slice], second: tuple[str, Slice]) -> MeasureComparison:
    (name, mine), (other_name, other) = first, second
    interval = None
    if definition.kind is MeasureKind.SHARE:
        interval = difference((mine.hits or 0, mine.n), (other.hits or 0, other.n))
    has_both = mine.value is not None and other.value is not None
    return MeasureComparison(
        of=name, value=mine.value, n=mine.n, other=other_name, other_value=other.value, other_n=other.n,
        difference=rounded((mine.value or 0) - (other.value or 0)) if has_both else None,
        interval=None if interval is None else Interval(rounded(100 * interval.low), rounded(100 * interval.high)),
        is_shown=None if interval is None else not interval.holds_zero,
    )  # fmt: skip
