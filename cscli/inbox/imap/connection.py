"""A session with an IMAP server, over the library imapclient: what a folder holds, mails as they came, and waiting.

Mails are read with PEEK, so nobody's mail program shows them as read. Nothing is deleted. The only thing that is
changed on a server is a keyword of ours, where it takes keywords. Every failure leaves this file as an error in words.
"""

import imaplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError

from cscli import __version__
from cscli.access_token import MECHANISMS, TokenAnswers
from cscli.errors import DeskError, NotFoundError
from cscli.inbox.headers import message_ids
from cscli.inbox.imap.accounts import MailAccount
from cscli.inbox.imap.failures import GARBLED, LONGEST, in_words, server_words, without_mechanism, without_password
from cscli.inbox.imap.wire import SECONDS, TooMuchError, Wire
from cscli.text import clean

KEYWORD = "$CscliFetched"
_HEAD = 4000  # bytes that a mail's head may take in an answer, beside the 1,000,000 of the answer itself
_SLACK = 64_000
_HEAD_FIELDS = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"


class Folder(NamedTuple):
    """A folder that was opened: its uidvalidity, how many mails it holds, and whether a keyword can be set there."""

    uidvalidity: int
    mails: int
    takes_keyword: bool


class Head(NamedTuple):
    """What is known of a mail before it is read: its size in bytes, its Message-ID with brackets, when it arrived.

    The size is what the server says. The Message-ID is empty for a mail without one, ``arrived`` None where not asked.
    """

    size: int
    message_id: str
    arrived: datetime | None


