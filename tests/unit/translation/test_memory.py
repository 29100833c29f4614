"""The translation memory: what was translated once is found again, and only a sure match counts in full."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cscli.desk.log import newest_interactions
from cscli.errors import NotFoundError, UsageError
from cscli.record.record import Record
from cscli.record.sqlite.store import MIGRATIONS, SqliteStore
from cscli.translation.memory import (
    MOST_CHARACTERS,
    Unit,
    add_units,
    all_units,
    approve,
    count_uses,
    exact,
    folded,
    fuzzy,
    stats,
)
from cscli.translation.seeds import aligned

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PARCEL = Unit(
    source_language="en", target_language="de", source="Where is my parcel?", target="Wo ist mein Paket?", approved=True
)


def kept(record, *units):
    done = add_units(record, units, NOW)
    return done.added, done.changed, done.same


def score(record, text, **how):
    found = exact(record, text, how.pop("source", "en"), how.pop("target", "de"), **how)
    return found.score if found else None


def test_an_approved_unit_of_the_same_text_matches_in_full(record):
    kept(record, PARCEL)
    found = exact(record, "Where is my parcel?", "en", "de")
    assert (found.score, found.unit.target, found.unit.created_at) == (
        100,
        "Wo ist mein Paket?",
        "2026-11-22T09:30:00Z",
    )


@pytest.mark.parametrize(
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
def test_an_exact_match_forgives_spaces_and_takes_two_off_for_capitals_and_width(record, text, expected):
    kept(record, PARCEL)
    assert score(record, text) == expected


@pytest.mark.parametrize(
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
    kept(record, replace(PARCEL, **changes))
    assert score(record, PARCEL.source, market=market) == expected


@pytest.mark.parametrize(
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
def test_a_regional_form_finds_the_units_of_its_language_but_not_in_full(record, source, target, expected):
    kept(record, PARCEL)
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Where is my parcel?", 100),
        ("where is my parcel?", 98),
        ("Where is my parcel!", 92),
        ("Where is my parcels?", 95),
    ],
)
def test_a_fuzzy_score_is_the_similarity_less_penalties_and_only_the_same_text_is_100(record, text, expected):
    kept(record, PARCEL)
    assert fuzzy(record, text, "en", "de")[0].score == expected


def test_a_very_long_text_with_one_other_letter_is_no_full_match(record):
    kept(record, replace(PARCEL, source="a " * 4000 + "b"))
    assert fuzzy(record, "a " * 4000 + "c", "en", "de")[0].score == 99


def test_a_fuzzy_search_gives_no_more_than_asked_and_the_best_of_them_after_penalties(record):
    units = [replace(PARCEL, target=f"Nummer {n}", market="AT" if n < 60 else "") for n in range(70)]
    kept(record, *units, replace(PARCEL, source="Where is my parcels?", target="fast"))
    found = fuzzy(record, PARCEL.source, "en", "de", "DE", most=11)
    assert [m.score for m in found] == [100] * 10 + [95]


def test_adding_again_changes_nothing_and_approval_is_never_taken_back(record):
    waiting = replace(PARCEL, approved=False)
    assert kept(record, waiting) == (1, 0, 0)
    assert kept(record, waiting, replace(PARCEL, target="Anders")) == (1, 0, 1)
    assert kept(record, PARCEL) == (0, 1, 0)
    assert kept(record, waiting) == (0, 0, 1)
    assert score(record, PARCEL.source) == 100


def test_a_unit_is_approved_by_id_and_an_unknown_id_is_an_error(record):
    kept(record, replace(PARCEL, approved=False))
    assert approve(record, 1).approved
    assert score(record, PARCEL.source) == 100
    for number in (2, 0, -1, 1 << 70):
        with pytest.raises(NotFoundError) as raised:
            approve(record, number)
        assert raised.value.problems[0].code == "unknown-unit"


def test_asking_a_memory_that_does_not_exist_finds_nothing_and_creates_nothing(record):
    assert (exact(record, "a", "en", "de"), fuzzy(record, "a", "en", "de"), stats(record)) == (None, (), ())
    with pytest.raises(NotFoundError):
        approve(record, 1)
    assert not record.path.exists()


def test_totals_count_by_languages_and_origin(record):
    kept(record, PARCEL, replace(PARCEL, target="b", approved=False, origin="apertium"), replace(PARCEL, target="c"))
    assert [(t.origin, t.units, t.approved, t.uses) for t in stats(record)] == [
        ("agent", 2, 2, 0),
        ("apertium", 1, 0, 0),
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"source": "a" * (MOST_CHARACTERS + 1)}, "10,001 characters"),
        ({"target": "x" * 1_000_000}, "1,000,000 characters"),
        ({"source": " \n"}, "source is empty"),
        ({"target": ""}, "target is empty"),
        ({"source": "a\x00b"}, "control characters"),
        ({"target": "\x1b[31mred"}, "control characters"),
        ({"target": "a\uffff"}, "control characters"),
        ({"source_language": "klingon"}, "not a language"),
        ({"source_language": ""}, "not a language"),
        ({"target_language": "EN"}, "both of its languages are en"),
        ({"market": "D'; DROP"}, "not a market"),
    ],
)
def test_what_is_no_unit_is_refused_and_nothing_is_kept(record, changes, reason):
    with pytest.raises(UsageError) as raised:
        add_units(record, [PARCEL, replace(PARCEL, **changes)], NOW)
    assert reason in raised.value.message
    assert len(raised.value.message) < 200
    assert list(all_units(record)) == []


@pytest.mark.parametrize(
    "text", ["a\udc80b", "\x00", "'; DROP TABLE translation_units; --", "%_*?[", "\u202eevil", "😀" * 50]
)
def test_any_text_can_be_looked_for(record, text):
    kept(record, PARCEL)
    assert exact(record, text, "en", "de") is None
    assert fuzzy(record, text, "en", "de") == ()


def test_texts_with_line_breaks_bidi_marks_and_lone_surrogates_come_back_as_text(record):
    kept(record, replace(PARCEL, source="one\r\ntwo\u2028three", target="\u2067eins\u2069 \ud800"))
    unit = exact(record, "one two three", "en", "de").unit
    assert (unit.source, unit.target) == ("one\ntwo\u2028three", "\u2067eins\u2069 \ufffd")
    assert fuzzy(record, "one two thre", "en", "de")[0].unit == unit


def test_folding_settles_forms_and_spaces():
    assert folded(" Ｆｕｌｌ\u00a0WIDTH  Straße ﬁn\n") == "full width strasse fin"


def test_a_record_from_before_the_memory_gets_one_and_loses_nothing(tmp_path):
    old = tmp_path / "old"
    old.mkdir()
    first = next(MIGRATIONS.glob("0001_*.sql"))
    (old / first.name).write_text(first.read_text(encoding="utf-8"), encoding="utf-8")
    before = SqliteStore(tmp_path / "desk.db", steps=old)
    with before.transaction() as connection:
        connection.create_function("folded", -1, lambda *texts: " ".join(texts))
        connection.execute(
            "INSERT INTO interactions (at, direction, channel, body) VALUES (?, 'in', 'email', 'hello')",
            ("2026-01-01T00:00:00Z",),
        )
    assert before.version() == 1
    before.close()
    after = Record(tmp_path / "desk.db")
    assert kept(after, PARCEL) == (1, 0, 0)
    (kept_one,) = newest_interactions(after, {})
    assert (kept_one.body, kept_one.agent_text, kept_one.engines) == ("hello", "", ())
    after.close()


def test_two_processes_that_add_at_once_lose_nothing_and_keep_each_unit_once(record):
    script = """
