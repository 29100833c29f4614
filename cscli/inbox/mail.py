"""A mail as it came from the wire, read into a message. Whatever is broken, the text that is there is found.

Nothing is loaded, opened or believed: attachments are named and measured, dates and charsets are doubted, headers come
out on one line. The caller keeps the raw mail.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.parser import BytesHeaderParser, BytesParser
from email.policy import Compat32
from typing import Any

from cscli.inbox.bodies import Attachment, Body, Mail, body_of, rescued_text
from cscli.inbox.headers import NOBODY, Address, addresses, instant, message_ids, plain_text
from cscli.inbox.long_parts import shortened
from cscli.inbox.parts import MailPart
from cscli.inbox.robots import Robot, robot_of
from cscli.quality.finding import Finding, Severity
from cscli.reading.quotes_and_signatures.words import MailWords, shipped_words

Fields = Mapping[str, Sequence[str]]

FIRST = datetime(1995, 1, 1, tzinfo=UTC)  # an earlier Date is that of a clock that was never set
_AHEAD = timedelta(days=1)
_MOST_RECIPIENTS = 50
_LONGEST_SUBJECT = 1000
_LONGEST_HEAD = 200_000  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMail:
    """One mail.

    Attributes:
        message_id: with its angle brackets; empty where the mail has none.
        in_reply_to: the Message-ID that it answers, or empty.
        references: Message-IDs of the thread, oldest first.
        sender: who wrote, by From, else by Reply-To or Sender.
        to: the first 50 recipients of To and Cc.
        subject: decoded, on one line.
        at: when it was sent, in UTC; None where nothing in the mail can be believed.
        text: the whole text with quotes and signature, before ``cut``; quotes of HTML have ``> `` in front.
        is_html: whether the text was made from HTML.
        attachments: names and sizes, in order.
        robot: the program that wrote it; None for a person.
        findings: what was broken or doubtful.
    """

    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    sender: Address
    to: tuple[Address, ...]
    subject: str
    at: datetime | None
    text: str
    is_html: bool
    attachments: tuple[Attachment, ...]
    robot: Robot | None
    findings: tuple[Finding, ...]


class _AsWritten(Compat32):
    """The parser's policy with header values as they stand there; ``headers`` decodes them."""

    def header_fetch_parse(self, name: str, value: str) -> Any:  # noqa: ARG002 - the library's signature
        return value


_POLICY = _AsWritten()
_PARSER, _HEADER_PARSER = (kind(MailPart, policy=_POLICY) for kind in (BytesParser, BytesHeaderParser))


def read_mail(
    raw: bytes, *, now: datetime | None = None, words: MailWords | None = None, kept_at: datetime | None = None
) -> IncomingMail:
    """The message of a raw mail. Never raises: a mail that is broken beyond MIME gives the text that is there.

    Args:
        raw: the mail with its headers, any line ends.
        now: the current instant; a Date more than a day later is not believed.
        words: the words of mail programs; those that ship where none are given.
        kept_at: when its mailbox took it in; taken where nothing in the mail itself says when it was sent.
    """
    short, removed = shortened(raw)
    findings: list[Finding] = []
    parser = _PARSER if _may_have_parts(short) else _HEADER_PARSER  # the latter does not look at each line of a text
    try:
        mail = parser.parsebytes(short)
        body = body_of(mail, removed)
    except (RecursionError, ValueError, LookupError, AssertionError, AttributeError, TypeError):
        mail = _HEADER_PARSER.parsebytes(short)
        body = Body(text=rescued_text(short))
        findings.append(_finding("broken-mail", "The parts of the mail are broken; the first text in it was taken."))
    fields = _fields(mail)
    subject = plain_text(_first(fields, "subject"))[:_LONGEST_SUBJECT]
    references = message_ids(_first(fields, "references"))
    answered = message_ids(_first(fields, "in-reply-to"))
    ids = message_ids(_first(fields, "message-id"))
    at, doubts = _sent_at(fields, now, kept_at)
    to, recipients = _recipients(fields)
    findings += [*doubts, *(_finding(check, message) for check, message in body.findings), *recipients]
    return IncomingMail(
        message_id=ids[0] if ids else "",
        in_reply_to=answered[0] if answered else "",
        references=references,
        sender=_sender(fields),
        to=to,
        subject=subject,
        at=at,
        text=body.text,
        is_html=body.is_html,
        attachments=body.attachments,
        robot=robot_of(
            mail, {name: values[0] for name, values in fields.items()}, subject, body.text, words or shipped_words()
        ),
        findings=tuple(findings),
    )


def recipients_of(raw: bytes) -> tuple[Address, ...]:
    """To whom a raw mail went: the first 50 recipients of To and Cc."""
    head = raw[: max(raw.find(b"\n\n"), raw.find(b"\r\n\r\n")) + 1 or len(raw)][:_LONGEST_HEAD]
    return _recipients(_fields(_HEADER_PARSER.parsebytes(head)))[0]


def _may_have_parts(raw: bytes) -> bool:
    lowered = raw.lower()
    return b"multipart/" in lowered or b"message/" in lowered


def _fields(mail: Mail) -> Fields:
    """The values of each header field by its name in small letters, as they stand there."""
    found: dict[str, list[str]] = {}
    for name, value in mail.items():
        found.setdefault(name.lower(), []).append(str(value))
    return found


def _first(fields: Fields, name: str) -> str:
    return fields.get(name, ("",))[0]


def _sender(fields: Fields) -> Address:
    """Who wrote: the first field that holds an address."""
    named = NOBODY
    for field in ("from", "reply-to", "sender", "return-path"):
        for one in addresses(_first(fields, field), 1):
            named = named if named.name else one
            if one.address:
                return Address(name=named.name or one.name, address=one.address)
    return named


def _recipients(fields: Fields) -> tuple[tuple[Address, ...], tuple[Finding, ...]]:
    lists = [value for name in ("to", "cc") for value in fields.get(name, ())]
    found = tuple(one for value in lists for one in addresses(value, _MOST_RECIPIENTS))[:_MOST_RECIPIENTS]
    named = sum(value.count("@") for value in lists)
    if named <= _MOST_RECIPIENTS:
        return found, ()
    return found, (_finding("many-recipients", f"The mail went to about {named:,} recipients.", Severity.INFO),)


def _sent_at(
    fields: Fields, now: datetime | None, kept_at: datetime | None
) -> tuple[datetime | None, tuple[Finding, ...]]:
    """When the mail was sent, and what is doubtful about it.

    Where Date fails, the servers that took it in are asked, and then its mailbox.
    """
    latest = now + _AHEAD if now else None
    said = _first(fields, "date")
    found = instant(said) if said else None
    if found and _is_likely(found, latest):
        return found, ()
    received = (instant(line.rpartition(";")[2]) for line in fields.get("received", ()))
    at = next((one for one in received if one and _is_likely(one, latest)), None)
    what = f"The mail's date ({plain_text(said)[:60]}) cannot be right" if said else "The mail has no date"
    taken = "that of its arrival was taken." if at else "none was taken."
    if at is None and kept_at and _is_likely(kept_at, latest):
        at, taken = kept_at, "the time at which its mailbox kept it was taken."
    return at, (_finding("doubtful-date" if said else "no-date", f"{what}; {taken}"),)


def _is_likely(at: datetime, latest: datetime | None) -> bool:
    return at >= FIRST and (latest is None or at <= latest)


def _finding(check: str, message: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(check=check, severity=severity, message=message)