class MailConnection:
    """A session with the server of an account.

    Raises:
        UsageError: the command of the access token cannot be read.
        UnavailableError: there is no password or token, the server cannot be reached, its certificate does not hold, or
            the password or token is refused.
    """

    def __init__(self, account: MailAccount, seconds: float = SECONDS) -> None:
        self._account = account
        if not account.wants_token and not account.password:
            raise without_password(account)
        self._token = account.tokens.token() if account.wants_token else ""
        host, port = account.address
        with self._in_words():
            self._wire = Wire(host, port, ssl.create_default_context() if account.tls == "tls" else None, seconds)
        try:
            with self._in_words():
                self._client = _Client(self._wire, host, port, is_tls=account.tls == "tls", seconds=seconds)
                self._enter()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the session; never fails."""
        with suppress(OSError, imaplib.IMAP4.error, *GARBLED):
            if hasattr(self, "_client"):
                self._wire.hurry()
                self._client.logout()
        with suppress(OSError):
            self._wire.shutdown()

    def drop(self) -> None:
        """Close the connection without a word: the server does not follow the protocol any more."""
        with suppress(OSError):
            self._wire.shutdown()

    def select(self, folder: str, *, is_read_only: bool) -> Folder:
        """Open a folder.

        Raises:
            NotFoundError: the server does not open it; the hint names those that there are.
            UnavailableError: the server fails.
        """
        with self._in_words():
            self._wire.allow()
            try:
                found = self._client.select_folder(folder, readonly=is_read_only)
            except TooMuchError:
                raise
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error as problem:
                raise self._unknown_folder(folder, problem) from problem
        flags = {bytes(flag).lower() for flag in found.get(b"PERMANENTFLAGS", ())}
        may_mark = b"\\*" in flags or KEYWORD.lower().encode() in flags
        return Folder(
            uidvalidity=int(found.get(b"UIDVALIDITY", 0)), mails=int(found.get(b"EXISTS", 0)),
            takes_keyword=may_mark and not is_read_only,
        )  # fmt: skip

    def uids(self, after: int, since: datetime | None) -> list[int]:
        """The numbers of the mails above one, in order; with ``since``, of those that arrived on its day or later."""
        criteria: list[Any] = ["UID", f"{after + 1}:*"]
        if since:
            criteria += ["SINCE", (since - timedelta(days=1)).date()]  # a server's days are those of its own zone
        with self._in_words():
            self._wire.allow_numbers()
            found = self._client.search(criteria)
            return sorted({uid for uid in map(int, found) if after < uid < 1 << 32})

    def heads(self, uids: Sequence[int], *, with_arrival: bool) -> dict[int, Head]:
        """What is known of some mails; those that are gone are left out."""
        wanted = ["RFC822.SIZE", _HEAD_FIELDS, *(["INTERNALDATE"] if with_arrival else [])]
        with self._in_words():
            self._wire.allow(len(uids) * _HEAD, len(uids))
            found = self._client.fetch(uids, wanted)
            return {uid: _head(said) for uid, said in found.items()}

    def mails(self, uids: Sequence[int], size: int, most: int) -> dict[int, bytes]:
        """Some mails as they came, each cut off after ``most`` bytes; those that are gone are left out.

        Args:
            uids: their numbers.
            size: how many bytes they have together, as the server says; 0 where it is not to be believed.
            most: bytes of one mail.
        """
        is_cut = len(uids) == 1
        with self._in_words():
            self._wire.allow((size + size // 8 if size else len(uids) * most) + _SLACK * len(uids), len(uids))
            found = self._client.fetch(uids, [f"BODY.PEEK[]<0.{most}>" if is_cut else "BODY.PEEK[]"])
            return {uid: raw for uid, said in found.items() if (raw := _body(said)) is not None}

    def mark(self, uids: Sequence[int]) -> None:
        """Set our keyword on some mails; a server that does not want it is left alone."""
        with self._in_words():
            self._wire.allow()
            try:
                self._client.add_flags(uids, [KEYWORD], silent=True)
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error:
                return

    @property
    def can_wait(self) -> bool:
        """Whether the server says by itself that a mail has come (RFC 2177)."""
        return bool(self._client.has_capability("IDLE"))

    def begin_waiting(self) -> None:
        """Let the server say by itself what changes in the folder."""
        with self._in_words():
            self._wire.allow()
            self._client.idle()

    def has_news(self, seconds: float) -> bool:
        """Whether something changed within ``seconds``."""
        with self._in_words():
            return self._wire.has_news(seconds)

    def end_waiting(self) -> None:
        """Go back to giving commands."""
        with self._in_words():
            self._wire.allow()
            self._client.idle_done()

    def _enter(self) -> None:
        """TLS, login, and a word on who we are, which Coremail wants before it opens a folder."""
        client, account = self._client, self._account
        if account.tls == "starttls":
            client.starttls(ssl.create_default_context())
        plain = account.user.isascii() and account.password.isascii()
        if account.wants_token:
            self._enter_with_token(MECHANISMS[account.auth])
        elif plain and not client.has_capability("LOGINDISABLED"):
            client.login(_quoted(account.user), account.password)
        else:
            client.plain_login(account.user, account.password)
        if client.has_capability("ID"):
            self._wire.allow()
            with suppress(CapabilityError):
                try:
                    client.id_({"name": "cscli", "version": __version__})
                except imaplib.IMAP4.abort:
                    raise
                except imaplib.IMAP4.error:
                    return

    def _enter_with_token(self, mechanism: str) -> None:
        if not self._client.has_capability(f"AUTH={mechanism}"):
            raise without_mechanism(self._account, mechanism)
        answers = TokenAnswers(self._account.auth, self._account.user, self._token)
        self._client.sasl_login(mechanism, answers)

    def _unknown_folder(self, folder: str, problem: Exception) -> NotFoundError:
        self._wire.allow()
        with suppress(imaplib.IMAP4.error, OSError, *GARBLED):
            known = [str(name) for _, _, name in self._client.list_folders()][:20]
            hint = f"Folders: {clean(', '.join(known))[:LONGEST]}"
            return NotFoundError(
                f"The account {self._account.name} has no folder {folder[:60]!r}.", code="unknown-folder", hint=hint
            )
        return NotFoundError(
            f"The folder {folder[:60]!r} of the account {self._account.name} cannot be opened: {server_words(problem)}",
            code="unknown-folder", hint="Check imap.folders.",
        )  # fmt: skip

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """A block in which everything that a server and the library can raise becomes an error in words."""
        try:
            yield
        except DeskError:
            raise
        except (OSError, imaplib.IMAP4.error, *GARBLED) as problem:
            raise in_words(self._account, problem) from problem


class _Client(IMAPClient):  # type: ignore[misc] # the library has no types
    """The library's client over our own connection. ``_create_IMAP4`` is a name inside it; see pyproject.toml."""

    def __init__(self, wire: Wire, host: str, port: int, *, is_tls: bool, seconds: float) -> None:
        self._own_wire = wire
        super().__init__(host, port, ssl=is_tls, timeout=SocketTimeout(seconds, seconds))
        self.normalise_times = False  # else instants lose their offset

    def _create_IMAP4(self) -> Wire:  # noqa: N802 - the library's name
        return self._own_wire


def _quoted(text: str) -> str:
    """A user's name as LOGIN takes it; imaplib quotes the password alone."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _head(said: dict[bytes, Any]) -> Head:
    fields = next((value for key, value in said.items() if bytes(key).upper().startswith(b"BODY[HEADER")), b"") or b""
    ids = message_ids(" ".join(bytes(fields).decode("utf-8", "replace").split()))
    arrived = said.get(b"INTERNALDATE")
    return Head(
        size=max(0, int(said.get(b"RFC822.SIZE") or 0)), message_id=ids[0] if ids else "",
        arrived=arrived if isinstance(arrived, datetime) else None,
    )  # fmt: skip


def _body(said: dict[bytes, Any]) -> bytes | None:
    found = next((value for key, value in said.items() if bytes(key).upper().startswith(b"BODY[]")), None)
    return bytes(found) if isinstance(found, bytes | bytearray) else None
