"""Tells an answer that is no translation: an error page, a warning about a quota, nothing, or far too much.

Services send these with a status of success. Words that the source holds itself prove nothing: a customer may write
about an error page. Whether a translation is a good one is not judged here.
"""

import re

from cscli.text import INVISIBLE
from cscli.translation.engines.engine import BadAnswerError, RateLimitedError

_TOO_MANY = re.compile(
    r"MYMEMORY WARNING|QUERY LIMIT EXCEEDED|YOU USED ALL AVAILABLE FREE TRANSLATIONS"
    r"|(?i:unusual traffic from your computer|automated queries|/sorry/index|g-recaptcha)"
)
_ERROR = re.compile(
    r"INVALID (?:SOURCE|TARGET) LANGUAGE|INVALID LANGUAGE PAIR|QUERY LENGTH LIMIT|NO QUERY SPECIFIED|INVALID EMAIL"
    r"|PLEASE SELECT TWO DISTINCT LANGUAGES"
    r"|(?i:That.{1,8}s all we know|\(Server Error\)!!1)"
    r"|(?i:<!doctype|</?(?:html|head|body|script|style|iframe|title|meta)\b)"
)
_STATUS = re.compile(r"\berror ([45]\d\d)\b", re.IGNORECASE)
_LONGER = 8  # times; a Chinese word becomes several English ones, never a page
_FREE = 100  # characters


def valid_answer(engine: str, source: str, answer: object) -> str:
    """``answer`` when it can be a translation of ``source``, without outer spaces.

    Raises:
        RateLimitedError: it says that there were too many requests.
        BadAnswerError: it is no text, blank, an error page, or far too long.
    """
    if not isinstance(answer, str):
        raise BadAnswerError(engine, "the answer holds no text")
    text = answer.strip()
    if not text.strip("".join(INVISIBLE)):
        raise BadAnswerError(engine, "the answer is empty")
    if len(text) > _LONGER * len(source) + _FREE:
        raise BadAnswerError(engine, "the answer is far too long for a translation")
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise BadAnswerError(engine, "the answer holds characters that are none")
    require_no_refusal(engine, text, source)
    if _is_foreign(_ERROR, text, source) or any(s[1] not in source for s in _STATUS.finditer(text)):
        raise BadAnswerError(engine, "the answer is an error message, not a translation")
    return text


def require_no_refusal(engine: str, text: str, source: str = "") -> None:
    """Refuse a page or a text that says that there were too many requests.

    Raises:
        RateLimitedError: it does.
    """
    if _is_foreign(_TOO_MANY, text, source):
        raise RateLimitedError(engine, "the service wants fewer requests")


def _is_foreign(pattern: re.Pattern[str], text: str, source: str) -> bool:
    """Whether ``pattern`` finds in ``text`` what ``source`` does not hold."""
    folded = source.casefold()
    return any(match[0].casefold() not in folded for match in pattern.finditer(text))
