"""What a run's output depends on besides its input: the texts, the markets, the program. A change of it is noticed."""

from collections.abc import Iterator
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path

from cscli import __version__
from cscli.bulk.order import Order
from cscli.paths import Paths
from cscli.replies.voice import Sender

_FOLDERS = (
    ("languages", ".yaml"), ("markets", ".yaml"), ("holidays", ".json"), ("holidays", ".yaml"), ("glossaries", ".yaml"),
    ("checks", ".yaml"),
)  # fmt: skip
_PLACES = frozenset(("source", "out", "rejects"))  # where rows come from and go to; all other options count


def fingerprint(order: Order, sender: Sender, paths: Paths) -> str:
    """A digest, in hexadecimal, of the options, data files and settings that shape the output of a run."""
    found = blake2b(digest_size=16)
    options = {name: value for name, value in asdict(order).items() if name not in _PLACES}
    settings = (__version__, *sender._asdict().items(), *sorted(options.items()))
    found.update("\0".join(map(repr, settings)).encode("utf-8", "surrogatepass"))
    for content in _contents(paths):
        found.update(content)
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
        found = []
        for path in _files(self._paths).values():
            stat = path.stat()
            found.append((str(path), stat.st_mtime_ns, stat.st_size))
        return found


def _contents(paths: Paths) -> Iterator[bytes]:
    """The files that win, each after its name."""
    for name, path in _files(paths).items():
        yield name.encode()
        yield path.read_bytes()


def _files(paths: Paths) -> dict[str, Path]:
    """The files that win, by their name within templates and locales."""
    names: list[tuple[str, ...]] = [
        ("templates", "intents.yaml"),
    ]
    for tag in paths.folders("templates"):
        names += [("templates", tag, f"{name}.yaml") for name in paths.names("templates", tag)]
    for folder, suffix in _FOLDERS:
        names += [("locales", folder, f"{name}{suffix}") for name in paths.names("locales", folder, suffix=suffix)]
    winners = {"/".join(parts): paths.winner(*parts) for parts in names}
    return {name: found[1] for name, found in winners.items() if found}
