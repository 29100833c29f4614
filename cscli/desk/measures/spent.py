"""How long the clocks of cases ran: worked out once, as several measures ask for the same."""

from collections.abc import Iterable

from cscli.clock import sla
from cscli.clock.sla import Measure, Run, Used
from cscli.desk.cases.policies import Policies
from cscli.desk.measures.cases import CountedCase

Ran = tuple[CountedCase, Run, Used]
_PLACES = {measure: place for place, measure in enumerate(Measure)}


class Spent:
    """What clocks have used up of business time and of all time, up to their end or to ``now``, a UTC epoch second."""

    def __init__(self, policies: Policies, now: int) -> None:
        self._service, self._now = policies.service, now
        self._resolutions: dict[tuple[int, int, int | None], Used] = {}

    def all_of(self, measure: Measure, cases: Iterable[CountedCase]) -> list[Ran]:
        """The clocks of a measure with what they have used up, in the order of the cases and by time."""
        place = _PLACES[measure]
        of_measure = ((case, run) for case in cases for run in case.clocks.runs[place])
        if measure is Measure.RESOLUTION:
            return [(case, run, self.by_resolution(case, run)) for case, run in of_measure]
        now, service, used = self._now, self._service, sla.used
        return [
            (case, run, used(measure, run, case.clocks.waits, case.holds.clock, now, service))
            for case, run in of_measure
        ]

    def by_resolution(self, case: CountedCase, run: Run) -> Used:
        """What is used up of a resolution's time; mostly there is one for all measures of it."""
        key = (case.case.number, run[0], run[1])
        found = self._resolutions.get(key)
        if found is None:
            waits, hours = case.clocks.waits, case.holds.clock
            found = sla.used(Measure.RESOLUTION, run, waits, hours, self._now, self._service)
            self._resolutions[key] = found
        return found
