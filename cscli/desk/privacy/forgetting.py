"""Forgetting a person: anonymised or deleted in every table, known again by keyed digests only, gone from the files.

The rows change in one transaction. What the search index, the free pages and the log of the database held of them is
rewritten after that; where a program was killed in between, forgetting the same key again finishes it. A message that
the person writes later is that of a new customer: only what is older than the forgetting is kept out.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from cscli.desk.cases.event import LIVE
from cscli.desk.cases.journal import Journal, journal
from cscli.desk.cases.moves import Move, closed
from cscli.desk.privacy.audit import Audited, AuditEntry, note_audit
from cscli.desk.privacy.dossier import traces_here
from cscli.desk.privacy.memory_traces import memory_units_of
from cscli.desk.privacy.older_copies import remember
from cscli.desk.privacy.person import DataSubject, Mention, addresses_of, mentions_of, person_of
from cscli.errors import RefusedError
from cscli.markets.phone_numbers import DialPlan, spellings
from cscli.record.privacy import audit as audit_table
from cscli.record.privacy.forgotten import PSEUDONYM, TombstoneKind, Tombstones
from cscli.record.privacy.person_rows import Pseudonyms, erase, keep_others_out
from cscli.record.privacy.record_key import require_read
from cscli.record.record import Record
from cscli.record.rows import cases as case_table
from cscli.record.rows import memory as memory_table
from cscli.record.rows.customers import inside, normal_address
from cscli.record.rows.orders import order_key
from cscli.record.search.index import rewritten
from cscli.record.store import Transaction
from cscli.state.machine import MachineState
from cscli.state.personal import LocalTraces, remove_traces
from cscli.text import count_words, rfc3339

_WAITING: Final = frozenset({"held", "queued", "deferred", "sending"})  # one that is unknown never leaves by itself


class ForgetMode(StrEnum):
    """How a person is forgotten."""

    ANONYMISE = "anonymise"  # counts, times, markets, languages, scores and amounts stay
    DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgetting:
    """What forgetting a person does, or would do.

    ``rows`` counts rows by table. ``memory``, ``drafts``, ``terminals`` and ``bulk_entries`` count what is beside them.
    ``pseudonym`` is the key that is left, empty where none is. ``mentions`` are texts of others that name the person;
    they are not touched. ``unfinished`` says in sentences what could not be rewritten. ``draft_numbers`` are drafts of
    this machine.
    """

    mode: ForgetMode
    rows: Mapping[str, int]
    memory: int = 0
    drafts: int = 0
    terminals: int = 0
    bulk_entries: int = 0
    pseudonym: str = ""
    mentions: tuple[Mention, ...] = ()
    unfinished: tuple[str, ...] = ()
    draft_numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Eraser:
    """Who forgets, and when; ``audit`` is the setting of that name, ``plans`` are those of all markets."""

    agent: str
    now: datetime
    audit: str
    machine: MachineState
    record: Record = field(repr=False)
    plans: Mapping[str, DialPlan] = field(default_factory=dict, repr=False)

    def planned(self, key: str, mode: ForgetMode) -> Forgetting:
        """What forgetting the customer of a key would do.

        Raises:
            RefusedError: ``mails-waiting``: a mail to them has not left; ``case-of-others``: their case and that of
                another customer are merged.
            UnavailableError: ``no-record-key``: their texts cannot be read, and so not be compared with the memory.
        """
        person = person_of(self.record, key)
        self._require_free(person)
        memory, here = memory_units_of(self.record, person), traces_here(self.machine, person)
        return replace(_plan(person, mode, memory, here), mentions=mentions_of(self.record, person))

    def forget(self, key: str, mode: ForgetMode) -> Forgetting:
        """Forget the customer of a key.

        Raises:
            RefusedError: as for ``planned``.
            UnavailableError: the record cannot be written; nothing was changed.
        """
        mentions = mentions_of(self.record, person_of(self.record, key))
        done = self.erase(key, mode)
        return replace(done, mentions=mentions, unfinished=self.scrub())

    def erase(self, key: str, mode: ForgetMode) -> Forgetting:
        """Take the customer of a key out of all rows; ``scrub`` must follow, once for any number of customers.

        Raises:
            RefusedError, UnavailableError: as for ``forget``.
        """
        record, person = self.record, person_of(self.record, key)
        self._require_free(person)
        memory, here = memory_units_of(record, person), traces_here(self.machine, person)
        planned = _plan(person, mode, memory, here)
        pseudonym = f"{PSEUDONYM}{os.urandom(4).hex()}"
        if mode is ForgetMode.ANONYMISE:
            self._close_cases(person)
        with record.transaction() as transaction:
            keep_others_out(record, transaction)
            self._erased(transaction, person_of(record, key, before=person), mode, pseudonym)
            memory_table.remove(record, transaction, [unit["id"] for unit in memory])
            note_audit(record, AuditEntry(
                at=self.now, agent=self.agent, what=Audited.FORGOTTEN, subject=pseudonym, detail=_detail(planned)
            ), self.audit, transaction)  # fmt: skip
        remove_traces(self.machine, here)
        return replace(planned, pseudonym=pseudonym if mode is ForgetMode.ANONYMISE else "")

    def scrub(self) -> tuple[str, ...]:
        """Make the search index anew, and rewrite the record and the state of this machine.

        Returns:
            In sentences what could not be done.
        """
        done = rewritten(self.record) if self.record.exists() else ()
        remember(self.machine, self.record)
        return (*done, *self.machine.scrub())

    def was_forgotten(self, said: str) -> str:
        """When somebody with a key or an address was forgotten, an RFC 3339 instant; empty where nobody was."""
        stones = Tombstones(self.record)
        digits = normal_address("phone", said)
        anywhere = [inside(market, digits) for market in self.plans] if digits and digits[0] != "+" else []
        return next(iter(stones.of(TombstoneKind.WHO, (*who_of(said), *anywhere)).values()), "")

    def _require_free(self, person: DataSubject) -> None:
        require_read(self.record)
        waiting = [row["interaction"] for row in person.rows["deliveries"] if row["state"] in _WAITING]
        if waiting:
            raise RefusedError(
                f"Mail {waiting[0]} to this customer has not left.", code="mails-waiting",
                hint=f"Send it, or take it back: cscli cancel {waiting[0]}",
            )  # fmt: skip
        theirs = set(person.ids.cases)
        parents = {row["merged_into"] for row in person.rows["cases"]} - theirs - {None}
        for number in parents or case_table.merged_into(self.record, theirs).keys() - theirs:
            raise RefusedError(
                f"Case {number} of another customer is merged with one of theirs.", code="case-of-others",
                hint="Take them apart first: cscli case unmerge NUMBER",
            )  # fmt: skip

    def _close_cases(self, person: DataSubject) -> None:
        """Close what is open, as nobody can answer it any more."""
        live = [row["number"] for row in person.rows["cases"] if row["state"] in LIVE]
        with journal(self.record) as book:
            for number in live:
                closed(book, Move(number=number, by=self.agent, at=int(self.now.timestamp())))

    def _erased(self, transaction: Transaction, person: DataSubject, mode: ForgetMode, pseudonym: str) -> None:
        record, rows = self.record, person.rows
        stones = {
            TombstoneKind.WHO: {*person.ids.customers, *self._addresses(person)},
            TombstoneKind.ORDER: {
                *person.ids.orders, *(order_key(row["order_number"]) for row in rows["cases"] if row["order_number"]),
            },
            TombstoneKind.MESSAGE: {
                *(row[name] or "" for row in rows["interactions"] for name in ("origin", "message_id")),
                *(row["message_id"] for row in rows["deliveries"]),
            },
        }  # fmt: skip
        Tombstones(record).add(transaction, stones, rfc3339(self.now))
        names = None
        if mode is ForgetMode.ANONYMISE:
            numbers: dict[str, str] = {}
            for order in person.ids.orders:
                numbers |= dict.fromkeys(_spelled(order, rows), f"{PSEUDONYM}{os.urandom(4).hex()}")
            names = Pseudonyms(
                customer=pseudonym, keys=person.ids.customers, orders=numbers, holds=person.may_be_in,
                is_of=person.is_named_in,
            )  # fmt: skip
        erase(record, transaction, rows, names)
        Journal(record, transaction).refresh({row["number"] for row in rows["case_events"]})
        for key in person.ids.customers:
            audit_table.rename(record, transaction, key, pseudonym)

    def _addresses(self, person: DataSubject) -> Iterator[str]:
        """The addresses of a person, phone numbers in each way in which they may come back."""
        markets = {row["market"] for name in ("customers", "orders", "cases") for row in person.rows[name]}
        for kind, address in addresses_of(person.rows, person.ids):
            yield address
            for market, number in spellings(address, markets, self.plans) if kind == "phone" else ():
                yield inside(market, number) if market else number


def who_of(said: str) -> tuple[str, ...]:
    """The forms in which a key or an address that was typed may have been kept."""
    return tuple(dict.fromkeys((said, normal_address("email", said), normal_address("phone", said))))


def _plan(person: DataSubject, mode: ForgetMode, memory: list[dict[str, Any]], here: LocalTraces) -> Forgetting:
    return Forgetting(
        mode=mode, rows={name: len(rows) for name, rows in person.rows.items() if rows}, memory=len(memory),
        drafts=len(here.drafts), terminals=len(here.terminals), bulk_entries=len(here.entries),
        draft_numbers=tuple(row["id"] for row in here.drafts),
    )  # fmt: skip


def _spelled(key: str, rows: Mapping[str, list[dict[str, Any]]]) -> set[str]:
    """How an order is written: its key, its number, and as cases name it."""
    numbers = {row["number"] for row in rows["orders"] if row["key"] == key}
    return {key, *numbers, *(row["order_number"] for row in rows["cases"] if order_key(row["order_number"]) == key)}


def _detail(planned: Forgetting) -> str:
    rows, units = count_words(sum(planned.rows.values()), "row"), count_words(planned.memory, "unit")
    return f"{planned.mode}: {rows}, {units} of the memory"
