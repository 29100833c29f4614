"""Apertium itself: its translations, its moods, its processes."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from cscli.reading.placeables import Finder
from cscli.translation.engines.apertium.engine import ApertiumEngine
from cscli.translation.engines.context import EngineContext
from cscli.translation.engines.engine import (
    Answer,
    BadAnswerError,
    Job,
    Quality,
    TimedOutError,
    UnreachableError,
    UnsupportedPairError,
)
from cscli.translation.protect import mask, restore

pytestmark = [pytest.mark.real, pytest.mark.skipif(os.name == "nt", reason="Apertium is for POSIX systems")]

MODES = Path("/usr/share/apertium/modes")
MESSAGES = {
    "es": (
        "Hola, todavía no he recibido mi pedido A-1042.",
        "Mi pedido A-1042 llegó roto y quiero un reembolso de 49,90 €.",
        "El seguimiento RB123456789CN no se actualiza desde el 2026-03-03.",
        "¿Pueden cambiar la dirección de entrega del pedido A-20517?",
        "He escrito tres veces a ayuda@tienda.example y nadie me contesta.",
        "Puede seguirlo en https://tienda.example/seguimiento?id=A-1042&lang=es o llamar al +34 912 345 678.",
        "El cupón VERANO20 no funciona, {name}.",
        "Su pedido A-1042 y su pedido A-1043 saldrán juntos: 12,50 € de envío",
    ),
    "en": (
        "Hello, I still have not received my order A-1042.",
        "My order A-1042 arrived broken and I want a refund of $49.90.",
        "Tracking number RB123456789CN has not been updated since 2026-03-03.",
        "I wrote to help@shop.example three times and nobody answers.",
        "You can follow it at https://shop.example/track?id=A-1042&lang=en or call +1 212 555 0123.",
        "The coupon SUMMER20 does not work, {name}.",
    ),
}
ODD = (
    "hola\nmundo\tbonito   azul", "**hola** 5*3 [x] {y} ^z$ <b>a/b</b> a\\b c@d #e f~", "hola 😀 👩‍👩‍👧 ~",
    "hola\0mundo", "\udc80 hola \ud800", "h̷o̶la", "\x1b[31mhola\x07", "字" * 200 + " hola", "a" * 1_000_000, "!", "^",
    "[[", "\\", "[<STREAMCMD:FLUSH>] hola", "\u202ehola\u2066", "مرحبا hola", "1.234,50", "z" * 119 + " hola",
    "hola\r\n\r\nadiós.",
)  # fmt: skip


@pytest.fixture
def engine_of(tmp_path):
    """Engines on a folder of modes, closed at the end."""
    made = []

    def engine(modes=MODES, **options) -> ApertiumEngine:
        surroundings = EngineContext(
            setting={"apertium.modes": str(modes)}.get, secret=lambda _: "", data=tmp_path, record=None, now=None
        )
        made.append(ApertiumEngine(surroundings, **options))
        return made[-1]

    yield engine
    for one in made:
        one.close()


@pytest.fixture
def own(engine_of, tmp_path):
    """An engine whose one pair, es to it, is a command of the test's own."""

    def engine(script: str, **options) -> ApertiumEngine:
        (tmp_path / "play.py").write_text(textwrap.dedent(script))
        (tmp_path / "spa-ita.mode").write_text(f"cat | '{sys.executable}' -u '{tmp_path / 'play.py'}' | cat")
        return engine_of(tmp_path, **options)

    return engine


def needs(mode: str) -> None:
    """A pair that is not installed is a reason to skip; where everything must run, it is a failure."""
    path = MODES / f"{mode}.mode"
    programs = re.findall(r"(?:^|\|)\s*(\S+)", path.read_text()) if path.is_file() else ["lt-proc"]
    missing = [f"the mode {mode}"] if not path.is_file() else [p for p in programs if not shutil.which(p)]
    if missing and os.environ.get("CI"):
        pytest.fail(f"{missing[0]} is not there")
    if missing:
        pytest.skip(f"{missing[0]} is not there")


def job(*texts: str, source: str = "es", target: str = "it", mask_style=None) -> Job:
    return Job(
        texts=texts, source=source, target=target, mask_style=mask_style or ApertiumEngine(None).profile.mask_styles[0]
    )


