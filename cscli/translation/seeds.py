"""Initial units for a memory, from templates of the same situation in two languages.

Templates are not translations of each other, so a pair of paragraphs is taken only if it is unambiguous: each side has
exactly one paragraph with these values, conditions and number of sentences. Optional parts are left out, and paragraphs
with other Jinja are skipped. Sentences of such a pair are paired if their values are unique in both paragraphs.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cscli.translation.segments import segments

_SLOT = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_OPTIONAL = re.compile(r"\{%\s*if ([^%]+?)\s*%\}((?:(?!\{%).)*)\{%\s*endif\s*%\}", re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?؟।]+(?=\s|$)|[。！？]+")  # noqa: RUF001 - full stops of all scripts
_LEAST_LETTERS = 4

# What a paragraph depends on as a whole, the conditions of its optional parts, the values it names, its sentences.
_Signature = tuple[str, tuple[str, ...], tuple[str, ...], int]


def aligned(source: Sequence[str], target: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The pairs of equivalent paragraphs of two templates, in the order of the first."""
    ours, theirs = _by_signature(source), _by_signature(target)
    both = (signature for signature in ours if signature in theirs)
    return tuple((ours[signature], theirs[signature]) for signature in both)


def sentences(pair: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """A pair of paragraphs, and its pairs of equivalent sentences."""
    yield pair
    cut = [[segment.text for segment in segments(paragraph)] for paragraph in pair]
    if len(cut[0]) == len(cut[1]) > 1:
        ours, theirs = (_by_values(one) for one in cut)
        yield from ((ours[values], theirs[values]) for values in ours if values in theirs)


def in_slots(pair: tuple[str, str], slots: Mapping[str, str]) -> tuple[str, str]:
    """A pair with slots instead of template variables: ``{{ new_date }}`` is a date.

    Args:
        pair: source and target with the same variables.
        slots: the slots of variables, such as ``date``; variables without one keep their names.
    """
    numbers: Counter[str] = Counter()
    names: dict[tuple[str, int], str] = {}
    turns: Counter[str] = Counter()
    for variable in _SLOT.findall(pair[0]):
        slot = slots.get(variable)
        if slot:
            numbers[slot] += 1
            names[variable, turns[variable]] = f"{slot}_{numbers[slot]}" if numbers[slot] > 1 else slot
        turns[variable] += 1
    source, target = (_renamed(text, names) for text in pair)
    return source, target


def _renamed(text: str, names: Mapping[tuple[str, int], str]) -> str:
    turns: Counter[str] = Counter()

    def slot(match: re.Match[str]) -> str:
        name = names.get((match[1], turns[match[1]]), match[1])
        turns[match[1]] += 1
        return f"{{{{ {name} }}}}"

    return _SLOT.sub(slot, text)


def _by_values(texts: Sequence[str]) -> dict[tuple[str, ...], str]:
    """Sentences by their values, if those are unique."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for text in texts:
        found[tuple(sorted(_SLOT.findall(text)))].append(text)
    return {values: same[0] for values, same in found.items() if values and len(same) == 1}


def _by_signature(paragraphs: Sequence[str]) -> dict[_Signature, str]:
    """Paragraphs with values and a unique signature."""
    found: dict[_Signature, list[str]] = defaultdict(list)
    for paragraph in paragraphs:
        signature, text = _read(paragraph.strip())
        found[signature].append(text)
    return {s: texts[0] for s, texts in found.items() if s[2] and len(texts) == 1 and _is_text(texts[0])}


def _read(paragraph: str) -> tuple[_Signature, str]:
    """The signature and the text of a paragraph without optional parts."""
    whole = _OPTIONAL.fullmatch(paragraph)
    text = whole[2].strip() if whole else _OPTIONAL.sub("", paragraph).strip()
    conditions = () if whole else tuple(sorted(hit[1] for hit in _OPTIONAL.finditer(paragraph)))
    sentences = max(len(_SENTENCE_END.findall(text)), 1)  # a link may stand at the end, and Thai has no full stop
    return (whole[1] if whole else "", conditions, tuple(sorted(_SLOT.findall(text))), sentences), text


def _is_text(text: str) -> bool:
    said = _SLOT.sub("", text)
    return "{" not in said and sum(c.isalpha() for c in said) >= _LEAST_LETTERS
