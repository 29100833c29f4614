"""Why there is no session with a mail server, or no session any more: what the library raises, in words.

The words of a server are cleaned. No word of ours holds a password or a token, nor what a server repeats of one.
"""

import imaplib
import re
import socket
import ssl

from imapclient.exceptions import CapabilityError, LoginError

from cscli.errors import UnavailableError
from cscli.inbox.imap.accounts import MailAccount
from cscli.inbox.imap.wire import TooMuchError
from cscli.text import clean

LONGEST = 300  # characters of a server's answer
_BYTES = re.compile(r"b(['\"])(.*)\1", re.DOTALL)
_LIKE_A_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{24,}")
# What the library raises where an answer is not what the protocol wants.
GARBLED = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)

_FORGOTTEN = ". A token_command is run with imap.auth xoauth2 or oauthbearer alone."


class ServerLostError(UnavailableError):
    """The connection is gone, or was given up; another one may work."""


def without_password(account: MailAccount) -> UnavailableError:
    """The error of an account whose password nobody set; no server is asked then."""
    return UnavailableError(
        f"The mail account {account.name!r} has no password.", code="mail-login",
        hint=f"Set {account.variable}, or store it with: keyring set cscli {account.variable}"
        f"{_FORGOTTEN if account.token_command else ''}",
    )  # fmt: skip


def without_mechanism(account: MailAccount, mechanism: str) -> UnavailableError:
    """The error of an account whose server takes no tokens."""
    name = "{}:{}".format(*account.address)
    return UnavailableError(
        f"The mail server {name} offers no login with a token ({mechanism}).", code="mail-login",
        hint="Set imap.auth to another of password, xoauth2 and oauthbearer.",
    )  # fmt: skip


def in_words(account: MailAccount, problem: Exception) -> UnavailableError:
    """Why there is no session, or no session any more; the server's words are cleaned."""
    name = "{}:{}".format(*account.address)
    if isinstance(problem, LoginError) and not isinstance(problem.__context__, imaplib.IMAP4.abort | OSError):
        return _refused_login(account, name, server_words(problem))
    if isinstance(problem, ssl.SSLCertVerificationError):
        return UnavailableError(
            f"The certificate of the mail server {name} does not hold: {problem.verify_message}.",
            code="mail-certificate", hint="Name the server as its certificate does, or mend the certificate.",
        )  # fmt: skip
    if isinstance(problem, socket.gaierror | UnicodeError):
        return UnavailableError(
            f"There is no mail server {account.host[:100]!r}.", code="mail-server", hint="Check imap.host."
        )
    if isinstance(problem, CapabilityError):
        return UnavailableError(
            f"The mail server {name} offers no STARTTLS.", code="mail-server",
            hint="Set imap.tls to tls (port 993), or to none for a server on this machine.",
        )  # fmt: skip
    if isinstance(problem, ssl.SSLError):
        return ServerLostError(
            f"The mail server {name} speaks no TLS that can be used.", code="mail-server",
            hint="Check imap.port and imap.tls: 993 is for tls, 143 for starttls.",
        )  # fmt: skip
    return ServerLostError(
        f"The mail server {name} {_why(problem)}.", code="mail-server",
        hint="Check imap.host, imap.port and imap.tls, and the network. What was fetched is kept; fetch again.",
    )  # fmt: skip


def _refused_login(account: MailAccount, name: str, said: str) -> UnavailableError:
    if account.wants_token:
        return UnavailableError(
            f"The mail server {name} refuses the access token of the user {account.user!r}: "
            f"{_LIKE_A_TOKEN.sub('...', said)}",
            code="mail-login", hint=account.tokens.renewal,
        )  # fmt: skip
    return UnavailableError(
        f"The mail server {name} refuses the user {account.user!r} or the password: {said}", code="mail-login",
        hint=f"Check imap.user and {account.variable}; some services want a password made for this program.",
    )  # fmt: skip


def _why(problem: Exception) -> str:
    if isinstance(problem, TimeoutError):
        return "does not answer in time"
    if isinstance(problem, TooMuchError):
        return f"sends more than was asked for: {server_words(problem)}"
    if isinstance(problem, OSError):
        return f"cannot be reached: {problem.strerror or server_words(problem) or 'it hung up'}"
    if isinstance(problem, imaplib.IMAP4.abort) and "EOF" in str(problem):
        return "hung up"
    if isinstance(problem, imaplib.IMAP4.error):
        return f"does not do what it was asked for: {server_words(problem)}"
    return "gives answers that are no IMAP"


def server_words(problem: Exception) -> str:
    """The words of a server, on one line; the library gives some of them as bytes are written in Python."""
    said = str(problem)
    if written := _BYTES.fullmatch(said):
        said = written[2]
    return " ".join(clean(said).split())[:LONGEST]
