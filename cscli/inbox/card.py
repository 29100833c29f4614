"""The card of a message: everything that is known of it, in the form that scripts rely on.

It is put together from parts that were found elsewhere; a part that nobody found is None or empty, never a guess. Named
tuples, because an agent waits for them to be defined.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from cscli.desk.answering import MayWrite
from cscli.desk.feedback.survey import SCALES
from cscli.inbox.incoming import Incoming
from cscli.inbox.intake import Author, NamedOrder, TakenIn
from cscli.inbox.survey_answers import SurveyAnswer
from cscli.quality.finding import Finding, finding_data


class CardTarget(NamedTuple):
    """The target of a case that is due first: ``left_seconds`` of business time, negative when it is late."""

    name: str
    due: datetime
    left_seconds: int
    is_at_risk: bool


class CardCase(NamedTuple):
    """The case of a message."""

    number: int
    state: str
    is_new: bool


class CardCustomer(NamedTuple):
    """Who wrote. ``key`` is empty where nobody can say; ``zone`` and ``local_time`` are None where no market is known.

    ``source``: how the customer was found: ``address``, ``order``, or empty.
    """

    key: str
    name: str
    address: str
    is_new: bool
    market: str
    language: str
    zone: str | None
    local_time: datetime | None
    source: str


class CardOrder(NamedTuple):
    """An order; ``is_named``: the message names it, else it is the customer's newest."""

    number: str
    known: bool
    status: str
    promised: str
    delivered: str
    is_named: bool


class Meaning(NamedTuple):
    """What a message says in a language that the agent reads, and which engine says so."""

    language: str
    text: str
    engine: str


class LikelySituation(NamedTuple):
    """A situation that fits a message: 0 to 1, with the words that speak for it."""

    intent: str
    score: float
    because: tuple[str, ...]


class CardAttention(NamedTuple):
    """Why a person must read a message: a word such as ``thanks``, ``threat`` or ``robot``, and what speaks for it."""

    reason: str
    because: tuple[str, ...]


class CardAttachment(NamedTuple):
    """A file that came along."""

    name: str
    type: str
    size: int


class DeliveryRow(NamedTuple):
    """What became of a mail of ours to one recipient, by a delivery report."""

    recipient: str
    action: str
    status: str
    diagnostic: str


class IncomingCard(NamedTuple):
    """The card; the fields up to ``findings`` are the contract, what follows was added.

    ``addressed`` is the salutation that a reply begins with, empty where no market is known.
    """

    interaction_id: int | None
    case: CardCase | None
    customer: CardCustomer
    language: str
    confidence: float
    meaning: Meaning | None
    orders: tuple[CardOrder, ...]
    may_write: MayWrite | None
    situations: tuple[LikelySituation, ...]
    attention: CardAttention | None
    missing: tuple[str, ...]
    quoted: str | None
    signature: str | None
    findings: tuple[dict[str, Any], ...]
    is_known: bool
    channel: str
    subject: str
    at: datetime | None
    text: str
    in_context: str | None
    attachments: tuple[CardAttachment, ...]
    delivery: tuple[DeliveryRow, ...]
    original_message_id: str | None
    target: CardTarget | None
    addressed: str
    rating: "CardRating | None" = None


class CardRating(NamedTuple):
    """The rating that a message gives: the kind of survey and its case, the score and the highest one."""

    survey: int
    case: int
    kind: str
    score: int
    highest: int
    comment: str


class Parts(NamedTuple):
    """What was found of a message by others; each part may be missing."""

    case: CardCase | None = None
    target: CardTarget | None = None
    zone: str | None = None
    local_time: datetime | None = None
    addressed: str = ""
    meaning: Meaning | None = None
    may_write: MayWrite | None = None
    situations: tuple[LikelySituation, ...] = ()
    attention: CardAttention | None = None
    missing: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    answer: SurveyAnswer | None = None


def card_of(  # noqa: PLR0913 - the message, and what each room has found of it
    message: Incoming, *, author: Author, orders: Sequence[NamedOrder], taken: TakenIn, market: str,
    language: tuple[str, float], parts: Parts,
) -> IncomingCard:  # fmt: skip
    """The card of a message.

    Args:
        message: what came in.
        author: who wrote it.
        orders: what it is about.
        taken: where it was recorded.
        market: the customer's market, or empty.
        language: the language of the message and how sure that is, 0 to 1.
        parts: what others found.
    """
    robot = message.robot
    return IncomingCard(
        interaction_id=taken.interaction, case=parts.case, customer=_customer(message, author, market, parts),
        language=language[0], confidence=language[1], meaning=parts.meaning,
        orders=tuple(map(_order, orders)), may_write=parts.may_write, situations=parts.situations,
        attention=parts.attention, missing=parts.missing, quoted=message.quoted or None,
        signature=message.signature or None,
        findings=tuple(finding_data(one) for one in (*message.findings, *parts.findings)), is_known=taken.is_known,
        channel=message.channel, subject=message.subject, at=message.at, text=message.text,
        in_context=message.in_context or None,
        attachments=tuple(CardAttachment(name=a.name, type=a.type, size=a.size) for a in message.attachments),
        delivery=tuple(
            DeliveryRow(recipient=one.recipient, action=one.action, status=one.status, diagnostic=one.diagnostic)
            for one in (robot.recipients if robot else ())
        ),
        original_message_id=(robot.original_id.strip("<>") or None) if robot else None, target=parts.target,
        addressed=parts.addressed, rating=_rating(parts.answer) if parts.answer else None,
    )  # fmt: skip


def attention_of(message: Incoming, author: Author, orders: Sequence[NamedOrder]) -> CardAttention | None:
    """Why a person must look at a message whatever it says: a robot wrote it, or it names another's order."""
    if message.robot:
        return CardAttention(reason="robot", because=(str(message.robot.kind), *message.robot.because))
    key = author.customer.key if author.customer else ""
    others = [one.order for one in orders if one.is_named and one.order and one.order.customer not in ("", key)]
    if not key or not others:
        return None
    return CardAttention(reason="other-person", because=tuple(f"{one.number}: {one.customer}" for one in others))


def _customer(message: Incoming, author: Author, market: str, parts: Parts) -> CardCustomer:
    one = author.customer
    source = "" if one is None or author.is_new else "order" if author.by_order else "address"
    return CardCustomer(
        key=one.key if one else "", name=(one.display_name if one else "") or message.sender.name,
        address=message.sender.address, is_new=author.is_new, market=market, language=one.language if one else "",
        zone=parts.zone, local_time=parts.local_time, source=source,
    )  # fmt: skip


def _rating(answer: SurveyAnswer) -> CardRating:
    survey = answer.survey
    return CardRating(
        survey=survey.id, case=survey.case_number, kind=str(survey.kind), score=answer.score,
        highest=SCALES[survey.kind].highest, comment=answer.comment,
    )  # fmt: skip


def _order(one: NamedOrder) -> CardOrder:
    order = one.order
    return CardOrder(
        number=order.number if order else one.number, known=order is not None, status=order.status if order else "",
        promised=order.promised if order else "", delivered=order.delivered if order else "", is_named=one.is_named,
    )  # fmt: skip
