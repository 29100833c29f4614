"""The queue of a run: the cases that need somebody, as this agent can work on them now."""

from functools import cache

from cscli.cli.door.run import Run
from cscli.cli.runs.cases import own_name
from cscli.cli.runs.contact import EMAIL, may_write
from cscli.cli.runs.policies import RunPolicies
from cscli.clock.market_hours import CHANNELS, ContactAnswer
from cscli.desk.cases.case import Case, live_cases
from cscli.desk.cases.queue import Queued, queue
from cscli.record.customers import zones_of


def queue_of(run: Run, limit: int | None = None, *, only_free: bool = False) -> tuple[Queued, ...]:
    """The cases that need somebody, in the order in which they do; ``limit``: how many at most.

    ``only_free`` leaves out what others have and is at risk.
    """
    cases = tuple(live_cases(run.record, run.now))
    zones = zones_of(run.record, {case.customer for case in cases if case.customer})
    now = int(run.now.timestamp())
    known = run.catalog().market_codes()

    @cache
    def answer(code: str, zone: str, channel: str) -> ContactAnswer | None:
        if code not in known:
            return None
        return may_write(run, code, zone, channel)

    def contact(case: Case) -> ContactAnswer | None:
        channel = case.channel if case.channel in CHANNELS else EMAIL
        return answer(case.market, zones.get(case.customer, ""), channel)

    return queue(
        cases, RunPolicies(run).policies, now, agent=own_name(run), reads=run.settings.items("agent.reads"),
        contact=contact, limit=limit, only_free=only_free,
    )  # fmt: skip
