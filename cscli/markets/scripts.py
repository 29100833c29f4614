"""In which script a language is written where its regions differ, from ``locales/scripts_by_region.json``."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cscli.datafile import read_generated
from cscli.paths import shipped_root

_LETTERS = 4  # of an ISO 15924 code


@lru_cache(maxsize=256)
def script_of(tag: str) -> str:
    """The script that a BCP 47 tag names, else that of its region: ``Hant`` for ``zh-TW``; empty if neither says it."""
    language, *rest = tag.replace("_", "-").split("-")
    for part in rest:
        if len(part) == _LETTERS and part.isalpha():
            return part.title()
    scripts = _by_language().get(language.lower(), {})
    regions = {part.upper() for part in rest}
    written = (script for script, places in scripts.items() if script != "usual" and not regions.isdisjoint(places))
    return next(written, scripts.get("usual", ""))


def region_of_script(language: str, script: str) -> str:
    """The region whose way of writing a script stands for: ``TW`` for Chinese in ``Hant``; empty for a usual one."""
    return next(iter(_by_language().get(language.lower(), {}).get(script.title(), ())), "")


def written_alike(one: str, other: str) -> bool:
    """Whether two BCP 47 tags name one language in one script: Chinese of Taiwan is not written as that of China."""
    if one.partition("-")[0] != other.partition("-")[0]:
        return False
    mine, theirs = script_of(one), script_of(other)
    return mine == theirs or not (mine and theirs)


@lru_cache(maxsize=1)
def _by_language() -> Mapping[str, Mapping[str, Any]]:
    languages: Mapping[str, Mapping[str, Any]] = read_generated(shipped_root() / "locales" / "scripts_by_region.json")[
        "languages"
    ]
    return languages
