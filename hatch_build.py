"""When the program is installed: parse and check the shipped data once, so that no first start has to.

An entry is found by the digest of its file, as in the user's own cache: a file that is edited later is read anew.
"""

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

KINDS = {
    "locales/markets/*.yaml": "market",
    "locales/names/companies.yaml": "companies",
    "locales/names/people.yaml": "people",
    "locales/languages/*.yaml": "language",
    "locales/checks/*.yaml": "checks",
    "locales/phrases/*.yaml": "phrases",
    "locales/mail/*.yaml": "mail",
    "locales/glossaries/*.yaml": "glossary",
    "locales/placeholders.yaml": "placeholders",
    "templates/intents.yaml": "intents",
    "templates/*/*.yaml": "template",
    "policies.yaml": "policies",
    "macros/*.yaml": "macro",
}


class CheckedData(BuildHookInterface):
    """Fills ``cscli/_cache`` before a wheel or an editable installation is made."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the plugin's signature
        """Parse every shipped file; a file that is wrong stops the build with its line."""
        root = Path(self.root)
        folder = root / "cscli" / "_cache"
        shutil.rmtree(folder, ignore_errors=True)
        sys.path.insert(0, str(root))
        from cscli.cache import Cache
        from cscli.datafile import read

        cache = Cache(folder=folder, creates=True, is_shipped=True)
        for pattern, kind in KINDS.items():
            for path in sorted(root.glob(pattern)):
                read(path, kind, cache=cache)
        build_data["artifacts"].append("/cscli/_cache")
