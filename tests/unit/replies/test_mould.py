"""A letter from a mould is the letter that is written in full, whatever its values are."""

from datetime import datetime, timedelta
from itertools import cycle, islice, repeat

import pytest
from sweeps import each

from cscli.errors import UsageError
from cscli.markets.person import Person
from cscli.markets.terms import Gender
from cscli.replies.compose import Request
from cscli.replies.contract.intent import ValueType
from cscli.replies.templates.asks import asked
from cscli.replies.templates.preview import home_market
from cscli.replies.values.typed import parse_values
from cscli.replies.voice import Sender

NOW = datetime.fromisoformat("2026-11-22T09:30:00Z")
ODD = [
    "A-1042", "i", "a b", "a  b", "Ltd.", "..", "...a", "https://x.example/1", "see https://x.example",
    "https://a.example b", "wait", "ihre", "ça va", "a\nb", "שלום", "مرحبا 12", "株式会社", "%s", "{{ x }}",
    "\U000f0000", "A,", "q?", "\u00a0x\u00a0", "2 x Decke",
]  # fmt: skip
NAMES = [
    Person(), Person(whole="Kim Muster"), Person(whole="Dr. Ada Berg"), Person(whole="kim"),
    Person(given="Ada", family="Lind", gender=Gender.FEMALE), Person(whole="Acme GmbH"), Person(whole="山田 太郎"),
    Person(whole="Kim & Lou Berg"), Person(whole="Ann Lee", company="Acme Ltd."), Person(whole="Kim,"),
]  # fmt: skip


def rows(intent, count):
    """Values as typed: all variables, or the required ones alone, each different from row to row."""
    odd = cycle(ODD)
    for n in range(count):
        raw = {v.name: v.example for v in intent.variables.values() if v.required or n % 3}
        for variable in intent.variables.values():
            if variable.name not in raw:
                continue
            if variable.type in (ValueType.TEXT, ValueType.LIST) and n % 2:
                raw[variable.name] = next(odd)
            elif variable.type is ValueType.DATE:
                raw[variable.name] = f"{NOW + timedelta(days=n % 40 - 3):%Y-%m-%d}"
            elif variable.type is ValueType.MONEY and n % 4:
                raw[variable.name] = str(100 + n)
        yield raw


@pytest.mark.parametrize("language", ["ar", "de", "en-GB", "fr", "he", "ja", "ru", "tr"])
def test_a_letter_from_a_mould_is_the_one_that_is_written_in_full(shipped, language):
    from_moulds = 0
    six_times_each = [person for one in NAMES for person in repeat(one, 6)]
    for name in islice(shipped.templates.intents, 0, None, 3):
        if not shipped.templates.has(name, language):
            continue
        intent, market = shipped.templates.intent(name), home_market(language, shipped.catalog)
        for channel in ("email", "chat"):
            renderer = shipped.prepared(
                Request(
                    intents=(name,), market=market.code, language=language, channel=channel, now=NOW,
                    sender=Sender(shop="Nordlicht Store", agent="Li Wei"),
                )
            ).renderer  # fmt: skip
            moulds, written = renderer._moulds, renderer._in_full
            for raw, person in zip(rows(intent, 60), six_times_each, strict=True):
                try:
                    values = parse_values(raw, renderer.variables, market.currency)
                except UsageError:
                    continue
                shown, to = renderer._situations[0].shown(values), renderer._head.addressed(person)
                subject, _, body = written(shown, to)
                found = moulds.filled(shown, to, values)
                assert found is None or found[:2] == (subject, body), (name, channel, raw)
                assert found is None or found.left_out == renderer.left_out(values), (name, channel, raw)
                from_moulds += found is not None
    assert from_moulds > 50


def test_the_third_letter_of_a_shape_comes_from_a_mould(shipped):
    prepared = shipped.prepared(Request(intents=("shipping-delay",), market="DE", now=NOW))
    bodies = [
        prepared.written(Person(whole="Kim Muster"), {"order_number": f"A-{n}", "new_date": "2026-12-03"})[0].body
        for n in range(3)
    ]
    assert len({body.replace(f"A-{n}", "") for n, body in enumerate(bodies)}) == 1
    assert any(prepared.renderer._moulds._known.values())


@each(
    ("source", "names"),
    [
        ("{{ a }} {{ a.on }}{% if b %}{{ c }}{% elif not d and e.is_past %}x{% endif %}", set()),
        ("{{ a ~ b }}{{ a if b else c }}{{ a or b }}", set()),
        ("{% if a == 'x' %}y{% endif %}{{ b }}", {"a"}),
        ("{{ a | plural(one='x') }}{{ b['x'] }}{{ c.upper() }}", {"a", "b", "c"}),
        ("{% for x in a %}{{ x }}{{ b }}{% endfor %}", {"a", "b", "x"}),
        ("{% set x = a %}{{ x }}", {"a", "x"}),
        ("{% if 'x' in a or (b ~ c) > d %}y{% endif %}", {"a", "b", "c", "d"}),
    ],
)
def test_what_a_template_asks_of_a_value_is_known(source, names):
    assert asked(source) == names
