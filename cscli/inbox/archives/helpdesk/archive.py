"""The files of other help desks, opened: JSON is gone through twice, as people may stand behind the tickets."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from cscli.errors import UsageError
from cscli.inbox.archives.helpdesk.chatwoot import CHATWOOT
from cscli.inbox.archives.helpdesk.fields import HelpDesk, Known, TicketError
from cscli.inbox.archives.helpdesk.freshdesk import FRESHDESK
from cscli.inbox.archives.helpdesk.gorgias import GORGIAS
from cscli.inbox.archives.helpdesk.tables import FreshdeskTable, chatwoot_table, is_chatwoot_table, is_freshdesk_table
from cscli.inbox.archives.helpdesk.zendesk import ZENDESK
from cscli.inbox.archives.instants import InstantError, needed
from cscli.inbox.archives.json_elements import Element, elements_of
from cscli.inbox.archives.reading import ArchiveReading
from cscli.inbox.archives.told import Archive, Refused, Told
from cscli.paths import unreadable_hint

_DESKS: Final = {desk.name: desk for desk in (ZENDESK, FRESHDESK, GORGIAS, CHATWOOT)}
_LOOKED_AT: Final = 200  # objects by which a format is told
_MOST_PROBLEMS: Final = 300  # characters


class HelpDeskArchive:
    """An export in JSON."""

    def __init__(self, desk: HelpDesk, path: Path, reading: ArchiveReading) -> None:
        self.format = desk.name
        self._desk, self._path, self._reading = desk, path, reading
        self._known = Known()
        self._done = 0
        self._is_begun = False
        self._total = path.stat().st_size
        with path.open("rb") as file:
            for one in elements_of(file):
                if not one.fault:
                    desk.learn(one.name, one.value, self._known)

    def told(self) -> Iterator[Told]:
        """Each ticket with its messages; one in which something is wrong is refused as a whole."""
        with self._path.open("rb") as file:
            for one in elements_of(file):
                self._done = min(file.tell(), self._total)
                if one.fault:
                    yield Refused(one.line, one.fault, raw=one.raw)
                    continue
                try:
                    told = list(self._desk.told(one.line, one.name, one.value, self._known, self._reading))
                except ValueError as problem:
                    yield self._refused(one, problem)
                    continue
                self._is_begun = self._is_begun or bool(told)
                yield from told

    def _refused(self, one: Element, problem: ValueError) -> Refused:
        """A ticket that cannot be read.

        Raises:
            UsageError: no ticket could be read, as a zone or an order of dates must be said.
        """
        number = str(one.value.get("id", ""))[:40]
        if isinstance(problem, InstantError) and problem.needs and not self._is_begun:
            raise needed(f"{self._path}: {self._desk.name} ticket {number}", problem) from problem
        reason = f"{self._desk.name} ticket {number}: {problem}"[:_MOST_PROBLEMS]
        hint = problem.hint if isinstance(problem, InstantError | TicketError) else ""
        return Refused(one.line, reason, hint, raw=number)

    def progress(self) -> tuple[int, int]:
        """Bytes read, and in all."""
        return self._done, self._total

    def remarks(self) -> tuple[str, ...]:
        """What the owner should know."""
        return (f"Read as an export of {self._desk.name.capitalize()}.",)

    def close(self) -> None:
        """There is nothing to close."""


def help_desk_of_json(path: Path) -> Iterator[str]:
    """The help desks of which a JSON file may be; none where its objects are not tickets."""
    with path.open("rb") as file:
        for one in islice(elements_of(file), _LOOKED_AT):
            for desk in _DESKS.values():
                if not one.fault and desk.is_ticket(one.value):
                    yield desk.name
                    return


def help_desk_of_headings(line: str) -> Iterator[str]:
    """The help desks of which a table may be, by its line of headings."""
    if is_freshdesk_table(line):
        yield "freshdesk"
    if is_chatwoot_table(line):
        yield "chatwoot"


def open_help_desk(name: str, path: Path, reading: ArchiveReading) -> Archive:
    """Open an export of a help desk: JSON, or the table that some of them write.

    Raises:
        UsageError: it cannot be opened, or is a table of a help desk that writes none.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4000).decode("utf-8-sig", "replace").lstrip(" \t\r\n\0")[:1]
    except OSError as problem:
        raise UsageError(
            f"{path}: cannot be read: {problem.strerror}.", code="no-file", hint=unreadable_hint(path, problem)
        ) from problem  # fmt: skip
    if start in ("{", "["):
        return HelpDeskArchive(_DESKS[name], path, reading)
    if name == "freshdesk":
        return FreshdeskTable(path, reading)
    if name == "chatwoot":
        return chatwoot_table(path, reading)
    raise UsageError(
        f"{path}: is no JSON, as exports of {name.capitalize()} are.", code="bad-file",
        hint="Import a table with --format table.",
    )  # fmt: skip
