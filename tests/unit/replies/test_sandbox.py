"""Templates of a workspace run in a sandbox: strict about names, and never more than text from values."""

import json
import os
from datetime import datetime
from time import process_time

import pytest
from sweeps import each

from cscli.cli.door.run import Run
from cscli.errors import DataFileError, DeskError, ExitCode, UsageError
from cscli.replies.compose import Composer, Request

NOW = datetime.fromisoformat("2026-11-22T09:30:00Z")
DELAY = {"order_number": "A-1042", "new_date": "2026-12-03"}


@pytest.fixture
def desk_with(tmp_path):
    """A composer over a workspace that holds one template of its own."""

    def built(*paragraphs: str, choices: str = "{}") -> Composer:
        path = tmp_path / "desk" / "templates" / "de" / "shipping-delay.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        email = "".join(f"      - {json.dumps(paragraph)}\n" for paragraph in paragraphs)
        path.write_text(
            "schema: 1\nintent: shipping-delay\nlanguage: de\ntexts:\n  formal:\n    subject: Betreff\n"
            f"    email:\n{email}    chat: [Kurz.]\nchoices: {choices}\n",
            encoding="utf-8",
        )
        desk = Run(environ=dict(os.environ), now=NOW, workspace=str(tmp_path / "desk"))
        return Composer(desk.catalog(), desk.templates(), desk.cache())

    return built


def reply(composer: Composer, **values):
    """A reply about a delay to a customer in Germany."""
    return composer.reply(Request(intents=("shipping-delay",), market="DE", now=NOW), {**DELAY, **values})


def test_a_template_of_the_workspace_wins(desk_with):
    made = reply(desk_with("Neu am {{ new_date }} für {{ order_number }}."))
    assert "Neu am 3. Dezember 2026 für A-1042." in made.body
    assert made.subject == "Betreff"


def test_a_paragraph_that_renders_empty_leaves_no_gap(desk_with):
    composer = desk_with("Eins.", "{% if old_date %}{{ old_date }}{% endif %}", " \n", "Zwei.")
    assert "Eins.\n\nZwei." in reply(composer).body


def test_a_choice_is_never_printed_as_its_key(desk_with):
    composer = desk_with(
        "{{ delay_reason }} {{ delay_reason ~ '!' }}", choices="{delay_reason: {stock: Grund ist das Lager.}}"
    )
    body = reply(composer, delay_reason="stock").body
    assert "Grund ist das Lager." in body
    assert "stock" not in body


def test_a_choice_without_a_sentence_is_a_fault_of_the_template(desk_with):
    with pytest.raises(UsageError, match="no sentence for delay_reason=stock"):
        reply(desk_with("{{ delay_reason }}"), delay_reason="stock")


@each(
    "sentence",
    [
        "{{ nothing }}",
        "{% if new_dat %}x{% endif %}",
        "{{ old_date }}",
        "{{ 'seit ' ~ old_date }}",
        "{{ order_number + 1 }}",
        "{{ 1 // 0 }}",
        "{% if old_date > 3 %}x{% endif %}",
        "{{ order_number | upper }}",
        "{{ order_number | plural(one='#') }}",
        "{% include 'de/secrets' %}",
        "{% extends 'x' %}",
        "{% block a %}x{% endblock %}",
        "{% for x in range(9) %}{{ x }}{% endfor %}",
        "{{ ().__class__.__bases__ }}",
        "{{ order_number.__class__.__mro__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self }}",
        "{{ '{0.__class__}'.format(order_number) }}",
        "{{ unclosed",
        "{% endif %}",
    ],
)
def test_a_template_of_the_workspace_that_does_what_it_may_not_is_refused(desk_with, sentence):
    with pytest.raises(DeskError) as caught:
        reply(desk_with(sentence))
    assert caught.value.exit_code is ExitCode.USAGE
    assert "object at 0x" not in caught.value.message


@pytest.mark.parametrize("sentence", ["{{ nothing }}", "{{ unclosed", "{{ old_date }}"])
def test_a_fault_in_a_template_names_its_file(desk_with, tmp_path, sentence):
    with pytest.raises(DeskError) as caught:
        reply(desk_with(sentence))
    assert str(tmp_path / "desk" / "templates" / "de" / "shipping-delay.yaml") in caught.value.message


