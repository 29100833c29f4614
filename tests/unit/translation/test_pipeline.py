"""From a text to its translation: what is asked of whom, what is believed, and what is refused."""

from datetime import UTC, datetime

import pytest

from cscli.errors import DeskError, RefusedError, UnavailableError
from cscli.state.engines import current_pause
from cscli.translation.brief import Origin
from cscli.translation.consent import ConsentGate
from cscli.translation.engines.engine import Quality, RateLimitedError, TimedOutError
from cscli.translation.protect import MaskStyle

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PARCEL = "Where is my parcel today?"
PAKET = "Wo ist heute mein Paket?"
ORDER = "Your order A-1042 will arrive on 2026-12-03 and costs 49.90 EUR."
ORDER_SEEN = "Your order XQ0QX will arrive on XQ1QX and costs XQ2QX."
ORDER_SAID = "Ihre Bestellung XQ0QX kommt am XQ1QX an und kostet XQ2QX."


def words(text):
    """An engine's answer to anything: German, with every token of the text."""
    tokens = [word.strip(".,?!") for word in text.split() if "XQ" in word]
    return " ".join(["Das hier ist eine Antwort auf Deutsch", *tokens]) + "."


def test_an_engine_sees_tokens_and_the_reader_sees_values_in_their_own_form(bench, scripted):
    engine = scripted({ORDER_SEEN: ORDER_SAID})
    done = bench.translation(ORDER, engine, market="DE")
    assert engine.asked == [ORDER_SEEN]
    assert done.text == "Ihre Bestellung A-1042 kommt am 3. Dezember 2026 an und kostet 49,90\u00a0€."
    assert [(s.origin, s.engine) for s in done.segments] == [(Origin.ENGINE, "scripted")]
    assert done.machine
    assert done.seen_by == ("scripted",)


def test_sentences_are_asked_one_by_one_and_what_is_no_language_is_kept(bench, scripted):
    engine = scripted(words)
    done = bench.translation("Hello there, dear team!\n\n---\n- A-1042\n> Where is it now?\n", engine)
    assert engine.asked == ["Hello there, dear team!", "Where is it now?"]
    assert "\n\n---\n- A-1042\n> " in done.text
    assert Origin.KEPT in {s.origin for s in done.segments}


def test_the_same_sentence_with_other_numbers_is_asked_once(bench, scripted):
    engine = scripted({"Where is order XQ0QX now?": "Wo ist die Bestellung XQ0QX jetzt?"})
    texts = [f"Where is order A-{number} now?" for number in range(1000, 1010)]
    done = bench.translator(engine).translations(texts, bench.brief())
    assert [d.text for d in done] == [f"Wo ist die Bestellung A-{number} jetzt?" for number in range(1000, 1010)]
    assert len(engine.asked) == 1


def test_a_lost_token_is_tried_in_another_way(bench, scripted):
    brackets = ORDER_SAID.replace("XQ0QX", "[[0]]").replace("XQ1QX", "[[1]]").replace("XQ2QX", "[[2]]")

    def says(text):
        return brackets if "[[0]]" in text else ORDER_SAID.replace("XQ1QX", "")

    engine = scripted(says, mask_styles=(MaskStyle.ALNUM, MaskStyle.BRACKETS))
    done = bench.translation(ORDER, engine)
    assert "A-1042" in done.text
    assert "3. Dezember 2026" in done.text


def test_an_engine_that_loses_every_token_is_asked_for_the_words_between(bench, scripted):
    german = {
        "Your order": "Ihre Bestellung", "will arrive on": "kommt am", "and costs": "und kostet",
    }  # fmt: skip
    engine = scripted(lambda text: german.get(text, "Ihre Bestellung kommt bald bei Ihnen an."))
    done = bench.translation(ORDER, engine, market="DE")
    assert done.text == "Ihre Bestellung A-1042 kommt am 3. Dezember 2026 und kostet 49,90\u00a0€."


