"""The engine on this machine with real models that the tests make: their words are by chance, all else is real."""

import importlib.util
import io
import json
import os
import signal
import struct
import subprocess
import sys
import threading
import time

import pytest

from cscli.translation.engines.engine import (
    Answer,
    BadAnswerError,
    Job,
    Quality,
    TimedOutError,
    UnreachableError,
    UnsupportedPairError,
)
from cscli.translation.engines.fxtranslate import engine as fxtranslate
from cscli.translation.engines.fxtranslate import worker
from cscli.translation.engines.fxtranslate.engine import FxtranslateEngine
from cscli.translation.protect import MaskStyle

pytestmark = pytest.mark.real

TEXTS = ("Hello, thank you for your order.", "The parcel is late.", "Please send a photo of the box.")


@pytest.fixture
def engine(around, models):
    made = FxtranslateEngine(around())
    yield made
    made.close()


@pytest.fixture
def no_models(around):
    made = FxtranslateEngine(around())
    yield made
    made.close()


def job(*texts, source="en", target="es"):
    return Job(texts=texts, source=source, target=target, mask_style=MaskStyle.ALNUM)


def said(engine, *texts, **pair):
    return tuple(outcome.text for outcome in engine.translate(job(*texts, **pair)))


def process(engine):
    (kept,) = engine._processes.values()
    return kept._process


def test_texts_stay_on_this_machine(engine):
    assert engine.profile.name == "fxtranslate"
    assert engine.profile.is_local
    assert engine.profile.mask_styles == (MaskStyle.ALNUM, MaskStyle.BRACKETS)


def test_an_engine_that_is_made_starts_nothing(engine):
    assert engine._processes == {}


def test_many_texts_come_back_in_their_order(engine):
    single = [said(engine, text)[0] for text in TEXTS]
    assert len(set(single)) == len(TEXTS)
    assert said(engine, *TEXTS * 10) == tuple(single * 10)


def test_the_library_itself_says_the_same(engine, models):
    from fxtranslate import Translator

    model, vocabulary = (next((models / "en-es").glob(kind)).read_bytes() for kind in ("model*", "vocab*"))
    assert said(engine, TEXTS[1]) == (Translator(model, vocabulary, vocabulary).translate(TEXTS[1]).strip(),)


def test_the_same_text_is_translated_the_same_in_a_new_process(engine):
    first = said(engine, *TEXTS)
    engine.close()
    assert said(engine, *TEXTS) == first


def test_one_process_serves_all_jobs_of_a_pair(engine):
    said(engine, TEXTS[0])
    number = process(engine).pid
    said(engine, TEXTS[1])
    assert process(engine).pid == number


def test_two_models_lead_by_english_where_none_goes_straight(engine):
    by_hand = said(engine, *said(engine, "Hola, gracias.", source="es", target="en"), source="en", target="de")
    assert said(engine, "Hola, gracias.", source="es", target="de") == by_hand


def test_a_straight_model_is_taken_before_two(engine, models, lay):
    by_english = said(engine, TEXTS[0], source="es", target="de")
    lay(models, "es", "de", seed=9)
    assert said(engine, TEXTS[0], source="es", target="de") != by_english


@pytest.mark.parametrize(
    ("source", "target", "quality"),
    [
        ("en", "es", Quality.DRAFT), ("en-GB", "es-MX", Quality.DRAFT), ("de", "es", Quality.DRAFT),
        ("en", "fr", None), ("fr", "de", None), ("en", "en-US", None), ("es", "es-MX", None),
        ("en", "../es", None), ("en", "", None),
    ],
)  # fmt: skip
def test_a_pair_with_models_is_good_for_a_draft(engine, source, target, quality):
    assert engine.quality(source, target) == quality


@pytest.mark.parametrize(
    ("model", "language", "serves"),
    [
        ("zh-Hans", "zh", True), ("zh-Hans", "zh-CN", True), ("zh", "zh-CN", True), ("zh-Hant", "zh-TW", True),
        ("zh", "zh-TW", False), ("zh-Hans", "zh-HK", False), ("zh-Hant", "zh", False), ("nb", "no", True),
        ("no", "nb", True), ("pt", "pt-BR", True),
    ],
)  # fmt: skip
def test_a_language_finds_its_model_and_chinese_only_in_its_own_script(no_models, lay, model, language, serves):
    lay(no_models.models, "en", model)
    assert (no_models.quality("en", language) is not None) is serves


