"""Parts and their roles: what a letter about several situations says, in which order, and what it leaves out."""

from datetime import date

import pytest
import yaml
from sweeps import each

from cscli.errors import DataFileError, UsageError
from cscli.markets.person import Person
from cscli.markets.terms import Channel, Gender, Register
from cscli.paths import shipped_root
from cscli.replies.contract.intent import parse_intents, rules_of
from cscli.replies.contract.part import ORDER, Role, Starts, parse_order, parse_parts
from cscli.replies.contract.rule import refuse_contradictions
from cscli.replies.render import CHAT_HOLDS, Renderer
from cscli.replies.templates.template import parse_template
from cscli.replies.values.typed import parse_values
from cscli.replies.voice import Voice

VARIABLES = {
    "order": {"type": "text", "required": True, "example": "A-1", "about": "Order"},
    "link": {"type": "url", "shared": True, "chat": True, "example": "https://x.example/1", "about": "Page"},
    "day": {"type": "date", "shared": True, "example": "2026-12-03", "about": "Day"},
}
FIX = {"type": "choice", "choices": ["money", "again"], "example": "money", "about": "Remedy"}
WANTED = {"type": "choice", "choices": ["bill", "proof"], "several": True, "example": "bill", "about": "Papers"}
PAYS = VARIABLES["link"] | {"says": {"fix": "money"}}
CONTRACT = {
    "intents": {
        "late": {"kind": "bad", "about": "Late", "variables": VARIABLES | {"wanted": WANTED}},
        "lost": {
            "kind": "bad", "about": "Lost", "variables": VARIABLES | {"link": PAYS, "fix": FIX},
            "conflicts": [{"when": {"fix": "again", "day": "unset"}, "because": "it needs its day."}],
        },
        "paid": {
            "kind": "good", "about": "Paid", "variables": VARIABLES,
            "answers": [
                {"situation": "lost", "roles": ["question"]},
                {"situation": "late", "roles": ["news"], "keeps": ["day"]},
            ],
            "after": ["lost"],
        },
    },
    "contradicts": [{"situations": ["late", "lost"], "when": {"fix": "money"}, "because": "it is one or the other."}],
}  # fmt: skip
TRACKING = {"tracking": "{% if link %}See {{ link }}{% endif %}"}
NEXT = {"next-step": "{% if day %}We write on {{ day }}.{% else %}We will write.{% endif %}"}
TEXTS = {
    "late": [
        {"thanks": "Thank you."},
        {"role": "news", "text": "Sorry, {{ order }} is late.", "also": "{{ order }} is late, too."},
        {"what-to-do": "{% if wanted %}We need {{ wanted }}.{% endif %}"}, TRACKING, NEXT, {"regret": "Sorry again."},
    ],
    "lost": [
        {"news": "{{ order }} is lost."}, {"apology": "We are sorry."}, {"remedy": "{% if fix %}{{ fix }}{% endif %}"},
        {"question": "{% if not fix %}What would you like?{% endif %}"}, TRACKING, NEXT, {"regret": "We regret it."},
    ],
    "paid": [{"thanks": "Many thanks."}, {"news": "we paid."}, TRACKING, NEXT],
}  # fmt: skip
CHOICES = {
    "wanted": {"bill": "the bill", "proof": {"text": "a proof of payment", "many": "a proof"}},
    "fix": {"money": "You get your money.", "again": "We send it again."},
}
VALUES = {"order": "A-1", "link": "https://x.example/1", "day": "2026-12-03"}


@pytest.fixture
def letters(shipped):
    """Renderers of situations of the test's own; ``texts`` replaces what a situation says in both channels."""

    def of(*names, channel="email", texts=None, contract=CONTRACT):
        intents = parse_intents(contract)
        templates = []
        for name in names:
            parts = (texts or {}).get(name, TEXTS[name])
            choices = {key: value for key, value in CHOICES.items() if key in intents[name].variables}
            text = {"subject": name, "email": parts, "chat": parts, "choices": choices}
            content = {"intent": name, "language": "en", "texts": {"formal": text}}
            templates.append(parse_template(content, digest="", path=f"{name}.yaml", layer="test"))
        voice = Voice(
            market=shipped.catalog.market("US"), language=shipped.catalog.language("en-US"), channel=Channel(channel),
            register=Register.FORMAL,
        )  # fmt: skip
        return Renderer([intents[name] for name in names], templates, voice)

    return of


