"""The shipped markets, languages and templates: whole, cited, and in agreement with each other."""

import json
import re
from collections import Counter
from datetime import datetime
from functools import cache

import pytest
import yaml
from babel import Locale
from sweeps import each

from cscli.clock.zones import all_zones
from cscli.datafile import read
from cscli.markets.terms import Channel, Register
from cscli.paths import schema_path, shipped_root
from cscli.replies.compose import Request
from cscli.replies.templates.inspect import missing_templates, template_faults
from cscli.replies.templates.preview import home_market

ROOT = shipped_root()
NOW = datetime.fromisoformat("2026-11-22T09:30:00Z")
MARKETS = sorted(path.stem for path in (ROOT / "locales" / "markets").glob("*.yaml"))
TAGS = sorted(path.stem for path in (ROOT / "locales" / "languages").glob("*.yaml"))
TEMPLATES = sorted(path.name for path in (ROOT / "templates").iterdir() if path.is_dir())
LEFT = yaml.safe_load((ROOT / "tests" / "data" / "left_to_write.yaml").read_text(encoding="utf-8"))
EIGHT = ["order-confirmation", "shipping-notice", "shipping-delay", "customs-hold", "lost-parcel", "damaged-item",
         "refund-issued", "where-is-my-order"]  # fmt: skip
PARTS = {"salutation", "closing", "signature", "offer"}
SLOTS = {
    "given",
    "family",
    "full",
    "single",
    "courtesy",
    "company",
    "household",
    "honorific",
    "vocative",
    "patronymic",
    "shop",
    "agent",
    "subject",
}


def content(*parts: str, kind: str) -> dict:
    return read(ROOT.joinpath(*parts), kind).content


def cited(value) -> set[str]:
    """All keys of sources that a file's content names, wherever they stand."""
    if isinstance(value, dict):
        own = set(value["sources"]) if isinstance(value.get("sources"), list) else set()
        return own.union(*map(cited, value.values()))
    return set().union(*map(cited, value)) if isinstance(value, list) else set()


def graded(value) -> list[dict]:
    """All facts of a file that carry a grade of confidence."""
    found = [value] if isinstance(value, dict) and "confidence" in value else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [*found, *(fact for part in inner for fact in graded(part))]


def test_as_many_markets_and_languages_ship_as_the_readme_promises():
    promised = re.search(r"(\d+) markets and (\d+) languages", (ROOT / "README.md").read_text(encoding="utf-8"))
    bases = {tag.partition("-")[0] for tag in TEMPLATES}
    assert promised is not None
    assert promised.groups() == (str(len(MARKETS)), str(len(bases)))


@each("code", MARKETS)
def test_a_market_loads_and_is_whole(desk, code):
    market = desk.catalog.market(code)
    assert market.zone in market.zones
    assert [zone for zone in market.zones if zone not in all_zones()] == []
    assert market.hours
    assert market.weekend
    assert len(set(market.languages)) == len(market.languages)
    assert all(tag.endswith(f"-{code}") for tag in market.languages)


@each("tag", TAGS)
def test_a_language_loads_and_has_every_part_of_a_letter(desk, tag):
    language = desk.catalog.language(tag)
    assert language.scripts
    assert set(language.address) == {r.value for r in Register}
    assert language.market in MARKETS
    for register in Register:
        for part in PARTS:
            assert language.patterns(Channel.EMAIL, part, register), (part, register)
        assert language.patterns(Channel.CHAT, "salutation", register), register


@each("tag", TAGS)
def test_the_patterns_of_a_language_use_only_slots_that_exist(desk, tag):
    language = desk.catalog.language(tag)
    known = SLOTS | set(language.customer_words) | set(language.agent_words)
    patterns = [p for parts in language.letter.values() for by in parts.values() for ps in by.values() for p in ps]
    assert {slot for p in patterns for slot in p.slots} <= known
    assert [p.text for p in patterns if p.text.count("{") != len(p.slots) or p.text.count("}") != len(p.slots)] == []


@each("tag", TAGS)
def test_a_salutation_always_has_a_form_for_a_customer_without_name_and_gender(desk, tag):
    language = desk.catalog.language(tag)
    always = {*language.customer_words, *language.agent_words}
    for channel in Channel:
        for register in Register:
            last = language.patterns(channel, "salutation", register)[-1]
            assert set(last.slots) <= always, last.text
            assert (last.gender, last.agent_gender, last.kind) == ("", "", ""), last.text


@each("tag", TAGS)
def test_no_pattern_of_a_letter_stands_twice_in_its_list(desk, tag):
    for parts in desk.catalog.language(tag).letter.values():
        for by_register in parts.values():
            for patterns in by_register.values():
                assert max(Counter(patterns).values()) == 1


@each("tag", TAGS)
def test_cldr_knows_the_language_and_writes_it_in_the_same_direction(desk, tag):
    locale = Locale.parse(tag, sep="-")
    assert (locale.text_direction == "rtl") is desk.catalog.language(tag).is_rtl


