"""What a run knows of a file that it wrote: which file it is, and what it holds up to the last checkpoint.

A run that goes on cuts its output back. It may only do so to the file that it wrote itself: by the time it goes on,
another may stand there, a link may lead elsewhere, or somebody may have edited what was done.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cscli.digests import blake2b
from cscli.errors import RefusedError

_AT_ONCE = 1 << 20


class Seal:
    """The identity of a file, and a digest of all that was written to it.

    A position in the ledger of an earlier release has neither; what it counts is then taken on trust.

    Args:
        path: the file.
        position: what ``data`` said before, with ``bytes``; empty for a new file.
        opening: how everything begins that the run writes next; the number of a file alone does not tell it from
            another that was made when the first was gone.

    Raises:
        RefusedError: ``output-changed``: the file is not the one that the run wrote, or its beginning was edited.
        OSError: it cannot be read.
    """

    def __init__(self, path: Path, position: Mapping[str, Any], opening: bytes = b"") -> None:
        self._digest = blake2b(digest_size=32)
        size = int(position.get("bytes", 0))
        found = path.stat()
        self._file = found.st_ino
        if not position:
            return
        if found.st_size < size:
            raise changed(path, f"it holds {found.st_size:,} of the {size:,} bytes that were written")
        known = position.get("file")
        if found.st_size and known != self._file and (known is not None or not size):
            raise changed(path, "another file stands there")
        behind = self._read(path, size, len(opening))
        if position.get("digest", self._digest.hexdigest()) != self._digest.hexdigest():
            raise changed(path, "what the run had written was edited")
        if not behind.startswith(opening[: len(behind)]):
            raise changed(path, "what stands behind its last row is not the run's")

    def add(self, data: bytes) -> None:
        """Take in what was written next."""
        self._digest.update(data)

    def data(self) -> dict[str, Any]:
        """What to keep: ``{"file", "digest"}``."""
        return {"file": self._file, "digest": self._digest.hexdigest()}

    def _read(self, path: Path, size: int, ahead: int) -> bytes:
        """Take in so many bytes of a file; what comes behind them, up to ``ahead`` bytes."""
        with path.open("rb") as file:
            while size and (part := file.read(min(size, _AT_ONCE))):
                self._digest.update(part)
                size -= len(part)
            return file.read(ahead)


def require_there(path: Path, position: Mapping[str, Any]) -> None:
    """Refuse to make a file anew that a run had begun.

    Raises:
        RefusedError: ``output-changed``.
    """
    if position.get("bytes") and not path.exists():
        raise changed(path, "it is gone", left="")


def require_folder(folder: Path, position: Mapping[str, Any]) -> None:
    """Refuse a folder that is not the one a run wrote to.

    Raises:
        RefusedError: ``output-changed``.
    """
    known = position.get("file")
    if known is not None and folder.exists() and known != folder.stat().st_ino and next(folder.iterdir(), None):
        raise changed(folder, "another folder stands there")


def changed(path: Path, how: str, left: str = " It is left as it is.") -> RefusedError:
    """The error for an output that is not what the run left behind; nothing is cut off from it."""
    return RefusedError(
        f"{path} was changed since the run stopped: {how}.{left}",
        code="output-changed",
        hint="Move it away and put back what the run wrote, or run it again into another output.",
    )
