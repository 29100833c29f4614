"""A shop's own patterns of order numbers, made safe to run over any message.

A pattern comes from a config file and meets text from strangers. It is refused, by name, when it is no regular
expression, when it matches nothing at all, or when it can take for ever: a repeat inside a repeat, or a reference
back. Open ends are closed at ``LONGEST``: no order number is longer.
"""

import re

from cscli.errors import UsageError

LONGEST = 40
MAX_PATTERN = 200
_FEW = 3
_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:P<\w+>|<?[=!]|[a-zA-Z-]*:|[^)]*))?|[*+?]|\{\d*,?\d*\}|.", re.DOTALL
)
_BACK = re.compile(r"\\[1-9]|\(\?P=")
_REPEAT = re.compile(r"[*+?]|\{(\d*)(,?)(\d*)\}")


def order_pattern(pattern: str) -> re.Pattern[str]:
    """``pattern`` compiled, with word edges around it and its open ends closed.

    Raises:
        UsageError: the pattern cannot be used; the sentence quotes it.
    """
    if len(pattern) > MAX_PATTERN:
        raise _refused(pattern, f"it is longer than {MAX_PATTERN} characters")
    try:
        re.compile(pattern)
        if _BACK.search(pattern):
            raise _refused(pattern, "it refers back to one of its own groups")
        found = re.compile(rf"(?<![0-9A-Za-z])(?:{_closed(pattern)})(?![0-9A-Za-z])")
        empty = found.fullmatch("") is not None
    except (re.error, OverflowError, RecursionError) as error:
        raise _refused(pattern, f"it is no regular expression ({error})") from error
    if empty:
        raise _refused(pattern, "it also matches nothing at all")
    return found


def _closed(pattern: str) -> str:
    """``pattern`` with ``+``, ``*`` and ``{n,}`` ending at ``LONGEST``; a repeat in a repeat is refused."""
    built: list[str] = []
    varies = [False]  # for each open group: does its length vary?
    closed_group_varies = False
    for part in _TOKEN.findall(pattern):
        repeat = _REPEAT.fullmatch(part) if built else None
        after_repeat = bool(built) and _REPEAT.fullmatch(built[-1]) is not None
        if part.startswith("("):
            varies.append(False)
        elif part == ")" and len(varies) > 1:
            closed_group_varies = varies.pop()
            varies[-1] |= closed_group_varies
        elif part == "|":
            varies[-1] = True
        elif repeat and not (after_repeat and part in "?+"):
            least, most, text = _bounds(part, repeat)
            if built[-1] == ")" and closed_group_varies and most > _FEW:
                raise _refused(pattern, "it repeats a part whose own length varies, which can take for ever")
            varies[-1] |= least != most
            built.append(text)
            continue
        built.append(part)
    return "".join(built)


def _bounds(part: str, repeat: re.Match[str]) -> tuple[int, int, str]:
    if part in ("*", "+", "?"):
        least, most = {"*": (0, LONGEST), "+": (1, LONGEST), "?": (0, 1)}[part]
    else:
        least = int(repeat[1] or 0)
        most = int(repeat[3]) if repeat[3] else max(least, LONGEST) if repeat[2] else least
    return least, most, f"{{{least},{most}}}"


def _refused(pattern: str, why: str) -> UsageError:
    shown = pattern if len(pattern) <= LONGEST else pattern[:LONGEST] + "..."
    return UsageError(
        f"The order number pattern {shown!r} cannot be used: {why}.",
        code="bad-order-pattern",
        hint="Write it plainly, such as A-[0-9]{4,}, under order_numbers in cscli.yaml.",
    )
