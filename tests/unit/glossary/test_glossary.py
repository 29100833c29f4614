"""The shop's words: which term counts, where it stands, and where a translation leaves it."""

from sweeps import each

from cscli.glossary.glossary import Glossary
from cscli.glossary.terms import Rule, Term


def required(source, *targets, pair=("en", "de"), **more):
    return Term(
        rule=Rule.REQUIRED, source_language=pair[0], target_language=pair[1], source=source, targets=targets, **more
    )


def forbidden(*forms, **more):
    return Term(rule=Rule.FORBIDDEN, forbidden=forms, **more)


def kept(word, **more):
    return Term(rule=Rule.NO_TRANSLATE, source=word, **more)


def said(terms, source_text, target_text, *, source="en", target="de"):
    faults = Glossary(terms).faults(source_text, target_text, source, target)
    return [(fault.rule.value, fault.found, fault.suggestion) for fault in faults]


class Set:
    """Terms that ship, for one pair of languages."""

    def __init__(self, *terms):
        self._terms = terms

    def terms(self, source, target):
        return [t for t in self._terms if (t.source_language, t.target_language) == (source, target)]


NUMBER = required("tracking number", "Sendungsnummer", "Trackingnummer", forbidden=("Verfolgungsnummer",))


def test_a_required_term_is_found_in_a_source_the_longest_first():
    glossary = Glossary([NUMBER, required("number", "Nummer")])
    hits = glossary.hits("Two tracking numbers and a number", "en", "de")
    assert [(h.term.targets[0], h.start, h.end) for h in hits] == [("Sendungsnummer", 4, 20), ("Nummer", 27, 33)]
    assert glossary.hits("Two tracking numbers", "en", "fr") == ()


@each(
    ("text", "found"),
    [
        ("Ihre Sendungsnummern", []), ("Ihre Trackingnummer", []),
        ("Ihr Code", [("required", "Tracking numbers", "Sendungsnummer")]),
        ("Ihre Verfolgungsnummern", [("forbidden", "Verfolgungsnummern", "Sendungsnummer")]),
    ],
)  # fmt: skip
def test_a_term_of_the_source_needs_one_of_its_targets_and_none_that_is_forbidden(text, found):
    assert said([NUMBER], "Tracking numbers", text) == found


def test_a_target_is_not_asked_for_where_the_source_does_not_hold_the_term():
    assert said([NUMBER], "Your order", "Ihr Code, Verfolgungsnummer") == []


def test_a_forbidden_form_inside_an_allowed_one_is_no_fault():
    term = required("parcel number", "快递单号", pair=("en", "zh"), forbidden=("单号",))
    assert said([term], "Parcel number", "您的快递单号", target="zh") == []
    assert said([term], "Parcel number", "您的单号", target="zh") == [("forbidden", "单号", "快递单号")]


def test_a_word_that_is_always_forbidden_needs_no_source():
    cheap = forbidden("billig", target_language="de", targets=("günstig",))
    assert said([cheap], "", "Eine billige Tasche", source="") == [("forbidden", "billige", "günstig")]
    assert said([cheap], "", "En billig väska", source="", target="sv") == []
    assert said([forbidden("Amazon")], "", "Bei AMAZON", source="") == [("forbidden", "AMAZON", "")]


def test_a_word_can_be_forbidden_for_one_term_of_the_source():
    term = forbidden("Rückgeld", source="refund", source_language="en", target_language="de")
    assert said([term], "Your refund", "Ihr Rückgeld") == [("forbidden", "Rückgeld", "")]
    assert said([term], "Your change", "Ihr Rückgeld") == []


@each(
    ("source", "text", "found"),
    [
        ("Nordlicht Store", "Nordlicht-Laden", []), ("NORDLICHT", "NORDLICHT", []), ("NORDLICHT", "Nordlicht", []),
        ("Nordlicht", "Nordlichts Laden", []), ("Nordlicht", "由Nordlicht发货", []),
        ("Nordlicht", "Polarlicht", [("no-translate", "Nordlicht", "Nordlicht")]),
        ("Nordlicht", "nordlicht", [("no-translate", "Nordlicht", "Nordlicht")]),
        ("The shop", "Polarlicht", []),
    ],
)  # fmt: skip
def test_a_word_that_is_not_translated_stands_as_it_is_spelled(source, text, found):
    assert said([kept("Nordlicht")], source, text, target="zh") == found


def test_signs_belong_to_a_word_that_is_not_translated():
    assert said([kept("C++")], "For C++", "Für C++") == []
    assert said([kept("C++")], "For C++", "Für C") == [("no-translate", "C++", "C++")]
    assert said([kept("C++")], "Vitamin C", "Vitamin") == []


def test_a_changed_word_has_its_place():
    (fault,) = Glossary([kept("Nordlicht")]).faults("Nordlicht", "Der nordlicht-Laden", "en", "de")
    assert (fault.start, fault.end) == (4, 13)


def test_the_term_of_the_market_wins_over_a_general_one_and_the_desks_own_over_one_that_ships():
    general, swiss = required("parcel", "Paket"), required("parcel", "Päckli", market="CH")
    ships = Set(required("parcel", "Sendung", industry="shipping"), required("return", "Retoure", industry="shipping"))
    glossary = Glossary([general, swiss], [ships])
    assert [h.term.targets for h in glossary.hits("parcel", "en", "de", "CH")] == [("Päckli",)]
    assert [h.term.targets for h in glossary.hits("parcel, return", "en", "de", "DE")] == [("Paket",), ("Retoure",)]
    assert [h.term.targets for h in Glossary([swiss], [ships]).hits("parcel", "en", "de")] == [("Sendung",)]


