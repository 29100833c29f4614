"""The contract of each situation: which variables a reply has, of which type, and whether the news is bad."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from cscli.errors import UsageError
from cscli.markets.terms import Kind
from cscli.replies.contract.rule import AnsweredParts, BesideTest, Condition, InOrder, ReplyRule, hold, parse_conditions


class ValueType(StrEnum):
    """What a value is; it decides how it is read and how it is written for the customer."""

    TEXT = "text"
    DATE = "date"
    DATETIME = "datetime"
    MONEY = "money"
    NUMBER = "number"
    COUNT = "count"
    LIST = "list"
    URL = "url"
    CHOICE = "choice"
    BOOLEAN = "boolean"


class Side(StrEnum):
    """On which side of today a date lies by its meaning."""

    PAST = "past"  # today counts
    FUTURE = "future"  # today counts
    EITHER = "either"


class Frame(StrEnum):
    """What a sentence puts around free words."""

    QUOTED = "quoted"
    CARRIER = "carrier"


class Variable(NamedTuple):
    """One variable of a situation.

    ``choices`` are the keys of a choice; one that is ``several`` takes more than one of them. What is ``shared`` is
    the same fact in every situation, so a letter says it once. What is ``chat`` must also be said in a chat. ``when``
    is the side of today on which a date lies. ``frame`` is what free words get in a sentence. An amount that is
    ``positive`` is not a message when it is nothing; a count above its ``most`` is a slip. A date that is ``lasting``
    may lie years away. A text that is ``numbered`` seldom lacks digits. ``postage`` are the conditions under which an
    amount is what sending a parcel costs. ``says`` are values of other variables that a text says by saying this one.
    ``by_market`` is a person's choice in a market, taken where only what
    this variable ``says`` was typed.
    """

    name: str
    type: ValueType
    about: str
    required: bool = False
    example: Any = None
    choices: tuple[str, ...] = ()
    several: bool = False
    shared: bool = False
    chat: bool = False
    when: Side | None = None
    frame: Frame | None = None
    positive: bool = False
    most: int | None = None
    lasting: bool = False
    numbered: bool = False
    postage: tuple[Condition, ...] = ()
    says: tuple[Condition, ...] = ()
    by_market: Mapping[str, str] = {}


class Point(NamedTuple):
    """What the texts of every language must say about a situation, where its conditions are met."""

    name: str
    about: str
    when: tuple[Condition, ...] = ()


class Intent(NamedTuple):
    """One situation, such as ``shipping-delay``."""

    name: str
    kind: Kind
    about: str
    variables: Mapping[str, Variable]
    points: tuple[Point, ...] = ()
    answers: tuple[AnsweredParts, ...] = ()
    rules: tuple[ReplyRule, ...] = ()
    ranges: Mapping[str, tuple[str, str]] = {}  # names of the first and the last day, by the name of the range
    ends: Mapping[str, tuple[str, str]] = {}  # names of a day and of working days from it on, by the name of the last
    in_order: tuple[InOrder, ...] = ()  # the two days of each range among them
    replaces: tuple[str, ...] = ()  # variables of other situations that this one makes out of date
    after: tuple[BesideTest, ...] = ()  # situations that a letter tells before this one
    beside: Mapping[str, tuple[BesideTest, ...]] = {}  # what a text can ask: whether the letter has one of these, too
    aside: bool = False  # a letter tells it behind all others and their links
    asks_reply: bool = False  # the letter ends without the offer to reply, as its text asks for a reply

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the variables that a reply cannot do without."""
        return tuple(v.name for v in self.variables.values() if v.required)


def parse_intents(content: Mapping[str, Any]) -> dict[str, Intent]:
    """All situations from ``templates/intents.yaml``, already checked against the schema."""
    intents = content["intents"]
    pairs = [_parse_rule(raw["situations"], raw) for raw in content.get("contradicts", ())]
    alone = {name: raw["alone"] for name, raw in intents.items() if "alone" in raw}
    pairs += [ReplyRule((name, other), (), why) for name, why in alone.items() for other in intents if other != name]
    return {name: _parse_intent(name, raw, pairs) for name, raw in intents.items()}


def told_in_order(intents: Sequence[Intent], values: Mapping[str, Any]) -> list[int]:
    """The places of some situations in the order in which a letter tells them: as they come, but each after its own.

    ``values`` are those of the reply: some situations come after another only where its conditions hold. What is aside
    comes after all that is not.
    """
    others = {intent.name for intent in intents if not intent.aside}
    before = [
        others if intent.aside else {one.situation for one in intent.after if hold(one.when, values)}
        for intent in intents
    ]
    left, told = list(range(len(intents))), list[int]()
    while left:
        waiting = {intents[place].name for place in left}
        told.append(next((place for place in left if waiting.isdisjoint(before[place])), left[0]))
        left.remove(told[-1])
    return told


