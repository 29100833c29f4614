"""Where a quoted mail begins: a reply line, a block of header fields, or a divider.

Structure comes first and words second: a reply line holds an address, or a date and a time, or says that somebody
wrote; a header block holds several fields that belong together. A line that only looks like one stays.
"""

import re
from collections.abc import Sequence

from cscli.reading.quotes_and_signatures.words import MailWords, folded

_MOST_WRAPPED = 4  # lines that a mail program folds its reply line into
_LONGEST_REPLY_LINE = 500
_LONGEST_BLOCK = 40
_LONGEST_DIVIDER = 200
_DIVIDER_ENDS = frozenset("-_=~*:\uff1a\u2013\u2014\u202c\u200e\u200f")
_ENOUGH_FIELDS = 3
_DECORATION = 12  # characters of stars and spaces around the name of a field
_ADDRESS = re.compile(r"[^\s<>()\[\]@]+@[^\s<>()\[\]@]+")
_BRACKETED = re.compile(r"[<(\[]\s*(?:mailto:)?[^\s<>()\[\]@]+@[^\s<>()\[\]@]+[>)\]]")
_TIME = re.compile(r"(?<![\d:.])\d{1,2}\s?[:.h時时시點点]\s?\d{2}(?!\d)")
_DAY = re.compile(
    r"(?<!\d)(?:\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}|\d{4}\s?[年년]"
    r"|\d{1,2}\D{1,25}\d{4}|\D{2,25}\d{1,2},? \d{4})(?!\d)"
)
_SENTENCE_END = re.compile(r"[!?\u3002\uff01\uff1f\u2026]\s*$|\w{4,}\.\s*$")
_DIVIDER = re.compile(r"[\s>*]*[-_=\u2013\u2014~]{2,}\s*([^-_=~\s].*?)\s*[-_=\u2013\u2014~]{2,}[\s*]*")
_RULE = re.compile(r"[\s*]*[-_=\u2013\u2014]{5,}\s*")


def reply_line_above(lines: Sequence[str], at: int, words: MailWords) -> int:
    """The first line of the reply line that stands above a quote at ``at``; ``at`` where there is none."""
    end = at - 1
    while end >= max(0, at - 3) and not lines[end].strip():
        end -= 1
    return _reply_line(lines, end, words, is_above_quote=True) if end >= 0 and lines[end].strip() else at


def quoted_mail_at(lines: Sequence[str], at: int, words: MailWords) -> int:
    """The line after the beginning of a quoted mail whose lines have no mark in front; ``at`` where none begins."""
    line = lines[at]
    if is_divider(line, words):
        return at + 1
    if ":" not in line and "\uff1a" not in line:
        return at
    end = _header_block(lines, at, words)
    if end > at:
        return end
    has_address = False
    for last in range(at, min(at + _MOST_WRAPPED, len(lines))):
        if not lines[last].strip():
            break
        has_address |= "@" in lines[last]
        if (
            has_address
            and _ends_as_reply_line(lines[last])
            and _reply_line(lines, last, words, is_above_quote=False) == at
        ):
            return last + 1
    return at


def is_divider(line: str, words: MailWords) -> bool:
    """Whether a line names what follows as a quoted or forwarded mail."""
    if len(line) > _LONGEST_DIVIDER or not (line.rstrip()[-1:] in _DIVIDER_ENDS and line.strip()):
        return False
    if match := _DIVIDER.fullmatch(line):
        inner = folded(match[1])
        return inner in words.dividers or ("@" in inner and words.wrote.are_in(inner) and bool(_DAY.search(inner)))
    plain = folded(line).strip("* ")
    return plain.endswith(":") and " " in plain and plain.rstrip(": ") in words.dividers


def is_rule(line: str) -> bool:
    """Whether a line is nothing but a rule."""
    return bool(_RULE.fullmatch(line[:_LONGEST_DIVIDER]))


def _reply_line(lines: Sequence[str], end: int, words: MailWords, *, is_above_quote: bool) -> int:
    """The first line of a reply line that ends in line ``end``; ``end + 1`` where none does."""
    if not _ends_as_reply_line(lines[end]):
        return end + 1
    best, best_start, joined = 0, end + 1, ""
    for start in range(end, max(-1, end - _MOST_WRAPPED), -1):
        line = lines[start]
        if not line.strip() or (start < end and _SENTENCE_END.search(line)):
            break
        joined = f"{line} {joined}"
        if len(joined) > _LONGEST_REPLY_LINE:
            break
        score = _score(joined, words, is_above_quote=is_above_quote)
        if score > best:
            best, best_start = score, start
    return best_start


def _ends_as_reply_line(line: str) -> bool:
    plain = folded(line).rstrip("*_ ")
    return plain.endswith((":", "写道", "寫道")) and len(plain) > 1


def _score(line: str, words: MailWords, *, is_above_quote: bool) -> int:
    """How many parts of a reply line a line holds; 0 for a line that cannot belong to one."""
    plain = folded(line)
    wrote = words.wrote.are_in(plain)
    has_address = bool(_ADDRESS.search(plain))
    has_day, has_time = bool(_DAY.search(plain)), bool(_TIME.search(plain))
    is_about_writer = words.own.are_in(plain)
    if is_above_quote:
        is_one = (wrote or has_address or (has_day and has_time)) and not (is_about_writer and not has_address)
    else:
        is_dated = (has_day and has_time and plain.endswith(">:")) or (wrote and (has_day or has_time))
        is_one = is_dated and bool(_BRACKETED.search(plain)) and not is_about_writer
    is_begun = not plain.startswith("<")  # a name stands in the line above
    return (wrote + has_address + has_day + has_time + is_begun) if is_one else 0


def _header_block(lines: Sequence[str], at: int, words: MailWords) -> int:
    """The line after a block of header fields that begins at ``at``; ``at`` where none begins."""
    kinds: set[str] = set()
    has_address = is_form = False
    line = last = at
    while line < min(len(lines), at + _LONGEST_BLOCK):
        kind, value = _field(lines[line], words)
        if kind in kinds and kind != "cc":  # another block begins
            break
        if kind:
            has_address |= "@" in value and kind in ("from", "to")
            kinds.add(kind)
            last = line + 1
        elif line == at:
            return at
        elif not lines[line].strip():
            if line > last:  # a second empty line
                break
        elif line > last or not _continues(lines[line]):
            is_form = line == last and _is_some_field(lines[line], words)
            break
        else:
            last = line + 1
        line += 1
    is_whole = {"from", "sent", "subject"} <= kinds
    is_certain = has_address and "from" in kinds and len(kinds) >= _ENOUGH_FIELDS
    return last if is_certain or (is_whole and not is_form) else at


def _field(line: str, words: MailWords) -> tuple[str, str]:
    """The kind and the value of a header field; an empty kind for any other line."""
    at = min((i for i in (line.find(":"), line.find("\uff1a")) if i >= 0), default=-1)
    if not 0 < at <= words.longest_field + _DECORATION:
        return "", ""
    name = folded(line[:at]).strip("*|· ")
    return words.fields.get(name, ""), line[at + 1 :]


def _continues(line: str) -> bool:
    """Whether a line carries on a long list of addresses or a long subject."""
    return line.startswith((" ", "\t")) or "@" in line or line.rstrip().endswith((";", ","))


def _is_some_field(line: str, words: MailWords) -> bool:
    name, colon, _ = line.replace("\uff1a", ":").partition(":")
    return bool(colon) and len(name) <= words.longest_field and len(name.split()) <= _ENOUGH_FIELDS
