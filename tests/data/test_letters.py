"""Letters about several situations, in every language: each fact once, one apology, nothing that contradicts."""

import re
from functools import cache
from itertools import islice, permutations

import pytest

from cscli.errors import UsageError
from cscli.markets.person import Person
from cscli.markets.terms import Channel, Kind, Register
from cscli.paths import shipped_root
from cscli.replies.contract.intent import ValueType, joint_variables, rules_of
from cscli.replies.contract.part import Role
from cscli.replies.contract.rule import refuse_contradictions
from cscli.replies.render import Renderer
from cscli.replies.templates.inspect import contract_faults
from cscli.replies.templates.preview import home_market
from cscli.replies.values.typed import parse_values
from cscli.replies.voice import Voice

ROOT = shipped_root()
TAGS = sorted(path.name for path in (ROOT / "templates").iterdir() if path.is_dir())
# Values that go together: what the parcel's news is, and what the shop does.
VALUES = {
    "duties_paid": False,  # what is paid already is not held for charges
    "status": "in-transit", "remedy": "reship", "payment_method": "card", "hold_reason": "value-check",
    "return_needed": True, "refund_parts": "shipping", "options": "wait",
    "last_scan_place": "Xanten", "tracking_link": "https://track.example/1",
}  # fmt: skip


@pytest.fixture(scope="module")
def renderer(desk):
    """Renderers of some situations in a language and channel, in the language's most formal text."""

    @cache
    def of(names: tuple[str, ...], tag: str, channel: str = "email") -> Renderer:
        intents = [desk.templates.intent(name) for name in names]
        voice = Voice(
            market=home_market(tag, desk.catalog), language=desk.catalog.language(tag), channel=Channel(channel),
            register=Register.FORMAL,
        )  # fmt: skip
        return Renderer(intents, [desk.templates.template(name, tag) for name in names], voice, desk.catalog.cache)

    return of


# Pairs of situations of which one letter cannot say some values, as intents.yaml has it.
NOT_IN_ONE_LETTER = {
    frozenset({"lost-parcel", "shipping-notice"}): ("new_date", "duties_paid"),  # one date, no charges
    frozenset({"damaged-item", "shipping-notice"}): (  # likewise; what has left already waits for no photos
        "replacement_date",
        "duties_paid",
        "photo_request",
        "photos_by_date",
        "upload_link",
    ),
    frozenset({"order-confirmation", "shipping-delay"}): ("tracking_link",),  # there is no parcel yet
    frozenset({"shipping-notice", "shipping-delay"}): ("options",),  # what has left can only be waited for
    frozenset({"damaged-item", "shipping-delay"}): ("options",),  # nobody need answer, and photos are asked for
    frozenset({"customs-hold", "shipping-notice"}): ("duties_paid",),  # who pays the charges is said once
    frozenset({"customs-hold", "shipping-delay"}): (
        "options",
        "delay_reason",
    ),  # can only be waited for, and is late because of customs
    frozenset({"lost-parcel", "refund-issued"}): ("refund_days",),  # bank_days says it
    frozenset({"damaged-item", "refund-issued"}): ("refund_days",),  # likewise
    frozenset({"damaged-item", "where-is-my-order"}): (
        "status",
        "last_scan_at",
        "last_scan_place",
        "delivery_from",
        "delivery_to",
    ),  # what arrived is not on its way
}


def values_for(desk, names):
    """All values that the situations take, but for those of choices that contradict each other; None where none fit."""
    intents = [desk.templates.intent(name) for name in names]
    variables = joint_variables(intents)
    wanted = {v.name: VALUES.get(v.name, v.example) for v in variables.values()}
    raw = {
        name: v.example if v.choices and wanted[name] not in v.choices else wanted[name]
        for name, v in variables.items()
    }
    for pair, unsaid in NOT_IN_ONE_LETTER.items():
        if pair <= set(names):
            raw = {name: value for name, value in raw.items() if name not in unsaid or variables[name].required}
    values = parse_values(raw, variables, "EUR")
    try:
        refuse_contradictions(rules_of(intents), values)
    except UsageError:
        return None
    return values


