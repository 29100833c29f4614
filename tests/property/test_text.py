"""Laws of text: what is cleaned is safe and stays as it is, and a value is printed as it was typed in any direction."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from isolates import without_isolates
from sweeps import each

from cscli.markets.person import Person
from cscli.markets.terms import Channel, Register
from cscli.replies.contract.intent import ValueType
from cscli.replies.render import Renderer
from cscli.replies.values.typed import parse_values
from cscli.replies.voice import Voice
from cscli.text import clean, isolated, one_line, printable, scripts

LAWS = settings(derandomize=True, deadline=None, database=None, max_examples=150)
ISOLATES = "\u2066\u2067\u2068\u2069"  # what replies need in a text from right to left
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HOSTILE = "\x00\x07\x1b\x1e\r\n\t\x7f\x85\x9b\u2028\ufeff\ud800\udcff" + BIDI
ANY = st.lists(st.sampled_from(HOSTILE) | st.characters(), max_size=40).map("".join)
SAFE = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=BIDI), min_size=1, max_size=60)
MARKUP = st.sampled_from(
    [
        "{{ 7 * 7 }}",
        "{% raw %}",
        "{# x #}",
        "{order_number}",
        "%(x)s",
        "<b>&amp;</b>",
        "[red]x[/red]",
        ":smile:",
        "\\n",
        "$1",
        "#",
    ]
)
VALUES = st.one_of(SAFE, st.lists(SAFE | MARKUP, min_size=1, max_size=4).map("".join)).map(str.strip).filter(bool)


def is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\n"


@LAWS
@given(text=ANY)
def test_cleaned_text_holds_no_control_and_no_direction_character(text):
    assert not [char for char in clean(text) if is_control(char) or char in BIDI]


@LAWS
@given(text=ANY)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)
    assert printable(printable(text)) == printable(text)


@LAWS
@given(text=st.lists(SAFE | st.sampled_from("\t\n"), max_size=6).map("".join))
def test_text_without_such_characters_is_left_alone(text):
    assert clean(text) == text
    assert printable(text) == text


@LAWS
@given(text=ANY)
def test_printable_text_keeps_isolates_that_are_closed_and_nothing_else_that_is_a_control(text):
    shown = printable(text)
    assert not any(map(is_control, shown))
    kept, given_ones = [char for char in shown if char in BIDI], iter(char for char in text if char in ISOLATES)
    assert all(char in given_ones for char in kept)  # in their order
    assert kept.count("\u2069") * 2 == len(kept)


@LAWS
@given(text=ANY)
def test_a_cell_of_a_table_is_one_line(text):
    assert len(one_line(text).splitlines()) <= 1
    assert "\t" not in one_line(text)


@LAWS
@given(text=ANY)
def test_cleaned_text_can_be_written_as_utf_8(text):
    assert clean(text).encode().decode() == clean(text)


@LAWS
@given(text=SAFE)
def test_isolates_come_off_as_they_went_on(text):
    assert without_isolates(isolated(text)) == text
    assert isolated(text) in (text, f"\u2066{text}\u2069", f"\u2068{text}\u2069")


@LAWS
@given(text=ANY)
def test_scripts_count_no_more_letters_than_there_are(text):
    assert sum(scripts(text).values()) <= len(text)


STAND_IN = "Q7"


@pytest.fixture
def bodies(shipped):
    """The body of a reply in a market's first language, isolates taken off; renderers are kept for all examples."""
    made: dict[tuple[str, str, Channel], Renderer] = {}

    def body(market_code: str, intent: str, channel: Channel, values: dict[str, str]) -> str:
        key = (market_code, intent, channel)
        if key not in made:
            market, situation = shipped.catalog.market(market_code), shipped.templates.intent(intent)
            voice = Voice(
                market=market, language=shipped.catalog.language(market.languages[0]), channel=channel,
                register=Register.FORMAL, zone=market.zone,
            )  # fmt: skip
            made[key] = Renderer([situation], shipped.templates.choose([situation], market).templates, voice)
        parsed = parse_values(values, made[key].variables, "EUR")
        return without_isolates(made[key].reply(Person(), parsed).body)

    return body


@each("is_whole", [True, False])
@each("market", ["DE", "FR", "TR", "JP", "CN", "KR", "TH", "IN", "SA", "AE", "IL"])
def test_any_text_as_a_value_comes_out_unchanged(bodies, shipped, market, is_whole):
    variables = {name: intent.variables for name, intent in shipped.templates.intents.items()}
    texts = [(intent, v) for intent in variables for v in variables[intent].values() if v.type is ValueType.TEXT]

    @settings(LAWS, max_examples=25)
    @given(text=VALUES, which=st.sampled_from(texts), channel=st.sampled_from(list(Channel)))
    def law(text, which, channel):
        intent, variable = which
        around = {v.name: v.example for v in variables[intent].values() if is_whole or v.required}
        with_stand_in = bodies(market, intent, channel, {**around, variable.name: STAND_IN})
        assert bodies(market, intent, channel, {**around, variable.name: text}) == with_stand_in.replace(STAND_IN, text)

    law()


@each("market", ["DE", "JP", "TH", "SA", "IL"])
def test_any_text_as_a_part_of_a_list_comes_out_unchanged(bodies, shipped, market):
    required = {
        v.name: v.example for v in shipped.templates.intent("order-confirmation").variables.values() if v.required
    }

    @settings(LAWS, max_examples=25)
    @given(texts=st.lists(VALUES, min_size=2, max_size=4))
    def law(texts):
        body = bodies(market, "order-confirmation", Channel.EMAIL, {**required, "items": texts})
        assert all(text in body for text in texts)

    law()
