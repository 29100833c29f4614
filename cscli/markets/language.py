"""How a language addresses customers: registers, name order, and the parts of a letter as patterns.

A part of a letter (salutation, closing ...) is a list of patterns; the first one whose conditions hold and whose
slots are all known is used. So an unknown gender, a single name or a shop without a name need no special case:
they are patterns further down the list. Names are never inflected and never guessed into a gender.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from cscli.markets.names.facts import NO_FACTS, NameFacts
from cscli.markets.names.parts import NameCustoms
from cscli.markets.names.spelling import key as folded
from cscli.markets.terms import Channel, Register, nearest_register

SLOT = re.compile(r"\{([a-z_]+)\}")


class Pattern(NamedTuple):
    """One way to write a part of a letter, and when it fits."""

    text: str
    slots: tuple[str, ...]
    gender: str = ""
    agent_gender: str = ""
    kind: str = ""
    to: str = ""

    def filled(self, slots: Mapping[str, str], *, gender: str, agent_gender: str, kind: str) -> str | None:
        """The pattern with its slots filled, or None when a condition or a slot is missing."""
        if self.gender and self.gender != gender:
            return None
        if self.agent_gender and self.agent_gender != agent_gender:
            return None
        if self.kind and self.kind != kind:
            return None
        for slot in self.slots:
            if slot not in slots:
                return None
        return SLOT.sub(lambda m: slots[m[1]], self.text) if self.slots else self.text


class Language(NamedTuple):
    """One language or regional form, with what it inherits already filled in."""

    tag: str
    name: str
    own_name: str
    direction: str
    scripts: tuple[str, ...]
    market: str
    date_format: str
    list_separator: str
    formats: Mapping[str, Any]
    names: NameCustoms
    address: Mapping[str, str]
    capital_after_comma: bool
    spelling: Mapping[str, str]
    customer_words: Mapping[str, Mapping[str, str]]
    agent_words: Mapping[str, Mapping[str, str]]
    letter: Mapping[str, Mapping[str, Mapping[str, tuple[Pattern, ...]]]]
    order: tuple[tuple[str, ...], ...]
    sentence_join: str
    apology: tuple[str, ...]
    thanks: tuple[str, ...]
    evidence: Mapping[str, Any]
    doubts: tuple[str, ...]
    name_facts: Callable[[], NameFacts]

    @property
    def is_rtl(self) -> bool:
        """Whether the language is written from right to left."""
        return self.direction == "rtl"

    def addresses_alike(self, one: Register, other: Register) -> bool:
        """Whether customers are addressed in the same way in two registers: by the same pronoun and kind of name."""
        same_pronoun = self.address.get(one) == self.address.get(other)
        return one is other or (same_pronoun and self._calls_by_given_name(one) == self._calls_by_given_name(other))

    def _calls_by_given_name(self, register: Register) -> bool:
        salutations = self.patterns(Channel.EMAIL, "salutation", register)
        return any("given" in pattern.slots and "family" not in pattern.slots for pattern in salutations)

    def patterns(self, channel: str, part: str, register: Register) -> tuple[Pattern, ...]:
        """The patterns of a part of a letter in the register nearest to the one asked for."""
        by_register = self.letter.get(channel, {}).get(part, {})
        found = nearest_register(register, by_register)
        return by_register[found] if found else ()


def merged(parent: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
    """``parent`` with the keys of ``child`` laid over it: mappings merge key by key, all else is replaced."""
    result = dict(parent)
    for key, value in child.items():
        mine = result.get(key)
        result[key] = merged(mine, value) if isinstance(value, dict) and isinstance(mine, dict) else value
    return result


def parse_language(content: Mapping[str, Any], name_facts: Callable[[], NameFacts] = lambda: NO_FACTS) -> Language:
    """A language from its (merged) file content, already checked against the schema.

    ``name_facts`` reads what is known of names; it is asked for with the first name.
    """
    names, formats = content.get("names", {}), content.get("formats", {})
    words, letter = content.get("words", {}), content.get("letter", {})
    return Language(
        tag=content["language"],
        name=content["name"],
        own_name=content["own_name"],
        direction=content.get("direction", "ltr"),
        scripts=tuple(content.get("scripts", ())),
        market=content.get("market", ""),
        date_format=formats.get("date", "long"),
        list_separator=formats.get("list", ""),
        formats=formats,
        names=_name_customs(names),
        address=content.get("address", {}),
        capital_after_comma=content.get("capital_after_comma", True),
        spelling=content.get("spelling", {}),
        customer_words=words.get("customer", {}),
        agent_words=words.get("agent", {}),
        letter={
            channel: {
                part: {register: tuple(map(parse_pattern, patterns)) for register, patterns in by_register.items()}
                for part, by_register in parts.items()
            }
            for channel, parts in letter.items()
            if channel in tuple(Channel)
        },
        order=tuple(tuple(group) for group in letter.get("order", ())),
        sentence_join=letter.get("sentence_join", " "),
        apology=tuple(letter.get("apology", ())),
        thanks=tuple(letter.get("thanks", ())),
        evidence=content.get("evidence", {}),
        doubts=tuple(content.get("doubts", ())),
        name_facts=name_facts,
    )


def parse_pattern(raw: str | Mapping[str, str]) -> Pattern:
    """A pattern from its text, or from its text and conditions."""
    if isinstance(raw, str):
        raw = {"text": raw}
    text = raw["text"]
    return Pattern(
        text=text,
        slots=tuple(SLOT.findall(text)),
        gender=raw.get("gender", ""),
        agent_gender=raw.get("agent_gender", ""),
        kind=raw.get("kind", ""),
        to=raw.get("to", ""),
    )


def _name_customs(names: Mapping[str, Any]) -> NameCustoms:
    compounds = names.get("compounds", {})
    return NameCustoms(
        order=names.get("order", "given-first"),
        split=names.get("split", "never"),
        join=names.get("join", " "),
        longer=names.get("longer", "never"),
        alone=names.get("alone", ""),
        single=names.get("single", "name"),
        titled=names.get("titled", "family"),
        given=frozenset(map(folded, names.get("given", ()))),
        gap="before" if names.get("gap") is True else names.get("gap") or "",
        particles=frozenset(map(folded, names.get("particles", ()))),
        firsts=frozenset(map(folded, compounds.get("first", ()))),
        seconds=frozenset(map(folded, compounds.get("second", ()))),
        compounds=frozenset(tuple(map(folded, whole.split(" "))) for whole in compounds.get("whole", ())),
        families=tuple(map(folded, names.get("families", ()))),
        family_endings=tuple(names.get("family_endings", ())),
        patronymic_endings=tuple(names.get("patronymic_endings", ())),
    )