HUGE = {
    "text repeated": "{{ 'a' * 10**9 }}",
    "text repeated the other way round": "{{ 99999999 * 'ab' }}",
    "a value repeated": "{{ order_number * 10**8 }}",
    "a list repeated": "{% if [1] * 10**9 %}x{% endif %}",
    "a width": "{{ '%999999999d' % 1 }}",
    "a precision": "{{ '%.999999999f' % 1.5 }}",
    "a width from a value": "{{ '%*d' % (999999999, 1) }}",
    "a width behind a name": "{{ '%(n)-999999999s' % {'n': 1} }}",
    "a format": "{{ '{:999999999}'.format(1) }}",
    "a format map": "{{ '{a:>999999999}'.format_map({'a': 1}) }}",
    "an aligned text": "{{ 'a'.center(10**9) }}",
    "padding": "{{ 'a'.ljust(999999999) ~ 'b'.zfill(999999999) }}",
    "tabs": "{{ '\t'.expandtabs(999999999) }}",
    "a method by its name": "{{ 'a'['center'](10**9) }}",
    "a method kept": "{% set f = 'a'.rjust %}{{ f(10**9) }}",
    "a power": "{% if 10 ** (10 ** 10) %}x{% endif %}",
    "powers of powers": "{{ ((9**99)**99)**99 }}",
    "products": "{{ " + " * ".join(["99999999999999999999"] * 39) + " }}",
    "a number that is too long": "{{ 10**4500 }}",
    "a number written out": "{{ " + "9" * 5000 + " }}",
    "hexadecimal": "{{ 0x" + "f" * 9000 + " }}",
    "brackets": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "lists in lists": "{{ " + "[" * 200 + "]" * 200 + " }}",
    "negations": "{{ " + "not " * 4000 + "1 }}",
    "minus": "{{ " + "-" * 9000 + "1 }}",
    "sums": "{{ " + "+".join(["1"] * 5000) + " }}",
    "attributes": "{{ order_number" + ".a" * 5000 + " }}",
    "conditions in conditions": "{% if order_number %}" * 300 + "x" + "{% endif %}" * 300,
    "else in else": "{{ " + "1 if 0 else " * 1500 + "2 }}",
    "loops in loops": "{% for a in 'abcdefghij' %}" * 8 + "x" + "{% endfor %}" * 8,
    "three loops over long texts": "{% for a in '"
    + "x" * 999
    + "' %}{% for b in 'xxxxxxxxx' %}y{% endfor %}{% endfor %}",
    "a loop over a value grown": "{% set a = order_number * 900 %}"
    "{% for x in a %}{% for y in a %}{{ a }}{% endfor %}{% endfor %}",
    "a loop that calls itself": "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "a text doubled": "{% set a = 'aaaaaaaa' %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}",
    "a text added to itself": "{% set a = 'aaaaaaaa' %}" + "{% set a = a + a %}" * 40 + "{{ a }}",
    "a block doubled": "{% set a %}aaaa{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40 + "{{ a }}",
    "replacements": "{% set a = 'a' * 99 %}" + "{% set a = a.replace('', a) %}" * 9 + "{{ a }}",
    "joined": "{% set a = 'a' * 99 %}" + "{% set a = a.join(a) %}" * 9 + "{{ a }}",
    "a macro that calls itself": "{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(1) }}",
    "macros that double": "{% macro a0() %}x{% endmacro %}"
    + "".join(f"{{% macro a{n + 1}() %}}{{{{ a{n}() }}}}{{{{ a{n}() }}}}{{% endmacro %}}" for n in range(60))
    + "{{ a60() }}",
    "an include of itself": "{% include 'de/shipping-delay.yaml' %}",
    "an import": "{% from 'x' import y %}{{ y() }}",
    "a call block": "{% call order_number.center(10**9) %}x{% endcall %}",
    "a long source": "a" * 30_000,
    "ten thousand values": "{{ order_number }}" * 10_000,
    "a range": "{% for a in range(10**9) %}x{% endfor %}",
    "filters": "{{ 'a' | center(10**9) ~ [1, 2] | join('x' * 10**9) }}",
    "a filter of a block": "{% filter indent(10**9) %}x{% endfilter %}",
    "a plural": "{{ 1 | plural(other='#' * 10**9) }}",
}  # fmt: skip


@each("kind", list(HUGE))
def test_a_template_that_costs_too_much_is_refused_at_once_with_its_file(desk_with, tmp_path, kind):
    composer = desk_with("Ein Satz.", HUGE[kind])
    before = process_time()
    with pytest.raises(DataFileError) as caught:
        reply(composer)
    assert process_time() - before < 1
    assert caught.value.message.startswith(str(tmp_path / "desk" / "templates" / "de" / "shipping-delay.yaml"))
    assert caught.value.message.strip()[-1] != ":"
    assert len(caught.value.message) < 700


