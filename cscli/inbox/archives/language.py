"""The language of texts of an archive: told from their beginning, the same text once."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from cscli.reading.language import UNKNOWN, Detector, without_codes
from cscli.text import base_tag

_SAMPLE = 250  # characters
_MOST_REMEMBERED = 2_000


def language_teller(served: Sequence[str]) -> Callable[[str, str], str]:
    """A function that gives the language of a text, or where that shows none, the stored one of its customer."""
    detector = Detector(served)

    @lru_cache(maxsize=_MOST_REMEMBERED)
    def told(text: str) -> str:
        return detector.detect(without_codes(text)).language

    def language_of(text: str, stored: str) -> str:
        found = told(text[:_SAMPLE])
        return stored if found == UNKNOWN or base_tag(stored) == found else found

    return language_of
