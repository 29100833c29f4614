"""What was translated once is found again in the memory, and only a sure match counts in full."""

from dataclasses import replace

import pytest
from memory_units import NOW, PARCEL, kept, only, score
from sweeps import each

from cscli.translation.memory import all_units, count_uses, exact, folded, fuzzy


def test_an_approved_unit_of_the_same_text_matches_in_full(record):
    kept(record, PARCEL)
    found = exact(record, "Where is my parcel?", "en", "de")
    assert (found.score, found.unit.target, found.unit.created_at) == (
        100,
        "Wo ist mein Paket?",
        "2026-11-22T09:30:00Z",
    )


@pytest.fixture
def parcel(record):
    """One approved unit is kept."""
    kept(record, PARCEL)


@each(
    ("text", "expected"),
    [
        ("Where is  my\n parcel?", 100),
        ("WHERE is my parcel?", 98),
        ("Where is my parcel？", 98),
        ("Where is my parcel", None),
        ("", None),
        (" \n", None),
        ("Where is my order?", None),
    ],
)
def test_an_exact_match_forgives_spaces_and_takes_two_off_for_capitals_and_width(record, parcel, text, expected):
    assert score(record, text) == expected


@each(
    ("changes", "market", "expected"),
    [
        ({}, "DE", 100),
        ({"market": "DE"}, "DE", 100),
        ({"market": "DE"}, "de", 100),
        ({"market": "AT"}, "DE", 90),
        ({"market": "AT"}, "", 90),
        ({"approved": False}, "DE", 60),
        ({"approved": False, "market": "AT"}, "DE", 50),
    ],
)
def test_what_nobody_approved_or_another_market_uses_is_only_a_suggestion(record, changes, market, expected):
    only(record, replace(PARCEL, **changes))
    assert score(record, PARCEL.source, market=market) == expected


@each(
    ("source", "target", "expected"),
    [
        ("en", "de", 100),
        ("en-US", "de", 100),
        ("EN_us", "de", 100),
        ("en", "de-CH", 90),
        ("de", "en", None),
        ("fr", "de", None),
    ],
)
def test_a_regional_form_finds_the_units_of_its_language_but_not_in_full(record, parcel, source, target, expected):
    assert score(record, PARCEL.source, source=source, target=target) == expected


def test_the_unit_of_the_market_wins_over_others_and_the_used_one_over_the_newer(record):
    kept(record, replace(PARCEL, market="AT", target="Wo bleibt mein Paket?"), PARCEL, replace(PARCEL, target="Neu"))
    assert exact(record, PARCEL.source, "en", "de", "AT").unit.target == "Neu"
    used = next(u for u in all_units(record) if u.market == "AT")
    count_uses(record, [m for m in fuzzy(record, PARCEL.source, "en", "de", "AT") if m.unit.id == used.id], NOW)
    best = exact(record, PARCEL.source, "en", "de", "AT")
    assert (best.unit.target, best.unit.use_count, best.unit.used_at) == (
        "Wo bleibt mein Paket?",
        1,
        "2026-11-22T09:30:00Z",
    )
    assert exact(record, PARCEL.source, "en", "de", "DE").unit.target == "Neu"


def test_a_fuzzy_search_finds_similar_texts_best_first_in_any_script(record):
    pairs = (
        ("en", "Where is my parcel?"),
        ("en", "Where is my order?"),
        ("en", "I want a refund."),
        ("ja", "荷物はどこですか。"),
    )
    kept(record, *(replace(PARCEL, source_language=tag, source=text) for tag, text in pairs))
    found = fuzzy(record, "Where is my parcel, please?", "en", "de", least=60)
    assert [(m.unit.source, m.score) for m in found] == [("Where is my parcel?", 68)]
    assert fuzzy(record, "Where is my parcel, please?", "en", "de") == ()
    assert [m.unit.source for m in fuzzy(record, "where is my parcel?", "en", "de", least=50)] == [
        "Where is my parcel?",
        "Where is my order?",
    ]
    assert fuzzy(record, "お荷物はどこですか。", "ja", "de")[0].score == 90


