"""Names that the shell completes: markets, situations, languages, zones, customers.

A completion that fails offers nothing; it never prints.
"""

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from cscli.cli.door.run import Desk
from cscli.errors import DeskError


def _completed(names: Callable[[Desk, str], Iterable[str]]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        desk = Desk(environ=os.environ, now=datetime.fromtimestamp(0, UTC))
        try:
            return [n for n in names(desk, incomplete) if n.lower().startswith(incomplete.lower())]
        except DeskError:
            return []

    return complete


def _zones(_: Desk, __: str) -> Iterable[str]:
    from cscli.clock.zones import zone_names

    return zone_names()


def _customers(desk: Desk, prefix: str) -> Iterable[str]:
    from cscli.desk.customers import customer_keys

    return customer_keys(desk.record, prefix)


def _places(desk: Desk, prefix: str) -> Iterable[str]:
    if prefix.startswith("customer:"):
        return [f"customer:{key}" for key in _customers(desk, prefix.partition(":")[2])]
    return (*desk.catalog().market_codes(), *_zones(desk, prefix))


markets = _completed(lambda desk, _: desk.catalog().market_codes())
intents = _completed(lambda desk, _: desk.templates().intents)
languages = _completed(lambda desk, _: desk.catalog().language_tags())
zones = _completed(_zones)
customers = _completed(_customers)
places = _completed(_places)
settings = _completed(lambda desk, _: desk.settings.values)