def combinations(desk):
    """Every ordered pair of situations, and twenty triples, with values; those that are refused are left out."""
    names = list(desk.templates.intents)
    triples = (t for t in permutations(names, 3) if values_for(desk, t) is not None)
    found = [(pair, values_for(desk, pair)) for pair in permutations(names, 2)]
    found += [(triple, values_for(desk, triple)) for triple in islice(triples, 0, 200, 10)]
    return [(names, values) for names, values in found if values is not None]


def test_situations_are_refused_together_only_for_a_reason_that_the_contracts_give(desk):
    refused = {pair for pair in permutations(desk.templates.intents, 2) if values_for(desk, pair) is None}
    assert refused == {(two, one) for one, two in refused}
    assert {frozenset(pair) for pair in refused} == {
        frozenset(pair) for pair in [
            ("lost-parcel", "shipping-delay"), ("lost-parcel", "customs-hold"), ("lost-parcel", "where-is-my-order"),
            ("order-confirmation", "shipping-notice"), ("order-confirmation", "customs-hold"),
            ("order-confirmation", "lost-parcel"), ("order-confirmation", "damaged-item"),
            ("order-confirmation", "where-is-my-order"), ("customs-hold", "damaged-item"),
            ("lost-parcel", "damaged-item"),
            *(("survey", name) for name in desk.templates.intents if name != "survey"),
        ]
    }  # fmt: skip


def test_the_contracts_name_only_what_there_is(desk):
    assert contract_faults(desk.templates) == ()


def test_every_pair_and_twenty_triples_say_each_shared_fact_once_and_apologise_once(desk, renderer):
    offenders = []
    for names, values in combinations(desk):
        channel = "chat" if names == tuple(sorted(names)) else "email"  # a pair is written in both, once in each order
        for tag in TAGS:
            made = renderer(names, tag, channel)
            body = made.reply(Person(), values).body
            offenders += [f"{tag} {'+'.join(names)} {channel}: {fault}" for fault in faults(made, values, body)]
    assert not offenders, "\n".join(offenders)


def faults(made, values, body):
    """What is wrong with a letter about several situations."""
    steps = made._planner.plan(values).steps
    parts = [(made._situations[s.situation].parts, s) for s in steps]
    roles = [(parts[(s.text - 1) % len(parts)].role, s.situation) for parts, s in parts]
    if sum(role is Role.APOLOGY for role, _ in roles) > 1:
        yield "apologises twice"
    plain = [p for parts, step in parts if "{{" not in (p := parts[(step.text - 1) % len(parts)]).text]
    is_bad = any(situation.intent.kind is Kind.BAD for situation in made._situations)
    if is_bad and any(part.role is Role.THANKS for part in plain):
        yield "thanks for bad news"
    if len({situation for role, situation in roles if role is Role.REGRET}) > 1:
        yield "regrets for several situations"
    for variable in made.variables.values():
        is_fact = (variable.shared or variable.required) and variable.type in (ValueType.URL, ValueType.TEXT)
        if is_fact and variable.name in values:
            text = values[variable.name]
            said = count(text, body)
            if said > max(1, *(count_alone(situation, values, text) for situation in made._situations)):
                yield f"says {variable.name} {said} times"
    low = [p for p in body.split("\n\n")[2:] if p[0].islower() and not p.startswith("https://")]
    yield from (f"begins a paragraph with {paragraph[:20]!r}" for paragraph in low)


LINK = re.compile(r"https?://\S+")


def count(value, text):
    """How often a text says a value; the link to an order may hold its number."""
    return (text if LINK.match(value) else LINK.sub("", text)).count(value)


def count_alone(situation, values, text):
    """How often a situation says a value in a letter of its own."""
    variables = situation.intent.variables
    own = {
        n: v for n, v in values.items() if n in variables and (not variables[n].choices or v in variables[n].choices)
    }
    written, _ = situation.written(own, Person().gender)
    return count(text, "\n".join(written[1 : 1 + len(situation.parts)]))


