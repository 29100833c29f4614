"""Replies per second of one process: ``Renderer`` beside two bare loops of Jinja2 and Babel over the same letters.

The bare loops know the finished letter as one Jinja2 template, made here from the same files: subject, salutation,
paragraphs, closing. One writes each row's values with Babel's functions, as its manual has it; the other keeps
Babel's parsed patterns. All get the same typed values, different in every row, and must write the same text.
"""

import argparse
import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import jinja2
from babel import Locale, dates, numbers

from cscli.cli.door.run import Run
from cscli.clock.zones import zone
from cscli.markets.person import Person
from cscli.markets.terms import Channel, Register
from cscli.replies.compose import Composer
from cscli.replies.render import Renderer
from cscli.replies.templates.template import Text
from cscli.replies.values.amounts import Money
from cscli.replies.values.typed import Value, parse_values, recorded
from cscli.replies.voice import Sender, Voice

NAMES = ("Kim Muster", "Ada Berg", "Noa Lind", "Eva Marten", "Lou Winter", "Mika Sand", "Toni Falk")
MARKETS = {"DE": "de_DE", "NL": "nl_NL", "JP": "ja_JP"}
SITUATIONS = ("shipping-delay", "where-is-my-order")
DAY, MOMENT = date(2026, 11, 22), datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
REASONS = ("carrier", "customs", "weather", "stock")
CHUNKS = 10
CHECKED = 200

Row = tuple[str, Mapping[str, Value]]
Write = Callable[[Any], str]
Loop = Callable[[Row], str]


def rows(situation: str, currency: str, count: int) -> Iterator[Row]:
    """Names and typed values, different in every row."""
    for n in range(count):
        day = DAY + timedelta(days=n % 300)
        values: dict[str, Value] = {"order_number": f"A-{n}", "tracking_link": f"https://track.example/{n}"}
        if situation == "shipping-delay":
            amount = Decimal(100 + n) if currency == "JPY" else Decimal(500 + n) / 100
            values |= {
                "new_date": day + timedelta(days=11), "old_date": day + timedelta(days=3), "next_update_date": day,
                "delay_reason": REASONS[n % len(REASONS)], "goodwill": Money(amount=amount, currency=currency),
            }  # fmt: skip
        else:
            values |= {
                "carrier": "DHL", "tracking_number": f"RB{n:09}", "last_scan_place": "LEJ", "delivery_to": day,
                "last_scan_at": MOMENT + timedelta(minutes=37 * n),
            }  # fmt: skip
        yield NAMES[n % len(NAMES)], values


@dataclass(frozen=True, slots=True, kw_only=True)
class Customs:
    """How a locale writes values, in Babel's terms."""

    locale: Locale
    date: str
    moment: str
    zone: str
    zone_pattern: str
    currency: str
    money: str | None

    def placed(self, local: datetime, text: str) -> str:
        """A written time with its city and offset."""
        city = self.locale.time_zones.get(self.zone, {}).get("city") or self.zone.rpartition("/")[2]
        offset = local.utcoffset() or timedelta()
        return text + self.zone_pattern.format(city=city, offset=f"{int(offset.total_seconds() // 3600):+}")


def writers_by_function(customs: Customs) -> dict[type, Write]:
    """Values by Babel's functions, called as its manual has it: they take locale and pattern apart each time."""
    name, tz = str(customs.locale), zone(customs.zone)

    def moment(value: datetime) -> str:
        text = dates.format_datetime(value, customs.moment, tzinfo=tz, locale=name)
        return customs.placed(value.astimezone(tz), text)

    return {
        date: lambda value: dates.format_date(value, customs.date, locale=name),
        datetime: moment,
        Money: lambda value: numbers.format_currency(value.amount, value.currency, customs.money, locale=name),
    }


