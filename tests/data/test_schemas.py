"""The JSON Schemas that editors use and the reader agree: what one refuses, the other refuses too."""

import copy
import json
from functools import lru_cache

import jsonschema
import yaml
from sweeps import each

from cscli.clock.zones import all_zones
from cscli.config_keys import KEYS
from cscli.datafile import read
from cscli.errors import DataFileError
from cscli.markets.catalog import currencies
from cscli.paths import schema_path, shipped_root

ROOT = shipped_root()
FORMATS = {"iana-zone": all_zones, "currency": currencies}
CONFIG = {
    "schema": 1,
    "shop": {"name": "Nordlicht Store", "url": "https://shop.example", "support_hours": "CN", "roster": "desk.yaml"},
    "agent": {"name": "Li Wei", "zone": "Asia/Shanghai", "gender": "female", "reads": ["zh", "en"]},
    "order_numbers": ["A-[0-9]{4,}"],
    "languages": ["en", "pt-BR"],
    "engines": ["memory"],
    "industries": ["fashion"],
    "fxtranslate": {"models": "models", "mirror": "https://mirror.example/models"},
    "apertium": {"modes": "modes"},
    "libretranslate": {"url": "http://127.0.0.1:5000/"},
    "google": {"url": "https://google.example"},
    "mymemory": {"url": "https://mymemory.example", "email": "desk@shop.example"},
    "microsoft": {"url": "https://microsoft.example", "region": "westeurope"},
    "deepl": {"url": "https://deepl.example"},
    "llm": {"url": "http://127.0.0.1:8080/v1", "model": "own"},
    "cases": {"reopen_days": 7},
    "feedback": {
        "cooldown_days": 30,
        "expires_days": 14,
        "link": "https://shop.example/s?t={token}",
        "consent": "given",
    },
    "privacy": "ask",
    "database": "desk.db",
}
FILES = {
    "market": ["locales/markets/JP.yaml", "locales/markets/CA.yaml"],
    "language": ["locales/languages/th.yaml", "locales/languages/pt-BR.yaml"],
    "template": ["templates/de/shipping-delay.yaml"],
    "intents": ["templates/intents.yaml"],
    "sources": ["locales/sources.yaml"],
    "people": ["locales/names/people.yaml"],
    "companies": ["locales/names/companies.yaml"],
    "holidays": ["locales/holidays/GB.json"],
    "checks": ["locales/checks/register.yaml", "locales/checks/leftovers.yaml", "locales/checks/length.yaml"],
    "phrases": ["locales/phrases/de.yaml"],
    "mail": ["locales/mail/de.yaml"],
    "glossary": ["locales/glossaries/shipping.yaml"],
    "placeholders": ["locales/placeholders.yaml"],
    "policies": ["policies.yaml"],
    "macro": ["macros/delay.yaml", "macros/thanks.yaml"],
}
WINDOWS = ["09:00-12:00", "22:00-06:00"]
TYPED = {
    "config": CONFIG,
    "schedule": {
        "schema": 1, "zone": "America/New_York", "hours": {"mon-fri": WINDOWS, "sat": ["22:00-24:00"]},
        "holidays": ["2026-12-25", "2026-12-27..2026-12-29"], "calendar": "US", "breaks": {"2026-12-24": WINDOWS},
        "shifts": {"2026-02-14": WINDOWS},
    },
    "roster": {
        "schema": 1,
        "agents": [
            {
                "name": "Li Wei", "zone": "Asia/Shanghai", "languages": ["zh", "en"],
                "shifts": {"mon-fri": ["09:00-18:00"], "2026-12-24": ["09:00-12:00"]},
                "off": ["2026-12-24..2026-12-26"], "holidays": "CN",
            }
        ],
        "demand": [{"market": "DE", "hours": "business", "languages": ["de"], "agents": 1}],
    },
    "holiday-edits": {
        "schema": 1, "market": "DE", "remove": ["2026-05-25"],
        "add": [{"date": "2026-12-24", "name": "Heiligabend", "kind": "half", "from": "13:00", "regions": ["BY"]}],
    },
}  # fmt: skip
SAMPLES = [(kind, name) for kind, names in FILES.items() for name in names] + [(kind, "") for kind in TYPED]
MOST = 7


@lru_cache
def schema_of(kind: str) -> dict:
    return json.loads(schema_path(kind).read_bytes())


@lru_cache
def sample(kind: str, name: str) -> dict:
    """A document of a kind; of a glossary some terms, since all are alike."""
    content = read(ROOT / name, kind).content if name else TYPED[kind]
    return content | {"terms": content["terms"][:5]} if kind == "glossary" else content


def places(value, place=()):
    """Every place in a document: the keys and indexes that lead to it."""
    yield place
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from places(part, (*place, key))


def at(document, place):
    for key in place:
        document = document[key]
    return document


