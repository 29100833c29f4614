"""How long the clocks of cases ran: worked out once, as several measures ask for the same."""

from collections.abc import Iterable

from cscli.clock import sla
from cscli.clock.sla import Clock, Measure, Used
from cscli.desk.cases.policies import Policies
from cscli.desk.measures.cases import CountedCase

Ran = tuple[CountedCase, Clock, Used]


class Spent:
    """What clocks have used up of business time and of all time, up to their end or to ``now``, a UTC epoch second."""

    def __init__(self, policies: Policies, now: int) -> None:
        self._service, self._now = policies.service, now
        self._resolutions: dict[tuple[int, int, int | None], Used] = {}

    def all_of(self, measure: Measure, cases: Iterable[CountedCase]) -> list[Ran]:
        """The clocks of a measure with what they have used up, in the order of the cases and by time."""
        of_measure = (
            (case, case.state.clocks, clock)
            for case in cases for kind, clock in case.state.clocks.by_measure if kind is measure
        )  # fmt: skip
        if measure is Measure.RESOLUTION:
            return [(case, clock, self.by_resolution(case, clock)) for case, _, clock in of_measure]
        now, service, used = self._now, self._service, sla.used
        return [
            (case, clock, used(measure, clock, clocks.waits, case.holds.clock, now, service))
            for case, clocks, clock in of_measure
        ]

    def by_resolution(self, case: CountedCase, clock: Clock) -> Used:
        """What is used up of a resolution's time; mostly there is one for all measures of it."""
        key = (case.case.number, clock.started, clock.stopped)
        found = self._resolutions.get(key)
        if found is None:
            waits, hours = case.state.clocks.waits, case.holds.clock
            found = sla.used(Measure.RESOLUTION, clock, waits, hours, self._now, self._service)
            self._resolutions[key] = found
        return found