@each(
    ("text", "expected"),
    [
        ("Where is my parcel?", 100),
        ("where is my parcel?", 98),
        ("Where is my parcel!", 92),
        ("Where is my parcels?", 95),
    ],
)
def test_a_fuzzy_score_is_the_similarity_less_penalties_and_only_the_same_text_is_100(record, parcel, text, expected):
    assert fuzzy(record, text, "en", "de")[0].score == expected


def test_a_very_long_text_with_one_other_letter_is_no_full_match(record):
    kept(record, replace(PARCEL, source="a " * 4000 + "b"))
    assert fuzzy(record, "a " * 4000 + "c", "en", "de")[0].score == 99


def test_a_fuzzy_search_gives_no_more_than_asked_and_the_best_of_them_after_penalties(record):
    units = [replace(PARCEL, target=f"Nummer {n}", market="AT" if n < 60 else "") for n in range(70)]
    kept(record, *units, replace(PARCEL, source="Where is my parcels?", target="fast"))
    found = fuzzy(record, PARCEL.source, "en", "de", "DE", most=11)
    assert [m.score for m in found] == [100] * 10 + [95]


@each("text", ["a\udc80b", "\x00", "'; DROP TABLE translation_units; --", "%_*?[", "\u202eevil", "😀" * 50])
def test_any_text_can_be_looked_for(record, parcel, text):
    assert exact(record, text, "en", "de") is None
    assert fuzzy(record, text, "en", "de") == ()


def test_folding_settles_forms_and_spaces():
    assert folded(" Ｆｕｌｌ\u00a0WIDTH  Straße ﬁn\n") == "full width strasse fin"


@each(
    ("units", "asked", "score"),
    [
        (("en-US", "de-DE"), ("en", "de", ""), 100),
        (("en-US", "de-DE"), ("en", "de", "DE"), 100),
        (("en-US", "de-DE"), ("en-GB", "de-DE", "DE"), 100),
        (("en", "de-DE"), ("en-AU", "de-AT", "AT"), 90),
        (("en-US", "de-DE"), ("en", "de", "AT"), 90),
        (("fr-CA", "en-GB"), ("fr", "en", ""), 100),
        (("en", "es-MX"), ("en", "es", "ES"), 90),
        (("en", "es-MX"), ("en", "es", "MX"), 100),
        (("en", "pt-BR"), ("en-US", "pt-PT", ""), 90),
        (("zh-CN", "en-US"), ("zh", "en", ""), 100),
        (("en", "zh-TW"), ("en", "zh", ""), None),
        (("zh-HK", "en"), ("zh", "en", ""), None),
        (("en", "zh-TW"), ("en", "zh-HK", ""), 90),
        (("en", "de-DE"), ("en", "nl", ""), None),
    ],
)  # fmt: skip
def test_units_of_a_region_are_found_from_the_language_and_from_other_regions(record, units, asked, score):
    unit = replace(PARCEL, source_language=units[0], target_language=units[1])
    only(record, unit, replace(PARCEL, source_language="ja", target_language="ko"))
    found = exact(record, "Where is my parcel?", *asked)
    assert (found.score if found else None) == score
    near = fuzzy(record, "Where is my parcels?", *asked, least=60)
    assert bool(near) is (score is not None)


def test_of_two_regional_forms_the_one_of_the_market_is_the_better_match(record):
    kept(record, *(replace(PARCEL, target_language=f"de-{region}", target=region) for region in ("CH", "AT", "DE")))
    assert exact(record, "Where is my parcel?", "en-GB", "de", "AT").unit.target == "AT"
    assert exact(record, "Where is my parcel?", "en-GB", "de-CH").unit.target == "CH"
