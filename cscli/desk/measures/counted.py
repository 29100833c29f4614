"""What is counted of one period: each part of the record is read when the first measure asks for it."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property

from cscli.clock.sla import Measure
from cscli.clock.zones import utc
from cscli.desk.cases.policies import Policies
from cscli.desk.measures.cases import CountedCase, cases_of_period
from cscli.desk.measures.feedback import feedback_of
from cscli.desk.measures.period import Period
from cscli.desk.measures.seen import Tally
from cscli.desk.measures.spent import Ran, Spent
from cscli.desk.measures.tallies import buying, workload
from cscli.desk.measures.tallies.ratings import Feedback
from cscli.desk.measures.tallies.resolutions import WINDOW, MessagesAgain, ResolvedCases, status_times
from cscli.desk.measures.tallies.responses import look_back
from cscli.record.record import Record
from cscli.record.rows import measures as table
from cscli.text import rfc3339


class Counted:
    """The rows of a period, as measures count them.

    Args:
        record: the record.
        policies: the service levels.
        period: the period.
        now: UTC epoch second.
        with_intents: whether the situation of each case is wanted.
        with_targets: whether targets that came due in the period are wanted, also those of cases that were over before.
    """

    def __init__(  # noqa: PLR0913 - what all measures count in
        self, record: Record, policies: Policies, period: Period, now: int, *, with_intents: bool = False,
        with_targets: bool = True,
    ) -> None:  # fmt: skip
        self.record, self.policies, self.period, self.now = record, policies, period, now
        self._with_intents, self._with_targets = with_intents, with_targets
        self._ran: dict[Measure, list[Ran]] = {}

    @cached_property
    def all_cases(self) -> list[CountedCase]:
        """The cases of the period and of the week after it, with those that no measure counts."""
        since = look_back(self.policies, self.period.since) if self._with_targets else self.period.since
        until = min(self.period.until + WINDOW, self.now + 1)
        return cases_of_period(self.record, self.policies, since, until, now=self.now, with_intents=self._with_intents)

    @cached_property
    def cases(self) -> list[CountedCase]:
        """The cases that measures count."""
        return [case for case in self.all_cases if not case.outside]

    def ran(self, measure: Measure) -> list[Ran]:
        """The clocks of the cases that measures count, and how long they ran."""
        if measure not in self._ran:
            self._ran[measure] = self.spent.all_of(measure, self.cases)
        return self._ran[measure]

    @cached_property
    def spent(self) -> Spent:
        """How long clocks ran."""
        return Spent(self.policies, self.now)

    @cached_property
    def resolved(self) -> ResolvedCases:
        """The cases that were resolved in the period."""
        return ResolvedCases(self.cases, self.period)

    @cached_property
    def wrote_again(self) -> list[bool]:
        """Whether the customer of each of these wrote again about the same within seven days."""
        wrote = MessagesAgain(self.cases).wrote
        return [wrote(case, at, WINDOW) for case, at in zip(self.resolved.of, self.resolved.at, strict=True)]

    @cached_property
    def turns(self) -> dict[str, Tally]:
        """Whose turn it was in the cases resolved in the period."""
        return status_times(self.cases, self.period)

    def handed_over(self, numbers: Iterable[int]) -> dict[int, str]:
        """Why a bot first handed over each of some cases; empty where it did not say so."""
        return table.handed_over(self.record, numbers, rfc3339(utc(self.now)))

    @cached_property
    def acts(self) -> workload.Acts:
        """What agents did in the period, and shortly before."""
        return workload.Acts(self.cases, self.period)

    @cached_property
    def outside(self) -> dict[str, int]:
        """The cases opened in the period that no measure counts, by reason."""
        found = Counter(
            case.outside for case in self.all_cases if case.outside and self.period.holds(case.clocks.opened_at)
        )
        return {reason: found[reason] for reason in ("merged", "spam", "robot")}

    @cached_property
    def before(self) -> Period:
        """The period that the measures of buyers look back to."""
        return self.period.before()

    @cached_property
    def orders(self) -> list[buying.PlacedOrder]:
        """The orders of the period and of the one before."""
        first = (utc(self.before.since) - timedelta(days=1)).date().isoformat()
        last = (utc(self.period.until) + timedelta(days=2)).date().isoformat()
        rows = table.orders(self.record, first, last)
        return buying.placed_orders(rows, self.period.zone)

    @cached_property
    def said(self) -> Tally:
        """The interactions of the period."""
        spam = table.spam_cases(self.record)
        rows = table.interactions(self.record, rfc3339(utc(self.period.since)), rfc3339(utc(self.period.until)))
        return workload.interactions(rows, spam)

    @cached_property
    def replied(self) -> Tally:
        """The replies of the period that left."""
        return workload.replies(self.said)

    @cached_property
    def feedback(self) -> Feedback:
        """What customers were asked and said."""
        return feedback_of(self.record, self.period, self.now)
