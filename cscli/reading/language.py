"""The language of a customer's message, or candidates if it cannot be determined.

Order numbers, links and codes are removed first, because they mislead detectors. A script that one language uses
decides; languages that share a script are ranked. A message of the one word "ok" stays undetermined.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from cscli.reading.facts import script_facts
from cscli.reading.ranking import Ranker, best_ranker
from cscli.reading.script import EAST_ASIAN, LATIN, UNWRITTEN, east_asian, letters_of, script_shares
from cscli.reading.words import languages_of_word, told_apart
from cscli.text import base_tag, storable

if TYPE_CHECKING:
    from cscli.reading.placeables import Finder

_Scored = tuple[str, float]  # a tag and its confidence

UNKNOWN = "und"  # BCP 47: undetermined

# Scripts whose first supported language needs no ranking.
_OWN_SCRIPTS = frozenset({"Grek", "Hebr", "Thai", "Hang", "Arab", "Deva"})
_SCRIPT_NAMES = {"Hang": "Kore"}
_LONGEST = 4_000
_LONGEST_UNMASKED = 20_000
_MOST_CANDIDATES = 5
_MOST_SCRIPTS = 3
_STRANGER = 0.10
_TOLD = 0.8  # confidence of a decision by words
_SET_PHRASE = 24
_ODD_WORDS = 1 / 6  # of the words, with letters of another alphabet
_LETTERS = re.compile(r"[^\W\d_]+")
# Every placeable contains one of these.
_MAY_NEED_MASKING = re.compile(r"[\d@<>{}%#/\\_.:](?:(?<![.:])|(?<=\w[.:])(?=\w))")  # fast, as it begins with a class
# It begins where a word does, or far inside a long one: else each letter of a word would be tried in vain.
_CODES = re.compile(
    r"(?>(?<![!-~])|(?![!-~])|(?<=[!-~]{200})|(?=[!-~]{200}))"
    r"[!-~]{0,200}(?:[\d@<>{}%#/\\_]|[A-Za-z][.:][A-Za-z])[!-~]{0,200}"
)
_NOTHING = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_BREAK = re.compile("[\x00-\x1f\x7f-\xa0\ufffd]+")


class Candidate(NamedTuple):
    """A possible language; ``confidence`` is 0 to 1."""

    language: str
    confidence: float


class Detection(NamedTuple):
    """The result of detection.

    ``language`` is a base tag (``zh-TW`` for traditional Chinese) or ``und`` with confidence 0. ``script`` is an ISO
    15924 code, ``Zyyy`` for a text without letters. ``alternatives`` are sorted by confidence.
    """

    language: str
    confidence: float
    script: str
    alternatives: tuple[Candidate, ...]


class _Verdict(NamedTuple):
    """The result for one script: scored tags; ``is_clear``: the first is reliable."""

    script: str
    candidates: Sequence[_Scored]
    is_clear: bool


def without_codes(text: str) -> str:
    """A text without words that hold digits or signs of code: they say nothing of its language, and cost time."""
    return _CODES.sub(" ", text)


class Detector:
    """Detects the language of texts; resources are loaded with the first text.

    Args:
        languages: the supported languages. A text in another language is never reported as one of them.
        only: report other languages as ``und`` with the language among the alternatives, instead of by name.
    """

    def __init__(self, languages: Sequence[str], *, only: bool = False) -> None:
        self._names_others = not only
        self.languages = tuple(dict.fromkeys(base_tag(tag).lower() for tag in languages))
        self._known_writers: dict[str, tuple[str, ...]] = {}
        self._known_rankers: dict[str, tuple[Ranker, Ranker | None]] = {}

    def detect(self, text: str) -> Detection:
        """The language of ``text``, judged by its start. Never raises."""
        sample = self._sample(text)
        shares = list(script_shares(sample).items())[:_MOST_SCRIPTS]
        if not shares:
            return Detection(language=UNKNOWN, confidence=0.0, script=UNWRITTEN, alternatives=())
        verdicts = [
            self._verdict(sample if len(shares) == 1 else letters_of(sample, script), script, share)
            for script, share in shares
        ]
        # A few uninformative letters, such as a brand, defer to the next script.
        deciding = next((verdict for verdict in verdicts if verdict.is_clear), None)
        language, confidence = deciding.candidates[0] if deciding else (UNKNOWN, 0.0)
        main = deciding or verdicts[0]
        others = _others(verdicts, main, language)
        return Detection(
            language=language,
            confidence=round(confidence, 4),
            script=main.script,
            alternatives=tuple([Candidate(language=tag, confidence=round(score, 4)) for tag, score in others]),
        )

    def _sample(self, text: str) -> str:
        """The start of a text for detectors: masked, in NFC, without control characters."""
        sample = text[:_LONGEST_UNMASKED]
        if not sample.isascii():
            sample = storable(sample)
        if _MAY_NEED_MASKING.search(sample):
            sample = self._finder.masked(sample)
        sample = sample[:_LONGEST]
        if not sample.isascii():
            sample = unicodedata.normalize("NFC", sample)
        return sample if sample.isprintable() else _BREAK.sub(" ", _NOTHING.sub("", sample))

    @cached_property
    def _finder(self) -> "Finder":
        from cscli.reading.placeables import Finder  # noqa: PLC0415 - most messages hold nothing to mask

        return Finder()

    def _verdict(self, text: str, script: str, share: float) -> _Verdict:
        if script == EAST_ASIAN:
            return self._east_asian(text, share)
        if script in _OWN_SCRIPTS and len(self._writers(script)) <= 1:
            return self._alone(text, script, self._writers(script), share)
        return self._ranked(text, script, share)

    def _writers(self, script: str) -> tuple[str, ...]:
        """The supported languages of a script."""
        if script not in self._known_writers:
            written = [
                x
                for x in self.languages
                if (script_facts().writes_latin(x) if script == LATIN else x in script_facts().writers[script])
            ]
            self._known_writers[script] = tuple(written)
        return self._known_writers[script]

    def _alone(self, text: str, script: str, served: tuple[str, ...], share: float) -> _Verdict:
        """The verdict for a script that at most one supported language uses."""
        name = _SCRIPT_NAMES.get(script, script)
        writers = served or script_facts().writers[script]
        strangers, is_told = self._strangers(text, script, writers[:1], 0.0)
        only = writers[0], share / 2 if strangers else share
        is_clear = bool(served) or (self._names_others and len(writers) == 1)
        return _Verdict(name, (*strangers, only), is_clear=is_told or (is_clear and not strangers))

    def _east_asian(self, text: str, share: float) -> _Verdict:
        script, languages = east_asian(text)
        served = [tag for tag in languages if base_tag(tag) in self.languages]
        # Shared characters are clear only if one of Chinese and Japanese is supported.
        named = served or (languages if self._names_others else ())
        is_clear = len({base_tag(tag) for tag in named}) == 1
        is_told = is_clear or len(languages) == 1
        weights = [share if is_told and place == 0 else share / 2 for place in range(len(languages))]
        return _Verdict(script, tuple(zip(served or languages, weights, strict=False)), is_clear)

    def _ranked(self, text: str, script: str, share: float) -> _Verdict:
        known = languages_of_word(text) if len(text) <= _SET_PHRASE else ()
        candidates = [(language, share / len(known)) for language in known if language in self.languages]
        if candidates:
            return _Verdict(script, candidates, is_clear=len(known) == 1)
        text = unicodedata.normalize("NFKC", text)  # full-width letters are letters
        ranking = self._rankers(script)[0](text)
        scores = list(ranking.scores)
        is_clear = ranking.is_clear
        if script == "Cyrl" and not is_clear and {tag for tag, _ in scores[:2]} == {"ru", "uk"}:
            told = told_apart(text, "ru", "uk")
            is_clear = bool(told)
            scores.sort(key=lambda pair: pair[0] != told)
        strangers, is_told = self._strangers(
            text, script, [tag for tag, _ in scores[:1]], scores[0][1] if scores else 0.0
        )
        ranked = [(tag, score * share) for tag, score in scores]
        found = (*strangers, *ranked)
        is_foreign = bool(found) and _is_in_another_alphabet(text, found[0][0], self.languages)
        return _Verdict(script, found, is_clear=(is_told if strangers else is_clear) and not is_foreign)

    def _strangers(
        self, text: str, script: str, nearest: Sequence[str], best: float
    ) -> tuple[tuple[_Scored, ...], bool]:
        """Unsupported languages that fit better than all supported ones, and whether the first is clear.

        ``nearest`` holds the best supported language, if any, and ``best`` its score.
        """
        for stranger, neighbour in script_facts().mixed_up.get(script, ()):
            is_near = neighbour in nearest and stranger not in self.languages
            if is_near and told_apart(text, stranger, neighbour) == stranger:
                return ((stranger, max(best, _TOLD)),), self._names_others
        wide = self._rankers(script)[1]
        ranking = wide(text) if wide else None
        if ranking is None or not ranking.scores:
            return (), False
        served = max([best, *(score for tag, score in ranking.scores if tag in self.languages)])
        better = tuple([p for p in ranking.scores if p[0] not in self.languages and p[1] >= served + _STRANGER])
        is_told = bool(better) and bool(nearest or (self.languages and not self._writers(script)))
        return better, is_told and ranking.is_clear and self._names_others

    def _rankers(self, script: str) -> tuple[Ranker, Ranker | None]:
        """A ranker of the supported languages, and one that also knows their neighbours if some are unsupported."""
        if script not in self._known_rankers:
            served = self._writers(script)
            every = tuple(dict.fromkeys((*served, *script_facts().neighbours.get(script, ()))))
            self._known_rankers[script] = (
                best_ranker(served),
                best_ranker(every) if len(every) > len(served) else None,
            )
        return self._known_rankers[script]


def _is_in_another_alphabet(text: str, language: str, served: Sequence[str]) -> bool:
    """Whether words hold a letter that neither the language nor a served one has; in a name it means little."""
    known = script_facts().alphabets
    if language not in known:
        return False
    alphabet = known[language].union(*(known[tag] for tag in served if tag in known))
    words = [word for word in _LETTERS.findall(text) if not word.isascii()]
    odd = [word for word in words if not alphabet.issuperset(word.lower())]
    return any(word[0].islower() for word in odd) or len(odd) > len(words) * _ODD_WORDS


def _others(verdicts: Sequence[_Verdict], main: _Verdict, found: str) -> list[_Scored]:
    """Other possible languages, and the best one of each other script; sorted by confidence."""
    listed = dict(main.candidates[:_MOST_CANDIDATES])
    for verdict in verdicts:
        for tag, score in verdict.candidates[:1]:
            listed.setdefault(tag, score)
    listed.pop(found, None)
    return sorted(listed.items(), key=itemgetter(1), reverse=True)