import sys
from datetime import UTC, datetime
from cscli.record.record import Record
from cscli.translation.memory import Unit, add_units
record = Record(sys.argv[1])
for turn in range(10):
    units = [Unit(source_language="en", target_language="de", source=f"s {turn} {n}", target="t") for n in range(20)]
    own = Unit(source_language="en", target_language="de", source=f"own {turn} {sys.argv[2]}", target="t")
    add_units(record, [*units, own], datetime(2026, 1, 1, tzinfo=UTC))
"""
    words = [sys.executable, "-c", script, record.location]
    running = [subprocess.Popen([*words, name], stderr=subprocess.PIPE) for name in ("one", "two")]
    ends = [(process.communicate(timeout=60)[1], process.returncode) for process in running]
    assert ends == [(b"", 0), (b"", 0)]
    assert len(list(all_units(record))) == 10 * 20 + 2 * 10


def test_paragraphs_of_templates_are_aligned_by_the_values_they_name_wherever_they_stand():
    english = (
        "Sorry about that.",
        "{% if a %}Your link is {{ a }}.{% endif %}",
        "It arrives {{ d }}.{% if r %} {{ r }}{% endif %}",
    )
    german = (
        "Es kommt am {{ d }}.{% if r %} {{ r }}{% endif %}",
        "{% if a %}Ihr Link: {{ a }}.{% endif %}",
        "Verzeihung bitte.",
    )
    assert aligned(english, german) == (
        ("Your link is {{ a }}.", "Ihr Link: {{ a }}."),
        ("It arrives {{ d }}.", "Es kommt am {{ d }}."),
    )


@pytest.mark.parametrize(
    "german",
    [
        "Lieferung am {{ other }}.",
        "{% if x %}Lieferung am {{ d }}.{% endif %}",
        "Lieferung am {{ d }}. Bitte warten Sie.",
        "Lieferung{% if x %} bald{% else %} nie{% endif %} am {{ d }}.",
        "Lieferung am {{ d | plural(one='x') }}.",
        "{{ d }}",
    ],
)
def test_paragraphs_that_name_or_depend_on_something_else_are_left_out(german):
    assert aligned(("It will arrive on {{ d }}.",), (german,)) == ()


def test_two_paragraphs_that_cannot_be_told_apart_are_left_out():
    assert aligned(("It arrives {{ d }}.", "It leaves on {{ d }}."), ("Es kommt {{ d }}.", "Es geht am {{ d }}.")) == ()


@pytest.mark.parametrize(
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
    kept(record, unit, replace(PARCEL, source_language="ja", target_language="ko"))
    found = exact(record, "Where is my parcel?", *asked)
    assert (found.score if found else None) == score
    near = fuzzy(record, "Where is my parcels?", *asked, least=60)
    assert bool(near) is (score is not None)


def test_of_two_regional_forms_the_one_of_the_market_is_the_better_match(record):
    kept(record, *(replace(PARCEL, target_language=f"de-{region}", target=region) for region in ("CH", "AT", "DE")))
    assert exact(record, "Where is my parcel?", "en-GB", "de", "AT").unit.target == "AT"
    assert exact(record, "Where is my parcel?", "en-GB", "de-CH").unit.target == "CH"
