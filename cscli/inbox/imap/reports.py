"""What a fetch is asked for, and what it says of each folder and of each mail that was new."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from cscli.quality.finding import Finding

_MOST_SHOWN = 200


class TakenMail(NamedTuple):
    """What became of a mail that was read: its interaction and case, who wrote what, and whether it was known.

    ``attention`` is why a person must read it, such as ``threat``; empty where nothing says so.
    """

    interaction: int | None
    case: int | None
    is_new_case: bool
    is_known: bool
    is_robot: bool
    sender: str
    subject: str
    attention: str = ""


class FetchedMail(NamedTuple):
    """A mail that was new: recorded, or refused with a reason."""

    uid: int
    state: str
    interaction: int | None
    case: int | None
    is_new_case: bool
    sender: str
    subject: str
    reason: str
    attention: str = ""


Take = Callable[[bytes, tuple[Finding, ...]], TakenMail]


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchWishes:
    """What is asked of a fetch. ``again``: the mails that were refused, instead of new ones."""

    since: datetime | None = None
    limit: int | None = None
    is_dry: bool = False
    again: bool = False


@dataclass(slots=True, kw_only=True)
class FolderReport:
    """What a fetch found in a folder. ``seen`` are the mails that it looked at, ``left`` those beyond the limit.

    ``new`` were recorded, ``robots`` of them by programs; ``known`` were recorded before. ``mails`` are the newest of
    those that were new or refused.
    """

    account: str
    folder: str
    uidvalidity: int = 0
    seen: int = 0
    new: int = 0
    known: int = 0
    robots: int = 0
    refused: int = 0
    left: int = 0
    mails: list[FetchedMail] = field(default_factory=list)

    def add(self, mail: FetchedMail) -> None:
        """Count a mail."""
        self.seen += 1
        if mail.state == "known":
            self.known += 1
            return
        self.new += mail.state in ("new", "robot")
        self.robots += mail.state == "robot"
        self.refused += mail.state == "refused"
        self.mails.append(mail)
        del self.mails[:-_MOST_SHOWN]


def known_mail(uid: int) -> FetchedMail:
    """A mail that was recorded before."""
    return FetchedMail(
        uid=uid, state="known", interaction=None, case=None, is_new_case=False, sender="", subject="", reason=""
    )  # fmt: skip


def refused_mail(uid: int, reason: str) -> FetchedMail:
    """A mail that could not be read."""
    return known_mail(uid)._replace(state="refused", reason=reason)
