r"""SubRip subtitles: the text of every cue is a part.

A sentence broken over several lines is joined in its part, and its translation is wrapped again. Lines of a dialogue,
which begin with a dash, stay lines. Tags such as ``<i>`` are part of the text; a leading position such as ``{\an8}`` is
not. WebVTT and cues without a number are refused.
"""

import re
from collections.abc import Iterator
from textwrap import wrap
from typing import Final

from cscli.translation.documents.part import Part, Source, broken, has_words, line_at, line_break

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|[\r\n])|[^\r\n]++")
_MOMENT = r"\d{1,3}:\d{1,2}:\d{1,2}[,.]\d{1,3}"
_TIMES = re.compile(rf"[ \t]*+{_MOMENT}[ \t]*+-->[ \t]*+{_MOMENT}(?:[ \t][^\r\n]*+)?\s*+")
_ARROW = re.compile(r"[ \t]*+\d++:[\d:,. \t]*+-->")
_NUMBER = re.compile(r"[ \t]*+\d{1,9}\s*+")
_POSITION = re.compile(r"(?:\s*+\{\\[^{}\r\n]*+\})*+\s*+")
_BREAK = re.compile(r"\s*[\r\n]\s*")
_DASHES: Final = ("-", "–", "—", "‐")  # noqa: RUF001 - a dialogue begins with any of them
_WIDTH = 42  # what television and cinema put in one line


def cues(content: str) -> Iterator[Part]:
    """The texts of the cues.

    Raises:
        DataFileError: a cue has no number or no time.
    """
    ending = line_break(content)
    lines = [(line.start(), line.end()) for line in _LINE.finditer(content)]
    begin = None
    for index, (start, end) in enumerate(lines):
        if "-->" not in content[start:end] or not _is_time(content, lines, index):
            continue
        number = lines[index - 1][0]
        if begin is None:
            _refuse_words(content, number)
        else:
            yield from _cue(content, begin, number, ending)
        begin = end
    if begin is None:
        _refuse_words(content, len(content))
    else:
        yield from _cue(content, begin, len(content), ending)


def _is_time(content: str, lines: list[tuple[int, int]], index: int) -> bool:
    """Whether a line with an arrow is the timing of a cue."""
    line = content[slice(*lines[index])]
    if not _TIMES.fullmatch(line):
        if _ARROW.match(line):
            raise broken(index + 1, "the time cannot be read", "Write it like 00:01:02,500 --> 00:01:04,000.")
        return False
    if not index or not _NUMBER.fullmatch(content[slice(*lines[index - 1])]):
        raise broken(index + 1, "the cue has no number", "Every cue of an .srt file has its number above its time.")
    return True


def _refuse_words(content: str, end: int) -> None:
    words = content[:end].lstrip()
    if words:
        raise broken(
            line_at(content, end - len(words)), "there is text outside a cue",
            "An .srt file begins with the number of its first cue.",
        )  # fmt: skip


def _cue(content: str, start: int, end: int, ending: str) -> Iterator[Part]:
    position = _POSITION.match(content, start, end)
    start = position.end() if position else start
    words = content[start:end].rstrip()
    if has_words(words):
        lines = _BREAK.split(words)
        spoken = [line for line in lines if line.startswith(_DASHES)]
        text = "\n".join(lines) if spoken else " ".join(lines)

        def write(translation: str, _source: Source) -> str:
            new = _BREAK.split(translation)
            return ending.join(new if spoken else _screen_lines(" ".join(new), len(lines)))

        yield Part(start, start + len(words), text, write)


def _screen_lines(text: str, most: int) -> list[str]:
    """``text`` wrapped into about ``most`` lines of similar length."""
    if most == 1 and len(text) <= _WIDTH:
        return [text]
    count = max(most if len(text) > _WIDTH else 1, -(-len(text) // _WIDTH))
    width = -(-len(text) // count) + 6  # a word may stand over
    return wrap(text, width, break_long_words=False, break_on_hyphens=False) or [text]