def writers_by_pattern(customs: Customs) -> dict[type, Write]:
    """Values by patterns that were taken apart once."""
    locale, tz = customs.locale, zone(customs.zone)
    day_pattern, moment_pattern = dates.parse_pattern(customs.date), dates.parse_pattern(customs.moment)
    standard = locale.currency_formats["standard"]
    money_pattern = numbers.parse_pattern(customs.money) if customs.money else standard

    def moment(value: datetime) -> str:
        local = value.astimezone(tz)
        return customs.placed(local, moment_pattern.apply(local, locale))

    return {
        date: lambda value: day_pattern.apply(value, locale),
        datetime: moment,
        Money: lambda value: money_pattern.apply(value.amount, locale, currency=value.currency),
    }


def bare_loop(letter: str, sample: Mapping[str, Value], text: Text, writers: Mapping[type, Write]) -> Loop:
    """A mail merge as one would write it for one letter: a template, and a function for each value that needs one."""
    template = jinja2.Environment(autoescape=False).from_string(letter)  # noqa: S701 - plain text, as in the product
    write = {name: writers[type(value)] for name, value in sample.items() if type(value) in writers}
    plain = [name for name in sample if name not in write and name not in text.choices]
    chosen = {n: {key: c.text for key, c in text.choices[n].items()} for n in sample if n in text.choices}

    def loop(row: Row) -> str:
        name, values = row
        shown: dict[str, Any] = {n: values[n] for n in plain}
        for n, function in write.items():
            shown[n] = function(values[n])
        for n, sentences in chosen.items():
            shown[n] = sentences[values[n]]  # type: ignore[index]
        return template.render(name=name, **shown)

    return loop


def letter_of(renderer: Renderer, text: Text, sample: Row, writers: Mapping[type, Write]) -> str:
    """The whole letter as one Jinja2 source: what stands around the paragraphs is taken from a finished reply."""
    name, values = sample
    finished = renderer.reply(Person(whole=name), values)

    def filled(source: str) -> str:
        return bare_loop(source, values, text, writers)(sample).strip()

    paragraphs = [p for p in text.paragraphs(Channel.EMAIL) if filled(p)]
    middle = "\n\n".join(map(filled, paragraphs))
    if middle not in finished.body:  # the first letter is a capital there
        paragraphs[0] = paragraphs[0][0].upper() + paragraphs[0][1:]
        middle = middle[0].upper() + middle[1:]
    before, found, after = finished.body.partition(middle)
    mark, subject_found, _ = finished.subject.partition(filled(text.subject))
    if not (found and subject_found and name in before):
        raise SystemExit("the bare letter cannot be made from this reply")
    before = before.replace(name, "{{ name }}")
    return mark + text.subject + "\n\n" + before + "\n\n".join(paragraphs) + after


def customs_of(renderer: Renderer, voice: Voice) -> Customs:
    """The language's and market's own choices, as patterns for Babel."""
    locale = Locale.parse(MARKETS[voice.market.code])
    own = voice.language.date_format
    day = locale.date_formats[own].pattern if own in locale.date_formats else own
    habits = renderer.formats.habits.dates
    joined = habits.datetime_pattern.replace("{date}", "{1}").replace("{time}", "{0}")
    quoted = re.sub("[^\\W\\d_]+", lambda word: f"'{word[0]}'", joined)
    clock = habits.time or locale.time_formats["short"].pattern
    both = (quoted or str(locale.datetime_formats["long"])).replace("{1}", day).replace("{0}", clock)
    money = voice.market.money_patterns.get(voice.market.currency)
    return Customs(
        locale=locale, date=day, moment=both, zone=voice.zone,
        zone_pattern="" if voice.zone == habits.lone_zone else habits.zone_pattern,
        currency=voice.market.currency, money=money.replace("{amount}", "#,##0") if money else None,
    )  # fmt: skip


