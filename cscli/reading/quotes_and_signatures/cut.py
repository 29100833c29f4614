"""A message cut into the writer's own words, what is quoted, and the signature.

Rather too little is cut than too much: a mail without a quote stays whole to the letter, and what has text never
becomes empty. Answers between quoted lines are kept in their order, with what they answer beside them.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from cscli.reading.quotes_and_signatures.parents import Parents
from cscli.reading.quotes_and_signatures.quoted_mail import is_divider, is_rule, quoted_mail_at, reply_line_above
from cscli.reading.quotes_and_signatures.signature import signature_lines
from cscli.reading.quotes_and_signatures.words import MailWords, shipped_words

_MARKED = re.compile(r"\s{0,3}[>\uff1e](?![:;=_.^])")
_LONG_LINE, _LONG_WIDE = 50, 25  # no list of short items has longer ones
_FOLDED_AT = range(55, 90)  # where mail programs fold a quoted line
_REMAINDER = 40
_MOST_QUOTES = 500  # whose reply line is looked for


class Cut(NamedTuple):
    """The parts of a message; each may be empty, ``text`` only where the message is.

    ``in_context`` is the text with the quoted lines (marked ``> ``) between which answers stand; empty where no
    answer stands between quoted lines.
    """

    text: str
    quoted: str = ""
    signature: str = ""
    in_context: str = ""


def cut(text: str, parents: Sequence[str] = (), words: MailWords | None = None) -> Cut:
    """The parts of a message as plain text.

    Args:
        text: the message; quoted lines may begin with ``>``.
        parents: texts that the message may quote, such as what was sent to this customer before.
        words: the words of mail programs; those that ship where none are given.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    words = words or shipped_words()
    quoted = _quoted_lines(lines, Parents(parents), words)
    own = [at for at, is_quoted in enumerate(quoted) if not is_quoted]
    signed = signature_lines(lines, own, words)
    kept = [at for at in own if at not in signed]
    if (len(own) == len(lines) and not signed) or not any(lines[at].strip() for at in kept):
        return Cut(text=text)
    others = [at for at, is_quoted in enumerate(quoted) if is_quoted]
    return Cut(
        text=_joined(lines, kept),
        quoted="\n".join(lines[at] for at in others).strip("\n"),
        signature="\n".join(lines[at] for at in sorted(signed) if lines[at].strip() != "--").strip("\n"),
        in_context=_in_context(lines, quoted, kept),
    )


def _quoted_lines(lines: Sequence[str], parents: Parents, words: MailWords) -> list[bool]:
    """For each line whether it is quoted."""
    theirs = parents.lines_of(lines)
    quoted = _marked_lines(lines, theirs, words)
    start = end = len(lines)
    for at, line in enumerate(lines):
        if line.strip() and not quoted[at]:
            end = quoted_mail_at(lines, at, words)
            if end > at:
                start = at
                break
    if start == len(lines):
        return _with_theirs(lines, quoted, theirs, words)
    above = _above(lines, start, words)
    has_own_above = any(lines[at].strip() and not quoted[at] and not theirs[at] for at in range(above))
    if not has_own_above and not any(theirs[end:]):
        return quoted  # nothing but a quoted mail, or own words under one that nobody can tell from it
    answers = _answers(lines, end, theirs, words, is_all_below=not has_own_above)
    return [quoted[at] or theirs[at] or (at >= above and at not in answers) for at in range(len(lines))]


def _marked_lines(lines: Sequence[str], theirs: Sequence[bool], words: MailWords) -> list[bool]:
    """Lines that begin with ``>``, with the reply lines above them."""
    quoted = [bool(_MARKED.match(line)) for line in lines]
    starts = [at for at, is_marked in enumerate(quoted) if is_marked and not (at and quoted[at - 1])]
    if not starts:
        return quoted
    above = {at: reply_line_above(lines, at, words) for at in starts[:_MOST_QUOTES]}
    bare = [_MARKED.sub("", line, count=1) for line in lines]
    is_sure = (
        any(start < at for at, start in above.items())
        or any(is_theirs and quoted[at] for at, is_theirs in enumerate(theirs))
        or any(bare[at].strip() and quoted_mail_at(bare, at, words) > at for at in starts[:_MOST_QUOTES])
        or any(reply_line_above(bare, at + 2, words) <= at + 1 for at in starts[:_MOST_QUOTES] if at + 2 < len(lines))
        or _looks_quoted(lines, quoted, starts)
    )
    if not is_sure:
        return [False] * len(lines)
    for at, start in above.items():
        quoted[start:at] = [True] * (at - start)
    for at in range(1, len(lines) - 1):
        if not quoted[at] and quoted[at - 1] and _MARKED.match(lines[at + 1]) and _is_remainder(lines, at):
            quoted[at] = True
    return quoted


