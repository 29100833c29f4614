"""Messages for benchmarks, with words as frequent as people use them.

The sentences are those of the shipped templates and of the tests' own messages, with other names, order numbers and
amounts each time. Every message holds some words of a long tail, too: made up letter by letter after those of the
language, and drawn by Zipf's law.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cscli.desk.log import Interaction

ROOT = Path(__file__).parents[2]
START = datetime(2024, 1, 1, tzinfo=UTC)
MARKETS = {"en": "US", "de": "DE", "ru": "RU", "ja": "JP", "zh": "CN", "ko": "KR"}
BYTES = {"en": 1, "de": 1, "ru": 2, "ja": 3, "zh": 3, "ko": 3}  # of a letter, about
DENSE = ("ja", "zh")
_MARKS = re.compile(r"\[\[\w+:(.*?)\]\]")
_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|^\s*[\w-]+:\s*[>|\"]*-?", re.MULTILINE)
_END = re.compile(r"(?<=[.!?。！？])\s*|\n+")
_TAIL = 30_000


class Language:
    """Sentences and words of a language."""

    def __init__(self, name: str, chance: random.Random) -> None:
        self.name, self.gap = name, "" if name in DENSE else " "
        texts = [
            _MARKS.sub(r"\1", (ROOT / f"tests/data/personal/{name}.txt").read_text("utf-8")).replace("---", ""),
            *(_CODE.sub("#", path.read_text("utf-8")) for path in sorted((ROOT / "templates" / name).glob("*.yaml"))),
        ]
        pieces = (" ".join(piece.split()).strip('#|-" ') for text in texts for piece in _END.split(text))
        self.sentences = sorted({piece for piece in pieces if len(piece) > 3})
        self.tail = list(_tail(self.sentences, chance, is_dense=name in DENSE))
        total = 0.0
        self.sums = [total := total + 1 / (rank + 20) for rank in range(len(self.tail))]

    def text(self, chance: random.Random, size: int) -> str:
        """A message of a number of letters."""
        parts: list[str] = []
        while sum(map(len, parts)) < size - 10:
            words = chance.choices(self.tail, cum_weights=self.sums, k=4)
            parts += [chance.choice(self.sentences), self.gap.join(words) + ("。" if self.name in DENSE else ".")]
        whole = re.sub("#", lambda _: f"{chance.randrange(10, 300)}", self.gap.join(parts)[: size - 10])
        return f"{whole} A-{chance.randrange(10**6):06}"


def messages(count: int, size: int, chance: random.Random, first: int = 0) -> Iterator[Interaction]:
    """Messages of about ``size`` bytes as customers write them; one in a hundred arrives late."""
    languages = [Language(name, random.Random(name)) for name in MARKETS]  # noqa: S311 - the same words in every run
    for number in range(first, first + count):
        language = languages[number % len(languages)]
        late = chance.randrange(86_400 * 20) if number % 100 == 7 else 0
        yield Interaction(
            direction="in", channel="email", body=language.text(chance, size // BYTES[language.name]),
            at=START + timedelta(seconds=60 * number - late), customer=f"C-{chance.randrange(250_000)}",
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


def _tail(sentences: list[str], chance: random.Random, *, is_dense: bool) -> Iterator[str]:
    """Words made up letter by letter: each letter follows the two before it as in the language (one in Han)."""
    memory = 1 if is_dense else 2
    after: dict[str, list[str]] = defaultdict(list)
    words = [w for s in sentences for w in (re.findall(r"[\u3040-\u9fff]+", s) if is_dense else re.findall(r"\w+", s))]
    for word in words:
        marked = "^" * memory + word + "$"
        for at in range(memory, len(marked)):
            after[marked[at - memory : at]].append(marked[at])
    starts = [word[0] for word in words]
    for _ in range(_TAIL):
        word = chance.choice(starts)
        longest = chance.choice((2, 2, 3, 4)) if is_dense else 14
        while len(word) < longest:
            letter = chance.choice(after.get(("^" * memory + word)[-memory:]) or starts)
            if letter == "$" and len(word) >= 2:
                break
            word += chance.choice(starts) if letter == "$" else letter
        yield word


def queries(bodies: dict[str, list[str]], chance: random.Random, count: int = 200) -> list[str]:
    """Searches as agents type them, in turn in each language: words, beginnings and parts of words, order numbers.

    Args:
        bodies: messages of the record by language.
        chance: what chooses.
        count: how many; one in twenty holds a word that nobody said.
    """
    asked = []
    for number in range(count):
        language = list(bodies)[number % len(bodies)]
        text = chance.choice(bodies[language])  # all words are out of one message, as somebody remembers it
        words = [_asked(text, language, chance) for _ in range(chance.choice((1, 1, 2, 2, 3)))]
        if number % 20 == 19:
            words[0] += "qz"
        asked.append(" ".join(words))
    return asked


def _asked(text: str, language: str, chance: random.Random) -> str:
    """Something to look for in a message."""
    kind = chance.random()
    if kind < 0.12:
        return text.rsplit(maxsplit=1)[-1]  # the order number
    if runs := re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]{2,}", text) if language in DENSE else []:
        run = chance.choice(runs)
        start = chance.randrange(len(run) - 1)
        return run[start : start + chance.choice((2, 2, 2, 3, 4))]
    word = chance.choice(re.findall(r"\w{2,}", text))
    if kind < 0.3 and len(word) > 4:
        return word[: chance.choice((3, 4))]
    if kind < 0.4 and len(word) > 6:
        return word[1:6]
    return word[:2] if kind < 0.47 else word
