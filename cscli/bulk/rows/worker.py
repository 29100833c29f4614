"""Rows to outcomes in one process. What rows share is made once and kept.

A row that cannot become a reply is rejected with the reason; no row stops the others.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from cscli.bulk.order import Order
from cscli.bulk.rows.consents import ConsentLookup, RowConsents
from cscli.bulk.rows.headings import EXTRAS, Headings, Meant
from cscli.bulk.rows.outcome import Outcome, RowStatus, rejected
from cscli.bulk.rows.typed import Typing
from cscli.bulk.schedule import Sending, SendTimes
from cscli.bulk.sinks.sink import makes_mail
from cscli.desk.customers.consents import ContactConsent
from cscli.desk.customers.customers import Customer, customers_of, undeliverable
from cscli.digests import blake2b
from cscli.errors import DeskError, UsageError
from cscli.markets.person import Person
from cscli.markets.terms import GENDER_WORDS, Channel, Gender
from cscli.outbox.address_findings import UNDELIVERABLE, undeliverable_finding
from cscli.outbox.addressee import Reach, merged_person
from cscli.outbox.check import advice
from cscli.outbox.outbox import Outbox, Prepared
from cscli.outbox.outgoing import KEPT, Outgoing, kept_words
from cscli.outbox.permission import refuse_withdrawn
from cscli.outbox.record import prepared_sent, shared_sent
from cscli.outbox.workplace import ReplyWorkplace
from cscli.quality.finding import Finding, Severity, errors
from cscli.record.rows.customers import normal_address
from cscli.replies.prepared import PreparedReply
from cscli.replies.values.typed import recorded
from cscli.tables.row import Row

_MOST_KNOWN = 2_000
_ORDER = "order_number"
_NOBODY = Person()
_new_person = partial(tuple.__new__, Person)  # four times as fast as Person(...)
_NO_CONSENTS: Mapping[str, ContactConsent] = MappingProxyType({})
_NO_PARTS = frozenset(("name", "email", "phone", "key"))  # of a customer who is known by one name at most
_PARTS = ("given", "family", "honorific", "vocative", "patronymic", "company")


class _Shared(NamedTuple):
    """What rows share whose customers are reached alike: the prepared reply, and when each row is sent.

    ``digest`` begins the digests of the rows. ``wanted`` is the language that the replies lack a template for.
    ``outgoing`` and ``sent`` are what is recorded of all of them; None and nothing where nothing is.
    """

    letters: Prepared
    typing: Typing
    sending: Callable[[int], Sending]
    digest: str
    market: str
    language: str
    channel: str
    wanted: str
    is_whole: bool
    outgoing: Outgoing | None
    sent: Mapping[str, Any]


class Worker:
    """Makes outcomes of rows.

    Args:
        desk: the run, with connections of its own: workers are made in other processes.
        order: what was ordered.
        columns: the headings of the input; none are known of JSON Lines.
        now: the instant of the run; it stays that of its start when the run is resumed.
    """

    def __init__(self, desk: ReplyWorkplace, order: Order, columns: tuple[str, ...], now: datetime) -> None:
        self._desk, self._order, self._now = desk, order, now
        self._outbox = Outbox(
            desk, default=order.reach, allow=order.allow, now=now, cache=desk.cache(creates=True)
        )  # fmt: skip
        self._headings = Headings(columns, mapping=order.mapping, preset=order.preset)
        self._schedule = SendTimes(
            order.send_at, hours=self._outbox.hours, now=now, purpose=order.purpose, rate=order.rate
        )
        self._consents = ConsentLookup(desk.record, order.purpose, finds_owners=order.log)
        self._mails = makes_mail(order.out, order.to)
        self._undeliverable = undeliverable(desk.record)
        self._known: dict[tuple[object, ...], _Shared | DeskError] = {}
        if order.intents and order.market:
            self._made(order.intents, Reach(), None)  # what most rows need, loaded before this process is forked

    def outcomes(self, rows: Sequence[Row]) -> list[Outcome]:
        """One outcome for each row, in order."""
        meant = self._headings.all_of(rows)
        stored = self._stored(meant)
        said = [one.customer for one in meant if one and one.customer]
        numbers = (number for one in meant if one and (number := one.values.get(_ORDER)))
        consents = self._consents.of_rows(said, stored, numbers)
        return [self._outcome(row, one, stored, consents) for row, one in zip(rows, meant, strict=True)]

    def _outcome(self, row: Row, meant: Meant | None, stored: dict[str, Customer], consents: RowConsents) -> Outcome:
        if meant is None:
            return rejected(row.number, row.line, "", "unreadable", row.fault)
        if meant.skip:
            return Outcome(number=row.number, line=row.line, key="", status=RowStatus.SKIPPED, reason=meant.skip)
        if meant.fault:
            return rejected(row.number, row.line, meant.key, "unclear", meant.fault, meant.hint)
        try:
            if consents.forgotten:
                consents.refuse_forgotten(meant.values.get(_ORDER, ""))
            agreed = consents.of(meant.customer) if consents.consents else _NO_CONSENTS
            known = self._customer(meant, stored) if meant.customer.get("key") else None
            owner = known.key if known else consents.owner(meant.customer) if consents.owners else ""
            return self._done(row, meant, known, agreed, owner)
        except DeskError as problem:
            reasons = "; ".join(p.message for p in problem.problems)
            key = meant.key or _own_key(meant, row)
            hint = next((p.hint for p in problem.problems if p.hint), "").replace("--set ", "Fill in the column: ")
            return rejected(row.number, row.line, key, problem.problems[0].code, reasons, hint)

    def _done(
        self, row: Row, meant: Meant, known: Customer | None, consents: Mapping[str, ContactConsent], owner: str
    ) -> Outcome:
        shared = self._shared(meant, known, consents)
        if consents:
            refuse_withdrawn(consents.get(shared.channel))
        letters = shared.letters
        values = _asked(meant.values, letters.reply) if self._order.preset else meant.values
        raw = shared.typing.values(values, meant.currency)
        person = _person(meant.customer, known)
        text, typed, findings = letters.letter(person, raw, whole=shared.is_whole)
        key = meant.key or _own_key(meant, row)
        if self._undeliverable:
            findings = (*self._address_findings(shared.channel, meant.customer, known), *findings)
        if findings and (stopped := errors(findings)):
            return rejected(row.number, row.line, key, stopped[0].check, stopped[0].message, advice(stopped[0]))
        sending = shared.sending(row.number)
        ready = outgoing = None
        if shared.outgoing:
            own: dict[str, Any] = {
                "customer": owner, "subject": text.subject, "body": text.body,
                "values": recorded(typed), "findings": findings,
            }  # fmt: skip
            if shared.wanted:
                outgoing = shared.outgoing._replace(**own)
            else:
                ready = prepared_sent(shared.sent, own, text.frame, text.varying())
        kept = kept_words(person, recorded(typed)) if shared.wanted else ()
        to = self._to(meant.customer, known) if self._mails else ""
        return Outcome.done(
            row.number, row.line, key, shared.market, shared.language, shared.channel, text.subject, text.body, to,
            sending, findings, _digest(shared.digest, raw, person), outgoing, ready, shared.wanted, kept,
        )  # fmt: skip

    def _outgoing(self, prepared: PreparedReply) -> Outgoing:
        """What the record keeps alike of the replies of one kind."""
        voice, choice = prepared.voice, prepared.choice
        return Outgoing(
            market=voice.market.code, language=choice.language, channel=voice.channel.value, subject="", body="",
            register=voice.register.value, intent=prepared.intent, variant=choice.tried,
            template_digest=prepared.template_digest, allowed=self._order.allow, wording=KEPT,
        )  # fmt: skip

    def _customer(self, meant: Meant, stored: dict[str, Customer]) -> Customer | None:
        """What is stored of the customer of a row; a row that leaves its market to somebody unknown is refused."""
        key = meant.customer["key"]
        known = stored.get(key)
        if known is None and not (meant.market or self._order.market):
            raise UsageError(
                f"There is no customer {key[:60]!r}.", code="unknown-customer", hint="Fill in the column market, too."
            )
        return known

    def _shared(self, meant: Meant, known: Customer | None, consents: Mapping[str, ContactConsent]) -> _Shared:
        """What a row shares with others; one that cannot be had is not asked for twice."""
        if known is None and not consents:
            found = self._known.get(meant[1:7])
            if type(found) is _Shared:
                return found
        at_home = Reach(known.market, known.language, "", known.channel, known.zone) if known else None
        agreed = frozenset(channel for channel, said in consents.items() if said.given)
        key = (*meant[1:7], at_home, agreed) if at_home or agreed else meant[1:7]
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            told = Reach(meant.market, meant.language, meant.register, meant.channel, meant.zone)
            found = self._known[key] = self._made(meant.intents, told, at_home, agreed)
        if isinstance(found, DeskError):
            raise found.with_traceback(None)  # it would get longer with each row
        return found

    def _made(
        self, intents: tuple[str, ...], typed: Reach, at_home: Reach | None, agreed: Collection[str] = ()
    ) -> _Shared | DeskError:
        try:
            reach = self._outbox.book.reach(typed, at_home)
            letters = self._outbox.prepared(intents or self._order.intents, reach)
            prepared = letters.reply
            voice = prepared.voice
            channel = voice.channel.value
            sending = self._schedule.sendings(voice.market, reach.zone, channel, has_agreed=channel in agreed)
        except DeskError as problem:
            return problem
        digest = f"{prepared.template_digest}\n{prepared.choice.language}\n{voice.market.code}"
        digest += f"\n{voice.channel}\n{voice.register}"
        outgoing = self._outgoing(prepared) if self._order.log else None
        typing = Typing(
            prepared.renderer.variables, home=voice.market.currency, language=prepared.choice.language,
            dates=self._order.dates, decimal=self._order.decimal,
        )  # fmt: skip
        return _Shared(
            letters, typing, sending, digest, voice.market.code, prepared.choice.language, voice.channel.value,
            wanted=prepared.choice.wanted if letters.fallback else "",
            is_whole=not (self._order.translate and letters.fallback), outgoing=outgoing,
            sent=shared_sent(outgoing, now=self._now, agent=self._desk.sender.agent) if outgoing else {},
        )  # fmt: skip

    def _to(self, said: dict[str, str], known: Customer | None) -> str:
        """Name and address of a mail.

        Raises:
            UsageError: there is no address.
        """
        from cscli.outbox.mail import named_address  # noqa: PLC0415 - few runs make mails
        from cscli.reading.mail_address import address_of  # noqa: PLC0415 - as above

        address = said.get("email") or (known.email if known else "")
        if address_of(address) is None:
            what = f"The mail address {address[:60]!r} cannot be read." if address else "There is no mail address."
            hint = "Write it as ann@shop.example." if address else "Add a column customer.email."
            raise UsageError(what, code="no-address", hint=hint)
        parts = (said.get("given", ""), said.get("family", ""))
        name = said.get("name") or " ".join(filter(None, parts)) or (known.display_name if known else "")
        return named_address(name, address)

    def _address_findings(
        self, channel: str, said: dict[str, str], known: Customer | None
    ) -> tuple[Finding, ...]:  # fmt: skip
        """The error that mail to the customer of a row came back; nobody looks at each text here."""
        address = said.get("email") or (known.email if known else "")
        if not self._undeliverable or not address or channel != Channel.EMAIL or UNDELIVERABLE in self._order.allow:
            return ()
        why = self._undeliverable.get(normal_address("email", address))
        return (undeliverable_finding(address, why, Severity.ERROR),) if why else ()

    def _stored(self, meant: Sequence[Meant | None]) -> dict[str, Customer]:
        keys = [one.customer["key"] for one in meant if one and one.customer.get("key")]
        return customers_of(self._desk.record, keys) if keys else {}


def _person(said: dict[str, str], known: Customer | None) -> Person:
    """The customer of a row: what the row says, else what is stored."""
    if known is None and said.keys() <= _NO_PARTS:
        return _new_person((said.get("name", ""), *_NOBODY[1:])) if said else _NOBODY
    gender = said.get("gender", "").strip().lower()
    if gender and gender not in GENDER_WORDS:
        raise UsageError(f"{gender[:20]!r} is not a gender.", code="bad-value", hint="female, male or unknown")
    parts = {part: said[part] for part in _PARTS if part in said}
    typed = Person(whole=said.get("name", ""), **parts, gender=GENDER_WORDS[gender] if gender else Gender.UNKNOWN)
    return typed if known is None else merged_person(typed, known.person)


def _asked(values: dict[str, Any], prepared: PreparedReply) -> dict[str, Any]:
    """The values without those that a shop's export tells anyway and the situation has no place for."""
    known = prepared.renderer.variables
    return {name: value for name, value in values.items() if name in known or name not in EXTRAS}


def _own_key(meant: Meant, row: Row) -> str:
    """The key of a row that names none: the order's number, the customer's key or address, else the row's number."""
    values = meant.values
    named = values.get("order_number") or meant.customer.get("key") or meant.customer.get("email")
    return str(named) if named else f"row-{row.number}"


def _digest(shared: str, raw: dict[str, Any], person: Person) -> str:
    """What makes a reply this one: its templates, language and values, and whom it speaks to."""
    text = "\n".join((shared, *person, repr(raw)))
    try:
        content = text.encode()
    except UnicodeEncodeError:
        content = text.encode("utf-8", "surrogatepass")
    return blake2b(content, digest_size=16).hexdigest()