def test_a_letter_about_a_lost_parcel_does_not_say_that_the_shop_looks_where_it_is(desk, renderer):
    values = parse_values({"order_number": "A-1042"}, joint_variables([desk.templates.intent("lost-parcel")]), "EUR")
    offenders = []
    for tag in TAGS:
        made = renderer(("where-is-my-order", "lost-parcel"), tag)
        (place,) = (n for n, s in enumerate(made._situations) if s.intent.name == "where-is-my-order")
        parts = made._situations[place].parts
        said = [parts[(s.text - 1) % len(parts)].role for s in made._planner.plan(values).steps if s.situation == place]
        offenders += [tag] if Role.NEWS in said else []
    assert not offenders, offenders


ABOUT = re.compile("photo_request|return_needed")  # what a part of the letter about damage speaks of first


def test_photos_are_asked_for_before_the_damaged_article_is_sent_back(desk):
    offenders = []
    for tag in TAGS:
        for register, text in desk.templates.template("damaged-item", tag).texts.items():
            for channel in Channel:
                asked = [part.text for part in text.parts(channel) if part.role is Role.WHAT_TO_DO]
                about = [found[0] for text in asked if (found := ABOUT.findall(text))]
                offenders += [f"{tag} {register} {channel}"] if about != sorted(about) else []
    assert not offenders, offenders


# Values that are said although another one, with which they often come, is not known.
SAID_ALONE = {
    "customs-hold": {"charges_amount": "4900", "payment_link": "https://pay.example/1"},
    "damaged-item": {"refund_amount": "4900", "refund_days": 7},
    "lost-parcel": {"refund_amount": "4900", "refund_days": 7},
}  # fmt: skip


def test_what_is_known_is_said_where_the_rest_is_not_known_yet(desk, renderer):
    offenders = []
    for name, known in SAID_ALONE.items():
        values = parse_values({"order_number": "A-1", **known}, joint_variables([desk.templates.intent(name)]), "EUR")
        for tag in TAGS:
            for channel in ("email", "chat"):
                left = renderer((name,), tag, channel).left_out(values)
                offenders += [f"{tag} {name} {channel}: {value}" for value in left if value in known]
    assert not offenders, "\n".join(offenders)


def test_a_sentence_of_a_single_parcel_does_not_count_it(desk, renderer):
    """In languages that spell the number out."""
    offenders = []
    variables = joint_variables([desk.templates.intent("shipping-notice")])
    values = parse_values({"order_number": "A", "parcel_count": 1}, variables, "EUR")
    for tag in ("de", "en", "en-GB", "es", "es-MX", "fr", "fr-CA", "it", "nl", "pl", "pt", "pt-BR", "sv"):
        for channel in ("email", "chat"):
            body = renderer(("shipping-notice",), tag, channel).reply(Person(), values).body
            offenders += [f"{tag} {channel}: {line}" for line in body.splitlines() if "1" in line]
    assert not offenders, "\n".join(offenders)


def test_bad_news_addresses_a_customer_as_any_other_letter_does(desk):
    from cscli.replies.compose import chosen_register

    offenders = []
    for code in desk.catalog.market_codes():
        market = desk.catalog.market(code)
        for tag in market.languages:
            if tag not in desk.catalog.language_tags() and tag.partition("-")[0] not in desk.catalog.language_tags():
                continue
            language = desk.catalog.language(tag)
            used = {chosen_register("", market, kind, language) for kind in Kind}
            forms = {language.address.get(register) for register in used}
            names = {language._calls_by_given_name(register) for register in used}
            if len(forms) > 1 or len(names) > 1:
                offenders.append((code, tag, forms, names))
    assert not offenders, "\n".join(offenders)


# What the texts of a situation ask about the rest of the letter, in every language and channel.
ASKED = {"refund-issued": "goes_on", "shipping-notice": "resent"}


def test_every_language_knows_a_refund_on_top_and_a_second_parcel(desk):
    offenders = [
        f"{tag} {name} {register} {channel}"
        for name, test in ASKED.items()
        for tag in TAGS
        for register, text in desk.templates.template(name, tag).texts.items()
        for channel in Channel
        if not any(f"if {test} %}}" in part.text for part in text.parts(channel))
    ]
    assert not offenders, offenders
