"""Search over a record of 20,000 interactions, beside a plain LIKE over the same columns of the same file."""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cscli.desk.log import found_interactions
from cscli.record.record import Record
from cscli.text import rfc3339

START = datetime(2026, 1, 1, tzinfo=UTC)
TEXTS = (
    "Guten Tag Kim Muster, Ihre Bestellung {order} verzögert sich leider; die Sendung {n} kommt später.",
    "Kim Muster 様\n\nご注文番号 {order} の商品のお届けが遅れることとなり、深くお詫び申し上げます。追跡番号：{n}",
    "尊敬的顾客，您的订单 {order} 已经发货，快递单号 {n}，请注意查收。",
    "เรียน คุณลูกค้า คำสั่งซื้อ {order} ของคุณล่าช้า หมายเลขพัสดุ {n}",
    "Hello Kim, thanks for your patience. Order {order} left our warehouse; the parcel number is {n}.",
)
LOOKED_FOR = {
    "a word in every fifth": "warehouse",
    "part of a Japanese sentence": "深くお詫び",
    "two Chinese characters": "快递",
    "one Thai character": "ซ",
    "one order number": "A-10424",
    "an order number and a word": "Bestellung A-10000",
    "a word that is not there": "zeppelin",
    "two letters that are not there": "qj",
}
INSERT = (
    "INSERT INTO interactions (at, direction, channel, customer, market, language, subject, body, said) "
    "VALUES (?, 'out', 'email', ?, 'DE', 'de', ?, ?, ?)"
)
LIKE = (
    "SELECT * FROM interactions WHERE {every} ORDER BY at DESC, id DESC LIMIT 20",
    "(subject LIKE ? OR body LIKE ? OR customer LIKE ? OR said LIKE ?)",
)


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """Interactions as the record keeps them, a minute apart."""
    for n in range(count):
        order = f"A-{n}"
        body = TEXTS[n % len(TEXTS)].format(order=order, n=f"RB{n:09}CN") + " " + "Mit freundlichen Grüßen. " * 8
        yield rfc3339(START + timedelta(minutes=n)), f"C-{n % 3000}", f"Order {order}", body, order


def by_like(record: Record, text: str) -> list[int]:
    """Ids of the newest interactions that hold every word, row by row."""
    words = text.split()
    query = LIKE[0].format(every=" AND ".join([LIKE[1]] * len(words)))
    return [row["id"] for row in record.rows(query, [f"%{word}%" for word in words for _ in range(4)])]


def by_search(record: Record, text: str) -> list[int]:
    """Ids of what the log finds."""
    return [found.id or 0 for found in found_interactions(record, text)]


def milliseconds(look: Callable[[Record, str], list[int]], record: Record, text: str, rounds: int) -> float:
    """The median time of one look."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        look(record, text)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Fill a record, measure every text in both ways, and print times and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interactions", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        record = Record(Path(folder) / "desk.db")
        start = time.perf_counter()
        with record.transaction() as connection:
            connection.executemany(INSERT, rows(options.interactions))
        filled, size = time.perf_counter() - start, record.path.stat().st_size / 1_000_000
        print(f"{options.interactions:,} interactions in {filled:.1f} s, {size:.0f} MB with the index\n")
        print(f"{'looked for':<34}{'hits':>5}{'search ms':>11}{'LIKE ms':>9}{'LIKE / search':>15}")
        for what, text in LOOKED_FOR.items():
            hits = by_search(record, text)
            if hits != by_like(record, text):
                raise SystemExit(f"{what}: {hits} by search, {by_like(record, text)} by LIKE")
            mine, peer = (milliseconds(look, record, text, options.rounds) for look in (by_search, by_like))
            print(f"{what:<34}{len(hits):5}{mine:11.2f}{peer:9.2f}{peer / mine:15.1f}")
        record.close()


if __name__ == "__main__":
    main()
