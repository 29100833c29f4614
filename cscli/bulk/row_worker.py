"""Rows to outcomes: who, what, when, in one process. What rows share is made once and kept.

A row that cannot become a reply is a rejected outcome that says why; no row stops the others.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from hashlib import blake2b
from typing import Any, NamedTuple

from cscli.bulk.headings import EXTRAS, Headings, Meant
from cscli.bulk.plan import Plan
from cscli.bulk.schedule import Schedule
from cscli.bulk.sinks.mail import address_of
from cscli.clock.market_hours import MarketHours
from cscli.datafile import Cache
from cscli.desk.customers import Customer, customers_of
from cscli.errors import DeskError, UsageError
from cscli.markets.catalog import Catalog
from cscli.markets.person import Person
from cscli.markets.terms import GENDER_WORDS, Gender
from cscli.record.record import Record
from cscli.replies.catalog import TemplateCatalog
from cscli.replies.compose import Composer, Request
from cscli.replies.prepared import PreparedReply
from cscli.replies.render import Rendered
from cscli.replies.values import Value, recorded
from cscli.tables.row import Outcome, Row, Status

_MOST_OCCASIONS = 2_000
_PARTS = ("given", "family", "honorific", "vocative", "patronymic")


class _Wanted(NamedTuple):
    """What one row asks for, with stored and default values filled in."""

    intents: tuple[str, ...]
    market: str
    language: str
    channel: str
    register: str
    zone: str


class Worker:
    """Makes outcomes of rows; catalogs, templates and hours are read when the first row needs them."""

    def __init__(self, plan: Plan, catalog: Catalog, templates: TemplateCatalog, cache: Cache) -> None:
        self._plan = plan
        self._catalog = catalog
        self._composer = Composer(catalog, templates, cache)
        self._headings = Headings(plan.columns, mapping=plan.mapping, preset=plan.preset)
        self._occasions: dict[_Wanted, PreparedReply | DeskError] = {}

    def outcomes(self, rows: Sequence[Row]) -> list[Outcome]:
        """One outcome for each row, in order."""
        meant = [None if row.fault else self._headings.of(row.cells) for row in rows]
        stored = self._stored(meant)
        return [self._outcome(row, one, stored) for row, one in zip(rows, meant, strict=True)]

    def _outcome(self, row: Row, meant: Meant | None, stored: dict[str, Customer]) -> Outcome:
        if meant is None:
            return _rejected(row, "", "unreadable", row.fault)
        if meant.skip:
            return Outcome(number=row.number, line=row.line, key="", status=Status.SKIPPED, reason=meant.skip)
        if meant.fault:
            return _rejected(row, meant.key, "unclear", meant.fault)
        try:
            return self._done(row, meant, stored)
        except DeskError as problem:
            reasons = "; ".join(p.message for p in problem.problems)
            return _rejected(row, meant.key or _own_key(meant, row), problem.problems[0].code, reasons)

    def _done(self, row: Row, meant: Meant, stored: dict[str, Customer]) -> Outcome:
        known = stored.get(meant.customer.get("key", ""))
        if known is None and meant.customer.get("key") and stored is not None and self._expects(meant):
            raise UsageError(f"There is no customer {meant.customer['key'][:60]!r}.", code="unknown-customer")
        wanted = self._wanted(meant, known)
        occasion = self._occasion(wanted)
        asked = _asked(meant.values, occasion) if self._plan.preset else meant.values
        person = _person(meant.customer, known)
        text, values, found = occasion.written(person, asked)
        voice, choice = occasion.voice, occasion.choice
        sending = self._schedule.sending(voice.market, wanted.zone, wanted.channel, number=row.number)
        findings = tuple([_plain(f) for f in found])
        is_foreign = choice.is_fallback
        keeps = self._plan.keeps_interactions
        return Outcome(
            number=row.number, line=row.line, key=meant.key or _own_key(meant, row), status=Status.DONE,
            market=voice.market.code, language=choice.language, channel=wanted.channel, subject=text.subject,
            body=text.body, to=self._to(meant.customer, known), send_at=sending.instant, send_local=sending.local,
            send_reason=sending.reason, findings=findings, digest=_digest(occasion, asked, person),
            recorded=_recorded(occasion, text, values, findings, known) if keeps else None,
            wanted=choice.wanted if is_foreign else "", kept=_kept(meant) if is_foreign else (),
        )  # fmt: skip

    def _to(self, said: dict[str, str], known: Customer | None) -> str:
        """Name and address of a mail.

        Raises:
            UsageError: mails are made, and there is no address.
        """
        address = said.get("email") or (known.email if known else "")
        if self._plan.makes_mail and address_of(address) is None:
            raise UsageError("There is no mail address.", code="no-address", hint="Add a column customer.email.")
        parts = (said.get("given", ""), said.get("family", ""))
        name = said.get("name") or " ".join(filter(None, parts)) or (known.display_name if known else "")
        return f"{name} <{address}>" if name and address else address

    def _expects(self, meant: Meant) -> bool:
        """Whether a row leaves to its customer what it does not say itself."""
        return not (meant.market or self._plan.market)

    def _wanted(self, meant: Meant, known: Customer | None) -> _Wanted:
        plan = self._plan
        channel = known.channel if known and known.channel in ("email", "chat") else ""
        market = meant.market or (known.market if known else "") or plan.market
        at_home = known is not None and market == known.market
        wanted = _Wanted(
            intents=meant.intents or plan.intents,
            market=market,
            language=meant.language or (known.language if known else "") or plan.language,
            channel=(meant.channel or channel or plan.channel).lower(),
            register=meant.register or plan.register,
            zone=meant.zone or (known.zone if known and at_home else "") or plan.zone,
        )
        if not wanted.intents:
            raise UsageError("No situation is given.", code="no-intent", hint="Add --intent, or a column intent.")
        if not wanted.market:
            raise UsageError("No market is given.", code="no-market", hint="Add --market, or a column market.")
        return wanted

    def _occasion(self, wanted: _Wanted) -> PreparedReply:
        """What a row shares with others; one that cannot be had is not asked for twice."""
        found = self._occasions.get(wanted)
        if found is None:
            if len(self._occasions) >= _MOST_OCCASIONS:
                self._occasions.clear()
            found = self._occasions[wanted] = self._made(wanted)
        if isinstance(found, DeskError):
            raise found
        return found

    def _made(self, wanted: _Wanted) -> PreparedReply | DeskError:
        try:
            return self._composer.occasion(Request(**wanted._asdict(), now=self._plan.now, sender=self._plan.sender))
        except DeskError as problem:
            return problem

    def _stored(self, meant: Sequence[Meant | None]) -> dict[str, Customer]:
        keys = [one.customer["key"] for one in meant if one and one.customer.get("key")]
        return customers_of(self._record, keys) if keys else {}

    @cached_property
    def _record(self) -> Record:
        return Record(self._plan.record)

    @cached_property
    def _schedule(self) -> Schedule:
        plan = self._plan
        return Schedule(
            plan.send_at, hours=MarketHours(self._catalog), now=plan.now, purpose=plan.purpose, rate=plan.rate
        )


def _person(said: dict[str, str], known: Customer | None) -> Person:
    """The customer of a row: what the row says, else what is stored."""
    parts = {part: said.get(part, "") for part in _PARTS}
    name = said.get("name", "")
    gender = said.get("gender", "").strip().lower()
    if gender and gender not in GENDER_WORDS:
        raise UsageError(f"{gender[:20]!r} is no gender.", code="bad-value", hint="female, male or unknown")
    if known is None:
        return Person(whole=name, **parts, gender=GENDER_WORDS.get(gender, Gender.UNKNOWN))
    stored = known.person
    if name or parts["given"] or parts["family"]:
        chosen = GENDER_WORDS.get(gender, stored.gender)
        return Person(whole=name, **{**parts, "honorific": parts["honorific"] or stored.honorific}, gender=chosen)
    told = {part: text for part, text in parts.items() if text}
    return replace(stored, **told, gender=GENDER_WORDS.get(gender, stored.gender)) if told or gender else stored


def _asked(values: dict[str, Any], occasion: PreparedReply) -> dict[str, Any]:
    """The values without those that a shop's export tells anyway and the situation has no place for."""
    known = occasion.renderer.variables
    return {name: value for name, value in values.items() if name in known or name not in EXTRAS}


