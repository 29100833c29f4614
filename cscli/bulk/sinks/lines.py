"""An outcome as a line of JSON: what is empty is null, findings are always a list.

The lines are put together by hand, with the standard library's quoting of strings: its encoder of objects takes twice
as long. Parts that are the same in most rows are quoted once.
"""

from collections.abc import Iterable
from functools import lru_cache
from json import JSONEncoder

from cscli.bulk.rows.outcome import Outcome
from cscli.quality.finding import Finding, finding_data
from cscli.text import storable

_quoted = JSONEncoder(ensure_ascii=False).encode
_any_value = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def json_line(outcome: Outcome) -> bytes:
    """The outcome as a line of UTF-8; bytes that were not text become marks."""
    line = _line(outcome)
    try:
        return line.encode()
    except UnicodeEncodeError:
        return storable(line).encode()


def findings_json(findings: Iterable[Finding]) -> str:
    """Findings as a list in JSON."""
    return f"[{','.join(map(_finding, findings))}]"


@lru_cache(maxsize=4096)
def _finding(found: Finding) -> str:
    """A finding in JSON; many rows have the same."""
    return _any_value(finding_data(found))


def _line(o: Outcome) -> str:
    quoted = _quoted
    digest = f'"{o.digest}"' if o.digest else "null"
    send_at = f'"{o.send_at}"' if o.send_at else "null"
    return (
        f'{{"row":{o.number},"key":{quoted(o.key)},{_where(o.status, o.market, o.language)},'
        f'"subject":{quoted(o.subject) if o.subject else "null"},'
        f'"body":{quoted(o.body) if o.body else "null"},'
        f'"send_at":{send_at},'
        f'"findings":{findings_json(o.findings) if o.findings else "[]"},'
        f"{_when(o.channel, o.send_local, o.send_reason)},"
        f'"digest":{digest},'
        f'"code":{quoted(o.code) if o.code else "null"},'
        f'"reason":{quoted(o.reason) if o.reason else "null"}}}\n'
    )


@lru_cache(maxsize=256)
def _where(status: str, market: str, language: str) -> str:
    return f'"status":"{status}","market":{_or_null(market)},"language":{_or_null(language)}'


@lru_cache(maxsize=256)
def _when(channel: str, local: str, reason: str) -> str:
    return f'"channel":{_or_null(channel)},"send_local":{_or_null(local)},"send_reason":{_or_null(reason)}'


def _or_null(text: str) -> str:
    return _quoted(text) if text else "null"
