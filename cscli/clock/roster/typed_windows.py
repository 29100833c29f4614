"""Windows as people type them into the cells of a table: ``9-17``, ``9:00am-5:00pm``, ``22:00-6:00``."""

import re

from cscli.clock.roster.agents import require_window
from cscli.errors import UsageError

_SPACES = re.compile(r"\s+")
_DASH = re.compile("[-\u2010-\u2015\u2212]|\\bto\\b")  # spreadsheets make long dashes of short ones
_TIME = re.compile(r"([0-9]{1,2})(?:[:.h]([0-5][0-9]))?(?::([0-5][0-9]))?([ap]m?)?")
_NOON = 12
_A_DAY_HOURS = 24
_BETWEEN = re.compile(r"[,;/]")
_UNDIVIDED = re.compile(
    r"(?<=[0-9mM])\s+(?=[0-9]{1,2}(?:[:.h][0-9]{2})*\s*(?:[ap]\.?m\.?)?\s*[-\u2010-\u2015\u2212])", re.IGNORECASE
)


def windows_in(cell: str) -> tuple[str, ...]:
    """The windows of a cell, each as ``09:00-17:00``; several stand with a comma, a semicolon, a slash or a space.

    Raises:
        UsageError: one cannot be read, or can be read in two ways (``9-5``).
    """
    parts = [part for some in _BETWEEN.split(cell) for part in _UNDIVIDED.split(some)]
    return tuple(_window(part.strip()) for part in parts if part.strip())


def _window(typed: str) -> str:
    ends = [_SPACES.sub("", end).lower().replace(".m.", "m").replace("m.", "m") for end in _DASH.split(typed)]
    found = [_TIME.fullmatch(end) for end in ends]
    if len(found) != 2 or None in found:  # noqa: PLR2004 - a start and an end
        return require_window(typed)
    first, last = (match for match in found if match)
    if bool(first[4]) != bool(last[4]) or (_is_bare(first) and _is_bare(last) and _is_unclear(first, last)):
        raise UsageError(
            f"{typed[:40]!r} can be read in two ways.",
            hint="Write 9am-5pm, or 09:00-17:00; a night is 22:00-06:00.",
        )
    return require_window(f"{_clock(first, typed)}-{_clock(last, typed)}")


def _is_bare(time: re.Match[str]) -> bool:
    return not (time[2] or time[4])


def _is_unclear(first: re.Match[str], last: re.Match[str]) -> bool:
    """Whether both hours are on the dial and the end comes first: five in the afternoon, or in the morning?"""
    return int(last[1]) < int(first[1]) <= _NOON and bool(int(last[1]))


def _clock(time: re.Match[str], typed: str) -> str:
    hour = int(time[1])
    if time[4]:
        if not 1 <= hour <= _NOON:
            raise UsageError(f"{typed[:40]!r} is not a window: {time[0]} does not exist.", hint="Write 9am-5pm.")
        hour = hour % _NOON + _NOON * time[4].startswith("p")
    if hour > _A_DAY_HOURS:
        require_window(typed)  # says what is wrong with it
    return f"{hour:02}:{time[2] or '00'}" + (f":{time[3]}" if time[3] else "")