def spread(found: list) -> list:
    """At most ``MOST`` of what was found, from all over the document."""
    return found[:: max(1, len(found) // MOST)][:MOST]


def unknown_keys(document):
    """The document with an unknown key in one of its mappings."""
    for place in spread([p for p in places(document) if isinstance(at(document, p), dict)]):
        changed = copy.deepcopy(document)
        at(changed, place)["zzz"] = "x"
        yield place, changed


def without_keys(document):
    """The document with one of its keys left out."""
    for place in [(key,) for key in document] + spread(
        [p for p in places(document) if len(p) > 1 and isinstance(p[-1], str)]
    ):
        changed = copy.deepcopy(document)
        del at(changed, place[:-1])[place[-1]]
        yield place, changed


def wrong_types(document):
    """The document with one value of another type."""
    for place in spread([p for p in places(document) if p]):
        for other in ({"a": []}, ["x", None], 7.5):
            changed = copy.deepcopy(document)
            at(changed, place[:-1])[place[-1]] = other
            yield place, changed


@lru_cache
def validator(kind: str) -> jsonschema.Draft202012Validator:
    checker = jsonschema.FormatChecker(formats=())
    zones, codes = all_zones(), currencies()
    checker.checks("iana-zone")(lambda value: not isinstance(value, str) or value in zones)
    checker.checks("currency")(lambda value: not isinstance(value, str) or value in codes)
    return jsonschema.Draft202012Validator(schema_of(kind), format_checker=checker)


def is_valid(kind: str, document) -> bool:
    return validator(kind).is_valid(document)


def is_read(kind: str, document, folder) -> bool:
    path = folder / "mutated.yaml"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    try:
        return read(path, kind, formats=FORMATS).content == document
    except DataFileError:
        return False


@each("kind", [*FILES, *TYPED])
def test_a_schema_is_a_schema(kind):
    schema = schema_of(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]


@each("kind", [*FILES, *TYPED])
def test_every_object_of_a_schema_says_what_else_it_may_hold(kind):
    schema = schema_of(kind)
    objects = [at(schema, p) for p in places(schema) if isinstance(at(schema, p), dict)]
    open_ones = [o for o in objects if o.get("type") == "object" and "additionalProperties" not in o]
    assert open_ones == []


@each(("kind", "name"), SAMPLES)
def test_a_shipped_file_is_valid_for_both(kind, name, tmp_path):
    document = sample(kind, name)
    assert is_valid(kind, document)
    assert is_read(kind, document, tmp_path)


@each("mutate", [unknown_keys, without_keys, wrong_types])
@each(("kind", "name"), SAMPLES)
def test_schema_and_reader_agree_about_a_file_that_was_changed(kind, name, mutate, tmp_path):
    verdicts = [(place, is_valid(kind, d), is_read(kind, d, tmp_path)) for place, d in mutate(sample(kind, name))]
    assert [v for v in verdicts if v[1] is not v[2]] == []
    assert not all(valid for _, valid, _ in verdicts)


@each(
    ("kind", "name", "place"),
    [
        *[("market", "locales/markets/JP.yaml", p) for p in [(), ("week",), ("quiet", 0), ("tone",), ("rights", 0)]],
        *[
            ("language", "locales/languages/th.yaml", p)
            for p in [(), ("names",), ("letter",), ("letter", "email"), ("words",)]
        ],
        *[("template", "templates/de/shipping-delay.yaml", p) for p in [(), ("texts",), ("texts", "formal")]],
        *[("intents", "templates/intents.yaml", p) for p in [(), ("intents", "shipping-delay")]],
        ("intents", "templates/intents.yaml", ("intents", "shipping-delay", "variables", "goodwill")),
        ("sources", "locales/sources.yaml", ()),
        *[("config", "", p) for p in [(), ("shop",), ("agent",)]],
    ],
)
def test_an_unknown_key_is_refused_wherever_names_are_not_free(kind, name, place, tmp_path):
    document = copy.deepcopy(sample(kind, name))
    at(document, place)["zzz"] = "x"
    assert not is_valid(kind, document)
    assert not is_read(kind, document, tmp_path)


@each(("kind", "name"), SAMPLES)
def test_every_required_key_is_missed_by_both(kind, name, tmp_path):
    document = sample(kind, name)
    for key in schema_of(kind)["required"]:
        changed = {k: v for k, v in document.items() if k != key}
        assert not is_valid(kind, changed), key
        assert not is_read(kind, changed, tmp_path), key


def test_the_settings_of_the_schema_are_the_settings_of_the_program():
    known = set()
    for key, part in schema_of("config")["properties"].items():
        known |= {f"{key}.{name}" for name in part["properties"]} if part.get("type") == "object" else {key}
    assert known - {"schema"} == set(KEYS)


def test_the_file_is_the_same_to_the_reader_and_to_a_plain_yaml_parser_where_it_holds_text():
    path = ROOT / "templates" / "de" / "shipping-delay.yaml"
    plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert read(path, "template").content["texts"] == plain["texts"]


def test_a_value_of_another_form_is_told_with_an_example_and_not_with_a_pattern():
    """A form whose signs are words of their own, such as {amount}, explains itself."""
    bare = []

    def look(part, place):
        if isinstance(part, dict):
            pattern = part.get("pattern")
            if isinstance(pattern, str) and "{" not in pattern.replace("]{", "") and "examples" not in part:
                bare.append(".".join(place))
            for key, value in part.items():
                look(value, (*place, key))
        elif isinstance(part, list):
            for value in part:
                look(value, place)

    for kind in ("config", "holiday-edits", "market", "language", "roster", "schedule"):
        look(json.loads(schema_path(kind).read_text(encoding="utf-8")), (kind,))
    assert [place for place in bare if "calling_code" not in place] == []
