"""Instants of the record as UTC epoch seconds, in which measures count."""

from datetime import datetime


def second_of(text: str) -> int:
    """The UTC epoch second of an RFC 3339 instant."""
    return int(datetime.fromisoformat(text).timestamp())
