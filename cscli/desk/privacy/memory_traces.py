"""Units of the translation memory that come from a person's messages, or name the person.

A unit does not say which message it was made of. So every unit is held against the person's texts: one that an engine
or an agent made of a sentence in them is taken for theirs. A unit from a template or an import is theirs only if it
names them.
"""

import re
from typing import Any, Final

from cscli.desk.privacy.person import DataSubject
from cscli.record.record import Record
from cscli.record.rows import memory as table
from cscli.text import plain_letters
from cscli.translation.memory import folded

_SLOT = re.compile(r"\{\{ \w{1,40} \}\}")  # where a value was
_OF_THE_SHOP: Final = frozenset({"template", "import"})


def memory_units_of(record: Record, person: DataSubject) -> list[dict[str, Any]]:
    """The units, oldest first: id, source, target, origin, their languages and when they were made."""
    own, written = _texts(person)
    words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(person.words))) or '(?!)'})(?!\w)")

    def is_theirs(unit: dict[str, Any]) -> bool:
        source, target = unit["folded"], folded(unit["target"])
        if person.is_surely_in(unit["source"]) or person.is_surely_in(target):
            return True
        if unit["origin"] in _OF_THE_SHOP:
            return False
        if _stands_in(source, own) or _stands_in(target, own):
            return True
        names = any(words.search(plain_letters(text)) for text in (unit["source"], target))
        return names and (_stands_in(source, written) or _stands_in(target, written))

    found = [unit for page in table.pages(record) for unit in page if is_theirs(unit)]
    return [{name: value for name, value in unit.items() if name != "folded"} for unit in found]


def _texts(person: DataSubject) -> tuple[str, str]:
    """What the person and the agents wrote in their own words, and what was written from templates, both folded."""
    found: tuple[list[str], list[str]] = ([], [])
    for row in person.rows["interactions"]:
        found[bool(row["intent"])].extend(folded(row[column]) for column in ("subject", "body", "agent_text"))
    own, written = found
    return "\n".join(own), "\n".join(written)


def _stands_in(text: str, whole: str) -> bool:
    """Whether all of a text stands somewhere, whatever its values were."""
    parts = [part.strip() for part in _SLOT.split(text)]
    return _letters(parts) > 1 and all(part in whole for part in parts)


def _letters(parts: list[str]) -> int:
    return sum(map(str.isalnum, "".join(parts)))
