"""Moments, dates and durations as people type them; what could mean two things is refused with both."""

from cscli.clock.parse.dates import parse_date
from cscli.clock.parse.durations import Duration, parse_duration
from cscli.clock.parse.moments import Moment, parse_moment

__all__ = ["Duration", "Moment", "parse_date", "parse_duration", "parse_moment"]
