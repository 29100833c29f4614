"""Moments, dates and durations as people type them; what could mean two things is refused with both.

Each is loaded when it is asked for: a command that reads durations needs no words for dates.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cscli.clock.parse.dates import parse_date, parse_past_date
    from cscli.clock.parse.durations import Duration, parse_duration
    from cscli.clock.parse.moments import Moment, parse_moment

__all__ = ["Duration", "Moment", "parse_date", "parse_duration", "parse_moment", "parse_past_date"]

_FILES = {
    "Duration": "durations", "Moment": "moments", "parse_date": "dates", "parse_duration": "durations",
    "parse_moment": "moments", "parse_past_date": "dates",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """A name of this package, from the file that has it."""
    if name not in _FILES:
        raise AttributeError(name)
    return getattr(import_module(f"cscli.clock.parse.{_FILES[name]}"), name)
