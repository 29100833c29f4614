"""Where things live: shipped data, workspace, config, record, cache. Creates nothing.

Directories are the platform's, overridden by ``CSCLI_CONFIG_DIR``, ``CSCLI_DATA_DIR``, ``CSCLI_CACHE_DIR``.
Shipped data is overlaid file by file by a workspace, then by the user's config folder; the last wins.
"""

import errno
import os
import stat
import sys
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from cscli.errors import UsageError, suggestion

_LONGEST_NAME = 64
_USUAL = {"config": (".config",), "data": (".local", "share"), "cache": (".cache",)}
_MOST_NAMES = 2000  # of a folder, when the name of a file in it is looked for


class Paths(NamedTuple):
    """The directories of one run. None of them needs to exist."""

    config: Path
    data: Path
    cache: Path
    workspace: Path | None = None

    @property
    def layers(self) -> tuple[tuple[str, Path], ...]:
        """Roots that hold ``templates/`` and ``locales/``, strongest first, each with its name."""
        found = [("config", self.config)]
        if self.workspace is not None:
            found.append(("workspace", self.workspace))
        return (*found, ("shipped", shipped_root()))

    def winner(self, *parts: str) -> tuple[str, Path] | None:
        """The layer and path of the file that wins for a relative path such as ``templates/de/x.yaml``."""
        for layer, root in self.layers:
            path = root.joinpath(*parts)
            if path.is_file():
                return layer, path
        return None

    def names(self, *folder: str, suffix: str = ".yaml") -> tuple[str, ...]:
        """Stems of the files in a folder over all layers, sorted."""
        found: set[str] = set()
        for _, root in self.layers:
            try:
                entries = [entry.name for entry in os.scandir(root.joinpath(*folder))]
            except OSError:
                continue
            found.update(e[: -len(suffix)] for e in entries if e.endswith(suffix) and e[0] != ".")
        return tuple(sorted(found))

    def folders(self, *folder: str) -> tuple[str, ...]:
        """Names of the subfolders of a folder over all layers, sorted."""
        found: set[str] = set()
        for _, root in self.layers:
            try:
                found.update(e.name for e in os.scandir(root.joinpath(*folder)) if e.is_dir())
            except OSError:
                continue
        return tuple(sorted(f for f in found if f[0] not in "._"))


def platform_paths(environ: Mapping[str, str], workspace: str | None = None) -> Paths:
    """The directories for this user and platform.

    Raises:
        UsageError: the named workspace is not a folder.
    """
    named = workspace or environ.get("CSCLI_WORKSPACE")
    root = Path(named).expanduser() if named else None
    if root is not None and not _is_folder(root):
        raise UsageError(
            f"The workspace {str(root)[:200]!r} is not a folder.",
            code="bad-workspace",
            hint="A workspace holds templates/ and locales/; make one or leave --workspace out.",
        )
    return Paths(
        config=_directory(environ, "CSCLI_CONFIG_DIR", "config"),
        data=_directory(environ, "CSCLI_DATA_DIR", "data"),
        cache=_directory(environ, "CSCLI_CACHE_DIR", "cache"),
        workspace=root,
    )


def _directory(environ: Mapping[str, str], variable: str, kind: str) -> Path:
    if environ.get(variable):
        return Path(environ[variable]).expanduser()
    usual = _usual_directory(kind)
    if usual is not None:
        return usual
    import platformdirs  # noqa: PLC0415 - not needed where the environment names the directories

    return Path(getattr(platformdirs, f"user_{kind}_dir")("cscli", appauthor=False))


def _usual_directory(kind: str) -> Path | None:
    """What platformdirs says on Linux where nothing else is set: to load it takes as long as to read all settings."""
    home, variable = os.environ.get("HOME", ""), f"XDG_{kind.upper()}_HOME"
    is_usual = sys.platform == "linux" and home.startswith("/") and variable not in os.environ
    if not is_usual or hasattr(sys, "getandroidapilevel") or "ANDROID_DATA" in os.environ:
        return None
    return Path(home, *_USUAL[kind], "cscli")


