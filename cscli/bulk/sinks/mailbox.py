"""Mails in mailboxes: one mbox file, a Maildir, or a folder of ``.eml`` files. Only outcomes that are done get a mail.

In a folder, a mail waits in a place of its own until it is settled, and is moved in whole: whoever watches the folder
never sees half of one. Its name is made of number and digest, so one that is written again replaces itself.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import asctime
from typing import TYPE_CHECKING, Any, Final

from cscli.bulk.output import written
from cscli.bulk.rows.finished import Encoded, Finished
from cscli.bulk.rows.outcome import Outcome, RowStatus
from cscli.bulk.seal import changed, require_folder
from cscli.bulk.sinks.mail import message, sender_of
from cscli.bulk.sinks.place import occupied, settle_folder
from cscli.digests import blake2b

if TYPE_CHECKING:
    from cscli.bulk.sinks.envelope import Envelope

_AT_ONCE = 8
_DIGESTS = 1 << 256
_NAME = re.compile(r"([0-9]+)\.[^.:]*\.(?:cscli|eml)(?:[:;!]2,[A-Za-z]*)?")


def mbox_mail(envelope: "Envelope", outcome: Outcome) -> bytes:
    """The mail as an mbox file has it, with lines that end in LF.

    No line of a mail begins with ``From ``, so there is nothing to quote, and every dialect of mbox, mboxrd among
    them, reads the same bytes.
    """
    mail = maildir_mail(envelope, outcome)
    return mbox_line(envelope) + mail + b"\n" if mail else b""


def maildir_mail(envelope: "Envelope", outcome: Outcome) -> bytes:
    """The mail with lines that end in LF."""
    return eml_mail(envelope, outcome).replace(b"\r\n", b"\n")


def eml_mail(envelope: "Envelope", outcome: Outcome) -> bytes:
    """The mail with lines that end in CR LF; empty for an outcome that is not done."""
    return message(outcome, envelope) if outcome.status is RowStatus.DONE else b""


def mbox_line(envelope: "Envelope") -> bytes:
    """The line that opens each mail of an mbox file: who sends, and when the run began."""
    sender = sender_of(envelope)
    return f"From {sender.local}@{sender.domain} {asctime(envelope.started_at.utctimetuple())}\n".encode()


MAILS: Final = {"mbox": mbox_mail, "maildir": maildir_mail, "eml": eml_mail}


class FolderSink:
    """A folder with one file for each mail.

    Args:
        folder: the folder; it is made when it is not there.
        kind: ``maildir`` (lines end in LF) or ``eml`` (in CR LF).
        envelope: who sends.
        position: what ``settle`` said before; mails beyond it are removed.

    Raises:
        UsageError: the folder holds something and there is no position.
        RefusedError: it is not the folder of the position, or mails are missing or were edited.
        UnavailableError: it cannot be used.
    """

    def __init__(self, folder: Path, kind: str, envelope: "Envelope", position: Mapping[str, Any] | None) -> None:
        self.encoded: Encoded = partial(MAILS[kind], envelope)
        self._is_maildir = kind == "maildir"
        self._folder = folder
        self._waiting = folder / ("tmp" if self._is_maildir else ".part")
        self._final = folder / "new" if self._is_maildir else folder
        self._unsettled: list[tuple[str, int]] = []
        self._bytes = self._count = self._last = self._sum = 0
        with written(str(folder)):
            if not position:
                self._refuse_occupied()
            else:
                require_folder(folder, position)
            for place in (folder, self._waiting, self._final, *self._read()):
                place.mkdir(mode=0o700, exist_ok=True)  # customers' texts are for their desk alone
            settle_folder(folder.parent)
            settle_folder(folder)
            if position:
                self._cut_back(position)

    def write(self, rows: Sequence[Finished]) -> None:
        """Put the mails of rows that are done where they wait to be settled."""
        fresh, size, digests = [], 0, 0
        with written(str(self._folder)):
            for row in rows:
                if row.status is RowStatus.DONE:
                    name = f"{row.number}.{row.digest}.{'cscli' if self._is_maildir else 'eml'}"
                    size += _write(self._waiting / name, row.text)
                    digests += _digest(row.number, row.text)
                    fresh.append((name, row.number))
        self._unsettled += fresh
        self._sum = (self._sum + digests) % _DIGESTS
        self._bytes += size
        self._count += len(fresh)

    def settle(self) -> dict[str, Any]:
        """Move every waiting mail in, safely on disk: ``{"bytes", "count", "last", ...}``, the last by its number."""
        with written(str(self._folder)):
            _synchronise([self._waiting / name for name, _ in self._unsettled])
            for name, _ in self._unsettled:
                (self._waiting / name).replace(self._final / name)
            if self._unsettled:
                settle_folder(self._final)
                self._last = self._unsettled[-1][1]
                self._unsettled.clear()
        of = {"file": self._folder.stat().st_ino, "digest": f"{self._sum:064x}"}
        return {"bytes": self._bytes, "count": self._count, "last": self._last, **of}

    def close(self) -> None:
        """Remove the place to wait in when a folder of ``.eml`` files has nothing waiting."""
        if not self._is_maildir:
            with suppress(OSError):  # something waits that was not settled
                self._waiting.rmdir()

    def _read(self) -> tuple[Path, ...]:
        """Where a mail program moves what it has shown."""
        return (self._folder / "cur",) if self._is_maildir else ()

    def _refuse_occupied(self) -> None:
        if not self._folder.exists():
            return
        if not self._folder.is_dir():
            raise occupied(self._folder)
        own = {self._waiting, self._final, *self._read()} - {self._folder}
        if any(entry not in own for entry in self._folder.iterdir()):
            raise occupied(self._folder)
        if any(any(place.iterdir()) for place in own if place.is_dir()):
            raise occupied(self._folder)

    def _cut_back(self, position: Mapping[str, Any]) -> None:
        """Remove what was not settled, once what was is found to be there as it was written.

        Bytes of a position come without a digest in ledgers of earlier releases.
        """
        self._last = int(position.get("last", 0))
        beyond = [path for path, _ in _mails(self._waiting)]
        for place in (self._final, *self._read()):
            for path, number in _mails(place):
                if number > self._last:
                    beyond.append(path)
                    continue
                content = path.read_bytes()
                self._count += 1
                self._bytes += len(content)
                self._sum = (self._sum + _digest(number, content)) % _DIGESTS
        kept = (self._bytes, self._count, position.get("digest", f"{self._sum:064x}"))
        if kept != (position["bytes"], position["count"], f"{self._sum:064x}"):
            raise changed(self._folder, f"it does not hold the {position['count']:,} mails as they were written")
        if beyond and not self._last and "file" not in position:
            raise changed(self._folder, "it holds mails, and the run had written none")
        for path in beyond:
            path.unlink()


def _digest(number: int, mail: bytes) -> int:
    """A digest of a mail and its row. Their sum is the same in whatever order a folder lists them."""
    return int.from_bytes(blake2b(b"%d " % number + mail, digest_size=32).digest())


def _mails(folder: Path) -> Iterator[tuple[Path, int]]:
    """Our files in a folder, with the number of their row; what others put there is left alone."""
    with os.scandir(folder) as entries:
        for entry in entries:
            found = _NAME.fullmatch(entry.name)
            if found:
                yield Path(entry.path), int(found[1])


def _synchronise(paths: Sequence[Path]) -> None:
    """See that files are on disk; several at once, because a disk takes them together (2 to 8 times as fast)."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - only folders of mails need it

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in pool.map(_synchronised, paths):
            pass


def _synchronised(path: Path) -> None:
    fd = os.open(path, os.O_RDWR)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _write(path: Path, mail: bytes) -> int:
    """Write a mail that only its owner reads; how many bytes it has."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with open(fd, "wb") as file:  # noqa: PTH123 - a descriptor has no path
        return file.write(mail)
