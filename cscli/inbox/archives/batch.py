"""What the record knows of a batch of an archive, found in few statements before anything is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cscli.desk.cases.journal import instant_text
from cscli.desk.customers.contacts import Contact, Owner, forgotten_contacts, owners_of
from cscli.digests import blake2b
from cscli.inbox.archives.told import PastCase, PastMessage
from cscli.record.privacy.forgotten import TombstoneKind, Tombstones
from cscli.record.record import Record
from cscli.record.rows import archives
from cscli.record.rows import cases as case_table

ROW = "row:"  # begins the origin of a row that had none when it was exported: row:ID:DIGEST
MAIL = "mail:"  # begins the thread of a mail, by the Message-ID of its first
_MOST_ALIASES = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch with what is known of it.

    Attributes:
        new: the messages that the record does not have, by time.
        owners: customers by contact.
        places: for each new message the number of its case, the thread of a case to be made, or None.
        told: what the archive says of cases, by number, or by thread where the case is to be made.
        threads: the threads of cases to be made, each once.
        same: how many messages the record has.
        forgotten: how many messages are of people whom the desk has forgotten since.
    """

    new: tuple[PastMessage, ...]
    owners: Mapping[Contact, Owner]
    places: tuple[int | str | None, ...]
    told: Mapping[int | str, PastCase]
    threads: tuple[str, ...]
    same: int
    forgotten: int


