"""The language codes of each provider, from ``languages.json``. Tags are BCP 47.

A script is never replaced silently: Serbian in Latin letters is not offered where only Cyrillic is. A region that a
provider does not distinguish is dropped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cscli.datafile import read_generated
from cscli.markets.scripts import script_of
from cscli.text import base_tag

_SCRIPT_LETTERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """The codes of a provider by ``language``, ``language-REGION`` or ``language-Script``, the preferred one first."""

    by_tag: Mapping[str, tuple[str, ...]]

    def of(self, tag: str) -> tuple[str, ...]:
        """The codes of a language; empty if the provider does not support it."""
        return next((self.by_tag[key] for key in _keys(tag) if key in self.by_tag), ())


@lru_cache(maxsize=8)
def codes_of(provider: str) -> Codes:
    """The codes of a provider, such as ``google``."""
    raw = _tables()[provider]
    found = {tag: (tag,) for tag in raw.get("same", "").split()}
    for locale in raw.get("locales", "").split():
        found.setdefault(base_tag(locale), (locale,))
        found[locale] = (locale,)
    return Codes(by_tag=found | {tag: tuple(codes.split()) for tag, codes in raw["others"].items()})


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    return read_generated(Path(__file__).with_name("languages.json"))


def _keys(tag: str) -> tuple[str, ...]:
    """The keys to look a tag up by, the most specific first."""
    language, *rest = tag.replace("_", "-").split("-")
    language = _tables()["newer_tags"].get(language.lower(), language.lower())
    script = next((p.title() for p in rest if len(p) == _SCRIPT_LETTERS and p.isalpha()), "")
    region = next((p.upper() for p in rest if len(p) == 2 or (len(p) == 3 and p.isdecimal())), "")  # noqa: PLR2004
    usual, regional = _tables()["usual_script"].get(language, "Latn"), script_of(f"{language}-{region}")
    if script == usual:
        return (language,) if language == "zh" else (f"{language}-{region}", language)
    if script:
        return (f"{language}-{script}",)
    if regional and regional != usual:
        return (f"{language}-{region}", f"{language}-{regional}")
    return (f"{language}-{region}", language)
