"""Looks at an order and at every row of its input before anything is written: what would be rejected, and why."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice

from cscli.bulk.order import Order
from cscli.bulk.pool import crashed, outcomes
from cscli.bulk.row_worker import RowWorker
from cscli.bulk.rows.headings import Headings
from cscli.bulk.rows.meanings import NOTHING
from cscli.bulk.rows.outcome import Outcome, RowStatus
from cscli.bulk.rows.seen_keys import Keys
from cscli.bulk.rows.typed import DATES, DECIMALS
from cscli.bulk.run import LOT, duplicate
from cscli.bulk.schedule import SendTimes
from cscli.clock.market_hours import MarketHours, require_contact
from cscli.errors import UsageError, not_one_of
from cscli.markets.catalog import Catalog
from cscli.markets.terms import Channel, Register
from cscli.outbox.check import OF_NO_TEXT
from cscli.quality.registry import checks_of
from cscli.replies.templates.catalog import TemplateCatalog
from cscli.state.ledger import key_digest
from cscli.tables.row import Row
from cscli.tables.table import Table

_MOST_NAMED = 10


def require_sensible(
    order: Order, columns: tuple[str, ...], now: datetime, catalog: Catalog, templates: TemplateCatalog
) -> None:
    """Refuse what is wrong for every row, so that no run begins that rejects them all.

    Raises:
        UsageError: a column means nothing or a mapped one does not exist, no row has an intent or a market, or the
            schedule, purpose, channel, register or an allowed check is no such thing.
    """
    headings = Headings(columns, mapping=order.mapping, preset=order.preset)
    if allowed := set(order.allow) - OF_NO_TEXT:
        checks_of(catalog.paths, catalog.cache).named(allowed)
    for name, given in (("intent", order.intents), ("market", order.market)):
        if not given and not headings.tells(name):
            raise UsageError(
                f"No {name} is given.", code=f"no-{name}",
                hint=f"Add --{name}, or a column {name} for each row, or say which column it is: --map 'COLUMN={name}'."
                f" Columns: {', '.join(columns)[:300]}",
            )  # fmt: skip
    _require_variables(order, columns, headings, templates)
    SendTimes(order.send_at, hours=MarketHours(catalog), now=now, purpose=order.purpose, rate=order.rate)
    require_contact(Channel.EMAIL, order.purpose)
    for kind, asked, known in (
        ("dates", order.dates, DATES),
        ("decimal", order.decimal, tuple(DECIMALS)),
        ("channel", order.channel, tuple(Channel)),
        ("register", order.register, tuple(Register)),
    ):
        if asked and asked.lower() not in known:
            raise not_one_of("order of dates" if known is DATES else kind, asked, known, code=f"unknown-{kind}")


def bad_rows(
    table: Table, make: Callable[[], RowWorker[Outcome]], order: Order, jobs: int
) -> Iterator[tuple[int, list[Outcome]]]:
    """For each lot of rows its size, and the outcomes of the rows that would be rejected."""
    rows = table.rows()

    def lots() -> Iterator[list[Row]]:
        while lot := list(islice(rows, LOT)):
            yield lot

    keys = Keys()
    for found in outcomes(lots(), make, jobs, crashed):
        bad = []
        for outcome in found:
            is_new = order.allow_duplicates or not outcome.key or keys.is_new(key_digest(outcome.key))
            if outcome.status is RowStatus.REJECTED:
                bad.append(outcome)
            elif not is_new:
                bad.append(duplicate(outcome.number, outcome.line, outcome.key))
        yield len(found), bad


def _require_variables(order: Order, columns: tuple[str, ...], headings: Headings, templates: TemplateCatalog) -> None:
    """Refuse columns that are not variables of the situations, where these are the same for every row."""
    if not order.intents or (columns and headings.tells("intent")):
        return
    known = {name: None for intent in order.intents for name in templates.intent(intent).variables}
    strange = [column for column, variable in headings.variables.items() if variable not in known]
    if strange:
        named = ", ".join(repr(column[:60]) for column in strange[:_MOST_NAMED])
        more = f" and {len(strange) - _MOST_NAMED} more" if len(strange) > _MOST_NAMED else ""
        raise UsageError(
            f"A reply to {'+'.join(order.intents)} has no variable for: {named}{more}.", code="unknown-variable",
            hint=f"Ignore a column: --map '{strange[0][:60]}={NOTHING}'. Variables: {', '.join(known)}",
        )  # fmt: skip
