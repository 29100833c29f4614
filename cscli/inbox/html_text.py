"""The HTML of a mail as plain text, by a walk of its tree.

Quotes are found on the tree, by the marks that mail programs leave there, and their lines get the ``> `` of plain
mail; a marked signature gets its ``-- ``. So one cutter serves both kinds of mail. Nothing is loaded, styled or run.
"""

import re
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HIDDEN = frozenset({"head", "style", "script", "title", "meta", "link", "template", "noscript", "svg", "object"})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
    "table", "tbody", "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_QUOTE_CLASSES = frozenset({
    "gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "tutanota_quote",
    "zmail_extra", "gmail_quote_container", "moz-forward-container",
})  # fmt: skip
_QUOTE_IDS = frozenset({
    "isreplycontent", "isforwardcontent", "reply-intro", "olk_src_body_section", "ntes-pcmac-quote",
})  # fmt: skip
_TAIL_IDS = frozenset({"divrplyfwdmsg", "appendonsend", "replysplit", "mail-editor-reference-message-container"})
_SIGNATURE_CLASSES = frozenset({"gmail_signature", "moz-signature", "protonmail_signature_block", "yahoo_signature"})
_SIGNATURE_IDS = frozenset(
    {"signature", "applemailsignature", "ymail_android_signature", "ms-outlook-mobile-signature"}
)
_OUTLOOK_RULE = re.compile(
    r"border(?:-top)?\s*:\s*(?:none\s*;\s*border-top\s*:\s*)?solid\s+#(?:e1e1e1|b5c4df)", re.IGNORECASE
)
_CITE_BORDER = re.compile(r"border-left\s*:\s*[^;]*(?:solid|#)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_UNSEEN = re.compile(r"<(style|script|head|title)\b.{0,100000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
_MOST_NODES = 200_000
_QUOTE_MARKS = re.compile(
    rb"gmail_quote|type=[\"']?cite|divRplyFwdMsg|yahoo_quoted|moz-cite-prefix|protonmail_quote|isReplyContent"
    rb"|mail-editor-reference|#E1E1E1|#B5C4DF|border-left",
    re.IGNORECASE,
)


def has_quote_marks(html: bytes) -> bool:
    """Whether a mail program has marked a quote in this HTML."""
    return bool(_QUOTE_MARKS.search(html))


def html_text(html: str) -> str:
    """The text of an HTML mail: blocks on lines of their own, links as their words, quoted lines with ``> ``.

    Broken HTML is read as browsers read it. A tree of more than 200,000 nodes is read up to there.
    """
    from lxml import etree  # noqa: PLC0415 - only a mail without plain text needs it
    from lxml import html as reader  # noqa: PLC0415 - as above

    plain = html.replace("\x00", "")
    try:
        parser = reader.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        tree = reader.document_fromstring(plain.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return _without_tags(plain)
    return _Walk().text(tree) or _without_tags(plain)


def _without_tags(html: str) -> str:
    """The words of HTML that gave no tree, or one without text, such as one that is nested too deeply."""
    return _SPACE.sub(" ", unescape(_TAGS.sub(" ", _UNSEEN.sub(" ", html)))).strip()


class _Walk:
    """One walk of a tree without recursion: a mail may be nested deeper than the interpreter's stack."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._depth = 0
        self._is_tail = False
        self._preformatted = 0
        self._items: dict[Any, int] = {}  # of numbered lists

    def text(self, tree: "HtmlElement") -> str:
        stack: list[tuple[Any, bool]] = [(tree, True)]
        nodes = 0
        while stack and nodes < _MOST_NODES:
            node, opens = stack.pop()
            nodes += 1
            if not opens:
                self._close(node)
                self._add(node.tail)
                continue
            if not isinstance(node.tag, str) or node.tag in _HIDDEN or _is_hidden(node):
                self._add(node.tail)
                continue
            self._open(node)
            self._add(node.text)
            stack.append((node, False))
            stack.extend((child, True) for child in reversed(node))
        self._end_line()
        return re.sub(r"\n(?:[ \t]*\n){2,}", "\n\n", "\n".join(self._lines)).strip("\n")

    def _open(self, node: "HtmlElement") -> None:
        tag = node.tag
        self._begin_block(tag)
        if not self._is_tail and _begins_tail(node):
            self._is_tail = True
            self._lines.append(">")
        if _is_quote(node):
            self._empty_line()
            self._depth += 1
            if _is_certain(node):
                self._lines.append("> " * (self._depth - 1) + ">")
        elif _is_signature(node) and not self._depth and not self._is_tail:
            self._lines += ["", "-- "]
        if tag == "li":
            self._line.append(self._bullet(node))
        elif tag in ("td", "th") and self._line:
            self._line.append(" ")
        elif tag == "img" and node.get("alt"):
            self._line.append(node.get("alt").strip())
        self._preformatted += tag == "pre"

    def _begin_block(self, tag: str) -> None:
        if tag == "br":
            self._end_line(is_break=True)
        elif tag in _SPACED:
            self._empty_line()
        elif tag in _BLOCKS:
            self._end_line()

    def _close(self, node: "HtmlElement") -> None:
        tag = node.tag
        if tag in _BLOCKS:
            self._end_line()
        if tag in _SPACED:
            self._empty_line()
        if _is_quote(node):
            self._end_line()
            self._depth = max(0, self._depth - 1)
            self._empty_line()
        self._preformatted -= tag == "pre"

    def _bullet(self, node: "HtmlElement") -> str:
        parent = node.getparent()
        if parent is None or parent.tag != "ol":
            return "- "
        self._items[parent] = self._items.get(parent, 0) + 1
        return f"{self._items[parent]}. "

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self._preformatted:
            first, *rest = text.split("\n")
            self._line.append(first)
            for line in rest:
                self._end_line(is_break=True)
                self._line.append(line)
            return
        plain = _SPACE.sub(" ", text)
        if plain == " " and (not self._line or self._line[-1].endswith(" ")):
            return
        self._line.append(plain.lstrip(" ") if not self._line else plain)

    def _end_line(self, *, is_break: bool = False) -> None:
        text = "".join(self._line).replace("\xa0", " ").rstrip()
        self._line = []
        if text.strip() or is_break:
            mark = "> " * max(self._depth, int(self._is_tail))
            self._lines.append(f"{mark}{text}".rstrip() if mark else text)

    def _empty_line(self) -> None:
        self._end_line()
        if self._lines and self._lines[-1].strip("> "):
            self._lines.append(("> " * max(self._depth, int(self._is_tail))).rstrip())


def _is_hidden(node: "HtmlElement") -> bool:
    style = (node.get("style") or "").lower().replace(" ", "")
    return "display:none" in style or "mso-hide:all" in style


def _is_quote(node: "HtmlElement") -> bool:
    """Whether a mail program has marked this element as a quote."""
    if node.tag not in ("blockquote", "div"):
        return False
    if node.tag == "blockquote":
        style = (node.get("style") or "").lower().replace(" ", "")
        return (node.get("type") or "").lower() == "cite" or "border:none" not in style
    names = _quote_classes(node)
    if names & {"gmail_quote", "gmail_quote_container", "protonmail_quote"}:  # they may hold answers, too
        return next(node.iter("blockquote"), None) is None
    if names or (node.get("id") or "").lower() in _QUOTE_IDS:
        return True
    return (node.get("name") or "").lower() == "quote" and bool(_CITE_BORDER.search(node.get("style") or ""))


def _is_certain(node: "HtmlElement") -> bool:
    """Whether a quote is one for certain: an indented paragraph is a blockquote, too."""
    return node.tag != "blockquote" or (node.get("type") or "").lower() == "cite" or bool(_quote_classes(node))


def _quote_classes(node: "HtmlElement") -> frozenset[str]:
    return _QUOTE_CLASSES.intersection((node.get("class") or "").lower().split())


def _begins_tail(node: "HtmlElement") -> bool:
    """Whether everything from here on is the quoted mail, as Outlook has it."""
    if node.tag not in ("div", "hr"):
        return False
    if (node.get("id") or "").lower().removeprefix("x_") in _TAIL_IDS:
        return True
    return bool(_OUTLOOK_RULE.search(node.get("style") or ""))


def _is_signature(node: "HtmlElement") -> bool:
    identity = (node.get("id") or "").lower()
    classes = (node.get("class") or "").lower().split()
    return not _SIGNATURE_CLASSES.isdisjoint(classes) or identity in _SIGNATURE_IDS
