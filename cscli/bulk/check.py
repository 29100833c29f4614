"""Looks at an order and at every row of its input before anything is written: what would be rejected, and why."""

from collections.abc import Iterator
from itertools import islice

from cscli.bulk.headings import Headings
from cscli.bulk.plan import Plan
from cscli.bulk.pool import Make, outcomes
from cscli.bulk.row import Outcome, Row, Status
from cscli.bulk.run import LOT, duplicate
from cscli.bulk.schedule import Schedule
from cscli.bulk.tables.table import Table
from cscli.clock.market_hours import MarketHours
from cscli.clock.windows import require_contact
from cscli.errors import UsageError
from cscli.markets.catalog import Catalog
from cscli.markets.terms import Channel, Register


def require_sensible(plan: Plan, catalog: Catalog) -> None:
    """Refuse what is wrong for every row, so that no run begins that rejects them all.

    Raises:
        UsageError: a mapped column does not exist, or the schedule, purpose, channel or register is no such thing.
    """
    Headings(plan.columns, mapping=plan.mapping, preset=plan.preset)
    Schedule(plan.send_at, hours=MarketHours(catalog), now=plan.now, purpose=plan.purpose, rate=plan.rate)
    require_contact(Channel.EMAIL, plan.purpose)
    for kind, asked, known in (("channel", plan.channel, tuple(Channel)), ("register", plan.register, tuple(Register))):
        if asked and asked.lower() not in known:
            raise UsageError(
                f"Unknown {kind} {asked[:20]!r}.", code=f"unknown-{kind}", hint=f"One of: {', '.join(known)}"
            )


def bad_rows(table: Table, make: Make, plan: Plan, jobs: int) -> Iterator[tuple[int, list[Outcome]]]:
    """For each lot of rows how many they are, and the outcomes of those that would be rejected.

    Keys are kept as numbers: a million of them take some tens of megabytes.
    """
    rows = table.rows()

    def lots() -> Iterator[list[Row]]:
        while lot := list(islice(rows, LOT)):
            yield lot

    seen: set[int] = set()
    for found in outcomes(lots(), make, jobs):
        bad = []
        for outcome in found:
            if outcome.status is Status.REJECTED:
                bad.append(outcome)
            elif outcome.key and not plan.allow_duplicates and hash(outcome.key) in seen:
                bad.append(duplicate(outcome))
            seen.add(hash(outcome.key))
        yield len(found), bad
