"""The parts around a reply's body: one salutation, one closing, one signature, however many situations."""

import pytest
from sweeps import each

from cscli.markets.language import parse_language
from cscli.markets.person import Person
from cscli.markets.terms import Channel, Gender, Kind, Register
from cscli.replies.contract.part import Starts
from cscli.replies.letter import Letterhead, capitalised
from cscli.replies.voice import Sender, Voice
from cscli.text import LRI, PDI

LETTER = {
    "subject": {"formal": ["[{shop}] {subject}", "{subject}"]},
    "salutation": {"formal": ["Dear {full},", "Hello,"]},
    "opening": {"formal": [{"kind": "good", "text": "Thank you for shopping at {shop}."}]},
    "offer": {"formal": ["Just reply."]},
    "closing": {"formal": [{"kind": "bad", "text": "Sincerely,"}, "Cheers,"]},
    "signature": {"formal": ["{agent}\n{shop}", "{shop}", "{agent}"]},
}
SENDER = Sender(shop="Nordlicht Store", agent="Li Wei")


@pytest.fixture
def head(shipped):
    """A letterhead of a small language of the test's own."""

    def built(*, kind="neutral", channel="email", sender=SENDER, letter=None, **changes) -> Letterhead:
        content = {"language": "xx", "name": "X", "own_name": "X", "scripts": ["Latn"], **changes}
        language = parse_language({**content, "letter": {channel: letter or LETTER}})
        voice = Voice(
            market=shipped.catalog.market("DE"),
            language=language,
            channel=Channel(channel),
            register=Register.FORMAL,
            sender=sender,
        )
        return Letterhead(voice, Kind(kind))

    return built


def body(head: Letterhead, *bodies, person=None) -> str:
    person = person or Person()
    joint = head.joint(Starts.PARAGRAPH)
    pieces = [(joint, text) for texts in bodies for text in texts]
    return head.body(pieces, head.addressed(person).slots, person.gender)


def test_a_letter_has_its_parts_in_order(head):
    text = body(head(kind="good"), ["first paragraph.", "second."], person=Person(whole="Anna Weber"))
    assert text == (
        "Dear Anna Weber,\n\nThank you for shopping at Nordlicht Store.\n\nFirst paragraph.\n\nSecond.\n\n"
        "Just reply.\n\nCheers,\nLi Wei\nNordlicht Store"
    )


def test_several_situations_share_one_salutation_and_one_closing(head):
    text = body(head(), ["one.", "two."], ["three."])
    assert text.count("Hello,") == text.count("Cheers,") == text.count("Just reply.") == 1
    assert text.index("Two.") < text.index("Three.")


def test_a_chat_has_single_line_breaks(head):
    text = body(head(channel="chat", letter={"salutation": LETTER["salutation"]}), ["one.", "two."])
    assert text == "Hello,\nOne.\nTwo."


def test_a_part_that_a_language_leaves_out_leaves_no_gap(head):
    assert body(head(letter={"closing": {"formal": ["Bye"]}}), ["text"]) == "Text\n\nBye"


def test_bad_news_closes_in_its_own_way(head):
    assert "Sincerely," in body(head(kind="bad"), ["x"])
    assert "Cheers," in body(head(kind="neutral"), ["x"])


@each(
    ("sender", "ending"),
    [
        (Sender(shop="Nordlicht Store"), "Cheers,\nNordlicht Store"),
        (Sender(agent="Li Wei"), "Cheers,\nLi Wei"),
        (Sender(), "Cheers,"),
    ],
)
def test_a_name_that_is_not_set_is_left_out(head, sender, ending):
    assert body(head(sender=sender), ["x"]).endswith(f"\n\n{ending}")


def test_the_subject_carries_the_shop_where_that_is_the_custom(head):
    assert head().subject("Your order", head().addressed(Person()).slots, "unknown") == "[Nordlicht Store] Your order"
    assert head(sender=Sender()).subject("Your order", {}, "unknown") == "Your order"
    assert head(letter={"closing": LETTER["closing"]}).subject("Your order", {}, "unknown") == "Your order"


def test_a_body_goes_on_in_lower_case_after_a_comma_where_the_language_does_so(head):
    goes_on = head(capital_after_comma=False)
    text = body(goes_on, ["your order is late."], ["your parcel is lost."])
    assert text.startswith("Hello,\n\nyour order is late.\n\nYour parcel is lost.")


