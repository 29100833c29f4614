"""What a run does with a message that came in: it finds what is known of it, records it, and makes the card."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from cscli.cli.door.arguments.messages import BadMessage, ToldMessage
from cscli.cli.door.run import Run
from cscli.cli.runs.contact import home_of, salutation_of, write_now
from cscli.cli.runs.day.reading import attention_to, meaning_of, missing_of, situations_of
from cscli.clock.market_hours import REPLY
from cscli.desk.answering import MayWrite
from cscli.desk.feedback.answers import Translated, keep_translated
from cscli.errors import DataFileError
from cscli.inbox.card import (
    CardAttention,
    CardCase,
    CardTarget,
    IncomingCard,
    LikelySituation,
    Parts,
    attention_of,
    card_of,
)
from cscli.inbox.incoming import Incoming, Said, mail_message, text_message
from cscli.inbox.intake import (
    Author,
    Facts,
    NamedOrder,
    TakenIn,
    author_of,
    orders_named,
    orders_of_author,
    sent_before,
)
from cscli.inbox.intake import take_in as taken_in
from cscli.inbox.survey_answers import survey_answer
from cscli.outbox.addressee import Reach
from cscli.quality.finding import Finding, Severity
from cscli.reading.language import UNKNOWN, Detection, Detector, without_codes

if TYPE_CHECKING:
    from cscli.reading.quotes_and_signatures.words import MailWords

_SAMPLE = 4000
_FORGOTTEN: Finding | None = Finding(
    check="forgotten", severity=Severity.INFO,
    message="The desk has forgotten who wrote this, and did so after it was written; it was not recorded.",
)  # fmt: skip


class ReceivedMessage(NamedTuple):
    """A message that was taken in, what was found of it, and what it is likely about."""

    message: Incoming
    facts: Facts
    taken: TakenIn
    situations: tuple[LikelySituation, ...]
    attention: CardAttention | None
    confidence: float


class RunIncoming:
    """Takes messages in, one after the other; ``market`` is typed, ``is_dry`` records nothing."""

    def __init__(self, run: Run, *, market: str = "", is_dry: bool = False) -> None:
        cache = run.cache(creates=not is_dry)  # what is recorded makes a folder anyway
        run.catalog(cache)
        run.templates(cache)
        self._run, self._market, self._is_dry = run, run.market_code(market), is_dry

    def text(self, text: str, said: Said) -> IncomingCard:
        """The card of a text.

        Raises:
            UnavailableError: the record cannot be written.
        """
        return self._taken(text_message(text, said, now=self._run.now))

    def mail(self, raw: bytes, said: Said) -> IncomingCard:
        """The card of a raw mail.

        Raises:
            UnavailableError: the record cannot be written.
        """
        return self._taken(mail_message(raw, said, now=self._run.now, words=self._words))

    def several(self, messages: Iterable[ToldMessage | BadMessage]) -> Iterator[IncomingCard | BadMessage]:
        """The card of each message; a line that could not be read stays as it is."""
        for one in messages:
            yield one if isinstance(one, BadMessage) else self.text(one.text, one.said)

    def fetched(self, raw: bytes, doubts: tuple[Finding, ...] = ()) -> "ReceivedMessage":
        """What became of a raw mail that nobody looks at now; ``doubts`` are further findings about it.

        No agent has done it, so no agent can take it back with ``undo``.

        Raises:
            UnavailableError: the record cannot be written.
        """
        uncut = mail_message(raw, Said(), now=self._run.now, words=self._words)
        return self._arrival(uncut._replace(findings=(*uncut.findings, *doubts)) if doubts else uncut, by="")

    def _arrival(self, uncut: Incoming, by: str) -> "ReceivedMessage":
        """A message that is recorded, with all that was found to record it; ``by`` is the agent who takes it in."""
        record, now = self._run.record, self._run.now
        author = author_of(record, uncut)
        message = uncut.cut_by(sent_before(record, uncut, author.customer), self._words)
        orders = orders_named(record, message, self._run.settings.items("order_numbers"))
        if author.customer is None:
            author = author_of(record, message, orders)
        if not orders and author.customer and not author.is_new:
            orders = orders_of_author(record, message, author.customer)
        market = self._market or (author.customer.market if author.customer else "") or _market_of(orders)
        detected = self._detector.detect(without_codes(message.text[:_SAMPLE]))
        language = _language(detected, author)
        answer = survey_answer(record, message, author.customer, now)
        said = message._replace(text=answer.comment, subject="") if answer else message
        situations, attention = situations_of(said, language)
        if answer:
            attention = attention_to(answer, situations, attention)
        why = attention_of(message, author, orders) or attention
        facts = Facts(
            author=author, orders=orders, market=market, language=language, attention=why.reason if why else "",
            answer=answer,
        )  # fmt: skip
        taken = taken_in(record, message, facts, by=by, now=now, is_dry=self._is_dry)
        return ReceivedMessage(message, facts, taken, situations, why, detected.confidence)

    def _taken(self, uncut: Incoming) -> IncomingCard:
        from cscli.cli.runs.cases import make_current, own_name

        found = self._arrival(uncut, own_name(self._run))
        message, facts, taken, situations, why, confidence = found
        author, orders, market, language, answer = (
            facts.author, facts.orders, facts.market, facts.language, facts.answer
        )  # fmt: skip
        said = message._replace(text=answer.comment, subject="") if answer else message
        if taken.case is not None and not self._is_dry:
            make_current(self._run, str(taken.case), taken.interaction)
        home = home_of(self._run, author.customer, market)
        zone, local_time, may_write = self._when(home, author, message.channel)
        if taken.is_forgotten:
            author, answer = Author(customer=None), None
            meaning, lack = None, _FORGOTTEN
        else:
            meaning, lack = meaning_of(self._run, said, language, market, is_dry=self._is_dry)
        if answer and meaning and not (self._is_dry or taken.is_known):
            keep_translated(self._run.record, answer.origin, answer.comment, Translated(*meaning))
        known, target = self._case(taken)
        parts = Parts(
            case=known, target=target, zone=zone, local_time=local_time, meaning=meaning, may_write=may_write,
            addressed=self._salutation(author, home.market, language, message.channel, situations),
            situations=situations, attention=why, missing=missing_of(self._run, situations, orders, zone),
            findings=(lack,) if lack else (), answer=answer,
        )  # fmt: skip
        return card_of(
            message, author=author, orders=orders, taken=taken, market=home.market or market,
            language=(language or UNKNOWN, confidence), parts=parts,
        )  # fmt: skip

    @cached_property
    def _words(self) -> "MailWords":
        from cscli.reading.quotes_and_signatures.words import mail_words

        return mail_words(self._run.paths, self._run.cache())

    @cached_property
    def _detector(self) -> Detector:
        return Detector(self._run.settings.items("languages") or self._run.catalog().language_tags())

    def _case(self, taken: TakenIn) -> tuple[CardCase | None, CardTarget | None]:
        """The case of a message, and its target that is due first; no target where the policies cannot be read.

        The message is recorded by then, and ``cscli case due`` says what is wrong with the policies.
        """
        if taken.case is None:
            return None, None
        from cscli.cli.runs.policies import RunPolicies
        from cscli.clock.sla import first_due
        from cscli.clock.zones import utc
        from cscli.desk.cases.case import case

        found = case(self._run.record, taken.case, self._run.now)
        known = CardCase(number=found.number, state=str(found.state), is_new=taken.is_new_case)
        try:
            first = first_due(RunPolicies(self._run).targets(found))
        except DataFileError:
            return known, None
        if first is None or first.due is None:
            return known, None
        return known, CardTarget(
            name=str(first.measure), due=utc(first.due), left_seconds=first.margin, is_at_risk=first.is_at_risk
        )  # fmt: skip

    def _salutation(
        self, author: Author, market: str, language: str, channel: str, situations: Sequence[LikelySituation]
    ) -> str:
        likely = situations[0].intent if situations else ""
        return salutation_of(self._run, author.customer, market, language, channel, likely)

    def _when(self, home: Reach, author: Author, channel: str) -> tuple[str | None, datetime | None, MayWrite | None]:
        """The customer's zone and local time, and whether they may be answered now."""
        if not home.market:
            return None, None, None
        from cscli.clock.zones import local

        zone = home.zone or self._run.catalog().market(home.market).zones[0]
        key = author.customer.key if author.customer else ""
        return zone, local(self._run.now, zone), write_now(self._run, home, key, channel, REPLY)


def _market_of(orders: tuple[NamedOrder, ...]) -> str:
    return next((one.order.market for one in orders if one.order and one.order.market), "")


def _language(detected: Detection, author: Author) -> str:
    """The language of a message: as detected, else the customer's; a region that is stored stays."""
    from cscli.text import base_tag

    stored = author.customer.language if author.customer else ""
    if detected.language == UNKNOWN or (stored and base_tag(stored) == detected.language):
        return stored
    return detected.language
