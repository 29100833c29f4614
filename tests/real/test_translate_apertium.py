"""The program with Apertium itself: replies in a language without templates, files, and messages to read."""

import os
import re
import shutil
from pathlib import Path

import pytest

pytestmark = [pytest.mark.real, pytest.mark.skipif(os.name == "nt", reason="Apertium is for POSIX systems")]

MODES = Path("/usr/share/apertium/modes")
ENGINE = ("--engine", "apertium")


def needs(mode: str) -> None:
    """A pair that is not installed is a reason to skip; where everything must run, it is a failure."""
    path = MODES / f"{mode}.mode"
    programs = re.findall(r"(?:^|\|)\s*(\S+)", path.read_text()) if path.is_file() else ["lt-proc"]
    missing = [f"the mode {mode}"] if not path.is_file() else [p for p in programs if not shutil.which(p)]
    if missing and os.environ.get("CI"):
        pytest.fail(f"{missing[0]} is not there")
    if missing:
        pytest.skip(f"{missing[0]} is not there")


@pytest.fixture
def spanish(sealed, monkeypatch):
    """Write a file into the folder that the program runs in."""
    monkeypatch.chdir(sealed)

    def write(name: str, content: str) -> Path:
        path = sealed / name
        path.write_text(content, encoding="utf-8")
        return path

    return write


def test_a_spanish_market_is_answered_in_catalan(cscli):
    needs("spa-cat")
    words = ("reply", "shipping-delay", "--market", "ES", "--to", "ca", "--name", "María López", *ENGINE)
    values = ("-s", "order_number=A-1042", "-s", "new_date=2026-12-03", "-s", "goodwill=10.50")
    answer = cscli(*words, *values)
    assert answer.code == 0, answer.err
    assert answer.out.startswith("Hola, María:\n")
    assert "comanda A-1042" in answer.out
    assert "3 de desembre del 2026" in answer.out
    assert "10,50\u00a0€" in answer.out
    assert answer.err.startswith("warning: There is no template in ca-ES; the one in es was translated.")


def test_the_catalan_reply_is_marked_and_recorded_with_its_spanish_original(cscli):
    needs("spa-cat")
    words = ("reply", "shipping-delay", "--market", "ES", "--to", "ca", *ENGINE, "--json")
    answer = cscli(*words, "-s", "order_number=A-1042", "-s", "new_date=2026-12-03")
    assert (answer.code, answer.data["machine"], answer.data["translation"]["engines"]) == (0, True, ["apertium"])
    kept = cscli("log", "show", str(answer.data["interaction_id"]), "--json").data
    assert kept["body"].startswith("Hola")
    assert kept["agent_text"].startswith("Hola")
    assert (kept["language"], kept["agent_language"], kept["engines"]) == ("ca-ES", "es", ["apertium"])


def test_every_situation_that_can_be_drafted_comes_out_in_catalan_with_its_gaps(cscli):
    needs("spa-cat")
    for intent in ("shipping-delay", "refund-issued", "customs-hold", "where-is-my-order"):
        words = ("reply", intent, "--market", "ES", *ENGINE, "--draft", "--json")
        there, here = cscli(*words), cscli(*words, "--to", "ca")
        assert (here.code, here.data["language"]) == (0, "ca-ES"), here.err
        marks = re.compile(r"\[\[\w+\]\]")
        assert sorted(marks.findall(here.data["body"])) == sorted(marks.findall(there.data["body"]))
        assert here.data["body"].count("\n\n") == there.data["body"].count("\n\n")


def test_a_markdown_file_keeps_its_structure_in_portuguese(cscli, spanish):
    needs("es-pt")
    spanish(
        "ayuda.md",
        "# Ayuda\n\nSu pedido **A-1042** llega el [lunes](https://tienda.example/a?b=1).\n\n"
        "- Los productos están agotados.\n- `código` no cambia\n\n"
        "| Producto | Precio |\n|---|--:|\n| Camisa | 49,90 € |\n",
    )
    answer = cscli("translate", "--file", "ayuda.md", "--from", "es", "--to", "pt", "--out", "{to}.md", *ENGINE)
    assert (answer.code, answer.out) == (0, "pt.md\n"), answer.err
    made = Path("pt.md").read_text(encoding="utf-8")
    assert made.startswith("# Ajuda\n\n")
    assert "**A-1042**" in made
    assert re.search(r"\[\S+\]\(https://tienda\.example/a\?b=1\)", made)
    assert "- Os produtos estão esgotados.\n" in made
    assert "`código`" in made
    assert "\n|---|--:|\n" in made
    assert made.count("\n") == Path("ayuda.md").read_text(encoding="utf-8").count("\n")


def test_a_page_keeps_its_markup_in_portuguese(cscli, spanish):
    needs("es-pt")
    mail = '<a href="mailto:ayuda@tienda.example">ayuda@tienda.example</a>'
    page = (
        '<!doctype html>\n<html lang="es">\n<body class="a">\n<p>El producto está agotado.</p>\n'
        f'<script>var texto = "El producto";</script>\n<p>Escriba a {mail} por <b>A-1042</b>.</p>\n</body>\n</html>\n'
    )
    spanish("pagina.html", page)
    answer = cscli("translate", "--file", "pagina.html", "--from", "es", "--to", "pt", *ENGINE)
    assert answer.code == 0, answer.err
    assert "<p>O produto está esgotado.</p>" in answer.out
    assert 'var texto = "El producto";' in answer.out
    assert mail in answer.out
    assert "<b>A-1042</b>" in answer.out
    assert re.findall(r"</?\w+", answer.out) == re.findall(r"</?\w+", page)


def test_a_customers_message_is_read_in_english_and_both_texts_are_kept(cscli):
    needs("spa-eng")
    text = "Hola, todavía no he recibido mi pedido A-1042.\n\nLa caja VERANO20 no funciona."
    answer = cscli("translate", text, "--to", "en", "--log", "in", "--json", *ENGINE)
    assert (answer.code, answer.data["source"]) == (0, "es"), answer.out
    assert "A-1042" in answer.data["text"]
    assert "The box VERANO20 does not work." in answer.data["text"]
    kept = cscli("log", "show", str(answer.data["interaction_id"]), "--json").data
    assert (kept["direction"], kept["body"], kept["agent_text"]) == ("in", text, answer.data["text"])
    assert (kept["language"], kept["agent_language"], kept["engines"]) == ("es", "en", ["apertium"])


def test_what_is_good_enough_to_read_is_not_sent(cscli):
    needs("spa-eng")
    text = "La caja no funciona."
    read = cscli("translate", text, "--from", "es", "--to", "en", *ENGINE)
    sent = cscli("translate", text, "--from", "es", "--to", "en", "--outgoing", *ENGINE)
    assert (read.code, read.out) == (0, "The box does not work.\n")
    assert (sent.code, sent.out) == (4, "")
    assert "good enough to understand, not to send" in sent.err


def test_the_engine_is_there_and_works(cscli):
    needs("es-pt")
    answer = cscli("engine", "test", "apertium", "--from", "es", "--to", "pt", "--json")
    assert (answer.code, answer.data["quality"]) == (0, "draft")
    assert "A-1042" in answer.data["text"]
    listed = cscli("engine", "list", "--from", "es", "--to", "pt", "--json").data
    assert {one["engine"]: one["quality"] for one in listed}["apertium"] == "draft"
