"""Words of other desks for the states and priorities of cases."""

from typing import Final

from cscli.desk.cases.event import Priority, Stage

STAGES: Final = {
    "new": Stage.NEW, "open": Stage.OPEN, "pending": Stage.WAITING, "waiting": Stage.WAITING, "held": Stage.HELD,
    "hold": Stage.HELD, "on-hold": Stage.HELD, "snoozed": Stage.SNOOZED, "resolved": Stage.RESOLVED,
    "solved": Stage.RESOLVED, "closed": Stage.CLOSED, "spam": Stage.SPAM, "merged": Stage.CLOSED,
    "deleted": Stage.CLOSED,
}  # fmt: skip
PRIORITIES: Final = {
    "low": Priority.LOW, "normal": Priority.NORMAL, "medium": Priority.NORMAL, "high": Priority.HIGH,
    "urgent": Priority.URGENT, "critical": Priority.URGENT, "1": Priority.LOW, "2": Priority.NORMAL,
    "3": Priority.HIGH, "4": Priority.URGENT,
}  # fmt: skip
