# ruff: noqa: RUF001, RUF003 - signs of many scripts are what is looked for
"""Checks of the language, the letters, brackets and quotes of a text."""

import re
import unicodedata
from collections.abc import Iterator

from cscli.markets.scripts import script_of
from cscli.quality.check import Check
from cscli.quality.finding import Finding, RuinFinding, Severity
from cscli.quality.subject import Subject
from cscli.text import base_tag, scripts

_FEW_LETTERS = 12
_DENSE_SCRIPTS = {"Hani", "Hira", "Kana", "Hang", "Thai"}
_FEW_SIGNS = 4
_SURE = 0.5
_FEW_WORDS, _NEARLY = 40, 0.15  # of languages that are alike, few letters tell little

_PAIRS = {")": "(", "]": "[", "}": "{", "）": "（", "】": "【", "」": "「", "』": "『", "》": "《", "〉": "〈"}
_NOT_BRACKETS = re.compile(
    r"""[:;=8]['’]?-?[()\[\]]        # a smile
    | (?m:^[ \t]*[\w]{1,3}[)）](?=\s))  # an item of a list
    """,
    re.VERBOSE,
)
# Signs that are written like a quote: inches, and the Hebrew mark of an abbreviation.
_NOT_QUOTES = re.compile(r'(?<=\d)"|(?<=[א-ת])"(?=[א-ת])')
_WORD = re.compile(r"[^\W\d_]+")

# Letters of Cyrillic and Greek that look like a Latin one.
_LOOK_ALIKE = frozenset("АВЕКМНОРСТУХаеорсухіІјЈѕЅԁһΑΒΕΖΗΙΚΜΝΟΡΤΥΧονι")


class TargetLanguage(Check):
    """Another language than the one asked for."""

    id = "target-language"
    severity = Severity.WARNING
    finding = RuinFinding
    needs = ("language", "known_languages")

    def _found(self, subject: Subject) -> Iterator[Finding]:
        """Short texts are skipped, because their language cannot be determined."""
        if not _is_long_enough(subject.prose):
            return
        from cscli.reading.language import Detector  # noqa: PLC0415 - heavy, and only long texts need it

        found = Detector((subject.base, *subject.known_languages)).detect(subject.prose)
        if found.language == "und" or found.confidence < _SURE:
            return
        ours = max((c.confidence for c in found.alternatives if base_tag(c.language) == subject.base), default=0.0)
        if len(subject.prose) < _FEW_WORDS and ours > found.confidence - _NEARLY:
            return
        asked = script_of(subject.language)
        if base_tag(found.language) != subject.base:
            yield self.says(f"The text reads as {found.language!r}, not as {subject.language!r}.")
        elif found.script in ("Hans", "Hant") and found.script != asked:
            kind = "traditional" if asked == "Hant" else "simplified"
            yield self.says(f"{subject.language!r} is written in {kind} characters; this is not.")


class MixedScript(Check):
    """A word that mixes letters of two scripts which look the same."""

    id = "mixed-script"
    severity = Severity.WARNING

    def _found(self, subject: Subject) -> Iterator[Finding]:
        for match in _WORD.finditer(subject.text):
            found = scripts(match[0])
            others = [c for c in match[0] if c in _LOOK_ALIKE]
            if "Latn" in found and others and ({"Cyrl", "Grek"} & set(found)):
                names = ", ".join(f"{c} (U+{ord(c):04X}, {_script_of(c)})" for c in dict.fromkeys(others))
                yield self.says(f"{match[0]!r} mixes scripts: {names}.", *match.span(), suggestion="Type it anew.")


class Brackets(Check):
    """A bracket without its partner."""

    id = "brackets"
    severity = Severity.WARNING

    def _found(self, subject: Subject) -> Iterator[Finding]:
        text = _NOT_BRACKETS.sub(lambda m: " " * len(m[0]), subject.prose)
        waiting: list[tuple[str, int]] = []
        for at, char in enumerate(text):
            if char in _PAIRS.values():
                waiting.append((char, at))
            elif char in _PAIRS:
                # 2026年12月3日(水） mixes widths: a slip of form, not a missing bracket.
                if waiting and _plain(waiting[-1][0]) == _plain(_PAIRS[char]):
                    waiting.pop()
                else:
                    yield self.says(f"{char} closes what was not opened.", at, at + 1)
        for char, at in waiting:
            yield self.says(f"{char} is not closed.", at, at + 1)


class Quotes(Check):
    """A quotation mark without its partner."""

    id = "quotes"
    severity = Severity.WARNING

    def _found(self, subject: Subject) -> Iterator[Finding]:
        """Apostrophes are not quotes."""
        text = _NOT_QUOTES.sub(" ", subject.prose)
        for marks, partners in (('"', ""), ("„“”", ""), ("«", "»"), ("»", "«")):
            count = sum(map(text.count, marks))
            odd = count % 2 if not partners else (count + text.count(partners)) % 2 and count > text.count(partners)
            if odd:
                at = max(map(text.rfind, marks))
                yield self.says(f"{text[at]} has no partner.", at, at + 1)


SURFACE: tuple[Check, ...] = (TargetLanguage(), MixedScript(), Brackets(), Quotes())


def _is_long_enough(text: str) -> bool:
    counts = scripts(text)
    dense = sum(count for name, count in counts.items() if name in _DENSE_SCRIPTS)
    return dense >= _FEW_SIGNS or sum(counts.values()) >= _FEW_LETTERS


def _script_of(char: str) -> str:
    return unicodedata.name(char).partition(" ")[0].capitalize()


def _plain(bracket: str) -> str:
    return {"（": "("}.get(bracket, bracket)
