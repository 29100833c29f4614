"""Escalation by rule: what a desk wants done once so much of a target is used up; once for each clock."""

from collections.abc import Iterable

from cscli.clock.sla import Standing
from cscli.clock.zones import utc
from cscli.desk.cases.case import Case
from cscli.desk.cases.event import CaseChange, CaseEvent
from cscli.desk.cases.journal import Journal
from cscli.desk.cases.moves import Move, escalated, kept_reason, tagged
from cscli.desk.cases.policies import EscalationRule, Policies, current
from cscli.text import rfc3339

_WHOLE = 100


def escalate_due(journal: Journal, cases: Iterable[Case], policies: Policies, *, now: int, by: str) -> list[CaseEvent]:
    """Do what the rules want of cases that are not over; returns what was written.

    A rule does its work once for a case and a clock: the reason of its event names both, and is looked for.
    """
    for case in cases:
        standings = [one for one in current(policies.standings(case, now)) if one.is_live]
        for rule in policies.escalations:
            for one in standings:
                if _is_for(rule, case, one):
                    _escalate(journal, Move(number=case.number, by=by, at=now), rule, one)
    return journal.written


def _is_for(rule: EscalationRule, case: Case, one: Standing) -> bool:
    return (
        one.measure is rule.measure and rule.match.fits(case) and one.elapsed * _WHOLE >= one.target * rule.used
    )  # fmt: skip


def _escalate(journal: Journal, move: Move, rule: EscalationRule, one: Standing) -> None:
    reason = kept_reason(f"{rule.name} ({one.measure} since {rfc3339(utc(one.started))})")
    done = journal.events(move.number)
    if any(event.what is CaseChange.ESCALATED and event.reason == reason for event in done):
        return
    escalated(
        journal, move, agent=rule.assign, reason=reason,
        priority=rule.priority or journal.state(move.number, move.at).priority,
    )  # fmt: skip
    if rule.tag:
        tagged(journal, move, add=(rule.tag,))
