"""A text is held against the glossary: what must stay is an error, what should be said otherwise a warning."""

import re

import pytest
import yaml
from sweeps import each

from cscli.cache import Cache
from cscli.glossary.glossary import Glossary
from cscli.glossary.shipped import industry_set
from cscli.glossary.terms import Rule, Term
from cscli.paths import Paths, shipped_root
from cscli.quality.checks.glossary import GlossaryWords
from cscli.quality.finding import Severity
from cscli.quality.subject import read_subject

ERROR, WARNING = Severity.ERROR, Severity.WARNING
TERMS = (
    Term(
        rule=Rule.REQUIRED, source_language="en", target_language="de", source="refund", targets=("Erstattung",),
        forbidden=("Rückgeld",),
    ),
    Term(
        rule=Rule.REQUIRED, source_language="en", target_language="de", source="parcel", targets=("Päckli",),
        market="CH",
    ),
    Term(rule=Rule.FORBIDDEN, target_language="de", forbidden=("billig",), targets=("günstig",)),
    Term(rule=Rule.NO_TRANSLATE, source="Nordlicht"),
)  # fmt: skip


def findings(source, text, **more):
    subject = read_subject(
        text, language="de", source=source, source_language="en" if source else "", glossary=Glossary(TERMS), **more
    )
    return tuple(GlossaryWords().findings(subject))


@each(
    ("source", "text"),
    [
        ("Your refund from Nordlicht", "Ihre Rückerstattung von Nordlicht"), ("Your order", "Ihre Bestellung"),
        ("See https://shop.example/refund", "Siehe https://shop.example/refund"), ("", "Ihr Rückgeld"),
        ("The parcel", "Das Paket"), ("Hi", "Siehe https://shop.example/billig"),
    ],
)  # fmt: skip
def test_a_text_that_keeps_to_the_glossary_passes(source, text):
    assert findings(source, text) == ()


@each(
    ("source", "text", "severity", "place", "suggestion"),
    [
        ("Nordlicht", "Polarlicht", ERROR, "", "Nordlicht"),
        ("Nordlicht", "nordlicht!", ERROR, "nordlicht", "Nordlicht"),
        ("Your refund", "Ihr Geld", WARNING, "", "Erstattung"),
        ("Your refund", "Ihr Rückgeld", WARNING, "Rückgeld", "Erstattung"),
        ("", "Eine billige Tasche", WARNING, "billige", "günstig"),
    ],
)  # fmt: skip
def test_a_text_that_leaves_the_glossary_fails_with_place_and_suggestion(source, text, severity, place, suggestion):
    (found,) = findings(source, text)
    assert (found.severity, found.suggestion, text[found.start or 0 : found.end or 0]) == (severity, suggestion, place)


def test_a_word_that_is_protected_as_a_term_is_still_looked_for():
    assert findings("Nordlicht", "Nordlicht", terms=("Nordlicht",)) == ()
    assert len(findings("Nordlicht", "Polarlicht", terms=("Nordlicht",))) == 1


def test_a_term_of_a_market_holds_for_its_customers(shipped):
    (found,) = findings("The parcel", "Das Paket", market=shipped.catalog.market("CH"))
    assert found.message == "The glossary has 'Päckli' for 'parcel' of the source; it does not stand here."


def test_without_a_glossary_nothing_is_said():
    assert tuple(GlossaryWords().findings(read_subject("billig", language="de"))) == ()


PHRASES = shipped_root() / "locales" / "phrases"


SLOT = re.compile(r"\{\{ \w+ \}\}")


def phrases(tag):
    found = yaml.safe_load((PHRASES / f"{tag}.yaml").read_text(encoding="utf-8"))["phrases"]
    return {key: SLOT.sub("A-1042", text) for key, text in found.items()}


@pytest.mark.parametrize("tag", sorted(path.stem for path in PHRASES.glob("*.yaml") if path.stem != "en"))
def test_what_natives_say_for_an_english_phrase_keeps_to_the_sets(tag, tmp_path, warm_cache):
    paths = Paths(config=tmp_path, data=tmp_path, cache=warm_cache)
    cache = Cache(folder=warm_cache, creates=True)
    glossary = Glossary(sets=[industry_set(name, paths, cache) for name in ("payments", "shipping")])
    english, theirs = phrases("en"), phrases(tag)
    wrong = [(key, fault) for key, text in theirs.items() for fault in glossary.faults(english[key], text, "en", tag)]
    assert wrong == []
