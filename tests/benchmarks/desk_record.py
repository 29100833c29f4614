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
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from time import perf_counter
from typing import Any

from cscli.desk.cases.event import CaseChange, CaseEvent
from cscli.desk.cases.fold import folded
from cscli.desk.cases.journal import row_of_state
from cscli.record.record import Record
from cscli.text import rfc3339

END = datetime(2026, 11, 30, tzinfo=UTC)
DAYS = 730
CUSTOMERS, ORDERS, CASES, INTERACTIONS = 100_000, 300_000, 200_000, 1_000_000
LOT = 10_000
MARKETS = {
    "DE": "de", "US": "en", "GB": "en-GB", "FR": "fr", "JP": "ja", "ES": "es", "IT": "it", "BR": "pt-BR", "SA": "ar",
    "PL": "pl",
}  # fmt: skip
WEIGHTS = (24, 20, 12, 11, 9, 7, 6, 5, 3, 3)
AGENTS = ("Li Wei", "Mei", "Anna", "Yusuf", "Lucía", "Kenji", "Zoë", "Noor", "Piotr", "Sam")
CHANNELS, CHANNEL_WEIGHTS = ("email", "chat", "whatsapp", "phone"), (70, 15, 10, 5)
INTENTS = ("shipping-delay", "return-request", "refund", "damaged-item", "address-change", "customs", "order-status")
TAGS = ("vip", "delay", "customs", "returns", "press")
HOUR_WEIGHTS = (1, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 9, 8, 9, 9, 8, 8, 7, 7, 8, 8, 6, 4, 2)
WORDS = (
    "Wo bleibt meine Bestellung, sie sollte gestern kommen?", "The parcel arrived with a dent in the box.",
    "J’aimerais renvoyer cet article, il est trop petit.", "注文した商品がまだ届いていません。",
    "أين طلبي؟ لم يصل بعد.",
    "Vielen Dank für Ihre Nachricht, wir haben beim Paketdienst nachgefragt.", "Your refund is on its way.",
    "Bitte senden Sie uns ein Foto der Verpackung.", "追跡番号をお知らせします。", "Merci de votre patience.",
)  # fmt: skip
_FIRST = int((END - timedelta(days=DAYS)).timestamp())
_LAST = int(END.timestamp())
_IN_CASES = 0.9  # the other interactions are bulk replies without a case


def fill(record: Record, size: float = 1.0, seed: int = 14) -> dict[str, int]:
    """Fill a record that is empty; returns how many rows each table got.

    Args:
        record: the record.
        size: 1 for a million interactions, 0.01 for ten thousand.
        seed: the same seed makes the same rows.
    """
    chance = random.Random(seed)  # noqa: S311 - the same rows in every run
    customers = list(_customers(max(int(CUSTOMERS * size), 10), chance))
    orders = list(_orders(max(int(ORDERS * size), 10), customers, chance))
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
        openings = sorted(_moment(chance) for _ in range(cases))
        for number, opened in enumerate(openings, 1):
            self._write_until(opened, ids)
            facts = self._facts(opened)
            told = [one for one in _timeline(number, opened, facts, per_case, chance) if one.at <= _LAST]
            texts: dict[int, dict[str, Any]] = {}
            for event in told:
                said = None
                if event.interaction is not None and event.interaction not in texts:
                    said = texts[event.interaction] = _text(event, number, facts, chance)
                heapq.heappush(self.waiting, (event.at, next(self.order), event, said))
            self.lots.add("cases", _row(number, told, facts))
        self._write_until(_LAST + 1, ids)
        for _ in range(max(interactions - next(self.next_interaction) + 1, 0)):  # what chance left open
            self._bulk_reply()
        self._write_until(_LAST + 1, ids)

    def _facts(self, opened: int) -> dict[str, Any]:
        """Whose case it is and about which order: one that was placed before, mostly in the weeks before."""
        chance = self.chance
        share = (opened - _FIRST) / (_LAST - _FIRST)
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
                "id": next(self.next_event), "number": event.number, "at": _stamp(event.at), "turn": event.turn,
                "agent": event.by, "what": str(event.what), "from_value": event.from_value,
                "to_value": event.to_value, "reason": event.reason,
                "until": "" if event.until is None else _stamp(event.until),
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
        event = CaseEvent(number=0, at=_moment(self.chance), what=CaseChange.REPLY, by="Mei", to_value="sent")
        said = _text(event, None, facts, self.chance)
        heapq.heappush(self.waiting, (event.at, next(self.order), event, said))


