"""A reply from a request: register, language, values and template come together, and values stay text for ever."""

from datetime import datetime

import pytest
from sweeps import each

from cscli.errors import ExitCode, NotFoundError, UsageError
from cscli.markets.person import Person
from cscli.markets.terms import Channel, Gender
from cscli.replies.compose import Request
from cscli.replies.voice import Sender
from cscli.text import LRI, PDI

NOW = datetime.fromisoformat("2026-11-22T09:30:00Z")
DELAY = {"order_number": "A-1042", "new_date": "2026-12-03"}
HOSTILE = ["{{ 7*7 }}", "{% if x %}y{% endif %}", "{# hidden #}", "${7*7}", "<script>alert(1)</script>", "&amp; <b>",
           "%s %(a)s", "\\u001b", "[[order_number]]", "{shop}", "a\\nb", "'; DROP TABLE orders; --", "\u00a0x\u3000",
           "ﷺ", "👩‍👧‍👦", "i-1042"]  # fmt: skip


@pytest.fixture
def reply(shipped):
    """A reply from the shipped data: situation, market and whatever else is asked for."""

    def made(intent="shipping-delay", market="DE", **asked):
        intents = (intent,) if isinstance(intent, str) else intent
        raw = asked.pop("raw", DELAY if intents == ("shipping-delay",) else {"order_number": "A-1042"})
        request = {name: asked.pop(name) for name in Request._fields if name in asked}
        return shipped.reply(Request(intents=intents, market=market, now=NOW, **request), raw, **asked)

    return made


@each(
    ("intent", "market", "register", "address"),
    [
        ("shipping-delay", "DE", "formal", "Sie"),
        ("where-is-my-order", "NL", "neutral", "je"),
        ("shipping-delay", "NL", "neutral", "je"),
        ("where-is-my-order", "AU", "casual", "you"),
        ("shipping-delay", "AU", "neutral", "you"),
        ("order-confirmation", "ES", "neutral", "tú"),
        ("shipping-delay", "ES", "neutral", "tú"),
    ],
)
def test_the_register_is_the_markets_and_more_formal_for_bad_news_where_the_address_stays_the_same(
    reply, intent, market, register, address
):
    made = reply(intent, market)
    assert (made.register, made.address) == (register, address)


@each("register", ["casual", "neutral", "formal", "CASUAL"])
def test_a_register_that_was_asked_for_holds_also_for_bad_news(reply, register):
    made = reply(register=register)
    assert made.register == register.lower()
    assert ("deine Bestellung" in made.body) is (register.lower() == "casual")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("register", "formel", "Unknown register 'formel'. Did you mean formal?"),
        ("channel", "emial", "Unknown channel 'emial'. Did you mean email?"),
    ],
)
def test_an_unknown_register_or_channel_gets_the_nearest_one(reply, field, value, said):
    with pytest.raises(UsageError) as caught:
        reply(**{field: value})
    assert caught.value.message == said
    assert caught.value.problems[0].code == f"unknown-{field}"


@each("intent", ["shiping-delay", "../../etc/passwd", "", "shipping-delay.yaml", "{{ 1 }}"])
def test_an_unknown_situation_is_refused(reply, intent):
    with pytest.raises(NotFoundError) as caught:
        reply(intent)
    assert caught.value.problems[0].code == "unknown-intent"
    assert ("Did you mean shipping-delay" in caught.value.message) is ("delay" in intent)


@each(
    ("market", "language", "used", "tried"),
    [
        ("DE", "", "de", ("de-DE", "de")),
        ("CH", "fr", "fr", ("fr-CH", "fr")),
        ("CA", "fr", "fr-CA", ("fr-CA",)),
        ("AU", "", "en-GB", ("en-AU", "en-GB")),
        ("DE", "pt-BR", "pt-BR", ("pt-BR",)),
        ("TW", "zh", "zh-TW", ("zh-TW",)),
    ],
)
def test_the_chain_that_was_tried_is_part_of_the_reply(reply, market, language, used, tried):
    made = reply(market=market, language=language)
    assert (made.language, made.variant) == (used, tried)


def test_a_language_without_a_template_falls_back_to_the_markets_own(reply):
    made = reply(market="ES", language="ca")
    assert made.language == "es"
    assert made.variant[0] == "ca-ES"


def test_dates_that_a_machine_translates_have_their_year_and_are_not_called_tomorrow(reply):
    raw = {
        "order_number": "A-1042", "status": "in-transit", "delivery_from": "2026-12-03", "delivery_to": "2026-12-05",
        "next_update_date": "2026-11-23",
    }  # fmt: skip
    made = reply("where-is-my-order", "DE", language="fi", raw=raw)
    for day in ("3. Dezember 2026", "5. Dezember 2026", "23. November 2026"):
        assert day in made.body


def test_an_unknown_language_is_an_error_and_no_fallback(reply):
    with pytest.raises(NotFoundError, match="Unknown language 'xx'"):
        reply(language="xx")


