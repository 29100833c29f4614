"""The glossaries of industries: every language has words for every concept, and no set contradicts itself."""

import pytest
from sweeps import each

from cscli.datafile import read
from cscli.glossary.glossary import Glossary
from cscli.glossary.search import Form, FormIndex, ReadText, same_key
from cscli.glossary.shipped import industry_names, industry_set
from cscli.paths import Paths, shipped_root
from cscli.text import INVISIBLE, scripts

FOLDER = shipped_root() / "locales" / "glossaries"
LANGUAGES = "en de fr es it pt nl pl sv tr ru uk ar he hi th vi id ja ko zh".split()  # noqa: SIM905
SCRIPTS = {
    "ru": {"Cyrl"}, "uk": {"Cyrl"}, "ar": {"Arab"}, "he": {"Hebr"}, "hi": {"Deva"}, "th": {"Thai"},
    "ja": {"Hani", "Hira", "Kana"}, "ko": {"Hang", "Hani"}, "zh": {"Hani"},
}  # fmt: skip
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
PAIRS = [(a, b) for a in ("en", "de", "ja", "ar", "pt-BR") for b in ("de", "en-GB", "zh", "zh-TW", "tr", "fr-CA")]


@pytest.fixture(params=NAMES)
def shipped_set(request, tmp_path):
    return industry_set(request.param, Paths(config=tmp_path, data=tmp_path, cache=tmp_path))


def concepts(shipped_set):
    return [(concept, tag, forms) for concept in shipped_set.concepts for tag, forms in concept.words.items()]


def test_the_sets_that_are_promised_ship(tmp_path):
    assert NAMES == ["electronics", "fashion", "payments", "shipping"]
    assert set(NAMES) <= set(industry_names(Paths(config=tmp_path, data=tmp_path, cache=tmp_path)))


def test_a_file_says_who_it_is_for(shipped_set):
    content = read(shipped_set.path, "glossary").content
    assert content["name"]
    assert all(term.get("note") for term in content["terms"])


def test_every_concept_has_words_in_every_language(shipped_set):
    missing = [(c.id, tag) for c in shipped_set.concepts for tag in LANGUAGES if tag not in c.words]
    assert missing == []


def test_only_languages_that_are_served_have_words_and_a_region_has_others_than_its_language(shipped_set):
    strange, same = [], []
    for concept, tag, forms in concepts(shipped_set):
        base = tag.partition("-")[0]
        if base not in LANGUAGES:
            strange.append((concept.id, tag))
        if "-" in tag and forms == concept.words.get(base):
            same.append((concept.id, tag))
    assert (strange, same) == ([], [])


def test_no_set_contradicts_itself(shipped_set):
    assert [c.reason for c in shipped_set.contradictions()] == []


def test_no_word_stands_twice_and_none_holds_what_cannot_be_seen(shipped_set):
    twice, unseen = [], []
    for concept, tag, forms in concepts(shipped_set):
        keys = [same_key(form, tag) for form in forms]
        if len(set(keys)) < len(keys):
            twice.append((concept.id, tag, forms))
        unseen += [
            (concept.id, tag) for form in forms if form != " ".join(form.split()) or INVISIBLE & set(form) - {"\u200c"}
        ]
    assert (twice, unseen) == ([], [])


def test_words_are_in_the_letters_of_their_language(shipped_set):
    """A name or a short form such as SMS may be in Latin letters."""
    wrong = []
    for concept, tag, forms in concepts(shipped_set):
        own = SCRIPTS.get(tag.partition("-")[0], {"Latn"})
        wrong += [(concept.id, tag, form) for form in forms if not set(scripts(form)) <= own | {"Latn"}]
        if "Latn" not in own and not own & set(scripts(forms[0])) and not forms[0].isupper():
            wrong.append((concept.id, tag, forms[0]))
    assert wrong == []


def test_every_word_can_be_looked_for_and_is_found_where_it_stands(shipped_set):
    lost = []
    for concept, tag, forms in concepts(shipped_set):
        for form in forms:
            known = Form(form, tag)
            read_text = ReadText(f"({form}).", tag)
            if not list(FormIndex([(form, None)], tag).found(read_text)) or not known.stands(read_text):
                lost.append((concept.id, tag, form))
    assert lost == []


@pytest.fixture(scope="module")
def sets(tmp_path_factory):
    """All sets that ship."""
    nowhere = tmp_path_factory.mktemp("nowhere")
    return [industry_set(name, Paths(config=nowhere, data=nowhere, cache=nowhere)) for name in NAMES]


@each(("source", "target"), PAIRS)
def test_each_word_asks_for_a_translation_that_satisfies_it(sets, source, target):
    glossary = Glossary([], sets)
    terms = [term for shipped in sets for term in shipped.terms(source, target)]
    faulty = [t for t in terms if glossary.faults(t.source, t.targets[0], source, target)]
    assert [(t.place, t.source, t.targets[0]) for t in faulty] == []
