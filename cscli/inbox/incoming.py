"""One message that came in, from whatever source: what the writer said, and what else is known of it.

A message has an origin, so that it is recorded once: its Message-ID, the id that its channel gave it, or a digest of
who wrote what and when.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from cscli.digests import blake2b
from cscli.inbox.headers import NOBODY, Address, addresses, one_line_of
from cscli.quality.finding import Finding, Severity
from cscli.reading.quotes_and_signatures.cut import cut
from cscli.reading.quotes_and_signatures.words import MailWords, shipped_words
from cscli.text import is_visible, rfc3339, storable

if TYPE_CHECKING:
    from cscli.inbox.bodies import Attachment
    from cscli.inbox.mail import IncomingMail
    from cscli.inbox.robots import Robot

LONGEST = 1_000_000
_LONGEST_ORIGIN = 200
_LONGEST_NAME = 300
_SHORTEST_PHONE = 5  # digits; fewer are the number of something else
_FEW_WORDS = 40  # characters


class Said(NamedTuple):
    """What is said about a message beside its text; each part may be empty."""

    sender: Address = NOBODY
    channel: str = ""
    subject: str = ""
    at: datetime | None = None
    id: str = ""


class Incoming(NamedTuple):
    """A message.

    Attributes:
        text: the writer's own words.
        whole: all of it, with quotes and signature.
        in_context: the own words between the quoted lines that they answer; empty where they stand alone.
        quoted: what was cut off as quoted, or empty.
        signature: what was cut off as the signature, or empty.
        sender: name and address (mail, or a phone number); either may be empty.
        channel: email, chat, phone, sms, whatsapp ...
        subject: on one line.
        at: when it was written, in UTC; None where nobody says.
        origin: what it is recorded under.
        message_id: without angle brackets; empty for what is no mail.
        thread: Message-IDs that it may answer, without angle brackets, the surest first.
        attachments: names and sizes.
        robot: the program that wrote it; None for a person.
        findings: what is doubtful about it.
        raw: the mail as it came; empty for a text.
    """

    text: str
    whole: str
    in_context: str = ""
    quoted: str = ""
    signature: str = ""
    sender: Address = NOBODY
    channel: str = "email"
    subject: str = ""
    at: datetime | None = None
    origin: str = ""
    message_id: str = ""
    thread: tuple[str, ...] = ()
    attachments: "tuple[Attachment, ...]" = ()
    robot: "Robot | None" = None
    findings: tuple[Finding, ...] = ()
    raw: bytes = b""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read in it."""
        return not is_visible(self.text) and not self.attachments and not self.subject

    def cut_by(self, parents: Sequence[str], words: MailWords | None = None) -> "Incoming":
        """The message with its own words told from what it quotes; ``parents`` are texts that it may answer."""
        found = cut(self.whole, parents, words)
        doubts = self.findings
        if found.in_context:
            message = "The answers stand between quoted lines; the quoted part shows what they answer."
            doubts = (*doubts, Finding(check="inline-reply", severity=Severity.INFO, message=message))
        return self._replace(
            text=found.text, quoted=found.quoted, signature=found.signature, in_context=found.in_context,
            findings=doubts,
        )  # fmt: skip


def sender_of(typed: str) -> Address:
    """Who ``Anna <anna@example.de>``, an address, a phone number or a name is."""
    text = one_line_of(typed)[:_LONGEST_NAME]
    if "@" in text:
        return next(iter(addresses(text, 1)), Address(name=text, address=""))
    is_phone = (
        bool(text)
        and not set(text) - set("+0123456789 ()-./\u2011\xa0")
        and sum(map(str.isdecimal, text)) >= _SHORTEST_PHONE
    )
    return Address(name="", address=text) if is_phone else Address(name=text, address="")


def text_message(text: str, said: Said, *, now: datetime) -> Incoming:
    """The message of a pasted or piped text, uncut."""
    whole = storable(text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")).strip("\n\ufeff")[:LONGEST]
    channel = said.channel or ("email" if "@" in said.sender.address or not said.sender.address else "chat")
    return Incoming(
        text=whole, whole=whole, sender=said.sender, channel=channel, subject=one_line_of(said.subject), at=said.at,
        origin=_origin(said, whole, channel, now),
    )  # fmt: skip


def mail_message(
    raw: bytes, said: Said, *, now: datetime, words: MailWords | None = None, kept_at: datetime | None = None
) -> Incoming:
    """The message of a raw mail, uncut; what is ``said`` wins over what the mail says, and that over ``kept_at``."""
    from cscli.inbox.mail import read_mail  # noqa: PLC0415 - a pasted text is not a mail

    mail = read_mail(raw, now=now, words=words or shipped_words(), kept_at=kept_at)
    sender = said.sender if said.sender.address or said.sender.name else mail.sender
    text = storable(mail.text).strip("\n\ufeff")
    own_id = mail.message_id.strip("<>")
    known = Said(sender=sender, channel=said.channel or "email", subject=mail.subject, at=mail.at, id=said.id)
    return Incoming(
        text=text, whole=text, sender=sender, channel=known.channel, subject=one_line_of(said.subject) or mail.subject,
        at=said.at or mail.at, origin=own_id[:_LONGEST_ORIGIN] or _origin(known, text, "email", now), message_id=own_id,
        thread=_thread(mail), attachments=mail.attachments, robot=mail.robot, findings=mail.findings, raw=raw,
    )  # fmt: skip


def _thread(mail: "IncomingMail") -> tuple[str, ...]:
    """The Message-IDs that a mail may answer, the surest first; without their brackets."""
    original = mail.robot.original_id if mail.robot else ""
    found = (original, mail.in_reply_to, *reversed(mail.references))
    return tuple(dict.fromkeys(one.strip("<>") for one in found if one))


def _origin(said: Said, text: str, channel: str, now: datetime) -> str:
    """What a message without a Message-ID is recorded under.

    The same text of the same writer is the same message, unless other dates are given. A few words such as "thanks" are
    another message on another day.
    """
    if said.id:
        return f"{channel}:{one_line_of(said.id)}"[:_LONGEST_ORIGIN]
    at = rfc3339(said.at) if said.at else rfc3339(now)[:10] if len(text) < _FEW_WORDS else ""
    parts = (said.sender.address.casefold() or said.sender.name, at, said.subject, text)
    digest = blake2b("\x00".join(part or "" for part in parts).encode("utf-8", "replace"), digest_size=20)
    return f"text:{digest.hexdigest()}"
