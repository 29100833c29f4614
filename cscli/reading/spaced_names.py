# ruff: noqa: RUF001 - signs of many scripts are what is looked for
"""Names of people inside sentences, in scripts that put spaces between words.

A name is told by a list of common given names, by what stands before it ("my husband"), or because two words in the
middle of a sentence have capital letters and are no carrier, brand or place. A doubtful one is taken for a name: an
engine needs no name, and a brand that is hidden comes back as it was.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cscli.reading.personal_facts import name_lists, name_words

_LETTER = "(?:[^\\W\\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0970-\u097f])"
_WORD = re.compile(rf"{_LETTER}+(?:(?<=[A-ZÀ-Þ])['’]{_LETTER}+|['’](?=[єїюя]){_LETTER}+)?(?:-{_LETTER}+)*")
_CASELESS = re.compile("[\u0590-\u06ff\u0900-\u097f]")
_OTHER_SCRIPTS = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE_END = re.compile(r"[.!?\n…¡¿।؟•*–—]|^$")
_CUE_GAP = re.compile(r"[ \u00a0]?[,:(.'’\"«„“ -]{0,2}[ \u00a0]?")
_ONE_SPACE = (" ", "\u00a0")
_WITHIN_CUE = (*_ONE_SPACE, "'", "’")
_MOST_WORDS = 4
_LONGEST_CUE = 4
_SHORTEST_STEM = 3
_SHORTEST_SMALL = 5
_LONGEST_ENDING = 4
_SLAVIC = re.compile("[а-яёіїєґąęćłńśźż]|(?:owi|em|ą|ę|y|i)$")
_ARABIC_PREFIX = re.compile("(?:[ولبفك]|لل)")
_HEBREW_PREFIX = re.compile("[ושלמבהכ]{1,2}")


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    key: str
    gap: str  # what stands between the word before and this one

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_plain(self) -> bool:
        """Whether it is neither an initial nor in capital letters."""
        return len(self.text) > 1 and not self.text[1].isupper()

    @property
    def is_acronym(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


def spaced_names(text: str) -> Iterator[tuple[int, int]]:
    """Where names stand, as pairs of start and end."""
    words = _words(text)
    at = 0
    while at < len(words):
        last = _last_of_name(words, at)
        if last is None:
            at += 1
            continue
        yield words[at].start, words[last].end
        at = last + 1


def _words(text: str) -> list[_Word]:
    found, end = [], 0
    for match in _WORD.finditer(text):
        if not _OTHER_SCRIPTS.match(match[0]):
            key = match[0].casefold().replace("i\u0307", "i")  # the Turkish capital I with a dot
            found.append(_Word(match.start(), match.end(), match[0], key, text[end : match.start()]))
        end = match.end()
    return found


def _last_of_name(words: list[_Word], at: int) -> int | None:
    """The place of the last word of the name that begins at a word; None where none begins."""
    word, facts = words[at], name_words()
    if _CASELESS.match(word.text):
        return _last_of_caseless(words, at)
    if not word.is_capital:
        return _last_of_small(words, at)
    if word.key in facts.not_names or word.key in facts.people:
        return None
    return _last_of_given(words, at) if _is_given(word.key) else _last_of_unknown(words, at)


def _last_of_given(words: list[_Word], at: int) -> int | None:
    """The same from a common given name with a capital letter; a word too must not begin a sentence alone."""
    key, last = words[at].key, _last_capital(words, at, frozenset())
    if key in name_words().known and last == at:
        return None
    is_clear = key not in name_lists().words_too or last > at or not _starts(words, at)
    return last if is_clear or _follows(words, at, name_words().people) else None


def _last_of_unknown(words: list[_Word], at: int) -> int | None:
    """The same from another word with a capital letter: a phrase before it or a second such word tells a name."""
    word, facts = words[at], name_words()
    if word.key in facts.known:
        return None
    last = _last_capital(words, at, facts.known)
    if not word.is_acronym and _follows(words, at, facts.people):
        return last
    is_pair = last > at and not _starts(words, at) and all(w.is_plain for w in (word, words[at + 1], words[last]))
    return last if is_pair else None


def _last_of_small(words: list[_Word], at: int) -> int | None:
    """The same in a chat without capital letters: a given name beside a surname, or where the writer says who it is."""
    key, lists = words[at].key, name_lists()
    if not _is_given(key):
        return None
    after = words[at + 1] if at + 1 < len(words) else None
    if after and after.gap in _ONE_SPACE and after.key in lists.surnames and len(key) >= _SHORTEST_SMALL:
        return at + 1
    return at if _follows(words, at, name_words().intros) else None


def _last_capital(words: list[_Word], at: int, known: frozenset[str]) -> int:
    """The last of the words with capital letters that go on from one, with particles and initials among them."""
    facts, last = name_words(), at
    for place in range(at + 1, min(len(words), at + _MOST_WORDS + 2)):
        word = words[place]
        is_initial = len(words[place - 1].text) == 1 and word.gap == ". "
        if word.gap not in _ONE_SPACE and not is_initial:
            break
        if word.is_capital and word.key not in known and word.key not in facts.not_names:
            last = place
        elif word.key not in facts.particles and f"{words[place - 1].key} {word.key}" not in facts.particles:
            break
    return last


def _last_of_caseless(words: list[_Word], at: int) -> int | None:
    word, lists, facts = words[at], name_lists(), name_words()
    forms = set(_without_prefix(word.key))
    is_named = _follows(words, at, facts.named) and not forms & lists.ordinary and word.key not in facts.people
    last = at
    for place in range(at + 1, min(len(words), at + _MOST_WORDS)):
        key = words[place].key
        known = key in lists.surnames or key in lists.given or (key.startswith("ال") and key.endswith(("ي", "ية")))
        is_second = is_named and place == at + 1 and not set(_without_prefix(key)) & lists.ordinary
        if words[place].gap not in _ONE_SPACE or not (known or is_second):
            break
        last = place
    is_surnamed = last > at and words[at + 1].key in lists.surnames
    is_given = bool(forms & lists.given)
    is_clear = is_given and (is_surnamed or not forms & lists.words_too or _follows(words, at, facts.people))
    if is_clear or is_named:
        return last
    return last if word.key in ("عبد", "أبو") and last > at else None


def _without_prefix(key: str) -> Iterator[str]:
    """A word, and what it is without the short words that Arabic and Hebrew write onto it."""
    yield key
    for prefix in (_ARABIC_PREFIX, _HEBREW_PREFIX):
        match = prefix.match(key)
        if match:
            yield from (key[cut:] for cut in range(1, match.end() + 1) if len(key) - cut >= _SHORTEST_STEM - 1)


def _follows(words: list[_Word], at: int, cues: frozenset[str]) -> bool:
    """Whether one of some phrases stands before a word, with or without an "is" between."""
    if not _CUE_GAP.fullmatch(words[at].gap):
        return False
    end = at
    if end > 1 and words[end - 1].key in name_words().copulas and _CUE_GAP.fullmatch(words[end - 1].gap):
        end -= 1
    for stop in {at, end}:
        said = ""
        for place in range(stop - 1, max(-1, stop - 1 - _LONGEST_CUE), -1):
            said = words[place].key + said
            if said in cues:
                return True
            if words[place].gap not in _WITHIN_CUE:
                break
            said = words[place].gap.replace("’", "'").replace("\u00a0", " ") + said
    return False


def _starts(words: list[_Word], at: int) -> bool:
    """Whether a word begins a sentence, where it has a capital letter in any case."""
    return at == 0 or _SENTENCE_END.search(words[at].gap) is not None


@lru_cache(maxsize=4096)
def _is_given(key: str) -> bool:
    """Whether a word is a common given name, whatever case a Slavic language puts it in."""
    lists = name_lists()
    if key in lists.given or (key in lists.words_too and not _CASELESS.match(key)):
        return True
    head, dash, _ = key.partition("-")
    if dash and len(head) >= _SHORTEST_STEM and head in lists.given:
        return True
    return bool(_SLAVIC.search(key)) and any(
        key[-cut:] in lists.endings and any(key[:-cut] + end in _clear_given() for end in _NOMINATIVES)
        for cut in range(1, min(_LONGEST_ENDING, len(key) - _SHORTEST_STEM + 1))
    )


@lru_cache(maxsize=1)
def _clear_given() -> frozenset[str]:
    return name_lists().given - name_lists().words_too


_NOMINATIVES = ("", "а", "я", "й", "ь", "о", "ий", "ія", "ия", "a", "ek")
