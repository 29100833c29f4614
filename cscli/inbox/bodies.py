"""The text of a parsed mail, and what is attached to it."""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from cscli.inbox.charsets import decoded
from cscli.inbox.headers import one_line_of, plain_text
from cscli.inbox.html_text import has_quote_marks, html_text
from cscli.inbox.long_parts import removed_in, without_marks

if TYPE_CHECKING:
    from email.message import Message

Mail: TypeAlias = "Message[Any, Any]"

LONGEST_TEXT = 1_000_000
_MOST_PARTS = 2000
_MOST_ATTACHMENTS = 200
_LONGEST_NAME = 255
_PLACEHOLDER = 0.2  # a plain text of less than this share of the HTML's words only says that there is HTML
_PLACEHOLDER_WORDS = 40
_TAGS = re.compile(r"<[^>]{0,2000}>")
_TEXT_PART = re.compile(rb"content-type:\s*text/(?:plain|html)[^\n]*\n(?:[^\n]+\n)*\r?\n", re.IGNORECASE)
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_QUOTE_LINE = re.compile(r"^[>\uff1e]", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a mail: its name without any folder (it may be empty), its type, its size in bytes."""

    name: str
    type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The text of a mail, whether it was made from HTML, the attachments, and findings as (check, message)."""

    text: str = ""
    is_html: bool = False
    attachments: tuple[Attachment, ...] = ()
    findings: tuple[tuple[str, str], ...] = ()


def body_of(mail: Mail, removed: tuple[int, ...] = ()) -> Body:
    """The text and the attachments of a mail; ``removed`` is what ``shortened`` took out."""
    choices: dict[int, tuple[list[Mail], list[Mail]]] = {}
    attachments: list[Attachment] = []
    findings: list[tuple[str, str]] = []
    for group, part in _leaves(mail):
        kind = part.get_content_type()
        if kind in _TNEF:
            findings.append(
                ("outlook-data", "The mail has data that only Outlook reads (winmail.dat); it was left out.")
            )
        elif kind.startswith("multipart/") or (kind in ("text/plain", "text/html") and not _is_file(part)):
            choices.setdefault(group, ([], []))[kind == "text/html"].append(part)
        elif len(attachments) < _MOST_ATTACHMENTS and kind != "message/delivery-status":
            attachments.append(_attachment(part, removed))
    texts: list[str] = []
    is_html = False
    for plain, html in choices.values():
        text, was_html, charsets = _text(plain, html)
        is_html |= was_html
        texts.append(text)
        if doubted := [name for name in charsets if name.endswith("?")]:
            findings.append(("doubtful-charset", f"The charset is not what the mail says; read as {doubted[0][:-1]}."))
    whole = "\n\n".join(text for text in texts if text.strip()).replace("\x00", "")
    if len(whole) > LONGEST_TEXT:
        whole = whole[:LONGEST_TEXT]
        findings.append(("long-text", f"The text is longer than {LONGEST_TEXT:,} characters; the rest was left out."))
    return Body(text=whole, is_html=is_html, attachments=tuple(attachments), findings=tuple(dict.fromkeys(findings)))


def rescued_text(raw: bytes) -> str:
    """The first text that stands in a mail whose parts cannot be told apart."""
    match = _TEXT_PART.search(raw)
    if match is None:
        head, _, rest = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
        return decoded(rest or head)[0][:LONGEST_TEXT]
    rest = raw[match.end() : match.end() + LONGEST_TEXT]
    end = rest.find(b"\n--")
    content = rest if end < 0 else rest[:end]
    text = decoded(content.replace(b"\r\n", b"\n"))[0]
    return (html_text(text) if b"text/html" in match[0].lower() else text).replace("\x00", "")


def _leaves(mail: Mail) -> Iterator[tuple[int, Mail]]:
    """The parts of a mail that hold content, in order; parts of one number are alternatives of each other."""
    stack: list[tuple[int | None, Mail]] = [(None, mail)]
    number = 0
    while stack and number < _MOST_PARTS:
        group, part = stack.pop()
        number += 1
        content: Any = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(content, list):
            if group is None and part.get_content_subtype() == "alternative":
                group = number
            stack.extend((group, inner) for inner in reversed(content))
        elif isinstance(content, str) or part.get_content_maintype() == "message":
            yield number if group is None else group, part


def _is_file(part: Mail) -> bool:
    said = str(part.get("content-disposition", "")).lower()
    return said.lstrip().startswith("attachment") or "filename" in said


def _text(plain: list[Mail], html: list[Mail]) -> tuple[str, bool, tuple[str, ...]]:
    """The text of parts that are alternatives, whether it is that of the HTML, and the charsets."""
    texts = [_plain_text(part) for part in plain]
    text = "\n\n".join(one for one, _ in texts if one.strip())
    names = tuple(name for _, name in texts)
    if not html:
        return text, False, names
    sources = [(content, _charset(part)) for part in html if (content := _content(part))]
    if text.strip() and not _is_better([content for content, _ in sources], text):
        return text, False, names
    read = [decoded(content, charset) for content, charset in sources]
    found = "\n\n".join(one for source, _ in read if (one := html_text(source)).strip())
    if not found.strip():
        return text, False, names
    return found, True, tuple(name for _, name in read)


def _is_better(html: list[bytes], text: str) -> bool:
    """Whether HTML says more than the plain text beside it: all of the words, or where the quote begins."""
    if any(map(has_quote_marks, html)) and not _QUOTE_LINE.search(text):
        return True
    words = len(text.split())
    if words > _PLACEHOLDER_WORDS:
        return False
    return words < _PLACEHOLDER * len(_TAGS.sub(" ", " ".join(decoded(one)[0] for one in html)).split())


def _plain_text(part: Mail) -> tuple[str, str]:
    text, charset = decoded(_content(part), _charset(part))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if str(part.get_param("format") or "").lower() == "flowed":
        text = _unfolded(text, is_joined=str(part.get_param("delsp") or "").lower() == "yes")
    return text, charset


def _unfolded(text: str, *, is_joined: bool) -> str:
    """A text of format=flowed (RFC 3676) with its folded lines put together again."""
    lines: list[str] = []
    open_mark: str | None = None
    for raw in text.split("\n"):
        body = raw.lstrip(">")
        mark = raw[: len(raw) - len(body)]
        body = body.removeprefix(" ")
        if open_mark == mark and lines and body != "-- ":
            lines[-1] += body
        else:
            lines.append(f"{mark} {body}" if mark else body)
        is_open = body.endswith(" ") and body != "-- "
        open_mark = mark if is_open else None
        if is_open and is_joined:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _charset(part: Mail) -> str:
    found = part.get_param("charset")
    return str(found[2] if isinstance(found, tuple) else found or "")


def _content(part: Mail) -> bytes:
    """The bytes of a part without its transfer encoding, as far as they can be decoded."""
    raw = part.get_payload(decode=False)
    if not isinstance(raw, str):
        return b""
    encoding = str(part.get("content-transfer-encoding", "")).strip().lower()
    if encoding == "base64" and "==removed:" in raw:
        raw = without_marks(raw)
        encoded = re.sub(r"[^A-Za-z0-9+/]", "", raw)
        try:
            return b64decode(encoded[: len(encoded) // 4 * 4])
        except (binascii.Error, ValueError):
            return b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _attachment(part: Mail, removed: tuple[int, ...]) -> Attachment:
    content = part.get_payload()
    size = len(content) + removed_in(content, removed) if isinstance(content, str) else 0
    if str(part.get("content-transfer-encoding", "")).strip().lower() == "base64":
        size = size * 3 // 4 - size // 100  # without line ends
    return Attachment(name=_file_name(part), type=one_line_of(part.get_content_type())[:100], size=size)


def _file_name(part: Mail) -> str:
    """The name of a file, in RFC 2231 or RFC 2047 or as it stands there, without its folders."""
    try:
        said = part.get_param("filename", header="content-disposition") or part.get_param("name") or ""
    except (ValueError, LookupError):
        said = ""
    if isinstance(said, tuple):
        charset, _, value = said
        name = decoded(value.encode("raw-unicode-escape", "replace"), charset or "")[0]
    else:
        name = said
    inner: Any = part.get_payload()
    if not name and part.get_content_type() == "message/rfc822" and isinstance(inner, list) and inner:
        name = str(inner[0].get("subject", ""))
    return re.split(r"[/\\]", plain_text(name))[-1].strip(" .")[:_LONGEST_NAME]
