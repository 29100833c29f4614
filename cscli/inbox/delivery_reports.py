"""What a delivery report says: of whom, with which code, and which mail it repeats.

Most servers write a report for programs (RFC 3464, in UTF-8 RFC 6533). qmail, older releases of Exim, Yahoo and GMX
write words alone: the addresses stand at the beginnings of lines, the server's answer behind each, the mail last.
Others put labels before what they say (``labelled_reports``).
"""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.parser import HeaderParser
from typing import Any, NamedTuple

from cscli.inbox.bodies import Mail
from cscli.inbox.headers import instant, message_ids, plain_text
from cscli.inbox.labelled_reports import labelled_report

_REPORTS = ("message/delivery-status", "message/global-delivery-status")
_WHOLE_MAILS = ("message/rfc822", "message/global", "message/global-headers")
_LONGEST = 100_000
_BLANK = re.compile(r"\n[ \t]*\n")
_KIND = re.compile(r"[A-Za-z][\w-]*;")  # before an address or the words of a server
_REPEATED = re.compile(
    r"^(?:return-path|received|message-id|dkim-signature|mime-version|from|to|date|subject):",
    re.IGNORECASE | re.MULTILINE,
)
_FAILED = re.compile(
    r"^[ \t]{0,8}<?([^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"@]{1,253})[>:]{0,2}[ \t]*$", re.MULTILINE
)
_NO_SUCH_USER = re.compile(  # MDaemon
    r"^[ \t]{0,8}<?([!-;=?-~]{1,64}@[A-Za-z0-9.-]{1,253})>? - ([^\n]{1,300})$", re.MULTILINE
)
_CODE = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
_ANSWER = re.compile(r"\b([45])\d\d[ :-]")
_DELAYED = re.compile(r"\bdelayed\b|not yet been delivered|\bdelay reason", re.IGNORECASE)


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
    """The mail that a report is about, as far as the report repeats it. Message-IDs have their brackets.

    ``at`` is when it was sent, in UTC.
    """

    message_id: str = ""
    subject: str = ""
    references: tuple[str, ...] = ()
    at: datetime | None = None


_KEPT_ID = "-original-message-id"  # ends headers in which relays keep the Message-ID that they replace

NO_MAIL = OriginalMail()


class ReportInWords(NamedTuple):
    """What a report says that is written for people alone."""

    recipients: tuple[DeliveryStatus, ...] = ()
    original: OriginalMail = NO_MAIL


def parts_of(mail: Mail) -> Iterator[Mail]:
    """The parts of a mail, but not those of a mail that it encloses."""
    stack = [mail]
    while stack:
        part = stack.pop()
        yield part
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            inner: Any = part.get_payload()
            stack.extend(reversed(inner))


def is_report(part: Mail) -> bool:
    """Whether a part is a report for programs."""
    return part.get_content_type() in _REPORTS


def statuses(report: Mail) -> Iterator[DeliveryStatus]:
    """The recipients of a report for programs: each has a block of fields, after the block about the whole mail."""
    for block in _blocks(report):
        recipient = block.get("final-recipient") or block.get("original-recipient")
        if recipient is None:
            continue
        yield DeliveryStatus(
            recipient=_without_kind(str(recipient)).strip("<>"),
            action=plain_text(str(block.get("action", ""))).lower(),
            status=plain_text(str(block.get("status", ""))).partition(" ")[0],
            diagnostic=_without_kind(str(block.get("diagnostic-code", ""))),
        )


def original_mail(parts: list[Mail], header: Mapping[str, str]) -> OriginalMail:
    """The mail that a report is about: as it is enclosed, else as the report's own headers name it."""
    enclosed = (_named(fields) for part in parts if (fields := _enclosed(part)) is not None)
    found = next((one for one in enclosed if one != NO_MAIL), NO_MAIL)
    found_ids = message_ids(header.get("in-reply-to", "") or header.get("references", ""))
    return found._replace(message_id=found_ids[-1]) if found_ids and not found.message_id else found


