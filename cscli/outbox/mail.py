r"""A text for a customer as an e-mail message: the same bytes in every process and year, whatever its texts hold.

Nothing in it is drawn by lot or taken from a clock: Message-ID and date are given, and the boundary comes from the
Message-ID. Texts of customers cannot leave their place: a header is one line, encoded; a body is quoted-printable or
base64, so no line of it is longer than 76 characters and none begins with ``From ``.

The parts are put together here from the standard library's encoders. Its newer message classes take three times as
long, and in Python 3.11 their headers put spaces into long names and drop a ``=?`` that stands in a text.
"""

import base64
import html
import quopri
import re
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime
from typing import NamedTuple

from cscli.digests import blake2b
from cscli.errors import UsageError
from cscli.reading.mail_address import Address, address_of
from cscli.text import is_right_to_left, one_line, printable, storable

LONGEST = 900  # characters of a header: what is longer was never meant as one, and folding it takes long

_WORDS = re.compile(r"[A-Za-z0-9 '-]{0,60}")
_PLAIN = re.compile(r"[ -~]{0,60}")
_SPACES = re.compile(r"[\t\n\v\f\r \x1c-\x1f\x85\u2028\u2029]+")  # not those that keep a line together
_OVERRIDES = dict.fromkeys(range(0x202A, 0x202F))
_MOST_REFERENCES = 20
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,240}@[!-;=?-~]{1,240}>")


def named_address(name: str, typed: str) -> str:
    """What a mail's ``to`` is: name and address; empty when ``typed`` holds none that can be read."""
    found = address_of(typed)
    if not found:
        return ""
    bare, whose = f"{found.local}@{found.domain}", " ".join(name.split()) or found.name
    return f"{whose} <{bare}>" if whose else bare


def sender_address(typed: str, name: str) -> Address:
    """Who sends: an address as typed, with the name of the shop where there is one.

    Raises:
        UsageError: ``typed`` is not an e-mail address.
    """
    found = address_of(typed)
    if found is None:
        said = f"{typed[:100]!r} is not one" if typed else "there is none"
        raise UsageError(
            f"A mail needs the address of its sender; {said}.",
            code="bad-sender",
            hint="Set it: cscli config set smtp.sender support@shop.example. bulk run takes --sender, too.",
        )
    return found._replace(name=one_line(name) or found.name)


class Mail(NamedTuple):
    """What a message is made of. ``date`` is an instant; ``message_id`` has no angle brackets.

    ``in_reply_to`` and ``references`` are ids of messages, with their brackets, oldest first; what is not an id is left
    out. ``more`` are further headers. ``to`` is None where the address could not be read: then nobody gets the mail.
    """

    sender: Address
    to: Address | None
    subject: str
    body: str
    language: str
    date: datetime
    message_id: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    more: tuple[tuple[str, str], ...] = ()


def message(mail: Mail) -> bytes:
    """A mail as bytes, with lines that end in CR LF.

    Plain text, and for right-to-left languages HTML beside it. A part of an address before the ``@`` that is not ASCII
    stands as UTF-8, as RFC 6532 has it.
    """
    headers = [
        _addressed("From", mail.sender),
        _addressed("To", mail.to) if mail.to else "",
        _header("Subject", mail.subject),
        f"Date: {format_datetime(mail.date.astimezone(UTC))}\r\n",
        f"Message-ID: <{mail.message_id}>\r\n",
        *_thread(mail),
        _header("Content-Language", mail.language),
        *(_header(name, text) for name, text in mail.more),
    ]
    return "".join(headers).encode() + _content(mail)


def _thread(mail: Mail) -> list[str]:
    """The headers that put a mail under those it answers: the first message, and the newest ones of a long exchange."""
    several = [one for one in dict.fromkeys((*mail.references, mail.in_reply_to)) if _MESSAGE_ID.fullmatch(one)]
    if len(several) > _MOST_REFERENCES:
        several = [several[0], *several[1 - _MOST_REFERENCES :]]
    parent = f"In-Reply-To: {mail.in_reply_to}\r\n" if mail.in_reply_to in several else ""
    joined = "\r\n ".join(several)
    return [parent, f"References: {joined}\r\n" if several else ""]


def _content(mail: Mail) -> bytes:
    body = _body(mail.body)
    plain = _part("plain", body)
    if not is_right_to_left(mail.language):
        return b"MIME-Version: 1.0\r\n" + plain
    # "=_" is in no base64 and no quoted-printable, so no text can end the part it stands in.
    boundary = f"=_{blake2b(mail.message_id.encode(), digest_size=16).hexdigest()}"
    head = f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{boundary}"\r\n'.encode()
    between = f"\r\n--{boundary}".encode()
    page = _part("html", _page(body, mail))
    return head + between + b"\r\n" + plain + between + b"\r\n" + page + between + b"--\r\n"


def _part(subtype: str, text: str) -> bytes:
    """A text with its own headers, in whichever encoding is shorter.

    It is base64 too where a line could begin with ``From ``, which some mailboxes change.
    """
    encoding, data = "quoted-printable", text.encode()
    foreign = len(data) - len(text)  # at least one for each character that is not ASCII
    if "From " in text or foreign * 8 > len(data):
        encoding, data = "base64", base64.encodebytes(data.replace(b"\n", b"\r\n"))
    else:
        data = quopri.encodestring(data)
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode() + data.replace(b"\n", b"\r\n")


def _body(text: str) -> str:
    """The text with one kind of line end, control characters as pictures and nothing that overrides direction."""
    text = printable(storable(text.replace("\r\n", "\n").replace("\r", "\n"))).translate(_OVERRIDES)
    return text if text.endswith("\n") else text + "\n"


def _page(body: str, mail: Mail) -> str:
    paragraphs = [html.escape(p).replace("\n", "<br>\n") for p in re.split(r"\n{2,}", body.strip("\n"))]
    language = html.escape(one_line(mail.language))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="rtl">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html.escape(_one_line(mail.subject))}</title>\n</head>\n<body>\n"
        + "".join(f"<p>{p}</p>\n" for p in paragraphs)
        + "</body>\n</html>\n"
    )


def _header(name: str, text: str) -> str:
    """A header on as many lines as it needs; none for an empty text."""
    text = _one_line(text)
    if not text:
        return ""
    if _PLAIN.fullmatch(text) and "=?" not in text:
        return f"{name}: {text}\r\n"
    return f"{name}: {_encoded(text, after=len(name) + 2)}\r\n"


def _addressed(header: str, address: Address) -> str:
    bare = f"{address.local}@{address.domain}"
    name = address.name[:LONGEST]
    if not name:
        return f"{header}: {bare}\r\n"
    if _WORDS.fullmatch(name):
        return f"{header}: {name} <{bare}>\r\n"
    return f"{header}: {_encoded(name, after=len(header) + 2)}\r\n <{bare}>\r\n"


def _encoded(text: str, *, after: int) -> str:
    """A text as encoded words (RFC 2047), the first line ``after`` characters shorter."""
    return Header(text, "utf-8", maxlinelen=76, header_name="x" * (after - 2)).encode(linesep="\r\n")


def _one_line(text: str) -> str:
    """A text for a header: one line, without what overrides direction; isolates stay, replies need them."""
    text = _SPACES.sub(" ", _body(text)).strip(" ")
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "\N{HORIZONTAL ELLIPSIS}"
