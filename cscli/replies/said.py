"""Which part of a text says which value.

A variable counts as said in a part whose text is another one without it. That is found by trying, so it holds for
whatever a template does with its values. Two kinds of values need no words of their own: what another value says by its
meaning (the contract names them: a page to pay on says who pays), and a choice whose sentence the text has anyway.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from cscli.markets.terms import Gender
from cscli.replies.contract.intent import ValueType
from cscli.replies.contract.part import SAID_ONCE, LetterPart, Role
from cscli.replies.templates.situation import Situation
from cscli.replies.values.typed import Value

FORKS = (ValueType.CHOICE, ValueType.BOOLEAN)  # what a template decides by


class Candidate(NamedTuple):
    """A part that has something to say; ``place`` counts the parts of its template."""

    situation: int
    place: int
    part: LetterPart
    says: frozenset[str]
    says_also: frozenset[str]
    has_also: bool

    @property
    def apologises(self) -> bool:
        """Whether it apologises: by its role, or because it has another text for a second apology."""
        part = self.part
        return part.role is Role.APOLOGY or (part.also is not None and part.role not in SAID_ONCE)


def said_parts(
    situation: Situation, number: int, values: Mapping[str, Value], known: Mapping[str, Any]
) -> tuple[set[str], list[Candidate], frozenset[str]]:
    """The variables that the subject says, the parts that say something, and the variables that the text needs.

    Args:
        situation: whose parts.
        number: its place in the letter.
        values: what it sees.
        known: what a text may ask about the rest of the letter.
    """
    variables = situation.intent.variables
    unset = [v for v in variables.values() if v.required and v.name not in values]
    texts, shown = situation.written(values, Gender.UNKNOWN, unset, known)
    says: list[set[str]] = [set() for _ in texts]
    needed = {name for name in values if variables[name].required}
    for name, without in situation.written_without_each(values, unset, known).items():
        if not without:
            needed.add(name)
        for index, text in enumerate(texts):
            if (text.strip() != without[index].strip()) if without else _names(situation, index, name):
                says[index].add(name)
    for name in values.keys() - set().union(*says):
        for index, text in enumerate(texts):
            if _says_too(situation, says[index], name, values) or _has_sentence(text, shown[name]):
                says[index].add(name)
    count = len(situation.parts)
    parts = []
    for index, part in enumerate(situation.parts):
        also = 1 + index + count
        has_also = also < len(texts) and bool(texts[also].strip())
        if texts[1 + index].strip():
            says_also = frozenset(says[also]) if has_also else frozenset[str]()
            parts.append(Candidate(number, index, part, frozenset(says[1 + index]), says_also, has_also))
    return says[0], parts, frozenset(needed)


def _says_too(situation: Situation, said: set[str], name: str, values: Mapping[str, Value]) -> bool:
    """Whether a text that says some variables says another one by their meaning."""
    variables = situation.intent.variables
    return any(c.variable == name and c.holds(values) for other in said for c in variables[other].says)


def _has_sentence(text: str, shown: Any) -> bool:
    """Whether a text has the sentence of a choice, though it would also have it without."""
    sentence = getattr(shown, "sentence", "")
    return bool(sentence) and sentence in text


def _names(situation: Situation, index: int, name: str) -> bool:
    """Whether one of the texts that a template writes has a variable in its source."""
    part = situation.parts[(index - 1) % len(situation.parts)]
    return index > 0 and name in part.text
