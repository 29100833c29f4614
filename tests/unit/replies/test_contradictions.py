"""What contradicts itself is refused; by which day and which values."""

from datetime import date

import pytest
from small_contract import CONTRACT
from sweeps import each

from cscli.errors import UsageError
from cscli.replies.contract.intent import parse_intents, rules_of
from cscli.replies.contract.rule import InOrder, broken_rules, parse_conditions, refuse_contradictions, rules_for
from cscli.replies.values.in_order import is_reversed, orders_for


def test_a_later_day_contradicts_only_after_today():
    contract = {"intents": {"late": CONTRACT["intents"]["late"] | {"conflicts": [
        {"when": {"wanted": "bill", "day": "later"}, "because": "it is today."},
    ]}}}  # fmt: skip
    rules, today = rules_of([parse_intents(contract)["late"]]), date(2026, 12, 3)
    refuse_contradictions(rules, {"wanted": "bill", "day": today}, today=today)
    with pytest.raises(UsageError) as caught:
        refuse_contradictions(rules, {"wanted": "bill", "day": date(2026, 12, 4)}, today=today)
    assert caught.value.message == "wanted=bill and a later day contradict each other: it is today."


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


@each(
    "values", [{}, {"fix": "again"}, {"fix": "again", "day": "3"}, {"fix": "money"}, {"day": "3"}, {"wanted": "bill"}]
)
def test_no_rule_that_values_break_is_left_out_for_their_names(values):
    intents = parse_intents(CONTRACT)
    rules = rules_of([intents[name] for name in ("late", "lost")])
    assert broken_rules(rules_for(rules, values), values) == broken_rules(rules, values)


@each(("day", "is_lately"), [(1, False), (2, True), (3, True), (4, False)])
def test_lately_is_today_or_yesterday(day, is_lately):
    (condition,) = parse_conditions({"day": "lately"})
    assert condition.told() == "a day of today or yesterday"
    assert condition.holds({"day": date(2026, 12, day)}, today=date(2026, 12, 3)) is is_lately
    assert not condition.holds({"day": date(2026, 12, day)})


def test_only_values_that_are_both_there_can_come_the_other_way_round():
    order = InOrder("first", "last")
    days = {"first": date(2026, 12, 4), "last": date(2026, 12, 3)}
    assert orders_for([order], ("first", "other")) == ()
    assert is_reversed(*orders_for([order], days), days)
