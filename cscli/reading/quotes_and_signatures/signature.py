"""The signature of a message: what stands under ``-- ``, and the lines that a device adds.

A closing and a name are the customer's own words, so they stay.
"""

import re
from collections.abc import Iterator, Sequence

from cscli.reading.quotes_and_signatures.words import MailWords, folded

_LINK = re.compile(r"\s*[<\[(]?https?://\S+[>\])]?\s*")
_LONGEST_FOOTER = 120
_MOST_FOOTERS = 3
_MOST_LINES = {"-- ": 15, "--": 6}
_LONGEST_LINE = 70


def signature_lines(lines: Sequence[str], own: Sequence[int], words: MailWords) -> set[int]:
    """The lines of signatures among the writer's (indices, rising); empty where nothing else would be left."""
    found: set[int] = set()
    for stretch in _stretches(own):
        found |= _under_dashes(lines, stretch)
        found |= _footers(lines, [at for at in stretch if at not in found], words)
    has_more = any(lines[at].strip() and at not in found for at in own)
    return found if has_more else set()


def _stretches(own: Sequence[int]) -> Iterator[list[int]]:
    """The indices in runs without a gap."""
    run: list[int] = []
    for at in own:
        if run and at != run[-1] + 1:
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def _under_dashes(lines: Sequence[str], stretch: Sequence[int]) -> set[int]:
    dashes = [at for at in stretch if lines[at].rstrip("\r") == "-- " or lines[at].strip() == "--"]
    if not dashes:
        return set()
    at = dashes[-1]
    is_marked = lines[at].startswith("-- ")
    under = [lines[i].strip() for i in stretch if i > at and lines[i].strip()]
    if not under or len(under) > _MOST_LINES["-- " if is_marked else "--"]:
        return set()
    if not is_marked and (len(dashes) > 1 or any(len(line) > _LONGEST_LINE or _asks(line) for line in under)):
        return set()
    return {i for i in stretch if i >= at}


def _asks(line: str) -> bool:
    return line.endswith(("?", "\uff1f", "\u061f"))


def _footers(lines: Sequence[str], stretch: Sequence[int], words: MailWords) -> set[int]:
    """The last lines of a stretch that a device or a mail program added."""
    found: list[int] = []
    for at in reversed(stretch):
        line = lines[at]
        if not line.strip() or line.strip(" _-\u2014") == "":
            continue
        if len(found) == _MOST_FOOTERS or len(line) > _LONGEST_FOOTER:
            break
        plain = folded(_LINK.sub(" ", line)).strip(" .*_-\u2014()")
        if plain and not words.is_footer(plain):
            break
        found.append(at)
    return set(found) if any(_LINK.sub("", lines[at]).strip() for at in found) else set()
