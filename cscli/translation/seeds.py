"""First units for a memory: the same situation as it is told in two languages.

Templates are written for their readers, not translated: paragraphs stand in another order, and sentences for the same
choice promise different things. So a pair is taken only where the values prove it: each side has exactly one paragraph
that names just these values under just these conditions, in as many sentences. Optional parts are left out of a
paragraph; other Jinja is never taken over, so that nothing but text and placeholders gets into a memory.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

_SLOT = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_OPTIONAL = re.compile(r"\{%\s*if ([^%]+?)\s*%\}((?:(?!\{%).)*)\{%\s*endif\s*%\}", re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?؟।]+(?=\s|$)|[。！？]+")  # noqa: RUF001 - full stops of all scripts
_LEAST_LETTERS = 4

# What a paragraph depends on as a whole, the conditions of its optional parts, the values it names, its sentences.
_Signature = tuple[str, tuple[str, ...], tuple[str, ...], int]


def aligned(source: Sequence[str], target: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The pairs of paragraphs of two templates' bodies that say the same, in the order of the first."""
    ours, theirs = _by_signature(source), _by_signature(target)
    both = (signature for signature in ours if signature in theirs)
    return tuple((ours[signature], theirs[signature]) for signature in both)


def _by_signature(paragraphs: Sequence[str]) -> dict[_Signature, str]:
    """Paragraphs that name a value and differ from all others in what they name or depend on."""
    found: dict[_Signature, list[str]] = defaultdict(list)
    for paragraph in paragraphs:
        signature, text = _read(paragraph.strip())
        found[signature].append(text)
    return {s: texts[0] for s, texts in found.items() if s[2] and len(texts) == 1 and _is_text(texts[0])}


def _read(paragraph: str) -> tuple[_Signature, str]:
    """A paragraph without its optional parts; one that is optional as a whole is taken for given."""
    whole = _OPTIONAL.fullmatch(paragraph)
    text = whole[2].strip() if whole else _OPTIONAL.sub("", paragraph).strip()
    conditions = () if whole else tuple(sorted(hit[1] for hit in _OPTIONAL.finditer(paragraph)))
    sentences = max(len(_SENTENCE_END.findall(text)), 1)  # a link may stand at the end, and Thai has no full stop
    return (whole[1] if whole else "", conditions, tuple(sorted(_SLOT.findall(text))), sentences), text


def _is_text(text: str) -> bool:
    said = _SLOT.sub("", text)
    return "{" not in said and sum(c.isalpha() for c in said) >= _LEAST_LETTERS
