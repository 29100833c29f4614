"""What a bulk run is to do: everything that shapes its output, as plain values that go to other processes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cscli.paths import Paths
from cscli.replies.voice import Sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A run.

    ``intents``, ``market``, ``language``, ``channel``, ``register`` and ``zone`` hold where a row says nothing.
    ``mapping`` and ``preset`` say what columns mean. ``send_at``, ``rate`` and ``purpose`` say when messages go.
    ``now`` is the instant of the run; it stays that of its start when the run is resumed. ``record`` is where stored
    customers are. ``makes_mail``: a row needs an address. ``columns`` are the headings of the input, known once it was
    opened.
    """

    paths: Paths
    record: str
    now: datetime
    intents: tuple[str, ...] = ()
    market: str = ""
    language: str = ""
    channel: str = "email"
    register: str = ""
    zone: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    preset: str = ""
    columns: tuple[str, ...] = ()
    sender: Sender = field(default_factory=Sender)
    send_at: str = ""
    rate: str = ""
    purpose: str = "service"
    keeps_interactions: bool = False
    allow_duplicates: bool = False
    makes_mail: bool = False
