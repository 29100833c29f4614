"""The quick yes to data that fits its schema: never a yes where the schema's own library says no."""

import copy
import json
import random

import jsonschema
import pytest
import yaml
from sweeps import each

from cscli.paths import shipped_root
from cscli.schema import fits

SCHEMAS = sorted((shipped_root() / "cscli" / "schemas").glob("*.json"))
KINDS = {"market": "locales/markets", "language": "locales/languages", "phrases": "locales/phrases",
         "glossary": "locales/glossaries", "template": "templates/de"}  # fmt: skip
ODD = [None, True, False, 0, 1, -1, 1.5, "", "x", "Europe/Berlin", [], [1], {}, {"x": 1}, "9" * 300, ["", ""]]
pytestmark = pytest.mark.skipif(not SCHEMAS, reason="an installed copy is tested by its own checkout")


def schema(kind):
    (path,) = [p for p in SCHEMAS if p.name == f"{kind}.schema.json"]
    return json.loads(path.read_bytes())


def places(value, at=()):
    """Every place in plain data, as a path of keys."""
    yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from places(item, (*at, key))


def spoiled(content, found, chance):
    """A copy with one value at one of the places ``found`` replaced, one key renamed, or one key gone."""
    whole = {"": copy.deepcopy(content)}
    *above, last = ("", *chance.choice(found))
    inside = whole
    for key in above:
        inside = inside[key]
    deed = chance.randrange(3)
    if deed == 0 or not isinstance(inside, dict):
        inside[last] = chance.choice(ODD)
    elif deed == 1:
        inside[f"{last}x"] = inside.pop(last)
        whole.setdefault("", {})
    else:
        inside.pop(last)
        whole.setdefault("", {})
    return whole[""]


@pytest.mark.parametrize("kind", KINDS)
def test_the_quick_yes_is_never_wrong(kind):
    chance = random.Random(4)  # noqa: S311 - the same tries each time
    wanted = schema(kind)
    slow = jsonschema.Draft202012Validator(wanted)
    files = sorted((shipped_root() / KINDS[kind]).glob("*.yaml"))[:4]
    wrong = []
    for path in files:
        content = yaml.load(path.read_bytes(), yaml.CSafeLoader)
        found = list(places(content))
        for _ in range(40):
            tried = spoiled(content, found, chance)
            if fits(tried, wanted, {}) and not slow.is_valid(tried):
                wrong.append((path.name, [e.message for e in slow.iter_errors(tried)]))
    assert wrong == []


def test_settings_that_fit_need_no_library():
    content = {"schema": 1, "shop": {"name": "x"}, "agent": {"reads": ["de"]}, "engines": ["memory"], "privacy": "ask"}
    assert fits(content, schema("config"), {})


@each(
    "content",
    [
        {"schema": True},
        {"schema": 1.0},
        {"schema": 1, "shops": {}},
        {"schema": 1, "shop": {"nam": "x"}},
        {"schema": 1, "shop": []},
        {"schema": 1, "engines": [""]},
        {"schema": 1, "markets": ["DEU"]},
        {"schema": 1, "privacy": "offline"},
        {"schema": 1, "agent": {"zone": "Europe/Berln"}},
        [],
        None,
    ],
)
def test_settings_that_do_not_fit_are_never_a_yes(content):
    assert not fits(content, schema("config"), {"iana-zone": lambda: {"Europe/Berlin"}})


def test_a_keyword_that_is_not_understood_is_never_a_yes():
    assert not fits({"a": 1}, {"type": "object", "if": {"required": ["b"]}, "then": {"required": ["c"]}}, {})
