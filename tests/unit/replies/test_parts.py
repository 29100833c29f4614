"""Parts and their roles: what a letter about several situations says, and in which order."""

import pytest
from small_contract import CONTRACT, TEXTS, VALUES, written

from cscli.errors import DataFileError
from cscli.markets.person import Person
from cscli.markets.terms import Gender
from cscli.replies.contract.part import ORDER, Role, Starts, parse_order, parse_parts
from cscli.replies.values.typed import parse_values


def test_a_letter_about_one_situation_reads_as_its_parts_in_their_order(letters):
    assert written(letters("late")) == [
        "Thank you.", "Sorry, A-1 is late.", "See https://x.example/1", "We write on December 3, 2026.", "Sorry again.",
    ]  # fmt: skip


def test_a_letter_about_two_apologises_once_says_each_fact_once_and_thanks_for_no_bad_news(letters):
    assert written(letters("lost", "late"), fix="again") == [
        "A-1 is lost.", "We are sorry.", "We send it again.", "A-1 is late, too.", "See https://x.example/1",
        "We write on December 3, 2026.", "We regret it.",
    ]  # fmt: skip


def test_thanks_for_good_news_come_first_and_once(letters):
    texts = {"paid": [{"news": "we paid {{ order }}."}, {"thanks": "Many thanks."}]}
    assert written(letters("paid", texts=texts)) == ["We paid A-1.", "Many thanks."]
    assert written(letters("paid", "lost"), fix="money")[0] == "A-1 is lost."


def test_a_question_that_another_situation_answers_is_not_asked(letters):
    assert "What would you like?" in written(letters("lost"))
    assert "What would you like?" not in written(letters("lost", "paid"))


def test_what_settles_the_matter_of_another_situation_is_told_where_that_one_would_have_asked(letters):
    texts = {"lost": [*TEXTS["lost"][:-2], {"what-to-do": "Send us the label of {{ order }}."}]}
    asked = written(letters("lost", texts=texts))
    assert asked.index("What would you like?") < asked.index("Send us the label of A-1.")
    told = written(letters("lost", "paid", texts=texts))
    assert told[:4] == ["A-1 is lost.", "We are sorry.", "We paid.", "Send us the label of A-1."]


def test_a_situation_that_comes_after_another_does_so_in_whatever_order_they_are_typed(letters):
    assert written(letters("paid", "lost")) == written(letters("lost", "paid"))


def test_a_situation_may_come_after_another_with_some_values_only(letters):
    intents = CONTRACT["intents"]
    after = [{"situation": "lost", "when": {"wanted": ["unset", "bill"]}}]
    contract = CONTRACT | {"intents": intents | {"late": intents["late"] | {"after": after}}}
    made = letters("late", "lost", contract=contract)
    assert written(made, fix="again")[0] == "A-1 is lost."
    assert written(made, fix="again", wanted="bill")[0] == "A-1 is lost."
    assert written(made, fix="again", wanted="proof")[0] == "Sorry, A-1 is late."


def test_what_is_told_aside_stands_behind_the_links_of_the_others(letters):
    intents = CONTRACT["intents"]
    contract = CONTRACT | {"intents": intents | {"paid": {**intents["paid"], "after": [], "aside": True}}}
    for names in (("paid", "lost"), ("lost", "paid")):
        made = written(letters(*names, contract=contract), fix="money")
        assert made[0] == "A-1 is lost."
        assert made.index("See https://x.example/1") < made.index("We paid.")


def test_a_choice_of_one_situation_is_not_asked_of_another(letters):
    made = written(letters("paid", "lost"), fix="money")
    assert "You get your money." in made


def test_a_block_without_a_role_stays_a_paragraph_of_its_situation(letters):
    texts = {"paid": ["One.", "Two {{ link }}."]}
    assert written(letters("paid", texts=texts)) == ["One.", "Two https://x.example/1."]
    assert written(letters("lost", "paid", texts=texts))[:3] == ["A-1 is lost.", "We are sorry.", "One."]
    texts = {"paid": ["Two {{ link }}, {{ order }}."]}
    assert "Two https://x.example/1, A-1." in written(letters("lost", "paid", texts=texts))


def test_a_part_behind_one_that_says_nothing_starts_where_that_one_would(letters):
    facts = {"role": "news", "starts": "line", "text": "No. {{ order }}"}
    empty = {"news": "{% if day and not link %}{{ day }}{% endif %}"}
    apart = letters("lost", "paid", texts={"paid": [{"news": "We paid."}, empty, facts]})
    assert {"We paid.", "No. A-1"} <= set(written(apart, fix="money"))
    beside = letters("lost", "paid", texts={"paid": [{"news": "We paid."}, facts]})
    assert "We paid.\nNo. A-1" in written(beside, fix="money")


def test_a_text_can_ask_whether_it_stands_beside_another_situation(letters):
    contract = {"intents": CONTRACT["intents"] | {"paid": CONTRACT["intents"]["paid"] | {
        "beside": {"resent": [{"situation": "lost", "when": {"fix": "again"}}]},
    }}}  # fmt: skip
    texts = {"paid": [{"news": "The {% if resent %}second{% else %}first{% endif %} one left {{ order }}."}]}
    asked = letters("lost", "paid", texts=texts, contract=contract)
    assert "The second one left A-1." in written(asked, fix="again")
    assert "The first one left A-1." in written(asked, fix="money")
    assert written(letters("paid", texts=texts, contract=contract)) == ["The first one left A-1."]


def test_a_part_that_says_what_an_answer_keeps_stays(letters):
    texts = {"late": [{"news": "{{ order }} is late."}, {"news": "{% if day %}Seen on {{ day }}.{% endif %}"}]}
    made = written(letters("late", "paid", texts=texts))
    assert "Seen on December 3, 2026." in made
    assert "A-1 is late." not in made


def test_a_letter_has_the_subject_of_what_weighs_most(letters):
    made = letters("paid", "late")
    assert made.reply(Person(gender=Gender.UNKNOWN), parse_values(VALUES, made.variables, "USD")).subject == "late"


def test_a_part_in_a_chat_goes_on_in_the_message_and_one_of_an_email_begins_a_paragraph():
    items = ["Old.", {"news": "New."}, {"role": "reason", "text": "Why.", "starts": "line"}]
    assert [part.starts for part in parse_parts(items, Starts.SENTENCE)] == ["paragraph", "sentence", "line"]
    assert [part.role for part in parse_parts(items, Starts.PARAGRAPH)] == ["body", "news", "reason"]


def test_an_order_of_a_language_may_name_some_roles_and_the_others_follow():
    order = parse_order([["regret"], ["news"]])
    assert order[:2] == ((Role.REGRET,), (Role.NEWS,))
    assert sorted(role for group in order for role in group) == sorted(role for group in ORDER for role in group)


def test_a_role_that_does_not_exist_is_refused_with_the_nearest_one(tmp_path):
    from cscli.datafile import read

    file = tmp_path / "late.yaml"
    head = "schema: 1\nintent: late\nlanguage: en\ntexts:\n  formal:\n    subject: S\n    chat: [x]\n    email:\n"
    text = head + "      - newz: x\n"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        read(file, "template")
    assert "late.yaml:9: unknown key 'newz', did you mean 'news'?" in caught.value.message
    file.write_text(text.replace("newz: x", "{role: regrets, text: x}"), encoding="utf-8")
    with pytest.raises(DataFileError, match="'regrets' is not one of") as caught:
        read(file, "template")
    assert "regret" in caught.value.problems[0].hint