def test_every_source_that_is_cited_is_listed():
    listed = set(content("locales", "sources.yaml", kind="sources")["sources"])
    files = [("markets", "market", name) for name in MARKETS] + [("languages", "language", name) for name in TAGS]
    missing = {
        name: cited(content("locales", folder, f"{name}.yaml", kind=kind)) - listed for folder, kind, name in files
    }
    assert {name: keys for name, keys in missing.items() if keys} == {}


@each("code", MARKETS)
def test_a_fact_that_was_read_names_where(code):
    facts = graded(content("locales", "markets", f"{code}.yaml", kind="market"))
    assert facts
    assert [f for f in facts if f.get("basis") == "read" and not f.get("sources")] == []


@each("code", MARKETS)
def test_every_right_has_a_topic_and_a_grade(code):
    rights = content("locales", "markets", f"{code}.yaml", kind="market")["rights"]
    assert rights
    assert all(right["topic"] and right["says"] and right["confidence"] for right in rights)


def test_the_eight_situations_ship_with_their_kinds(desk):
    kinds = {name: intent.kind for name, intent in desk.templates.intents.items()}
    assert set(EIGHT) <= set(kinds)
    assert kinds["shipping-delay"] == kinds["lost-parcel"] == kinds["damaged-item"] == kinds["customs-hold"] == "bad"
    assert set(desk.templates.intents["shipping-delay"].required) == {"order_number", "new_date"}


def test_a_delay_needs_nothing_but_the_order_and_the_new_date(desk):
    optional = [v.name for v in desk.templates.intents["shipping-delay"].variables.values() if not v.required]
    assert {"old_date", "delay_reason", "goodwill", "tracking_link"} <= set(optional)


@pytest.fixture(scope="module")
def faults_of(desk):
    """The faults of the templates of a language; they are looked for once."""
    return cache(lambda tag: template_faults(desk.templates, desk.catalog, language=tag))


@each("tag", TEMPLATES)
def test_the_templates_of_a_language_fit_their_contracts_in_every_combination(faults_of, tag):
    assert [fault for fault in faults_of(tag) if not fault.is_advice] == []


def test_a_text_says_all_that_matters_but_for_what_is_still_to_be_written(faults_of):
    counted = {tag: sum(fault.is_advice for fault in faults_of(tag)) for tag in TEMPLATES}
    assert {tag: number for tag, number in counted.items() if number != LEFT.get(tag, 0)} == {}


def test_every_language_has_every_situation(desk):
    assert missing_templates(desk.templates) == ()


@each("tag", TEMPLATES)
def test_a_folder_of_templates_holds_nothing_but_situations(desk, tag):
    assert {path.name for path in (ROOT / "templates" / tag).iterdir()} <= {f"{i}.yaml" for i in desk.templates.intents}
    assert tag in TAGS


@each("code", MARKETS)
def test_a_market_can_be_answered_in_each_of_its_languages_or_along_its_chain(desk, code):
    market = desk.catalog.market(code)
    for tag in ("", *market.languages):
        for intent in desk.templates.intents.values():
            raw = {v.name: v.example for v in intent.variables.values() if v.required}
            asked = Request(intents=(intent.name,), market=code, language=tag, now=NOW)
            made = desk.reply(asked, raw)
            bases = {t.partition("-")[0] for t in market.languages}
            assert made.language.partition("-")[0] in bases, (tag, intent.name)


@each("code", MARKETS)
def test_a_market_is_first_answered_in_its_own_first_language(desk, code):
    market = desk.catalog.market(code)
    chosen = desk.templates.choose([desk.templates.intents["shipping-delay"]], market)
    assert chosen.wanted == market.languages[0]
    assert not chosen.is_fallback


@each("tag", TEMPLATES)
def test_a_language_is_at_home_in_a_market_that_reads_it(desk, tag):
    bases = {t.partition("-")[0] for t in home_market(tag, desk.catalog).languages}
    assert tag.partition("-")[0] in bases


@each("tag", TEMPLATES)
def test_a_value_comes_out_as_it_was_typed_also_at_the_start_of_a_text(desk, tag):
    for intent in desk.templates.intents.values():
        raw = {v.name: v.example for v in intent.variables.values() if v.required} | {"order_number": "i-1042"}
        for channel in ("email", "chat"):
            market = home_market(tag, desk.catalog).code
            asked = Request(intents=(intent.name,), market=market, language=tag, channel=channel, now=NOW)
            made = desk.reply(asked, raw)
            assert "i-1042" in made.body, (intent.name, channel)
            assert not re.search("[Iİ]-1042", made.body + made.subject), (intent.name, channel)


def test_every_schema_that_ships_is_used_by_a_kind_of_file():
    shipped = {path.name.partition(".")[0] for path in schema_path("market").parent.glob("*.json")}
    assert {"market", "language", "template", "intents", "sources", "config"} <= shipped
    assert all(json.loads(schema_path(kind).read_bytes())["title"] for kind in shipped)
