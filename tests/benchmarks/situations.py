"""How well situations are read, language by language: the messages kept apart, or a folder of YAML files of others.

    python tests/benchmarks/situations.py [FOLDER]

A YAML file ``<language>.yaml`` holds ``messages: [{label, text}]``. Nobody trained on the messages in
``tests/data/situations``. "First" and "among three" count messages with a situation; "left" is the share of the label
``other`` that got none; the last table compares the score of the first situation with how often it was right.
"""

import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import yaml

from cscli.assist.situations import situations

KEPT_APART = Path(__file__).parent.parent / "data" / "situations"
Labelled = list[tuple[str, str]]


def labelled(folder: Path) -> dict[str, Labelled]:
    """Label and text of each message of a folder, by language."""
    found: dict[str, Labelled] = {}
    for path in sorted(folder.glob("*.tsv")):
        found[path.stem] = [tuple(line.split("\t", 1)) for line in path.read_text("utf-8").splitlines()]
    for path in sorted(folder.glob("*.yaml")):
        written = yaml.safe_load(path.read_text("utf-8"))["messages"]
        found[path.stem] = [(each["label"], each["text"]) for each in written]
    return found


def counted(messages: Labelled, language: str) -> Counter[str]:
    """How many messages were read how."""
    count: Counter[str] = Counter()
    for label, text in messages:
        reading = situations(text, language)
        names = [each.intent for each in reading.situations]
        if label == "other":
            count["others"] += 1
            count["left"] += not names
        elif label == "thanks":
            count["thanks"] += 1
            count["thanked"] += reading.attention is not None and reading.attention.reason == "thanks"
        else:
            count["all"] += 1
            count["first"] += names[:1] == [label]
            count["three"] += label in names
    return count


def calibration(languages: dict[str, Labelled]) -> dict[int, tuple[int, int]]:
    """By the tenth that the first score lies in: how many messages, and how many of them were right."""
    found: defaultdict[int, list[bool]] = defaultdict(list)
    for language, messages in languages.items():
        for label, text in messages:
            reading = situations(text, language)
            if reading.situations:
                first = reading.situations[0]
                found[min(9, int(first.score * 10))].append(first.intent == label)
    return {tenth: (len(rights), sum(rights)) for tenth, rights in sorted(found.items())}


def main() -> None:
    """Print the tables."""
    languages = labelled(Path(sys.argv[1]) if sys.argv[1:] else KEPT_APART)
    total: Counter[str] = Counter()
    started = time.perf_counter()
    for language, messages in languages.items():
        count = counted(messages, language)
        total += count
        print(_row(language, count))
    seconds = time.perf_counter() - started
    print(_row("all", total))
    print(f"{seconds * 1000 / sum(map(len, languages.values())):.1f} ms a message")
    for tenth, (number, right) in calibration(languages).items():
        print(f"score {tenth / 10:.1f} to {(tenth + 1) / 10:.1f}: {number} messages, {right / number:.0%} right")


def _row(name: str, count: Counter[str]) -> str:
    first, three = count["first"] / count["all"], count["three"] / count["all"]
    others = f"left {count['left']}/{count['others']}  thanks {count['thanked']}/{count['thanks']}"
    return f"{name:<4} first {first:4.0%}  among three {three:4.0%}  {others}"


if __name__ == "__main__":
    main()
