"""Keeps an archive in the record, batch by batch: each is one transaction, so that an interrupted import goes on.

What is there already is found by its origin, so that a second import adds nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cscli.desk.bounces import mail_reported, report_taken
from cscli.desk.cases.event import CaseEvent
from cscli.desk.cases.fold import folded
from cscli.desk.cases.journal import Journal, instant_text, row_of_event, row_of_state
from cscli.desk.cases.moves import Move
from cscli.desk.customers.contacts import keep_new_customers
from cscli.desk.customers.customers import Customer
from cscli.inbox.archives.batch import Batch, BatchFinder
from cscli.inbox.archives.course import CaseEnding, course, event_of
from cscli.inbox.archives.known_events import KnownEvents
from cscli.inbox.archives.told import PastCase, PastMessage
from cscli.processes import Flag
from cscli.record.record import Record
from cscli.record.rows import archives, interactions, raw_messages
from cscli.record.rows import cases as case_table
from cscli.record.store import Transaction
from cscli.text import base_tag, storable

_MOST_THREADS = 50_000


@dataclass(slots=True)
class ImportCounts:
    """What an import added to the record; ``same`` is how many messages it had already.

    ``forgotten`` is how many were passed over as they are of people whom the desk has forgotten since.
    """

    messages: int = 0
    same: int = 0
    forgotten: int = 0
    cases: int = 0
    customers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How an archive is kept.

    Attributes:
        now: the current instant.
        ending: how a case ends of which the archive does not say it.
        language_of: the language that a text shows; empty for none.
        is_dry: count only.
        market: that of what the archive tells no market of; it may be empty.
    """

    now: datetime
    ending: CaseEnding = field(default_factory=CaseEnding)
    language_of: Callable[[str], str] = lambda _text: ""
    is_dry: bool = False
    market: str = ""


class Keeper:
    """Keeps the batches of one archive; ``counts`` says what was added so far.

    ``meets_new`` says whether the last batch had anything that the record did not have, also to who reads ahead.
    """

    def __init__(self, record: Record, keeping: Keeping) -> None:
        self._record, self._keeping = record, keeping
        self._finder = BatchFinder(record)
        self._counted: set[int] = set()  # of a dry run: customers and threads that a real one would have made
        self._languages: dict[str, str] = {}  # of threads
        self.counts = ImportCounts()
        self.meets_new = Flag(is_up=True)

    def keep(self, items: Sequence[PastMessage | PastCase]) -> None:
        """Keep a batch, all of it or nothing.

        Raises:
            UnavailableError: the record cannot be written.
        """
        if market := self._keeping.market:
            items = [one if one.market else one._replace(market=market) for one in items]
        planned = self._finder.batch(items)
        if self._keeping.is_dry:
            self._count(planned)
            return
        rows = {one.origin: self._row(one, planned) for one in planned.new}  # before others have to wait
        with self._record.transaction() as transaction:
            archives.lock(self._record, transaction)
            batch = self._finder.batch(items)
            made = self._write(transaction, batch, rows)
        for thread, number in made.items():
            self._finder.made(thread, number)
        self._add(batch, len(made), len(_new_customers(batch)))

    def _add(self, batch: Batch, cases: int, customers: int) -> None:
        self.meets_new.set(is_up=bool(batch.new))
        self.counts.messages += len(batch.new)
        self.counts.same += batch.same
        self.counts.forgotten += batch.forgotten
        self.counts.cases += cases
        self.counts.customers += customers

    def _count(self, batch: Batch) -> None:
        """Count a batch; what a batch before it would have made is not counted again."""
        fresh = [
            {hash((kind, name)) for name in names} - self._counted
            for kind, names in (("case", batch.threads), ("customer", _new_customers(batch)))
        ]
        self._add(batch, *map(len, fresh))
        self._counted.update(*fresh)

    def _write(self, transaction: Transaction, batch: Batch, planned: Mapping[str, dict[str, Any]]) -> dict[str, int]:
        """Write a batch, with the rows that were made for it; returns the cases that were made, by thread."""
        new = _new_customers(batch)
        if new:
            keep_new_customers(self._record, transaction, new.values(), self._keeping.now)
        threads = batch.threads
        many = archives.new_case_numbers(self._record, transaction, len(threads)) if threads else []
        made = dict(zip(threads, many, strict=True))
        numbers = [made[place] if isinstance(place, str) else place for place in batch.places]
        told = {made[place] if isinstance(place, str) else place: one for place, one in batch.told.items()}
        rows = []
        for one, number in zip(batch.new, numbers, strict=True):
            row, customer = planned.get(one.origin), _customer(batch, one)
            if row is None or row["customer"] != (
                customer.key if customer else ""
            ):  # somebody made or merged one since
                row = self._row(one, batch)
            row["case_id"] = number
            rows.append(row)
        ids = interactions.add_all(self._record, transaction, rows) if rows else []
        wholes = (
            (n, one.whole) for n, one in zip(ids, batch.new, strict=True) if n and one.whole not in ("", one.body)
        )
        raw_messages.keep_all(
            self._record, transaction, ((number, whole.encode("utf-8", "replace")) for number, whole in wholes)
        )
        said: dict[int, list[tuple[PastMessage, CaseEvent]]] = {}
        for one, row, number, case in zip(batch.new, rows, ids, numbers, strict=True):
            if case is not None and number:  # 0: its person was forgotten in this very moment
                said.setdefault(case, []).append((one, event_of(case, one, row["customer"], number)))
        for case in told:
            said.setdefault(case, [])
        self._write_cases(transaction, batch, said, told, {number: thread for thread, number in made.items()})
        self._write_reports(transaction, zip(batch.new, ids, strict=True))
        return made

    def _write_reports(self, transaction: Transaction, messages: Iterable[tuple[PastMessage, int]]) -> None:
        """Keep what delivery reports say of mails that were sent from here, unless they were sent again since."""
        for one, number in messages:
            mail = mail_reported(self._record, one.bounce) if one.bounce and number else None
            if one.bounce and mail and instant_text(one.at) >= mail["tried_at"]:
                report_taken(
                    Journal(self._record, transaction), Move(number=0, by="", at=one.at), mail, one.bounce, number
                )

    def _write_cases(
        self,
        transaction: Transaction,
        batch: Batch,
        said: Mapping[int, list[tuple[PastMessage, CaseEvent]]],
        told: Mapping[int, PastCase],
        made: Mapping[int, str],
    ) -> None:
        """Write the events of the cases of a batch, and their rows."""
        known = KnownEvents(
            self._record, {number: _seconds(said[number], told.get(number)) for number in said.keys() - made.keys()}
        )
        courses = {
            number: course(
                number, [event for _, event in several], told.get(number), known.of(number), self._keeping.ending
            )
            for number, several in said.items()
        }
        courses = {number: one for number, one in courses.items() if one.added or one.replaced}
        case_table.remove_events(self._record, transaction, (row for one in courses.values() for row in one.replaced))
        new_rows, old_rows = [], []
        merged = archives.with_merged(self._record, courses.keys() - made.keys())
        for number, one in courses.items():
            if number in merged:
                continue
            events = known.after(number, one)
            state = row_of_state(folded(number, events, max(event.at for event in events)))
            if number in made:
                facts = _facts(batch, [message for message, _ in said[number]], told.get(number))
                new_rows.append({**state, **facts, "number": number, "follows": None, "origin": made[number]})
            else:
                old_rows.append({**state, "number": number})
        archives.add_cases(self._record, transaction, new_rows)
        archives.add_events(self._record, transaction, [_event_row(e) for one in courses.values() for e in one.added])
        archives.keep_states(self._record, transaction, old_rows)
        Journal(self._record, transaction).refresh(merged)

    def _language(self, message: PastMessage, stored: str) -> str:
        """The language of a message: that of its thread, which the first message of it that has one says."""
        if message.is_wordless:
            return stored
        known = self._languages.get(message.thread) if message.thread else None
        if known is None:
            heard = self._keeping.language_of(message.body) if message.heard is None else message.heard
            known = stored if base_tag(stored) == heard else heard or stored
            if known and message.thread:
                if len(self._languages) >= _MOST_THREADS:
                    self._languages.clear()
                self._languages[message.thread] = known
        return known

    def _row(self, message: PastMessage, batch: Batch) -> dict[str, Any]:
        """A message as the record stores it, without its case."""
        customer = _customer(batch, message)
        language = message.language or self._language(message, customer.language if customer else "")
        row: dict[str, Any] = {
            "at": instant_text(message.at), "direction": message.direction, "channel": message.channel,
            "customer": customer.key if customer else "", "body": message.body, "subject": message.subject,
            "market": message.market or (customer.market if customer else ""), "language": language,
            "intent": message.intent, "agent": message.agent, "origin": message.origin,
            "state": message.state or ("sent" if message.direction == "out" else ""),
            "message_id": message.message_id, "in_reply_to": message.references[0] if message.references else "",
            "attention": message.attention,
        }  # fmt: skip
        values: dict[str, Any] = {}
        if message.references:
            values["references"] = list(reversed(message.references))
        if message.attachments:
            values["attachments"] = list(message.attachments)
        return interactions.stored(row | {"values": values} if values else row, message.tokens)


