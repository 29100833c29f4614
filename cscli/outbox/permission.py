"""Whether a customer may be written to: what the hours of their market say, and what they agreed to or withdrew.

An answer to their own message needs no consent, and none can be withdrawn from it. What a customer withdrew is refused
whatever the market's rules are. What they gave stands where a rule asks for it. No option overrules either: a customer
who agreed again is recorded with ``cscli customer consent``.
"""

from typing import TYPE_CHECKING

from cscli.clock.market_hours import REPLY, SERVICE, ContactAnswer, Decision
from cscli.desk.customers.consents import ConsentPurpose, ContactConsent, standing_consents
from cscli.errors import RefusedError
from cscli.record.record import Record
from cscli.record.rows import cases

if TYPE_CHECKING:
    from cscli.desk.log import Interaction


def permitted(answer: ContactAnswer, consent: ContactConsent | None) -> ContactAnswer:
    """What the hours of a market answer, together with what the customer said of the channel and purpose."""
    if consent is None:
        return answer
    said = f"{consent.purpose} by {consent.channel} on {consent.at:%Y-%m-%d}."
    if not consent.given:
        return answer._replace(
            decision=Decision.BLOCKED, until=None, reason=f"The customer withdrew consent to {said}", basis="customer"
        )
    if answer.decision is Decision.CONSENT:
        return answer._replace(decision=Decision.ALLOWED, reason=f"The customer agreed to {said}")
    return answer


def purpose_in(record: Record, case: int | None, intent: str = "") -> str:
    """What a text is for: feedback if it is a survey, a reply in a case in which the customer wrote, else service."""
    if intent and _is_survey(intent):
        return str(ConsentPurpose.FEEDBACK)
    if case is not None and cases.is_heard(record, case):
        return REPLY
    return SERVICE


def _is_survey(intent: str) -> bool:
    from cscli.desk.feedback.survey import SITUATION  # noqa: PLC0415 - a reply in a case does without

    return intent == SITUATION


def consent_to(record: Record, key: str, channel: str, purpose: str) -> ContactConsent | None:
    """What a customer said last of a channel and purpose; None where they said nothing, or it is an answer."""
    if not key or purpose == REPLY:
        return None
    return standing_consents(record, [key], purpose).get((key, channel))


def withdrawal(record: Record, text: "Interaction") -> str:
    """Why a text must not leave now, in a sentence; empty where the customer withdrew nothing."""
    purpose = purpose_in(record, text.case_id, text.intent) if text.customer else REPLY
    consent = consent_to(record, text.customer, text.channel, purpose)
    return _sentence(consent) if consent and not consent.given else ""


def require_consent(record: Record, key: str, channel: str, purpose: str) -> None:
    """Refuse a text that the customer does not want.

    Args:
        record: the record.
        key: the customer; empty for somebody who is not stored.
        channel: how the text leaves.
        purpose: reply, service, feedback or marketing.

    Raises:
        RefusedError: ``consent-withdrawn``.
        UnavailableError: the record cannot be read.
    """
    refuse_withdrawn(consent_to(record, key, channel, purpose))


def refuse_withdrawn(consent: ContactConsent | None) -> None:
    """Refuse where what the customer said last withdraws.

    Raises:
        RefusedError: ``consent-withdrawn``.
    """
    if consent and not consent.given:
        key = consent.customer[:60]
        raise RefusedError(
            _sentence(consent),
            code="consent-withdrawn",
            hint=f"Answer a message of theirs with --item, or see: cscli customer consent {key}",
        )


def _sentence(consent: ContactConsent) -> str:
    key, day = consent.customer[:60], f"{consent.at:%Y-%m-%d}"
    return f"Customer {key!r} withdrew consent to {consent.purpose} by {consent.channel} on {day}."
