"""How somebody wants an archive to be read; every reader takes what concerns it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from cscli.inbox.archives.instants import WrittenClock
from cscli.reading.quotes_and_signatures.words import MailWords

FUTURE = 86_400  # seconds that the clock of another desk may be ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveReading:
    """How an archive is read.

    Attributes:
        now: the current instant, a UTC epoch second; nothing later than a day after it is believed.
        clock: how local times are read.
        ours: names and addresses under which the shop writes, as ``folded_name`` gives them.
        customer: the key of the customer whose archive it is, where somebody named one.
        mapping: what columns of a table mean, by heading; ``-`` ignores one.
        sheet: a sheet of a spreadsheet.
        channel: that of messages whose archive does not say it.
        name: what the origins of rows without an id begin with.
        pause_days: a chat that was silent for longer goes on in another case.
        words: the words of mail programs; those that ship where none are given.
        market_of: the market that a text names, by code or country; empty where it names none.
        language_of: the language tag in its usual form of a text that is one; else empty.
    """

    now: int = 1 << 40
    clock: WrittenClock = field(default_factory=WrittenClock)
    ours: frozenset[str] = frozenset()
    customer: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    channel: str = ""
    name: str = "table"
    pause_days: int = 7
    words: MailWords | None = None
    market_of: Callable[[str], str] = str
    language_of: Callable[[str], str] = str


def in_utc(reading: ArchiveReading) -> ArchiveReading:
    """The reading of an archive whose times are in UTC, unless somebody says another zone."""
    clock = reading.clock
    return reading if clock.zone else replace(reading, clock=WrittenClock(zone="UTC", order=clock.order))


def folded_name(name: str) -> str:
    """A name or an address as names are compared: without difference of capitals and spaces."""
    return " ".join(name.casefold().split())
