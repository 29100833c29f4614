"""The snapshot of CLDR: complete for what ships, the same from the same release, and readable when it changes."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import babel
import pytest
from sweeps import each

from cscli.markets.cldr import UnknownLocaleError, date_tokens, locale_data, snapshot_folder
from cscli.markets.currency import dearest_postage

ROOT = Path(__file__).parent.parent.parent
TOOL = ROOT / "tools" / "locale_data.py"
RELEASE = json.loads((snapshot_folder() / "codes.json").read_bytes())["babel"]
WITHOUT_BABEL = "import sys; sys.modules.update(dict.fromkeys(('babel', 'babel.core', 'babel.localedata')))\n"
EVERY_PAIR = """
import os
from cscli.markets.catalog import Catalog, currencies
from cscli.markets.cldr import locale_data
from cscli.markets.formats import formats_for
from cscli.paths import platform_paths
catalog = Catalog(platform_paths(os.environ))
markets = [catalog.market(code) for code in catalog.market_codes()]
for tag in catalog.language_tags():
    for market in markets:
        formats_for(catalog.language(tag), market)
    locale_data(tag, "", "", "full")
assert "EUR" in currencies()
print(len(markets) * len(catalog.language_tags()))
"""
REPLY = """
from cscli.cli.door.app import app
app(args=["reply", "shipping-delay", "--market", sys.argv[1], "--set", "order_number=A-1042", "--set",
          "new_date=2026-12-03", "--no-log"], prog_name="cscli")
"""


def generated(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.skipif(babel.__version__ != RELEASE, reason=f"the snapshot is of Babel {RELEASE}, another is installed")
def test_generating_the_snapshot_again_from_its_release_gives_the_same_bytes(tmp_path):
    made = subprocess.run([sys.executable, TOOL, "--folder", tmp_path], check=True, capture_output=True, text=True)
    assert generated(tmp_path) == generated(snapshot_folder())
    assert "de-CH: is new" in made.stdout.splitlines()


def test_the_lowest_babel_that_is_allowed_is_the_release_of_the_snapshot():
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    (bounds,) = [need for need in needed if need.startswith("babel")]
    assert re.search(r">=([\d.]+)", bounds)[1] == RELEASE


def test_every_shipped_language_and_market_is_written_without_babel():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_BABEL + EVERY_PAIR], check=False, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 1000


@each("market", ["KR", "CH", "TW", "SA", "IN"])
def test_a_reply_is_written_where_babel_cannot_be_imported(market):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_BABEL + REPLY, market], check=False, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "A-1042" in done.stdout


@each(
    ("language", "market", "home", "locale", "month"),
    [
        ("cs", "CZ", "", "cs_CZ", "prosince"),
        ("cs", "", "", "cs", "prosince"),
        ("fr", "BE", "FR", "fr_BE", "décembre"),
        ("el", "JP", "GR", "el_GR", "Δεκεμβρίου"),
    ],
)
def test_babel_answers_for_a_language_or_market_of_the_users_own(language, market, home, locale, month):
    found = locale_data(language, market, home, "long")
    assert (found.locale, found.months["MMMM"][11]) == (locale, month)


@each("language", ["qq", "../../etc/passwd", "", "DE/..", "x" * 500])
def test_a_language_that_nobody_knows_is_refused(language):
    with pytest.raises(UnknownLocaleError):
        locale_data(language, "", "", "long")


@each(
    ("pattern", "tokens"),
    [
        ("d. MMMM y", (("d", 1), (". ", 0), ("M", 4), (" ", 0), ("y", 1))),
        ("d 'de' MMM", (("d", 1), (" de ", 0), ("M", 3))),
        ("h 'o''clock' a", (("h", 1), (" o'clock ", 0), ("a", 1))),
        ("HH''mm", (("H", 2), ("'", 0), ("m", 2))),
        ("y年M月d日", (("y", 1), ("年", 0), ("M", 1), ("月", 0), ("d", 1), ("日", 0))),
        ("", ()),
    ],
)
def test_a_date_pattern_is_taken_apart_into_fields_and_literal_text(pattern, tokens):
    assert date_tokens(pattern) == tokens


def test_every_file_names_its_release_and_its_version_of_cldr():
    made_from = {(data["babel"], data["cldr"]) for data in map(json.loads, generated(snapshot_folder()).values())}
    assert len(made_from) == 1


def test_an_update_says_in_words_what_changed(monkeypatch):
    monkeypatch.syspath_prepend(TOOL.parent)
    from locale_data import differences

    before = {
        "codes": {"babel": "1", "cldr": "46", "languages": ["de", "fr"], "currencies": ["EUR"]},
        "de": {"babel": "1", "cldr": "46", "group": ".", "cities": {"Asia/Tokyo": "Tokyo", "Asia/Dili": "Dili"}},
        "de-LI": {"locale": "de_LI"},
    }
    after = {
        "codes": {"babel": "2", "cldr": "47", "languages": ["cs", "de", "fr"], "currencies": ["EUR"]},
        "de": {"babel": "2", "cldr": "47", "group": "\u00a0", "cities": {"Asia/Tokyo": "Tokio"}},
    }
    assert list(differences(before, after)) == [
        "Babel 1 (CLDR 46) -> Babel 2 (CLDR 47)",
        'codes: languages.cs: null -> "known"',
        'de: cities.Asia/Dili: "Dili" -> null',
        'de: cities.Asia/Tokyo: "Tokyo" -> "Tokio"',
        'de: group: "." -> "\\u00a0"',
        "de-LI: is gone",
    ]
    assert list(differences(after, after))[1:] == ["No locale changed."]


def test_what_a_parcel_may_cost_is_known_for_the_currency_of_every_market(desk):
    markets = [desk.catalog.market(code) for code in desk.catalog.market_codes()]
    assert [market.code for market in markets if dearest_postage(market.currency) == float("inf")] == []
