"""What ``cscli case macro`` shows: the macros there are, and what one did."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cscli.cli.door.result import Note, Result, Table
from cscli.cli.views.case.payload import CaseRow, TimelineRow, case_row, event_rows
from cscli.desk.cases.case import Case
from cscli.desk.cases.event import CaseEvent
from cscli.desk.cases.macros import Macro

if TYPE_CHECKING:
    from cscli.cli.views.item import ItemShown


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroRow:
    """One macro."""

    name: str
    about: str
    reply: str
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroDone:
    """What a macro did, or would do. ``reply`` is the situation that it answers; ``drafts`` are the replies by case.

    A case without a draft is still to be written to. ``next`` is the case that was taken afterwards; None where the
    macro does not go on, or none is free.
    """

    macro: str
    reply: str
    then: str
    cases: tuple[CaseRow, ...]
    events: tuple[TimelineRow, ...]
    drafts: Mapping[int, int]
    next: "ItemShown | None"


def macros_listed(found: Sequence[Macro]) -> Result[tuple[MacroRow, ...]]:
    """One line for each macro."""
    rows = tuple(MacroRow(name=one.name, about=one.about, reply=one.reply, then=one.then) for one in found)
    table = Table(columns=("name", "about"), rows=[(row.name, row.about) for row in rows], empty="There are no macros.")
    return Result(data=rows, shown=table)


def macro_done(
    macro: Macro, cases: Sequence[Case], events: Iterable[CaseEvent], drafts: Mapping[int, int],
    following: "Result[ItemShown] | Result[None] | None" = None, *, is_dry: bool,
) -> Result[MacroDone]:  # fmt: skip
    """The events, one a line, and where the replies are; then the card of the ``following`` case."""
    written = tuple(event_rows(tuple(events), {}))
    rows = [(str(one.case), one.kind, one.from_, one.to, one.text) for one in written]
    notes = [Note(text="Nothing was changed.")] if is_dry or not written else []
    if macro.reply:
        notes += [Note(text=_reply_told(macro.reply, case.number, drafts), always=True) for case in cases]
    return Result(
        data=MacroDone(
            macro=macro.name, reply=macro.reply, then=macro.then, cases=tuple(map(case_row, cases)), events=written,
            drafts=drafts, next=following.payload if following else None,
        ),
        shown=Table(columns=("case", "kind", "from", "to", "text"), rows=rows),
        notes=tuple(notes),
        following=following,
    )  # fmt: skip


def _reply_told(intent: str, case: int, drafts: Mapping[int, int]) -> str:
    if case in drafts:
        return f"The reply to case {case} is draft {drafts[case]}: cscli recall {drafts[case]}"
    return f"Now write: cscli reply {intent} -i {case}"
