"""Mail that no person wrote: delivery reports, automatic replies, lists. Each verdict says what speaks for it.

Headers come first, words of subjects last. ``X-Auto-Response-Suppress`` proves nothing: Exchange puts it on the mail
of people.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from enum import StrEnum
from typing import Any, NamedTuple

from cscli.inbox.bodies import Mail
from cscli.inbox.headers import addresses, message_ids, plain_text
from cscli.reading.quotes_and_signatures.words import MailWords, folded

_AUTOMATIC = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-autoresponder", "x-mail-autoreply", "x-vacation")
_SENDERS = ("mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon")
_BULK = ("bulk", "list", "junk")
_AUTO_PRECEDENCE = ("auto_reply", "auto-reply", "autoreply")
_MOST_RECIPIENTS = 100
_LONGEST_HEADERS = 100_000


class RobotKind(StrEnum):
    """What kind of program wrote a mail."""

    BOUNCE = "bounce"
    AUTO_REPLY = "auto-reply"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryStatus:
    """What became of one recipient (RFC 3464): ``action`` is failed, delayed, delivered, relayed or expanded.

    ``status`` is an enhanced code such as 5.1.1; ``diagnostic`` is the other server's own sentence. Each may be empty.
    """

    recipient: str
    action: str
    status: str
    diagnostic: str


class OriginalMail(NamedTuple):
    """The mail that a report is about, as far as the report repeats it. Message-IDs have their brackets."""

    message_id: str = ""
    subject: str = ""
    references: tuple[str, ...] = ()


NO_MAIL = OriginalMail()


@dataclass(frozen=True, slots=True, kw_only=True)
class Robot:
    """A mail of a program: its kind, what speaks for it, and of a delivery report what it reports.

    ``original`` names the mail that a report is about.
    """

    kind: RobotKind
    because: tuple[str, ...]
    recipients: tuple[DeliveryStatus, ...] = ()
    original: OriginalMail = NO_MAIL

    @property
    def original_id(self) -> str:
        """The Message-ID of the mail that a report is about, with its brackets; empty if it does not say."""
        return self.original.message_id


def robot_of(mail: Mail, header: Mapping[str, str], subject: str, words: MailWords) -> Robot | None:
    """The robot that wrote a mail; None if a person may have written it.

    Args:
        mail: the parsed mail.
        header: the first value of each header field, by its name in small letters.
        subject: the decoded subject.
        words: the words of mail programs.
    """
    report = _report(mail, header)
    if report:
        return report
    automatic = tuple(_automatic(header))
    if automatic:
        return Robot(kind=RobotKind.AUTO_REPLY, because=automatic)
    lists = tuple(_of_a_list(header))
    if lists:
        return Robot(kind=RobotKind.LIST, because=lists)
    if _is_away_subject(subject, words, is_reply="in-reply-to" in header or "references" in header):
        return Robot(kind=RobotKind.AUTO_REPLY, because=(f"Subject: {subject[:60]}",))
    return None


def _report(mail: Mail, header: Mapping[str, str]) -> Robot | None:
    """A report about another mail: of its delivery, or that it was opened."""
    kind = str(mail.get_param("report-type") or "").lower() if mail.get_content_type() == "multipart/report" else ""
    if kind == "disposition-notification":
        return Robot(kind=RobotKind.AUTO_REPLY, because=("a receipt (report-type=disposition-notification)",))
    parts = list(_parts(mail)) if kind or mail.is_multipart() else []
    reports = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    because = ["a delivery report (RFC 3464)"] if kind == "delivery-status" or reports else []
    if "x-failed-recipients" in header:
        because.append("X-Failed-Recipients")
    sender = _daemon(header.get("from", ""))
    if sender and (because or header.get("return-path", "").strip() in ("<>", "")):
        because.append(f"From: {sender}")
    if not because:
        return None
    recipients = tuple(status for part in reports for status in _statuses(part))[:_MOST_RECIPIENTS]
    if not recipients:
        failed = addresses(header.get("x-failed-recipients", ""), _MOST_RECIPIENTS)
        recipients = tuple(
            DeliveryStatus(recipient=one.address, action="failed", status="", diagnostic="") for one in failed
        )
    return Robot(
        kind=RobotKind.BOUNCE, because=tuple(because), recipients=recipients, original=_original(parts, header)
    )


def _daemon(field: str) -> str:
    """The name under which a mail server writes; empty for anybody else."""
    if not any(name in field.lower() for name in _SENDERS):
        return ""
    name = next((one.address for one in addresses(field, 1)), "").partition("@")[0].lower()
    return name if name in _SENDERS else ""


def _parts(mail: Mail) -> Iterator[Mail]:
    """The parts of a mail, but not those of a mail that it encloses."""
    stack = [mail]
    while stack:
        part = stack.pop()
        yield part
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            inner: Any = part.get_payload()
            stack.extend(reversed(inner))


def _statuses(report: Mail) -> Iterator[DeliveryStatus]:
    """The recipients of a report: each has a block of fields, after the block about the whole mail."""
    blocks: Any = report.get_payload()
    for block in blocks if isinstance(blocks, list) else ():
        recipient = block.get("final-recipient") or block.get("original-recipient")
        if recipient is None:
            continue
        yield DeliveryStatus(
            recipient=plain_text(str(recipient).rpartition(";")[2]),
            action=plain_text(str(block.get("action", ""))).lower(),
            status=plain_text(str(block.get("status", ""))).partition(" ")[0],
            diagnostic=plain_text(str(block.get("diagnostic-code", "")).partition(";")[2].strip()),
        )


def _original(parts: list[Mail], header: Mapping[str, str]) -> OriginalMail:
    """The mail that a report is about: as it is enclosed, else as the report's own headers name it."""
    for part in parts:
        fields = _enclosed(part)
        if fields is None:
            continue
        subject, answered = str(fields.get("subject", "")), str(fields.get("references", ""))
        ids = message_ids(str(fields.get("message-id", "")))
        if ids or (subject and answered):
            return OriginalMail(ids[0] if ids else "", plain_text(subject), message_ids(answered))
    found = message_ids(header.get("in-reply-to", "") or header.get("references", ""))
    return OriginalMail(found[-1]) if found else NO_MAIL


