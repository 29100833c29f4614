"""What can happen to a case. Nothing of a case is ever overwritten: it is what its events say."""

from enum import StrEnum
from typing import NamedTuple


class Stage(StrEnum):
    """The states of a case."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"  # for the customer
    HELD = "held"  # for a third party
    SNOOZED = "snoozed"  # until an instant
    RESOLVED = "resolved"
    CLOSED = "closed"
    MERGED = "merged"
    SPAM = "spam"


WAITS = frozenset({Stage.WAITING, Stage.HELD, Stage.SNOOZED})
LIVE = frozenset({Stage.NEW, Stage.OPEN}) | WAITS


class Priority(StrEnum):
    """How urgent a case is."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class CaseChange(StrEnum):
    """What an event says.

    What ``from_value``, ``to_value``, ``reason`` and ``until`` mean:

    ==============  ======================================================================================
    opened          to: ``new`` for a customer's matter, ``open`` for one of the desk's own
    message         a customer wrote; reason: ``thanks``, ``robot`` or ``rating`` for one that asks for nothing
    reply           what became of a text to the customer; to: its state; reason: ``automatic`` for a robot's
    note            a colleague wrote something down
    waits           to: waiting, held or snoozed; until: when it is open again by itself; reason: for whom
    keeps-waiting   as ``waits``, but a customer's message does not end it
    resumed         the agent ended the wait
    resolved        until: up to when a customer's message opens it again
    closed, spam    it is over
    reopened        it is open again
    assigned        from, to: agents, empty for nobody; reason
    escalated       as ``assigned``; reason: the rule or the words
    priority        from, to: priorities
    tagged          to: the tag
    untagged        from: the tag
    merged          to: the number of the case that it goes on in
    split-off       to: the number of the case that the interaction went to
    handed-over     a robot gave it to a person
    ==============  ======================================================================================

    Where nothing is said of a field, it is empty.
    """

    OPENED = "opened"
    MESSAGE = "message"
    REPLY = "reply"
    NOTE = "note"
    WAITS = "waits"
    KEEPS_WAITING = "keeps-waiting"
    RESUMED = "resumed"
    RESOLVED = "resolved"
    CLOSED = "closed"
    SPAM = "spam"
    REOPENED = "reopened"
    ASSIGNED = "assigned"
    ESCALATED = "escalated"
    PRIORITY = "priority"
    TAGGED = "tagged"
    UNTAGGED = "untagged"
    MERGED = "merged"
    SPLIT_OFF = "split-off"
    HANDED_OVER = "handed-over"


ANSWERS = frozenset({"sent", "printed", "copied"})  # the states of an outgoing text that count as an answer
UNDER_WAY = frozenset({"held", "queued", "sending", "deferred", "unknown"})  # it may become one, or was one already
RATED = "rating"  # a customer answered a survey, and asked for nothing beside it
ASKS_NOTHING = frozenset({"thanks", "robot", RATED})  # messages that wake and reopen nothing
AUTOMATIC = "automatic"


class CaseEvent(NamedTuple):
    """One thing that happened to a case; a named tuple, as reports make hundreds of thousands.

    ``at`` and ``until`` are UTC epoch seconds.

    ``turn`` orders events of one second; ``interaction`` is the id of the text that it is about; ``act`` is shared by
    the events of one command.
    """

    number: int
    at: int
    what: CaseChange
    by: str = ""
    from_value: str = ""
    to_value: str = ""
    reason: str = ""
    until: int | None = None
    interaction: int | None = None
    turn: int = 0
    act: str = ""

    @property
    def is_answer(self) -> bool:
        """Whether a text reached the customer by it."""
        return self.what is CaseChange.REPLY and self.to_value in ANSWERS

    @property
    def is_said(self) -> bool:
        """Whether the customer wrote, or a text reached them by it or is on its way to them."""
        is_under_way = self.what is CaseChange.REPLY and self.to_value in UNDER_WAY
        return self.what is CaseChange.MESSAGE or self.is_answer or is_under_way

    @property
    def asks(self) -> bool:
        """Whether a customer wrote something that wants an answer."""
        return self.what is CaseChange.MESSAGE and self.reason not in ASKS_NOTHING

    @property
    def order(self) -> tuple[object, ...]:
        """Where it stands among others: by time, and within a second the same in whatever order they arrived."""
        return (
            self.at, self.turn, _RANK[self.what], self.number, self.from_value, self.to_value, self.reason,
            self.until or 0, self.interaction or 0, self.by,
        )  # fmt: skip


_RANK = {what: rank for rank, what in enumerate(CaseChange)}
