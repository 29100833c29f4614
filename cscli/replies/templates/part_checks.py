"""What the parts of a template lack: roles, points, values that a chat should say, a second form of an apology.

None of this stops a template from working, so it is advice.
"""

from collections.abc import Iterator, Mapping

from cscli.markets.language import Language
from cscli.markets.terms import Channel
from cscli.replies.contract.intent import Intent, ValueType, Variable
from cscli.replies.contract.part import LetterPart, Role
from cscli.replies.contract.rule import EARLIER, LATELY, LATER, SET, UNSET, BesideTest, Condition
from cscli.replies.templates.template import Text

_MAY_APOLOGISE = (Role.APOLOGY, Role.REGRET)
_LAST_DAY = Variable(name="", type=ValueType.DATE, about="The day on which working days end")


def part_advice(intent: Intent, text: Text, channel: Channel, language: Language, used: set[str]) -> Iterator[str]:
    """What a text of a channel could do better; ``used`` are the variables that it uses."""
    parts = text.parts(channel)
    if all(part.role is Role.BODY for part in parts):
        yield (
            "has no roles, so a letter about several situations prints it as one block: it repeats facts and apologies."
            " Name what each part is for: " + ", ".join(role for role in Role if role is not Role.BODY)
        )
        return
    made = {*points_made(text, channel)}
    for point in intent.points:
        if point.name not in made:
            yield f"does not make the point {point.name} ({point.about})"
    unsaid = [v.name for v in intent.variables.values() if not v.required and v.name not in used]
    if channel is Channel.CHAT:
        unsaid = [name for name in unsaid if intent.variables[name].chat]
    yield from (f"never uses {name}" for name in unsaid)
    yield from _second_apologies(parts, language)


def points_made(text: Text, channel: Channel) -> set[str]:
    """The points that a text makes: those that parts and choices name, and the roles of its parts."""
    parts = text.parts(channel)
    by_choices = (point for choices in text.choices.values() for choice in choices.values() for point in choice.makes)
    return {*(part.role.value for part in parts), *(point for part in parts for point in part.makes), *by_choices}


def unknown_points(intent: Intent, text: Text, channel: Channel) -> Iterator[str]:
    """Points that a text says it makes, and that the contract does not know."""
    known = {*(point.name for point in intent.points), *Role}
    for name in sorted(points_made(text, channel) - known):
        yield f"makes {name}, which is not a point of the contract: {', '.join(p.name for p in intent.points)}"


def _second_apologies(parts: tuple[LetterPart, ...], language: Language) -> Iterator[str]:
    for part in parts:
        if part.role in _MAY_APOLOGISE or part.also is not None:
            continue
        word = next((word for word in language.apology if word in part.text.lower()), "")
        if word:
            yield (
                f"its {part.role} apologises ({word}): say in also: how it reads after another apology,"
                " or make the apology a part of its own"
            )


def faults_of_contracts(intents: Mapping[str, Intent]) -> Iterator[tuple[str, str]]:
    """What is wrong with the contracts themselves, as pairs of a situation and a fault."""
    for intent in intents.values():
        for rule in intent.rules:
            yield from (
                (intent.name, f"contradicts {s}, which is not a situation") for s in rule.situations if s not in intents
            )
            about = [intents[s] for s in rule.situations if s in intents]
            yield from ((intent.name, fault) for c in rule.when for fault in _condition_faults(c, about))
        for answer in intent.answers:
            if answer.situation not in intents:
                yield intent.name, f"answers {answer.situation}, which is not a situation"
                continue
            about = [intent, intents[answer.situation]]
            yield from ((intent.name, fault) for c in answer.when for fault in _condition_faults(c, about))
            yield from (
                (intent.name, f"keeps {name} of {answer.situation}, which has no such variable")
                for name in answer.keeps
                if name not in intents[answer.situation].variables
            )
        for told, other in _others(intent):
            if other.situation not in intents:
                yield intent.name, f"{told} {other.situation}, which is not a situation"
                continue
            about = [intent, intents[other.situation]]
            yield from ((intent.name, fault) for c in other.when for fault in _condition_faults(c, about))
        for variable in intent.variables.values():
            yield from ((intent.name, fault) for c in variable.says for fault in _condition_faults(c, [intent]))
            yield from (
                (intent.name, f"{variable.name} of {market} is {choice}, which is not a choice of it")
                for market, choice in variable.by_market.items()
                if choice not in variable.choices
            )
        known = {name for other in intents.values() for name in other.variables}
        yield from ((intent.name, fault) for fault in _order_faults(intent, known))
        for point in intent.points:
            yield from ((intent.name, fault) for c in point.when for fault in _condition_faults(c, [intent]))


def _order_faults(intent: Intent, known: set[str]) -> Iterator[str]:
    """What is wrong with the values that come in an order, and with the days to which others count."""
    for end, counted in intent.ends.items():
        kinds = [intent.variables[name].type for name in counted if name in intent.variables]
        if kinds != [ValueType.DATE, ValueType.COUNT]:
            yield f"counts {end} from {' and '.join(counted)}, which are not a date and a count of it"
    for order in intent.in_order:
        yield from (fault for c in order.when for fault in _condition_faults(c, [intent]))
        yield from (
            f"puts {name} in order, which is a variable of no situation" for name in order[:2] if name not in known
        )


def _others(intent: Intent) -> Iterator[tuple[str, BesideTest]]:
    """The situations that one comes after or stands beside, each with the words for it."""
    yield from (("comes after", other) for other in intent.after)
    yield from ((f"{test} stands beside", other) for test, others in intent.beside.items() for other in others)


def _condition_faults(condition: Condition, about: list[Intent]) -> Iterator[str]:
    found = [i.variables[condition.variable] for i in about if condition.variable in i.variables]
    if any(condition.variable in i.ends for i in about):
        found.append(_LAST_DAY)
    if not found:
        yield f"a condition names {condition.variable}, which is not a variable"
        return
    choices = {key for variable in found for key in variable.choices}
    for value in condition.values:
        is_yes_or_no = isinstance(value, bool) and found[0].type is ValueType.BOOLEAN
        is_day = value in (LATER, EARLIER, LATELY) and found[0].type is ValueType.DATE
        if value not in (SET, UNSET) and value not in choices and not is_yes_or_no and not is_day:
            yield f"a condition names {condition.variable}={value}, which is not a value of it"
