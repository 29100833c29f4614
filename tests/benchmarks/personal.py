"""How many personal details in customers' messages are kept from engines, and what that costs.

By language and by kind: the share of marked details that stay here, and the share of ordinary words that are hidden
with them; for both halves of the messages, as one was kept apart while the patterns were made. With Faker installed,
also for the same messages with other people's names in them. Then the processor time of a message.
"""

import argparse
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from personal_messages import Message, messages, outcome, renamed

from cscli.reading.personal import personal_mentions

AIM_RECALL, AIM_NEEDLESS, AIM_TIME = 0.97, 0.03, 300
FAKER_LOCALES = (
    "ar_SA", "de_DE", "en_GB", "es_ES", "fr_FR", "he_IL", "hi_IN", "id_ID", "it_IT", "ja_JP", "ko_KR", "nl_NL", "pl_PL",
    "pt_BR", "ru_RU", "sv_SE", "th_TH", "tr_TR", "uk_UA", "vi_VN", "zh_CN",
)  # fmt: skip


def measured(every: Iterable[Message]) -> dict[str, tuple[int, int, int, int]]:
    """Details, missed details, ordinary words, hidden ordinary words: by language, by kind, and of all."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for message in every:
        found = outcome(message)
        for name in (message.language, "all"):
            figures = len(message.details), len(found.missed), found.words, len(found.needless)
            counts[name] = [a + b for a, b in zip(counts[name], figures, strict=True)]
        for detail in message.details:
            counts[f"  {detail.kind}"][0] += 1
            counts[f"  {detail.kind}"][1] += detail in found.missed
    return {name: (row[0], row[1], row[2], row[3]) for name, row in counts.items()}


def with_other_names(seed: int) -> list[Message]:
    """The messages with names that Faker makes up for each language; those of a language that it lacks are left out."""
    from faker import Faker

    names = {locale[:2]: Faker(locale) for locale in FAKER_LOCALES}
    for maker in names.values():
        maker.seed_instance(seed)
    is_surname_first = ("ja", "ko", "zh")

    def another(language: str, name: str) -> str:
        maker = names[language]
        if language in is_surname_first:
            return f"{maker.last_name()}{maker.first_name()}"
        said = f"{maker.first_name()} {maker.last_name()}" if re.search(r"\s", name) else maker.first_name()
        return said.lower() if name.islower() else said

    return [renamed(message, another) for message in messages()]


def shown(title: str, every: Iterable[Message]) -> None:
    """Print one table."""
    print(f"\n{title:24} {'details':>8} {'recall':>8} {'needless':>9}")
    for name, (details, missed, words, needless) in sorted(measured(every).items()):
        share = f"{needless / words:9.4f}" if words else ""
        print(f"{name:24} {details:8} {1 - missed / max(1, details):8.3f} {share}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=2026, help="of the made-up names")
    wanted = parser.parse_args()
    every = list(messages())
    shown("seen", [m for m in every if not m.is_kept_apart])
    shown("kept apart", [m for m in every if m.is_kept_apart])
    try:
        shown("with other names", with_other_names(wanted.seed))
    except ModuleNotFoundError:
        print("\nFaker is not installed: no figures with other names.")
    print(f"\naim: recall at least {AIM_RECALL}, needless at most {AIM_NEEDLESS}")
    start = time.process_time()
    for _ in range(5):
        for message in every:
            personal_mentions(message.text)
    spent = (time.process_time() - start) / 5 / len(every) * 1e6
    print(f"{spent:.0f} us a message of {sum(len(m.text) for m in every) // len(every)} characters, aim: {AIM_TIME}")


if __name__ == "__main__":
    main()