def _looks_quoted(lines: Sequence[str], marked: Sequence[bool], starts: Sequence[int]) -> bool:
    """Whether lines with ``>`` and no reply line above are a quote all the same, and no list of short items."""
    texts = [_MARKED.sub("", line, count=1).strip() for line, is_marked in zip(lines, marked, strict=True) if is_marked]
    before = next((lines[at].strip() for at in range(starts[0] - 1, -1, -1) if lines[at].strip()), "")
    if any(not _MARKED.sub("", lines[at], count=1).strip() for at in starts):  # so a quote of HTML begins
        return True
    if len(texts) == 1 or before.endswith((":", "\uff1a")):
        return False
    return any(len(t) > (_LONG_LINE if t.isascii() else _LONG_WIDE) or t.startswith(">") for t in texts) or "" in texts


def _is_remainder(lines: Sequence[str], at: int) -> bool:
    """Whether a line is the end of the quoted line above it, which a mail program has folded without a mark."""
    above = lines[at - 1].rstrip()
    line = lines[at].strip()
    return 0 < len(line) < _REMAINDER and len(above) in _FOLDED_AT and above[-1].isalnum()


def _above(lines: Sequence[str], start: int, words: MailWords) -> int:
    """Where the beginning of a quoted mail begins, with the rules and dividers above it."""
    at = start
    while at and (not lines[at - 1].strip() or is_rule(lines[at - 1]) or is_divider(lines[at - 1], words)):
        at -= 1
    return at


def _answers(
    lines: Sequence[str], end: int, theirs: Sequence[bool], words: MailWords, *, is_all_below: bool
) -> set[int]:
    """The writer's lines among the lines of a quoted mail that have no marks: what is not provably ours."""
    places = [at for at in range(end, len(lines)) if theirs[at]]
    if not places:
        return set()
    last = len(lines) if is_all_below else places[-1]
    found: set[int] = set()
    for at in range(places[0], last):
        if lines[at].strip() and not theirs[at]:
            if quoted_mail_at(lines, at, words) > at:
                break
            found.add(at)
    return found


def _with_theirs(lines: Sequence[str], quoted: Sequence[bool], theirs: Sequence[bool], words: MailWords) -> list[bool]:
    """Quoted lines, and those that are ours without any mark, with the reply line above them."""
    found = [is_quoted or is_theirs for is_quoted, is_theirs in zip(quoted, theirs, strict=True)]
    for at, is_theirs in enumerate(theirs):
        if is_theirs and not (at and found[at - 1]):
            start = reply_line_above(lines, at, words)
            found[start:at] = [True] * (at - start)
    return found


def _joined(lines: Sequence[str], kept: Sequence[int]) -> str:
    """The kept lines as a text; where something was cut out, one empty line stands."""
    parts: list[str] = []
    for at, previous in zip(kept, (None, *kept), strict=False):
        if previous is not None and at > previous + 1 and parts and parts[-1].strip():
            parts.append("")
        if lines[at].strip() or (parts and parts[-1].strip()) or (previous is not None and at == previous + 1):
            parts.append(lines[at])
    return "\n".join(parts).strip("\n").rstrip()


def _in_context(lines: Sequence[str], quoted: Sequence[bool], kept: Sequence[int]) -> str:
    words_at = [at for at in kept if lines[at].strip()]
    first = next((at for at, is_quoted in enumerate(quoted) if is_quoted and lines[at].strip()), len(lines))
    last_quoted = next((at for at in range(len(lines) - 1, -1, -1) if quoted[at] and lines[at].strip()), -1)
    if not any(first < at < last_quoted for at in words_at):
        return ""
    shown = set(kept)
    parts = [
        lines[at] if at in shown or not lines[at].strip() or _MARKED.match(lines[at]) else f"> {lines[at]}"
        for at in range(words_at[-1] + 1)
        if at in shown or quoted[at]
    ]
    return "\n".join(parts).strip("\n")
