"""What DeepL translates and how it names it, from ``languages.json``."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from cscli.datafile import read_generated
from cscli.markets.scripts import script_of
from cscli.text import base_tag

_AMERICAN_ENGLISH = frozenset({"", "US", "PR", "PH"})
_EUROPEAN_SPANISH = frozenset({"", "ES", "IC", "EA"})
_REGION = 2  # letters


def base_of(tag: str) -> str:
    """DeepL's lower-case code for the base language of a BCP 47 tag; empty if it does not translate it."""
    base = base_tag(tag.lower().replace("_", "-"))
    base = _table()["other_names"].get(base, base)
    return base if base in _table()["languages"].split() else ""


def target_code(tag: str) -> str:
    """DeepL's code for a target language, with a region where DeepL distinguishes regions; empty if unknown."""
    base = base_of(tag)
    parts = tag.upper().replace("_", "-").split("-")[1:]
    region = next((p for p in parts if len(p) == _REGION or p.isdecimal()), "")
    if base == "en":
        return "EN-US" if region in _AMERICAN_ENGLISH else "EN-GB"
    if base == "pt":
        return "PT-BR" if region == "BR" else "PT-PT"
    if base == "es":
        return "ES" if region in _EUROPEAN_SPANISH else "ES-419"
    if base == "zh":
        return f"ZH-{script_of('-'.join(('zh', *parts))).upper()}"
    return base.upper()


def has_formality(tag: str) -> bool:
    """Whether DeepL distinguishes formal and informal address in a target language."""
    return base_of(tag) in _table()["with_formality"].split()


def has_glossary(source: str, target: str) -> bool:
    """Whether DeepL accepts glossaries for a pair of languages."""
    return {base_of(source), base_of(target)} <= set(_table()["with_glossary"].split())


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return read_generated(Path(__file__).with_name("languages.json"))
