"""The facts by which personal details are found (``locales/personal``): said once, and patterns that compile."""

import json
import re

from cscli.paths import shipped_root
from cscli.reading.personal_facts import name_lists, name_words, number_forms

LANGUAGES = (
    "ar", "de", "en", "es", "fr", "he", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "th", "tr", "uk",
    "vi", "zh",
)  # fmt: skip


def test_no_phrase_stands_in_a_list_twice():
    words = name_words()
    lists = (words.greetings, words.titles, words.my_name_is, words.closings)
    assert [
        sorted({p for p in phrases if phrases.count(p) > 1}) for phrases in lists if len(set(phrases)) < len(phrases)
    ] == []


def test_every_language_has_at_least_a_hundred_common_names_of_its_own():
    """Names stand under the first language that has them, so the lists of later ones look shorter than they are."""
    names = name_lists()
    assert [tag for tag in LANGUAGES if len(names.given_in[tag]) < 90] == []


def test_names_are_written_in_small_letters_and_stand_once():
    raw = json.loads((shipped_root() / "locales" / "personal" / "names.json").read_bytes())
    for part in ("given", "surnames"):
        spaced = [
            name for tag, rows in raw[part].items() if tag not in ("ja", "ko", "zh") for name in " ".join(rows).split()
        ]
        assert sorted({name for name in spaced if spaced.count(name) > 1}) == []
        assert [name for name in spaced if name != name.casefold()] == []


def test_a_name_that_is_a_word_too_is_a_given_name():
    names = name_lists()
    thai = set(names.given_in["th"])
    assert sorted(names.words_too - names.given - thai) == []


def test_no_name_that_counts_alone_is_a_word_of_scripts_without_capital_letters():
    names = name_lists()
    assert sorted((names.given - names.words_too) & names.ordinary) == []


def test_every_form_and_address_compiles_and_matches_no_empty_text():
    facts = number_forms()
    assert [source for source in (*facts.forms, *facts.addresses) if re.compile(source).search("")] == []


def test_a_label_stands_in_one_kind_only():
    labels = [label for some in number_forms().labels.values() for label in set(some)]
    assert sorted({label for label in labels if labels.count(label) > 1}) == []
