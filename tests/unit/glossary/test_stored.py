"""The desk's own terms: kept once, never two that contradict each other."""

from datetime import UTC, datetime

import pytest
from sweeps import each

from cscli.errors import NotFoundError, UsageError
from cscli.glossary.stored import AddedTerms, add_terms, desk_terms, remove_term
from cscli.glossary.terms import Rule, Term

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def required(source="parcel", *targets, **more):
    said = {"source_language": "en", "target_language": "de", **more}
    return Term(rule=Rule.REQUIRED, source=source, targets=targets or ("Paket",), **said)


def test_a_term_comes_back_as_it_was_added(record):
    terms = [
        required("parcel", "Paket", "Sendung", forbidden=("Päckchen",), market="CH", note="as on the label"),
        Term(rule=Rule.FORBIDDEN, forbidden=("billig",), targets=("günstig",), target_language="de"),
        Term(rule=Rule.NO_TRANSLATE, source="Nordlicht"),
    ]
    assert add_terms(record, terms, NOW) == AddedTerms(added=3, changed=0, same=0)
    kept = desk_terms(record)
    assert [term.id for term in kept] == [1, 2, 3]
    assert [{**_fields(t), "id": None} for t in kept] == [_fields(t) for t in terms]


def _fields(term):
    return {name: getattr(term, name) for name in Term.__dataclass_fields__}


def test_tags_spaces_and_capitals_of_the_same_term_make_no_second_one(record):
    add_terms(record, [required()], NOW)
    again = required("  PARCEL ", "paket ", source_language="EN", target_language="De", market=" ")
    assert add_terms(record, [again], NOW) == AddedTerms(added=0, changed=1, same=0)
    assert add_terms(record, [again], NOW) == AddedTerms(added=0, changed=0, same=1)
    assert [(t.source, t.targets) for t in desk_terms(record)] == [("PARCEL", ("paket",))]


def test_reading_a_record_that_is_not_there_creates_none(new_record):
    assert desk_terms(new_record) == ()
    with pytest.raises(NotFoundError, match="no term 1"):
        remove_term(new_record, 1)
    assert not new_record.exists()


def test_what_contradicts_a_term_is_refused_with_both_places_unless_it_replaces_it(record):
    add_terms(record, [required()], NOW)
    other = required("Parcel", "Sendung", place="new.csv:2")
    with pytest.raises(UsageError) as raised:
        add_terms(record, [other, required("refund", "Erstattung")], NOW)
    assert raised.value.message == "'Parcel' is required as 'Paket' and as 'Sendung': term 1 and new.csv:2."
    assert (raised.value.problems[0].code, "--replace" in raised.value.problems[0].hint) == ("contradiction", True)
    assert len(desk_terms(record)) == 1
    assert add_terms(record, [other], NOW, replacing=True) == AddedTerms(added=1, changed=0, same=0, replaced=1)
    assert [t.targets for t in desk_terms(record)] == [("Sendung",)]


def test_terms_that_contradict_each_other_are_refused_even_when_they_replace(record):
    pair = [required(place="a.csv:2"), required("parcel", "Sendung", place="a.csv:3")]
    with pytest.raises(UsageError, match=r"a\.csv:2 and a\.csv:3"):
        add_terms(record, pair, NOW, replacing=True)
    assert desk_terms(record) == ()


def test_a_word_that_is_kept_takes_the_place_of_its_translation(record):
    add_terms(record, [required()], NOW)
    kept = Term(rule=Rule.NO_TRANSLATE, source="parcel")
    with pytest.raises(UsageError, match="not to be translated"):
        add_terms(record, [kept], NOW)
    assert add_terms(record, [kept], NOW, replacing=True).replaced == 1
    assert [t.rule for t in desk_terms(record)] == [Rule.NO_TRANSLATE]


def test_a_removed_term_is_gone_and_its_id_is_not_given_again(record):
    add_terms(record, [required()], NOW)
    assert remove_term(record, 1).source == "parcel"
    add_terms(record, [required()], NOW)
    assert [t.id for t in desk_terms(record)] == [2]


@pytest.mark.parametrize("number", [0, -1, 2, 1 << 63])
def test_a_term_that_is_not_there_cannot_be_removed(record, number):
    add_terms(record, [required()], NOW)
    with pytest.raises(NotFoundError):
        remove_term(record, number)


@each(
    ("term", "reason"),
    [
        (required(""), "no source"), (required("parcel", " "), "no target"),
        (required(source_language=""), "no source language"), (required(target_language=""), "no target language"),
        (required(target_language="klingonisch"), "not a language"), (required(target_language="en"), "both of its"),
        (required(market="Germany"), "not a market"), (required("x" * 201), "more than 200"),
        (required("+"), "no letter"),
        (required("a|b"), "control character or |"), (required("a\x1bb"), "control character"),
        (required("parcel", *map(str, range(51))), "more than 50 forms"), (required(note="x" * 1001), "its note"),
        (required(note="a\x1bb"), "its note holds a control character"),
        (Term(rule=Rule.FORBIDDEN), "forbids nothing"), (Term(rule=Rule.FORBIDDEN, forbidden=("a", "b")), "one form"),
        (Term(rule=Rule.NO_TRANSLATE), "no source"),
        (Term(rule=Rule.NO_TRANSLATE, source="a", targets=("b",)), "has no target"),
    ],
)  # fmt: skip
def test_what_is_no_term_is_refused_with_its_reason_and_nothing_is_kept(new_record, term, reason):
    with pytest.raises(UsageError, match="cannot keep") as raised:
        add_terms(new_record, [required("good"), term], NOW)
    assert reason in raised.value.message
    assert not new_record.exists()


def test_text_that_is_no_text_is_kept_as_marks(record):
    add_terms(record, [required("bad\udcff")], NOW)
    assert desk_terms(record)[0].source == "bad\ufffd"