def test_without_models_each_text_says_what_to_install(no_models):
    outcomes = no_models.translate(job(*TEXTS, source="es", target="de"))
    assert len(outcomes) == len(TEXTS)
    assert all(isinstance(outcome, UnsupportedPairError) for outcome in outcomes)
    assert outcomes[0].problems[0].hint == "Install it with: cscli engine install es de"


def test_only_what_is_missing_is_to_be_installed(engine):
    (outcome,) = engine.translate(job("Hello", source="es", target="fr"))
    assert outcome.problems[0].hint == "Install it with: cscli engine install fr"


@pytest.mark.parametrize(("target", "install"), [("zh-TW", "zh-Hant"), ("zh-CN", "zh"), ("pt-BR", "pt")])
def test_what_is_to_be_installed_is_named_as_it_is_offered(engine, target, install):
    (outcome,) = engine.translate(job("Hello", target=target))
    assert outcome.problems[0].hint == f"Install it with: cscli engine install {install}"


def test_without_the_library_a_job_says_how_to_install_it(engine, monkeypatch):
    monkeypatch.setattr(fxtranslate, "find_spec", lambda _name: None)
    (outcome,) = engine.translate(job("Hello"))
    assert engine.quality("en", "es") is None
    assert isinstance(outcome, UnreachableError)
    assert "cscli[local]" in outcome.problems[0].hint


def test_the_folder_of_models_can_be_chosen(around, tmp_path, lay):
    lay(tmp_path / "elsewhere", "en", "fr")
    assert FxtranslateEngine(around({"fxtranslate.models": str(tmp_path / "elsewhere")})).quality("en", "fr")


@pytest.mark.parametrize("text", ["", "   ", "\n", "???", "👍👍", "- -- -"])
def test_a_text_without_words_is_not_made_up(engine, text):
    answer, refused = engine.translate(job("Hello", text))
    assert isinstance(answer, Answer)
    assert isinstance(refused, BadAnswerError)


def test_a_text_that_is_too_long_is_refused_and_the_next_is_translated(engine):
    refused, answer = engine.translate(job("a" * 1_000_000, "Hello"))
    assert isinstance(refused, BadAnswerError)
    assert isinstance(answer, Answer)


@pytest.mark.parametrize(
    "text",
    [
        "The parcel is late and we are sorry, " * 100, "hello order " * 800, "x" * 9_000, "好的，请发照片" * 600,
        "a b " * 2_000,
    ],
    ids=["clauses", "no sentence ends", "no spaces", "chinese", "letters"],
)  # fmt: skip
def test_a_long_text_is_cut_so_that_no_part_is_dropped(text):
    pieces = list(fxtranslate._pieces(text))
    assert "".join(p.before + p.text + p.after for p in pieces) == text
    assert all(len(p.text.encode()) <= 480 and len(p.text.split()) <= 80 for p in pieces)
    assert len(pieces) < len(text) / 60


def test_a_long_sentence_is_cut_between_words():
    pieces = [piece.text for piece in fxtranslate._pieces("entschuldigung bestellung " * 100)]
    assert len(pieces) > 1
    assert {word for piece in pieces for word in piece.split()} == {"entschuldigung", "bestellung"}


def test_a_long_text_is_the_translation_of_all_its_sentences(engine):
    sentences = said(engine, *TEXTS)
    assert said(engine, "  ".join(TEXTS)) == ("  ".join(sentences),)
    assert said(engine, "- " + "\n- ".join(TEXTS)) == ("- " + "\n- ".join(sentences),)


@pytest.mark.parametrize(
    "text", ["\ud800 hello \udfff", "hello\x00order", "\x1b[31mhello\x1b[0m", "\u202ehello", "h\n{"]
)
def test_hostile_signs_do_not_harm_the_process(engine, text):
    said(engine, "Hello")
    number = process(engine).pid
    assert isinstance(engine.translate(job(text))[0], Answer)
    assert process(engine).pid == number


