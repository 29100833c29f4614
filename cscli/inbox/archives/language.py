"""The language of texts of an archive: told from their beginning, the same text once."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from cscli.reading.language import UNKNOWN, Detector, without_codes

_SAMPLE = 250  # characters
_MOST_REMEMBERED = 2_000


def language_teller(served: Sequence[str]) -> Callable[[str], str]:
    """A function that gives the language of a text; empty where the text shows none."""
    detector = Detector(served)

    @lru_cache(maxsize=_MOST_REMEMBERED)
    def told(text: str) -> str:
        found = detector.detect(without_codes(text)).language
        return "" if found == UNKNOWN else found

    return lambda text: told(text[:_SAMPLE])
