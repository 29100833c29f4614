"""Outcomes as JSON Lines: one line each, in input order; what is empty is null, findings are always a list.

The lines are put together by hand, with the standard library's own quoting of strings: a general encoder takes
twice as long, and this is where every reply passes.
"""

from collections.abc import Sequence
from json import JSONEncoder

from cscli.bulk.outcome import Outcome
from cscli.quality.finding import finding_data
from cscli.text import storable

_quoted = JSONEncoder(ensure_ascii=False).encode
_any_value = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def json_lines(outcomes: Sequence[Outcome]) -> bytes:
    """The outcomes as lines of UTF-8; bytes that were no text become marks."""
    lines = "".join(map(_line, outcomes))
    try:
        return lines.encode()
    except UnicodeEncodeError:
        return storable(lines).encode()


def _line(o: Outcome) -> str:
    quoted = _quoted
    return (
        f'{{"row":{o.number},"key":{quoted(o.key)},"status":"{o.status.value}",'
        f'"market":{quoted(o.market) if o.market else "null"},'
        f'"language":{quoted(o.language) if o.language else "null"},'
        f'"subject":{quoted(o.subject) if o.subject else "null"},'
        f'"body":{quoted(o.body) if o.body else "null"},'
        f'"send_at":{quoted(o.send_at) if o.send_at else "null"},'
        f'"findings":{_any_value([finding_data(f) for f in o.findings]) if o.findings else "[]"},'
        f'"channel":{quoted(o.channel) if o.channel else "null"},'
        f'"send_local":{quoted(o.send_local) if o.send_local else "null"},'
        f'"send_reason":{quoted(o.send_reason) if o.send_reason else "null"},'
        f'"digest":{quoted(o.digest) if o.digest else "null"},'
        f'"code":{quoted(o.code) if o.code else "null"},'
        f'"reason":{quoted(o.reason) if o.reason else "null"}}}\n'
    )
