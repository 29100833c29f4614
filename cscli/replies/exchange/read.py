"""Canned answers as the products export them, read into plain texts. What cannot be read is left out with a reason."""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from cscli.errors import UsageError
from cscli.paths import bytes_of, unreadable_hint
from cscli.replies.exchange.canned import ForeignAnswer, Product, parts_of_title, without_marks
from cscli.replies.exchange.written import COLUMNS
from cscli.tables.imported import LeftOut
from cscli.tables.reader import open_table

_LARGEST: Final = 50_000_000  # bytes
_MOST_TEXT, _MOST_TITLE = 50_000, 300  # characters
_AS_IT_CAME: Final = "Give the file as the other help desk exports it, and say with --format which one that is."
_LISTS: Final = ("macros", "canned_responses", "data", "payload")
_BLOCKS: Final = frozenset({"p", "div", "li", "ul", "ol", "table", "tr", "blockquote", "h1", "h2", "h3", "h4"})
_SPACES = re.compile(r"[ \t\r]+")  # a no-break space belongs to a language's punctuation
_BLANK = re.compile(r"\n{3,}")


def foreign_answers(path: Path, product: Product) -> tuple[list[ForeignAnswer], list[LeftOut]]:
    """The canned answers of a file, and the entries that hold none.

    Raises:
        UsageError: the file cannot be read, is too large or nested too deeply, or is not of the product.
    """
    if product is Product.CSV:
        return _of_table(path)
    found: list[ForeignAnswer] = []
    bad: list[LeftOut] = []
    read = {Product.ZENDESK: _of_zendesk, Product.FRESHDESK: _of_freshdesk, Product.GORGIAS: _of_gorgias}
    for number, entry in enumerate(_entries(path, product), 1):
        try:
            title, subject, text, language = read.get(product, _of_chatwoot)(entry)
        except (KeyError, TypeError, AttributeError, IndexError) as problem:
            what = f": it has no {problem.args[0]}" if isinstance(problem, KeyError) else ""
            reason, hint = f"is not a canned answer of {product}{what}", "Say with --format which product it is of."
            bad.append(LeftOut(line=number, key="", reason=reason, hint=hint))
            continue
        reason = _fault(title, text)
        title, subject, text = without_marks((title, subject, text))
        if reason:
            bad.append(LeftOut(line=number, key=title[:60], reason=reason))
        else:
            one = ForeignAnswer(place=f"entry {number}", title=title, subject=subject, text=text, language=language)
            found.append(replace(one, **parts_of_title(title)))
    return found, bad


def _entries(path: Path, product: Product) -> list[Any]:
    try:
        content = json.loads(bytes_of(path, _LARGEST))
    except OSError as problem:
        raise UsageError(
            f"{path} cannot be read: {problem.strerror}.", code="bad-file", hint=unreadable_hint(path, problem)
        ) from None
    except RecursionError:
        raise UsageError(f"{path} is nested too deeply.", code="bad-file", hint=_AS_IT_CAME) from None
    except ValueError as problem:
        raise UsageError(
            f"{path} is not JSON as {product} exports it: {str(problem)[:200]}.", code="bad-file", hint=_AS_IT_CAME
        ) from None
    if isinstance(content, Mapping):
        content = next((content[name] for name in _LISTS if isinstance(content.get(name), list)), content)
    if not isinstance(content, list):
        raise UsageError(
            f"{path} holds no list of canned answers.", code="bad-file",
            hint=f"It is a list, or a mapping that has one under: {', '.join(_LISTS)}",
        )  # fmt: skip
    return content


def _of_zendesk(entry: Mapping[str, Any]) -> tuple[str, str, str, str]:
    entry = entry.get("macro", entry)
    values = {action["field"]: action["value"] for action in entry["actions"]}
    html = values.get("comment_value_html")
    plain = values.get("comment_value")
    text = _text(_last(html)) if html else _last(plain)
    return str(entry["title"]), _last(values.get("subject")), text, ""


def _of_freshdesk(entry: Mapping[str, Any]) -> tuple[str, str, str, str]:
    html = entry.get("content_html")
    return str(entry["title"]), "", _text(html) if html else str(entry["content"]), ""


def _of_gorgias(entry: Mapping[str, Any]) -> tuple[str, str, str, str]:
    arguments = {action["name"]: action.get("arguments") or {} for action in entry["actions"]}
    said = arguments.get("setResponseText", {})
    text = str(said.get("body_text") or "") or _text(said.get("body_html") or "")
    return (
        str(entry["name"]),
        str(arguments.get("setSubject", {}).get("subject") or ""),
        text,
        entry.get("language") or "",
    )


def _of_chatwoot(entry: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return str(entry["short_code"]), "", str(entry["content"]), ""


def _of_table(path: Path) -> tuple[list[ForeignAnswer], list[LeftOut]]:
    found: list[ForeignAnswer] = []
    bad: list[LeftOut] = []
    with closing(open_table(path)) as table:
        missing = [name for name in ("intent", "body") if name not in table.columns]
        if missing:
            raise UsageError(
                f"{path}: there is no column {missing[0]!r}.", code="bad-file", hint=f"Columns: {', '.join(COLUMNS)}"
            )
        for row in table.rows():
            cells: dict[str, Any] = {name: str(row.cells.get(name, "")) for name in COLUMNS}
            reason = row.fault or _fault(cells["intent"], cells["body"])
            if reason:
                bad.append(LeftOut(line=row.line, key=cells["intent"][:60], reason=reason))
                continue
            subject, text = without_marks((cells.pop("subject"), cells.pop("body")))
            one = ForeignAnswer(
                place=f"line {row.line}", title=cells["intent"], subject=subject, text=text, has_letter=False
            )
            found.append(replace(one, **cells))
    return found, bad


def _fault(title: str, text: str) -> str:
    if not title.strip() or len(title) > _MOST_TITLE:
        return "has no name" if not title.strip() else f"has a name of more than {_MOST_TITLE} characters"
    if not text.strip():
        return "has no text"
    return f"has more than {_MOST_TEXT:,} characters" if len(text) > _MOST_TEXT else ""


def _last(value: Any) -> str:
    """A value, or the last of several: Zendesk puts the channel before the text."""
    return str((value[-1] if value else "") if isinstance(value, list) else value or "")


def _text(html: str) -> str:
    """The text of HTML: blocks are paragraphs, ``br`` is a line."""
    from lxml import etree  # noqa: PLC0415 - only HTML needs it
    from lxml import html as parser  # noqa: PLC0415

    try:
        tree = parser.fragment_fromstring(html.replace("\0", ""), create_parent="div")
    except (etree.LxmlError, ValueError):
        return html
    pieces: list[str] = []
    _walk(tree, pieces.append)
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(pieces).split("\n"))
    return _BLANK.sub("\n\n", "\n".join(lines)).strip()


def _walk(tree: Any, put: Callable[[str], None]) -> None:
    from lxml import etree  # noqa: PLC0415 - loaded by the caller

    for event, node in etree.iterwalk(tree, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            if tag == "br":
                put("\n")
            if tag not in ("script", "style", ""):
                put((node.text or "").replace("\n", " "))
            continue
        if tag in _BLOCKS:
            put("\n\n" if tag in ("p", "blockquote", "ul", "ol") else "\n")
        put((node.tail or "").replace("\n", " "))