def test_after_a_killed_process_the_next_text_works(engine):
    expected = said(engine, *TEXTS)
    process(engine).kill()
    process(engine).wait()
    assert said(engine, *TEXTS) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be stopped there")
def test_a_process_that_ends_over_a_text_costs_that_text_only(engine):
    said(engine, "Hello")
    first = process(engine)
    first.send_signal(signal.SIGSTOP)
    killer = threading.Timer(0.3, first.kill)
    killer.start()
    lost, answer = engine.translate(job(*TEXTS[:2]))
    killer.join()
    assert isinstance(lost, UnreachableError)
    assert isinstance(answer, Answer)


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be stopped there")
def test_a_text_that_takes_too_long_costs_that_text_only(around, models):
    engine = FxtranslateEngine(around(), seconds=0.5)
    said(engine, "Hello")
    stuck = process(engine)
    stuck.send_signal(signal.SIGSTOP)
    late, answer = engine.translate(job(*TEXTS[:2]))
    assert isinstance(late, TimedOutError)
    assert isinstance(answer, Answer)
    assert stuck.returncode == -signal.SIGKILL
    engine.close()


def test_an_answer_that_nobody_waited_for_is_never_given_to_the_next_text(engine, monkeypatch):
    expected = said(engine, TEXTS[1])
    kept = next(iter(engine._processes.values()))
    monkeypatch.setattr(kept, "_answer", lambda _seconds: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        engine.translate(job(TEXTS[0]))
    assert said(engine, TEXTS[1]) == expected


def test_after_three_failures_in_a_row_the_rest_is_left_alone(engine, models):
    damage(models, lambda content: content[:20_000])
    outcomes = engine.translate(job(*["Hello"] * 5))
    assert ["in a row" in outcome.message for outcome in outcomes] == [False, False, False, True, True]


def test_failures_that_are_not_in_a_row_stop_nothing(engine, monkeypatch):
    said(engine, "Hello")
    translated = engine._translation

    def every_third_only(folders, text):
        if text != "Hello":
            raise UnreachableError("fxtranslate", "it failed")
        return translated(folders, text)

    monkeypatch.setattr(engine, "_translation", every_third_only)
    outcomes = engine.translate(job(*["bad", "bad", "Hello"] * 3))
    assert [isinstance(outcome, Answer) for outcome in outcomes] == [False, False, True] * 3


@pytest.mark.parametrize(
    "change",
    [
        lambda _content: b"", lambda content: content[:20_000], lambda _content: b"\x01" * 5_000,
        lambda _content: struct.pack("<QQ", 1, 2**60), lambda _content: b"PK\x03\x04" + bytes(500),
    ],
    ids=["empty", "cut off", "nonsense", "a count that is a lie", "an archive"],
)  # fmt: skip
def test_a_damaged_model_is_named_and_can_be_installed_again(engine, models, change):
    damage(models, change)
    (outcome,) = engine.translate(job("Hello"))
    assert isinstance(outcome, UnreachableError)
    assert "en-es" in outcome.message
    assert outcome.problems[0].hint == "Install it again with: cscli engine install es"


def test_a_vocabulary_of_another_model_is_an_error_and_no_translation(engine, models):
    next((models / "en-es").glob("vocab*")).write_bytes(b"\xff" * 500)
    (outcome,) = engine.translate(job("Hello"))
    assert isinstance(outcome, BadAnswerError)


def test_a_crash_of_the_library_costs_one_text_and_starts_anew(engine, models, tiny_model):
    damage(models, lambda _content: tiny_model(2, parts=50))
    crashed, again = engine.translate(job(TEXTS[0], TEXTS[1]))
    assert isinstance(crashed, UnreachableError)
    assert "ended over a text" in crashed.message
    assert isinstance(again, UnreachableError)
    assert engine._processes == {}


def test_a_list_of_words_that_is_cut_off_ends_in_an_error(engine, models):
    (models / "en-es" / "lex.50.50.enes.s2t.bin").write_bytes(b"123")
    (outcome,) = engine.translate(job("Hello"))
    assert isinstance(outcome, UnreachableError)


def test_the_list_of_words_of_a_model_is_used(engine, models):
    free = said(engine, TEXTS[0])
    most_frequent_only = struct.pack("<6Q", 0, 0, 8, 8, 0, 0)
    (models / "en-es" / "lex.50.50.enes.s2t.bin").write_bytes(most_frequent_only)
    engine.close()
    assert said(engine, TEXTS[0]) != free


def test_a_model_of_which_a_file_is_missing_does_not_count(engine, models):
    next((models / "en-es").glob("vocab*")).unlink()
    assert engine.quality("en", "es") is None


def test_two_vocabularies_serve_languages_of_two_scripts(engine, models):
    expected = said(engine, TEXTS[0])
    shared = next((models / "en-es").glob("vocab*"))
    for kind in ("srcvocab", "trgvocab"):
        (models / "en-es" / f"{kind}.enes.spm").write_bytes(shared.read_bytes())
    shared.unlink()
    engine.close()
    assert said(engine, TEXTS[0]) == expected


def test_closing_leaves_no_process(engine):
    said(engine, "Hello")
    said(engine, "Hallo", source="de", target="es")
    started = [kept._process for kept in engine._processes.values()]
    engine.close()
    assert [p.returncode for p in started] == [0, 0]
    engine.close()


def test_no_more_than_four_processes_are_kept(engine, models, lay):
    lay(models, "en", "fr")
    for target in ("es", "de", "fr"):
        said(engine, "Hello", target=target)
    said(engine, "Hola", source="es", target="en")
    said(engine, "Hola", source="es", target="fr")
    assert len(engine._processes) == 4


def test_jobs_of_two_threads_do_not_mix(engine):
    expected = said(engine, *TEXTS)
    answers = {}

    def ask(number):
        answers[number] = said(engine, TEXTS[number % 3])

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(answers[n] == (expected[n % 3],) for n in range(6))


def test_a_process_ends_with_its_owner(models):
    owner = (
        "import subprocess, sys; p = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE);"
        "p.stdout.readline(); print(p.pid, flush=True); import os; os._exit(1)"
    )
    command = [sys.executable, "-c", owner, sys.executable, worker.__file__, str(models / "en-es")]
    number = int(subprocess.run(command, capture_output=True, check=False, timeout=60).stdout)
    for _ in range(200):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError("the process still runs")


def test_the_process_makes_up_nothing_for_an_empty_text(models):
    said_by_it = io.BytesIO()
    worker.main([str(models / "es-en"), str(models / "en-de")], io.BytesIO(b'["", " ", "Hola"]\n'), said_by_it)
    ready, answer = map(json.loads, said_by_it.getvalue().splitlines())
    assert ready == {"ready": True}
    assert answer["texts"][:2] == ["", ""]
    assert answer["texts"][2]


def test_a_module_in_the_folder_of_the_agent_is_not_run(engine, tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit('run')")
    (tmp_path / "fxtranslate.py").write_text("raise SystemExit('run')")
    monkeypatch.chdir(tmp_path)
    assert said(engine, "Hello")


def test_the_process_imports_nothing_that_makes_it_slow():
    code = "import sys, runpy; runpy.run_path(sys.argv[1]); print(*sys.modules)"
    command = [sys.executable, "-P", "-c", code, worker.__file__]
    loaded = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    slow = {"typer", "rich", "babel", "yaml", "requests", "sqlite3", "dataclasses", "pathlib", "cscli"}
    assert "json" in loaded
    assert not slow & (set(loaded) - started_with())


def started_with():
    """What Python itself has loaded before anything is run: a start-up hook of an editable install may load more."""
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, check=True, text=True
    )
    return set(bare.stdout.split())


def test_the_library_is_there_so_that_these_tests_never_skip():
    assert importlib.util.find_spec("fxtranslate")


def damage(models, change):
    model = next((models / "en-es").glob("model*"))
    model.write_bytes(change(model.read_bytes()))