class BatchFinder:
    """Finds what a record knows of the batches of an archive; it remembers some threads from one to the next."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._aliases: dict[str, int] = {}  # cases of threads under another name than their own

    def batch(self, items: Iterable[PastMessage | PastCase]) -> Batch:
        """A batch with what is known of it."""
        messages: dict[str, PastMessage] = {}
        told: dict[str, PastCase] = {}
        count = 0
        for one in items:
            if isinstance(one, PastCase):
                told[one.origin] = one
            else:
                count += 1
                messages.setdefault(one.origin, one)
        known = archives.known_messages(self._record, messages)
        known |= self._known_otherwise([one for one in messages.values() if one.origin not in known])
        forgotten = self._forgotten([one for one in messages.values() if one.origin not in known], told)
        for origin in forgotten:
            del messages[origin]
        new = sorted((one for one in messages.values() if one.origin not in known), key=lambda one: one.at)
        cases = {
            thread: case
            for origin, (_, case) in known.items()
            if case is not None and (thread := messages[origin].thread)
        }
        roots = self._roots(cases.values())
        for thread, case in cases.items():
            self._remember(thread, roots[case])
        owners = self._owners(new, told.values())
        places, threads = self._places(new, told)
        return Batch(
            new=tuple(new), owners=owners, places=tuple(places), threads=tuple(threads), forgotten=len(forgotten),
            same=count - len(new) - len(forgotten),
            told={self._number(origin, threads): one for origin, one in told.items()},
        )  # fmt: skip

    def made(self, thread: str, number: int) -> None:
        """Remember the case that was made of a thread."""
        self._remember(thread, number)

    def _forgotten(self, unknown: Sequence[PastMessage], told: dict[str, PastCase]) -> set[str]:
        """The origins of messages of forgotten people, which are older than the forgetting; their cases are dropped."""
        stones = Tombstones(self._record)
        if not stones.are_there:
            return set()
        everybody: list[PastMessage | PastCase] = [*unknown, *told.values()]
        since = forgotten_contacts(self._record, ((one.contact, one.market) for one in everybody))
        gone = stones.of(TombstoneKind.MESSAGE, (name for one in unknown for name in (one.origin, one.message_id)))

        def is_older(one: PastMessage | PastCase) -> bool:
            return instant_text(one.at) <= since.get((one.contact, one.market), "")

        for origin in [one.origin for one in told.values() if is_older(one)]:
            del told[origin]
        return {one.origin for one in unknown if one.origin in gone or one.message_id in gone or is_older(one)}

    def _owners(self, new: Sequence[PastMessage], told: Iterable[PastCase]) -> dict[Contact, Owner]:
        """The customers of a batch; what a robot wrote makes none."""
        people: list[PastMessage | PastCase] = [*told, *(one for one in new if one.opens_case)]
        theirs = dict.fromkeys(one.contact for one in people)
        contacts = [*theirs, *(one.contact for one in new if not one.opens_case)]
        owners = owners_of(self._record, [one for one in contacts if one.kind or one.key])
        made = {found.customer.key for one in theirs if (found := owners.get(one)) and found.customer}
        return {
            one: owner
            if one in theirs or not owner.is_new or (owner.customer and owner.customer.key in made)
            else Owner(None)
            for one, owner in owners.items()
        }

    def _number(self, origin: str, made: Mapping[str, None]) -> int | str:
        return origin if origin in made else self._aliases[origin]

    def _places(
        self, new: Sequence[PastMessage], told: Mapping[str, PastCase]
    ) -> tuple[list[int | str | None], dict[str, None]]:
        """Where each new message belongs, and the threads of new cases."""
        wanted = {name for one in new for name in _names(one)} | told.keys()
        missing = [name for name in wanted if name not in self._aliases]
        found = archives.cases_of_threads(self._record, missing)
        parents = archives.cases_of_messages(self._record, (one for message in new for one in message.references))
        roots = self._roots({*found.values(), *parents.values()})
        for name, number in found.items():
            self._remember(name, roots[number])
        threads: dict[str, None] = {name: None for name in told if name not in self._aliases}
        by_id: dict[str, int | str] = {one: roots[number] for one, number in parents.items()}
        places: list[int | str | None] = []
        for one in new:
            place = next((by_id[parent] for parent in one.references if parent in by_id), None)
            place = place or next((self._aliases[name] for name in _names(one) if name in self._aliases), None)
            if place is None and one.thread in threads:
                place = one.thread
            if place is None and one.thread and one.opens_case:
                place = one.thread
                threads[place] = None
            if place is not None and one.message_id:
                by_id[one.message_id] = place
            places.append(place)
        return places, threads

    def _roots(self, numbers: Iterable[int]) -> dict[int, int]:
        """The cases that some cases go on in: themselves, but for those that were merged."""
        roots = {number: number for number in numbers}
        while gone := {
            row["number"]: row["merged_into"]
            for row in case_table.of_numbers(self._record, set(roots.values()))
            if row["merged_into"] is not None
        }:
            roots = {number: gone.get(root, root) for number, root in roots.items()}
        return roots

    def _known_otherwise(self, unknown: Sequence[PastMessage]) -> dict[str, tuple[int, int | None]]:
        """Messages that the record has without their origin: mails that it sent itself, and rows exported from it."""
        by_id = {one.message_id: one.origin for one in unknown if one.message_id}
        mails = archives.known_mails(self._record, by_id)
        exported = {one.origin: one.origin.split(":") for one in unknown if one.origin.startswith(ROW)}
        ids = {origin: int(parts[1]) for origin, parts in exported.items() if len(parts) == 3 and parts[1].isdecimal()}  # noqa: PLR2004
        rows = archives.texts_of(self._record, (number for number in ids.values() if number < 1 << 63))
        return {by_id[one]: found for one, found in mails.items()} | {
            origin: (number, rows[number]["case_id"])
            for origin, number in ids.items()
            if number in rows and row_origin(rows[number]) == origin
        }

    def _remember(self, thread: str, number: int) -> None:
        if len(self._aliases) >= _MOST_ALIASES:
            for name in list(self._aliases)[: _MOST_ALIASES // 2]:
                del self._aliases[name]
        self._aliases[thread] = number


def row_origin(row: Mapping[str, Any]) -> str:
    """The origin under which an interaction without one is exported; another row of that id has another one."""
    digest = blake2b("\0".join((row["at"], row["direction"], row["body"])).encode("utf-8", "replace"), digest_size=12)
    return f"{ROW}{row['id']}:{digest.hexdigest()}"


def _names(message: PastMessage) -> tuple[str, ...]:
    """The threads that a message may belong to, the surest first."""
    thread, own = message.thread, f"{MAIL}{message.message_id}" if message.message_id else ""
    if not own or own == thread:
        return (thread,) if thread else ()
    return (thread, own) if thread else (own,)