def test_a_body_starts_with_a_capital_when_a_sentence_stands_before_it(head):
    text = body(head(capital_after_comma=False, kind="good"), ["your order is here."])
    assert "Nordlicht Store.\n\nYour order is here." in text


@each("comma", [",", "،", "，"])
def test_the_commas_of_all_scripts_count(head, comma):
    letter = {"salutation": {"formal": [f"Hello{comma}"]}}
    assert body(head(capital_after_comma=False, letter=letter), ["go on"]) == f"Hello{comma}\n\ngo on"


@each(
    ("text", "tag", "expected"),
    [
        ("ihre Bestellung", "de", "Ihre Bestellung"),
        ("iadeniz", "tr", "İadeniz"),
        ("iadeniz", "tr-TR", "İadeniz"),
        ("ilk", "de", "Ilk"),
        ("ваш заказ", "ru", "Ваш заказ"),
        ("", "de", ""),
        ("1 order", "en", "1 order"),
        ("ご注文", "ja", "ご注文"),
        ("Already", "en", "Already"),
    ],
)
def test_the_first_letter_becomes_a_capital_as_the_language_writes_it(text, tag, expected):
    assert capitalised(text, tag) == expected


def test_a_value_that_stands_first_keeps_its_first_letter(head):
    letter = head()
    pieces, slots = [("\n\n", "a-1042 is late.")], letter.addressed(Person()).slots
    text = letter.body(pieces, slots, "unknown", [{"order_number": "a-1042"}], free=["order_number"])
    assert "\n\na-1042 is late." in text


def test_a_part_goes_on_in_its_paragraph_or_begins_the_one_that_an_empty_part_leaves(head):
    letter = head(letter={"closing": {"formal": ["Bye"]}})
    paragraph, sentence = letter.joint(Starts.PARAGRAPH), letter.joint(Starts.SENTENCE)
    pieces = [(paragraph, "one."), (sentence, "two."), (paragraph, ""), (sentence, "three.")]
    assert letter.body(pieces, {}, "unknown") == "One. Two.\n\nThree.\n\nBye"


def test_a_link_that_ends_a_part_ends_its_line(head):
    made = head(channel="chat")
    sentence = made.joint(Starts.SENTENCE)
    pieces = [(sentence, "Pay here: https://pay.example/1"), (sentence, "We keep an eye on it."), (sentence, "Bye.")]
    text = made.body(pieces, made.addressed(Person()).slots, Person().gender)
    assert "https://pay.example/1\nWe keep an eye on it. Bye." in text


def test_a_value_that_ends_in_a_full_stop_and_its_sentence_share_it(head):
    text = body(head(), ["Inside: lamp, 2 pcs.. Three dots... stay, as does https://x.example/a..b."])
    assert "2 pcs. Three dots... stay, as does https://x.example/a..b." in text


@each(("gender", "title"), [("female", "chị"), ("male", "anh"), ("unknown", "anh/chị")])
def test_words_for_the_customer_follow_the_gender_that_was_said(head, gender, title):
    words = {"customer": {"title": {"female": "chị", "male": "anh", "unknown": "anh/chị"}}}
    polite = head(words=words, letter={"salutation": {"formal": ["Chào {title},"]}})
    assert polite.words(Gender(gender)) == {"title": title}
    assert body(polite, ["x"], person=Person(gender=Gender(gender))).startswith(f"Chào {title},")


@each(("gender", "particle"), [("female", "ค่ะ"), ("male", "ครับ"), ("unknown", "")])
def test_words_of_the_agent_follow_the_agents_gender(head, gender, particle):
    words = {"agent": {"particle": {"female": "ค่ะ", "male": "ครับ", "unknown": ""}}}
    sender = SENDER._replace(gender=Gender(gender))
    polite = head(words=words, sender=sender, letter={"salutation": {"formal": ["สวัสดี{particle}"]}})
    assert body(polite, ["x"]) == f"สวัสดี{particle}\n\nX"


def test_shop_and_agent_are_isolated_in_right_to_left_letters_and_made_harmless(head):
    arabic = head(direction="rtl", scripts=["Arab"], sender=Sender(shop="Nord\x1b[1m", agent="ليلى"))
    slots = arabic.addressed(Person()).slots
    assert slots["shop"] == f"{LRI}Nord␛[1m{PDI}"
    assert slots["agent"] == "ليلى"


def test_a_slot_in_the_name_of_a_shop_stays_text(head):
    assert body(head(sender=Sender(shop="{agent} & {full}")), ["x"]).endswith("Cheers,\n{agent} & {full}")
