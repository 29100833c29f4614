"""The engine on this machine with real models that the tests make: which texts and languages it translates, and how.

The words of its answers are by chance, all else is real.
"""

import importlib.util

import pytest
from fxtranslate_jobs import TEXTS, job, process, said
from sweeps import each

from cscli.translation.engines.engine import Answer, BadAnswerError, Quality, UnreachableError, UnsupportedPairError
from cscli.translation.engines.fxtranslate import engine as fxtranslate
from cscli.translation.engines.fxtranslate.engine import FxtranslateEngine
from cscli.translation.protect import MaskStyle

pytestmark = pytest.mark.real


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


@each(
    "text",
    [
        "The parcel is late and we are sorry, " * 100, "hello order " * 800, "x" * 9_000, "好的，请发照片" * 600,
        "a b " * 2_000,
    ],
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


def test_the_library_is_there_so_that_these_tests_never_skip():
    assert importlib.util.find_spec("fxtranslate")
