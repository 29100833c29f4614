"""Surveys on their way out: who is asked about which case, in their language, when they may be written to.

A survey leaves as every text does: addressed, composed, checked, recorded. It is kept in the same transaction as its
text, so that a case is asked about once whatever happens. A mail is held until the customer may be written to.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from cscli.clock.market_hours import CHANNELS, SERVICE, Decision
from cscli.clock.zones import utc
from cscli.desk.answering import Answering
from cscli.desk.cases.case import Case, case_history
from cscli.desk.cases.event import AUTOMATIC
from cscli.desk.customers.consents import ConsentPurpose
from cscli.desk.customers.customers import Customer, customers_of, undeliverable
from cscli.desk.feedback.asking import (
    WhyNot,
    keep_survey,
    last_agent,
    new_token,
    surveys_of_case,
    surveys_of_customer,
    why_not_asked,
)
from cscli.desk.feedback.survey import SITUATION, Survey, SurveyKind
from cscli.desk.items import DeskItem, ItemKind
from cscli.errors import DeskError, RefusedError
from cscli.markets.terms import Channel
from cscli.outbox.addressee import Addressee, Reach
from cscli.outbox.delivery import Mailroom, MailRoute
from cscli.outbox.outbox import Outbox
from cscli.outbox.outgoing import Outgoing
from cscli.outbox.permission import consent_to
from cscli.outbox.record import record_answer
from cscli.outbox.thread import references_of
from cscli.outbox.workplace import ReplyWorkplace
from cscli.reading.mail_address import Address, address_of
from cscli.record.rows.customers import normal_address

if TYPE_CHECKING:
    from cscli.desk.cases.journal import Journal
    from cscli.translation.session import TranslationSession

_MESSAGE = "sms"  # nobody asked for a survey, so a mail keeps the quiet hours of messages, too
_TOKEN = "{token}"  # noqa: S105 - a place in an address


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyTerms:
    """How is asked.

    ``link`` is the page on which customers rate; empty: they reply. ``needs_consent``: only those are asked who agreed
    to it. ``prints``: a text that cannot leave by mail is printed. ``is_dry``: nothing is recorded and nothing leaves.
    """

    kind: SurveyKind
    cool_down: timedelta
    expires: timedelta
    link: str = ""
    needs_consent: bool = False
    prints: bool = False
    is_dry: bool = False


class AskedCase(NamedTuple):
    """A case whose customer was asked, or would be: then ``interaction`` is None.

    ``state`` says how the text leaves: queued, held until ``until``, printed; after the mail server sent.
    """

    case: int
    customer: str
    kind: str
    language: str
    channel: str
    state: str
    interaction: int | None
    until: datetime | None
    subject: str
    text: str


class NotAskedCase(NamedTuple):
    """A case whose customer was not asked: why, as a word and as a sentence."""

    case: int
    customer: str
    reason: str
    why: str


class _NotAskedError(Exception):
    """Says why a customer is not asked."""

    def __init__(self, reason: WhyNot, why: str) -> None:
        super().__init__(why)
        self.reason, self.why = reason, why


class _Letter(NamedTuple):
    """A survey that may leave: ``to`` by mail, None for a chat; ``until`` when, None for now."""

    case: Case
    text: Outgoing
    survey: Survey
    to: Address | None
    until: datetime | None


class SurveyPost:
    """Asks about cases, one after the other."""

    def __init__(  # noqa: PLR0913, PLR0917 - what asking needs
        self,
        desk: ReplyWorkplace,
        outbox: Outbox,
        room: Mailroom,
        sender: Address | None,
        terms: SurveyTerms,
        session: "Callable[[], TranslationSession]",
    ) -> None:
        """Begin to ask.

        Args:
            desk: the run.
            outbox: composes and checks.
            room: puts mails out.
            sender: who mails are from; None where none can be sent.
            terms: how is asked.
            session: begins to translate, where there is no template in a customer's language.
        """
        self._desk, self._outbox, self._room, self._sender = desk, outbox, room, sender
        self._terms, self._session = terms, session
        self._undeliverable = undeliverable(desk.record)
        self._just_asked: set[str] = set()

    def asked(self, cases: Iterable[Case]) -> tuple[tuple[AskedCase, ...], tuple[NotAskedCase, ...]]:
        """The cases whose customers were asked, and those whose customers were not.

        Raises:
            UnavailableError: the record cannot be written; what was asked before stays asked.
        """
        wanted = list(cases)
        customers = customers_of(self._desk.record, {one.customer for one in wanted if one.customer})
        asked: list[AskedCase] = []
        not_asked: list[NotAskedCase] = []
        for one in wanted:
            try:
                asked.append(self._put_out(self._letter(one, customers.get(one.customer))))
                self._just_asked.add(one.customer)
            except _NotAskedError as problem:
                not_asked.append(NotAskedCase(one.number, one.customer, str(problem.reason), problem.why))
        return tuple(asked), tuple(not_asked)

    def _letter(self, case: Case, customer: Customer | None) -> _Letter:
        record, now = self._desk.record, self._desk.now
        of_case, of_customer = surveys_of_case(record, case.number), surveys_of_customer(record, case.customer)
        reason = why_not_asked(case, self._terms.kind, of_case, of_customer, now, cool_down=self._terms.cool_down)
        if reason:
            raise _NotAskedError(*reason)
        if customer is None:
            raise _NotAskedError(WhyNot.NO_CUSTOMER, "The record has no such customer.")
        if case.customer in self._just_asked and self._terms.cool_down:
            raise _NotAskedError(WhyNot.COOL_DOWN, "The customer is asked about another case just now.")
        known = Answering(item=DeskItem(kind=ItemKind.CASE, name=str(case.number)), case=case, customer=customer)
        to = self._addressee(known)
        channel = case.channel if to.reach.channel == Channel.CHAT and case.channel in CHANNELS else to.reach.channel
        address = self._address(to) if channel == Channel.EMAIL else None
        until = self._until(to, channel)
        if address is None and until:
            raise _NotAskedError(WhyNot.QUIET_HOURS, f"Not before {until:%Y-%m-%d %H:%M} UTC.")
        if address is None and not self._terms.prints:
            raise _NotAskedError(WhyNot.BY_HAND, f"Not by mail: get the text with: cscli feedback ask {case.number}")
        token = new_token()
        text = self._text(case, to, token)
        survey = Survey(
            case_number=case.number, kind=self._terms.kind, customer=customer.key, market=text.market,
            language=text.language, channel=channel, agent=last_agent(case_history(record, case.number, now).events),
            asked_at=now, expires_at=(until or now) + self._terms.expires, interaction=0, token=token,
        )  # fmt: skip
        return _Letter(case, text, survey, address, until)

    def _addressee(self, known: Answering) -> Addressee:
        customer = known.customer
        home = Reach(market=known.market(), language=known.language(), channel=known.channel())
        typed = home._replace(
            market=(customer.market if customer else "") or home.market,
            language=(customer.language if customer else "") or home.language,
        )
        if not typed.market:
            raise _NotAskedError(WhyNot.NO_MARKET, "Nobody knows the market.")
        return self._outbox.book.addressee(Addressee(key=known.key, reach=typed), customer)

    def _address(self, to: Addressee) -> Address | None:
        """The address of a customer, if mails can be sent from here."""
        found = address_of(to.email)
        if found is None:
            raise _NotAskedError(WhyNot.NO_ADDRESS, "The customer has no mail address.")
        if why := self._undeliverable.get(normal_address("email", f"{found.local}@{found.domain}")):
            raise _NotAskedError(WhyNot.UNDELIVERABLE, f"Mail to the customer's address comes back: {why}")
        return found if self._sender else None

    def _until(self, to: Addressee, channel: str) -> datetime | None:
        """When the customer may be written to; None for now."""
        consent = consent_to(self._desk.record, to.key, channel, str(ConsentPurpose.FEEDBACK))
        if consent and not consent.given:
            raise _NotAskedError(WhyNot.NO_CONSENT, f"The customer withdrew consent on {consent.at:%Y-%m-%d}.")
        if self._terms.needs_consent and consent is None:
            raise _NotAskedError(WhyNot.NO_CONSENT, "The customer has not agreed to surveys.")
        market, at = self._outbox.composer.catalog.market(to.reach.market), int(self._desk.now.timestamp())
        kept = _MESSAGE if channel == Channel.EMAIL else channel
        answer = self._outbox.hours.may_write(market, to.reach.zone, kept, SERVICE, at)
        if answer.decision is Decision.BLOCKED and answer.until is None:
            raise _NotAskedError(WhyNot.QUIET_HOURS, answer.reason)
        return utc(answer.until) if answer.decision is Decision.BLOCKED and answer.until is not None else None

    def _text(self, case: Case, to: Addressee, token: str) -> Outgoing:
        """The text that asks; a mail has the token in its subject, by which an answer finds its survey."""
        raw: dict[str, Sequence[str]] = {"survey_kind": [str(self._terms.kind)]}
        if case.order_number:
            raw["order_number"] = [case.order_number]
        if self._terms.link:
            raw["survey_link"] = [self._terms.link.replace(_TOKEN, token)]
        try:
            ready = self._outbox.reply(to, (SITUATION,), raw, self._session)
        except DeskError as problem:
            raise _NotAskedError(WhyNot.REFUSED, problem.message) from problem
        if ready.refused:
            raise _NotAskedError(WhyNot.REFUSED, ready.refused[0].message)
        said = ready.outgoing
        return said._replace(subject=f"{said.subject} [{token}]") if said.subject else said

    def _put_out(self, letter: _Letter) -> AskedCase:
        case, text, until = letter.case, letter.text, letter.until
        state = "printed" if letter.to is None else "held" if until else "queued"
        number = None if self._terms.is_dry else self._recorded(letter, state)
        return AskedCase(
            case.number, case.customer, str(self._terms.kind), text.language, letter.survey.channel, state, number,
            until, text.subject, text.body,
        )  # fmt: skip

    def _recorded(self, letter: _Letter, state: str) -> int:
        def kept(book: "Journal", number: int) -> None:
            keep_survey(book, letter.survey.with_text(number))

        record, now, case = self._desk.record, self._desk.now, letter.case.number
        try:
            if letter.to is None or self._sender is None:
                return record_answer(
                    record, letter.text, case, state=state, seen=None, now=now, agent=self._room.agent,
                    reason=AUTOMATIC, also=kept,
                )  # fmt: skip
            said = case_history(record, case, now).said
            route = MailRoute(sender=self._sender, to=letter.to, references=references_of(said))
            return self._room.put_out(
                letter.text, route, case=case, held_until=letter.until, reason=AUTOMATIC, also=kept
            )  # fmt: skip
        except RefusedError as problem:
            raise _NotAskedError(WhyNot.ASKED_BEFORE, problem.message) from problem
