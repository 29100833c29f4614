"""The words of an industry become terms for any pair of languages when that pair is asked for."""

import pytest

from cscli.errors import DataFileError, UsageError
from cscli.glossary.shipped import industry_names, industry_set, working_glossary
from cscli.paths import Paths
from cscli.record.record import Record

FILE = """
schema: 1
industry: {industry}
name: Toys
terms:
  - concept: tracking-number
    note: The number a carrier gives a parcel
    words:
      en: [tracking number, parcel number]
      de: [Sendungsnummer, Trackingnummer]
      pt: [número de seguimento]
      pt-BR: [código de rastreio]
    avoid: {{de: [Verfolgungsnummer]}}
  - concept: parcel
    words: {{en: [parcel], de: [Paket]}}
"""


@pytest.fixture
def paths(tmp_path):
    folder = tmp_path / "config" / "locales" / "glossaries"
    folder.mkdir(parents=True)
    (folder / "toys.yaml").write_text(FILE.format(industry="toys"), encoding="utf-8")
    (folder / "renamed.yaml").write_text(FILE.format(industry="toys"), encoding="utf-8")
    return Paths(config=tmp_path / "config", data=tmp_path, cache=tmp_path)


def terms(paths, source, target):
    return [(t.source, t.targets, t.forbidden) for t in industry_set("toys", paths).terms(source, target)]


def test_every_word_of_a_language_is_understood_and_the_first_of_another_is_written(paths):
    number = ("Sendungsnummer", "Trackingnummer")
    assert terms(paths, "en-GB", "de-AT") == [
        ("tracking number", number, ("Verfolgungsnummer",)), ("parcel number", number, ("Verfolgungsnummer",)),
        ("parcel", ("Paket",), ()),
    ]  # fmt: skip
    assert next(t.place for t in industry_set("toys", paths).terms("en", "de")) == "toys.yaml: tracking-number"


def test_a_region_writes_its_own_words_and_understands_those_of_its_language(paths):
    assert terms(paths, "de", "pt-BR")[0][1] == ("código de rastreio",)
    assert terms(paths, "de", "pt-PT")[0][1] == ("número de seguimento",)
    assert terms(paths, "de", "pt")[0][1] == ("número de seguimento", "código de rastreio")
    assert {t[0] for t in terms(paths, "pt", "en")} == {"número de seguimento", "código de rastreio"}


def test_there_are_no_terms_between_forms_of_one_language_nor_without_words(paths):
    assert terms(paths, "pt-PT", "pt-BR") == terms(paths, "de", "fr") == terms(paths, "fr", "de") == []


def test_the_working_glossary_has_the_desks_terms_and_those_of_its_industries(paths, tmp_path):
    glossary = working_glossary(Record(tmp_path / "desk.db"), paths, ["toys", "toys"])
    assert [h.term.industry for h in glossary.hits("Two parcels", "en", "de")] == ["toys"]
    assert not (tmp_path / "desk.db").exists()


@pytest.mark.parametrize(("name", "said"), [("toy", "Did you mean toys"), ("../x", "no industry"), ("", "no industry")])
def test_an_unknown_industry_names_the_nearest(paths, name, said):
    with pytest.raises(UsageError, match=said):
        industry_set(name, paths)
    assert "toys" in industry_names(paths)


def test_a_file_under_another_name_is_refused(paths):
    with pytest.raises(DataFileError, match="is named 'renamed'"):
        industry_set("renamed", paths)


def test_a_set_that_avoids_its_own_words_or_has_a_concept_twice_contradicts_itself(paths):
    assert industry_set("toys", paths).contradictions() == ()
    path = paths.config / "locales" / "glossaries" / "toys.yaml"
    again = "  - concept: parcel\n    words: {en: [box], de: [Kiste]}\n    avoid: {de: [kiste]}\n"
    path.write_text(path.read_text(encoding="utf-8") + again, encoding="utf-8")
    assert [c.reason for c in industry_set("toys", paths).contradictions()] == [
        "the concept 'parcel' stands here twice", "'kiste' is both required and forbidden in de",
    ]  # fmt: skip
