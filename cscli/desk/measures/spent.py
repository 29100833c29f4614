"""How long the clocks of cases ran: worked out once, as several measures ask for the same."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import Any, Final

from cscli.clock.sla import Measure
from cscli.clock.spans import Span
from cscli.desk.cases.policies import Policies
from cscli.desk.measures.cases import CountedCase
from cscli.desk.measures.clocks import WAITS, CaseClocks

# A clock: its case, from when to when, whether it was given up, business seconds, all seconds, its pauses, and who
# stopped it or else has the case.
Ran = tuple[CountedCase, int, int | None, bool, int, int, Sequence[Span], str]
Used = tuple[int, int, Sequence[Span]]  # business seconds, all seconds, and the pauses that count in neither
_CLOCKS: Final[Mapping[Measure, Callable[[CaseClocks], Sequence[Any]]]] = {
    Measure.FIRST_RESPONSE: attrgetter("first"), Measure.NEXT_RESPONSE: attrgetter("following"),
    Measure.RESOLUTION: attrgetter("resolution"),
}  # fmt: skip


class Spent:
    """What clocks have used up of business time and of all time, up to their end or to ``now``, a UTC epoch second."""

    def __init__(self, policies: Policies, now: int) -> None:
        self._now = now
        self._pausing = {
            measure: frozenset(WAITS.index(what) for what in policies.service.pauses.get(measure, ()))
            for measure in Measure
        }
        self._resolutions: dict[tuple[int, int, int | None], Used] = {}

    def all_of(self, measure: Measure, cases: Iterable[CountedCase]) -> list[Ran]:
        """The clocks of a measure with what they have used up, in the order of the cases and by time."""
        clocks_of, pausing, now = _CLOCKS[measure], self._pausing[measure], self._now
        is_resolution = measure is Measure.RESOLUTION
        used = self.by_resolution if is_resolution else partial(self._used, measure)
        found: list[Ran] = []
        for case in cases:
            clocks, open_until = case.clocks, case.holds.clock.open_until
            answered, runs = clocks.answered, iter(clocks_of(clocks))
            for started, stopped, is_given_up in zip(runs, runs, runs, strict=True):
                agent = case.agent
                if stopped in answered:
                    agent = clocks.names[clocks.answered_by[answered.index(stopped)]] or agent
                if pausing or is_resolution:
                    business, passed, pauses = used(case, started, stopped)
                    found.append((case, started, stopped, is_given_up, business, passed, pauses, agent))
                else:  # as most of them are, of a hundred thousand
                    end = now if stopped is None or stopped > now else stopped
                    business = open_until[end] - open_until[started]
                    found.append((case, started, stopped, is_given_up, business, end - started, (), agent))
        return found

    def by_resolution(self, case: CountedCase, started: int, stopped: int | None) -> Used:
        """What is used up of the time to a resolution; mostly there is one for all measures of it."""
        key = (case.case.number, started, stopped)
        found = self._resolutions.get(key)
        if found is None:
            found = self._resolutions[key] = self._used(Measure.RESOLUTION, case, started, stopped)
        return found

    def _used(self, measure: Measure, case: CountedCase, started: int, stopped: int | None) -> Used:
        """What is used up by a clock that waiting may pause."""
        pausing = self._pausing[measure]
        end = self._now if stopped is None or stopped > self._now else stopped
        open_until, waits = case.holds.clock.open_until, iter(case.clocks.waits)
        business, passed, pauses = open_until[end] - open_until[started], end - started, list[Span]()
        for what, start, until in zip(waits, waits, waits, strict=True):
            if what in pausing and start < end and (until is None or until > started):
                first, last = max(start, started), end if until is None or until > end else until
                pauses.append((first, last))
                business -= open_until[last] - open_until[first]
                passed -= last - first
        return business, passed, pauses
