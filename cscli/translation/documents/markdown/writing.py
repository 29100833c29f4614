"""Writes translations as Markdown: words are escaped, and emphasis stays emphasis.

Delimiters next to letters, as in Chinese and Japanese, often do not form emphasis; ``<strong>``, ``<em>`` and ``<del>``
are written there.
"""

import re
from collections.abc import Sequence
from typing import Final

from cscli.translation.documents.markdown.emphasis import is_sign
from cscli.translation.documents.marks import Mark, Piece
from cscli.translation.documents.part import Source

_TAGS: Final = {"*": "em", "_": "em", "**": "strong", "__": "strong", "~~": "del"}
# A backslash before a backtick does not keep it from closing code that opens elsewhere in the paragraph.
_ENTITIES: Final = {"&": "&amp;", "`": "&#96;"}
_SPACES = re.compile(r"[ \t\r\n\v\f]+")
_SIGNS = re.compile(
    r"(?P<address>(?:https?://|www\.)[^\s<>()\[\]*`|]++)"
    r"|\\(?=[!-/:-@\[-`{-~]|\Z)|[`*_~\[\]]|<(?=[A-Za-z/!?])|&(?=#?[0-9A-Za-z]{1,32};)|!\Z"
)
_START = re.compile(r"#{1,6}(?= |\Z)|[-+](?= |\Z)|>|[-=:][-=|: ]*+\Z")
_OUTER_PIPE = re.compile(r"\A\||\|\Z")  # it would make a table with the line under a title
_NUMBER = re.compile(r"(\d{1,9})([.)])(?= |\Z)")


def spelt(items: Sequence[str | Piece], source: Source, *, in_cell: bool = False) -> str | None:
    """Words and marks as Markdown on one line; None if marks overlap.

    Args:
        items: words and marks.
        source: the text of the file.
        in_cell: escape pipes for a table cell.
    """
    if _cross(items):
        return None
    written = []
    for i, item in enumerate(items):
        if not isinstance(item, str):
            written.append(item.text or source(item.start, item.end))
            continue
        words = _escaped(item, is_last=i == len(items) - 1)
        words = words if i else _harmless_start(words)
        written.append(words.replace("|", "\\|") if in_cell else words)
    _secure_emphasis(items, written)
    _part_code(items, written)
    text = "".join(written)
    return text if in_cell else _OUTER_PIPE.sub("&#124;", text)


def _cross(items: Sequence[str | Piece]) -> bool:
    """Whether marks other than HTML tags overlap."""
    open_names: list[str] = []
    for item in items:
        if isinstance(item, str) or item.name.startswith("tag"):
            continue
        if item.mark is Mark.OPEN:
            open_names.append(item.name)
        elif item.mark is Mark.CLOSE and (not open_names or open_names.pop() != item.name):
            return True
    return False


def _escaped(text: str, *, is_last: bool) -> str:
    def sign(match: re.Match[str]) -> str:
        found = match[0]
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if match["address"] or (found == "!" and is_last):
            return found
        if found in "*~" and before == " " == after:
            return found
        if found == "_" and before.isalnum() and after.isalnum():
            return found
        return _ENTITIES.get(found) or "\\" + found

    text = _SPACES.sub(" ", text)
    return _SIGNS.sub(sign, text).replace("\xa0", "&nbsp;")


def _harmless_start(text: str) -> str:
    """Words escaped so that they do not start a heading, an item, a quote or a rule."""
    number = _NUMBER.match(text)
    if number:
        return f"{number[1]}\\{text[number.end(1) :]}"
    return "\\" + text if _START.match(text) else text


def _secure_emphasis(items: Sequence[str | Piece], written: list[str]) -> None:
    """Replace delimiters that would not form emphasis by tags."""
    weak: set[str] = set()
    depth = 0
    for i, item in enumerate(items):
        sign = "" if isinstance(item, str) else item.name.partition(" ")[0]
        if isinstance(item, str) or sign not in _TAGS:
            continue
        opens = item.mark is Mark.OPEN
        depth += 1 if opens else -1
        before, after = _neighbour(written, i, -1), _neighbour(written, i, 1)
        inside, outside = (after, before) if opens else (before, after)
        if depth > opens or not _is_read(sign, inside, outside):
            weak.add(item.name)
    for i, item in enumerate(items):
        if not isinstance(item, str) and item.name in weak:
            tag = _TAGS[item.name.partition(" ")[0]]
            written[i] = f"</{tag}>" if item.mark is Mark.CLOSE else f"<{tag}>"


def _neighbour(written: Sequence[str], index: int, step: int) -> str:
    """The character beside an item; a space at either end."""
    index += step
    while 0 <= index < len(written):
        if written[index]:
            return written[index][0 if step > 0 else -1]
        index += step
    return " "


def _is_read(sign: str, inside: str, outside: str) -> bool:
    """Whether a delimiter between these two characters forms emphasis."""
    if inside.isspace() or inside in "*_~\\" or outside in "*_~":
        return False
    beside_word = not outside.isspace() and not is_sign(outside)
    return not beside_word or (sign[0] != "_" and not is_sign(inside))


def _part_code(items: Sequence[str | Piece], written: list[str]) -> None:
    """Separate adjacent code spans, which would become one."""
    for i, item in enumerate(items):
        if not isinstance(item, str) and written[i].startswith("`") and _neighbour(written, i, -1) == "`":
            written[i] = " " + written[i]
