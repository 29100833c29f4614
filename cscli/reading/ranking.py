"""Scores of languages that share a script, from the library eldc."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cscli.reading.script import letter_count

# The codes that eldc has for a language of another name.
_ELDC_CODES = {"id": "ms", "nb": "no", "nn": "no", "fil": "tl"}
_SCORES = 4
_MARGIN = 0.10
_LETTERS = 8
_LEAST = 0.65  # real sentences score above 0.75, names and brands mostly below 0.6


class Ranking(NamedTuple):
    """Languages with scores from 0 to 1, the best first; ``is_clear``: the first is reliable."""

    scores: tuple[tuple[str, float], ...]
    is_clear: bool


Ranker = Callable[[str], Ranking]


def best_ranker(languages: Sequence[str]) -> Ranker:
    """A ranker of ``languages`` (base tags); without eldc it returns no scores."""
    try:
        return _eldc(languages)
    except ImportError:
        return _knows_nothing


def _knows_nothing(_: str) -> Ranking:
    return Ranking(scores=(), is_clear=False)


def _eldc(languages: Sequence[str]) -> Ranker:
    import eldc  # noqa: PLC0415 - only a text needs it

    names = {_ELDC_CODES.get(tag, tag): tag for tag in reversed(languages)}
    known = [code for code in names if code in eldc.LANGUAGES]
    if not known:  # an empty list would mean every language
        return _knows_nothing
    eldc.init()
    detector = eldc.instance()
    detector.set_languages(known)
    detector.set_scores(_SCORES)

    def ranking(text: str) -> Ranking:
        found = detector.detect_details(text)
        scores = tuple([(names[code], score) for code, score in found.scores.items()])
        if not scores:
            return Ranking(scores=(), is_clear=False)
        margin = scores[0][1] - (scores[1][1] if len(scores) > 1 else 0.0)
        stands_out = margin >= _MARGIN and scores[0][1] >= _LEAST
        return Ranking(scores, bool(found.reliable or (stands_out and letter_count(text) >= _LETTERS)))

    return ranking
