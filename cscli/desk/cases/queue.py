"""What needs somebody first: cases by what will be missed first in business time, and what a target is made of.

Pure: cases, policies and contact rules come in, an order goes out, and with each case why it stands where it does.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from cscli.clock.market_hours import ContactAnswer, Decision
from cscli.clock.sla import AT_RISK, Standing, first_due
from cscli.clock.sla import State as TargetState
from cscli.clock.spans import Span, without
from cscli.desk.cases.case import Case
from cscli.desk.cases.event import WAITS
from cscli.desk.cases.policies import CasePolicy, Policies, current
from cscli.text import base_tag

Contact = Callable[[Case], ContactAnswer | None]
_LAST = 1 << 62


class Queued(NamedTuple):
    """A case in the queue.

    ``first`` is its target that is missed first, None where none runs. ``can_read``: the agent reads its language.
    ``contact`` says whether one may write now, None where nothing is known of the market. ``is_own`` and ``is_free``:
    it is the agent's, or nobody's.
    """

    case: Case
    first: Standing | None
    can_read: bool
    contact: ContactAnswer | None
    is_own: bool
    is_free: bool

    @property
    def may_write(self) -> bool:
        """Whether nothing forbids to write to the customer now."""
        return not _is_blocked(self.contact)


class DueTarget(NamedTuple):
    """A target of a case that is at risk or missed."""

    case: Case
    standing: Standing


class CountedTime(NamedTuple):
    """Open time that counted: its span in UTC epoch seconds, and the hours that were in force."""

    span: Span
    hours: str
    zone: str


class Explained(NamedTuple):
    """How a target comes about: the rule, the hours, and all stretches of time that counted.

    The stretches sum up to what is used of the target.
    """

    standing: Standing
    policy: CasePolicy
    rule: str
    stretches: tuple[CountedTime, ...]


def queue(  # noqa: PLR0913 - everything that the order depends on
    cases: Iterable[Case],
    policies: Policies,
    now: int,
    *,
    agent: str,
    reads: Sequence[str],
    contact: Contact,
    limit: int | None = None,
    only_free: bool = False,
) -> tuple[Queued, ...]:
    """The cases that need somebody, in the order in which they do.

    What this agent can do now comes first: what they read, then what may be written now; then the least business time
    that is left, then the oldest. The cases are the agent's own and nobody's, and those of others of which a target is
    at risk or missed; a case that waits only if a target is missed. What somebody else has taken is left out.

    Args:
        cases: the cases that are not over.
        policies: their targets.
        now: UTC epoch second.
        agent: who asks.
        reads: the languages that the agent reads; none stands for all.
        contact: whether one may write to the customer of a case now; None where nothing is known.
        limit: how many at most; None for all.
        only_free: only the agent's own and nobody's.
    """
    bases = {base_tag(tag) for tag in reads}
    ranked: list[tuple[tuple[bool, bool, int, int, int], Case]] = []
    for case in cases:
        left, target = min(policies.margins(case, now), default=(_LAST, 1))
        if case.taken_by not in ("", agent) or (case.state in WAITS and left >= 0):
            continue
        if case.assignee in ("", agent) or (left <= target * (1 - AT_RISK) and not only_free):
            since = case.unanswered_since or case.opened_at
            order = (
                not _can_read(case, bases), _is_blocked(contact(case)), left, int(since.timestamp()), case.number,
            )  # fmt: skip
            ranked.append((order, case))
    ranked.sort(key=lambda pair: pair[0])
    return tuple(
        Queued(
            case=case, first=first_due(policies.standings(case, now)), can_read=_can_read(case, bases),
            contact=contact(case), is_own=case.assignee == agent, is_free=case.assignee in ("", agent),
        )
        for _, case in ranked[:limit]
    )  # fmt: skip


def due_targets(
    cases: Iterable[Case], policies: Policies, now: int, within: int | None = None
) -> tuple[DueTarget, ...]:
    """The targets that are missed, or at risk, the most urgent first.

    Args:
        cases: the cases that are not over.
        policies: their targets.
        now: UTC epoch second.
        within: at risk is what has no more business seconds left; without it, what has used three quarters.
    """
    found = [
        DueTarget(case=case, standing=one)
        for case in cases
        if any(
            left <= (target * (1 - AT_RISK) if within is None else within)
            for left, target in policies.margins(case, now)
        )
        for one in current(policies.standings(case, now))
        if one.is_live and (_is_at_risk(one, now) if within is None else _is_within(one, within))
    ]
    return tuple(sorted(found, key=lambda one: (one.standing.margin, one.case.number, one.standing.measure)))


def explained(case: Case, standing: Standing, policies: Policies, now: int) -> Explained:
    """How a target of a case comes about, up to a UTC epoch second."""
    holds = policies.policy(case)
    end = now if standing.stopped is None else standing.stopped
    stretches = []
    for version, (first, last) in holds.clock.stretches(standing.started, end):
        spans = without(version.calendar.spans(first, last), standing.pauses)
        stretches += [
            CountedTime(span=span, hours=version.name, zone=version.calendar.schedule.zone) for span in spans
        ]  # fmt: skip
    return Explained(
        standing=standing, policy=holds, rule=holds.rules.get(standing.measure, ""), stretches=tuple(stretches)
    )


def _can_read(case: Case, bases: Collection[str]) -> bool:
    return not bases or not case.language or base_tag(case.language) in bases


def _is_blocked(contact: ContactAnswer | None) -> bool:
    return contact is not None and contact.decision is Decision.BLOCKED


def _is_at_risk(one: Standing, now: int) -> bool:
    return one.state is TargetState.MISSED or (one.risk_at is not None and one.risk_at <= now)


def _is_within(one: Standing, within: int) -> bool:
    return one.state is TargetState.MISSED or (one.state is TargetState.RUNNING and one.margin <= within)
