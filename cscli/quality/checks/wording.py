"""Words that do not belong into a reply."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from cscli.quality.finding import Draft, Finding, Severity
from cscli.text import scripts

if TYPE_CHECKING:
    from cscli.reading.language import Detector

_CODES = re.compile(r"https?://\S+|\S+@\S+|\S*[0-9]\S*|[A-Z]{2,}\b")
_LOWER_LATIN = re.compile(r"(?<![A-Za-z])[a-z]{4,}(?![A-Za-z])")
_FEW_WORDS, _FEW_LETTERS = 3, 12


def free_text_language(draft: Draft) -> Iterator[Finding]:
    """A value that was typed as free text is in another language than the reply."""
    for name, value in draft.free_texts.items():
        reason = _foreign(value, draft)
        if reason:
            start = draft.body.find(value)
            yield Finding(
                check="free-text-language",
                severity=Severity.WARNING,
                message=f"{name} {reason}, but the reply is in {draft.language.name}.",
                start=start if start >= 0 else None,
                end=start + len(value) if start >= 0 else None,
                suggestion=f"Write it in {draft.language.name}, or leave it out.",
            )


def _foreign(value: str, draft: Draft) -> str:
    """Why a value is not in the reply's language; empty when it is, or when nothing can be said."""
    if len(value) < _FEW_LETTERS and value.isascii() and not _LOWER_LATIN.search(value):
        return ""  # a code
    text = _CODES.sub(" ", value)
    found = scripts(text)
    letters = sum(found.values())
    own = {*draft.language.scripts, "Latn"}
    strange = [script for script in found if script not in own]
    if strange:
        return f"holds {_SCRIPT_NAMES.get(strange[0], strange[0])} letters"
    if "Latn" not in draft.language.scripts and _LOWER_LATIN.search(text):
        return "holds Latin words"
    if letters < _FEW_LETTERS or len(text.split()) < _FEW_WORDS:
        return ""
    spoken = _detector(draft.known_languages).detect(text).language.partition("-")[0]
    if spoken not in ("und", draft.language.tag.partition("-")[0]):
        return f"reads as {spoken!r}"
    return ""


@lru_cache(maxsize=1)
def _detector(known: tuple[str, ...]) -> "Detector":
    from cscli.reading.language import Detector  # noqa: PLC0415 - only free text needs it

    return Detector(known)


_SCRIPT_NAMES = {
    "Latn": "Latin", "Grek": "Greek", "Cyrl": "Cyrillic", "Arab": "Arabic", "Hebr": "Hebrew", "Deva": "Devanagari",
    "Thai": "Thai", "Hani": "Chinese", "Hira": "Japanese", "Kana": "Japanese", "Hang": "Korean",
}  # fmt: skip