def _enclosed(part: Mail) -> "Mail | None":
    """The headers of the mail that a part encloses; None where it encloses none."""
    kind = part.get_content_type()
    content: Any = part.get_payload()
    if kind == "message/rfc822" and isinstance(content, list) and content:
        inner: Mail = content[0]
        return inner
    if kind == "text/rfc822-headers" and isinstance(content, str):
        return HeaderParser().parsestr(content[:_LONGEST_HEADERS].lstrip())
    return None


def _automatic(header: Mapping[str, str]) -> Iterator[str]:
    submitted = header.get("auto-submitted", "no").partition(";")[0].strip().lower()
    if submitted not in ("no", ""):
        yield f"Auto-Submitted: {plain_text(submitted)[:40]}"
    yield from (name for name in _AUTOMATIC if header.get(name, "no").strip().lower() not in ("no", "false", "0"))
    precedence = header.get("precedence", "").strip().lower()
    if precedence in _AUTO_PRECEDENCE:
        yield f"Precedence: {precedence}"


def _of_a_list(header: Mapping[str, str]) -> Iterator[str]:
    yield from (name for name in ("list-id", "list-unsubscribe", "list-post") if name in header)
    precedence = header.get("precedence", "").strip().lower()
    if precedence in _BULK:
        yield f"Precedence: {precedence}"


def _is_away_subject(subject: str, words: MailWords, *, is_reply: bool) -> bool:
    """Whether a subject is that of an automatic reply: such words and a colon, or in an answer nothing else."""
    plain = folded(subject)
    for phrase in words.away.get(plain[:1], ()):
        if plain.startswith(phrase):
            rest = plain[len(phrase) :].lstrip()
            if rest.startswith(":") or (not rest.strip(" .!-") and is_reply):
                return True
    return False
