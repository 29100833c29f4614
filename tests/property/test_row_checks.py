"""A text from a template is refused by the quick check of rows exactly where the full check refuses it."""

from datetime import date, datetime
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cscli.cli.door.run import Run
from cscli.markets.person import Person
from cscli.quality.finding import errors
from cscli.quality.registry import shipped_checks
from cscli.quality.rows import RowChecker
from cscli.quality.subject import Subject
from cscli.reading.placeables import Finder
from cscli.replies.compose import Composer, Request
from cscli.replies.contract.intent import ValueType
from cscli.replies.templates.preview import home_market
from cscli.replies.values.typed import parse_values
from cscli.replies.voice import Sender

NOW = datetime.fromisoformat("2026-11-22T09:30:00Z")
HOSTILE = (
    "4111 1111 1111 1111", "{{ x }}", "Vase", "DE89 3704 0044 0532 0130 00", "a\u200bb", "%name%", "Müller & Söhne",
    "4111111111111111", "<html>", "*|FNAME|*", "5555-5555-5555-4444 und {x}", "502 Bad Gateway", "XQ0QX", "x\ue000y",
    "undefined", "[[0]]", "1234567890123", "👨\u200d👩\u200d👧", "JosÃ©", "\u2066x", "&amp;", "null", "x" * 900,
    "A-1042",    "4111 1111", "https://shop.example/4111111111111111", "00340434161094000000",
)  # fmt: skip
FREE = (ValueType.TEXT, ValueType.LIST)


@pytest.fixture(scope="module")
def composer(warm_cache):
    nowhere = str(warm_cache / "nowhere")
    folders = {"CSCLI_CONFIG_DIR": nowhere, "CSCLI_DATA_DIR": nowhere, "CSCLI_CACHE_DIR": str(warm_cache)}
    run = Run(environ=folders, now=NOW)
    kept = run.cache(creates=True)
    return Composer(run.catalog(kept), run.templates(kept), kept)


def prepared(composer):
    """Every shipped template in every channel, for a market in which its language is written."""
    for tag in composer.templates.languages():
        market = home_market(tag, composer.catalog)
        for name, intent in composer.templates.intents.items():
            for channel in ("email", "chat"):
                asked = Request(
                    intents=(name,), market=market.code, language=tag, channel=channel, now=NOW,
                    sender=Sender(shop="Nordlicht Store", agent="Li Wei"),
                )  # fmt: skip
                yield intent, market, composer.catalog.language(tag), composer.prepared(asked)


def test_every_shipped_template_with_hostile_values_is_refused_alike(composer):
    checks, hostile, differ, refused = shipped_checks(), cycle(HOSTILE), [], 0
    for intent, market, language, written_alike in prepared(composer):
        about = Subject(
            text="", language=language.tag, market=market, channel=written_alike.voice.channel, spoken=language
        )
        finder = Finder(language=language.tag, currency=market.currency)
        checker = RowChecker(checks, about, finder)
        for _ in range(3):
            raw = {v.name: next(hostile) if v.type in FREE else v.example for v in intent.variables.values()}
            person = Person(given=next(hostile), family=next(hostile))
            values = parse_values(raw, intent.variables, market.currency)
            text = written_alike.renderer.reply(person, values).body
            free = {n: v for n, v in values.items() if intent.variables[n].type in FREE}
            dates = {n: v for n, v in values.items() if type(v) is date}
            names = (person.given, person.family)
            full = about._replace(
                text=text, free_texts=free, dates=dates, names=names, placeables=finder.placeables(text)
            )
            found = errors(checker.findings(text, free, dates, names))
            refused += bool(found)
            if found != errors(checks.findings(full)):
                differ.append((language.tag, intent.name, raw, person))
    assert differ == []
    assert refused > 100


def test_no_shipped_template_with_its_examples_raises_an_alarm(composer):
    checks, alarms, count = shipped_checks(), [], 0
    for intent, market, language, written_alike in prepared(composer):
        raw = {variable.name: variable.example for variable in intent.variables.values()}
        text = written_alike.renderer.reply(Person(), parse_values(raw, intent.variables, market.currency)).body
        about = Subject(text=text, language=language.tag, market=market, channel=written_alike.voice.channel)
        found = [f for check in checks.all if check.screen is not None for f in check.findings(about)]
        alarms += [(language.tag, intent.name, f.check, f.message) for f in found if f.severity != "info"]
        count += 1
    assert alarms == []
    assert count >= 416


PIECES = st.lists(st.sampled_from([*HOSTILE, " ", "\n", "{", "}", "%", "1", "4111", "Hallo ", "\u2069"]), max_size=8)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(around=PIECES, value=st.sampled_from(HOSTILE))
def test_any_text_is_refused_alike(composer, around, value):
    checks, language = shipped_checks(), composer.catalog.language("de")
    about = Subject(text="", language="de", market=composer.catalog.market("DE"), channel="email", spoken=language)
    finder = Finder(language="de")
    checker = RowChecker(checks, about, finder)
    text = value.join(["".join(around[::2]), "".join(around[1::2])])
    full = errors(
        checks.findings(about._replace(text=text, free_texts={"item": value}, placeables=finder.placeables(text)))
    )
    for _ in range(2):  # the first text goes through all checks, the next through screens
        assert errors(checker.findings(text, {"item": value}, {})) == full