def test_a_plain_number_that_is_changed_is_masked_next_time(bench, scripted):
    def says(text):
        return "Sie haben XQ0QX Pakete von uns erhalten." if "XQ" in text else "Sie haben 3 Pakete von uns erhalten."

    done = bench.translation("You have received 2 parcels from us.", scripted(says))
    assert done.text == "Sie haben 2 Pakete von uns erhalten."


@pytest.mark.parametrize(
    "nonsense",
    ["", "   ", PARCEL, "<html>Error 500 (Server Error)!!1500.That’s an error.</html>",
     "Où est passé mon colis aujourd'hui, s'il vous plaît ?", "Wo ist \u202emein Paket heute geblieben?",
     "Wo ist mein Paket XQ7QX heute geblieben?", "Wo ist mein Paket {{ order }} heute?"],
)  # fmt: skip
def test_nonsense_is_refused_and_the_next_engine_takes_over(bench, scripted, nonsense):
    first, second = scripted(lambda _: nonsense, name="first"), scripted({PARCEL: PAKET}, name="second")
    done = bench.translation(PARCEL, first, second)
    assert done.text == PAKET
    assert done.segments[0].engine == "second"
    assert done.segments[0].tried[0].startswith("first: ")
    assert done.seen_by == ("first", "second")


def test_when_all_answers_are_harmed_nothing_is_given_and_each_reason_is(bench, scripted):
    engines = [scripted(lambda _: PARCEL, name="echo"), scripted(lambda _: "", name="mute")]
    with pytest.raises(RefusedError) as problem:
        bench.translation(PARCEL, *engines)
    assert "echo: " in str(problem.value)
    assert "mute: " in str(problem.value)


def test_without_an_engine_for_the_pair_it_says_what_to_do(bench, scripted):
    with pytest.raises(UnavailableError, match="No engine that is set translates from en to de") as problem:
        bench.translation(PARCEL, scripted({}, level=None))
    assert "cscli engine list --from en --to de" in problem.value.problems[0].hint
    assert "cscli engine install de" in problem.value.problems[0].hint


def test_one_text_that_fails_does_not_take_the_others_with_it(bench, scripted):
    def says(text):
        return TimedOutError("scripted", "no answer came in time") if "slow" in text else words(text)

    first, second, third = bench.translator(scripted(says)).translations(
        ["This one is fine.", "This one is slow.", "And this is fine too."], bench.brief()
    )
    assert isinstance(second, DeskError)
    assert not isinstance(first, DeskError)
    assert not isinstance(third, DeskError)


# privacy


def test_a_text_leaves_only_with_consent(bench, scripted):
    away = scripted({PARCEL: PAKET}, name="away", host="api.example")
    with pytest.raises(RefusedError, match=r"away would send the text to api\.example") as problem:
        bench.translation(PARCEL, away)
    assert away.jobs == []
    assert problem.value.problems[0].code == "privacy"
    assert "--online" in problem.value.problems[0].hint


@pytest.mark.parametrize(
    "gate",
    [
        ConsentGate(online=True),
        ConsentGate(policy="online"),
        ConsentGate(remembered=lambda _: True),
        ConsentGate(ask=lambda _: True),
    ],
)
def test_consent_is_given_in_four_ways(bench, scripted, gate):
    away = scripted({PARCEL: PAKET}, host="api.example")
    assert bench.translation(PARCEL, away, gate=gate).text == PAKET


@pytest.mark.parametrize("closed", [{"private": True}, {"policy": "local-only"}])
def test_private_goes_before_every_consent(bench, scripted, closed):
    away = scripted({PARCEL: PAKET}, host="api.example")
    gate = ConsentGate(online=True, remembered=lambda _: True, ask=lambda _: True, **closed)
    with pytest.raises(RefusedError, match=r"--private|local-only"):
        bench.translation(PARCEL, away, gate=gate)
    assert away.jobs == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", ""])
def test_an_engine_on_this_machine_needs_no_consent(bench, scripted, host):
    assert bench.translation(PARCEL, scripted({PARCEL: PAKET}, host=host)).text == PAKET


