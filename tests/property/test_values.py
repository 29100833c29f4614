"""Laws of values: what was typed, recorded and read again is the same value, and nothing typed ends in a crash."""

import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import each

from cscli.errors import UsageError
from cscli.markets.person import Person
from cscli.markets.terms import Channel, Kind, Register
from cscli.replies.contract.intent import Intent, ValueType, Variable
from cscli.replies.contract.part import Choice, LetterPart
from cscli.replies.render import Renderer
from cscli.replies.templates.template import Template, Text
from cscli.replies.values.amounts import Money
from cscli.replies.values.typed import parse_values, recorded
from cscli.replies.voice import Voice

LAWS = settings(derandomize=True, deadline=None, database=None, max_examples=60)
FEW = "a;\x00\x1b\r\n\t \u2066\u202e\u3000\ufeff\udcff"
ANY = st.text(max_size=40) | st.lists(st.sampled_from(FEW) | st.characters(), max_size=6).map("".join)
NAUGHTY = ANY | st.sampled_from(
    ["0", "-0", "1e5", "1E+30", "1e400", "1e-400", "1e9999999", "NaN", "Infinity", "-1", "1_000", "٣", "²", "1,5",
     "0x10", "12.50 EUR", "EUR", "9999-12-31", "0001-01-01", "2026-02-30", "2026-12-03T24:00", "9999-12-31T23:59-12:00",
     "0001-01-01T00:00+12:00", "9999-12-31T23:59", "0001-01-01T00:00", "2026-03-29T02:30", "2026-12-03T15:00+23:59",
     "https://", "https://x y", "javascript:alert(1)", "yes", "NEIN", ";;;"]
)  # fmt: skip
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
YEARS = {"min_value": datetime(1900, 1, 1), "max_value": datetime(2200, 1, 1)}  # noqa: DTZ001 - bounds are naive
TYPED = {
    ValueType.TEXT: ANY,
    ValueType.DATE: st.dates().map(str),
    ValueType.DATETIME: st.datetimes(**YEARS, timezones=st.none() | OFFSETS).map(datetime.isoformat),
    ValueType.MONEY: st.builds(
        "{}{}".format,
        st.decimals(0, 10**12, places=2).map(str),
        st.sampled_from(["", " EUR", "USD", " JPY", " KWD"]),
    ),
    ValueType.NUMBER: st.decimals(allow_nan=False, allow_infinity=False, places=None).map(str),
    ValueType.COUNT: st.integers(0, 10**12 - 1).map(str),
    ValueType.LIST: ANY | st.lists(ANY, min_size=1, max_size=4),
    ValueType.URL: st.text(st.characters(min_codepoint=33, exclude_characters='<>"{}|\\^`'), min_size=1).map(
        "https://{}".format
    ),
    ValueType.CHOICE: st.sampled_from(["card", "Cash_On_Delivery", " WALLET "]),
    ValueType.BOOLEAN: st.sampled_from(["yes", "No", " TRUE ", "0", "1", True, False]),
}
CONTRACT = {
    str(kind): Variable(name=str(kind), type=kind, about="", choices=("card", "cash-on-delivery", "wallet"))
    for kind in TYPED
}


def parse(raw: dict) -> dict:
    return parse_values(raw, CONTRACT, "EUR")


@each("kind", TYPED)
def test_a_recorded_value_reads_as_itself_again(kind):
    @LAWS
    @given(typed=TYPED[kind])
    def law(typed):
        try:
            values = parse({kind: typed})
        except UsageError:
            return
        assert parse(recorded(values)) == values
        assert parse(json.loads(json.dumps(recorded(values)))) == values

    law()


@each(
    ("kind", "typed", "value"),
    [
        (ValueType.DATE, st.dates(), None),
        (ValueType.COUNT, st.integers(0, 10**12 - 1), None),
        (ValueType.NUMBER, st.decimals(-(10**20), 10**20, places=4), None),
        (ValueType.MONEY, st.decimals(0, 10**12, places=2), "EUR"),
        (ValueType.DATETIME, st.datetimes(**YEARS, timezones=st.none() | OFFSETS), None),
    ],
)
def test_a_value_reads_as_what_it_says(kind, typed, value):
    @LAWS
    @given(wanted=typed)
    def law(wanted):
        text = wanted.isoformat() if kind is ValueType.DATETIME else str(wanted)
        [read] = parse({kind: text}).values()
        assert read == (Money(amount=wanted, currency=value) if value else wanted)
        assert not isinstance(wanted, datetime) or (read.tzinfo is None) == (wanted.tzinfo is None)

    law()


def problems_of(raw: dict) -> list:
    """What is wrong with values; nothing when they can be read."""
    try:
        parse(raw)
    except UsageError as problem:
        return list(problem.problems)
    return []


@each("kind", TYPED)
def test_anything_typed_is_a_value_or_one_error_that_names_the_variable(kind):
    @LAWS
    @given(typed=NAUGHTY | st.lists(NAUGHTY, max_size=3))
    def law(typed):
        problems = problems_of({kind: typed})
        assert len(problems) <= 1
        for problem in problems:
            assert problem.code == "bad-value"
            assert problem.message.startswith(f"{kind}: ")
            assert len(problem.message) < 400

    law()


@each("kind", [ValueType.TEXT, ValueType.LIST, ValueType.URL])
def test_what_leaves_no_text_behind_is_no_value(kind):
    @LAWS
    @given(typed=ANY | st.lists(ANY, max_size=3))
    def law(typed):
        if not problems_of({kind: typed}):
            [value] = parse({kind: typed}).values()
            assert all(text.strip() for text in (value if isinstance(value, tuple) else (value,)))

    law()


@LAWS
@given(raw=st.dictionaries(st.sampled_from(sorted(CONTRACT)) | st.text(max_size=20), NAUGHTY, max_size=6))
def test_all_bad_values_are_told_at_once_each_by_its_name(raw):
    one_by_one = [problem for name, text in raw.items() for problem in problems_of({name: text})]
    assert problems_of(raw) == one_by_one


@pytest.fixture
def renderer(shipped):
    """Writes one value of any type for the customers of a market."""

    def of(code: str) -> Renderer:
        market = shipped.catalog.market(code)
        language = shipped.catalog.language(market.languages[0])
        printed = {name: "yes" if name == "boolean" else f"{{{{ {name} }}}}" for name in CONTRACT}
        line = "".join(f"{{% if {name} %}}{shown}{{% endif %}}" for name, shown in printed.items())
        sentences = {"choice": dict.fromkeys(CONTRACT["choice"].choices, Choice("so"))}
        text = Text(subject="", email=(LetterPart(line),), chat=(LetterPart(line),), choices=sentences)
        template = Template(
            intent="any", language=language.tag, texts={"formal": text}, digest="", path="any", layer="shipped"
        )
        intent = Intent(name="any", kind=Kind.GOOD, about="", variables=CONTRACT)
        voice = Voice(
            market=market, language=language, channel=Channel.CHAT, register=Register.FORMAL, zone=market.zone
        )
        return Renderer([intent], [template], voice)

    return of


@each("kind", TYPED)
@each("market", ["IN", "SA"])
def test_whatever_is_a_value_can_be_written_for_the_customer(renderer, market, kind):
    writer = renderer(market)

    @LAWS
    @given(typed=NAUGHTY | TYPED[kind])
    def law(typed):
        if not problems_of({kind: typed}):
            assert len(writer.reply(Person(), parse({kind: typed})).body) < 2_000

    law()
