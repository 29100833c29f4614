"""Names that the shell completes: markets, situations, languages, zones, customers, measures.

A completion that fails offers nothing; it never prints.
"""

import os
from collections.abc import Callable, Iterable

from cscli.cli.door.run import Run, present
from cscli.errors import DeskError


def _completed(names: Callable[[Run, str], Iterable[str]]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        run = Run(environ=os.environ, now=present())
        try:
            return [n for n in names(run, incomplete) if n.lower().startswith(incomplete.lower())]
        except DeskError:
            return []

    return complete


def _zones(_: Run, __: str) -> Iterable[str]:
    from cscli.clock.zones import zone_names

    return zone_names()


def _customers(run: Run, prefix: str) -> Iterable[str]:
    from cscli.desk.customers.customers import customer_keys

    return customer_keys(run.record, prefix)


def _orders(run: Run, prefix: str) -> Iterable[str]:
    from cscli.desk.orders.orders import order_numbers

    return order_numbers(run.record, prefix)


def _items(run: Run, prefix: str) -> Iterable[str]:
    """The numbers of the newest cases that are not over, and keys of customers."""
    from cscli.desk.cases.case import listed_cases
    from cscli.desk.cases.event import LIVE

    return [*(str(one.number) for one in listed_cases(run.record, run.now, states=LIVE)), *_customers(run, prefix)]


def _agents(run: Run, _: str) -> Iterable[str]:
    from cscli.cli.door.run_roster import RosterFiles, roster_between, roster_path

    today = run.now.date()
    return [agent.name for agent in roster_between(run, roster_path(run, ""), today, today, RosterFiles()).agents]


def _accounts(run: Run, _: str) -> Iterable[str]:
    from cscli.cli.runs.inbox import accounts_of

    return [one.name for one in accounts_of(run)]


def _places(run: Run, prefix: str) -> Iterable[str]:
    if prefix.startswith("customer:"):
        return [f"customer:{key}" for key in _customers(run, prefix.partition(":")[2])]
    return (*run.catalog().market_codes(), *_zones(run, prefix))


def _measures(_: Run, __: str) -> Iterable[str]:
    from cscli.desk.measures.definitions import NAMES

    return NAMES


markets = _completed(lambda run, _: run.catalog().market_codes())
intents = _completed(lambda run, _: run.templates().intents)
values = _completed(lambda run, _: {f"{name}=" for one in run.templates().intents.values() for name in one.variables})
languages = _completed(lambda run, _: run.catalog().language_tags())
zones = _completed(_zones)
customers = _completed(_customers)
items = _completed(_items)
orders = _completed(_orders)
agents = _completed(_agents)
accounts = _completed(_accounts)
places = _completed(_places)
measures = _completed(_measures)
settings = _completed(lambda run, _: run.settings.values)
