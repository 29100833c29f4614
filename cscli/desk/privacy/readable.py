"""A dossier as Markdown, for the person themselves: every table with its rows, long texts fenced as they are."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cscli.desk.privacy.dossier import NOT_INCLUDED, Dossier, filled
from cscli.text import clean, one_line, rfc3339

# Tables with a heading of their own, in the order of the text; others follow under their own name.
_HEADINGS: Final = {
    "customers": "Who", "contacts": "Addresses", "customer_merges": "Merged from", "consents": "Consent",
    "orders": "Orders", "order_items": "Items of orders", "cases": "Cases", "case_events": "What happened in cases",
    "surveys": "Surveys", "ratings": "Ratings", "interactions": "Messages and notes",
    "deliveries": "Mails that were sent",
}  # fmt: skip
_LONG = 80
_MARKUP = re.compile(r"([\\`<\[])")  # of Markdown and HTML: a name is not a link


def as_markdown(found: Dossier, shop: str) -> str:
    """The whole dossier; control characters of texts are shown, not written."""
    return "\n".join(_lines(found, shop)) + "\n"


def _lines(found: Dossier, shop: str) -> Iterator[str]:
    yield f"# What {one_line(shop) or 'the desk'} keeps of customer {one_line(found.person.key)}"
    yield ""
    yield f"Written on {rfc3339(found.at)}. All times are in UTC."
    for name in dict.fromkeys((*_HEADINGS, *found.tables)):
        yield from _section(_HEADINGS.get(name, name.replace("_", " ").capitalize()), found.tables.get(name, ()))
    yield from _section("Messages as they came", [
        {"message": number, "bytes": len(raw), "text": raw.decode("utf-8", "replace")}
        for number, raw in found.raw.items()
    ])  # fmt: skip
    yield from _section("Translations of their words", found.memory)
    yield from _section("Drafts on this machine", found.drafts)
    yield from _section("Who read, changed and exported it", [
        {"at": rfc3339(one.at), "agent": one.agent, "what": one.what, "detail": one.detail} for one in found.audit
    ])  # fmt: skip
    yield from ("", "## Not in here", "")
    yield from (f"- {what}" for what in NOT_INCLUDED)


def _section(heading: str, rows: Any) -> Iterator[str]:
    if not rows:
        return
    yield from ("", f"## {heading}")
    for row in rows:
        yield ""
        fields = dict(filled(row))
        yield from (
            f"- {name.replace('_', ' ')}: {_short(value)}" for name, value in fields.items() if not _is_long(value)
        )
        for name, value in fields.items():
            if _is_long(value):
                yield from ("", f"{name.replace('_', ' ')}:", "", *_fenced(value))


def _is_long(value: Any) -> bool:
    return isinstance(value, str) and ("\n" in value or len(value) > _LONG)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping | list | tuple) else str(value)
    return _MARKUP.sub(r"\\\1", one_line(text))


def _fenced(text: str) -> Iterator[str]:
    """A text between fences that are longer than any in it."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    yield from (fence, clean(text).rstrip("\n"), fence)
