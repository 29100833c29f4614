"""What a person typed, made plain before anyone looks for a meaning in it.

Nothing is corrected here and no word is understood: only width, case and spaces are evened out, and what is too
long to be a moment becomes nothing at all, so that no pattern ever sees a megabyte.
"""

import re
from collections.abc import Sequence

_LONGEST = 100
_SHOWN = 40
# The wide forms of an East Asian keyboard, and the minus sign that printed offsets have.
_PLAIN = {0xFF01 + place: 0x21 + place for place in range(0x5E)} | {0x2212: "-"}
_IN_OR_AGO = r"in (?P<coming>\d.*)|(?P<gone>\d.*) ago"


def tidied(text: str) -> str:
    """``text`` in small letters, plain digits and single spaces; empty when it is longer than 100 characters."""
    return " ".join(text.translate(_PLAIN).lower().split()) if len(text) <= _LONGEST else ""


def quoted(text: str) -> str:
    """``text`` in quotes for a sentence: what cannot be printed is escaped, and what is long is cut."""
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "...")


def one_of(readings: Sequence[str]) -> str:
    """Several readings as a sentence has them: ``a, b or c``."""
    *others, last = readings
    return f"{', '.join(others)} or {last}" if others else last


def signed(typed: str) -> str:
    """``in 2 hours`` as ``+2 hours`` and ``2 hours ago`` as ``-2 hours``; any other text as it is."""
    if not (found := matched(_IN_OR_AGO, typed)):
        return typed
    return f"+{found['coming']}" if found["coming"] else f"-{found['gone']}"


def matched(pattern: str, typed: str) -> re.Match[str] | None:
    """The match of a whole text; a pattern is compiled when it is tried, so that a start costs only what it uses."""
    return re.fullmatch(pattern, typed, re.ASCII)