def test_the_term_of_a_region_wins_over_that_of_its_language():
    terms = [required("sack", "Tüte"), required("sack", "Sackerl", pair=("en", "de-AT"))]
    for target, word in (("de", "Tüte"), ("de-DE", "Tüte"), ("de-AT", "Sackerl")):
        assert [h.term.targets for h in Glossary(terms).hits("sack", "en-GB", target)] == [(word,)]


def test_of_terms_that_ship_and_rank_alike_any_target_will_do():
    ships = [
        Set(required("charge", "Gebühr", industry="payments")),
        Set(required("charge", "Ladung", industry="electronics")),
    ]
    for text in ("Die Gebühr", "Die Ladung"):
        assert Glossary([], ships).faults("charge", text, "en", "de") == ()
    assert len(Glossary([], ships).faults("charge", "Preis", "en", "de")) == 1


def test_what_the_desk_forbids_or_keeps_is_not_required_by_a_set():
    ships = [Set(required("parcel", "Paket", "Sendung", industry="shipping"))]
    assert Glossary([kept("parcel")], ships).hits("parcel", "en", "de") == ()
    banned = Glossary([forbidden("Paket", target_language="de")], ships)
    assert [h.term.targets for h in banned.hits("parcel", "en", "de")] == [("Sendung",)]


def test_words_that_are_not_translated_are_given_for_protection():
    glossary = Glossary([kept("Nordlicht"), kept("Gift", source_language="en", target_language="de"), NUMBER])
    assert glossary.kept_words("en", "de-AT") == ("Nordlicht", "Gift")
    assert glossary.kept_words("en", "fr") == ("Nordlicht",)


def test_an_empty_glossary_finds_nothing():
    assert Glossary().faults("Refund", "Geld", "en", "de") == ()
    assert Glossary().hits("Refund", "", "") == ()


HOMES = {"de": "DE", "en": "US", "es": "ES", "zh": "CN", "pt": "PT"}.get


@each(
    ("own", "source", "target", "market", "holds"),
    [
        (("en-US", "de-DE"), "en", "de", "", True), (("en-US", "de-DE"), "en-GB", "de-AT", "AT", True),
        (("en-US", "de-DE"), "en", "de-CH", "CH", True), (("en", "de-AT"), "en", "de-CH", "", False),
        (("en", "de-AT"), "en", "de", "", True), (("en", "de-AT"), "en", "de", "DE", False),
        (("fr-FR", "en-GB"), "fr-CA", "en", "", True), (("fr", "en-GB"), "fr", "en-AU", "", False),
        (("en", "zh-CN"), "en", "zh-TW", "TW", False), (("en", "zh-CN"), "en", "zh", "", True),
        (("en", "es-MX"), "en", "es-ES", "", False), (("ja-JP", "pt-BR"), "ja", "pt", "BR", True),
    ],
)  # fmt: skip
def test_a_term_of_a_region_serves_its_language_and_that_of_the_home_region_everywhere(
    own, source, target, market, holds
):
    term = required("parcel", "Packerl", pair=own)
    assert bool(Glossary([term], home=lambda base: HOMES(base, "")).hits("parcel", source, target, market)) is holds


def test_the_term_of_the_very_region_goes_before_that_of_the_home_region():
    terms = [
        required("parcel", "Paket", pair=("en", "de-DE")), required("parcel", "Packerl", pair=("en", "de-AT")),
        required("cart", "Warenkorb", pair=("en", "de-DE")), required("cart", "Korb"),
    ]  # fmt: skip
    glossary = Glossary(terms, home=lambda base: HOMES(base, ""))
    assert [hit.term.targets for hit in glossary.hits("parcel cart", "en", "de-AT")] == [("Packerl",), ("Korb",)]
    assert [hit.term.targets for hit in glossary.hits("parcel cart", "en", "de-CH")] == [("Paket",), ("Korb",)]


@each(
    ("word", "text", "found"),
    [
        ("US", "Please tell us where it is.", ""), ("US", "Shipped from the US today.", "US"),
        ("IT", "Is it lost?", ""),
        ("WHO", "I asked who sent it.", ""), ("OR", "A refund or a new one?", ""), ("AT", "It is at the door.", ""),
        ("Nordlicht", "my nordlicht order", "nordlicht"), ("iPhone", "an IPHONE case", "IPHONE"),
        ("usb-c", "a USB-C cable", "USB-C"),
    ],
)  # fmt: skip
def test_an_abbreviation_that_is_not_translated_is_not_the_word_of_the_same_letters(word, text, found):
    from cscli.reading.placeables import Finder, Kind

    glossary = Glossary([Term(rule=Rule.NO_TRANSLATE, source=word)])
    assert [fault.found for fault in glossary.faults(text, "Ganz anderer Text.", "en", "de")] == [found] * bool(found)
    terms = [m.text for m in Finder(terms=glossary.kept_words("en", "de")).placeables(text) if m.kind is Kind.TERM]
    assert terms == [found] * bool(found)
