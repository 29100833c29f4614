"""A mail handed to a server: one recipient a transaction, and the server's own words kept.

The standard library's ``sendmail`` throws the accepting answer away and sends the whole message in one step, so nobody
can tell a mail that was not accepted from one whose answer was lost. Here MAIL, RCPT and DATA are sent one by one. What
went wrong before the final dot was sent is a mail that was not delivered; what went wrong after it is a mail of which
nobody knows, and which is never sent again by itself (RFC 1047).
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum

from cscli.access_token import MECHANISMS, TokenAnswers
from cscli.errors import UnavailableError
from cscli.outbox.mail_server import MailServer
from cscli.reading.mail_address import Address
from cscli.text import clean

_LONGEST_ANSWER = 500
_ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})\b")
_QUEUE_ID = re.compile(r"(?i)\bqueued\s+(?:as|for delivery with id)\s+([\w.-]+)|\bid[ =]([\w.-]{6,})")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_DATA_GOES = 354
_OK = 250
_REFUSED_FROM = 500
_LONGEST_COMMAND = 512  # bytes, with its CR LF (RFC 5321, 4.5.3.1.4)


class MailOutcome(StrEnum):
    """What became of a mail: accepted, refused for good, put off for now, or nobody knows."""

    SENT = "sent"
    REFUSED = "refused"
    DEFERRED = "deferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a server said of one mail: ``code`` such as 250, ``enhanced`` such as 2.0.0, and its text.

    ``code`` is 0 where the server said nothing. ``queue_id`` is the server's own name of the mail; empty where it gives
    none.
    """

    outcome: MailOutcome
    code: int = 0
    enhanced: str = ""
    text: str = ""
    queue_id: str = ""


Sender = Callable[[bytes, Address, Address], Delivery]


@contextmanager
def mail_session(server: MailServer) -> Iterator[Sender]:
    """A connection to a server, over which mails go one after the other.

    Raises:
        UnavailableError: the server cannot be reached, its certificate does not hold, or it refuses who logs
            in.
    """
    connection = _connected(server, server.tokens.token() if server.wants_token else "")
    try:
        yield lambda data, sender, to: delivered(connection, data, sender, to)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
        connection.close()


def delivered(connection: smtplib.SMTP, data: bytes, sender: Address, to: Address) -> Delivery:
    """What became of one mail to one recipient. The connection is left ready for the next, or closed."""
    bare = [f"{one.local}@{one.domain}" for one in (sender, to)]
    plain = all(address.isascii() for address in bare)
    if not plain and not connection.has_extn("smtputf8"):
        return Delivery(
            outcome=MailOutcome.REFUSED, enhanced="5.6.7",
            text="The server takes no address with letters that are not ASCII.",
        )  # fmt: skip
    try:
        refusal = _envelope_refused(connection, bare[0], bare[1], options=[] if plain else ["SMTPUTF8"])
        if refusal:
            return _put_off(connection, *refusal)
        connection.send(_quoted(data))
    except (OSError, smtplib.SMTPException) as problem:
        return _lost(connection, problem, MailOutcome.DEFERRED)
    try:
        code, answer = connection.getreply()
    except (OSError, smtplib.SMTPException) as problem:
        return _lost(connection, problem, MailOutcome.UNKNOWN)
    return _answered(MailOutcome.SENT, code, answer) if _is_ok(code) else _put_off(connection, code, answer)


def _envelope_refused(
    connection: smtplib.SMTP, sender: str, to: str, options: list[str]
) -> tuple[int, bytes] | None:  # fmt: skip
    """The answer of a server that does not want the mail, before any of it was sent; None where it waits for it."""
    code, answer = connection.mail(sender, options)
    if _is_ok(code):
        code, answer = connection.rcpt(to)
    if not _is_ok(code):
        return code, answer
    code, answer = connection.docmd("DATA")
    return None if code == _DATA_GOES else (code, answer)


def _is_ok(code: int) -> bool:
    return code // 100 == _OK // 100


def _connected(server: MailServer, token: str) -> smtplib.SMTP:
    host, port = server.address
    try:
        if server.tls == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, timeout=server.seconds, context=ssl.create_default_context()
            )
        else:
            connection = smtplib.SMTP(host, port, timeout=server.seconds)
    except (OSError, smtplib.SMTPException, UnicodeError) as problem:
        raise _unreachable(server, problem) from problem
    try:
        connection.ehlo_or_helo_if_needed()
        if server.tls == "starttls":
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo()
        if token:
            _log_in_with_token(connection, server, token)
        elif server.user:
            connection.login(server.user, server.password)
    except (OSError, smtplib.SMTPException, UnicodeError) as problem:
        connection.close()
        raise _unreachable(server, problem) from problem
    except UnavailableError:
        connection.close()
        raise
    return connection


