"""The record at size: bytes for each message, rates of writing, and how long a search takes, on either database.

python tests/benchmarks/record.py --interactions 1000000
python tests/benchmarks/record.py --db postgresql://desk@localhost/bench
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from cscli.desk.log import Interaction, found_interactions, interaction_count
from cscli.desk.recording import add_interaction, add_interactions
from cscli.record.record import Record

START = datetime(2024, 1, 1, tzinfo=UTC)
LOT = 5000
WORDS = {
    "en": [
        "a",
        "e",
        "i",
        "o",
        "u",
        "ou",
        "ea",
        "th",
        "st",
        "ing",
        "er",
        "an",
        "re",
        "on",
        "at",
        "en",
        "ed",
        "in",
        "le",
        "ch",
        "sh",
        "tion",
        "ment",
        "ble",
        "pr",
        "tr",
    ],
    "de": [
        "ei",
        "ie",
        "au",
        "sch",
        "ung",
        "er",
        "en",
        "st",
        "ge",
        "be",
        "ver",
        "ch",
        "ich",
        "ck",
        "keit",
        "lich",
        "ü",
        "ä",
        "ö",
        "ß",
        "rt",
        "nd",
        "ung",
        "ab",
        "an",
        "zu",
    ],
    "ru": [
        "ст",
        "но",
        "то",
        "на",
        "не",
        "ро",
        "по",
        "ли",
        "ра",
        "ко",
        "ва",
        "ен",
        "ни",
        "пр",
        "ть",
        "ой",
        "ий",
        "ов",
        "ая",
        "ем",
        "ск",
        "вы",
        "жд",
        "щу",
    ],
    "ja": [chr(c) for c in (*range(0x3042, 0x3093), *range(0x4E00, 0x4E00 + 1200, 2), *range(0x30A2, 0x30F3))],
    "zh": [chr(c) for c in range(0x4E00, 0x4E00 + 3000)],
    "ko": [chr(c) for c in range(0xAC00, 0xAC00 + 9000, 7)],
}
SPACED = ("en", "de", "ru")
MARKETS = {"en": "US", "de": "DE", "ru": "RU", "ja": "JP", "zh": "CN", "ko": "KR"}


class Language:
    """Words of a language, of which few are frequent, as Zipf's law has it."""

    def __init__(self, name: str, chance: random.Random) -> None:
        self.name, parts = name, WORDS[name]
        longest = 4 if name in SPACED else 3
        self.words = ["".join(chance.choices(parts, k=chance.randint(1, longest))) for _ in range(20_000)]
        weights = [1 / (rank + 3) for rank in range(len(self.words))]
        total = 0.0
        self.sums = [total := total + weight for weight in weights]

    def text(self, chance: random.Random, size: int) -> str:
        """A text of a number of characters."""
        gap = " " if self.name in ("en", "de", "ru", "ko") else ""
        words = chance.choices(self.words, cum_weights=self.sums, k=size // 3)
        return gap.join(words)[: size - 8] + f" A-{chance.randrange(10**6):06}"


def messages(count: int, size: int, chance: random.Random) -> Iterator[Interaction]:
    """Messages as customers write them; one in a hundred arrives late."""
    languages = [Language(name, chance) for name in WORDS]
    for number in range(count):
        language = languages[number % len(languages)]
        late = chance.randrange(86_400 * 20) if number % 100 == 7 else 0
        bytes_each = 1 if language.name in ("en", "de") else 2 if language.name == "ru" else 3
        yield Interaction(
            direction="in", channel="email", body=language.text(chance, size // bytes_each),
            at=START + timedelta(seconds=60 * number - late), customer=f"C-{chance.randrange(count // 4 + 1)}",
            market=MARKETS[language.name], language=language.name, agent="Mei",
        )  # fmt: skip


def replies(count: int, chance: random.Random) -> Iterator[Interaction]:
    """Replies of a bulk run: a long frame that is the same, values that are not."""
    frame = Language("de", chance).text(chance, 500)
    for number in range(count):
        order, date = f"A-{number:07}", f"2026-12-{number % 28 + 1:02}"
        yield Interaction(
            direction="out", channel="email", body=f"Guten Tag K{number},\n{frame}\n{order} {date} {number * 7919:08}",
            at=START, customer=f"C-{number}", market="DE", language="de", register="formal", intent="shipping-delay",
            variant=("de-DE", "de"), template_digest="3f" * 16, subject=f"Ihre Bestellung {order}", agent="Mei",
            values={"order_number": order, "new_date": date, "carrier": "DHL"}, origin=f"0123456789abcdef:{number}",
        )  # fmt: skip


def fill(record: Record, rows: Iterator[Interaction]) -> tuple[int, float]:
    """How many were added, and how many in a second of this process; making them up does not count."""
    count, seconds = 0, 0.0
    while lot := list(islice(rows, LOT)):
        before = time.process_time()
        add_interactions(record, lot)
        seconds += time.process_time() - before
        count += len(lot)
    return count, count / seconds


def size(record: Record) -> int:
    if record.dialect == "sqlite":
        with record.transaction():
            pass
        record.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return record.path.stat().st_size
    return int(record.rows("SELECT pg_database_size(current_database()) AS n")[0]["n"])


def queries(record: Record, chance: random.Random, count: int = 200) -> list[str]:
    """Words out of messages that are there, one to three of them, some of two characters, some that nobody said."""
    highest = record.rows("SELECT max(id) AS n FROM interactions")[0]["n"]
    found = []
    while len(found) < count:
        row = record.rows("SELECT * FROM interactions WHERE id = :id", {"id": chance.randint(1, highest)})[0]
        text = row["body"]
        if row["language"] in ("ja", "zh"):
            starts = [chance.randrange(len(text) - 20) for _ in range(chance.randint(1, 3))]
            words = [text[s : s + chance.choice((2, 2, 2, 3, 4))] for s in starts]
        else:
            words = chance.sample(text.split(), chance.randint(1, 3))
            words = [
                w[:2] if chance.random() < 0.15 else w[1:5] if chance.random() < 0.2 and len(w) > 5 else w
                for w in words
            ]
        if len(found) % 20 == 19:
            words[0] = words[0] + "qz"
        found.append(" ".join(words))
    return found


def milliseconds(values: list[float]) -> str:
    ordered = sorted(values)
    p95, most = ordered[len(ordered) * 95 // 100], ordered[-1]
    return f"median {statistics.median(ordered):7.2f}   p95 {p95:7.2f}   most {most:7.2f}  ms"


def timed(acts: Iterator[object]) -> list[float]:
    """How long each step of an iterator takes, in milliseconds."""
    taken = []
    while True:
        before = time.perf_counter()
        if next(acts, acts) is acts:
            return taken
        taken.append((time.perf_counter() - before) * 1000)


def measure(record: Record, interactions: int) -> None:
    chance = random.Random(1042)  # noqa: S311 - the same messages in every run
    if not interaction_count(record):
        count, rate = fill(record, messages(interactions, 400, chance))
        print(f"{count:,} messages of 400 bytes: {size(record) / count:,.0f} bytes each, {rate:,.0f} a second")
    asked = queries(record, chance)
    for name in ("first time", "again"):
        print(
            f"search, 200 queries, {name:<11} {milliseconds(timed(len(found_interactions(record, q)) for q in asked))}"
        )
    filtered = (len(found_interactions(record, q, filters={"market": "JP"})) for q in asked)
    print(f"search with --market JP         {milliseconds(timed(filtered))}")
    since = START + timedelta(seconds=60 * interactions * 9 // 10)
    recent = (len(found_interactions(record, q, since=since)) for q in asked)
    print(f"search with --since             {milliseconds(timed(recent))}")
    adding = (add_interaction(record, one) for one in messages(200, 400, chance))
    print(f"log add                         {milliseconds(timed(adding))}")
    before = size(record)
    count, rate = fill(record, replies(max(interactions // 5, 1000), chance))
    print(
        f"{count:,} bulk replies of 600 bytes: {(size(record) - before) / count:,.0f} bytes each, {rate:,.0f} a second"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interactions", type=int, default=200_000)
    parser.add_argument(
        "--db", default="", help="a database; one that holds messages is not filled again; else a temporary file"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        record = Record(options.db or Path(folder) / "desk.db")
        measure(record, options.interactions)
        record.close()


if __name__ == "__main__":
    main()
