"""A folder of results that are kept between runs: checked data files, compiled templates.

An entry's name is a digest of everything that the result depends on, so a stale entry is never found. An entry
begins with a digest of its own bytes, so a damaged one is never used. The folder may hold code; it is used only if no
other user can write to it or to a folder above it.
"""

import os
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cscli import __version__
from cscli.digests import blake2b
from cscli.paths import bytes_of, shipped_cache, shipped_root

MAX_BYTES = 4_000_000
MOST_ENTRIES = 3000
_LONGEST_AGE = 90 * 86_400
_OLDEST_TEMPORARY = 3600
_DIGEST = 32
_OTHERS_WRITE = 0o022


class CacheKey(NamedTuple):
    """What an entry is the result of: a kind, and the digest of all that went in."""

    kind: str
    digest: bytes

    def name(self, basis: bytes = b"") -> str:
        """The file's name; ``basis`` is the digest of data that the check of an entry relied on as well."""
        return f"{self.kind}-{blake2b(self.digest, key=basis, digest_size=_DIGEST).hexdigest()}"


def key(kind: str, *parts: bytes) -> CacheKey:
    """The key for a result of ``kind`` that depends on ``parts``, on their order, and on this version of cscli."""
    digest = blake2b(digest_size=_DIGEST)
    for part in (__version__.encode(), kind.encode(), *parts):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return CacheKey(kind=kind, digest=digest.digest())


class Cache(NamedTuple):
    """The user's cache folder; ``creates``: it may be made. Results that came with the program are found as well.

    ``is_shipped``: it is the folder that will come with the program, on the machine that builds the package.
    """

    folder: Path
    creates: bool = False
    is_shipped: bool = False

    def read(self, wanted: CacheKey) -> bytes | None:
        """What was kept under a key; None if there is no entry that can be trusted."""
        found = _entry(shipped_cache() / wanted.name(), wanted, own=False)
        if found is None and _is_trusted(self.folder):
            found = _entry(self.folder / wanted.name(_basis()), wanted, own=True)
        return found

    def write(self, wanted: CacheKey, content: bytes) -> None:
        """Keep ``content``; a folder that cannot be written or trusted is not an error."""
        if not (self.creates or self.folder.is_dir()) or len(content) > MAX_BYTES - _DIGEST:
            return
        whole = _seal(wanted, content) + content
        try:
            self._make_folder()
            if self.is_shipped:
                _put(self.folder / wanted.name(), whole, mode=0o644)
            elif _is_trusted(self.folder):
                _sweep(self.folder)
                _put(self.folder / wanted.name(_basis()), whole, mode=0o600)
        except OSError:
            return

    def _make_folder(self) -> None:
        folder = Path(os.path.abspath(self.folder))  # noqa: PTH100 - links stay as they are: they are not trusted
        missing = [part for part in (folder, *folder.parents) if not part.exists()]
        for part in reversed(missing):
            part.mkdir(mode=0o700, exist_ok=True)
        if missing:
            _is_trusted.cache_clear()


def distrust(folder: Path) -> str:
    """Why a cache folder is not used, in a sentence; empty if it can be trusted or does not exist.

    The folder and each one above it, up to the home folder or the root, must belong to this user or to root and must
    not be a link. Others must not be able to write there. They may in a sticky folder above it, such as ``/tmp``:
    nobody can replace what is another one's there.
    """
    if os.name != "posix":
        return ""
    home, lowest = Path.home(), Path(os.path.abspath(folder))  # noqa: PTH100 - as above
    for part in (lowest, *lowest.parents):
        with suppress(FileNotFoundError):
            info = part.lstat()
            if stat.S_ISLNK(info.st_mode):
                return f"{part} is a link; name the folder itself in CSCLI_CACHE_DIR."
            if not stat.S_ISDIR(info.st_mode):
                return f"{part} is not a folder."
            if info.st_uid not in (0, os.geteuid()):
                return f"{part} belongs to another user; name a folder of your own in CSCLI_CACHE_DIR."
            if info.st_mode & _OTHERS_WRITE and (part == lowest or not info.st_mode & stat.S_ISVTX):
                return f"Other users can write to {part}; mend it with: chmod go-w {part}"
        if part == home:
            break
    return ""


@lru_cache(maxsize=8)
def _is_trusted(folder: Path) -> bool:
    try:
        return not distrust(folder)
    except OSError:
        return False


@lru_cache(maxsize=1)
def _basis() -> bytes:
    """The digest of the files that say which zones and currencies there are: data files are checked against them.

    The names themselves would take longer to load than a whole start.
    """
    from importlib.util import find_spec  # noqa: PLC0415 - part of the interpreter, loaded when it starts

    zones = find_spec("pytz")
    digest = blake2b(digest_size=_DIGEST)
    for path in (zones.origin if zones else None, shipped_root() / "locales" / "cldr" / "codes.json"):
        if path is not None:
            with suppress(OSError):
                digest.update(Path(path).read_bytes())
    return digest.digest()


def _seal(wanted: CacheKey, content: bytes) -> bytes:
    return blake2b(content, key=wanted.digest, digest_size=_DIGEST).digest()


def _entry(path: Path, wanted: CacheKey, *, own: bool) -> bytes | None:
    try:
        whole = bytes_of(path, MAX_BYTES, is_private=own)
    except (OSError, ValueError):
        return None
    content = whole[_DIGEST:]
    return content if whole[:_DIGEST] == _seal(wanted, content) else None


def _put(path: Path, whole: bytes, *, mode: int) -> None:
    """Write a file that only this user can write, and that is there at once and whole."""
    temporary = path.with_name(f"{path.name}.{os.urandom(8).hex()}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    handle = os.open(temporary, flags, mode)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor
            file.write(whole)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


@lru_cache(maxsize=8)  # once in a process
def _sweep(folder: Path) -> None:
    """Remove what is old, and the oldest entries while there are too many."""
    now = time.time()
    kept = []
    for entry in os.scandir(folder):
        with suppress(OSError):
            age = now - entry.stat(follow_symlinks=False).st_mtime
            if age > (_OLDEST_TEMPORARY if entry.name.endswith(".tmp") else _LONGEST_AGE):
                Path(entry.path).unlink()
            else:
                kept.append((age, entry.path))
    kept.sort()
    for _, path in kept[MOST_ENTRIES:]:
        with suppress(OSError):
            Path(path).unlink()


def entries(folder: Path) -> Iterator[os.stat_result]:
    """The files of a cache folder; none if there is no folder."""
    with suppress(OSError):
        for entry in os.scandir(folder):
            if entry.is_file(follow_symlinks=False):
                yield entry.stat(follow_symlinks=False)
