"""Markdown: the texts of headings, paragraphs, list items, quotes and table cells; all markup is preserved.

Reads CommonMark with GitHub's tables, strikethrough, task lists and footnotes, definition lists, front matter. Code,
targets of links and images, reference definitions and HTML are preserved; a block of HTML outside lists and quotes is
read as a page.
Other extensions (mathematics, wiki links, admonitions) are text.

The lines of a paragraph are joined in its part; a translated part is written on one line.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final, NamedTuple

from cscli.errors import DataFileError
from cscli.translation.documents import html
from cscli.translation.documents.front_matter import titles
from cscli.translation.documents.markdown import shapes
from cscli.translation.documents.markdown.inline import Run, sentences
from cscli.translation.documents.markdown.scanner import DEFINITION, label_of
from cscli.translation.documents.part import Part

_QUOTE: Final = -1
_DEEPEST: Final = 40  # more quotes and lists within one another are not read as such
_CODE: Final = 4  # so many columns make code


def leaves(content: str) -> Iterator[Part]:
    """The parts of a Markdown file."""
    reader = _Blocks(content)
    reader.read()
    labels = frozenset(reader.labels)
    yield from titles(content, *reader.front)
    for run in reader.runs:
        yield from sentences(content, run, labels)
    for start, end in reader.pages:
        with suppress(DataFileError):  # a tag that ends in another block: all of this one stays
            yield from html.texts(content, start, end)


class _At(NamedTuple):
    """A position in a line: offset, column, and the column where the enclosing block begins."""

    position: int
    column: int
    base: int

    @property
    def indent(self) -> int:
        return self.column - self.base


class _Html(NamedTuple):
    """An open HTML block and the pattern of its last line, or None if a blank line ends it.

    Only a block that begins with a block-level tag is read as a page.
    """

    start: int
    closing: re.Pattern[str] | None
    is_page: bool


class _Blocks:
    """Finds the texts in one pass over the lines."""

    def __init__(self, content: str) -> None:
        self._content, self.front = content, (0, 0)
        self.runs: list[Run] = []
        self.labels: set[str] = set()
        self.pages: list[tuple[int, int]] = []
        self._around: list[int] = []  # quotes, and list items with the columns that their texts are set in
        self._paragraph: list[tuple[int, int]] = []
        self._fence = ""
        self._html: _Html | None = None
        self._table = 0  # how many columns the open table has

    def read(self) -> None:
        content = self._content
        for line in shapes.LINE.finditer(content, self._front_matter()):
            start, end = line.span(line.lastindex or 0)
            if self._around or self._fence or self._html or self._table:
                self._line(start, end)
            elif content[start : start + 1].isalpha():  # nothing else begins so; most lines do
                self._paragraph.append((start, end))
            elif start < end:
                self._line(start, end)
            else:
                self._end_leaf(start)
        self._end_leaf(len(content))

    def _front_matter(self) -> int:
        opening = shapes.FRONT.match(self._content)
        if opening is None:
            return 0
        closing = re.compile(rf"[\r\n](?:{re.escape(opening[1])}|\.\.\.)[ \t]*+(?:\r\n|[\r\n]|\Z)")
        found = closing.search(self._content, opening.end() - 1)
        self.front = (opening.end(), found.start() + 1) if found else (0, 0)
        return found.end() if found else 0

    def _line(self, start: int, end: int) -> None:
        at, kept = self._inside(start, end)
        all_kept = kept == len(self._around)
        blank = at.position == end
        if (self._fence or self._html) and all_kept:
            self._literal(at, start, end)
            return
        if not all_kept and (blank or not self._paragraph):
            self._leave(kept, start)
        if not blank:
            at = self._open(at, end, kept)
        elif not self._around[kept:]:
            self._end_leaf(start)
        if at.position < end and not (self._fence or self._html):
            self._text(at, end)

    def _inside(self, start: int, end: int) -> tuple[_At, int]:
        """The position after the markers of the open quotes and items that a line continues, and their number."""
        at = self._next(_At(start, 0, 0), end)
        for number, width in enumerate(self._around):
            if width == _QUOTE:
                if at.indent >= _CODE or not self._content.startswith(">", at.position, end):
                    return at, number
                at = self._after_mark(at, 1, end)
            elif at.position == end or at.indent >= width:
                at = _At(at.position, at.column, at.base + width)
            else:
                return at, number
        return at, len(self._around)

    def _next(self, at: _At, end: int) -> _At:
        """The next position that is not a space or tab."""
        position, column = at.position, at.column
        while position < end:
            if self._content[position] == " ":
                column += 1
            elif self._content[position] == "\t":
                column += 4 - column % 4
            else:
                break
            position += 1
        return _At(position, column, at.base)

    def _after_mark(self, at: _At, length: int, end: int) -> _At:
        """The position after a quote marker and its optional space."""
        position, column = at.position + length, at.column + length
        space = position < end and self._content[position] in " \t"
        return self._next(_At(position, column, column + space), end)

    def _literal(self, at: _At, start: int, end: int) -> None:
        """Handle a line inside fenced code or HTML."""
        if self._fence:
            rest = self._content[at.position : end].rstrip()
            if at.indent < _CODE and len(rest) >= len(self._fence) and not rest.strip(self._fence[0]):
                self._fence = ""
        elif self._html:
            closing = self._html.closing
            if closing is None:
                if at.position == end:
                    self._end_leaf(start)
            elif closing.search(self._content, at.position, end):
                self._html = None

    def _open(self, at: _At, end: int, kept: int) -> _At:
        """Open the blocks that begin in a line; returns where its text begins."""
        content = self._content
        known = kept
        while at.position < end and at.indent < _CODE:
            sign = content[at.position]
            in_paragraph = bool(self._paragraph) and kept == len(self._around)
            if sign == ">" and kept < _DEEPEST:
                self._leave(kept, at.position)
                self._around.append(_QUOTE)
                at = self._after_mark(at, 1, end)
            elif sign in "#`~<=-*_" and self._leaf(sign, at, end, kept, in_paragraph=in_paragraph):
                return at._replace(position=end)
            elif (item := shapes.ITEM.match(content, at.position, end)) and kept < _DEEPEST:
                after = self._next(_At(item.end(), at.column + len(item[0]), at.base), end)
                if in_paragraph and (after.position == end or item[1] not in (None, "1")):
                    return at
                self._leave(kept, at.position)
                at = self._item(at, item, after, end)
            else:
                in_new_item = kept > known and self._around[-1] != _QUOTE
                box = shapes.TASK.match(content, at.position, end) if in_new_item else None
                return at._replace(position=box.end()) if box else at
            kept += 1
        if at.position < end and at.indent >= _CODE and not self._paragraph:
            self._leave(kept, at.position)
            return at._replace(position=end)
        return at

    def _item(self, at: _At, item: re.Match[str], after: _At, end: int) -> _At:
        mark = at.column + len(item[0])
        spaces = after.column - mark
        base = mark + 1 if after.position == end or spaces > _CODE else after.column
        self._around.append(base - at.base)
        return _At(after.position, after.column, base)

    def _leaf(self, sign: str, at: _At, end: int, kept: int, *, in_paragraph: bool) -> bool:
        """Whether the line is a heading, a rule, a setext underline, or starts code or HTML."""
        content, position = self._content, at.position
        if sign == "#" and (heading := shapes.HEADING.match(content, position, end)):
            self._leave(kept, position)
            text = content[heading.end() : end].rstrip(" \t")
            title = text.rstrip("#")
            closed = title != text and (not title or title[-1] in " \t")
            stop = heading.end() + len(title if closed else text)
            self.runs.append(Run(((heading.end(), stop),)))
        elif sign in "`~" and (fence := shapes.FENCE.match(content, position, end)):
            self._leave(kept, position)
            self._fence = fence[1] or fence[2]
        elif sign == "<" and (block := self._html_block(position, end)):
            self._leave(kept, position)
            self._html = block
            if block.closing and block.closing.search(content, position, end):
                self._html = None
        elif (
            sign in "=-" and in_paragraph and shapes.UNDERLINE.match(content, position, end) and not self._is_defined()
        ):
            self._end_leaf(position)
        elif sign in "*-_" and shapes.RULE.match(content, position, end):
            self._leave(kept, position)
        else:
            return False
        return True

    def _html_block(self, position: int, end: int) -> "_Html | None":
        for opening, closing in shapes.HTML_BLOCKS:
            if opening.match(self._content, position, end):
                return _Html(position, closing, is_page=closing is None)
        lone = not (self._paragraph or self._table) and shapes.LONE_TAG.match(self._content, position, end)
        return _Html(position, None, is_page=False) if lone else None

    def _text(self, at: _At, end: int) -> None:
        content = self._content
        if self._table:
            self._row(at.position, end)
        elif self._paragraph or not shapes.ALERT.match(content, at.position, end):
            self._add_text(at, end)

    def _add_text(self, at: _At, end: int) -> None:
        """Continue a paragraph, or start a table below its last line."""
        content = self._content
        first = content[at.position]
        if (
            first in "|:-"
            and self._paragraph
            and at.indent < _CODE
            and shapes.TABLE_RULE.fullmatch(content, at.position, end)
        ):
            rule = content[at.position : end]
            head = self._paragraph[-1]
            columns = len(shapes.cells(content, at.position, end))
            if "|" in rule and len(shapes.cells(content, *head)) == columns:
                self._paragraph.pop()
                self._end_leaf(at.position)
                self._table = columns
                self._row(*head)
                return
        if first == ":" and at.indent < _CODE and (mark := shapes.DEFINED.match(content, at.position, end)):
            self.runs += [Run((term,)) for term in self._paragraph]  # each line above is a term
            self._paragraph, at = [], at._replace(position=mark.end())
        self._paragraph.append((at.position, end))

    def _row(self, start: int, end: int) -> None:
        self.runs += [Run((cell,), in_cell=True) for cell in shapes.cells(self._content, start, end)[: self._table]]

    def _leave(self, kept: int, at: int) -> None:
        """Close the open leaf and all but the first ``kept`` containers."""
        self._end_leaf(at)
        del self._around[kept:]

    def _end_leaf(self, at: int) -> None:
        if self._html and self._html.is_page and not self._around:
            self.pages.append((self._html.start, at))
        self._fence, self._html, self._table = "", None, 0
        if self._paragraph:
            lines, self._paragraph = self._paragraph, []
            if self._content[lines[0][0]] == "[":
                lines = self._without_definitions(lines)
            if lines:
                self.runs.append(Run(tuple(lines)))

    def _is_defined(self) -> bool:
        """Whether the open paragraph consists of reference definitions, which cannot be a heading."""
        lines = self._paragraph
        return self._content[lines[0][0]] == "[" and not self._without_definitions(lines)

    def _without_definitions(self, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The lines of a paragraph after its leading reference definitions."""
        text = "\n".join(self._content[start:end] for start, end in lines)
        at = 0
        while found := DEFINITION.match(text, at):
            self.labels.add(label_of(found[1]))
            at = found.end()
        lines = lines[text.count("\n", 0, at) :] if at < len(text) else []
        note = shapes.FOOTNOTE.match(self._content, *lines[0]) if lines else None
        return [(note.end(), lines[0][1]), *lines[1:]] if note else lines
