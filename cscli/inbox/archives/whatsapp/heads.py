"""The head of a line in a chat: when, and who. What a phone's language, its settings and its system make of it.

Digits are of any script. Marks that nobody sees may stand anywhere. Which of three numbers is the day, a head alone
does not say.
"""

import re
from dataclasses import dataclass
from typing import Final

from cscli.inbox.archives.whatsapp.notes import HIDDEN, chat_words, half_folded, plain_line

_H: Final = f"[{HIDDEN}]*"
_S: Final = f"[ \t\u00a0\u2009\u202f{HIDDEN}]*"
_SIGN: Final = rf"{_S}[./\-\u2010-\u2013\u5e74\u6708\ub144\uc6d4]{_S}"
_WORD: Final = r"[^\W\d_][^\d\s.:,\[\]\-\u2013]*"
_OPEN: Final = rf"{_S}(?P<bracket>\[?){_S}"
_DATE: Final = rf"(?P<a>\d{{1,4}}){_SIGN}(?P<b>\d{{1,2}}){_SIGN}(?P<c>\d{{1,4}})(?:\.|\u65e5|\uc77c)?"
_BETWEEN: Final = rf"[,\u060c\u3001]?{_S}"
_TIME: Final = (
    rf"(?P<before>{_WORD}(?:\.{_S}{_WORD})?\.?)?{_S}"
    rf"(?P<hour>\d{{1,2}})[:.h](?P<minute>\d{{2}})(?:[:.](?P<second>\d{{2}}))?"
    rf"{_S}(?P<after>{_WORD}(?:\.{_S}{_WORD})?\.?)?"
)
_CLOSE: Final = rf"{_S}(?:(?P<close>\])|(?P<dash>[-\u2013])(?=[ \u00a0\u202f])|(?=[^\s\]-]))"
_HEAD = re.compile(_OPEN + _DATE + _BETWEEN + _TIME + _CLOSE)
_TIME_FIRST = re.compile(_OPEN + _TIME + _BETWEEN + _DATE + _CLOSE)  # Vietnamese iPhones, and copies from the browser
_AUTHOR = re.compile(rf"{_S}(?:~{_S})?(?P<author>[^\n]{{1,150}}?){_H}:(?:[ \u00a0\u202f]|$|(?=[{HIDDEN}]))")
STYLES: Final = ("[", "-", " ", "[:", "-:", " :")
_LONGEST_CONNECTOR: Final = 8
_SAMPLE: Final = 40  # lines


@dataclass(frozen=True, slots=True)
class ChatHead:
    """The head of a line.

    Attributes:
        style: one of ``STYLES``: what stands around the time, with a colon behind it where the time comes first.
        parts: the three numbers of the date, in their order.
        hour: from 0 to 23.
        minute: from 0 to 59.
        second: from 0 to 59; 0 where it is not told.
        author: the name as it is compared and shown; empty for a line of the system.
        end: where the text begins.
        written: the date as it stands there.
    """

    style: str
    parts: tuple[int, int, int]
    hour: int
    minute: int
    second: int
    author: str
    end: int
    written: str


def head_of(line: str) -> ChatHead | None:
    """The head of a line; None for one that goes on with the message before it."""
    if not any(char.isdigit() for char in line[:8]):
        return None
    usual = _HEAD.match(line)
    found = usual or _TIME_FIRST.match(line)
    if not found or bool(found["bracket"]) != bool(found["close"]):
        return None
    around = "[" if found["bracket"] else "-" if found["dash"] else " "
    if around == " " and not found["second"]:
        return None
    is_author = around == " " and usual is not None and bool(found["after"])
    hour = _hour(int(found["hour"]), found["before"] or "", "" if is_author else found["after"] or "")
    if hour is None or int(found["minute"]) > 59 or int(found["second"] or 0) > 59:  # noqa: PLR2004 - of a clock
        return None
    start = found.start("after") if is_author else found.end()
    named = name_from(line, start)
    if around == " " and not named:
        return None
    author, text = named or ("", start)
    parts = (int(found["a"]), int(found["b"]), int(found["c"]))
    return ChatHead(
        around if usual else f"{around}:", parts, hour, int(found["minute"]), int(found["second"] or 0), author, text,
        plain_line(line[min(found.start("a"), found.start("hour")) : max(found.end("c"), found.end("minute"))]),
    )  # fmt: skip


def name_from(line: str, start: int) -> tuple[str, int] | None:
    """The name that a line has from a place on, and where its text begins; None where no colon ends one."""
    named = _AUTHOR.match(line, start)
    return (plain_line(named["author"]), named.end()) if named else None


def looks_like_chat(text: str) -> bool:
    """Whether the beginning of a file is that of a chat.

    One of its first lines has a head with bracket or dash; or the very first has another head, which is no row of a
    table.
    """
    lines = text.splitlines()[:_SAMPLE]
    heads = [head_of(line) for line in lines]
    if any(head and head.style[0] != " " for head in heads):
        return True
    first = heads[0] if heads else None
    return first is not None and "," not in first.author and not set('\t;|"') & set(lines[0][: first.end])


def _hour(hour: int, before: str, after: str) -> int | None:
    """The hour of a day; a word beside the time is the half of a day, or one such as ``at``."""
    halves = chat_words().halves
    half = ""
    for word in (before, after):
        if not word:
            continue
        if (name := half_folded(word)) in halves:
            half = halves[name]
        elif word is after or len(word) > _LONGEST_CONNECTOR:
            return None
    if half and hour > 12:  # noqa: PLR2004 - some phones write both
        return hour if hour < 24 else None  # noqa: PLR2004 - hours of a day
    match half:
        case "am":
            return hour % 12
        case "pm":
            return hour % 12 + 12
        case "noon":
            return hour if hour >= 11 else hour + 12  # noqa: PLR2004 - noon is from eleven on
        case _:
            return hour if hour < 24 else None  # noqa: PLR2004 - hours of a day
