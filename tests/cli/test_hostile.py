"""Hostile text: whatever a customer is called or writes is only ever text, and comes back as it was."""

import pytest
from isolates import without_isolates
from sweeps import each

from cscli.text import clean

NAME, VALUE = "Zzqq Name", "Zzqqvalue"
ESCAPES = ("\x1b", "\x9b", "\x07", "\x08", "\x00")
NAUGHTY = [
    # template code, format strings, expansions of a shell
    "{{ 7*7 }}", "{% raw %}{{ x }}{% endraw %}", "{# gone #}",
    "{{ ''.__class__.__mro__ }}", "{{", "%}", "{full} {shop}",
    "{0} {}", "%s %d %n %(name)s", "$HOME ${PATH} `id` $(id)", "[[new_date]]",
    # markup, SQL, formulas
    "[bold]loud[/bold] :smile:", "<script>alert(1)</script> &lt;b&gt;", "**bold** _it_ `code`", "a\\'b\\\"c\\n",
    "'; DROP TABLE interactions;--", '" OR 1=1', "=1+1", "@SUM(A1)", '=cmd|"/c calc"!A0', "a;b,c|d", "\\", '"',
    # controls and escape sequences
    "a\x1b[31mred\x1b[0m", "\x1b]0;title\x07x", "a\x07bell\x08\x08", "a\x0cb\x0bc", "nul\x00byte", "c1 \x9b31m \x85 x",
    "del\x7fx", "record\x1eseparator",
    # directions, widths, marks
    "\u202eevil\u202c", "\u2066a\u2069b", "x\u202a\u202b\u202d\u2067\u2068y", "zero\u200bwidth\u200d\u200c",
    "soft\u00adhyphen", "\ufeffmark", "a\u2028line\u2029paragraph", "a\u00a0b\u3000c", "e\u0301 e\u0301\u0327",
    "\udcff\udcfebytes",
    "Z\u0335\u0321a\u0337\u0322l\u0338\u0323g\u0334\u0324o\u0335\u0325", "a\tb", "first\nsecond",
    # scripts
    "👩‍👩‍👧‍👦 👍🏽 🏴‍☠️", "🇩🇪🇯🇵", "表ポあA鷗ŒéＢ逍Üßªąñ丂㐀𠀀", "مرحبا بالعالم", "שלום 123", "İıŞş ß ẞ ﬁ", "ด้้้้้็็็็็", "क्षि",
    # what could be read as something else
    "-", "--", "--help", "null", "NaN", "1e999", "../../etc/passwd", "C:\\Windows", "https://evil.example", "W" * 300,
    "長" * 300,
]  # fmt: skip
IDS = [f"{number}-{ascii(text)[1:13]}" for number, text in enumerate(NAUGHTY)]
SOME, SOME_IDS = NAUGHTY[::3], IDS[::3]


@pytest.fixture(scope="module")
def harmless():
    """Replies with harmless words, to compare with; by market, made once."""
    return {}


def body_of(cscli, market, name, value):
    answer = cscli(
        "reply", "shipping-delay", "--market", market, "--no-log", "--json", f"--name={name}",
        "--set=new_date=2026-12-03", f"--set=order_number={value}",
    )  # fmt: skip
    assert (answer.code, answer.err) == (0, "")
    assert not [c for c in ESCAPES if c in answer.out]
    return without_isolates(answer.data["body"])


@each("text", NAUGHTY)
def test_any_text_as_a_value_stands_in_the_reply_and_as_a_name_changes_its_greeting_alone(cscli, harmless, text):
    market = "SA" if text in SOME else "JP"
    if market not in harmless:
        harmless[market] = body_of(cscli, market, NAME, VALUE)
    assert clean(text).strip()
    rest = harmless[market].partition("\n\n")[2]
    assert body_of(cscli, market, text, text).partition("\n\n")[2] == rest.replace(VALUE, clean(text))


@each("text", NAUGHTY)
def test_any_text_is_kept_by_the_log_byte_for_byte_and_shown_without_its_escapes(cscli, text):
    added = cscli("log", "add", stdin=text)
    assert (added.code, added.err) == (0, "")
    kept = cscli("log", "show", added.out.strip(), "--json")
    assert (kept.code, kept.err) == (0, "")
    assert kept.data["body"] == text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    plain = cscli("log", "show", added.out.strip())
    assert (plain.code, plain.err) == (0, "")
    assert not [c for c in ESCAPES if c in kept.out + plain.out]


@each("text", SOME)
def test_any_text_is_found_again_in_the_log(cscli, text):
    added = cscli("log", "add", "--", f"something {text} else").out.strip()
    for words in (("list",), ("search", "--", text.replace("\x00", " "))):
        answer = cscli("log", *words)
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.splitlines()[1].startswith(f"{added}\t")
        assert not [c for c in ESCAPES if c in answer.out]


@each("text", SOME)
def test_a_customer_may_be_called_anything(cscli, text):
    answer = cscli("customer", "add", "C-7", f"--name={text}", f"--note={text}", "--json")
    assert (answer.code, answer.err) == (0, "")
    assert clean(answer.data["name"]) == clean(answer.data["note"]) == clean(text)
    for words in (("list",), ("show", "C-7")):
        shown = cscli("customer", *words)
        assert (shown.code, shown.err) == (0, "")
        assert not [c for c in ESCAPES if c in shown.out]


@each("text", NAUGHTY[23:31])
@each(
    "words",
    [
        ("market", "show"), ("template", "show"), ("customer", "show"), ("config", "show"), ("market",), (),
        ("config", "set", "privacy"), ("reply", "shipping-delay", "--market", "DE", "--set"),
        ("reply", "shipping-delay", "--market", "DE", "--zone"),
    ],
)  # fmt: skip
def test_an_error_about_any_text_is_a_sentence_without_its_escapes(cscli, words, text):
    answer = cscli(*words, "--", text) if words[-1:] == ("show",) else cscli(*words, text)
    assert answer.code in (2, 3)
    assert answer.out == ""
    assert "bug" not in answer.err
    assert not [c for c in ESCAPES if c in answer.err]


def test_an_error_about_a_hostile_option_is_a_sentence_without_its_escapes(cscli):
    answer = cscli("log", "add", "x", "--a\x1b[31mred\x9b1m\x07")
    assert (answer.code, answer.out) == (2, "")
    assert "red" in answer.err
    assert not [c for c in ESCAPES if c in answer.err]


def test_a_value_of_nothing_but_invisible_controls_is_empty(cscli):
    for text in ("\u202e\u202c", " \u2066\u2069 "):
        answer = cscli("reply", "shipping-delay", "--market", "DE", "--set", f"order_number={text}", "--draft")
        assert (answer.code, answer.out) == (2, "")
        assert "order_number: is empty" in answer.err


def test_template_code_in_the_shops_and_the_agents_name_stays_text(cscli):
    answer = cscli(
        "--option", "shop.name={{ 7*7 }}", "--option", "agent.name=\x1b[31m{full}", "reply", "shipping-delay",
        "--market", "DE", "--set", "order_number=A-1", "--set", "new_date=2026-12-03",
    )  # fmt: skip
    assert answer.code == 0
    assert answer.out.endswith("\n\u241b[31m{full}\n{{ 7*7 }}\n")