def _log_in_with_token(connection: smtplib.SMTP, server: MailServer, token: str) -> None:
    """AUTH with a token; one that is too long for a command is sent as the answer to a question (RFC 4954, 4).

    Raises:
        UnavailableError: the server takes no tokens.
        SMTPException: it refuses this one, or fails.
    """
    mechanism = MECHANISMS[server.auth]
    if mechanism not in connection.esmtp_features.get("auth", "").upper().split():
        name = "{}:{}".format(*server.address)
        raise UnavailableError(
            f"The mail server {name} offers no login with a token ({mechanism}).",
            code="mail-login", hint="Set smtp.auth to another of password, xoauth2 and oauthbearer.",
        )  # fmt: skip
    answers = TokenAnswers(server.auth, server.user, token)
    is_short = len(answers) + len(f"AUTH {mechanism} \r\n") <= _LONGEST_COMMAND
    connection.auth(mechanism, answers, initial_response_ok=is_short)


def _unreachable(server: MailServer, problem: Exception) -> UnavailableError:
    """Why there is no session; the server's words are cleaned, and no word of ours holds the password."""
    name = "{}:{}".format(*server.address)
    is_login = getattr(problem, "encoding", "") == "ascii"  # smtplib logs in with ASCII alone
    if isinstance(problem, smtplib.SMTPAuthenticationError) or is_login:
        return _refused_login(server, name)
    if isinstance(problem, ssl.SSLCertVerificationError):
        return UnavailableError(
            f"The certificate of the mail server {name} does not hold: {problem.verify_message}.",
            code="mail-certificate", hint="Name the server as its certificate does, or mend the certificate.",
        )  # fmt: skip
    if isinstance(problem, smtplib.SMTPNotSupportedError):
        return UnavailableError(
            f"The mail server {name} offers no TLS, or no way to log in.", code="mail-server",
            hint="Set smtp.tls to tls (port 465), or to none for a server on this machine.",
        )  # fmt: skip
    if isinstance(problem, smtplib.SMTPResponseException):
        said = _text(problem.smtp_error)
        return UnavailableError(
            f"The mail server {name} takes no mail now: {problem.smtp_code} {said}", code="mail-server",
            hint="Try again later: cscli pending",
        )  # fmt: skip
    if isinstance(problem, socket.gaierror | UnicodeError):
        return UnavailableError(
            f"There is no mail server {server.host[:100]!r}.", code="mail-server", hint="Check smtp.host."
        )
    why = "it does not answer in time" if isinstance(problem, TimeoutError) else clean(str(problem)) or "it hung up"
    return UnavailableError(
        f"The mail server {name} cannot be reached: {why}.", code="mail-server",
        hint="Check smtp.host, smtp.port and smtp.tls, and the network.",
    )  # fmt: skip


def _refused_login(server: MailServer, name: str) -> UnavailableError:
    if server.wants_token:
        return UnavailableError(
            f"The mail server {name} refuses the access token of the user {server.user!r}.", code="mail-login",
            hint=server.tokens.renewal,
        )  # fmt: skip
    return UnavailableError(
        f"The mail server {name} refuses the user {server.user!r} or the password.", code="mail-login",
        hint="Check smtp.user and CSCLI_SMTP_PASSWORD; some services want a password made for this program.",
    )  # fmt: skip


def _put_off(connection: smtplib.SMTP, code: int, answer: bytes) -> Delivery:
    """A mail that a server did not take: for good from 500 on, else for now. 421 says that the server hangs up."""
    with suppress(OSError, smtplib.SMTPException):
        if code == 421:  # noqa: PLR2004 - RFC 5321, 4.2.2
            connection.close()
        else:
            connection.rset()
    return _answered(MailOutcome.REFUSED if code >= _REFUSED_FROM else MailOutcome.DEFERRED, code, answer)


def _lost(connection: smtplib.SMTP, problem: Exception, outcome: MailOutcome) -> Delivery:
    connection.close()
    words = "The server did not answer in time." if isinstance(problem, TimeoutError) else "The connection was lost."
    return Delivery(outcome=outcome, text=words)


def _answered(outcome: MailOutcome, code: int, answer: bytes) -> Delivery:
    text = _text(answer)
    enhanced, queue_id = _ENHANCED.match(text), _QUEUE_ID.search(text)
    return Delivery(
        outcome=outcome, code=code, enhanced=enhanced[1] if enhanced else "", text=text,
        queue_id=(queue_id[1] or queue_id[2]) if queue_id and outcome is MailOutcome.SENT else "",
    )  # fmt: skip


def _text(answer: bytes | str) -> str:
    """A server's words on one line, fit for a terminal."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(clean(text).split())[:_LONGEST_ANSWER]


def _quoted(data: bytes) -> bytes:
    """A message as DATA wants it: CR LF, a dot doubled at the start of a line, and the dot that ends it."""
    lines = _LINE_END.split(data)
    if lines and not lines[-1]:
        lines.pop()
    return b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines) + b".\r\n"