@pytest.mark.parametrize(
    "kind", ["text repeated", "a format", "loops in loops", "a text doubled", "a macro that calls itself"]
)
def test_a_template_that_costs_too_much_is_refused_with_its_line(desk_with, kind):
    with pytest.raises(DataFileError, match=r"shipping-delay\.yaml:9: "):
        reply(desk_with("Ein Satz.", HUGE[kind]))


def test_values_that_grow_too_long_in_a_template_are_refused(desk_with):
    with pytest.raises(DataFileError, match="characters; 1,000,000 are the most"):
        reply(desk_with("{{ order_number }}" * 1100), order_number="x" * 950)


@each(
    ("sentence", "text"),
    [
        ("{{ '-' * 20 }}", "-" * 20),
        ("{{ 'Nr. %05d' % 7 }}", "Nr. 00007"),
        ("{{ 2 ** 10 * 3 % 1000 }}", "72"),
        ("{{ order_number.lower().replace('-', '/') }}", "a/1042"),
        ("{{ ', '.join(['a', 'b']) }}", "a, b"),
        ("{% for x in ['eins', 'zwei'] %}{{ loop.index }} {{ x }}{% if not loop.last %}; {% endif %}{% endfor %}",
            "1 eins; 2 zwei"),
        ("{% for a in 'ab' %}{% for b in 'cd' %}{{ a ~ b }} {% endfor %}{% endfor %}", "ac ad bc bd"),
        ("{% set wann = 'am ' ~ new_date %}Wir liefern {{ wann }}.", "Wir liefern am 3. Dezember 2026."),
        ("{% set wann %}am {{ new_date }}{% endset %}Neu: {{ wann }}.", "Neu: am 3. Dezember 2026."),
        ("{% if order_number[0] == 'A' and (not old_date or 1 + 1 == 3) %}ja{% elif new_date %}nein{% endif %}", "ja"),
        ("{{ 'früh' if order_number.startswith('A') else 'spät' }}", "früh"),
        ("{% raw %}{{ x }}{% endraw %}{# still #}", "{{ x }}"),
        ("{{ (((((((1 + 2)))))))  }}", "3"),
        ("x" * 15_000, "x" * 15_000),
    ],
)  # fmt: skip
def test_what_a_template_plainly_says_is_within_its_bounds(desk_with, sentence, text):
    assert f"\n\n{text}\n\n" in reply(desk_with(sentence)).body


def test_a_template_that_says_another_name_is_refused(desk_with, tmp_path):
    composer = desk_with("Text.")
    path = tmp_path / "desk" / "templates" / "de" / "shipping-delay.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("language: de", "language: fr"), encoding="utf-8")
    with pytest.raises(DataFileError, match="says language: fr, but it stands where de should"):
        reply(composer)


@pytest.mark.parametrize("torn", [b"", b"i\x01\x00\x00\x00", b"\x00", b"N", b"xyz"])
def test_a_torn_cache_of_compiled_templates_is_only_a_slow_start(monkeypatch, tmp_path, torn):
    monkeypatch.setenv("CSCLI_CACHE_DIR", str(tmp_path / "kept"))

    def body() -> str:
        desk = Run(environ=dict(os.environ), now=NOW)
        cache = desk.cache(creates=True)
        composer = Composer(desk.catalog(cache), desk.templates(cache), cache)
        return composer.reply(Request(intents=("shipping-delay",), market="DE", now=NOW), DELAY).body

    whole = body()
    compiled = list((tmp_path / "kept").glob("plain-*"))
    assert compiled
    for kept in compiled:
        kept.write_bytes(torn)
    assert body() == whole


@pytest.mark.parametrize("make", ["plain", "compiled"])
def test_code_is_made_anew_for_another_jinja_sandbox_or_source(monkeypatch, tmp_path, make):
    from cscli.cache import Cache
    from cscli.replies.templates import plain_code, template

    cache, made = Cache(folder=tmp_path / "kept", creates=True), []
    monkeypatch.setattr(Cache, "write", lambda _, key, content: made.append((key, content)))
    files = plain_code._makers()
    assert {file.name for file in files} >= {"compiler.py", "parser.py", "template.py", "bounds.py", "shown.py"}
    for source in ("Hello", "Hello!"):
        getattr(template, make)(source, "x.yaml", cache)
    for place in range(len(files)):
        (tmp_path / "edited.py").write_text("# other", encoding="utf-8")
        now = [*files[:place], tmp_path / "edited.py", *files[place + 1 :]]
        monkeypatch.setattr(plain_code, "_makers", lambda now=now: now)
        plain_code.made_by.cache_clear()
        getattr(template, make)("Hello", "x.yaml", cache)
    monkeypatch.undo()
    plain_code.made_by.cache_clear()
    assert len({key.digest for key, _ in made}) == 2 + len(files)
