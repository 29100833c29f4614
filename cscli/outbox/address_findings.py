"""What is to be said about the address that a text goes to: mail to it came back."""

from cscli.desk.customers.customers import why_undeliverable
from cscli.markets.terms import Channel
from cscli.outbox.addressee import Addressee
from cscli.quality.finding import Finding, Severity
from cscli.record.record import Record

UNDELIVERABLE = "undeliverable-address"


def address_findings(record: Record, to: Addressee) -> tuple[Finding, ...]:
    """The warning that mail to a customer came back; none for a chat, or where nothing came back.

    Raises:
        UnavailableError: the record cannot be read.
    """
    if not to.email or to.reach.channel != Channel.EMAIL:
        return ()
    why = why_undeliverable(record, to.email)
    return (undeliverable_finding(to.email, why, Severity.WARNING),) if why else ()


def undeliverable_finding(address: str, why: str, severity: Severity) -> Finding:
    """The finding about an address; it is an error where nobody looks at each text."""
    return Finding(
        check=UNDELIVERABLE, severity=severity, message=f"Mail to {address[:80]} came back: {why}",
        suggestion="Ask for another address, or write on another channel.",
    )  # fmt: skip
