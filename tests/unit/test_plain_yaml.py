"""Settings in their usual form are read without the YAML library, and read as it reads them."""

import random

import pytest
from sweeps import each

from cscli import datafile
from cscli.clock.zones import all_zones
from cscli.config import stored_with
from cscli.config_keys import KEYS
from cscli.plain_yaml import plain_content

PIECES = [
    "schema: 1", "shop:", "shop: {name: Nordlicht Store}", "  name: Nordlicht", "  url: https://x.example:80/a",
    "  name: null", "privacy: ask", "privacy:  ask", "privacy: ask ", "privacy: 'ask'",
    "database: ''", "database: '12'", "  reads: ['de', en]",
    "shop: {url: 'http://x:8'}",
    "database: 'true'", "database: 'it''s'", "privacy: ask # why",
    "# a word", "", " ", "agent:", "  reads: [de, en]", "  reads: [de,en]", "  reads: []",
    "engines: [memory, deepl]", "engines:", "- memory", "  - memory", "database: /var/x y.db", "database: a: b",
    "database: a:b", "database: 12", "database: true", "database: True", "...", "database: x\t",
    "shop: {name: x, url: y}", "shop: {name: x,url: y}", "shop: {name: x, name: y}", "shop: {}", "---",
    "database: postgresql://desk@h:5432/x", "  continued", "  url: [x]", "database: Ünï cödé 北京",
    "database: x\u2028y", "? x",
]  # fmt: skip


def test_whatever_it_reads_it_reads_as_the_library_does(tmp_path):
    chance = random.Random(7)  # noqa: S311 - the same tries each time
    path, read = tmp_path / "tried.yaml", 0
    for _ in range(3000):
        text = "\n".join(chance.choices(PIECES, k=chance.randrange(1, 5)))
        quick = plain_content(text.encode())
        if quick is not None:
            read += 1
            path.write_bytes(text.encode())
            assert datafile.unchecked(path) == (quick or None), text
    assert read > 100


@pytest.mark.parametrize(
    "changes",
    [
        {"shop.name": "Nordlicht Store"},
        {"shop.name": "Nordlicht", "agent.zone": "Asia/Shanghai", "agent.reads": "de,en", "privacy": "local-only"},
        {"database": "postgresql://desk@host:5432/desk", "languages": "de", "llm.url": "http://localhost:8080/v1"},
    ],
)
def test_what_config_set_writes_needs_no_library(tmp_path, changes):
    path = tmp_path / "cscli.yaml"
    path.write_text(stored_with(path, changes, all_zones), encoding="utf-8")
    quick = plain_content(path.read_bytes())
    assert quick == datafile.unchecked(path)
    assert changes.keys() <= KEYS.keys()


@each("raw", [b"\xff", b"\xef\xbb\xbfschema: 1", b"schema: 1\r\n", b"a: &x y", b"a: *x", b"a: !t x"])
def test_anything_unusual_is_left_to_the_library(raw):
    assert plain_content(raw) is None
