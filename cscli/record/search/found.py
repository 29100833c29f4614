"""The newest interactions that hold all words of a search.

The index names candidates, newest first; each is looked through in its own text. At first only whole tokens are asked
for: what is often said is found among the newest candidates. Where that finds too little, beginnings of tokens are
asked for, too, which takes longer for each token but leaves few candidates of what is seldom said.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cscli.record.interactions import read, searched_texts
from cscli.record.record import Record
from cscli.record.search.tokens import FILTERS, field_token, is_sign, normal, wanted
from cscli.record.search.wish import Candidates, Wish

_FIRST_LOOK = 600  # candidates
_WORTH_IT = 5000  # candidates that are looked through sooner than beginnings of tokens are put together
_LAST_LOOK = 1 << 62


class SoughtWord(NamedTuple):
    """A word to look for, as it was typed and in normal form."""

    typed: str
    normal: str

    def stands_in(self, raw: str, text: str) -> bool:
        """Whether it is in a text without the difference of capitals, or in the normal form of the text."""
        return self.normal in text or self.typed in raw


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
    wishes = [wanted(word.normal) for word in words]
    fixed = tuple(field_token(name, value) for name, value in filters.items() if name in FILTERS and value)
    letters = tuple(t for w in wishes for t in w.tokens if not is_sign(t))
    candidates = _candidates(record)
    fits = _test(words, filters)
    narrow = Wish(tuple(dict.fromkeys(letters)), (), fixed, since)
    exact = tuple(dict.fromkeys(t for w in wishes for t in w.tokens))
    wide = Wish(exact, tuple(dict.fromkeys(t for w in wishes for t in w.beginnings)), fixed, since)
    most = _LAST_LOOK if wide == narrow else _FIRST_LOOK
    rows, is_all = _taken(record, candidates(record, narrow, limit + 5), fits, limit, most)
    if is_all or len(rows) >= limit:
        return rows
    return _taken(record, candidates(record, wide, limit + 5), fits, limit, _LAST_LOOK)[0]


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


def _test(words: Sequence[SoughtWord], filters: Mapping[str, str]) -> "_Test":
    return _Test(tuple(words), {name: value for name, value in filters.items() if name in FILTERS and value})


class _Test(NamedTuple):
    words: tuple[SoughtWord, ...]
    filters: Mapping[str, str]

    def __call__(self, row: Mapping[str, Any]) -> bool:
        """Whether a row holds every word, and its fields are as wished."""
        if any(row[name] != value for name, value in self.filters.items()):
            return False
        whole = "\n".join(searched_texts(row)).replace("\0", " ")
        raw, text = whole.casefold(), normal(whole)
        return all(word.stands_in(raw, text) for word in self.words)


def _taken(
    record: Record, pages: Iterator[list[int]], fits: _Test, limit: int, most: int
) -> tuple[list[dict[str, Any]], bool]:
    """The rows of candidates that fit, and whether all candidates were looked at."""
    taken: dict[int, dict[str, Any]] = {}  # a row that another program changed can be named twice
    looked_at = 0
    for page in pages:
        rows = rows_of(record, page)
        for number in page:
            if number in rows and fits(rows[number]):
                taken[number] = read(rows[number])
                if len(taken) >= limit:
                    return list(taken.values()), False
        looked_at += len(page)
        if looked_at >= most and not (taken and looked_at * limit < _WORTH_IT * len(taken)):
            return list(taken.values()), False
    return list(taken.values()), True


def rows_of(record: Record, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Whole rows by id; those that are gone are left out."""
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(ids), 500):
        listed = ", ".join(map(str, map(int, ids[start : start + 500])))
        rows = record.rows(f"SELECT * FROM interactions WHERE id IN ({listed})")  # noqa: S608 - numbers only
        found |= {row["id"]: row for row in rows}
    return found
