"""Every language says every value that a situation takes, alone and beside any other one."""

from collections import defaultdict
from datetime import date
from itertools import combinations

import pytest

from cscli.errors import UsageError
from cscli.markets.person import Person
from cscli.markets.terms import Channel
from cscli.paths import shipped_root
from cscli.replies.contract.intent import Intent, Side, ValueType, Variable, rules_of
from cscli.replies.contract.rule import refuse_contradictions
from cscli.replies.render import Renderer
from cscli.replies.templates.preview import home_market
from cscli.replies.values.in_order import refuse_reversed
from cscli.replies.values.typed import parse_values
from cscli.replies.voice import Voice

TODAY = date(2026, 11, 22)
TAGS = sorted(path.name for path in (shipped_root() / "templates").iterdir() if path.is_dir())
DAYS = {Side.PAST: "2026-11-18", Side.EITHER: "2026-11-20", Side.FUTURE: "2026-12-04"}
LATER = {"new_date", "delivery_to", "replacement_date", "return_until"}  # each after the other days of its situation
NO_REFUND = {"damaged-item": {"replace", "repair"}, "lost-parcel": {"reship"}}


def choices_of(variable: Variable) -> list[str | tuple[str, ...]]:
    """Values with which a variable is tried: each of its choices, or one."""
    if variable.type is ValueType.CHOICE:
        return list(variable.choices)
    if variable.type is ValueType.BOOLEAN:
        return ["yes", "no"]
    if variable.type is ValueType.DATE:
        return ["2026-12-11" if variable.name in LATER else DAYS[variable.when or Side.EITHER]]
    example = variable.example
    return [tuple(example) if isinstance(example, list) else str(example)]


def sensible_values(intent: Intent, today) -> list[dict]:
    """Values by type: each value of a situation, and every two of different variables that do not contradict."""
    tried = [(v.name, value) for v in intent.variables.values() if not v.required for value in choices_of(v)]
    needed = {v.name: choices_of(v)[0] for v in intent.variables.values() if v.required}
    pairs = [((name, one),) for name, one in tried] + [p for p in combinations(tried, 2) if p[0][0] != p[1][0]]
    found = []
    for pair in pairs:
        values = parse_values(needed | dict(pair), intent.variables, "EUR")
        try:
            refuse_contradictions(rules_of([intent]), values, today=today)
            refuse_reversed(intent.in_order, values)
        except UsageError:
            continue
        found.append(values)
    return found


def may_be_left_out(intent: Intent, name: str, values: dict) -> bool:
    """What has nothing to be said about: when money comes back that is not paid back."""
    if name == "refund_days" and intent.name == "shipping-delay":
        return values.get("options") != "cancel-refund"
    return name in {"refund_days", "refund_amount"} and values.get("remedy") in NO_REFUND.get(intent.name, ())


@pytest.mark.parametrize("channel", Channel)
def test_every_language_says_every_value_alone_and_beside_each_other(desk, channel):
    left_out: dict[tuple[str, str], set[str]] = defaultdict(set)
    for intent in desk.templates.intents.values():
        told = sensible_values(intent, TODAY)
        for tag in TAGS:
            template, language = desk.templates.template(intent.name, tag), desk.catalog.language(tag)
            for register in template.texts:
                voice = Voice(
                    market=home_market(tag, desk.catalog), language=language, channel=channel, register=register,
                )  # fmt: skip
                renderer = Renderer([intent], [template], voice, desk.catalog.cache)
                for values in told:
                    text = renderer.reply(Person(), values)
                    unsaid = renderer.left_out(values) if text.left_out is None else text.left_out
                    for name in unsaid:
                        is_told = channel is Channel.EMAIL or intent.variables[name].chat
                        if is_told and not may_be_left_out(intent, name, values):
                            left_out[intent.name, f"{name} with {sorted(map(str, values))}"].add(tag)
    assert {key: sorted(tags) for key, tags in left_out.items()} == {}
