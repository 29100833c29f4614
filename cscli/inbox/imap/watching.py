"""Waiting for mail: a connection for each folder, on which the server says when something came (IDLE, RFC 2177).

A server that cannot say so is asked every minute. A connection that is lost is made again, later each time. Waiting
begins before a folder is fetched, so that nothing can come unnoticed in between.
"""

from collections.abc import Sequence
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
    is_due: bool = False


class News(NamedTuple):
    """The folders in which something may have come, and what failed; a server that stays away is told of once."""

    due: list[tuple[MailAccount, str]]
    failures: list[DeskError]


class Watcher:
    """Watches folders."""

    def __init__(self, folders: Sequence[tuple[MailAccount, str]], rhythm: Rhythm = Rhythm()) -> None:  # noqa: B008 - a tuple never changes
        self._spots = [_Spot(account, folder) for account, folder in folders]
        self._rhythm = rhythm
        self._failures: list[DeskError] = []

    def news(self) -> News:
        """What there is to do or to tell; waits until there is something. Each folder is due at first."""
        while True:
            for spot in self._spots:
                self._tend(spot)
            due = [spot for spot in self._spots if spot.is_due]
            if due or self._failures:
                for spot in due:
                    spot.is_due = False
                failures, self._failures = self._failures, []
                return News([(spot.account, spot.folder) for spot in due], failures)
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
            self._failures.append(problem)
        spot.connection, spot.is_idle = None, False
        spot.retry = min(max(2 * spot.retry, self._rhythm.first_retry), self._rhythm.last_retry)
        spot.next_at = monotonic() + spot.retry
