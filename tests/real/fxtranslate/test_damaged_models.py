"""Models on this machine that are damaged, cut off or made in parts: named, never guessed with."""

import struct

import pytest
from fxtranslate_jobs import TEXTS, job, said

from cscli.translation.engines.engine import BadAnswerError, UnreachableError

pytestmark = pytest.mark.real


def test_after_three_failures_in_a_row_the_rest_is_left_alone(engine, models):
    damage(models, lambda content: content[:20_000])
    outcomes = engine.translate(job(*["Hello"] * 5))
    assert ["in a row" in outcome.message for outcome in outcomes] == [False, False, False, True, True]


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


def damage(models, change):
    model = next((models / "en-es").glob("model*"))
    model.write_bytes(change(model.read_bytes()))