def _own_key(meant: Meant, row: Row) -> str:
    """The key of a row that names none: the order's number, the customer's key or address, else the row's number."""
    values = meant.values
    named = values.get("order_number") or meant.customer.get("key") or meant.customer.get("email")
    return str(named) if named else f"row-{row.number}"


def _kept(meant: Meant) -> tuple[str, ...]:
    """Names and values of a row, as typed: what a translation must not change."""
    values = (v if isinstance(v, list) else [v] for v in (*meant.values.values(), *meant.customer.values()))
    return tuple({text for several in values for text in several if isinstance(text, str) and len(text) > 1})


def _digest(occasion: PreparedReply, raw: dict[str, Any], person: Person) -> str:
    """What makes a reply this one: its templates, language and values, and whom it speaks to."""
    voice = occasion.voice
    parts = (
        f"{occasion.template_digest}\n{occasion.choice.language}\n{voice.market.code}\n{voice.channel}\n{voice.register}"
        f"\n{person.whole}\n{person.given}\n{person.family}\n{person.honorific}\n{person.vocative}"
        f"\n{person.patronymic}\n{person.gender}\n{raw!r}"
    )
    return blake2b(parts.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _recorded(
    occasion: PreparedReply,
    text: Rendered,
    values: dict[str, Value],
    findings: tuple[dict[str, Any], ...],
    known: Customer | None,
) -> dict[str, Any]:
    """The fields of an interaction."""
    voice, choice = occasion.voice, occasion.choice
    return {
        "direction": "out", "channel": voice.channel.value, "body": text.body, "subject": text.subject,
        "customer": known.key if known else "", "market": voice.market.code, "language": choice.language,
        "register": voice.register.value, "intent": occasion.intent, "variant": choice.tried,
        "template_digest": occasion.template_digest, "values": recorded(values), "findings": findings,
    }  # fmt: skip


def _plain(found: Any) -> dict[str, Any]:
    return {
        "check": found.check, "severity": found.severity.value, "message": found.message, "start": found.start,
        "end": found.end, "suggestion": found.suggestion,
    }  # fmt: skip


def _rejected(row: Row, key: str, code: str, reason: str) -> Outcome:
    return Outcome(number=row.number, line=row.line, key=key, status=Status.REJECTED, code=code, reason=reason)
