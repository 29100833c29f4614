"""From a text to its translation: what the memory and the glossary know is not asked of an engine again."""

from datetime import UTC, datetime

from cscli.glossary.glossary import Glossary
from cscli.glossary.terms import Rule, Term
from cscli.translation.brief import Origin, Purpose
from cscli.translation.engines.engine import Quality
from cscli.translation.memory import Unit, add_units, all_units

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PARCEL = "Where is my parcel today?"
PAKET = "Wo ist heute mein Paket?"
ORDER = "Your order A-1042 will arrive on 2026-12-03 and costs 49.90 EUR."
ORDER_SEEN = "Your order XQ0QX will arrive on XQ1QX and costs XQ2QX."
ORDER_SAID = "Ihre Bestellung XQ0QX kommt am XQ1QX an und kostet XQ2QX."


# memory


def test_what_an_engine_said_is_said_again_without_it(bench, scripted):
    engine = scripted({ORDER_SEEN: ORDER_SAID})
    bench.translation(ORDER, bench.memory, engine)
    again = bench.translation(ORDER.replace("A-1042", "B-77777"), bench.memory, engine)
    assert len(engine.jobs) == 1
    assert "B-77777" in again.text
    assert [(s.origin, s.engine, s.score, s.reviewed) for s in again.segments] == [
        (Origin.MEMORY, "scripted", 60, False)
    ]
    assert again.machine
    assert again.seen_by == ()


def test_a_gist_that_was_read_once_is_not_sent_from_the_memory(bench, scripted, sending):
    gist = scripted({PARCEL: PAKET}, name="gist", level=Quality.GIST)
    draft = scripted({PARCEL: "Wo befindet sich heute mein Paket?"}, name="draft")
    bench.translation(PARCEL, bench.memory, gist)
    assert bench.translation(PARCEL, bench.memory, gist).segments[0].quality is Quality.GIST
    sent = bench.translation(PARCEL, bench.memory, gist, draft, **sending)
    assert sent.segments[0].engine == "draft"


def test_what_an_engine_said_that_is_not_asked_now_is_not_said_again(bench, scripted):
    bench.translation(PARCEL, bench.memory, scripted({PARCEL: PAKET}, name="one"))
    other = bench.translation(PARCEL, bench.memory, scripted({PARCEL: "Wo bleibt heute mein Paket?"}, name="two"))
    assert other.text == "Wo bleibt heute mein Paket?"


def test_the_memory_holds_slots_and_no_values(bench, scripted):
    bench.translation(ORDER, scripted({ORDER_SEEN: ORDER_SAID}))
    (unit,) = all_units(bench.record)
    assert unit.source == "Your order {{ order }} will arrive on {{ date }} and costs {{ money }}."
    assert unit.target == "Ihre Bestellung {{ order }} kommt am {{ date }} an und kostet {{ money }}."
    assert (unit.approved, unit.origin) == (False, "scripted")


def test_what_a_person_approved_is_trusted_and_comes_first(bench, scripted):
    unit = Unit(
        source_language="en", target_language="de", source=PARCEL, target="Wo bleibt mein Paket?", approved=True
    )
    add_units(bench.record, [unit], NOW)
    engine = scripted({PARCEL: PAKET})
    done = bench.translation(PARCEL, bench.memory, engine, purpose=Purpose.SEND)
    assert (done.text, done.machine, done.seen_by) == ("Wo bleibt mein Paket?", False, ())
    assert engine.jobs == []


def test_reading_a_text_makes_no_record_where_nothing_is_remembered(bench, scripted):
    bench.translation(PARCEL, bench.memory, scripted({PARCEL: PAKET}), remember=False)
    assert not bench.record.exists()


# the glossary
TERM = Term(
    rule=Rule.REQUIRED, source_language="en", target_language="de", source="parcel", targets=("Sendung", "Sendungen")
)


def test_a_missing_word_of_the_glossary_is_put_in(bench, scripted):
    def says(text):
        return "Wo ist heute meine XQ0QX geblieben?" if "XQ" in text else "Wo ist heute mein Paket geblieben?"

    done = bench.translation(PARCEL, scripted(says), glossary=Glossary([TERM]))
    assert done.text == "Wo ist heute meine Sendung geblieben?"
    assert not [f for f in done.findings if f.check == "glossary"]


def test_an_engine_that_knows_the_words_is_told_them_and_not_asked_twice(bench, scripted):
    engine = scripted({PARCEL: "Wo ist heute meine Sendung geblieben?"})
    bench.translation(PARCEL, engine, glossary=Glossary([TERM]))
    assert [job.terms for job in engine.jobs] == [(("parcel", "Sendung"),)]


def test_a_text_that_is_a_term_is_no_question_for_an_engine(bench, scripted):
    engine = scripted({})
    done = bench.translation("parcel", engine, glossary=Glossary([TERM]))
    assert (done.text, done.segments[0].origin, engine.jobs) == ("Sendung", Origin.GLOSSARY, [])
