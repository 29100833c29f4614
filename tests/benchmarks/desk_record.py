"""A desk's record of two years: customers, orders, cases with their events, and what was said in them.

    python tests/benchmarks/desk_record.py desk.db
    python tests/benchmarks/desk_record.py postgresql://desk@localhost/bench --size 0.1

The rows are those that the program itself would have written, by the same seed always the same, and come in the order
of time. At full size there are 100,000 customers, 300,000 orders, 200,000 cases and 1,000,000 interactions. The search
index is not filled: the first search does that. No case is merged into another.
"""

import argparse
import heapq
import json
import random
from itertools import count
from time import perf_counter
from typing import Any

from desk_stories import (
    AGENTS,
    CHANNEL_WEIGHTS,
    CHANNELS,
    END,
    FIRST,
    INTENTS,
    LAST,
    MARKETS,
    TAGS,
    moment,
    some_customers,
    some_orders,
    stamp,
    text_of,
    timeline,
)  # fmt: skip

from cscli.desk.cases.event import CaseChange, CaseEvent
from cscli.desk.cases.fold import folded
from cscli.desk.cases.journal import row_of_state
from cscli.record.record import Record
from cscli.text import rfc3339

CUSTOMERS, ORDERS, CASES, INTERACTIONS = 100_000, 300_000, 200_000, 1_000_000
LOT = 10_000
_IN_CASES = 0.9  # the other interactions are bulk replies without a case


def fill(record: Record, size: float = 1.0, seed: int = 14) -> dict[str, int]:
    """Fill a record that is empty; returns how many rows each table got.

    Args:
        record: the record.
        size: 1 for a million interactions, 0.01 for ten thousand.
        seed: the same seed makes the same rows.
    """
    chance = random.Random(seed)  # noqa: S311 - the same rows in every run
    customers = list(some_customers(max(int(CUSTOMERS * size), 10), chance))
    orders = list(some_orders(max(int(ORDERS * size), 10), customers, chance))
    lots = _Lots(record)
    for row in customers:
        lots.add("customers", {**row, "created_at": rfc3339(END), "updated_at": rfc3339(END)})
        lots.add("contacts", {"kind": "email", "address": row["email"], "customer": row["key"]})
    for row in orders:
        lots.add("orders", row)
        lots.add("order_items", {
            "order_key": row["key"], "position": 1, "sku": f"SKU-{len(row['total'])}", "name": "Jacke",
            "quantity": 1, "price": row["total"],
        })  # fmt: skip
    _Desk(lots, orders, chance).work(max(int(CASES * size), 5), int(INTERACTIONS * size))
    lots.flush()
    return lots.counts


class _Lots:
    """Rows on their way into tables, some thousand at a time."""

    def __init__(self, record: Record) -> None:
        self.record, self.counts = record, {}
        self._waiting: dict[str, list[dict[str, Any]]] = {}

    def add(self, table: str, row: dict[str, Any]) -> None:
        rows = self._waiting.setdefault(table, [])
        rows.append(row)
        if len(rows) >= LOT:
            self._write(table)

    def flush(self) -> None:
        for table in self._waiting:
            self._write(table)

    def _write(self, table: str) -> None:
        rows = self._waiting[table]
        if not rows:
            return
        names = list(rows[0])
        columns = ", ".join(f'"{name}"' for name in names)
        statement = f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - names are our own
        with self.record.transaction() as transaction:
            transaction.executemany(statement, [list(row.values()) for row in rows])
        self.counts[table] = self.counts.get(table, 0) + len(rows)
        rows.clear()


