"""The newest interactions that hold all words of a search.

The index names candidates, newest first, a page at a time; each is looked through in its own text. So what is often
said is found among the newest, and what is seldom said has few candidates.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cscli.record.record import Record
from cscli.record.rows.interactions import read
from cscli.record.search.texts import searched_texts
from cscli.record.search.tokens import FILTERS, field_token, normal, wanted
from cscli.record.search.wish import Candidates, Wish

_LOOKED_AT = f'id, at, subject, body, "values", agent_text, body_key, {", ".join(FILTERS)}'


class SoughtWord(NamedTuple):
    """A word to look for, as it was typed without the difference of capitals, and in normal form."""

    typed: str
    normal: str


def found(record: Record, text: str, filters: Mapping[str, str], since: str, limit: int) -> list[dict[str, Any]]:
    """The rows that hold every word, newest first.

    Args:
        record: the record.
        text: words, with spaces between them.
        filters: what fields must be; empty ones do not count.
        since: an RFC 3339 instant, or empty.
        limit: how many at most.
    """
    words = _words(text)
    if not words or limit < 1 or not record.exists():
        return []
    said = tuple(dict.fromkeys(token for word in words for token in wanted(word.normal)))
    telling = tuple(token for token in said if len(token) > 1)  # nearly every text has any one letter
    wish = Wish(telling or said, tuple(field_token(n, v) for n, v in filters.items() if n in FILTERS and v), since)
    fits = _Test(words, {name: value for name, value in filters.items() if name in FILTERS and value})
    return _taken(record, _candidates(record)(record, wish, limit + 5), fits, limit)


def _words(text: str) -> tuple[SoughtWord, ...]:
    """The words of a text; none where it holds what is no character, which was never recorded."""
    text = text.replace("\0", " ")
    if text != text.encode("utf-8", "replace").decode():
        return ()
    return tuple(SoughtWord(word.casefold(), normal(word)) for word in dict.fromkeys(text.split()))


def _candidates(record: Record) -> Candidates:
    if record.dialect == "sqlite":
        from cscli.record.search.sqlite import candidates  # noqa: PLC0415 - only the store that is used
    else:
        from cscli.record.search.postgresql import candidates  # noqa: PLC0415 - as above
    return candidates


class _Test(NamedTuple):
    """Whether a row holds every word, and its fields are as wished."""

    words: tuple[SoughtWord, ...]
    filters: Mapping[str, str]

    def __call__(self, row: Mapping[str, Any]) -> bool:
        if any(row[name] != value for name, value in self.filters.items()):
            return False
        whole = "\n".join(searched_texts(row)).replace("\0", " ")
        raw = whole.casefold()
        missing = [word.normal for word in self.words if word.typed not in raw]
        if not missing:
            return True
        text = normal(whole)
        return all(word in text for word in missing)


def _taken(record: Record, pages: Iterator[list[int]], fits: _Test, limit: int) -> list[dict[str, Any]]:
    """The rows of candidates that fit, as many as wanted."""
    taken: dict[int, None] = {}  # a row that another program changed can be named twice
    for page in pages:
        rows = _rows_of(record, page, _LOOKED_AT)
        taken |= dict.fromkeys(number for number in page if number in rows and fits(rows[number]))
        if len(taken) >= limit:
            break
    whole = _rows_of(record, list(taken)[:limit], "*")
    return [read(whole[number]) for number in taken if number in whole]


def _rows_of(record: Record, ids: Sequence[int], columns: str) -> dict[int, dict[str, Any]]:
    """Columns of rows by id; rows that are gone are left out."""
    rows = record.rows(f"SELECT {columns} FROM interactions WHERE id IN (:ids)", {"ids": tuple(ids)})  # noqa: S608 - our own names
    return {row["id"]: row for row in rows}