def loops(composer: Composer, situation: str, code: str) -> tuple[dict[str, Loop], str]:
    """The loops that are compared, by name, and the market's currency."""
    market, intent = composer.catalog.market(code), composer.templates.intent(situation)
    template = composer.templates.choose([intent], market).templates[0]
    voice = Voice(
        market=market, language=composer.catalog.language(market.languages[0]), channel=Channel.EMAIL,
        register=Register.FORMAL, sender=Sender(shop="Nordlicht Store", agent="Li Wei"), zone=market.zone,
    )  # fmt: skip
    renderer, text = Renderer([intent], [template], voice), template.text(Register.FORMAL)[1]
    customs = customs_of(renderer, voice)
    sample = next(rows(situation, market.currency, 1))
    by_function, by_pattern = writers_by_function(customs), writers_by_pattern(customs)
    letter = letter_of(renderer, text, sample, by_function)

    def product(row: Row) -> str:
        reply = renderer.reply(Person(whole=row[0]), row[1])
        return f"{reply.subject}\n\n{reply.body}"

    def from_typed_text(row: Row) -> str:
        values = parse_values(row[1], renderer.variables, market.currency)
        reply = renderer.reply(Person(whole=row[0]), values)
        return f"{reply.subject}\n\n{reply.body}"

    return {
        "bare": bare_loop(letter, sample[1], text, by_function),
        "bare, cached": bare_loop(letter, sample[1], text, by_pattern),
        "Renderer": product,
        "Renderer, from text": from_typed_text,
    }, market.currency


def timed(several: Mapping[str, Loop], typed: list[Row]) -> dict[str, list[float]]:
    """Seconds of each loop for each chunk of the rows, in turn."""
    as_text = [(name, recorded(values)) for name, values in typed]
    for name, loop in several.items():
        for row, text_row in zip(typed[:CHECKED], as_text, strict=False):
            wanted, got = several["bare"](row), loop(text_row if "text" in name else row)
            if got != wanted:
                raise SystemExit(f"{name} writes another text:\n{got}\n--- instead of ---\n{wanted}")
    seconds: dict[str, list[float]] = {name: [] for name in several}
    for chunk in range(CHUNKS):
        for name, loop in several.items():
            start = time.perf_counter()
            for row in (as_text if "text" in name else typed)[chunk::CHUNKS]:
                loop(row)
            seconds[name].append(time.perf_counter() - start)
    return seconds


def main() -> None:
    """Measure every situation and market, and print rates and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replies", type=int, default=20_000)
    share = max(parser.parse_args().replies // len(SITUATIONS) // len(MARKETS), CHUNKS)
    with tempfile.TemporaryDirectory() as folder:
        desk = Run(
            environ={**os.environ, **{f"CSCLI_{kind}_DIR": folder for kind in ("CONFIG", "DATA", "CACHE")}}, now=MOMENT
        )
        composer = Composer(desk.catalog(), desk.templates())
        total: dict[str, list[float]] = {}
        print(f"{'':<24}{'loop':<22}{'replies/s':>10}{'to bare':>10}{'to cached':>11}")
        for situation in SITUATIONS:
            for code in MARKETS:
                several, currency = loops(composer, situation, code)
                seconds = timed(several, list(rows(situation, currency, share)))
                told(f"{situation} {code}", seconds, share)
                total = {name: [*total.get(name, []), *each] for name, each in seconds.items()}
        told("all", total, share * len(SITUATIONS) * len(MARKETS))


def told(what: str, seconds: Mapping[str, list[float]], count: int) -> None:
    """Print the rates of loops; a ratio is the median over the chunks."""
    for name, mine in seconds.items():
        ratios = [
            statistics.median(other / own for own, other in zip(mine, seconds[peer], strict=True))
            for peer in ("bare", "bare, cached")
        ]
        print(f"{what:<24}{name:<22}{count / sum(mine):10.0f}{ratios[0]:10.2f}{ratios[1]:11.2f}")
        what = ""


if __name__ == "__main__":
    main()
