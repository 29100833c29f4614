"""The queue of a run: the cases that need somebody, as this agent can work on them now; the first of them is taken."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from cscli.cli.door.agent_clock import own_clock
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.cli.runs.cases import own_name
from cscli.cli.runs.contact import Contacts, channel_to
from cscli.cli.runs.day.items import case_result
from cscli.cli.runs.policies import RunPolicies
from cscli.cli.views.case.queue import queue_reason
from cscli.cli.views.item import ItemShown, nothing_free
from cscli.clock.market_hours import REPLY, SERVICE, ContactAnswer
from cscli.desk.cases.case import Case, live_cases
from cscli.desk.cases.queue import Queued, queue
from cscli.desk.cases.taking import take_first
from cscli.record.rows.cases import unheard
from cscli.record.rows.customers import places_of

if TYPE_CHECKING:
    from cscli.desk.customers.consents import ContactConsent

_TRIED_FIRST = 20  # cases; what is said of thousands takes longer than all else


def queue_of(run: Run, limit: int | None = None, *, only_free: bool = False) -> tuple[Queued, ...]:
    """The cases that need somebody, in the order in which they do; ``limit``: how many at most.

    ``only_free`` leaves out what others have and is at risk.
    """
    cases = tuple(live_cases(run.record, run.now))
    places = places_of(run.record, {case.customer for case in cases if case.customer})
    now = int(run.now.timestamp())
    silent = unheard(run.record, (case.number for case in cases))
    consents = _consents(run, {case.customer for case in cases if case.number in silent and case.customer})
    contacts = Contacts(run)

    def contact(case: Case) -> ContactAnswer | None:
        home = contacts.home(case.market, *places.get(case.customer, ("", "")))
        if case.number not in silent:
            return contacts.answer(home, case.channel, REPLY)
        return contacts.answer(
            home, case.channel, SERVICE, consents.get((case.customer, channel_to(case.channel)))
        )  # fmt: skip

    return queue(
        cases, RunPolicies(run).policies, now, agent=own_name(run), reads=run.settings.items("agent.reads"),
        contact=contact, limit=limit, only_free=only_free,
    )  # fmt: skip


def _consents(run: Run, keys: Collection[str]) -> "dict[tuple[str, str], ContactConsent]":
    """What some customers said last of messages that answer none, by customer and channel."""
    if not keys:
        return {}
    from cscli.desk.customers.consents import standing_consents

    return standing_consents(run.record, keys, SERVICE)


def next_case(run: Run, but: Collection[int] = ()) -> Result[ItemShown] | Result[None]:
    """Take the most urgent case that is free, and give its card; it becomes the current item.

    ``but`` are cases that were just worked on.
    """
    if not run.record.exists():
        return nothing_free()
    found = None
    for limit in (_TRIED_FIRST + len(but), None):
        waiting = (one for one in queue_of(run, limit, only_free=True) if one.case.number not in but)
        found = found or take_first(run.record, waiting, own_name(run), run.now)
    if found is None:
        return nothing_free()
    return case_result(run, found.case.number, why=queue_reason(found, own_clock(run)))
