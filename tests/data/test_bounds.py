"""The bounds of libraries in pyproject.toml: each library has a lowest release that the lowest lane can install."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

# Their data is printed, names of theirs are used that they do not document, or their loading time is part of a start.
NEEDS_BOTH_BOUNDS = {
    "typer", "rich", "babel", "jinja2", "icalendar", "recurring-ical-events", "platformdirs", "jsonschema", "eldc",
    "deep-translator", "psycopg", "google-re2", "rapidfuzz", "requests", "fxtranslate", "highspy", "holidays",
}  # fmt: skip


def named(need):
    return re.match(r"[A-Za-z0-9-]+", need)[0]


def needs():
    extras = PROJECT["optional-dependencies"]
    return [*PROJECT["dependencies"], *(need for name, needed in extras.items() if name != "dev" for need in needed)]


def test_every_library_has_a_whole_lowest_release(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools")
    from fresh import lowest

    found = dict(line.split("==") for line in lowest())
    assert set(found) >= {named(need) for need in PROJECT["dependencies"]}
    assert "cscli" not in found


def test_what_we_rely_on_beyond_a_documented_interface_has_both_bounds():
    open_ended = {named(need) for need in needs() if "<" not in need and "==" not in need}
    assert open_ended & NEEDS_BOTH_BOUNDS == set()
    assert {named(need) for need in needs()} >= NEEDS_BOTH_BOUNDS