def report_in_words(text: str) -> ReportInWords:
    """What a text says of a mail that could not be delivered, which it repeats below."""
    text = text[:_LONGEST]
    begin = _REPEATED.search(text)
    said = text[: begin.start()] if begin else text
    action = "delayed" if _DELAYED.search(said) else "failed"
    found = list(_FAILED.finditer(said))
    ends = [*(one.start() for one in found[1:]), len(said)]
    recipients = tuple(
        _status(one[1].rstrip("."), action, said[one.end() : end]) for one, end in zip(found, ends, strict=False)
    )
    original = _named(HeaderParser().parsestr(text[begin.start() :])) if begin else NO_MAIL
    return ReportInWords(recipients, original) if recipients else _labelled(said, action, original)


def _labelled(said: str, action: str, original: OriginalMail) -> ReportInWords:
    """What a report says behind labels, or behind an address and a hyphen."""
    told = labelled_report(said)
    if not told.recipients:
        found = _NO_SUCH_USER.finditer(said)
        return ReportInWords(tuple(_status(one[1], action, one[2]) for one in found), original)
    ids, words = message_ids(told.message_id), told.words.replace("\n", " ")
    own = OriginalMail(ids[0] if ids else "", plain_text(told.subject), (), told.at)
    recipients = tuple(_status(one, action, words) for one in told.recipients)
    return ReportInWords(recipients, own if original == NO_MAIL else original)


def _status(recipient: str, action: str, words: str) -> DeliveryStatus:
    """What a report says behind an address, up to the empty line at its end."""
    words = _BLANK.split(words.strip("\n"), maxsplit=1)[0]
    code, answer = _CODE.search(words), _ANSWER.search(words)
    status = code[1] if code else f"{answer[1]}.0.0" if answer else ""
    return DeliveryStatus(recipient=recipient, action=action, status=status, diagnostic=plain_text(words))


def _named(fields: Mail) -> OriginalMail:
    """The mail that some headers are of; ``NO_MAIL`` where they do not tell it from others."""
    subject, answered = str(fields.get("subject", "")), str(fields.get("references", ""))
    at = instant(str(fields.get("date", "")))
    kept = (str(value) for name, value in fields.items() if name.lower().endswith(_KEPT_ID))
    ids = message_ids(" ".join((*kept, str(fields.get("message-id", "")))))
    if ids or (subject and (answered or at)):
        return OriginalMail(ids[0] if ids else "", plain_text(subject), message_ids(answered), at)
    return NO_MAIL


def _blocks(report: Mail) -> Iterator[Mail]:
    """The blocks of fields of a report; the parser takes the first block of one in UTF-8 for the head of a mail."""
    blocks: Any = report.get_payload()
    for block in blocks if isinstance(blocks, list) else ():
        yield block
        text = _without_base64(report, block)
        if ":" in text:
            yield from map(HeaderParser().parsestr, _BLANK.split(text.strip("\n")))


def _enclosed(part: Mail) -> "Mail | None":
    """The headers of the mail that a part encloses; None where it encloses none."""
    kind = part.get_content_type()
    content: Any = part.get_payload()
    if kind in _WHOLE_MAILS and isinstance(content, list) and content:
        inner: Mail = content[0]
        return inner if inner.keys() else HeaderParser().parsestr(_without_base64(part, inner).lstrip())
    if kind == "text/rfc822-headers" and isinstance(content, str):
        return HeaderParser().parsestr(_text(part.get_payload(decode=True)).lstrip())
    return None


def _without_base64(part: Mail, block: Mail) -> str:
    """The text of a block without fields; some servers encode the whole part, though no standard allows it."""
    raw: Any = block.get_payload(decode=True)
    if isinstance(raw, bytes) and str(part.get("content-transfer-encoding", "")).strip().lower() == "base64":
        coded = b"".join(raw[: 2 * _LONGEST].split())
        try:
            raw = b64decode(coded[: len(coded) // 4 * 4])
        except (binascii.Error, ValueError):
            return ""
    return _text(raw)


def _text(raw: Any) -> str:
    return raw[:_LONGEST].decode("utf-8", "replace").replace("\r\n", "\n") if isinstance(raw, bytes) else ""


def _without_kind(field: str) -> str:
    """An address or a sentence without the word before it that says of which kind it is, such as ``rfc822;``."""
    return plain_text(_KIND.sub("", field.strip(), count=1) if _KIND.match(field.strip()) else field)
