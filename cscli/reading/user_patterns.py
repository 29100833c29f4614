r"""Regular expressions of users, run by RE2 in time linear in the text.

RE2 has no look-around and no backreferences. ``\w``, ``\d`` and ``\b`` are ASCII only; ``\pL`` is a letter of any
script. RE2 is imported on first use.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Protocol

LONGEST_PATTERN = 2_000
_MOST_MEMORY = 256 << 20  # bytes, for a shop with thousands of words; what ships takes far less
_HALVES = "[\ud800-\udfff]"
_WORD_EDGE = r"\\b[^\x00-\x7f]|[^\x00-\x7f]\\b"
_CANNOT = (
    (r"\(\?<?[=!]", "it looks ahead or back, which cannot be done in bounded time"),
    (r"\\[1-9]|\(\?P=", "it refers back to one of its own groups, which cannot be done in bounded time"),
    (_WORD_EDGE, r"\b is only understood beside ASCII letters; the kind `words` knows whole words of every script"),
)


class Searchable(Protocol):
    """The common interface of ``re`` and RE2 patterns."""

    @property
    def groupindex(self) -> Mapping[str, int]:
        """Numbers of the named groups."""

    def finditer(self, text: str, /) -> Iterator[Any]:
        """Every match, from left to right."""


class BadPatternError(ValueError):
    """Why a pattern cannot be used, as the end of a sentence."""


class BoundedPattern:
    """A pattern run by RE2, which sees U+FFFD for a lone surrogate."""

    def __init__(self, compiled: Any) -> None:
        self._compiled = compiled
        self.groupindex: Mapping[str, int] = compiled.groupindex

    def finditer(self, text: str, /) -> Iterator[Any]:
        """Every match, from left to right."""
        return self._compiled.finditer(_encodable(text))  # type: ignore[no-any-return]


def bounded(pattern: str) -> BoundedPattern:
    """``pattern`` compiled by RE2.

    Raises:
        BadPatternError: the pattern is too long, invalid, unsupported by RE2, or matches the empty text.
    """
    import re2  # noqa: PLC0415 - loading it takes 10 ms, and most runs have no pattern of a user

    if len(pattern) > LONGEST_PATTERN:
        raise BadPatternError(f"it is longer than {LONGEST_PATTERN:,} characters")
    for sign, why in _CANNOT:
        if re.search(sign, pattern):
            raise BadPatternError(why)
    options = re2.Options()
    options.log_errors = False
    try:
        found: Any = re2.compile(pattern, options)
        matches_nothing = found.fullmatch("") is not None
    except (re2.error, UnicodeError) as error:
        raise BadPatternError(f"it is not a regular expression ({_reason(error)})") from error
    if matches_nothing:
        raise BadPatternError("it also matches nothing at all")
    return BoundedPattern(found)


def trusted(pattern: str) -> Searchable:
    """A shipped pattern, with the same semantics; ``re`` loads faster than RE2."""
    return re.compile(pattern, re.ASCII)


def places(pattern: Searchable, text: str) -> Iterator[tuple[int, int]]:
    """The matches of ``pattern``: its group ``it`` if there is one."""
    group = pattern.groupindex.get("it", 0)
    for match in pattern.finditer(text):
        start, end = match.span(group)
        if start < end:
            yield start, end


class Screen:
    """Matches several patterns in one pass; about 4 us for 700 characters."""

    def __init__(self, patterns: tuple[str, ...]) -> None:
        import re2  # noqa: PLC0415 - as above

        options = re2.Options()
        options.max_mem = _MOST_MEMORY
        self._set = re2.Set.SearchSet(options)
        for pattern in patterns:
            self._set.Add(pattern)
        self._set.Compile()

    def hits(self, text: str) -> list[int]:
        """The numbers of the matching patterns, unordered."""
        try:
            return self._set.Match(text.encode()) or []  # encoded here, as RE2 would look at what it is given first
        except UnicodeEncodeError:
            return self._set.Match(_encodable(text).encode()) or []


@lru_cache(maxsize=64)
def screen(patterns: tuple[str, ...]) -> Screen:
    """The screen for some patterns, cached; building one takes 10 ms."""
    return Screen(patterns)


def _encodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return re.sub(_HALVES, "\ufffd", text)
    return text


def _reason(error: Exception) -> str:
    said = error.args[0] if error.args else error
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
