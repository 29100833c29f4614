"""Patterns of Markdown lines, and the cells of table rows."""

import re
from typing import Final

LINE = re.compile(r"([^\r\n]*+)(?:\r\n|[\r\n])|([^\r\n]++)")
FENCE = re.compile(r"(`{3,})[^`\r\n]*+(?=[\r\n]|\Z)|(~{3,})")
HEADING = re.compile(r"#{1,6}(?:[ \t]++|(?=[\r\n]|\Z))")
UNDERLINE = re.compile(r"(?:=++|-++)[ \t]*+(?=[\r\n]|\Z)")
RULE = re.compile(r"(?:(?:\*[ \t]*+){3,}|(?:-[ \t]*+){3,}|(?:_[ \t]*+){3,})(?=[\r\n]|\Z)")
ITEM = re.compile(r"(?:[-+*]|(\d{1,9})[.)])(?=[ \t\r\n]|\Z)")
TASK = re.compile(r"\[[ xX]\][ \t]++(?=[^\s])")
TABLE_RULE = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
_CELL = re.compile(r"(?:[^|\\\r\n]++|\\.|\\)*+")
FRONT = re.compile(r"(---|\+\+\+)[ \t]*+(?:\r\n|[\r\n])")
ALERT = re.compile(r"\[![A-Za-z]{1,30}\][-+]?[ \t]*+(?=[\r\n]|\Z)")
DEFINED = re.compile(r":[ \t]++(?=[^\s])")
FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,100}\]:[ \t]*+")

_BLOCK_TAGS: Final = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|"
    "menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|"
    "track|ul"
)
ATTRIBUTE: Final = r"(?:\s++[A-Za-z_:][\w.:-]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'=<>`]++))?+)"
# How a block of HTML begins, and how its last line is known: by what it holds, or by the blank line after it.
HTML_BLOCKS: Final[tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...]] = (
    (re.compile(r"<(?:script|pre|style|textarea)(?=[\s>]|\Z)", re.IGNORECASE),
     re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE)),
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<![A-Za-z]"), re.compile(r">")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(rf"</?(?:{_BLOCK_TAGS})(?=\s|/?>|\Z)", re.IGNORECASE), None),
)  # fmt: skip
LONE_TAG = re.compile(
    rf"(?:<[A-Za-z][A-Za-z0-9-]*+{ATTRIBUTE}*+[ \t]*+/?>|</[A-Za-z][A-Za-z0-9-]*+[ \t]*+>)[ \t]*+(?=[\r\n]|\Z)"
)


def cells(content: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of the cells of a row."""
    while end > start and content[end - 1] in " \t":
        end -= 1
    if content.startswith("|", start, end):
        start += 1
    found: list[tuple[int, int]] = []
    at = start
    while True:
        cell = _CELL.match(content, at, end)
        stop = cell.end() if cell else end
        if stop < end or stop > at or not found:
            found.append((at, stop))
        at = stop + 1
        if stop >= end:
            return found
