"""What comes out of a bulk run, a row at a time; named tuples, as they pass between processes by the million."""

from enum import StrEnum
from typing import NamedTuple

from cscli.bulk.send_rate import Sending
from cscli.outbox.outgoing import Outgoing
from cscli.outbox.record import PreparedSent
from cscli.quality.finding import Finding


class RowStatus(StrEnum):
    """How a row ended; a skipped one belongs to another row, or was done before."""

    DONE = "done"
    REJECTED = "rejected"
    SKIPPED = "skipped"


class Outcome(NamedTuple):
    """What became of a row. ``digest`` is of template, values and language, in hexadecimal; empty for a rejected row.

    ``send_at`` is an RFC 3339 instant in UTC, ``send_local`` the same in the customer's zone, ``send_reason`` why then.
    ``code`` and ``reason`` say why a row was rejected, ``hint`` says what to do. ``ready`` is what the record keeps of
    a reply that was done, ready to be kept; ``outgoing`` is the same of one that is yet to be translated. Both are None
    where nothing is recorded. ``wanted`` is the language that the customer should have had, where there is no template
    in it; ``kept`` are words of the row that no translation may change.
    """

    number: int
    line: int
    key: str
    status: RowStatus
    market: str = ""
    language: str = ""
    channel: str = ""
    subject: str = ""
    body: str = ""
    to: str = ""
    send_at: str = ""
    send_local: str = ""
    send_reason: str = ""
    findings: tuple[Finding, ...] = ()
    digest: str = ""
    code: str = ""
    reason: str = ""
    hint: str = ""
    outgoing: Outgoing | None = None
    ready: PreparedSent | None = None
    wanted: str = ""
    kept: tuple[str, ...] = ()

    @classmethod
    def done(  # noqa: PLR0913, PLR0917 - a reply's own facts
        cls, number: int, line: int, key: str, market: str, language: str, channel: str, subject: str, body: str,
        to: str, sending: Sending, findings: tuple[Finding, ...], digest: str, outgoing: Outgoing | None,
        ready: PreparedSent | None, wanted: str, kept: tuple[str, ...],
    ) -> "Outcome":  # fmt: skip
        """A row that became a reply. The fields are put in their places by hand, which takes half the time."""
        return tuple.__new__(cls, (
            number, line, key, RowStatus.DONE, market, language, channel, subject, body, to, *sending, findings, digest,
            "", "", "", outgoing, ready, wanted, kept,
        ))  # fmt: skip

    def rejected(self, code: str, reason: str, hint: str = "") -> "Outcome":
        """The same row, rejected."""
        return rejected(self.number, self.line, self.key, code, reason, hint)


def rejected(number: int, line: int, key: str, code: str, reason: str, hint: str = "") -> Outcome:  # noqa: PLR0917, PLR0913 - a row's own facts
    """The outcome of a row that became no reply."""
    return Outcome(number=number, line=line, key=key, status=RowStatus.REJECTED, code=code, reason=reason, hint=hint)
