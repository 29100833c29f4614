"""How fast languages are told: start and each message after it, beside py3langid if it is installed.

The messages are those of the tests. A start is a fresh process that imports the detector and asks once; the time of an
empty process is taken off. Messages are asked in turns, round by round, in one process; the median of rounds counts.
Both are restricted to the same languages. "With an order number" is the same message with something to be masked.
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import yaml

MESSAGES = Path(__file__).parent.parent / "unit" / "reading" / "messages.yaml"
AIMS = {"start": 60.0, "message": 20.0}  # milliseconds, microseconds
STARTS = {
    "an empty process": "",
    "cscli": "from cscli.reading.language import Detector; Detector({languages}).detect('Wo bleibt mein Paket?')",
    "py3langid": "import py3langid as p; p.set_languages({languages}); p.classify('Wo bleibt mein Paket?')",
}

Ask = Callable[[str], str]


def messages() -> dict[str, list[str]]:
    """The messages of the tests by base language."""
    found: dict[str, list[str]] = {}
    for tag, texts in yaml.safe_load(MESSAGES.read_text("utf-8")).items():
        found.setdefault(tag.partition("-")[0], []).extend(texts)
    return found


def askers(languages: list[str]) -> dict[str, Ask]:
    """What is measured, by name."""
    from cscli.reading.language import Detector

    detector = Detector(languages)
    found: dict[str, Ask] = {"cscli": lambda text: detector.detect(text).language.partition("-")[0]}
    if find_spec("py3langid"):
        import py3langid

        py3langid.set_languages(languages)
        found["py3langid"] = lambda text: py3langid.classify(text)[0]
    return found


def start_milliseconds(code: str) -> float:
    """How long a fresh process takes to run ``code``."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    return (time.perf_counter() - started) * 1000


def message_microseconds(ask: Ask, texts: list[str]) -> float:
    """How long one message takes, over all of them."""
    started = time.perf_counter()
    for text in texts:
        ask(text)
    return (time.perf_counter() - started) / len(texts) * 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    wanted = messages()
    asks = askers(list(wanted))
    codes = {name: code.format(languages=list(wanted)) for name, code in STARTS.items() if not code or name in asks}
    starts: dict[str, list[float]] = {name: [] for name in codes}
    for _ in range(rounds):
        for name, code in codes.items():
            starts[name].append(start_milliseconds(code))
    empty = statistics.median(starts.pop("an empty process"))
    for name, times in starts.items():
        print(f"{name:<10} start {statistics.median(times) - empty:8.1f} ms   (aim {AIMS['start']:.0f})")
    plain = [text for texts in wanted.values() for text in texts]
    for kind, texts in (("message", plain), ("with an order number", [f"{text} A-10293" for text in plain])):
        taken: dict[str, list[float]] = {name: [] for name in asks}
        for _ in range(rounds):
            for name, ask in asks.items():
                taken[name].append(message_microseconds(ask, texts))
        for name, ask in asks.items():
            right = sum(ask(text) == tag for tag, some in wanted.items() for text in some) / len(plain)
            micro = statistics.median(taken[name])
            print(f"{name:<10} {kind:<22} {micro:8.1f} us   (aim {AIMS['message']:.0f}; {right:.1%} right)")


if __name__ == "__main__":
    main()
