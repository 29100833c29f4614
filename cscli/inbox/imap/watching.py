"""Waiting for mail: a connection for each folder, on which the server says when something came (IDLE, RFC 2177).

A server that cannot say so is asked every minute. A connection that is lost is made again, later each time. Waiting
begins before a folder is fetched, so that nothing can come unnoticed in between.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic, sleep
from typing import NamedTuple

from cscli.errors import DeskError
from cscli.inbox.imap.accounts import MailAccount
from cscli.inbox.imap.connection import MailConnection


class Rhythm(NamedTuple):
    """How often things happen, in seconds.

    ``again``: IDLE is asked for anew; a server may end it after 30 minutes. ``poll``: a server without IDLE is asked.
    ``first_retry`` to ``last_retry``: a lost server is tried again. ``glance``: one look at all connections.
    """

    again: float = 28 * 60
    poll: float = 60
    first_retry: float = 5
    last_retry: float = 300
    glance: float = 2
    silence: float = 30


@dataclass(slots=True)
class _Spot:
    """A folder that is watched."""

    account: MailAccount
    folder: str
    connection: MailConnection | None = None
    is_idle: bool = False
    next_at: float = 0.0  # when IDLE is asked for anew, the server is polled, or tried again
    retry: float = 0.0
    is_due: bool = True


class Watcher:
    """Watches folders; ``tell`` is told what fails, once until it works again."""

    def __init__(
        self, folders: Sequence[tuple[MailAccount, str]], tell: Callable[[DeskError], None], rhythm: Rhythm = Rhythm(),  # noqa: B008 - a tuple never changes
    ) -> None:  # fmt: skip
        self._spots = [_Spot(account, folder) for account, folder in folders]
        self._tell, self._rhythm = tell, rhythm

    def due(self) -> list[tuple[MailAccount, str]]:
        """The folders in which something may have come; waits until there is one."""
        while True:
            for spot in self._spots:
                self._tend(spot)
            found = [spot for spot in self._spots if spot.is_due]
            for spot in found:
                spot.is_due = False
            if found:
                return [(spot.account, spot.folder) for spot in found]
            self._glance()

    def close(self) -> None:
        """Let go of all connections."""
        for spot in self._spots:
            if spot.connection:
                spot.connection.drop()
                spot.connection = None

    def _glance(self) -> None:
        """Look at each connection for a moment."""
        idle = [spot for spot in self._spots if spot.is_idle and spot.connection]
        if not idle:
            sleep(max(0.0, min(self._rhythm.glance, min(spot.next_at for spot in self._spots) - monotonic())))
        for spot in idle:
            try:
                if spot.connection and spot.connection.has_news(self._rhythm.glance / len(idle)):
                    spot.is_due = True
                    self._renew(spot)
            except DeskError as problem:
                self._lose(spot, problem)

    def _tend(self, spot: _Spot) -> None:
        """Do what it is time for."""
        if monotonic() < spot.next_at:
            return
        try:
            if spot.connection is None:
                self._connect(spot)
            elif spot.is_idle:
                self._renew(spot)
            else:
                spot.is_due, spot.next_at = True, monotonic() + self._rhythm.poll
        except DeskError as problem:
            self._lose(spot, problem)

    def _connect(self, spot: _Spot) -> None:
        spot.connection = MailConnection(spot.account, self._rhythm.silence)
        if spot.connection.can_wait:
            spot.connection.select(spot.folder, is_read_only=True)
            spot.connection.begin_waiting()
            spot.is_idle, spot.next_at = True, monotonic() + self._rhythm.again
        else:
            spot.connection.close()  # it is asked over a new connection each time
            spot.is_idle, spot.next_at = False, monotonic() + self._rhythm.poll
        spot.is_due, spot.retry = True, 0.0

    def _renew(self, spot: _Spot) -> None:
        if spot.connection:
            spot.connection.end_waiting()
            spot.connection.begin_waiting()
            spot.next_at = monotonic() + self._rhythm.again

    def _lose(self, spot: _Spot, problem: DeskError) -> None:
        if spot.connection:
            spot.connection.drop()
        if not spot.retry:
            self._tell(problem)
        spot.connection, spot.is_idle = None, False
        spot.retry = min(max(2 * spot.retry, self._rhythm.first_retry), self._rhythm.last_retry)
        spot.next_at = monotonic() + spot.retry
