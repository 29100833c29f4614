"""Validation of a language model's answer.

A model that followed instructions in a text, lost an order number or added remarks is detected by form: missing tokens,
implausible length, the boundary repeated. A wrong translation in the right form is left to checks and the agent.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from cscli.translation.engines.engine import Answer, BadAnswerError, Outcome
from cscli.translation.engines.http_answer import HttpAnswer
from cscli.translation.protect import MaskStyle

_TOKENS = {
    MaskStyle.ALNUM: re.compile(r"([XQZJKVW]{2,8})\d{1,7}([XQZJKVW]{2,8})"),
    MaskStyle.BRACKETS: re.compile(r"\[\[([XQZJKVW]{0,8})\d{1,7}([XQZJKVW]{0,8})\]\]"),
}
_LONGEST = 6  # times the source
_ALLOWANCE = 80  # characters, for short texts
_SHORTEST = 8  # times shorter than the source
_LONG_ENOUGH = 40  # characters; shorter texts may shrink more


class MalformedError(BadAnswerError):
    """The answer has the wrong form; fewer texts at once may help."""


def said(answer: HttpAnswer) -> str:
    """The text of the model's answer.

    Raises:
        MalformedError: the answer is empty or truncated.
        BadAnswerError: the response does not follow the protocol.
    """
    content = answer.json()
    choices = content.get("choices") if isinstance(content, dict) else None
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise BadAnswerError(answer.engine, "the answer is not that of a chat; it may be an error page")
    message = choices[0].get("message")
    words = message.get("content") if isinstance(message, dict) else None
    if choices[0].get("finish_reason") == "length":
        raise MalformedError(answer.engine, "the answer grew too long and was cut off")
    if not isinstance(words, str) or not words.strip():
        raise MalformedError(answer.engine, "the model said nothing")
    return words


def outcomes(
    engine: str, words: str, texts: Sequence[str], *, mask_style: MaskStyle, boundary: str
) -> tuple[Outcome, ...]:
    """One outcome for each text, in order.

    Args:
        engine: the engine, for messages.
        words: the model's answer.
        texts: the texts of the request.
        mask_style: the form of tokens in the texts.
        boundary: the mark of the request, which no translation may contain.

    Raises:
        MalformedError: the answer is not JSON with one translation for each text.
    """
    content = _parsed(engine, words)
    found = content.get("translations") if isinstance(content, dict) else content
    if not isinstance(found, list) or len(found) != len(texts):
        raise MalformedError(engine, "the model did not give one translation for each text")
    made: list[Outcome] = []
    for text, translation in zip(texts, found, strict=True):
        fault = _fault(text, translation, mask_style, boundary)
        made.append(BadAnswerError(engine, fault) if fault else Answer(text=translation.strip()))
    return tuple(made)


def _parsed(engine: str, words: str) -> Any:
    """The JSON of an answer, without thoughts and code fences."""
    plain = words.rpartition("</think>")[2].strip()
    if plain.startswith("```"):
        plain = plain.partition("\n")[2].rstrip().removesuffix("```")
    try:
        return json.loads(plain)
    except (ValueError, RecursionError):
        raise MalformedError(engine, "the model did not answer in JSON") from None


def _fault(text: str, translation: Any, mask_style: MaskStyle, boundary: str) -> str:
    """Why a translation of ``text`` is invalid, or empty."""
    if not isinstance(translation, str) or not translation.strip():
        return "the translation is empty"
    if boundary in translation:
        return "the model repeated what it was told"
    if len(translation) > _LONGEST * len(text) + _ALLOWANCE:
        return "the translation is far too long"
    if len(text) >= _LONG_ENOUGH and len(translation.strip()) * _SHORTEST < len(text):
        return "the translation is far too short"
    bare = _bare(translation)
    if not all(_bare(token) in bare for token in _tokens(text, mask_style)):
        return "the translation lost what it must keep"
    return ""


def _tokens(text: str, mask_style: MaskStyle) -> set[str]:
    """The tokens of a masked text; their ends mirror each other."""
    pattern = _TOKENS.get(mask_style)
    return {m[0] for m in pattern.finditer(text) if m[1] == m[2][::-1]} if pattern else set()


def _bare(text: str) -> str:
    """``text`` for finding tokens: without case, white space and full-width letters."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
