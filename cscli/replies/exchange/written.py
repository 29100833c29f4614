"""Canned answers in the form in which each product takes them.

Zendesk: the macros of its API. Freshdesk: the canned responses of its API, whose ``folder_id`` only the account knows.
Gorgias: the macros of its API. Chatwoot: canned responses; they have no subject. CSV: our own columns, without the
greeting and the closing, which a letter gets anyway.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any, Final

from cscli.replies.exchange.canned import CannedAnswer, Product, replaced
from cscli.replies.exchange.placeholders import ProductPlaceholders
from cscli.tables.writer import csv_text

COLUMNS: Final = ("intent", "language", "register", "channel", "variant", "subject", "body")
SUFFIX: Final = {product: "csv" if product is Product.CSV else "json" for product in Product}
WITHOUT_SUBJECT: Final = frozenset({Product.CHATWOOT, Product.FRESHDESK})


def written(answers: Sequence[CannedAnswer], product: Product, placeholders: ProductPlaceholders) -> bytes:
    """The content of a file of canned answers."""
    if product is Product.CSV:
        return csv_text([COLUMNS, *(_cells(one, placeholders) for one in answers)]).encode()
    put = {Product.ZENDESK: _macro, Product.FRESHDESK: _response, Product.GORGIAS: _actions}.get(product, _short)
    entries = [put(one, placeholders.write) for one in answers]
    whole = {Product.ZENDESK: "macros", Product.FRESHDESK: "canned_responses", Product.GORGIAS: "data"}.get(product)
    content: Any = {whole: entries} if whole else entries
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _macro(one: CannedAnswer, write: Callable[[str], str]) -> dict[str, Any]:
    actions = [{"field": "subject", "value": replaced(one.subject, write)}] if one.subject else []
    actions.append({"field": "comment_value", "value": replaced(one.letter, write)})
    return {"title": one.title, "active": True, "description": None, "restriction": None, "actions": actions}


def _response(one: CannedAnswer, write: Callable[[str], str]) -> dict[str, Any]:
    return {"title": one.title, "content_html": _html(replaced(one.letter, write)), "visibility": 0}


def _actions(one: CannedAnswer, write: Callable[[str], str]) -> dict[str, Any]:
    text = replaced(one.letter, write)
    actions: list[dict[str, Any]] = [{
        "type": "user", "title": "Add response text", "name": "setResponseText",
        "arguments": {"body_text": text, "body_html": _html(text)},
    }]  # fmt: skip
    if one.subject:
        subject = {"subject": replaced(one.subject, write)}
        actions.insert(0, {"type": "user", "title": "Set subject", "name": "setSubject", "arguments": subject})
    return {"name": one.title, "language": one.language.partition("-")[0], "intent": None, "actions": actions}


def _short(one: CannedAnswer, write: Callable[[str], str]) -> dict[str, Any]:
    return {"short_code": one.title, "content": replaced(one.letter, write)}


def _cells(one: CannedAnswer, placeholders: ProductPlaceholders) -> Iterable[str]:
    texts = (replaced(text, placeholders.write) for text in (one.subject, one.text))
    return (one.intent, one.language, one.register, one.channel, one.variant, *texts)


def _html(text: str) -> str:
    paragraphs = escape(text, quote=False).split("\n\n")
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs).replace("\n", "<br>")
