"""Mail that no person wrote: delivery reports, automatic replies, lists. Each verdict says what speaks for it.

Headers come first, words of subjects last. ``X-Auto-Response-Suppress`` proves nothing: Exchange puts it on the mail
of people.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cscli.inbox.bodies import Mail
from cscli.inbox.delivery_reports import (
    NO_MAIL,
    DeliveryStatus,
    OriginalMail,
    ReportInWords,
    is_report,
    original_mail,
    parts_of,
    report_in_words,
    statuses,
)
from cscli.inbox.headers import addresses, plain_text
from cscli.reading.quotes_and_signatures.words import MailWords, folded

_AUTOMATIC = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-autoresponder", "x-mail-autoreply", "x-vacation")
_SENDERS = ("mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon", "mdaemon")
_REPORT_HEADERS = ("X-Failed-Recipients", "X-MDDSN-Message")
_BULK = ("bulk", "list", "junk")
_AUTO_PRECEDENCE = ("auto_reply", "auto-reply", "autoreply")
_MOST_RECIPIENTS = 100


class RobotKind(StrEnum):
    """What kind of program wrote a mail."""

    BOUNCE = "bounce"
    AUTO_REPLY = "auto-reply"
    LIST = "list"


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


def robot_of(mail: Mail, header: Mapping[str, str], subject: str, text: str, words: MailWords) -> Robot | None:
    """The robot that wrote a mail; None if a person may have written it.

    Args:
        mail: the parsed mail.
        header: the first value of each header field, by its name in small letters.
        subject: the decoded subject.
        text: the text of the mail.
        words: the words of mail programs.
    """
    report = _report(mail, header, subject, text)
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


def _report(mail: Mail, header: Mapping[str, str], subject: str, text: str) -> Robot | None:
    """A report about another mail: of its delivery, or that it was opened."""
    kind = str(mail.get_param("report-type") or "").lower() if mail.get_content_type() == "multipart/report" else ""
    if kind == "disposition-notification":
        return Robot(kind=RobotKind.AUTO_REPLY, because=("a receipt (report-type=disposition-notification)",))
    parts = list(parts_of(mail)) if kind or mail.is_multipart() else []
    reports = [part for part in parts if is_report(part)]
    because = ["a delivery report (RFC 3464)"] if kind == "delivery-status" or reports else []
    because += [name for name in _REPORT_HEADERS if name.lower() in header]
    sender = _daemon(header.get("from", ""))
    if sender and (because or header.get("return-path", "").strip() in ("<>", "")):
        because.append(f"From: {sender}")
    if not because:
        return None
    told = ReportInWords() if reports else report_in_words(f"{subject}\n{text}")
    recipients = tuple(status for part in reports for status in statuses(part))
    original = original_mail(parts, header)
    return Robot(
        kind=RobotKind.BOUNCE, because=tuple(because),
        recipients=(recipients or told.recipients or _failed(header))[:_MOST_RECIPIENTS],
        original=original if original != NO_MAIL else told.original,
    )  # fmt: skip


def _failed(header: Mapping[str, str]) -> tuple[DeliveryStatus, ...]:
    """The recipients whom a header names, where the report says nothing else of them."""
    found = addresses(header.get("x-failed-recipients", ""), _MOST_RECIPIENTS)
    return tuple(DeliveryStatus(recipient=one.address, action="failed", status="", diagnostic="") for one in found)


def _daemon(field: str) -> str:
    """The name under which a mail server writes; empty for anybody else."""
    if not any(name in field.lower() for name in _SENDERS):
        return ""
    name = next((one.address for one in addresses(field, 1)), "").partition("@")[0].lower()
    return name if name in _SENDERS else ""


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