def _event_row(event: CaseEvent) -> dict[str, Any]:
    return {**row_of_event(event), "turn": event.turn}


def _seconds(said: Sequence[tuple[PastMessage, CaseEvent]], told: PastCase | None) -> set[int]:
    """The seconds into which what is new of a case may fall."""
    of_case = {told.at, told.at if told.opened_at is None else told.opened_at} if told else set[int]()
    return of_case | {event.at for _, event in said}


def _customer(batch: Batch, one: PastMessage | PastCase) -> Customer | None:
    """The customer of a message or a case."""
    owner = batch.owners.get(one.contact)
    return owner.customer if owner else None


def _new_customers(batch: Batch) -> dict[str, Customer]:
    """The customers that a batch makes: those of its new messages and cases, each with the first market told."""
    sources: list[PastMessage | PastCase] = [*batch.new]
    sources += [batch.told[thread] for thread in batch.threads if thread in batch.told]
    found: dict[str, Customer] = {}
    for one in sources:
        if (customer := _customer(batch, one)) and batch.owners[one.contact].is_new:
            known = found.setdefault(customer.key, customer)
            if one.market and not known.market:
                found[customer.key] = known._replace(market=one.market)
    return found


def _facts(batch: Batch, said: Sequence[PastMessage], told: PastCase | None) -> dict[str, Any]:
    """What a new case is about: as the archive tells it, else as its first message has it."""
    first = min(said, key=lambda one: one.at, default=None)
    sources = [one for one in (told, first) if one is not None]
    found: dict[str, Any] = {
        name: storable(next((text for one in sources if (text := getattr(one, name, ""))), ""))
        for name in ("order_number", "market", "language", "channel", "subject")
    }
    customer = next((c for one in (*sources, *said) if (c := _customer(batch, one))), None)
    found["customer"] = customer.key if customer else ""
    with suppress(StopIteration):
        found["subject"] = found["subject"] or _beginning(next(one.body for one in said if one.body))
    return found


def _beginning(text: str) -> str:
    line = " ".join(text[:400].split())
    return line if len(line) <= 80 else line[:79] + "…"  # noqa: PLR2004 - a subject on one line