def _customers(number: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    for index in range(number):
        market = chance.choices(list(MARKETS), WEIGHTS)[0]
        yield {
            "key": f"C-{index:06}", "name": f"Kim Nr. {index}", "given": "Kim", "family": f"Nr. {index}",
            "market": market, "language": MARKETS[market], "channel": "email", "email": f"c{index}@shop.example",
        }  # fmt: skip


def _orders(number: int, customers: list[dict[str, Any]], chance: random.Random) -> Iterator[dict[str, Any]]:
    """Orders by time; few customers buy often."""
    for index, placed in enumerate(sorted(_moment(chance) for _ in range(number))):
        customer = customers[int(len(customers) * chance.random() ** 1.5)]
        status = chance.choices(("delivered", "shipped", "paid", "cancelled", "refunded"), (85, 4, 3, 5, 3))[0]
        yield {
            "key": f"a-{index:06}", "number": f"A-{index:06}", "customer": customer["key"],
            "market": customer["market"], "status": status, "placed": _stamp(placed),
            "total": f"{chance.randrange(900, 30_000) / 100:.2f}", "currency": "EUR", "source": "shop",
            "created_at": _stamp(placed), "updated_at": _stamp(placed),
        }  # fmt: skip


def _timeline(  # noqa: C901 - one line after the other, as it happens
    number: int, opened: int, facts: dict[str, Any], texts: float, chance: random.Random
) -> Iterator[CaseEvent]:
    """What happens to a case: exchanges, waits, the end; now and then it is reopened, held, spam, or merely thanks."""
    agent, at, interaction = facts["agent"], opened, count(1)

    def event(what: CaseChange, **more: Any) -> CaseEvent:
        by = more.pop("by", agent)
        return CaseEvent(number=number, at=at, what=what, by=by, turn=next(turns), **more)

    turns = count(1)
    yield event(CaseChange.OPENED, to_value="new")
    yield event(CaseChange.MESSAGE, by=facts["customer"], interaction=next(interaction))
    if facts["priority"] != "normal":
        yield event(CaseChange.PRIORITY, from_value="normal", to_value=facts["priority"])
    for tag in facts["tags"]:
        yield event(CaseChange.TAGGED, to_value=tag)
    if chance.random() < 0.01:
        at += _pause(chance, 3_600)
        yield event(CaseChange.SPAM)
        return
    at += _pause(chance, 1_800)
    yield event(CaseChange.ASSIGNED, to_value=agent)
    rounds = max(1, round(chance.expovariate(1 / max(texts / 2 - 0.25, 0.6))))
    for turn in range(rounds):
        at += _pause(chance, 7_200)
        if chance.random() < 0.1:
            yield event(CaseChange.NOTE, interaction=next(interaction))
            at += _pause(chance, 600)
        if chance.random() < 0.15:
            yield event(CaseChange.WAITS, to_value="held", reason="carrier", until=at + 3 * 86_400)
            at += _pause(chance, 86_400)
            yield event(CaseChange.RESUMED)
            at += _pause(chance, 900)
        text = next(interaction)
        yield event(CaseChange.REPLY, to_value="queued", interaction=text)
        at += 30
        yield event(CaseChange.REPLY, from_value="queued", to_value="sent", interaction=text)
        if turn + 1 < rounds:
            yield event(CaseChange.WAITS, to_value="waiting", reason="customer")
            at += _pause(chance, 50_000)
            yield event(CaseChange.MESSAGE, by=facts["customer"], interaction=next(interaction))
    at += _pause(chance, 3_600)
    yield event(CaseChange.RESOLVED, until=at + 7 * 86_400)
    if chance.random() < 0.15:
        at += _pause(chance, 7_200)
        yield event(CaseChange.MESSAGE, by=facts["customer"], interaction=next(interaction), reason="thanks")
    elif chance.random() < 0.08:
        at += _pause(chance, 86_400)
        yield event(CaseChange.MESSAGE, by=facts["customer"], interaction=next(interaction))
        at += _pause(chance, 7_200)
        yield event(CaseChange.REPLY, to_value="sent", interaction=next(interaction))
        yield event(CaseChange.RESOLVED, until=at + 7 * 86_400)


def _row(number: int, told: list[CaseEvent], facts: dict[str, Any]) -> dict[str, Any]:
    """The row of a case, as the journal keeps it; only one that is not over needs to be folded for it."""
    last = told[-1]
    if last.what is CaseChange.RESOLVED:
        state = {
            "state": "resolved", "until": _stamp(last.until or 0), "priority": facts["priority"],
            "assignee": facts["agent"], "tags": json.dumps(facts["tags"], ensure_ascii=False), "merged_into": None,
            "unanswered_since": "", "opened_at": _stamp(told[0].at), "changed_at": _stamp(last.at), "clocks": "",
        }  # fmt: skip
    else:
        state = row_of_state(folded(number, told, last.at))
    names = ("customer", "order_number", "market", "language", "channel")
    return {"number": number, **{name: facts[name] for name in names}, "subject": facts["intent"], **state}


def _text(event: CaseEvent, number: int | None, facts: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The interaction of an event; half of the replies come from a template, one in five was translated."""
    direction = {CaseChange.MESSAGE: "in", CaseChange.NOTE: "note"}.get(event.what, "out")
    is_out = direction == "out"
    intent = facts["intent"] if is_out and chance.random() < 0.6 else ""
    return {
        "at": _stamp(event.at), "direction": direction, "channel": facts["channel"], "customer": facts["customer"],
        "market": facts["market"], "language": facts["language"], "intent": intent,
        "variant": json.dumps([facts["language"]]) if intent else "", "template_digest": "3f" * 16 if intent else "",
        "engines": '["memory"]' if is_out and chance.random() < 0.2 else "", "subject": "",
        "body": " ".join(chance.choices(WORDS, k=chance.randint(2, 8))), "agent": "" if direction == "in" else event.by,
        "case_id": number, "state": "sent" if is_out else "",
        "attention": event.reason if event.what is CaseChange.MESSAGE else "",
    }  # fmt: skip


def _moment(chance: random.Random) -> int:
    """An instant of the two years, in the hours in which people write."""
    day = chance.randrange(DAYS)
    hour = chance.choices(range(24), HOUR_WEIGHTS)[0]
    return _FIRST + day * 86_400 + hour * 3_600 + chance.randrange(3_600)


def _pause(chance: random.Random, mean: int) -> int:
    return 1 + int(chance.expovariate(1 / mean))


_hours: dict[int, str] = {}


def _stamp(at: int) -> str:
    hour, rest = divmod(at, 3_600)
    if hour not in _hours:
        _hours[hour] = rfc3339(datetime.fromtimestamp(hour * 3_600, UTC))[:14]
    return f"{_hours[hour]}{rest // 60:02}:{rest % 60:02}Z"


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
