"""What each measure means: the one text for reports, for ``--define`` and for the page about measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cscli.errors import unknown


class MeasureKind(StrEnum):
    """What a figure is made of."""

    SHARE = "share"
    DURATION = "duration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A measure. ``group`` is the name that asks for it and its siblings; ``by`` is what it can be divided by."""

    metric: str
    group: str
    title: str
    kind: MeasureKind
    unit: str
    definition: str
    population: str
    by: tuple[str, ...]


_OF_CASE: Final = ("market", "agent", "channel", "language", "intent", "week", "priority")
_CASES: Final = "cases that are not merged into another, no spam and not opened by a robot's mail"

DEFINITIONS: Final = (
    Definition(
        metric="first-response", group="first-response", title="First response", kind=MeasureKind.DURATION, unit="s",
        definition=(
            "From the latest of opened, handed over by the bot and reopened after the bot closed it, to the first "
            "public reply of a person. Automatic replies do not count. Counted when the reply is given. Never paused, "
            "unless the policies say so."
        ),
        population=f"{_CASES}; without those that an agent opened or that were resolved without a reply",
        by=_OF_CASE,
    ),
    Definition(
        metric="reopen-rate", group="reopen-rate", title="Reopened", kind=MeasureKind.SHARE, unit="%",
        definition="Cases that were reopened at least once, of the cases that were resolved in the period.",
        population=f"{_CASES}; resolved in the period",
        by=_OF_CASE,
    ),
)  # fmt: skip

_BY_METRIC: Final = {one.metric: one for one in DEFINITIONS}
GROUPS: Final = tuple(dict.fromkeys(one.group for one in DEFINITIONS))


def defined(names: Sequence[str]) -> tuple[Definition, ...]:
    """The measures of some names, in the order of the definitions; without names all.

    Raises:
        NotFoundError: ``unknown-measure``: there is none of that name.
    """
    wanted = {name.strip().casefold().replace("_", "-").replace(" ", "-") for name in names}
    for name in wanted:
        if name not in _BY_METRIC and name not in GROUPS:
            raise unknown("measure", name, [*_BY_METRIC, *GROUPS], see="cscli stats --define")
    return tuple(one for one in DEFINITIONS if not wanted or one.metric in wanted or one.group in wanted)