def test_what_stays_here_is_asked_first(bench, scripted):
    away, here = scripted({}, name="away", host="api.example"), scripted({PARCEL: PAKET}, name="here")
    done = bench.translation(PARCEL, away, here, gate=ConsentGate(online=True))
    assert done.seen_by == ("here",)
    assert away.jobs == []


def test_names_addresses_and_accounts_are_not_sent(bench, scripted):
    away = scripted(words, host="api.example")
    text = (
        "Write to Anna Berg at anna@mail.example or +49 30 1234567, order A-1042. "
        "My card is 4111 1111 1111 1111 and my account DE89 3704 0044 0532 0130 00."
    )
    bench.translator(away, gate=ConsentGate(online=True), names=("Anna Berg",)).translation(text, bench.brief())
    sent = " ".join(away.asked)
    assert not any(part in sent for part in ("Anna", "mail.example", "1234567", "1042", "4111", "3704"))


# what may be sent


def test_for_sending_a_gist_comes_last_and_stops(bench, scripted, sending):
    gist = scripted({PARCEL: PAKET}, name="gist", level=Quality.GIST)
    draft = scripted({PARCEL: "Wo befindet sich heute mein Paket?"}, name="draft", host="localhost")
    assert bench.translation(PARCEL, gist, draft, **sending).segments[0].engine == "draft"
    alone = bench.translation(PARCEL, gist, **sending, remember=False)
    assert [(f.check, f.severity) for f in alone.findings if f.check == "gist"] == [("gist", "error")]
    reading = bench.translation(PARCEL, gist, remember=False)
    assert [f.severity for f in reading.findings if f.check == "gist"] == ["info"]


def test_a_service_that_is_down_is_left_alone_for_a_while(bench, scripted):
    busy = scripted(lambda _: RateLimitedError("busy", "the service wants fewer requests", retry_after=120),
                    name="busy", host="api.example")  # fmt: skip
    for _ in range(2):
        with pytest.raises(UnavailableError):
            bench.translation(PARCEL, busy, gate=ConsentGate(online=True))
    assert len(busy.jobs) == 1
    assert current_pause(bench.desk.machine, "busy", NOW).until == "2026-11-22T09:32:00Z"


# strange texts


@pytest.mark.parametrize("text", ["", "   \n ", "😀😀", "12345", "!!!", "A-1042", "\u200b", "<b></b>"])
def test_a_text_without_words_comes_back_as_it_is_and_is_sent_to_nobody(bench, scripted, text):
    engine = scripted(words)
    assert bench.translation(text, engine).text == text
    assert engine.jobs == []


def test_sentences_are_spaced_as_the_target_language_is(bench, scripted):
    engine = scripted({"Where is it?": "它在哪里？", "Please help.": "请帮忙。"})
    assert bench.translation("Where is it? Please help.", engine, target="zh").text == "它在哪里？请帮忙。"
    engine = scripted({"它在哪里？": "Where is it?", "请帮忙。": "Please help."})
    assert bench.translation("它在哪里？请帮忙。", engine, source="zh", target="en").text == "Where is it? Please help."


def test_a_short_text_that_comes_back_in_letters_of_its_source_is_no_translation(bench, scripted):
    with pytest.raises(RefusedError, match="word for word"):
        bench.translation("Thanks", scripted(lambda text: text), target="ja")
    assert bench.translation("Hotel", scripted(lambda text: text), target="de").text == "Hotel"
    assert bench.translation("DHL", scripted(lambda text: text), target="ja").text == "DHL"


def test_numbers_in_a_text_that_is_sent_from_right_to_left_are_isolated(bench, scripted, sending):
    engine = scripted({"Where is order XQ0QX?": "\u0623\u064a\u0646 \u0627\u0644\u0637\u0644\u0628 XQ0QX\u061f"})
    sent = bench.translation("Where is order A-1042?", engine, target="ar", remember=False, **sending)
    assert "\u2066A-1042\u2069" in sent.text
    assert "\u2066" not in bench.translation("Where is order A-1042?", engine, target="ar", remember=False).text
