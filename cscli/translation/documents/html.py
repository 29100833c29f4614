# ruff: noqa: SIM905 - long lists of tags read best as words
"""HTML: the texts of elements and attributes; the markup is preserved byte for byte.

A block such as a paragraph or a table cell is one part, with its inline tags as marks. Attributes with text (alt,
title, placeholder, aria-label, descriptions in meta tags) are parts too. Scripts, styles, comments, code, templates,
drawings and anything with ``translate="no"`` or ``notranslate`` are skipped. Translations are escaped, so they cannot
become markup.

``html.parser`` reports no positions of attributes and end tags and is quadratic on some broken pages, so tags are found
here, by the rules of the HTML standard.
"""

import html
import re
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Final

from cscli.translation.documents.marks import Mark, Piece, sentence
from cscli.translation.documents.part import Part, Source, broken, has_words, line_at

_VALUE = r"\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+"
_TAG = re.compile(rf"<(/?)([A-Za-z][^\s/>]*+)((?:[\s/]++|[^\s/>=]++(?:\s*+=\s*+(?:{_VALUE}|(?=>)))?+)*+)>")
_BEGINS = re.compile(r"<[A-Za-z/!?]")
_ATTRIBUTE = re.compile(rf"(?P<name>[^\s/>=]++)(?:\s*+=\s*+(?P<value>{_VALUE})?+)?+")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_WORD = re.compile(r"&[#0-9A-Za-z]{1,32};?|[^\s&]++|&")

_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark math nobr q rp rt ruby s "
    "samp small span strike strong sub sup svg time tt u var wbr".split()
)  # fmt: skip
_VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_SILENT: Final = frozenset("code kbd math pre samp svg template var".split())
_RAW: Final = frozenset("iframe noembed noframes script style textarea title xmp".split())
# What is not a tag, and how it ends; everything else ends with the next ">".
_OTHERS: Final = (
    ("<!-->", ""), ("<!--->", ""), ("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?php", "?>"), ("<?=", "?>"),
)  # fmt: skip
# What need not be closed, and which tags close it.
_CLOSED_BY: Final = {
    name: frozenset(closers.split())
    for name, closers in {
        "li": "li", "dt": "dt dd", "dd": "dt dd", "option": "option optgroup", "td": "td th tr", "th": "td th tr",
        "tr": "tr", "p": "p div ul ol dl table h1 h2 h3 h4 h5 h6 pre form section article blockquote hr",
    }.items()
}  # fmt: skip
_NEED_NO_END: Final = frozenset({*_CLOSED_BY, "html", "body", "head", "tbody", "thead", "tfoot", "optgroup"})
_READ: Final = frozenset({"alt", "title", "placeholder", "aria-label"})
_DESCRIPTIONS: Final = frozenset(
    "description og:title og:description og:image:alt twitter:title twitter:description".split()
)


def texts(content: str, start: int = 0, end: int | None = None) -> list[Part]:
    """The parts of the page ``content[start:end]``.

    Raises:
        DataFileError: a tag, comment, script or code never ends; names the line where it begins.
    """
    reader = _Reader(content, len(content) if end is None else end)
    reader.read(start)
    return reader.places


