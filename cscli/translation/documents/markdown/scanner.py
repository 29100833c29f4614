"""The inline marks of a Markdown paragraph by the rules of CommonMark: code, links, emphasis, tags."""

import html
import re
from typing import Final, NamedTuple

from cscli.translation.documents.markdown.emphasis import Delimiters
from cscli.translation.documents.markdown.shapes import ATTRIBUTE
from cscli.translation.documents.marks import Mark

_PUNCTUATION: Final = r"[!-/:-@\[-`{-~]"
_LABEL: Final = r"((?=[^\]]*[^\]\s])(?:[^\[\]\\]|\\.){1,999}+)"
_TITLE: Final = r"(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|\((?:[^()\\]|\\.)*+\))"
_POINTED: Final = r"<(?:[^<>\n\\]|\\.)*+>"
_PLAIN: Final = r"[^\s()\\\x00-\x1f]|\\."
_TARGET: Final = rf"(?:{_POINTED}|(?!<)(?:{_PLAIN}|\((?:{_PLAIN}|\((?:{_PLAIN})*+\))*+\))++)"
_GAP: Final = r"[ \t]*+(?:\n[ \t]*+)?+"
_REST: Final = r"[ \t]*+(?:\n|\Z)"
DEFINITION = re.compile(
    rf"\[(?!\^){_LABEL}\]:{_GAP}(?:{_POINTED}|(?!<)[^\s\x00-\x1f]++)(?:(?=[ \t\n]){_GAP}{_TITLE}{_REST}|{_REST})",
    re.DOTALL,
)
_INLINE_TARGET = re.compile(rf"\({_GAP}(?:{_TARGET}(?:(?=[ \t\n]){_GAP}{_TITLE})?+)?+{_GAP}\)", re.DOTALL)
_REFERENCE = re.compile(rf"\[{_LABEL}?\]", re.DOTALL)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,100}\]")
_AUTOLINK = re.compile(
    r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>\x00-\x1f]*+|[\w.!#$%&'*+/=?^`{|}~-]++@[A-Za-z0-9.-]++)>", re.ASCII
)
_TAG = re.compile(
    rf"<(?:(?P<open>[A-Za-z][A-Za-z0-9-]*+){ATTRIBUTE}*+\s*+(?P<void>/?)|/(?P<close>[A-Za-z][A-Za-z0-9-]*+)\s*+)>"
)
SPECIAL = re.compile(r"\\|`++|\*++|_++|~++|!\[|\[|\]|<|\n|&")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SILENT: Final = frozenset({"code", "kbd", "samp", "script", "style", "var"})
BREAK: Final = "break"
SPACES: Final = "spaces"
_LONGEST_LABEL: Final = 1000
_OWN_LABEL = re.compile(_LABEL, re.DOTALL)
_ENDS: Final = (("<!-->", ""), ("<!--->", ""), ("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">"))


class Found(NamedTuple):
    """A mark at ``text[start:end]``, or without a mark, a character that is written differently."""

    start: int
    end: int
    text: str
    mark: Mark | None = None
    name: str = ""


class _Bracket(NamedTuple):
    start: int
    end: int
    is_image: bool
    delimiters: int


def label_of(text: str) -> str:
    """A reference label for comparison."""
    return " ".join(text.split()).casefold()


class Scanner:
    """Finds marks from left to right."""

    def __init__(self, text: str, labels: frozenset[str]) -> None:
        self._text = text
        self._labels = labels
        self._marks: list[Found] = []
        self._brackets: list[_Bracket] = []
        self._dead = 0  # so many of the open brackets cannot open a link any more, because a link is in them
        self._links = 0
        self._delimiters = Delimiters()
        self._absent: set[str] = set()
        self._code_ends: dict[int, list[int]] | None = None

    def found(self) -> list[Found]:
        """All marks, in order."""
        text, at = self._text, 0
        takes = {
            "\\": self._escape, "`": self._code, "*": self._delimiter, "_": self._delimiter, "~": self._delimiter,
            "!": self._bracket, "[": self._bracket, "]": self._link, "<": self._tag, "&": self._entity,
            "\n": self._line_end,
        }  # fmt: skip
        while special := SPECIAL.search(text, at):
            at = takes[special[0][0]](*special.span())
        self._delimiters.settle(0)
        for number, (sign, start, end) in enumerate(self._delimiters.pairs):
            name, width = f"{sign} {number}", len(sign)
            self._marks.append(Found(start, start + width, "", Mark.OPEN, name))
            self._marks.append(Found(end, end + width, "", Mark.CLOSE, name))
        return sorted(self._marks)

    def _mark(self, start: int, end: int, text: str = "", mark: Mark | None = Mark.ALONE, name: str = "") -> int:
        self._marks.append(Found(start, end, text, mark, name))
        return end

    def _escape(self, start: int, end: int) -> int:
        after = self._text[end : end + 1]
        if after == "\n":
            return self._mark(start, end + 1, name=BREAK)
        if after and re.match(_PUNCTUATION, after):
            return self._mark(start, end + 1, after, None)
        return end

    def _line_end(self, start: int, end: int) -> int:
        first = start
        while first and self._text[first - 1] in " \t":
            first -= 1
        if self._text[first:start].endswith("  "):
            return self._mark(first, end, name=BREAK)
        return self._mark(first, end, " ", None)

    def _entity(self, start: int, end: int) -> int:
        entity = _ENTITY.match(self._text, start)
        said = html.unescape(entity[0]) if entity else ""
        if not entity or said == entity[0]:
            return end
        return self._mark(start, entity.end(), said, None, SPACES if said.isspace() else "")

    def _code(self, start: int, end: int) -> int:
        if self._code_ends is None:
            self._code_ends = {}
            for run in reversed(list(re.finditer("`++", self._text))):
                self._code_ends.setdefault(len(run[0]), []).append(run.start())
        ends = self._code_ends.get(end - start, [])
        while ends and ends[-1] <= start:
            ends.pop()
        return self._mark(start, ends[-1] + end - start) if ends else end

    def _delimiter(self, start: int, end: int) -> int:
        self._delimiters.add(self._text, start, end)
        return end

    def _bracket(self, start: int, end: int) -> int:
        footnote = _FOOTNOTE.match(self._text, start)
        if footnote:
            return self._mark(start, footnote.end())
        self._brackets.append(_Bracket(start, end, end - start > 1, len(self._delimiters.runs)))
        return end

    def _link(self, start: int, end: int) -> int:
        if not self._brackets:
            return end
        bracket = self._brackets.pop()
        dead = len(self._brackets) < self._dead and not bracket.is_image
        self._dead = min(self._dead, len(self._brackets))
        target = None if dead else self._target(bracket, start, end)
        if not target:
            return end
        stop, spelling = target
        self._delimiters.settle(bracket.delimiters)
        self._links += 1
        name = f"link {self._links}"
        self._mark(bracket.start, bracket.end, mark=Mark.OPEN, name=name)
        self._mark(start, stop, spelling, Mark.CLOSE, name)
        if not bracket.is_image:
            self._dead = len(self._brackets)
        return stop

    def _target(self, bracket: _Bracket, start: int, end: int) -> tuple[int, str] | None:
        """The end of the target after a closing bracket, and its spelling if the text changes."""
        text = self._text
        inline = _INLINE_TARGET.match(text, end)
        if inline:
            return inline.end(), ""
        reference = _REFERENCE.match(text, end)
        if reference and reference[1]:
            return (reference.end(), "") if label_of(reference[1]) in self._labels else None
        own = text[bracket.end : start] if start - bracket.end < _LONGEST_LABEL else ""
        if _OWN_LABEL.fullmatch(own) and label_of(own) in self._labels:
            return reference.end() if reference else end, "][" + own.replace("\n", " ") + "]"
        return None

    def _tag(self, start: int, end: int) -> int:
        text = self._text
        autolink = _AUTOLINK.match(text, start)
        if autolink:
            return self._mark(start, autolink.end())
        tag = _TAG.match(text, start)
        if tag:
            return self._html_tag(tag)
        for opening, closing in _ENDS:
            if text.startswith(opening, start) and (opening != "<!" or text[start + 2 : start + 3].isalpha()):
                stop = self._end_of(closing, start + len(opening))
                return self._mark(start, stop) if stop else end
        return end

    def _html_tag(self, tag: re.Match[str]) -> int:
        name = (tag["open"] or tag["close"]).lower()
        if name == "br":
            return self._mark(*tag.span(), name=BREAK)
        if tag["open"] and name in _SILENT:
            stop = self._end_of(f"</{name}>", tag.end())
            if stop:
                return self._mark(tag.start(), stop)
        kind = Mark.CLOSE if tag["close"] else Mark.ALONE if tag["void"] else Mark.OPEN
        return self._mark(*tag.span(), mark=kind, name=f"tag {name}")

    def _end_of(self, closing: str, start: int) -> int:
        """The end of the next ``closing``, or 0; a failed search is not repeated."""
        at = -1 if closing in self._absent else self._text.find(closing, start)
        if at < 0:
            self._absent.add(closing)
            return 0
        return at + len(closing)
