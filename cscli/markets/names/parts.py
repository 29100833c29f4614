"""Given name and family name, where the language makes it safe to tell them apart."""

from functools import lru_cache
from typing import NamedTuple

from cscli.markets.names.spelling import key
from cscli.text import script_ranges


class Split(NamedTuple):
    """The parts of a name; an empty one is not known. ``patronymic`` was found in the name itself."""

    given: str = ""
    family: str = ""
    patronymic: str = ""


NOT_SPLIT = Split()


class NameCustoms(NamedTuple):
    """How a language orders and joins names, and which it takes apart. The keys are those of its file.

    - ``split``: ``two-words``, ``last-word-is-given`` or ``never``. ``longer``: what more than two words are:
      ``never`` taken apart, ``first-word-is-given``, ``last-word-is-family`` as well, or ``family-follows-given``.
    - ``alone``: how a family name stands after a title: the ``first-name`` of two or the whole with a ``capital``
      particle, or as it is. ``titled``: what one word after a title is: the ``family`` name, or a ``single`` one.
    - ``single``: what one word is: a ``name``, or a ``whole`` one where no space stands between its parts.
    - ``gap``: ``before`` or ``after``: where a name in another script has a space, if titles are written together with
      names.
    - ``particles`` begin a family name even with a capital. ``firsts`` and ``seconds`` make compound given names, and
      ``compounds`` are such. ``families`` stand first. ``given`` are given names with the ending of family names.
    """

    order: str = "given-first"
    split: str = "never"
    join: str = " "
    longer: str = "never"
    alone: str = ""
    single: str = "name"
    titled: str = "family"
    gap: str = ""
    particles: frozenset[str] = frozenset()
    firsts: frozenset[str] = frozenset()
    seconds: frozenset[str] = frozenset()
    compounds: frozenset[tuple[str, ...]] = frozenset()
    families: tuple[str, ...] = ()
    family_endings: tuple[str, ...] = ()
    patronymic_endings: tuple[str, ...] = ()
    given: frozenset[str] = frozenset()

    def ends_like_family(self, word: str) -> bool:
        """Whether a word, as ``spelling.key`` makes it, has the ending of family names."""
        return word.endswith(self.family_endings) and word not in self.given if self.family_endings else False

    def family_alone(self, family: str, particles: frozenset[str]) -> str:
        """A family name as it stands where no given name does."""
        if self.alone == "capital":
            return family[:1].upper() + family[1:]
        if self.alone == "first-name":
            words = family.split(" ")
            end = next((i for i, word in enumerate(words) if key(word) not in particles), len(words) - 1)
            alone = " ".join(words[: end + 1])
            return alone[:1].upper() + alone[1:]
        return family


def is_in_script(text: str, scripts: tuple[str, ...]) -> bool:
    """Whether all letters of a name are in scripts of a language."""
    sides = {_is_own(char, scripts) for char in text}
    return True in sides and False not in sides


@lru_cache(maxsize=4096)
def _is_own(char: str, scripts: tuple[str, ...]) -> bool | None:
    """Whether a letter is in one of the scripts; None for a sign that no script has of its own.

    A pattern of all letters would take longer to make than a start has for a name.
    """
    code = ord(char)
    found = next((name for first, last, name in script_ranges() if first <= code <= last), None)
    return None if found is None else found in scripts


def split(words: list[str], customs: NameCustoms, particles: frozenset[str], families: frozenset[str]) -> Split:
    """The parts of a name of at least two words in the language's own script; empty where they cannot be told."""
    if customs.patronymic_endings or customs.family_endings:
        return _by_endings(words, customs)
    if customs.split == "last-word-is-given":
        return Split(words[-1], " ".join(words[:-1])) if _is_local(words, customs) else NOT_SPLIT
    if customs.split != "two-words" or words[-1] in particles:
        return NOT_SPLIT
    if customs.order == "family-first":
        return Split(words[1], words[0]) if len(words) == 2 else NOT_SPLIT  # noqa: PLR2004
    return _western(words, customs, particles, families)


def _is_local(words: list[str], customs: NameCustoms) -> bool:
    """Whether the last word is the given name: a name without any accent may be a foreigner's."""
    return not "".join(words).isascii() or key(words[0]) in customs.families


def _western(words: list[str], customs: NameCustoms, particles: frozenset[str], families: frozenset[str]) -> Split:
    """Parts of a name whose given name stands first, unless the family name is marked by capitals or a particle."""
    shouted = [word for word in words if len(word) > 2 and word.isupper()]  # noqa: PLR2004 - "JP" may be initials
    if shouted and len(shouted) < len(words):
        return _by_capitals(words, particles)
    first = key(words[0])
    if words[0] in particles or first in customs.particles:
        return Split(family=" ".join(words)) if all(key(word) in particles for word in words[:-1]) else NOT_SPLIT
    if first in families and len(words) <= 3:  # noqa: PLR2004 - which part is which?
        return NOT_SPLIT
    return _given_first(words, customs, particles)


def _given_first(words: list[str], customs: NameCustoms, particles: frozenset[str]) -> Split:
    end = _end_of_given(words, customs)
    rest = words[end:]
    at = next((i for i, word in enumerate(rest[:-1]) if key(word) in particles), -1)
    given = " ".join(words[:end])
    if len(given.rstrip(".")) == 1 or given.endswith("."):  # an initial
        given = ""
    if at == 0 or len(rest) == 1 or customs.longer == "family-follows-given":
        return Split(given, " ".join(rest))
    if customs.longer == "never":
        return NOT_SPLIT
    if customs.longer == "last-word-is-family":
        return Split(given, " ".join(rest[at:]) if at > 0 else rest[-1])
    return Split(given)


def _by_capitals(words: list[str], particles: frozenset[str]) -> Split:
    """``DUPONT Marie`` or ``Marie DUPONT``: the family name is the part in capitals."""
    loud = [word.isupper() and len(word) > 1 for word in words]
    first, last = loud.index(True), len(loud) - 1 - loud[::-1].index(True)
    if not all(loud[first : last + 1]) or (first > 0 and last < len(words) - 1):
        return NOT_SPLIT
    while first > 0 and key(words[first - 1]) in particles:
        first -= 1
    family = [w.capitalize() if w.isupper() else w for w in words[first : last + 1]]
    given = words[:first] or words[last + 1 :]
    return Split(" ".join(given), " ".join(family))


def _end_of_given(words: list[str], customs: NameCustoms) -> int:
    """How many words the given name has: one, or those of a compound that the language knows."""
    keys = tuple(map(key, words))
    for length in (4, 3, 2):
        if len(words) > length and keys[:length] in customs.compounds:
            return length
    if len(words) > 2 and keys[0] in customs.firsts and keys[1] in customs.seconds:  # noqa: PLR2004
        return 2
    return 1


def _by_endings(words: list[str], customs: NameCustoms) -> Split:
    """Parts told by the endings of patronymics and family names, in either order."""
    keys = [key(word) for word in words]
    fathers = [i for i, k in enumerate(keys) if k.endswith(customs.patronymic_endings)]
    if len(fathers) == 1 and fathers[0] > 0:
        at = fathers[0]
        rest = [word for i, word in enumerate(words) if i not in (at, at - 1)]
        return Split(words[at - 1], " ".join(rest), words[at])
    families = [i for i, k in enumerate(keys) if customs.ends_like_family(k)]
    if len(words) == 2 and len(families) == 1:  # noqa: PLR2004
        at = families[0]
        return Split(words[1 - at], words[at])
    return NOT_SPLIT