def _parse_rule(situations: Sequence[str], raw: Mapping[str, Any]) -> ReplyRule:
    return ReplyRule(
        tuple(situations), parse_conditions(raw.get("when", {})), raw["because"], raw.get("doubtful", False)
    )


def _parse_intent(name: str, raw: Mapping[str, Any], pairs: Sequence[ReplyRule]) -> Intent:
    return Intent(
        name=name,
        kind=Kind(raw["kind"]),
        about=raw["about"],
        variables={
            variable: Variable(
                name=variable,
                type=ValueType(v["type"]),
                about=v["about"],
                required=v.get("required", False),
                example=v["example"],
                choices=tuple(v.get("choices", ())),
                several=v.get("several", False),
                shared=v.get("shared", False),
                chat=v.get("chat", False),
                when=Side(v["when"]) if "when" in v else None,
                frame=Frame(v["frame"]) if "frame" in v else None,
                positive=v.get("positive", False),
                most=v.get("most"),
                lasting=v.get("lasting", False),
                numbered=v.get("numbered", False),
                postage=parse_conditions(v.get("postage", {})),
                says=parse_conditions(v.get("says", {})),
                by_market=v.get("by_market", {}),
            )
            for variable, v in raw["variables"].items()
        },
        points=tuple(
            Point(point, p["about"], parse_conditions(p.get("when", {}))) for point, p in raw.get("points", {}).items()
        ),
        answers=tuple(
            AnsweredParts(
                situation=answer["situation"],
                roles=tuple(answer["roles"]),
                when=parse_conditions(answer.get("when", {})),
                keeps=tuple(answer.get("keeps", ())),
            )
            for answer in raw.get("answers", ())
        ),
        rules=(
            *(_parse_rule((name,), conflict) for conflict in raw.get("conflicts", ())),
            *(rule for rule in pairs if name in rule.situations),
        ),
        ranges={range_: (ends[0], ends[1]) for range_, ends in raw.get("ranges", {}).items()},
        ends={end: (counted[0], counted[1]) for end, counted in raw.get("ends", {}).items()},
        in_order=tuple(map(_parse_in_order, (*raw.get("ranges", {}).values(), *raw.get("in_order", ())))),
        replaces=tuple(raw.get("replaces", ())),
        after=tuple(map(_parse_beside, raw.get("after", ()))),
        beside={test: tuple(map(_parse_beside, others)) for test, others in raw.get("beside", {}).items()},
        aside=raw.get("aside", False),
        asks_reply=raw.get("asks_reply", False),
    )


def _parse_beside(raw: str | Mapping[str, Any]) -> BesideTest:
    if isinstance(raw, str):
        return BesideTest(raw, ())
    return BesideTest(raw["situation"], parse_conditions(raw.get("when", {})))


def _parse_in_order(raw: Sequence[str] | Mapping[str, Any]) -> InOrder:
    if not isinstance(raw, Mapping):
        return InOrder(raw[0], raw[1])
    first, last = raw["values"]
    when = parse_conditions(raw.get("when", {}))
    return InOrder(first, last, when, raw.get("strictly", False), raw.get("doubtful", False))


def rules_of(intents: Sequence[Intent], *, doubtful: bool = False) -> tuple[ReplyRule, ...]:
    """The contradictions that a reply about some situations can hold, each once: those refused, or those doubtful."""
    names = {intent.name for intent in intents}
    found = dict.fromkeys(rule for i in intents for rule in i.rules if names.issuperset(rule.situations))
    return tuple(rule for rule in found if rule.doubtful is doubtful)


def orders_of(intents: Sequence[Intent], *, doubtful: bool = False) -> tuple[InOrder, ...]:
    """Which values of a reply about some situations never come the other way round, or seldom, each once."""
    found = dict.fromkeys(order for intent in intents for order in intent.in_order)
    return tuple(order for order in found if order.doubtful is doubtful)


def joint_variables(intents: Sequence[Intent]) -> dict[str, Variable]:
    """The variables of several situations in one reply.

    A variable is required when one of them requires it; a choice takes what any of them offers.

    Raises:
        UsageError: two situations give one name different types.
    """
    joint: dict[str, Variable] = {}
    for intent in intents:
        for name, variable in intent.variables.items():
            known = joint.get(name)
            if known is not None and known.type is not variable.type:
                raise UsageError(
                    f"{name} is {known.type} in one situation and {variable.type} in {intent.name}.",
                    code="intents-disagree",
                    hint="Send two replies.",
                )
            if known is None:
                joint[name] = variable
            elif known != variable:
                joint[name] = known._replace(
                    required=known.required or variable.required,
                    several=known.several or variable.several,
                    choices=tuple(dict.fromkeys((*known.choices, *variable.choices))),
                )
    return joint


def worst_kind(intents: Sequence[Intent]) -> Kind:
    """The kind of a reply about several situations: bad news outweighs neutral, neutral outweighs good."""
    kinds = {intent.kind for intent in intents}
    return next(kind for kind in (Kind.BAD, Kind.NEUTRAL, Kind.GOOD) if kind in kinds)
