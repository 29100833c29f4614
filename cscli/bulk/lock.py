"""One run for one output: a lock that the operating system takes back when the process dies, however it dies.

The lock is on a small file beside the output, ``.NAME.lock``: whoever can write the output can see it, whatever their
data folder is. It belongs to the process alone. Workers do not inherit it, so one that outlives a killed run does not
keep the output from the next. What cannot be written twice at the same place, a pipe or a device, is not locked.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cscli.bulk.output import STDIO, written
from cscli.errors import RefusedError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_BEYOND_THE_TEXT = 1 << 20  # where the locked byte is: on Windows nobody else could read it
_held: set[Path] = set()  # the system lets a process have its own lock twice


@contextmanager
def output_lock(path: str | Path) -> Iterator[None]:
    """Keep other runs from an output for as long as the block runs.

    Args:
        path: a file or folder, which need not exist yet; ``-`` is stdout, which is not locked.

    Raises:
        RefusedError: ``output-in-use``: another run writes to it.
        UnavailableError: ``output-unwritable``: no lock can be had beside it.
    """
    output = Path(path)
    if str(path) == STDIO or _is_stream(output):
        yield
        return
    hint = "Check that its folder is there and can be written, or write to another file."
    with written(f"The output {output}", code="output-unwritable", hint=hint):
        output = _resolved(output)
        lock = output.with_name(f".{output.name}.lock")
        if lock in _held:
            raise _in_use(output, os.getpid())  # to open the file once more would give the lock up
        descriptor = _locked(output, lock)
    _held.add(lock)
    try:
        yield
    finally:
        _held.discard(lock)
        _release(descriptor, lock)


def is_in_use(path: str | Path) -> bool:
    """Whether a run writes to an output now; what is not locked counts as in use, as nobody can tell."""
    output = Path(path)
    if str(path) == STDIO or _is_stream(output):
        return True
    lock = output.with_name(f".{output.name}.lock")
    if lock in _held:
        return True
    try:
        descriptor = os.open(lock, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return False
    try:
        _lock(descriptor)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _resolved(output: Path) -> Path:
    try:
        return output.resolve()
    except ValueError as problem:  # no name of a file
        raise OSError(errno.EINVAL, str(problem)) from problem


def _is_stream(output: Path) -> bool:
    with suppress(OSError, ValueError):
        return output.exists() and not output.is_file() and not output.is_dir()
    return False


def _locked(output: Path, lock: Path) -> int:
    """The descriptor of the lock file, locked; one that was removed between opening and locking does not count."""
    while True:
        descriptor = os.open(lock, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            _lock(descriptor)
            if _is_same(descriptor, lock):
                os.ftruncate(descriptor, 0)
                os.write(descriptor, f"{os.getpid()}\n".encode())
                return descriptor
        except OSError as problem:
            os.close(descriptor)
            if problem.errno in _BUSY:
                raise _in_use(output, _holder(lock)) from None
            raise
        os.close(descriptor)


def _release(descriptor: int, lock: Path) -> None:
    """Remove the lock file, then let it go: who waits in between sees that it is gone, and makes a new one."""
    if sys.platform == "win32":  # an open file cannot be removed there
        os.close(descriptor)
        with suppress(OSError):
            lock.unlink()
        return
    with suppress(OSError):
        lock.unlink()
    os.close(descriptor)


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        os.lseek(descriptor, _BEYOND_THE_TEXT, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)
    else:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _BEYOND_THE_TEXT)


def _is_same(descriptor: int, lock: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), lock.lstat())
    except FileNotFoundError:
        return False


def _holder(lock: Path) -> int | None:
    """The process that wrote itself into the lock file."""
    try:
        return int(lock.read_bytes()[:20])
    except (OSError, ValueError):
        return None


def _in_use(output: Path, holder: int | None) -> RefusedError:
    return RefusedError(
        f"Another run writes to {output}" + (f" (process {holder})." if holder else "."),
        code="output-in-use",
        hint="Wait until it is done (cscli bulk status), or write to another file.",
    )
