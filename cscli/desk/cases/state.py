"""How a case stands: what its events add up to. ``fold`` makes it, everybody reads it."""

from typing import NamedTuple

from cscli.clock import sla
from cscli.desk.cases.event import LIVE, CaseEvent, Priority, Stage


class Spell(NamedTuple):
    """How long a case was in a state: from ``start`` to ``end``, None while it still is. UTC epoch seconds."""

    state: Stage
    start: int
    end: int | None


class CaseState(NamedTuple):
    """A case as it stands. Instants are UTC epoch seconds.

    ``until`` is when the state ends by itself: a wait opens, a resolved case closes. ``unanswered_since`` is the oldest
    message that waits for an answer. ``newest_said`` is the id of the newest message or answer. ``clocks`` are
    those of service levels, and ``told`` is what they follow from. ``said`` holds the messages and the answers that
    count for this case, by time.
    """

    number: int
    state: Stage
    until: int | None
    priority: Priority
    assignee: str
    tags: tuple[str, ...]
    merged_into: int | None
    opened_at: int
    changed_at: int
    unanswered_since: int | None
    newest_said: int | None
    spells: tuple[Spell, ...]
    clocks: sla.Clocks
    told: tuple[sla.Event, ...] = ()
    said: tuple[CaseEvent, ...] = ()

    @property
    def is_live(self) -> bool:
        """Whether somebody must still do something."""
        return self.state in LIVE
