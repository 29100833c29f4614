"""A week of hours as a terminal shows it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """A week as rows of cells, each a text of two columns and a level; ``rulers`` name the hours of several clocks."""

    title: str
    rulers: Sequence[tuple[str, Sequence[str]]]
    rows: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    legend: str
