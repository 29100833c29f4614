"""The session of a fetch: one connection at a time, made again where it is lost.

A mail over which the connection breaks twice is given up, and the others are read. A server over which nothing is read
any more is given up as a whole.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cscli.inbox.imap.accounts import MailAccount
from cscli.inbox.imap.connection import Folder, Head, MailConnection
from cscli.inbox.imap.failures import ServerLostError

LARGEST = 25_000_000  # bytes of one mail; what is longer is cut off there
_MOST_LOST = 6  # connections since something was read


class ReadMail(NamedTuple):
    """A mail as it came; ``raw`` is None for one that is gone, or that broke the connection: ``why`` says so then."""

    uid: int
    raw: bytes | None
    why: str = ""


class FetchSession:
    """A session with the server of an account; ``is_read_only`` changes nothing there."""

    def __init__(self, account: MailAccount, *, is_read_only: bool, seconds: float) -> None:
        self._account, self._is_read_only, self._seconds = account, is_read_only, seconds
        self._connection: MailConnection | None = None
        self._folder, self._uidvalidity = "", 0
        self._lost = 0

    def select(self, folder: str) -> Folder:
        """Open a folder.

        Raises:
            NotFoundError: there is none of that name.
            UnavailableError: the server fails.
        """
        self._lost = 0
        opened = self._opened(folder)
        self._folder, self._uidvalidity = folder, opened.uidvalidity
        return opened

    @property
    def connection(self) -> MailConnection:
        """The connection, in the folder."""
        if self._connection is None:
            self._opened(self._folder)
        assert self._connection  # noqa: S101 - for the type checker
        return self._connection

    def close(self) -> None:
        """End the session."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def heads(self, uids: Sequence[int], *, with_arrival: bool) -> dict[int, Head]:
        """What is known of some mails, in their order; those that are gone are left out."""
        if not uids:
            return {}
        try:
            found = self.connection.heads(uids, with_arrival=with_arrival)
        except ServerLostError as problem:
            self._connect_again(problem)
            found = self.connection.heads(uids, with_arrival=with_arrival)
        return {uid: found[uid] for uid in uids if uid in found}

    def mails(self, uids: Sequence[int], size: int) -> Iterator[ReadMail]:
        """Mails as they came; ``size`` is how many bytes they have together, as the server says.

        Raises:
            UnavailableError: no connection lasts.
        """
        if len(uids) > 1:
            try:
                found = self.connection.mails(uids, size, LARGEST)
            except ServerLostError as problem:
                self._connect_again(problem)
            else:
                self._lost = 0
                yield from (ReadMail(uid, found.get(uid)) for uid in uids)
                return
        yield from map(self._alone, uids)

    def _alone(self, uid: int) -> ReadMail:
        """One mail by itself."""
        why = ""
        for _ in range(2):
            try:
                found = self.connection.mails([uid], 0, LARGEST).get(uid)
            except ServerLostError as problem:
                why = problem.message
                self._connect_again(problem)
                continue
            self._lost = 0
            return ReadMail(uid, found)
        return ReadMail(uid, None, why)

    def _connect_again(self, problem: ServerLostError) -> None:
        """Make the connection that was lost again.

        Raises:
            UnavailableError: it was lost too often, or the folder is not what it was.
        """
        self._drop()
        self._lost += 1
        if self._lost > _MOST_LOST:
            raise problem
        if self._opened(self._folder).uidvalidity != self._uidvalidity:
            raise ServerLostError(
                f"The folder {self._folder} was made anew on the server while it was fetched.", code="mail-server",
                hint="Fetch again: what is recorded already is known by its Message-ID.",
            )  # fmt: skip

    def _opened(self, folder: str) -> Folder:
        if self._connection is None:
            self._connection = MailConnection(self._account, self._seconds)
        try:
            return self._connection.select(folder, is_read_only=self._is_read_only)
        except ServerLostError:
            self._drop()
            raise

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.drop()
            self._connection = None