@lru_cache(maxsize=1)
def shipped_root() -> Path:
    """The folder that holds the shipped ``templates/`` and ``locales/``: in the wheel, or in the checkout."""
    package = Path(__file__).parent
    installed = package / "_shipped"
    return installed if installed.is_dir() else package.parent


def shipped_cache() -> Path:
    """The folder of shipped data as it was parsed and checked when the program was installed; it need not exist."""
    return Path(__file__).parent / "_cache"


def schema_path(kind: str) -> Path:
    """The JSON Schema of a kind of data file, such as ``market``."""
    return Path(__file__).parent / "schemas" / f"{kind}.schema.json"


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Whether ``path`` is a file; not if no file system could hold such a name."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def missing_file(name: str, what: str = "file") -> UsageError:
    """The error for a file that a user named and that is not there: the nearest names, and where it was looked for.

    A folder or a pipe of that name is told as what it is.
    """
    if name and _is_there(Path(name).expanduser()):
        is_folder = _is_folder(Path(name).expanduser())
        kind = "a folder" if is_folder else "a pipe or a device"
        hint = "Name a file in it." if is_folder else "Write it to a file first: it is read more than once."
        return UsageError(f"There is no {what} {name[:200]!r}: it is {kind}.", code="no-file", hint=hint)
    where, near = _looked_for(name)
    return UsageError(f"There is no {what} {name[:200]!r}.{near}", code="no-file", hint=where)


def unreadable_hint(path: Path | str, problem: BaseException) -> str:
    """What to try where a file, or a folder, cannot be read or written."""
    match getattr(problem, "errno", None):
        case errno.ENOENT | errno.ENOTDIR:
            where, near = _looked_for(str(path))
            return f"{where}{near}"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"See who may use it: ls -ld {str(path)[:200]}"
        case errno.EISDIR:
            return "It is a folder; name a file in it."
        case errno.ENAMETOOLONG:
            return "Name a file; this is longer than a name can be."
        case errno.ENOSPC | errno.EDQUOT:
            return "Make room there, or name another place."
        case _:
            return "Try a copy of it in another place."


def _looked_for(name: str) -> tuple[str, str]:
    """Where a file was looked for, and a sentence with the names there that are nearest."""
    folder = Path(name).expanduser().absolute().parent
    if not _is_folder(folder):
        return f"There is no folder {str(folder)[:200]} either.", ""
    return f"It was looked for in {str(folder)[:200]}.", suggestion(Path(name).name, _names_in(folder))


def _names_in(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in islice(folder.iterdir(), _MOST_NAMES) if not path.name.startswith("."))
    except OSError:
        return []


def bytes_of(path: Path, most: int, *, is_private: bool = False) -> bytes:
    """The content of a file, after a look at what it is: a pipe is not waited for, a huge file is not read.

    Args:
        path: the file.
        most: the largest size in bytes.
        is_private: refuse a link, and a file that another user owns or can write.

    Raises:
        OSError: the file cannot be read, or is not private.
        ValueError: it is not a regular file, or is too large; says so in words that follow the path.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags | (getattr(os, "O_NOFOLLOW", 0) if is_private else 0))
    with open(handle, "rb") as file:  # noqa: PTH123 - a descriptor
        info = os.fstat(handle)
        if not stat.S_ISREG(info.st_mode):
            raise ValueError("is not a regular file")
        if is_private and os.name == "posix" and (info.st_uid != os.geteuid() or info.st_mode & 0o022):
            raise PermissionError("another user owns it or can write to it")
        if info.st_size > most:
            raise ValueError(f"is {info.st_size:,} bytes; at most {most:,} are read")
        return file.read(info.st_size)


def is_plain_name(name: str) -> bool:
    """Whether ``name`` may become part of a path: a few letters, digits, hyphens and underscores only."""
    return 0 < len(name) <= _LONGEST_NAME and name.isascii() and name.replace("-", "").replace("_", "").isalnum()
