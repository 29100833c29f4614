"""Backups of the record with their checksums, and the check of a backup or of the record in use.

The checksum of a backup stands beside it, in FILE.sha256, as sha256sum writes it. It finds any byte that changed, also
where what it says can still be read.
"""

import os
from contextlib import closing
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from cscli.desk.soundness import Soundness, soundness
from cscli.errors import UnavailableError, UsageError
from cscli.paths import unreadable_hint
from cscli.record.copying import copy
from cscli.record.copying.contents import Progress
from cscli.record.migration import newest_format
from cscli.record.record import Record
from cscli.record.rows import interactions


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup that was made: its file, the file of its checksum, and what it holds."""

    file: Path
    sidecar: Path
    bytes: int
    sha256: str
    version: int
    interactions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRecord:
    """What a check found. ``sidecar`` is the file of the checksum, if one stands beside the record.

    ``is_newest``: the record has the newest format, so all of it was checked.
    """

    version: int
    is_newest: bool
    soundness: Soundness
    sidecar: Path | None
    checksum_problem: str


def back_up(record: Record, file: Path, progress: Progress) -> Backup:
    """Copy the record to a new file of SQLite while others write to it; one on a server, too.

    Args:
        record: the record.
        file: the new file.
        progress: told how far a copy from a server is.

    Raises:
        UsageError: the file, or that of its checksum, is there already, or is a folder.
        UnavailableError: the record cannot be read, or the copy cannot be written.
    """
    if not file.name or file.is_dir():
        raise UsageError(f"{file} is a folder.", code="bad-value", hint="Name a file in it, such as desk.db")
    sidecar = _sidecar(file)
    for one in (file, sidecar):
        if os.path.lexists(one):
            raise _in_the_way(one)
    try:
        copy.back_up(record, file, progress)
    except FileExistsError:
        raise _in_the_way(file) from None
    sha256 = _sha256(file)
    _write_sidecar(sidecar, f"{sha256}  {file.name}\n")
    made = Record(file)
    backup = Backup(
        file=file, sidecar=sidecar, bytes=file.stat().st_size, sha256=sha256, version=made.version(),
        interactions=interactions.count(made),
    )  # fmt: skip
    made.close()
    return backup


def check_record(record: Record, progress: Progress, *, is_backup: bool) -> CheckedRecord:
    """Check the record in use, or a backup, which is not changed by that.

    Args:
        record: the record.
        progress: told what is being read.
        is_backup: compare the checksum that stands beside the file.

    Raises:
        UnavailableError: the record is too damaged to be opened, or cannot be reached.
    """
    sidecar = _sidecar(record.path) if is_backup and _sidecar(record.path).is_file() else None
    problem = _checksum_problem(record.path, sidecar) if sidecar else ""
    try:
        with closing(copy.contents_of(record)) as contents:
            version = contents.version()
            is_newest = version >= newest_format(record.dialect)
            found = soundness(contents, progress, is_newest=is_newest)
    except UnavailableError as damage:
        if not problem:
            raise
        raise UnavailableError(problem, code="checksum-differs", hint=damage.problems[0].message) from damage
    return CheckedRecord(
        version=version, is_newest=is_newest, soundness=found, sidecar=sidecar, checksum_problem=problem
    )  # fmt: skip


def _sidecar(file: Path) -> Path:
    return Path(f"{file}.sha256")


def _write_sidecar(sidecar: Path, line: str) -> None:
    try:
        with sidecar.open("x", encoding="utf-8") as written:
            sidecar.chmod(0o600)
            written.write(line)
    except FileExistsError:
        raise _in_the_way(sidecar) from None
    except OSError as problem:
        raise UnavailableError(
            f"{sidecar} cannot be written: {problem.strerror}.", code="cannot-write",
            hint=unreadable_hint(sidecar, problem),
        ) from problem  # fmt: skip


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _checksum_problem(file: Path, sidecar: Path) -> str:
    """What is wrong with the checksum of a file, or an empty text."""
    try:
        with sidecar.open(encoding="utf-8", errors="replace") as written:
            told = written.readline(1000).split()
        found = _sha256(file)
    except OSError as problem:
        raise UnavailableError(
            f"{problem.filename} cannot be read: {problem.strerror}.", code="cannot-read",
            hint=unreadable_hint(problem.filename, problem),
        ) from None  # fmt: skip
    if told and told[0].lower() == found:
        return ""
    return f"{file} is not as it was backed up: {sidecar.name} has another checksum."


def _in_the_way(file: Path) -> UsageError:
    return UsageError(
        f"{file} is there already; a backup is never written over.",
        code="output-exists",
        hint="Name another file.",
    )
