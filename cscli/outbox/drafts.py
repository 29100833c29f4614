"""Texts that were begun: kept on this machine before anything can go wrong with them, until they leave the desk.

A text that is in an editor is in a file beside the state, too; what an editor left there when it was killed is taken
over by the next look at the draft.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from cscli.desk.log import Interaction
from cscli.errors import NotFoundError
from cscli.outbox.outgoing import Outgoing
from cscli.state import drafts as table
from cscli.state.machine import MachineState
from cscli.text import rfc3339, storable

MAX_NUMBER = 2**63 - 1
_FOLDER = "drafts"
_TUPLES = ("variant", "allowed", "engines")


class KeptDraft(NamedTuple):
    """A text that has not left yet.

    ``number`` is 0 before it is kept. ``case`` is what it answers, ``seen`` the newest text of the case that the agent
    saw. ``to`` and ``zone`` are the customer's address and time zone, empty where unknown. ``typed`` are words that
    people put into it. ``own_words``: what the agent wrote, where it must be translated first and was not yet.
    ``is_returned``: it was on its way already and was taken back.
    """

    outgoing: Outgoing
    number: int = 0
    at: datetime | None = None
    agent: str = ""
    state: str = "kept"
    case: int | None = None
    seen: int | None = None
    to: str = ""
    zone: str = ""
    typed: tuple[str, ...] = ()
    own_words: str = ""
    is_returned: bool = False

    @property
    def text(self) -> str:
        """What an agent sees of it."""
        return self.outgoing.body or self.own_words


class Drafts(NamedTuple):
    """The drafts of this machine. ``folder`` is where files for the editor lie."""

    machine: MachineState
    folder: Path = Path()

    def kept(self, draft: KeptDraft, agent: str, now: datetime) -> KeptDraft:
        """The draft with its number, once it is safely on disk; one that has a number is changed.

        Raises:
            UnavailableError: the state file cannot be written.
        """
        number, at = draft.number, rfc3339(now)
        if number:
            table.change(self.machine, number, at, _content(draft))
        else:
            number = table.add(self.machine, at=at, agent=agent, case=draft.case, content=_content(draft))
        return draft._replace(number=number, at=now, agent=draft.agent or agent, state="kept")

    def settle(self, number: int, state: str = "gone") -> None:
        """Say that a draft has left the desk, or was dropped."""
        table.put_state(self.machine, number, state)

    def one(self, number: int) -> KeptDraft:
        """The draft of a number, with what an editor left of it.

        Raises:
            NotFoundError: there is none.
        """
        row = table.one(self.machine, number) if 0 < number <= MAX_NUMBER else None
        if row is None:
            raise NotFoundError(
                f"There is no draft {number}.", code="unknown-draft", hint="See them with: cscli drafts"
            )
        return self._with_file(_read(row))

    def listed(self, *, with_all: bool = False, limit: int = 50) -> tuple[KeptDraft, ...]:
        """Drafts, the newest first; those that left or were dropped only ``with_all``."""
        return tuple(self._with_file(_read(row)) for row in table.several(self.machine, with_all=with_all, limit=limit))

    def file(self, number: int) -> Path:
        """The file in which the text of a draft is edited."""
        return self.folder / _FOLDER / f"{number}.txt"

    def drop_files(self, numbers: Iterable[int]) -> None:
        """Remove the files of drafts that are gone, also copies that an editor keeps beside one, such as ``7.txt~``."""
        names = tuple(self.file(number).name for number in numbers)
        beside = self.file(0).parent.iterdir() if names and self.file(0).parent.is_dir() else ()
        for path in list(beside):
            if path.name.lstrip(".#").startswith(names):
                path.unlink(missing_ok=True)

    def _with_file(self, draft: KeptDraft) -> KeptDraft:
        """A draft as it was left in an editor that was killed."""
        try:
            left = self.file(draft.number).read_text(encoding="utf-8", errors="replace").strip("\n")
        except OSError:
            return draft
        if not left.strip() or left == draft.text:
            return draft
        if draft.outgoing.body:
            return draft._replace(outgoing=draft.outgoing.with_body(left))
        return draft._replace(own_words=left)


def draft_of(said: Interaction, to: str, seen: int | None) -> KeptDraft:
    """A mail that was taken back, as a draft again; ``seen`` is as in ``KeptDraft``."""
    fields = {name: getattr(said, name) for name in Outgoing._fields if name != "findings"}
    return KeptDraft(outgoing=Outgoing(**fields), case=said.case_id, seen=seen, to=to, is_returned=True)


def _content(draft: KeptDraft) -> dict[str, Any]:
    said = draft.outgoing._asdict() | {"findings": (), "body": storable(draft.outgoing.body)}
    return {
        "outgoing": said, "seen": draft.seen, "to": draft.to, "zone": draft.zone, "typed": draft.typed,
        "own_words": storable(draft.own_words), "is_returned": draft.is_returned,
    }  # fmt: skip


def _read(row: Mapping[str, Any]) -> KeptDraft:
    content = row["content"]
    said = {**content["outgoing"], "findings": ()}
    said |= {name: tuple(said[name]) for name in _TUPLES}
    return KeptDraft(
        outgoing=Outgoing(**said), number=row["id"], at=datetime.fromisoformat(row["at"]), agent=row["agent"],
        state=row["state"], case=row["case_number"], seen=content["seen"], to=content["to"], zone=content["zone"],
        typed=tuple(content["typed"]), own_words=content["own_words"],
        is_returned=content["is_returned"],
    )  # fmt: skip
