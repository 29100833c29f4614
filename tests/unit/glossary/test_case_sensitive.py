"""Terms whose capitals count."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cscli.errors import UsageError
from cscli.glossary.files import glossary_bytes, terms_in
from cscli.glossary.glossary import Glossary
from cscli.glossary.stored import add_terms, desk_terms
from cscli.glossary.terms import Rule, Term
from cscli.reading.placeables import Finder, Kind

REQUIRED = {"rule": Rule.REQUIRED, "source_language": "en", "target_language": "de"}
POLISH = Term(**REQUIRED, source="Polish", targets=("Polnisch",), case_sensitive=True)
SHOES = Term(**REQUIRED, source="polish", targets=("Schuhcreme",), case_sensitive=True)
TURKEY = Term(**REQUIRED, source="Turkey", targets=("Türkei",), case_sensitive=True)
APPLE = Term(rule=Rule.NO_TRANSLATE, source="Apple", case_sensitive=True)
TARGET = Term(rule=Rule.NO_TRANSLATE, source="target", case_sensitive=True)
NEVER = Term(rule=Rule.FORBIDDEN, target_language="de", forbidden=("SIE",), case_sensitive=True)


def found(text, *terms):
    return [hit.term.targets[0] for hit in Glossary(terms).hits(text, "en", "de")]


def test_a_word_is_found_only_with_its_own_capitals():
    assert found("In Polish, please.", POLISH, SHOES) == ["Polnisch"]
    assert found("A tin of polish.", POLISH, SHOES) == ["Schuhcreme"]
    assert found("We roast a turkey.", TURKEY) == []
    assert found("It comes from Turkey.", TURKEY) == ["Türkei"]
    assert found("POLISH!", POLISH, SHOES) == []


def test_an_inflected_word_is_found_by_the_capitals_of_its_beginning():
    story = Term(**REQUIRED, source="Story", targets=("Storys",), case_sensitive=True)
    assert found("Two Stories.", story) == ["Storys"]
    assert found("Two stories.", story) == []


def test_a_translation_is_judged_by_the_word_that_was_meant():
    glossary = Glossary([POLISH])
    assert glossary.faults("a tin of polish", "eine Dose Schuhcreme", "en", "de") == ()
    (fault,) = glossary.faults("in Polish", "auf Deutsch", "en", "de")
    assert fault.suggestion == "Polnisch"


def test_a_kept_word_is_kept_only_where_it_is_written_so():
    glossary = Glossary([APPLE, TARGET])
    assert glossary.faults("an apple and a Target", "ein Apfel und ein Ziel", "en", "de") == ()
    assert [f.found for f in glossary.faults("Apple calls", "Apfel ruft", "en", "de")] == ["Apple"]
    finder = Finder(terms_in_case=glossary.words_kept_in_case("en", "de"))
    text = "Apple, apple, target, Target"
    assert [m.text for m in finder.placeables(text) if m.kind is Kind.TERM] == ["Apple", "target"]


def test_a_forbidden_word_is_found_by_its_capitals():
    glossary = Glossary([NEVER])
    assert [f.found for f in glossary.faults("", "Wir bitten SIE, und sie kommt", "", "de")] == ["SIE"]


def test_two_words_of_other_capitals_stand_beside_each_other_and_two_of_the_same_do_not(record):
    now = datetime(2026, 11, 30, tzinfo=UTC)
    add_terms(record, [POLISH, SHOES], now)
    assert [(t.source, t.case_sensitive) for t in desk_terms(record)] == [("Polish", True), ("polish", True)]
    other = Term(**REQUIRED, source="Polish", targets=("polnische Sprache",), case_sensitive=True)
    with pytest.raises(UsageError, match="'Polish' is required as"):
        add_terms(record, [other], now)


@pytest.mark.parametrize("name", ["terms.csv", "terms.tbx"])
def test_a_file_brings_the_terms_back_as_they_were(tmp_path: Path, name):
    path = tmp_path / name
    path.write_bytes(glossary_bytes(path, [POLISH, SHOES, APPLE]))
    back = terms_in(path).good
    assert [(t.rule, t.source, t.case_sensitive) for t in back] == [
        (t.rule, t.source, t.case_sensitive) for t in (POLISH, SHOES, APPLE)
    ]
