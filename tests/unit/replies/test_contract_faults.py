"""What a check finds wrong with contracts: names of what there is not."""

from sweeps import each

from cscli.replies.contract.intent import parse_intents
from cscli.replies.templates.part_checks import faults_of_contracts

KIND = {"type": "choice", "choices": ["paper", "glass"], "about": "What it is", "example": "paper"}
DAY = {"type": "date", "about": "When", "example": "2026-12-03"}


def faults(contradicts=(), variables=None, **keys):
    """The faults of two situations, ``sent`` and ``held``; the keys are those of ``sent``."""
    plain = {"kind": "good", "about": "It is so.", "variables": {"kind": KIND, "day": DAY} | (variables or {})}
    found = parse_intents({"intents": {"sent": plain | keys, "held": plain}, "contradicts": list(contradicts)})
    return {fault for _, fault in faults_of_contracts(found)}


def test_contracts_that_name_what_there_is_have_no_faults():
    other = {"other": {"type": "choice", "choices": ["a"], "about": "Other", "example": "a", "by_market": {"DE": "a"}}}
    order = ["day", "day"]
    assert faults(in_order=[order, {"values": order, "when": {"kind": {"not": "paper"}}}], variables=other) == set()


def test_a_condition_may_name_the_day_on_which_working_days_end():
    count = {"days": {"type": "count", "about": "How many", "example": 5}}
    assert faults(ends={"day_end": ["day", "days"]}, variables=count, **conflict(day_end="earlier")) == set()


NO_VALUE = "a condition names kind={}, which is not a value of it"


def conflict(**when):
    """A contract with one contradiction."""
    return {"conflicts": [{"when": when, "because": "x"}]}


@each(
    ("keys", "fault"),
    [
        (conflict(weight="set"), "a condition names weight, which is not a variable"),
        (conflict(kind="tin"), NO_VALUE.format("tin")),
        (conflict(kind={"not": "tin"}), NO_VALUE.format("tin")),
        (conflict(kind="later"), NO_VALUE.format("later")),
        ({"answers": [{"situation": "lost", "roles": ["news"]}]}, "answers lost, which is not a situation"),
        (
            {"answers": [{"situation": "held", "roles": ["news"], "keeps": ["place"]}]},
            "keeps place of held, which has no such variable",
        ),
        ({"after": ["lost"]}, "comes after lost, which is not a situation"),
        ({"beside": {"late": [{"situation": "lost"}]}}, "late stands beside lost, which is not a situation"),
        (conflict(day_end="earlier"), "a condition names day_end, which is not a variable"),
        (
            {"ends": {"day_end": ["day", "kind"]}},
            "counts day_end from day and kind, which are not a date and a count of it",
        ),
        ({"in_order": [["day", "date"]]}, "puts date in order, which is a variable of no situation"),
        ({"in_order": [{"values": ["day", "day"], "when": {"kind": "tin"}}]}, NO_VALUE.format("tin")),
        (
            {"variables": {"kind": KIND | {"by_market": {"DE": "tin"}}}},
            "kind of DE is tin, which is not a choice of it",
        ),
        (
            {"contradicts": [{"situations": ["sent", "lost"], "because": "x"}]},
            "contradicts lost, which is not a situation",
        ),
    ],
)
def test_a_name_of_nothing_is_a_fault(keys, fault):
    assert faults(**keys) == {fault}
