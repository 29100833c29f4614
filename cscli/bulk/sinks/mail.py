"""An outcome as an e-mail message: the same bytes in every process and year.

Nothing in it is drawn by lot or taken from a clock: the Message-ID comes from the row's number and digest, the date
from the outcome or the run.
"""

from datetime import datetime
from functools import lru_cache

from cscli.bulk.rows.outcome import Outcome
from cscli.bulk.sinks.envelope import Envelope
from cscli.outbox.mail import Mail, sender_address
from cscli.outbox.mail import message as mail_bytes
from cscli.reading.mail_address import Address, address_of


@lru_cache(maxsize=4)
def sender_of(envelope: Envelope) -> Address:
    """Who sends the mails of a run.

    Raises:
        UsageError: ``envelope.sender`` is not an e-mail address.
    """
    return sender_address(envelope.sender, envelope.sender_name)


def message(outcome: Outcome, envelope: Envelope) -> bytes:
    """The mail for an outcome that is done, with lines that end in CR LF.

    ``outcome.to`` is an address with or without a name; any other text is left out, so that nobody gets the mail.
    ``X-CSCLI-Key`` and ``X-CSCLI-Send-At`` are for whoever delivers it.

    Raises:
        UsageError: the envelope's sender is not an address.
    """
    sender = sender_of(envelope)
    sent = datetime.fromisoformat(outcome.send_at) if outcome.send_at else envelope.started_at
    return mail_bytes(
        Mail(
            sender=sender, to=address_of(outcome.to), subject=outcome.subject, body=outcome.body,
            language=outcome.language, date=sent, message_id=f"{outcome.number}.{outcome.digest}@{sender.domain}",
            more=(("X-CSCLI-Key", outcome.key), ("X-CSCLI-Send-At", outcome.send_at)),
        )
    )  # fmt: skip