def test_all_missing_variables_are_listed_at_once_with_type_and_example(reply):
    with pytest.raises(NotFoundError, match="Missing: order_number, new_date") as caught:
        reply(raw={})
    assert caught.value.exit_code is ExitCode.NOT_FOUND
    assert [p.code for p in caught.value.problems] == ["missing-variable"] * 2
    assert caught.value.problems[1].hint == "--set new_date=2026-12-03"


def test_a_draft_marks_what_is_missing(reply):
    made = reply(raw={}, draft=True)
    assert made.is_draft
    assert "[[order_number]]" in made.body
    assert "[[new_date]]" in made.body


def test_everything_else_in_a_delay_is_optional(reply):
    made = reply(raw=DELAY)
    assert "3. Dezember 2026" in made.body
    assert "None" not in made.body
    assert "\n\n\n" not in made.body


@each("market", ["DE", "JP", "SA", "TR"])
@each("value", HOSTILE)
def test_template_code_markup_and_odd_characters_in_a_value_stay_text(reply, market, value):
    made = reply(market=market, raw={**DELAY, "order_number": value})
    assert value.strip() in made.body + made.subject


def test_an_escape_sequence_in_a_value_never_reaches_the_reply(reply):
    made = reply(raw={**DELAY, "order_number": "\x1b]0;owned\x07A\x1e-1\u202e"}, person=Person(whole="\x1b[31mEva"))
    assert "␛]0;owned␇A␞-1" in made.body
    assert not {"\x1b", "\x07", "\x1e", "\u202e"} & set(made.body + made.subject)


def test_a_line_break_in_a_value_never_reaches_the_subject(reply):
    made = reply(raw={**DELAY, "order_number": "A-1\nBcc: all@shop.example"})
    assert "\n" not in made.subject


def test_no_break_spaces_of_a_subject_stay(reply):
    assert "\u00a0: " in reply(market="FR").subject or "\u202f: " in reply(market="FR").subject


@each("market", ["SA", "IL", "AE"])
def test_order_numbers_addresses_and_latin_names_are_isolated_in_right_to_left_replies(reply, market):
    raw = {**DELAY, "tracking_link": "https://track.example/1"}
    language = {"AE": "ar"}.get(market, "")
    made = reply(
        market=market, raw=raw, language=language, person=Person(whole="Anna Weber"), sender=Sender(shop="Nordlicht")
    )
    for value in ("A-1042", "https://track.example/1", "Anna Weber", "Nordlicht"):
        assert f"{LRI}{value}{PDI}" in made.body, value
        assert made.body.replace(f"{LRI}{value}{PDI}", "").count(value) == 0
    assert f"{LRI}A-1042{PDI}" in made.subject


def test_left_to_right_replies_hold_no_isolates(reply):
    assert not {LRI, PDI} & set(reply(market="DE", person=Person(whole="محمد")).body)


def test_a_datetime_names_the_customers_zone_in_words_that_people_use(reply):
    raw = {"order_number": "A-1042", "status": "in-transit", "last_scan_at": "2027-01-15T20:00Z"}
    made = reply("where-is-my-order", "CA", raw=raw, zone="America/Vancouver")
    assert "1:00 p.m. PT" in made.body.replace("\u00a0", " ").replace("\u202f", " ")
    assert made.customer.zone == "America/Vancouver"


def test_an_unknown_zone_is_refused(reply):
    with pytest.raises(NotFoundError, match="Unknown zone 'Mars/Base'"):
        reply(zone="Mars/Base")


def test_several_situations_make_one_letter(reply):
    both = ("shipping-delay", "refund-issued", "shipping-delay")
    made = reply(
        both, raw={**DELAY, "refund_amount": "12.50", "refund_parts": "shipping"}, person=Person(whole="Anna Weber")
    )
    assert made.intents == ("shipping-delay", "refund-issued")
    assert made.intent == "shipping-delay+refund-issued"
    assert made.body.count("Guten Tag") == made.body.count("Mit freundlichen Grüßen") == 1
    assert made.body.index("3. Dezember 2026") < made.body.index("12,50")
    assert made.template_digest.count("+") == 1


def test_values_of_all_situations_are_required(reply):
    with pytest.raises(NotFoundError, match="Missing: new_date, refund_amount"):
        reply(("shipping-delay", "refund-issued"), raw={"order_number": "A-1", "refund_parts": "shipping"})


def test_a_chat_is_short_and_has_no_subject(reply):
    made = reply(channel="chat")
    assert made.channel is Channel.CHAT
    assert made.subject == ""
    assert len(made.body) < len(reply().body)


def test_switzerland_reads_double_s_and_a_capital_after_the_salutation(reply):
    made = reply(market="CH", language="de", person=Person(whole="Anna Weißer"))
    assert "ß" not in made.body.replace("Weißer", "")
    assert "Guten Tag Anna Weißer\n\n" in made.body


def test_a_gloss_is_the_same_reply_from_another_languages_template(reply):
    made = reply(market="JP", gloss="en", person=Person(whole="山田 太郎", gender=Gender.MALE))
    assert made.gloss.language == "en"
    assert "A-1042" in made.gloss.body
    assert "by December 3" in made.gloss.body
    with pytest.raises(NotFoundError, match="no template in 'xx' for a gloss"):
        reply(gloss="xx")
