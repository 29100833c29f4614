"""What agents do with a case: each move adds its events to a journal, or says why it cannot be made.

Moves of one journal block are one change. A move that would change nothing writes nothing.
"""

from typing import NamedTuple

from cscli.desk.cases.event import CaseChange, CaseEvent, Priority, Stage
from cscli.desk.cases.journal import Journal
from cscli.desk.cases.state import CaseState
from cscli.errors import UsageError

_LONGEST_TAG, _LONGEST_REASON = 60, 500


class Move(NamedTuple):
    """Who changes a case, and when: ``at`` is a UTC epoch second."""

    number: int
    by: str
    at: int

    def event(self, what: CaseChange, **fields: object) -> CaseEvent:
        """An event of this move."""
        return CaseEvent(number=self.number, by=self.by, at=self.at, what=what, **fields)  # type: ignore[arg-type]


def assigned(journal: Journal, move: Move, agent: str, reason: str = "") -> None:
    """Give a case to an agent; an empty name gives it to nobody."""
    state = _workable(journal, move, "assigned")
    if state.assignee != agent:
        journal.write(
            move.event(CaseChange.ASSIGNED, from_value=state.assignee, to_value=agent, reason=kept_reason(reason))
        )


def escalated(journal: Journal, move: Move, *, agent: str, priority: Priority | None, reason: str) -> None:
    """Raise a case: give it to an agent and a higher priority, with the reason, which every agent sees."""
    state = _workable(journal, move, "escalated")
    priority = priority or _HIGHER[state.priority]
    journal.write(
        move.event(
            CaseChange.ESCALATED,
            from_value=state.assignee,
            to_value=agent or state.assignee,
            reason=kept_reason(reason),
        )
    )
    prioritised(journal, move, priority)


def prioritised(journal: Journal, move: Move, priority: Priority) -> None:
    """Change the priority of a case."""
    state = _workable(journal, move, "given a priority")
    if state.priority is not priority:
        journal.write(move.event(CaseChange.PRIORITY, from_value=str(state.priority), to_value=str(priority)))


def tagged(journal: Journal, move: Move, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
    """Put tags on a case and take others off.

    Raises:
        UsageError: a tag is empty, too long, or holds spaces.
    """
    for tag in (*add, *remove):
        if not tag or len(tag) > _LONGEST_TAG or any(c.isspace() or not c.isprintable() for c in tag):
            raise UsageError(
                f"{tag[:60]!r} is not a tag.", code="bad-tag",
                hint=f"A tag is one word of at most {_LONGEST_TAG} characters, such as vip.",
            )  # fmt: skip
    state = _workable(journal, move, "tagged")
    journal.write(
        *(move.event(CaseChange.TAGGED, to_value=tag) for tag in dict.fromkeys(add) if tag not in state.tags),
        *(move.event(CaseChange.UNTAGGED, from_value=tag) for tag in dict.fromkeys(remove) if tag in state.tags),
    )


def waits(  # noqa: PLR0913 - each is a part of what is waited for
    journal: Journal, move: Move, stage: Stage, *, until: int | None = None, keep: bool = False, reason: str = ""
) -> None:
    """Let a case wait for the customer, for a third party, or until an instant.

    Args:
        journal: where it is written.
        move: who and when.
        stage: waiting, held or snoozed.
        until: when it is open again by itself, a UTC epoch second; needed for snoozed.
        keep: a customer's message does not end it.
        reason: for whom.

    Raises:
        UsageError: ``until`` is over already.
    """
    state = _workable(journal, move, "left waiting")
    if until is not None and until <= move.at:
        raise UsageError(
            "The end of the wait is over already.", code="bad-wait", hint="Name a later one, such as 2d or mon."
        )
    what = CaseChange.KEEPS_WAITING if keep else CaseChange.WAITS
    journal.write(
        move.event(
            what, from_value=str(state.state), to_value=str(stage), until=until, reason=kept_reason(reason)
        )
    )  # fmt: skip


def resumed(journal: Journal, move: Move) -> None:
    """End the wait of a case."""
    state = _workable(journal, move, "resumed")
    if state.state in (Stage.WAITING, Stage.HELD, Stage.SNOOZED):
        journal.write(move.event(CaseChange.RESUMED, from_value=str(state.state), to_value=str(Stage.OPEN)))


def resolved(journal: Journal, move: Move, *, reopen_days: int, reason: str = "") -> None:
    """Resolve a case; up to ``reopen_days`` later a customer's message opens it again."""
    state = _workable(journal, move, "resolved", also=(Stage.RESOLVED,))
    if state.state is not Stage.RESOLVED:
        until = move.at + reopen_days * 86_400
        journal.write(
            move.event(
                CaseChange.RESOLVED, from_value=str(state.state), to_value=str(Stage.RESOLVED), until=until,
                reason=kept_reason(reason),
            )
        )  # fmt: skip


def closed(journal: Journal, move: Move, *, as_spam: bool = False) -> None:
    """Close a case for good, or as spam, which no measure counts."""
    state = journal.state(move.number, move.at)
    _require_unmerged(state, "closed")
    stage = Stage.SPAM if as_spam else Stage.CLOSED
    if state.state is not stage:
        journal.write(
            move.event(
                CaseChange.SPAM if as_spam else CaseChange.CLOSED, from_value=str(state.state), to_value=str(stage)
            )
        )


def reopened(journal: Journal, move: Move, reason: str = "") -> None:
    """Open a case again that was resolved, closed or spam; one that waits is resumed."""
    state = journal.state(move.number, move.at)
    _require_unmerged(state, "reopened")
    if state.is_live:
        resumed(journal, move)
    else:
        journal.write(
            move.event(
                CaseChange.REOPENED, from_value=str(state.state), to_value=str(Stage.OPEN), reason=kept_reason(reason)
            )
        )


_HIGHER = {
    Priority.LOW: Priority.NORMAL, Priority.NORMAL: Priority.HIGH, Priority.HIGH: Priority.URGENT,
    Priority.URGENT: Priority.URGENT,
}  # fmt: skip


def _workable(journal: Journal, move: Move, done: str, also: tuple[Stage, ...] = ()) -> CaseState:
    """The state of a case that can be worked on.

    Raises:
        UsageError: it is over, or goes on in another case.
    """
    state = journal.state(move.number, move.at)
    _require_unmerged(state, done)
    if not state.is_live and state.state not in also and done not in _ALSO_WHEN_OVER:
        raise UsageError(
            f"Case {move.number} is {state.state}, so it cannot be {done}.", code="case-over",
            hint=f"Open it again with: cscli case reopen {move.number}",
        )  # fmt: skip
    return state


_ALSO_WHEN_OVER = ("tagged", "assigned")


def _require_unmerged(state: CaseState, done: str) -> None:
    if state.state is Stage.MERGED:
        raise UsageError(
            f"Case {state.number} is merged into case {state.merged_into}, so it cannot be {done}.", code="case-merged",
            hint=f"Name case {state.merged_into}, or run: cscli case unmerge {state.number}",
        )  # fmt: skip


def kept_reason(text: str) -> str:
    """A reason as an event keeps it: without spaces around it, and of 500 characters at most."""
    return text.strip()[:_LONGEST_REASON]