class _Desk:
    """Cases and what happens in them, written in the order of time."""

    def __init__(self, lots: _Lots, orders: list[dict[str, Any]], chance: random.Random) -> None:
        self.lots, self.orders, self.chance = lots, orders, chance
        self.order = count()
        self.next_interaction, self.next_event = count(1), count(1)
        self.waiting: list[tuple[int, int, CaseEvent, dict[str, Any] | None]] = []

    def work(self, cases: int, interactions: int) -> None:
        chance, ids = self.chance, {}
        per_case = interactions * _IN_CASES / cases
        for _ in range(int(interactions * (1 - _IN_CASES))):
            self._bulk_reply()
        openings = sorted(moment(chance) for _ in range(cases))
        for number, opened in enumerate(openings, 1):
            self._write_until(opened, ids)
            facts = self._facts(opened)
            told = [one for one in timeline(number, opened, facts, per_case, chance) if one.at <= LAST]
            texts: dict[int, dict[str, Any]] = {}
            for event in told:
                said = None
                if event.interaction is not None and event.interaction not in texts:
                    said = texts[event.interaction] = text_of(event, number, facts, chance)
                heapq.heappush(self.waiting, (event.at, next(self.order), event, said))
            self.lots.add("cases", _row(number, told, facts))
        self._write_until(LAST + 1, ids)
        for _ in range(max(interactions - next(self.next_interaction) + 1, 0)):  # what chance left open
            self._bulk_reply()
        self._write_until(LAST + 1, ids)

    def _facts(self, opened: int) -> dict[str, Any]:
        """Whose case it is and about which order: one that was placed before, mostly in the weeks before."""
        chance = self.chance
        share = (opened - FIRST) / (LAST - FIRST)
        index = min(int(len(self.orders) * share * (1 - chance.random() ** 6 * 0.2)), len(self.orders) - 1)
        order = self.orders[index]
        return {
            "customer": order["customer"], "order_number": order["number"] if chance.random() < 0.7 else "",
            "market": order["market"], "language": MARKETS[order["market"]],
            "channel": chance.choices(CHANNELS, CHANNEL_WEIGHTS)[0], "intent": chance.choice(INTENTS),
            "agent": chance.choice(AGENTS), "priority": chance.choices(("normal", "high", "urgent", "low"),
                                                                       (80, 12, 3, 5))[0],
            "tags": [chance.choice(TAGS)] if chance.random() < 0.3 else [],
        }  # fmt: skip

    def _write_until(self, until: int, ids: dict[tuple[int, int], int]) -> None:
        while self.waiting and self.waiting[0][0] < until:
            _, _, event, said = heapq.heappop(self.waiting)
            key = (event.number, event.interaction or 0)
            if said is not None:
                ids[key] = next(self.next_interaction)
                self.lots.add("interactions", {"id": ids[key], **said})
            if not event.number:
                continue
            self.lots.add("case_events", {
                "id": next(self.next_event), "number": event.number, "at": stamp(event.at), "turn": event.turn,
                "agent": event.by, "what": str(event.what), "from_value": event.from_value,
                "to_value": event.to_value, "reason": event.reason,
                "until": "" if event.until is None else stamp(event.until),
                "interaction": ids[key] if event.interaction is not None else None,
                "act": f"{event.number:08x}{event.at:08x}",
            })  # fmt: skip
            if event.what is CaseChange.RESOLVED:
                ids.pop(key, None)

    def _bulk_reply(self) -> None:
        order = self.chance.choice(self.orders)
        facts = {
            "customer": order["customer"], "market": order["market"], "language": MARKETS[order["market"]],
            "channel": "email", "intent": "shipping-delay",
        }  # fmt: skip
        event = CaseEvent(number=0, at=moment(self.chance), what=CaseChange.REPLY, by="Mei", to_value="sent")
        said = text_of(event, None, facts, self.chance)
        heapq.heappush(self.waiting, (event.at, next(self.order), event, said))


def _row(number: int, told: list[CaseEvent], facts: dict[str, Any]) -> dict[str, Any]:
    """The row of a case, as the journal keeps it; only one that is not over needs to be folded for it."""
    last = told[-1]
    if last.what is CaseChange.RESOLVED:
        state = {
            "state": "resolved", "until": stamp(last.until or 0), "priority": facts["priority"],
            "assignee": facts["agent"], "tags": json.dumps(facts["tags"], ensure_ascii=False), "merged_into": None,
            "unanswered_since": "", "opened_at": stamp(told[0].at), "changed_at": stamp(last.at), "clocks": "",
        }  # fmt: skip
    else:
        state = row_of_state(folded(number, told, last.at))
    names = ("customer", "order_number", "market", "language", "channel")
    return {"number": number, **{name: facts[name] for name in names}, "subject": facts["intent"], **state}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", help="a file that does not exist yet, or the address of an empty database")
    parser.add_argument("--size", type=float, default=1.0, help="1 for a million interactions")
    parser.add_argument("--seed", type=int, default=14)
    options = parser.parse_args()
    record, before = Record(options.record), perf_counter()
    if record.exists() and record.rows("SELECT 1 FROM customers LIMIT 1"):
        parser.error(f"{options.record} holds something already")
    counts = fill(record, options.size, options.seed)
    record.close()
    print(", ".join(f"{number:,} {table}" for table, number in counts.items()), f"in {perf_counter() - before:.0f} s")


if __name__ == "__main__":
    main()