def written(renderer, **values):
    """The paragraphs between the greeting and the offer of help."""
    parsed = parse_values(VALUES | values, renderer.variables, "USD")
    return renderer.reply(Person(gender=Gender.UNKNOWN), parsed).body.split("\n\n")[1:-2]


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


def test_a_text_can_ask_whether_it_stands_beside_another_situation(letters):
    contract = {"intents": CONTRACT["intents"] | {"paid": CONTRACT["intents"]["paid"] | {
        "beside": {"resent": [{"situation": "lost", "when": {"fix": "again"}}]},
    }}}  # fmt: skip
    texts = {"paid": [{"news": "The {% if resent %}second{% else %}first{% endif %} one left {{ order }}."}]}
    asked = letters("lost", "paid", texts=texts, contract=contract)
    assert "The second one left A-1." in written(asked, fix="again")
    assert "The first one left A-1." in written(asked, fix="money")
    assert written(letters("paid", texts=texts, contract=contract)) == ["The first one left A-1."]


def test_a_value_that_another_one_keeps_out_of_the_text_is_named(letters):
    hides = "{{ order }}{% if link %} See {{ link }}.{% elif wanted %} We need {{ wanted }}.{% endif %}"
    one = letters("late", texts={"late": [{"news": hides}]})
    values = parse_values({"order": "A-1", "link": VALUES["link"], "wanted": "bill"}, one.variables, "USD")
    assert one.left_out(values) == ("wanted",)


def test_a_choice_whose_sentence_the_text_has_anyway_is_said(letters):
    one = letters("lost", texts={"lost": [{"news": "{{ order }}: You get your money."}]})
    assert one.left_out(parse_values({"order": "A-1", "fix": "money"}, one.variables, "USD")) == ()


def test_a_part_that_says_what_an_answer_keeps_stays(letters):
    texts = {"late": [{"news": "{{ order }} is late."}, {"news": "{% if day %}Seen on {{ day }}.{% endif %}"}]}
    made = written(letters("late", "paid", texts=texts))
    assert "Seen on December 3, 2026." in made
    assert "A-1 is late." not in made


def test_a_letter_has_the_subject_of_what_weighs_most(letters):
    made = letters("paid", "late")
    assert made.reply(Person(gender=Gender.UNKNOWN), parse_values(VALUES, made.variables, "USD")).subject == "late"


def test_a_later_day_contradicts_only_after_today():
    contract = {"intents": {"late": CONTRACT["intents"]["late"] | {"conflicts": [
        {"when": {"wanted": "bill", "day": "later"}, "because": "it is today."},
    ]}}}  # fmt: skip
    rules, today = rules_of([parse_intents(contract)["late"]]), date(2026, 12, 3)
    refuse_contradictions(rules, {"wanted": "bill", "day": today}, today=today)
    with pytest.raises(UsageError) as caught:
        refuse_contradictions(rules, {"wanted": "bill", "day": date(2026, 12, 4)}, today=today)
    assert caught.value.message == "wanted=bill and a later day contradict each other: it is today."


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


@each(
    ("names", "values", "said"),
    [
        (("lost",), {"fix": "again"}, "fix=again and no day contradict each other: it needs its day."),
        (("late", "lost"), {"fix": "money"}, "late, lost and fix=money contradict each other: it is one or the other."),
    ],
)
def test_what_contradicts_itself_is_refused_with_the_reason(names, values, said):
    intents = parse_intents(CONTRACT)
    with pytest.raises(UsageError) as caught:
        refuse_contradictions(rules_of([intents[name] for name in names]), values)
    assert (caught.value.message, caught.value.problems[0].code) == (said, "contradiction")


def test_a_value_that_a_draft_still_lacks_contradicts_nothing():
    rules = rules_of([parse_intents(CONTRACT)["lost"]])
    refuse_contradictions(rules, {"fix": "again"}, draft=True)
    refuse_contradictions(rules, {"fix": "again", "day": "2026-12-03"})


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