class _Reader:
    """Reads a page in one pass."""

    def __init__(self, content: str, end: int) -> None:
        self.places: list[Part] = []
        self._content = content
        self._end = end
        self._open: list[tuple[str, int]] = []  # elements, and where their tags stand
        self._names: Counter[str] = Counter()
        self._silent_from = -1  # how many elements were open where silence began
        self._pieces: list[Piece] = []

    def read(self, start: int) -> None:
        content, at = self._content, start
        while True:
            tag = content.find("<", at, self._end)
            while tag >= 0 and not _BEGINS.match(content, tag, self._end):
                tag = content.find("<", tag + 1, self._end)
            if tag < 0:
                break
            self._words(at, tag)
            found = _TAG.match(content, tag, self._end)
            if found:
                at = found.end()
                if found[1]:
                    self._end_tag(found)
                else:
                    self._start_tag(found)
                    if found[2].lower() in _RAW:
                        at = self._raw(found[2].lower(), tag, at)
            else:
                at = self._after_other(tag)
                self._mark(Piece(tag, at, "", Mark.ALONE))
        self._words(at, self._end)
        if self._silent_from >= 0 and self._open[self._silent_from][0] not in _NEED_NO_END:
            name, tag = self._open[self._silent_from]
            raise _unclosed(content, tag, f"<{name}>")
        self._block()

    def _start_tag(self, tag: re.Match[str]) -> None:
        name = tag[2].lower()
        if self._open and name in _CLOSED_BY.get(self._open[-1][0], ()):
            self._closed(len(self._open) - 1, tag.start())
        attributes = self._attributes(tag) if tag[3] and self._silent_from < 0 else {}
        if name not in _INLINE and self._silent_from < 0:
            self._block()
        hidden = name in _SILENT or (attributes and _is_kept(self._content, attributes))
        if not hidden and self._silent_from < 0:
            if attributes:
                self._read_attributes(name, attributes)
            if name in _INLINE:
                self._mark(Piece(*tag.span(), "", Mark.ALONE if name in _VOID else Mark.OPEN, name))
        childless = name in _VOID or (tag[3].endswith("/") and (name in ("svg", "math") or self._names["svg"] > 0))
        if hidden and childless and name in _INLINE:
            self._mark(Piece(*tag.span(), "", Mark.ALONE))
        if not childless and name not in _RAW:
            if hidden and self._silent_from < 0:
                self._silent_from = len(self._open)
            self._open.append((name, tag.start()))
            self._names[name] += 1

    def _end_tag(self, tag: re.Match[str]) -> None:
        name = tag[2].lower()
        was_silent = self._silent_from >= 0
        if self._names[name]:
            last = len(self._open) - 1
            while self._open[last][0] != name:
                last -= 1
            self._closed(last, tag.end())
        if name not in _INLINE:
            if self._silent_from < 0:
                self._block()
        elif not was_silent:
            self._mark(Piece(*tag.span(), "", Mark.CLOSE, name))

    def _closed(self, last: int, at: int) -> None:
        """Close the elements from number ``last`` on; a skipped inline element becomes a mark."""
        for name, _ in self._open[last:]:
            self._names[name] -= 1
        if self._silent_from >= last and self._silent_from >= 0:
            name, start = self._open[self._silent_from]
            self._silent_from = -1
            if name in _INLINE:
                self._mark(Piece(start, at, "", Mark.ALONE))
            else:
                self._block()
        del self._open[last:]

    def _raw(self, name: str, tag: int, start: int) -> int:
        """Skip an element without tags inside, reading only a title; returns its end."""
        found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self._content, start, self._end)
        end = self._content.find(">", found.end(), self._end) if found else -1
        if not found or end < 0:
            raise _unclosed(self._content, tag, f"<{name}>")
        if name == "title" and self._silent_from < 0:
            self._block()
            self._words(start, found.start())
            self._block()
        return end + 1

    def _after_other(self, tag: int) -> int:
        """The end of a comment, declaration or instruction."""
        content = self._content
        if content[tag + 1].isalpha() or (content[tag + 1] == "/" and content[tag + 2 : tag + 3].isalpha()):
            raise _unclosed(content, tag, "tag")
        kinds = (pair for pair in _OTHERS if content.startswith(pair[0], tag, self._end))
        opening, closing = next(kinds, ("<", ">"))
        end = content.find(closing, tag + len(opening), self._end)
        if end < 0:
            raise _unclosed(content, tag, "comment" if opening == "<!--" else "tag")
        return end + len(closing)

    def _attributes(self, tag: re.Match[str]) -> dict[str, tuple[int, int]]:
        """The spans of attribute values with their quotes; the first attribute of a name counts."""
        found: dict[str, tuple[int, int]] = {}
        for attribute in _ATTRIBUTE.finditer(self._content, *tag.span(3)):
            if attribute["value"]:
                found.setdefault(attribute["name"].lower(), attribute.span("value"))
        return found

    def _read_attributes(self, name: str, attributes: dict[str, tuple[int, int]]) -> None:
        wanted = _READ & attributes.keys()
        if name == "meta" and "content" in attributes:
            label = attributes.get("name") or attributes.get("property")
            if label and self._content[slice(*label)].strip("\"'").lower() in _DESCRIPTIONS:
                wanted |= {"content"}
        for key in wanted:
            start, end = attributes[key]
            quote = self._content[start] if self._content[start] in "\"'" else ""
            inside = self._content[start + 1 : end - 1] if quote else self._content[start:end]
            text = html.unescape(_SPACES.sub(" ", inside)).strip()
            if has_words(text):
                self.places.append(Part(start, end, text, partial(_attribute_value, quote or '"')))

    def _words(self, start: int, end: int) -> None:
        """Add text to the block, with the white space around it as pieces of their own."""
        if start >= end or self._silent_from >= 0:
            return
        raw = self._content[start:end]
        if raw.isspace():
            if self._pieces:
                self._pieces.append(Piece(start, end, " "))
            return
        first, last = _edges(raw)
        if first:
            self._pieces.append(Piece(start, start + first, " "))
        if first < last:
            core = raw[first:last]
            core = " ".join(_SPACES.split(core)) if "  " in core or not core.isprintable() else core
            self._pieces.append(Piece(start + first, start + last, html.unescape(core) if "&" in core else core))
            if last < len(raw):
                self._pieces.append(Piece(start + last, end, " "))

    def _mark(self, piece: Piece) -> None:
        if self._silent_from < 0:
            self._pieces.append(piece)

    def _block(self) -> None:
        if self._pieces:
            place = sentence(self._pieces, _spelt)
            self._pieces = []
            if place:
                self.places.append(place)


def _edges(raw: str) -> tuple[int, int]:
    """The start and end of a text without outer white space."""
    if "&" not in raw:
        return len(raw) - len(raw.lstrip()), len(raw.rstrip())
    words = [word.span() for word in _WORD.finditer(raw) if not html.unescape(word[0]).isspace()]
    return (words[0][0], words[-1][1]) if words else (len(raw), len(raw))


def _is_kept(content: str, attributes: dict[str, tuple[int, int]]) -> bool:
    """Whether an element is marked as not translatable."""
    says = {
        name: content[slice(*span)].strip("\"'").lower()
        for name, span in attributes.items()
        if name in ("translate", "class")
    }
    return says.get("translate") == "no" or "notranslate" in says.get("class", "").split()


def _spelt(items: Sequence[str | Piece], source: Source) -> str:
    return "".join(
        _SPACES.sub(" ", _escaped(item)) if isinstance(item, str) else source(item.start, item.end) for item in items
    )


def _escaped(text: str) -> str:
    return html.escape(text, quote=False).replace("\xa0", "&nbsp;")


def _attribute_value(quote: str, translation: str, _source: Source) -> str:
    inside = _escaped(translation).replace(quote, "&quot;" if quote == '"' else "&#39;")
    return f"{quote}{inside}{quote}"


def _unclosed(content: str, at: int, what: str) -> Exception:
    return broken(line_at(content, at), f"the {what} that opens here never ends", "Close it, or write < as &lt;.")
