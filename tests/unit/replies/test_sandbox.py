"""Templates of a workspace run in a sandbox: strict about names, and never more than text from values."""

import json
import os
from datetime import datetime

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
    return composer.reply(Request(intents=("shipping-delay",), market="DE", now=NOW, raw={**DELAY, **values}))


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
        return composer.reply(Request(intents=("shipping-delay",), market="DE", now=NOW, raw=DELAY)).body

    whole = body()
    compiled = list((tmp_path / "kept").glob("template-*"))
    assert compiled
    for kept in compiled:
        kept.write_bytes(torn)
    assert body() == whole


def test_compiled_code_is_made_anew_for_another_jinja_sandbox_or_source(monkeypatch, tmp_path):
    import jinja2

    from cscli.cache import Cache
    from cscli.replies import template

    cache, made = Cache(folder=tmp_path / "kept", creates=True), []
    monkeypatch.setattr(Cache, "write", lambda _, key, content: made.append((key, content)))
    for source in ("Hello", "Hello!"):
        template.compiled(source, "x.yaml", cache)
    monkeypatch.setattr(jinja2, "__version__", "9.9")
    template._sandbox_parts.cache_clear()
    template.compiled("Hello", "x.yaml", cache)
    monkeypatch.setattr(template, "__file__", str(tmp_path / "edited.py"))
    (tmp_path / "edited.py").write_text("# other filters", encoding="utf-8")
    template._sandbox_parts.cache_clear()
    template.compiled("Hello", "x.yaml", cache)
    monkeypatch.undo()
    template._sandbox_parts.cache_clear()
    assert len({key.digest for key, _ in made}) == 4
