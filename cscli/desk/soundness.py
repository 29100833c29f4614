"""A check of a whole record that means it: the store's own files, every row, every case, and the search index."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cscli.desk.cases.fold import folded
from cscli.desk.cases.journal import event_of_row, row_of_state
from cscli.desk.cases.merged import families
from cscli.record.case_histories import cases_with_events, events_of, merged_cases
from cscli.record.copying.contents import Contents, Progress, TableContents
from cscli.record.search.agreement import agreement, emptied_by
from cscli.record.soundness import RecordFault, orphans, read_tables, strangers
from cscli.text import count_words

_REPEATED: Final = (
    "state", "until", "priority", "assignee", "tags", "merged_into", "unanswered_since", "opened_at", "changed_at",
)  # fmt: skip
_MOST: Final = 20  # faults of one kind that are told one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundness:
    """What a check found.

    Attributes:
        faults: what is wrong.
        tables: rows and digest of each table.
        waiting: interactions that the next search takes into its index.
        strangers: rows by table that name a customer who is not in the record, which is not a fault.
    """

    faults: tuple[RecordFault, ...]
    tables: tuple[TableContents, ...] = ()
    waiting: int = 0
    strangers: Mapping[str, int]


def soundness(contents: Contents, progress: Progress, *, is_newest: bool) -> Soundness:
    """Check a record as it is at one moment, while others go on writing.

    Args:
        contents: the record.
        progress: told what is being read, and how far.
        is_newest: the record has the newest format; of an older one only rows and files are checked.

    Raises:
        UnavailableError: the record is too damaged to be read.
    """
    damaged = tuple(
        RecordFault(code="record-damaged", message=f"The file is damaged: {told}",
                    hint="Put a backup in its place, or name one: cscli --db FILE ...")
        for told in contents.damage()
    )  # fmt: skip
    if damaged:  # nothing that is read from it can be trusted
        return Soundness(faults=damaged, strangers={})
    read = read_tables(contents, progress)
    if not is_newest:
        return Soundness(faults=read.faults, tables=read.contents, strangers={})
    found = agreement(contents, progress)
    lost = (_lost(found.lost, contents.dialect),) if found.lost else ()
    cases = () if read.faults else tuple(_told_cases(contents))  # values that cannot be read are told already
    return Soundness(
        faults=(*read.faults, *orphans(contents), *cases, *lost), tables=read.contents, waiting=found.waiting,
        strangers=strangers(contents),
    )  # fmt: skip


def _told_cases(contents: Contents) -> Iterator[RecordFault]:
    """The faults of cases, the first of them one by one."""
    more = 0
    for told, fault in enumerate(_case_faults(contents), 1):
        if told <= _MOST:
            yield fault
        more = told - _MOST
    if more > 0:
        yield RecordFault(
            code="case-differs",
            message=f"So {'is' if more == 1 else 'are'} {count_words(more, 'more case')}.",
            hint="See those that are named.",
        )


def _case_faults(contents: Contents) -> Iterator[RecordFault]:
    """Cases whose events cannot be folded, or whose row says something else than their events."""
    merged = families(merged_cases(contents))
    for row, events in cases_with_events(contents, _REPEATED):
        number = row["number"]
        try:
            told = [event_of_row(event) for event in (*events, *events_of(contents, merged.get(number, ())))]
            if not events:
                yield _fault(number, "has no events")
                continue
            state = row_of_state(folded(number, told, max(event.at for event in told)))
        except (ValueError, KeyError, TypeError, OverflowError) as problem:
            yield _fault(number, f"has an event that cannot be read ({problem})")
            continue
        if different := [name for name in _REPEATED if row[name] != state[name]]:
            name = different[0]
            yield _fault(number, f"has {name} {row[name]!r} in its row, and {state[name]!r} by its events")


def _fault(number: int, what: str) -> RecordFault:
    return RecordFault(
        code="case-differs", message=f"Case {number} {what}.",
        hint=f"Look at it with: cscli show {number}. Any change of it, such as a note, writes its row again.",
    )  # fmt: skip


def _lost(ids: tuple[int, ...], dialect: str) -> RecordFault:
    return RecordFault(
        code="search-differs",
        message=f"A search would not find these interactions: {', '.join(map(str, ids))}.",
        hint=f"Let the next search make its index again, with the tools of the database: {emptied_by(dialect)};",
    )
