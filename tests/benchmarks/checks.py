"""What the checks cost a reply made from templates, in microseconds of processor time, beside a full check.

Texts are those of every shipped template, each with values that differ from row to row; the first rows of a template,
which build what all share, are not timed.
"""

import argparse
import os
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cscli.cli.door.run import Run
from cscli.markets.person import Person
from cscli.quality.registry import shipped_checks
from cscli.quality.rows import RowChecker
from cscli.quality.subject import Subject
from cscli.reading.placeables import Finder
from cscli.replies.compose import Composer, Request
from cscli.replies.contract.intent import ValueType
from cscli.replies.templates.preview import home_market
from cscli.replies.values.typed import parse_values
from cscli.replies.voice import Sender

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
NAMES = ("Kim Muster", "Ada Berg", "Noa Lind", "Eva Marten", "Lou Winter", "Mika Sand", "Toni Falk")
FREE = (ValueType.TEXT, ValueType.LIST)
AIM = 15


def row(values: dict[str, Any], free: dict[str, Any], number: int) -> tuple[dict[str, Any], dict[str, date]]:
    """The free texts and dates of one row."""
    texts = {name: f"{value[:-3]}{number:03}" if isinstance(value, str) else value for name, value in free.items()}
    days = {n: v + timedelta(days=number % 60) for n, v in values.items() if type(v) is date}
    return texts, days


def measured(composer: Composer, name: str, tag: str, rows: int) -> tuple[float, float]:
    """Microseconds a row: through the row checker, and by a full check of ten of the texts."""
    intent, language = composer.templates.intent(name), composer.catalog.language(tag)
    market = home_market(tag, composer.catalog)
    request = Request(intents=(name,), market=market.code, language=tag, now=NOW, sender=Sender(shop="Nordlicht Store"))
    prepared = composer.prepared(request)
    raw = {variable.name: variable.example for variable in intent.variables.values()}
    values = parse_values(raw, intent.variables, market.currency)
    free = {n: v for n, v in values.items() if intent.variables[n].type in FREE}
    about = Subject(
        text="", language=tag, market=market, channel="email", spoken=language, today=NOW.date(),
        known_languages=("de", "en", "fr", "ja"),
    )  # fmt: skip
    finder = Finder(language=tag)
    checker = RowChecker(shipped_checks(), about, finder)
    made = []
    for number in range(rows):
        texts, days = row(values, free, number)
        person = Person(whole=NAMES[number % len(NAMES)])
        made.append((prepared.renderer.reply(person, {**values, **texts, **days}).body, texts, days, (person.whole,)))
    for text, texts, days, names in made[:2]:
        checker.findings(text, texts, days, names)
    start = time.process_time()
    for text, texts, days, names in made:
        checker.findings(text, texts, days, names)
    quick = (time.process_time() - start) / rows
    few = made[:10]
    start = time.process_time()
    for text, texts, days, names in few:
        full = about._replace(text=text, free_texts=texts, dates=days, names=names, placeables=finder.placeables(text))
        shipped_checks().findings(full)
    return quick * 1e6, (time.process_time() - start) / len(few) * 1e6


def main() -> None:
    """Print the figures by language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--languages", nargs="*", help="only these; else all that have templates")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        places = dict.fromkeys(("CSCLI_CONFIG_DIR", "CSCLI_DATA_DIR", "CSCLI_CACHE_DIR"), folder)
        desk = Run(environ={**os.environ, **places}, now=NOW)
        cache = desk.cache(creates=True)
        composer = Composer(desk.catalog(cache), desk.templates(cache), cache)
        every: list[tuple[float, float]] = []
        print(f"{'language':10} {'us a row':>9} {'full':>9}")
        for tag in wanted.languages or composer.templates.languages():
            names = [name for name in composer.templates.intents if composer.templates.has(name, tag)]
            found = [measured(composer, name, tag, wanted.rows) for name in names]
            every += found
            quick, full = (statistics.fmean(column) for column in zip(*found, strict=True))
            print(f"{tag:10} {quick:9.1f} {full:9.0f}")
    quick, full = (statistics.fmean(column) for column in zip(*every, strict=True))
    print(f"{'all':10} {quick:9.1f} {full:9.0f}   aim: at most {AIM} us a row")


if __name__ == "__main__":
    main()
