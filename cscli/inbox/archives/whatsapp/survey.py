"""What all heads of a chat say together: who writes, which form the heads have, and which number is the day.

The order of day and month is proven, or it is asked for: by a number that can be no month, by dates that go back in
time, have not come yet, or are older than WhatsApp.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Final

from cscli.errors import UsageError
from cscli.inbox.archives.instants import ambiguous, orders_of
from cscli.inbox.archives.reading import ArchiveReading
from cscli.inbox.archives.whatsapp.heads import STYLES, ChatHead, head_of
from cscli.inbox.archives.whatsapp.names import ChatNames

_FIRST: Final = date(2009, 1, 1)  # when WhatsApp began


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSurvey:
    """What a chat is like.

    Attributes:
        style: of its heads.
        order: of its dates.
        names: tells where the name in a head ends.
        authors: who writes.
        first: the first head.
    """

    style: str
    order: str
    names: ChatNames
    authors: tuple[str, ...]
    first: ChatHead

    def head_of(self, line: str) -> ChatHead | None:
        """The head of a line with the name that it has in this chat; None where the line has none."""
        found = head_of(line)
        return self.names.read(line, found) if found and found.style == self.style else None


def survey(path: Path, lines: Iterable[str], reading: ArchiveReading, title: str = "") -> ChatSurvey:
    """Go through a chat once; ``title`` is the name that its file has, if it has one.

    Raises:
        UsageError: it has no heads, or ``ambiguous-date``: nothing proves which number is the day.
    """
    kinds = {style: _Heads(reading.now) for style in STYLES}
    names = {style: ChatNames((*reading.ours, title)) for style in STYLES}
    for line in lines:
        if head := head_of(line):
            kinds[head.style].add(head)
            names[head.style].add(line, head)
    style = max(kinds, key=lambda one: kinds[one].count)
    if not kinds[style].count:
        raise UsageError(
            f"{path}: no line begins as a message of a chat does.", code="bad-file",
            hint="Export the chat again, or say what it is with --format.",
        )  # fmt: skip
    found = kinds[style]
    order = found.order(path, reading.clock.order)
    assert found.first is not None  # noqa: S101 - it has a head
    return ChatSurvey(style=style, order=order, names=names[style], authors=names[style].authors(), first=found.first)


class _Heads:
    """The heads of one style."""

    def __init__(self, now: int) -> None:
        self.count = 0
        self.first: ChatHead | None = None
        self._latest = (datetime.fromtimestamp(min(now, 1 << 33), UTC) + timedelta(days=1)).date()
        self._possible: dict[str, tuple[date, int]] = {}  # the last date in each order, and how often time went back
        self._doubts: dict[tuple[str, str], ChatHead] = {}  # the first head that two orders read as different dates

    def add(self, head: ChatHead) -> None:
        """Take a head into account."""
        self.count += 1
        readings = {order: day for order, day in orders_of(*head.parts).items() if _FIRST <= day <= self._latest}
        if self.first is None:
            self.first = head
            self._possible = {order: (day, 0) for order, day in readings.items()}
        possible = {
            order: (readings[order], back + (readings[order] < last))
            for order, (last, back) in self._possible.items()
            if order in readings
        }
        if not possible:  # a damaged line proves nothing
            return
        self._possible = possible
        for pair in combinations(possible, 2):
            if pair not in self._doubts and readings[pair[0]] != readings[pair[1]]:
                self._doubts[pair] = head

    def order(self, path: Path, said: str) -> str:
        """The order of the dates: as somebody said, else as they prove."""
        if said:
            return said
        if not self._possible:
            written = self.first.written if self.first else ""
            raise UsageError(
                f"{path}: {written!r} is not a date from 2009 to now.",
                code="bad-file",
                hint="Give the chat as the phone exported it.",
            )
        least = min(back for _, back in self._possible.values())
        likely = [order for order, (_, back) in self._possible.items() if back == least]
        for pair in combinations(likely, 2):
            if head := self._doubts.get(pair):
                readings = orders_of(*head.parts)
                raise ambiguous(f"{path}: the date {head.written!r}", [readings[order] for order in likely])
        return likely[0]
