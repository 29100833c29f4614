"""Detects responses with a success status that are not translations: error pages, quota warnings, implausible lengths.

Words that are also in the source prove nothing: a customer may write about an error page.
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
_LONGER = 8  # times; a Chinese word may become several English ones
_FREE = 100  # characters


def valid_answer(engine: str, source: str, answer: object) -> str:
    """``answer``, stripped, if it can be a translation of ``source``.

    Raises:
        RateLimitedError: it reports too many requests.
        BadAnswerError: it is not a text, blank, an error page, or far too long.
    """
    if not isinstance(answer, str):
        raise BadAnswerError(engine, "the answer holds no text")
    text = answer.strip()
    if not text.strip("".join(INVISIBLE)):
        raise BadAnswerError(engine, "the answer is empty")
    if len(text) > _LONGER * len(source) + _FREE:
        raise BadAnswerError(engine, "the answer is far too long for a translation")
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise BadAnswerError(engine, "the answer holds code points that are no characters")
    require_no_refusal(engine, text, source)
    if _is_foreign(_ERROR, text, source) or any(s[1] not in source for s in _STATUS.finditer(text)):
        raise BadAnswerError(engine, "the answer is an error message, not a translation")
    return text


def require_no_refusal(engine: str, text: str, source: str = "") -> None:
    """Refuse a text that reports too many requests.

    Raises:
        RateLimitedError: it does.
    """
    if _is_foreign(_TOO_MANY, text, source):
        raise RateLimitedError(engine, "the service wants fewer requests")


def _is_foreign(pattern: re.Pattern[str], text: str, source: str) -> bool:
    """Whether a match of ``pattern`` in ``text`` is not in ``source``."""
    folded = source.casefold()
    return any(match[0].casefold() not in folded for match in pattern.finditer(text))
