"""Values in another language than the text around them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from cscli.markets.language import Language
from cscli.quality.check import Check
from cscli.quality.finding import Finding, Severity
from cscli.quality.subject import Subject
from cscli.text import base_tag, scripts

if TYPE_CHECKING:
    from cscli.reading.language import Detector

_CODES = re.compile(r"https?://\S+|\S+@\S+|\S*[0-9]\S*|[A-Z]{2,}\b")
_LOWER_LATIN = re.compile(r"(?<![A-Za-z])[a-z]{4,}(?![A-Za-z])")
_FEW_WORDS, _FEW_LETTERS = 3, 12


class FreeTextLanguage(Check):
    """A value that was typed as free text is in another language than the text around it."""

    id = "free-text-language"
    severity = Severity.WARNING
    needs = ("free_texts", "spoken")
    screen = ""

    def _found(self, subject: Subject) -> Iterator[Finding]:
        for name, typed in subject.free_texts.items():
            value = typed if isinstance(typed, str) else "; ".join(typed)
            reason = foreign(value, subject.spoken, subject.known_languages) if subject.spoken else ""
            if reason and subject.spoken:
                start = subject.text.find(value)
                yield self.says(
                    f"{name} {reason}, but the reply is in {subject.spoken.name}.",
                    start if start >= 0 else None, start + len(value) if start >= 0 else None,
                    suggestion=f"Write it in {subject.spoken.name}, or leave it out.",
                )  # fmt: skip


FREE_TEXT: tuple[Check, ...] = (FreeTextLanguage(),)


def foreign(value: str, language: Language, known_languages: tuple[str, ...]) -> str:
    """Why a value is not in ``language``; empty if it is, or if that cannot be determined."""
    is_short = len(value) < _FEW_LETTERS or len(value.split()) < _FEW_WORDS
    if is_short and value.isascii() and ("Latn" in language.scripts or not _LOWER_LATIN.search(value)):
        return ""  # a code, or too little to tell
    return _foreign(value, language.tag, language.scripts, known_languages)


@lru_cache(maxsize=4096)
def _foreign(value: str, tag: str, own_scripts: tuple[str, ...], known_languages: tuple[str, ...]) -> str:
    text = _CODES.sub(" ", value)
    found = scripts(text)
    letters = sum(found.values())
    own = {*own_scripts, "Latn"}
    strange = [script for script in found if script not in own]
    if strange:
        return f"holds {_SCRIPT_NAMES.get(strange[0], strange[0])} letters"
    if "Latn" not in own_scripts and _LOWER_LATIN.search(text):
        return "holds Latin words"
    if letters < _FEW_LETTERS or len(text.split()) < _FEW_WORDS:
        return ""
    spoken = base_tag(_detector(known_languages).detect(text).language)
    if spoken not in ("und", base_tag(tag)):
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