def children() -> dict[int, str]:
    """The processes that this one has started and that have not ended, the ended but unread ones among them."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, _, rest = stat.read_text().partition("(")[2].rpartition(")")
            if int(rest.split()[1]) == os.getpid():
                found[int(stat.parent.name)] = name
    return found


@pytest.mark.parametrize(
    ("target", "mode", "text", "translated"),
    [
        ("pt", "es-pt", "Todavía no he recibido mi pedido.", "Ainda não tenho recebido meu pedido."),
        ("pt-BR", "es-pt_BR", "El producto está agotado", "O produto está esgotado"),
        ("en", "spa-eng", "El cupón no funciona.", "The coupon does not work."),
        ("en-US", "spa-eng_US", "¿Dónde está mi paquete?", "Where it is my package?"),
        ("ca", "spa-cat", "Hola, todavía no he recibido mi pedido.", "Hola, encara no he rebut la meva comanda."),
        ("it", "spa-ita", "La casa es grande.", "La casa è grande."),
    ],
)  # fmt: skip
def test_spanish_is_translated(engine_of, target, mode, text, translated):
    needs(mode)
    assert engine_of().translate(job(text, target=target)) == (Answer(text=translated),)


def test_english_is_translated_into_spanish(engine_of):
    needs("eng-spa")
    (answer,) = engine_of().translate(job("The house is red.", source="en-GB", target="es-MX"))
    assert answer == Answer(text="La casa es roja.")


def test_quality_is_by_direction(engine_of):
    needs("es-pt")
    needs("spa-eng")
    engine = engine_of()
    asked = [("es", "pt-BR"), ("pt", "es"), ("es", "en"), ("en", "de"), ("en", "en")]
    assert [engine.quality(*pair) for pair in asked] == [Quality.DRAFT, Quality.DRAFT, Quality.GIST, None, None]


@pytest.mark.parametrize("mask_style", ApertiumEngine(None).profile.mask_styles)
@pytest.mark.parametrize(
    ("source", "target", "mode"),
    [
        ("es", "en", "spa-eng"), ("en", "es", "eng-spa"), ("es", "pt", "es-pt"), ("es", "fr", "es-fr"),
        ("es", "it", "spa-ita"), ("es", "ca", "spa-cat"),
    ],
)  # fmt: skip
def test_tokens_come_back_whole_in_every_message(engine_of, source, target, mode, mask_style):
    needs(mode)
    finder = Finder(order_patterns=["[A-Z]-[0-9]{4,}"], language=source)
    masked = [mask(text, finder.placeables(text), mask_style) for text in MESSAGES[source]]
    answers = engine_of().translate(job(*(m.text for m in masked), source=source, target=target, mask_style=mask_style))
    restored = [restore(m, a.text) for m, a in zip(masked, answers, strict=True)]
    assert all(m.placeables for m in masked)
    assert [r.text for r in restored if not r.whole] == []
    assert [a.text for a, m in zip(answers, masked, strict=True) if a.text == m.text] == []


def test_tokens_are_no_unknown_words_but_misspelt_ones_are(engine_of):
    needs("es-pt")
    texts = ("El pedido XQ0QX no ha llegado.", "El **pedidoz** llegó *ayer* 5*3.", "Qwertyuio asdfghj.")
    answers = engine_of().translate(job(*texts, target="pt"))
    assert [a.unknown for a in answers] == [0, 1, 2]
    assert [a.text for a in answers] == [
        "O pedido XQ0QX não tem chegado.", "O **pedidoz** chegou *ontem* 5*3.", "Qwertyuio asdfghj.",
    ]  # fmt: skip


@pytest.mark.parametrize(("target", "mode"), [("pt", "es-pt"), ("en", "spa-eng"), ("it", "spa-ita")])
def test_odd_texts_are_translated_without_loss(engine_of, target, mode):
    needs(mode)
    answers = engine_of().translate(job(*ODD, target=target))
    assert [a for a in answers if not isinstance(a, Answer)] == []
    kept = re.compile(r"[*^~\[\]{}<>/\\@#😀字$\n\t\x1b]")
    assert [kept.findall(a.text) for a in answers] == [kept.findall(text) for text in ODD]


def test_many_texts_keep_their_order_and_do_not_touch_each_other(engine_of):
    needs("es-pt")
    engine = engine_of()
    texts = [f"El pedido {n} {words}" for n in range(60) for words in ("llegó.", "no", "y la caja de", "¿está roto?")]
    alone = {t: engine.translate(job(t, target="pt"))[0].text for t in texts[:8]}
    answers = [a.text for a in engine.translate(job(*texts, target="pt"))]
    assert [re.search(r"\d+", a)[0] for a in answers] == [re.search(r"\d+", t)[0] for t in texts]
    assert answers[:8] == list(alone.values())


def test_a_process_that_is_killed_is_replaced_at_the_next_text(engine_of):
    needs("es-pt")
    engine = engine_of()
    assert engine.translate(job("Hola.", target="pt")) == (Answer(text="Olá."),)
    os.kill(next(pid for pid, name in children().items() if "apertium-trans" in name), signal.SIGKILL)
    assert engine.translate(job("Hola.", "Adiós.", target="pt"))[0] == Answer(text="Olá.")
    assert len(children()) == MODES.joinpath("es-pt.mode").read_text().count("|") + 1


def test_close_leaves_no_process_and_the_next_job_starts_anew(engine_of):
    needs("es-pt")
    before = children()
    engine = engine_of()
    assert engine.translate(job("Hola.", target="pt")) == (Answer(text="Olá."),)
    assert len(children()) > len(before)
    engine.close()
    assert children() == before
    assert engine.translate(job("Hola.", target="pt")) == (Answer(text="Olá."),)


def test_a_program_that_ends_without_close_leaves_no_process(tmp_path):
    code = f"""
        from pathlib import Path
        from cscli.translation.engines.apertium.pipeline import ProcessPipeline
        pipeline = ProcessPipeline([["cat"], ["cat"]])
        assert pipeline.ask(b"x", 5) == b"x"
        Path({str(tmp_path / "pids")!r}).write_text(" ".join(str(p.pid) for p in pipeline._processes))
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True, timeout=60)
    for pid in (tmp_path / "pids").read_text().split():
        with pytest.raises(ProcessLookupError):
            os.kill(int(pid), 0)


