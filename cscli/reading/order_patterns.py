"""The shop's own patterns of order numbers, matched in bounded time (``user_patterns``)."""

from collections.abc import Iterator, Mapping
from typing import Any

from cscli.errors import UsageError
from cscli.reading.user_patterns import BadPatternError, bounded

MAX_PATTERN = 200
_SHOWN = 40


class OrderPattern:
    """A pattern that matches whole order numbers: not next to an ASCII letter or digit."""

    groupindex: Mapping[str, int] = {}

    def __init__(self, pattern: str) -> None:
        self._found = bounded(pattern)

    def finditer(self, text: str, /) -> Iterator[Any]:
        """Every order number, from left to right."""
        for match in self._found.finditer(text):
            start, end = match.span()
            if (
                start < end
                and not _is_alphanumeric(text[start - 1 : start])
                and not _is_alphanumeric(text[end : end + 1])
            ):
                yield match


def order_pattern(pattern: str) -> OrderPattern:
    """A compiled pattern.

    Raises:
        UsageError: the pattern cannot be used.
    """
    try:
        if len(pattern) > MAX_PATTERN:
            raise BadPatternError(f"it is longer than {MAX_PATTERN} characters")  # noqa: TRY301 - one way to refuse
        return OrderPattern(pattern)
    except BadPatternError as error:
        shown = pattern if len(pattern) <= _SHOWN else pattern[:_SHOWN] + "..."
        raise UsageError(
            f"The order number pattern {shown!r} cannot be used: {error}.",
            code="bad-order-pattern",
            hint="Write it plainly, such as A-[0-9]{4,}, under order_numbers in cscli.yaml.",
        ) from error


def _is_alphanumeric(char: str) -> bool:
    return char.isascii() and char.isalnum()
