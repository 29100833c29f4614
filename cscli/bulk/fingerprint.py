"""What the output of a run depends on besides its input: options, data files, settings and the program's version."""

import os
from contextlib import suppress
from dataclasses import asdict

from cscli import __version__
from cscli.bulk.order import Order
from cscli.digests import blake2b
from cscli.paths import Paths
from cscli.replies.voice import Sender

_FOLDERS = ("languages", "markets", "holidays", "glossaries", "checks", "cldr")
_PLACES = frozenset(("source", "out", "rejects"))  # where rows come from and go to; all other options count


def fingerprint(order: Order, sender: Sender, paths: Paths) -> str:
    """A digest, in hexadecimal, of the options, data files and settings that shape the output of a run."""
    found = blake2b(digest_size=16)
    options = {name: value for name, value in asdict(order).items() if name not in _PLACES}
    settings = (__version__, *sender._asdict().items(), *sorted(options.items()))
    found.update("\0".join(map(repr, settings)).encode("utf-8", "surrogatepass"))
    for name, file in _files(paths).items():
        found.update(name.encode())
        with open(file.path, "rb", buffering=0) as content:  # noqa: PTH123 - 500 files, each in half the time
            found.update(content.read())
    return found.hexdigest()


class Unchanged:
    """Whether everything is still as a fingerprint has it; files are read again only when one was touched."""

    def __init__(self, order: Order, sender: Sender, paths: Paths, known: str) -> None:
        self._order, self._sender, self._paths, self._known = order, sender, paths, known
        self._stamps = self._seen()

    def __call__(self) -> bool:
        """Look again."""
        stamps = self._seen()
        if stamps == self._stamps:
            return True
        self._stamps = stamps
        return fingerprint(self._order, self._sender, self._paths) == self._known

    def _seen(self) -> list[tuple[str, int, int]]:
        stats = ((entry.path, entry.stat()) for entry in _files(self._paths).values())
        return [(path, stat.st_mtime_ns, stat.st_size) for path, stat in stats]


def _files(paths: Paths) -> dict[str, os.DirEntry[str]]:
    """The data files in use, by their names within templates and locales; a file of a nearer layer hides others."""
    folders = ["templates", *(f"templates/{tag}" for tag in paths.folders("templates"))]
    folders += [f"locales/{folder}" for folder in _FOLDERS]
    found: dict[str, os.DirEntry[str]] = {}
    for _, root in reversed(paths.layers):
        for folder in folders:
            with suppress(OSError), os.scandir(root / folder) as entries:
                found.update((f"{folder}/{entry.name}", entry) for entry in entries if _is_data(entry.name))
    return dict(sorted(found.items()))


def _is_data(name: str) -> bool:
    return name.endswith((".yaml", ".json")) and not name.startswith(".")