def test_a_chain_that_does_not_answer_is_ended_in_time(own):
    before = children()
    engine = own("import time; time.sleep(60)", timeout=0.3)
    start = time.monotonic()
    answers = engine.translate(job("uno", "dos", "tres", "cuatro"))
    assert [type(a) for a in answers] == [TimedOutError] * 4
    assert "0.3 seconds" in str(answers[0])
    assert "given up" in str(answers[3])
    assert time.monotonic() - start < 5
    assert children() == before


def test_only_the_text_that_hangs_or_breaks_fails(own):
    engine = own(
        """
        import os, time
        while chunk := os.read(0, 65536):
            if b"cuelga" in chunk: time.sleep(60)
            if b"rompe" in chunk: raise SystemExit
            if b"doble" in chunk: chunk += chunk
            if b"nada" in chunk: chunk = b"[].[]\\0"
            if b"bytes" in chunk: chunk = b"\\xff[]\\0"
            os.write(1, chunk)
        """,
        timeout=2,
    )
    answers = engine.translate(job("uno", "cuelga", "dos", "rompe", "tres", "doble", "nada *", "bytes", "cuatro"))
    assert [a.text if isinstance(a, Answer) else type(a) for a in answers] == [
        "uno", TimedOutError, "dos", BadAnswerError, "tres", BadAnswerError, BadAnswerError, BadAnswerError, "cuatro",
    ]  # fmt: skip
    assert not [a for a in answers if isinstance(a, Exception) and "cuelga" in str(a)]


def test_a_long_text_neither_blocks_nor_is_cut(own):
    text = "hola mundo, " * 100_000 + "fin"
    echo = "import os\nwhile chunk := os.read(0, 65536): os.write(1, chunk)"
    assert own(echo).translate(job(text)) == (Answer(text=text),)


def test_what_is_not_installed_is_not_offered_and_names_the_package(engine_of, tmp_path):
    for engine in (engine_of(tmp_path / "none"), engine_of("")):
        assert engine.quality("en", "es") is None
        first, second = engine.translate(job("a", "b", source="en", target="es"))
        assert (type(first), type(second)) == (UnsupportedPairError, UnsupportedPairError)
    (refused,) = engine_of(tmp_path).translate(job("a", source="en", target="es"))
    assert "apertium-eng-spa" in refused.problems[0].hint


def test_a_program_that_cannot_start_is_said_for_each_text(engine_of, tmp_path):
    (tmp_path / "spa-ita.mode").write_text(f"cat | '{tmp_path / 'program'}'")
    (tmp_path / "program").write_text("#!/no/such/interpreter\n")
    (tmp_path / "program").chmod(0o755)
    before = children()
    answers = engine_of(tmp_path).translate(job("a", "b"))
    assert [type(a) for a in answers] == [UnreachableError] * 2
    assert children() == before


def test_a_job_without_texts_starts_nothing(own):
    assert own("raise SystemExit").translate(job()) == ()
