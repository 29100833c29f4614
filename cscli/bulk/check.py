"""Looks at every row of an input before anything is written: which would be rejected, and why."""

from collections.abc import Iterator
from itertools import islice

from cscli.bulk.plan import Plan
from cscli.bulk.pool import Make, outcomes
from cscli.bulk.row import Outcome, Row, Status
from cscli.bulk.run import LOT, duplicate
from cscli.bulk.tables.table import Table


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
            elif not plan.allow_duplicates and hash(outcome.key) in seen:
                bad.append(duplicate(outcome))
            seen.add(hash(outcome.key))
        yield len(found), bad
