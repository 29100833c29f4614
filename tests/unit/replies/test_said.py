"""What a letter about several situations says of its values, what it leaves out, and what it names as left out."""

import yaml
from small_contract import CONTRACT, TRACKING, VALUES, VARIABLES, written

from cscli.markets.person import Person
from cscli.markets.terms import Gender
from cscli.paths import shipped_root
from cscli.replies.render import CHAT_HOLDS
from cscli.replies.values.typed import parse_values


def test_several_values_of_a_choice_are_joined_as_the_language_joins(letters):
    assert "We need the bill and a proof." in written(letters("late"), wanted="bill,proof")
    assert "We need a proof of payment." in written(letters("late"), wanted=["proof"])
    assert "We need the bill and a proof." in written(letters("late"), wanted=["bill", "proof"])


def test_conditions_see_each_of_several_values(letters):
    tests = {"b": "'bill' in wanted", "s": "wanted is several", "o": "wanted == 'bill'"}
    test = "".join(f"{{% if {condition} %}}{mark}{{% endif %}}" for mark, condition in tests.items())
    one = letters("late", texts={"late": [{"news": f"X{test} {{{{ order }}}}"}]})
    assert written(one, wanted="bill") == ["Xbo A-1"]
    assert written(one, wanted="bill,proof") == ["Xbs A-1"]
    assert written(one) == ["X A-1"]


def test_values_that_no_text_says_are_named(letters):
    silent = letters("paid", channel="chat", texts={"paid": [{"news": "{{ order }} is paid."}]})
    values = parse_values(VALUES, silent.variables, "USD")
    assert silent.left_out(values) == ("link", "day")
    assert letters("lost", "paid").left_out(values) == ()


def test_a_letter_about_one_of_something_decides_nothing_about_the_next_one_about_more(letters):
    counted = {"type": "count", "example": 2, "about": "Parcels"}
    contract = {"intents": CONTRACT["intents"] | {"paid": CONTRACT["intents"]["paid"] | {
        "variables": VARIABLES | {"count": counted},
    }}}  # fmt: skip
    texts = {"paid": [{"news": "We paid."}, {"news": "{% if count > 1 %}In {{ count }} parts.{% endif %}"}]}
    made = letters("late", "paid", texts=texts, contract=contract)
    assert "In 1 parts." not in written(made, count="1")
    assert "In 2 parts." in written(made, count="2")


def test_a_chat_about_two_does_without_what_weighs_least_until_it_fits_one_message(letters):
    thanks, news = (
        {"thanks": "Thank you for {{ order }}. " + "Dear " * 80},
        {"news": "{{ order }} is late." + " So" * 80},
    )
    aside, lost = {"news": "{% if day %}" + "Seen " * 80 + "{{ day }}.{% endif %}"}, [{"news": "{{ order }} is lost."}]
    texts = {"late": [thanks, news, aside, TRACKING, {"regret": "Sorry. " * 20}], "lost": lost}
    made = letters("late", "lost", channel="chat", texts=texts)
    values = parse_values(VALUES, made.variables, "USD")
    text = made.reply(Person(), values)
    words = ("Sorry", "Thank", "Seen", "So So", "https://x.example/1")
    assert [word in text.body for word in words] == [False, False, True, True, True]
    assert (text.shortened, len(text.body) <= CHAT_HOLDS) == (frozenset(), True)
    texts["late"][1] = {"news": "{{ order }} is late." + " So" * 250}
    shorter = letters("late", "lost", channel="chat", texts=texts).reply(Person(), values)
    assert ("Seen" in shorter.body, shorter.shortened, len(shorter.body) <= CHAT_HOLDS) == (False, {"day"}, True)
    assert "Seen" in letters("late", "lost", texts=texts).reply(Person(), values).body


