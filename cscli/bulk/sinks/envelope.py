"""Who sends the mails of a run."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What a mail needs beyond its outcome: who sends it, and its date where the outcome has no ``send_at``.

    ``sender`` is an e-mail address, and may be empty where no mails are written. ``started_at`` is an aware instant.
    """

    sender: str
    sender_name: str
    started_at: datetime
