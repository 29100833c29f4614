"""Searches in a translation memory of 100,000 made-up segments, beside a comparison with every one of them.

The peer holds all texts in memory and compares each by the same measure; loading them is not counted against it.
"""

import argparse
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from cscli.record.record import Record
from cscli.translation.memory import Unit, add_units, exact, folded, fuzzy

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SYLLABLES = [a + b for a in (*"bdfgklmnprstvz", "st", "tr", "br") for b in (*"aeiou", "en", "er", "al", "or", "in")]
LEAST = 75


class Writer:
    """Made-up sentences: some frames with a few words changed, words as unevenly common as in a language."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - sentences, not secrets
        self.words = ["".join(self.random.choices(SYLLABLES, k=self.random.choice((1, 2, 2, 3)))) for _ in range(4000)]
        self.weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(len(self.words))))
        self.frames = [[self.word() for _ in range(self.random.randint(8, 22))] for _ in range(3000)]

    def word(self) -> str:
        return self.random.choices(self.words, cum_weights=self.weights)[0]

    def changed(self, words: list[str], most: int) -> str:
        words = list(words)
        for _ in range(self.random.randint(1, most)):
            words[self.random.randrange(len(words))] = self.word()
        return " ".join(words).capitalize() + "."

    def sentence(self) -> str:
        return self.changed(self.random.choice(self.frames), most=8)


def milliseconds(look: Callable[[str], object], texts: list[str]) -> list[float]:
    """The time of each look, sorted."""
    taken = []
    for text in texts:
        start = time.perf_counter()
        look(text)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def line(what: str, taken: list[float]) -> str:
    """Median and 95th percentile."""
    return f"{what:<44}{statistics.median(taken):10.2f}{taken[int(len(taken) * 0.95)]:10.2f}"


def main() -> None:
    """Fill a memory, search it for known, changed and new sentences, and print times and hits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--segments", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=90)
    options = parser.parse_args()
    writer = Writer(seed=7)
    sentences = list(dict.fromkeys(writer.sentence() for _ in range(options.segments)))
    known = writer.random.sample(sentences, options.queries)
    changed = [writer.changed(text[:-1].lower().split(), most=3) for text in known[: options.queries * 2 // 3]]
    queries = changed + [writer.sentence() for _ in range(options.queries // 3)]
    plain = [folded(text) for text in sentences]

    def brute(text: str) -> list[tuple[str, float, int]]:
        scorer = Levenshtein.normalized_similarity
        return process.extract(folded(text), plain, scorer=scorer, score_cutoff=LEAST / 100, limit=5)

    with tempfile.TemporaryDirectory() as folder:
        record = Record(Path(folder) / "desk.db")
        units = (
            Unit(source_language="en", target_language="de", source=text, target=text[::-1], approved=True)
            for text in sentences
        )
        start = time.perf_counter()
        add_units(record, units, NOW)
        filled, size = time.perf_counter() - start, record.path.stat().st_size / 1_000_000
        middle = statistics.median(map(len, plain))
        print(f"{len(sentences):,} segments in {filled:.1f} s, {size:.0f} MB; median of {middle:.0f} characters\n")
        print(f"{'':<44}{'median ms':>10}{'p95 ms':>10}")
        print(line("exact, known sentences", milliseconds(lambda text: exact(record, text, "en", "de"), known)))
        for label, texts in (("known", known), ("changed", changed), ("changed and new", queries)):
            mine, peer = [], []
            for text in texts:  # in turns: what else the machine does slows both
                mine += milliseconds(lambda text: fuzzy(record, text, "en", "de", least=LEAST), [text])
                peer += milliseconds(brute, [text])
            print(line(f"fuzzy, {label}", sorted(mine)))
            print(line(f"brute force, {label}", sorted(peer)))
        best = [(fuzzy(record, text, "en", "de", least=LEAST), brute(text)) for text in queries]
        record.close()
    wanted = [(mine, peer) for mine, peer in best if peer]
    hits = sum(any(match.unit.source == sentences[peer[0][2]] for match in mine) for mine, peer in wanted)
    print(f"\nbrute force's best match is among the five found: {hits} of {len(wanted)} ({hits / len(wanted):.1%})")


if __name__ == "__main__":
    main()
