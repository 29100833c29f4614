"""What a person typed freely, as it stands in a sentence: quotation marks, counts of items, names of carriers."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from cscli.datafile import read_generated
from cscli.paths import shipped_root

# The letter x counts only apart from the name: "2 Xbox" and "Linux2" are names.
_COUNTED = r"(?s)([1-9][0-9]{0,5})(?: ?x +| ?[\u00d7*] ?)(\S.*)|(\S.*?)(?: +x ?| ?\u00d7 ?)([1-9][0-9]{0,5})"
# Pairs of marks that people type; a mark that stands alone, such as that of inches, stays as it is.
_PAIRS = '["“”„]([^"“”„]+)["“”]|«\\s?([^«»]+?)\\s?»|「([^「」]+)」|\u2039([^\u2039\u203a]+)\u203a'


def quoted(text: str, quotes: tuple[str, str, str, str]) -> str:
    """Free words in the language's quotation marks, with its inner marks for those that were typed.

    Args:
        text: the words; marks that are around all of it are taken off.
        quotes: the outer and the inner pair.
    """
    opens, closes, inner_opens, inner_closes = quotes
    whole = re.fullmatch(_PAIRS, text)
    if whole:
        text = next(part for part in whole.groups() if part)
    inside = re.sub(_PAIRS, lambda m: inner_opens + next(part for part in m.groups() if part) + inner_closes, text)
    return f"{opens}{inside}{closes}"


def counted(typed: str) -> tuple[int | None, str]:
    """The count and the name of an item typed as ``2x Wool blanket`` or ``Wool blanket x2``; None without a count."""
    found = re.fullmatch(_COUNTED, typed)
    if found is None:
        return None, typed
    count, item = (found[1], found[2]) if found[1] else (found[4], found[3])
    return (int(count), item) if int(count) > 1 else (None, item)


def is_several(typed: str) -> bool:
    """Whether a count of more than one was typed with an item."""
    return counted(typed)[0] is not None


class CarrierForms(NamedTuple):
    """A carrier in a sentence: its name, who brings the parcel (``mit DHL``), and where the parcel is (``bei DHL``)."""

    name: str
    by: str
    at: str
    is_known: bool


def carrier_forms(typed: str, frames: Mapping[str, Any]) -> CarrierForms:
    """A carrier as a language says it.

    Args:
        typed: its name, in any of the ways in which people know it.
        frames: ``by`` and ``at`` with ``{name}`` for any carrier, ``known-by`` and ``known-at`` for one that
            needs no noun before its name, and ``forms`` of single carriers by name.
    """
    name = _carriers().get(_key(typed))
    own = frames.get("forms", {}).get(name or typed, {})
    shown = own.get("name", name or typed)
    kind = "known-" if name or own else ""

    def form(which: str) -> str:
        frame: str = own.get(which) or frames.get(kind + which) or frames.get(which, "{name}")
        return frame.replace("{name}", shown)

    return CarrierForms(shown, form("by"), form("at"), is_known=bool(kind))


def _key(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


@lru_cache(maxsize=1)
def _carriers() -> Mapping[str, str]:
    """The usual name of each known carrier, by each of its names without spaces and marks."""
    content = read_generated(shipped_root() / "locales" / "carriers.json")
    return {_key(alias): name for name, aliases in content["carriers"].items() for alias in (name, *aliases)}
