"""Every locale of every market, and whether the snapshot of CLDR can be compared with the Babel that is here."""

import json
import re

import babel
import pytest

from cscli.paths import shipped_root

MARKETS = sorted((shipped_root() / "locales" / "markets").glob("*.yaml"))
PAIRS = [(tag, p.stem) for p in MARKETS for tag in re.findall(r"\{tag: ([\w-]+)", p.read_text(encoding="utf-8"))]

same_release = pytest.mark.skipif(
    babel.__version__ != json.loads((shipped_root() / "locales" / "cldr" / "codes.json").read_bytes())["babel"],
    reason="the snapshot is compared with the release of Babel that it was made from, and another one is installed",
)
