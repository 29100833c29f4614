"""The messages that situations are learned from, and the script that learns."""

import importlib.util
import random
from pathlib import Path

import pytest

from cscli.assist.weights import unpacked, weights_of

ROOT = Path(__file__).parents[3]
pytest.importorskip("sklearn")


@pytest.fixture(scope="module")
def training():
    spec = importlib.util.spec_from_file_location("train_situations", ROOT / "tools" / "train_situations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_same_messages_give_the_same_bytes(training):
    assert training.trained("vi", composed=2) == training.trained("vi", composed=2)


def test_training_again_gives_what_ships(training):
    """Within one step of a byte: another processor may round a weight the other way."""
    again, shipped = unpacked(training.trained("vi")), weights_of("vi")

    assert again.labels == shipped.labels
    assert max(abs(one - other) for one, other in zip(again.table, shipped.table, strict=True)) <= 1


def test_each_language_has_weights_and_messages_for_every_label(training):
    labels = set(weights_of("en").labels) | {training.FILL, training.ARRIVED}

    assert {each: sorted(labels ^ set(training.messages(each))) for each in training.languages()
            if labels != set(training.messages(each))} == {}  # fmt: skip
    assert len(training.languages()) == 21


def test_no_message_that_was_kept_apart_was_learned_from(training):
    kept = {
        line.partition("\t")[2]
        for path in (ROOT / "tests" / "data" / "situations").glob("*.tsv")
        for line in path.read_text("utf-8").splitlines()
    }
    learned = {line for each in training.languages() for lines in training.messages(each).values() for line in lines}

    assert kept & learned == set()


def test_hindi_is_also_learned_as_it_is_typed_in_latin_letters(training):
    assert training._latin("मेरा ऑर्डर कब आएगा") == "mera ordar kab aaega"


def test_a_mistyped_text_keeps_most_of_its_letters(training):
    text = "where is my parcel, it has not arrived yet"

    assert 0 < abs(len(training._mistyped(text, random.Random(1))) - len(text)) + 1 <= 4  # noqa: S311 - repeatable
