"""What of a language model's answer is believed: a list of the right length, and texts that can be translations.

A model that obeyed a customer, forgot an order number or began to chat is caught where the form shows it: tokens
gone, far too long, far too short, the mark of the request repeated. A wrong translation of the right form is not
caught here; the checks after translation and the agent who reads it are there for that.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from cscli.translation.engines.engine import Answer, BadAnswerError, Outcome
from cscli.translation.engines.http import HttpAnswer
from cscli.translation.protect import MaskStyle

_TOKENS = {
    MaskStyle.ALNUM: re.compile(r"([XQZJKVW]{2,8})\d{1,7}([XQZJKVW]{2,8})"),
    MaskStyle.BRACKETS: re.compile(r"\[\[([XQZJKVW]{0,8})\d{1,7}([XQZJKVW]{0,8})\]\]"),
}
_LONGEST = 6  # times the source ...
_ALLOWANCE = 80  # ... and so many characters, for short texts
_SHORTEST = 8  # times shorter than the source ...
_LONG_ENOUGH = 40  # ... which says something from this length on


class MalformedError(BadAnswerError):
    """The model answered, but not in the form asked for; fewer texts at once may help."""


def said(answer: HttpAnswer) -> str:
    """The words of the model.

    Raises:
        MalformedError: it said nothing, or was cut short.
        BadAnswerError: the answer is not one of this protocol.
    """
    content = answer.json()
    choices = content.get("choices") if isinstance(content, dict) else None
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise BadAnswerError(answer.engine, "the answer is none of a chat, perhaps an error page")
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
        engine: whose answer it is, for messages.
        words: what the model said.
        texts: what it was given.
        mask_style: how tokens look in the texts.
        boundary: the mark of the request, which no translation may hold.

    Raises:
        MalformedError: the answer is no JSON, or not one translation for each text.
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
    """The JSON in the words of a model, without the thoughts and code fences that some put around it."""
    plain = words.rpartition("</think>")[2].strip()
    if plain.startswith("```"):
        plain = plain.partition("\n")[2].rstrip().removesuffix("```")
    try:
        return json.loads(plain)
    except (ValueError, RecursionError):
        raise MalformedError(engine, "the model did not answer in JSON") from None


def _fault(text: str, translation: Any, mask_style: MaskStyle, boundary: str) -> str:
    """Why a translation cannot be one of ``text``; empty when it may be."""
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
    """``text`` as tokens are looked for: case, spaces and full-width letters do not count."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
