"""What contradicts itself is refused; by which day and which values."""

from datetime import date

import pytest
from small_contract import CONTRACT
from sweeps import each

from cscli.errors import UsageError
from cscli.replies.contract.intent import parse_intents, rules_of
from cscli.replies.contract.rule import refuse_contradictions


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
