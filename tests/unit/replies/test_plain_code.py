"""Templates as Python: what is plain says the same as Jinja2, and reaches nothing but its values."""

import pytest
from sweeps import each

from cscli.errors import UsageError
from cscli.markets.terms import Channel
from cscli.replies.templates.plain_code import plain_code, plain_text
from cscli.replies.templates.template import compiled, environment, plain, source
from cscli.replies.values.shown import ChoiceText, CountText, SaidAgain, Unset, Worded


def code(jinja_source):
    return plain_code(environment().parse(jinja_source))


def count(number):
    made = CountText(number)
    made.text, made.category = f"{number:,}", "one" if number == 1 else "other"
    return made


def choice(*keys):
    made = ChoiceText("+".join(keys))
    made.name, made.keys, made.sentence = "reason", keys, " and ".join(keys)
    return made


VALUES = {
    "order": "A-1", "gone": Unset("gone"), "day": Worded("3 December", on="on 3 December", is_past=False),
    "days": count(1_200), "one": count(1), "reason": choice("paypal"), "several_reasons": choice("a", "b"),
    "told": SaidAgain("A-1"), "quote": "it's {{ 1 }} \\ \n\"x\"",
}  # fmt: skip


@each(
    "jinja_source",
    [
        "", "Hello", "{{ order }} {{ quote }}", "{{ day }}, {{ day.on }}",
        "{% if gone %}{{ gone }}{% elif day.is_past %}past{% else %}to come{% endif %}", "{% if gone %}{% endif %}x",
        "{% if order %}{% if gone.is_several %}a{% else %}{% endif %}{% endif %}",
        "{% if order == 'A-1' and not gone and ('x' < 'y') %}yes{% endif %}", "{{ gone or order }}",
        "{% if reason in ['paypal', 'wallet'] and reason != 'card' %}{{ reason }}{% endif %}",
        "{% if 'b' in several_reasons and 'c' not in several_reasons %}{{ several_reasons }}{% endif %}",
        "{% if several_reasons is several and reason is not several and gone is not said %}both{% endif %}",
        "{{ order | once(' no. #') }}{{ told | once(' no. #') }}{{ told | once('#', 'it') }}",
        "{{ days | plural(one='# day', other='# days') }} {{ one | plural(one='# day', other='# days') }}",
        "{% if days > 3 and order in ('A-1',) %}{{ days }}{{ 3 }}{{ 'three' }}{% endif %}",
    ],
)  # fmt: skip
def test_a_plain_template_says_the_same_as_jinja(jinja_source):
    text = plain(jinja_source, "x.yaml")
    assert text is not None
    assert text(VALUES) == compiled(jinja_source, "x.yaml").render(VALUES)


@each(
    "jinja_source",
    [
        "{{ order.upper() }}", "{{ order.upper }}", "{{ order['on'] }}", "{{ order._x }}", "{{ order.__class__ }}",
        "{{ days.real }}", "{{ order.format }}", "{{ order ~ 'x' }}", "{{ 1 + 1 }}", "{{ 'a' * 3 }}", "{{ 1.5 }}",
        "{% for a in 'ab' %}{{ a }}{% endfor %}", "{% set a = 1 %}", "{{ 'a' if gone else 'b' }}", "{{ x is defined }}",
        "{{ order[0] }}", "{{ {'a': 1} }}", "{{ day.if }}", "{{ days | upper }}", "{{ days | plural(**order) }}",
        "{{ order() }}", "{{ day.ªb }}",
    ],
)  # fmt: skip
def test_what_could_reach_more_than_its_values_is_left_to_jinja(jinja_source):
    assert code(jinja_source) is None


@each("name", ["printed", "parts", "names", "__builtins__", "plural", "__import__", "text", "self"])
def test_a_name_is_a_value_and_never_one_of_python(name):
    text = plain(f"{{{{ {name} }}}}", "x.yaml")
    with pytest.raises(KeyError):
        text(VALUES)
    assert text({name: "told"}) == "told"


def test_what_has_no_value_is_an_error_that_jinja_tells(shipped):
    text = plain("{{ gone }}", "x.yaml")
    with pytest.raises(UsageError, match="it prints gone, which has no value"):
        text(VALUES)


def test_all_that_ships_is_plain(shipped):
    """A reply in any language starts without Jinja2."""
    needs_jinja = set()
    for tag in shipped.templates.languages():
        language = shipped.catalog.language(tag)
        for intent in shipped.templates.intents:
            if not shipped.templates.has(intent, tag):
                continue
            for register, text in shipped.templates.template(intent, tag).texts.items():
                for channel in (Channel.EMAIL, Channel.CHAT):
                    for several in (False, True):
                        if code(source(text, channel, language, several=several)) is None:
                            needs_jinja.add(f"{tag}/{intent} {register} {channel}")
    assert not needs_jinja


def test_that_a_template_is_not_plain_is_kept_too(tmp_path):
    from cscli.cache import Cache

    cache = Cache(folder=tmp_path / "kept", creates=True)
    asked = []

    def made():
        asked.append(1)
        return code("{{ 1 + 1 }}")

    assert plain_text("{{ 1 + 1 }}", made, cache) is None
    assert plain_text("{{ 1 + 1 }}", made, cache) is None
    assert len(asked) == 1