def test_one_message_of_a_chat_holds_what_the_check_of_its_length_allows(shipped):
    rules = yaml.safe_load((shipped_root() / "locales" / "checks" / "length.yaml").read_text(encoding="utf-8"))["rules"]
    assert [rule["most"] for rule in rules if rule.get("channels") == ["chat"]] == [CHAT_HOLDS]


def test_a_value_that_only_the_condition_of_an_answer_names_is_not_said(letters):
    covers = {"type": "choice", "choices": ["all", "part"], "example": "all", "about": "What is paid"}
    answer = {"situation": "lost", "roles": ["question"], "when": {"covers": "all"}}
    contract = {"intents": CONTRACT["intents"] | {"paid": CONTRACT["intents"]["paid"] | {
        "variables": VARIABLES | {"covers": covers}, "answers": [answer],
    }}}  # fmt: skip
    made = letters("lost", "paid", contract=contract)
    assert made.left_out(parse_values(VALUES | {"covers": "all"}, made.variables, "USD")) == ("covers",)


def test_a_text_can_ask_whether_the_letter_has_said_a_value_already(letters):
    asks = "{{ order }} is late{% if day %}, {{ day }}{% elif day is said %}, as said{% endif %}."
    texts = {"lost": [{"news": "Lost {{ day }}."}], "late": [{"news": asks}]}
    assert "A-1 is late, as said." in written(letters("lost", "late", texts=texts), fix="again")
    assert written(letters("late", texts=texts)) == ["A-1 is late, December 3, 2026."]


def test_a_text_may_leave_out_a_required_value_that_the_other_situation_has_named(letters):
    named = "{{ order | once('order #', again='your order') }}."
    texts = {name: [{"news": f"{name}: {named}"}] for name in ("lost", "late")}
    assert written(letters("late", "lost", texts=texts), fix="again") == ["Late: order A-1.", "Lost: your order."]
    assert written(letters("lost", "late", texts=texts), fix="again") == ["Lost: order A-1.", "Late: your order."]
    assert written(letters("late", texts=texts)) == ["Late: order A-1."]


def test_a_chat_that_is_too_long_keeps_the_part_that_alone_names_the_order(letters):
    texts = {
        "late": [{"thanks": "Thanks for writing about {{ order }}."}, {"news": "It is late."}],
        "paid": [{"news": "We paid{% if order is not said %} for {{ order }}{% endif %}." + " Really." * 200}],
    }
    chat = letters("late", "paid", texts=texts, channel="chat")
    assert "about A-1" in chat.reply(Person(gender=Gender.UNKNOWN), parse_values(VALUES, chat.variables, "USD")).body


def test_a_value_that_another_one_keeps_out_of_the_text_is_named(letters):
    hides = "{{ order }}{% if link %} See {{ link }}.{% elif wanted %} We need {{ wanted }}.{% endif %}"
    one = letters("late", texts={"late": [{"news": hides}]})
    values = parse_values({"order": "A-1", "link": VALUES["link"], "wanted": "bill"}, one.variables, "USD")
    assert one.left_out(values) == ("wanted",)


def test_a_choice_whose_sentence_the_text_has_anyway_is_said(letters):
    one = letters("lost", texts={"lost": [{"news": "{{ order }}: You get your money."}]})
    assert one.left_out(parse_values({"order": "A-1", "fix": "money"}, one.variables, "USD")) == ()


def test_a_choice_that_the_text_says_through_another_value_is_said(letters):
    pays = "{% if link %}You pay here: {{ link }}{% elif fix == 'money' %}You pay.{% endif %}"
    one = letters("lost", texts={"lost": [{"news": pays}]})
    assert one.left_out(
        parse_values({"order": "A-1", "link": VALUES["link"], "fix": "money"}, one.variables, "USD")
    ) == ("order",)
    other = parse_values(
        {"order": "A-1", "link": VALUES["link"], "fix": "again", "day": "2026-12-03"}, one.variables, "USD"
    )
    assert "fix" in one.left_out(other)
