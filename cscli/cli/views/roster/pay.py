"""The hours of each agent by kind, as a table for whoever pays them."""

from typing import TYPE_CHECKING

from cscli.cli.views.coverage.rows import hours_of
from cscli.clock.zones import local, utc
from cscli.errors import UsageError
from cscli.tables.writer import csv_text

if TYPE_CHECKING:
    from cscli.clock.cover.findings import Findings

COLUMNS = (
    "agent", "zone", "from", "to", "shifts", "hours", "plain_hours", "night_hours", "weekend_hours", "holiday_hours",
)  # fmt: skip


def pay_table(found: "Findings", name: str) -> bytes:
    """One row for each agent as CSV, with decimal hours; ``to`` is the last date.

    An hour of a night at a weekend stands under both; ``plain_hours`` are those of no other kind.

    Raises:
        UsageError: the file is to be something else than CSV.
    """
    if not name.lower().endswith(".csv"):
        raise UsageError(f"{name}: the hours for pay are written as CSV.", hint="Name a file that ends with .csv.")
    first, last = (local(utc(at), found.zone).date() for at in (found.cover.span[0], found.cover.span[1] - 1))
    rows = [
        (
            load.agent, load.zone, first, last, load.shifts,
            *map(hours_of, (load.worked, load.plain, load.night, load.weekend, load.holiday)),
        )
        for load in found.loads
    ]  # fmt: skip
    return csv_text([COLUMNS, *(map(str, row) for row in rows)], end="\r\n").encode("utf-8-sig")
