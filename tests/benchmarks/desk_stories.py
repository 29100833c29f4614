"""What happens at a desk by chance: who its customers are, what they order, how cases go, and what is said in them.

Everything is drawn from the chance that is given, so the same seed tells the same story.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from cscli.desk.cases.event import CaseChange, CaseEvent
from cscli.text import rfc3339

END = datetime(2026, 11, 30, tzinfo=UTC)
DAYS = 730
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
FIRST = int((END - timedelta(days=DAYS)).timestamp())
LAST = int(END.timestamp())


def some_customers(number: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    for index in range(number):
        market = chance.choices(list(MARKETS), WEIGHTS)[0]
        yield {
            "key": f"C-{index:06}", "name": f"Kim Nr. {index}", "given": "Kim", "family": f"Nr. {index}",
            "market": market, "language": MARKETS[market], "channel": "email", "email": f"c{index}@shop.example",
        }  # fmt: skip


def some_orders(number: int, customers: list[dict[str, Any]], chance: random.Random) -> Iterator[dict[str, Any]]:
    """Orders by time; few customers buy often."""
    for index, placed in enumerate(sorted(moment(chance) for _ in range(number))):
        customer = customers[int(len(customers) * chance.random() ** 1.5)]
        status = chance.choices(("delivered", "shipped", "paid", "cancelled", "refunded"), (85, 4, 3, 5, 3))[0]
        yield {
            "key": f"a-{index:06}", "number": f"A-{index:06}", "customer": customer["key"],
            "market": customer["market"], "status": status, "placed": stamp(placed),
            "total": f"{chance.randrange(900, 30_000) / 100:.2f}", "currency": "EUR", "source": "shop",
            "created_at": stamp(placed), "updated_at": stamp(placed),
        }  # fmt: skip


def timeline(  # noqa: C901 - one line after the other, as it happens
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


def text_of(event: CaseEvent, number: int | None, facts: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The interaction of an event; half of the replies come from a template, one in five was translated."""
    direction = {CaseChange.MESSAGE: "in", CaseChange.NOTE: "note"}.get(event.what, "out")
    is_out = direction == "out"
    intent = facts["intent"] if is_out and chance.random() < 0.6 else ""
    return {
        "at": stamp(event.at), "direction": direction, "channel": facts["channel"], "customer": facts["customer"],
        "market": facts["market"], "language": facts["language"], "intent": intent,
        "variant": json.dumps([facts["language"]]) if intent else "", "template_digest": "3f" * 16 if intent else "",
        "engines": '["memory"]' if is_out and chance.random() < 0.2 else "", "subject": "",
        "body": " ".join(chance.choices(WORDS, k=chance.randint(2, 8))), "agent": "" if direction == "in" else event.by,
        "case_id": number, "state": "sent" if is_out else "",
        "attention": event.reason if event.what is CaseChange.MESSAGE else "",
    }  # fmt: skip


def moment(chance: random.Random) -> int:
    """An instant of the two years, in the hours in which people write."""
    day = chance.randrange(DAYS)
    hour = chance.choices(range(24), HOUR_WEIGHTS)[0]
    return FIRST + day * 86_400 + hour * 3_600 + chance.randrange(3_600)


def _pause(chance: random.Random, mean: int) -> int:
    return 1 + int(chance.expovariate(1 / mean))


_hours: dict[int, str] = {}


def stamp(at: int) -> str:
    hour, rest = divmod(at, 3_600)
    if hour not in _hours:
        _hours[hour] = rfc3339(datetime.fromtimestamp(hour * 3_600, UTC))[:14]
    return f"{_hours[hour]}{rest // 60:02}:{rest % 60:02}Z"
