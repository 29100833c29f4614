"""What a run's output depends on besides its input: the texts, the markets, the program. A change of it is noticed."""

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from cscli import __version__
from cscli.bulk.plan import Plan
from cscli.paths import Paths

_FOLDERS = (
    ("languages", ".yaml"), ("markets", ".yaml"), ("holidays", ".json"), ("holidays", ".yaml"), ("glossaries", ".yaml"),
)  # fmt: skip


def fingerprint(plan: Plan) -> str:
    """A digest, in hexadecimal, of the data files and settings that shape the output of a run."""
    found = blake2b(digest_size=16)
    settings = (
        __version__, plan.sender.shop, plan.sender.agent, plan.sender.gender.value, *plan.intents, plan.market,
        plan.language, plan.channel, plan.register, plan.zone, repr(sorted(plan.mapping.items())), plan.preset,
        plan.send_at, plan.rate, plan.purpose, str(plan.allow_duplicates),
    )  # fmt: skip
    found.update("\0".join(settings).encode("utf-8", "surrogatepass"))
    for content in _contents(plan.paths):
        found.update(content)
    return found.hexdigest()


class Unchanged:
    """Whether everything is still as a fingerprint has it; files are read again only when one was touched."""

    def __init__(self, plan: Plan, known: str) -> None:
        self._plan, self._known = plan, known
        self._stamps = self._seen()

    def __call__(self) -> bool:
        """Look again."""
        stamps = self._seen()
        if stamps == self._stamps:
            return True
        self._stamps = stamps
        return fingerprint(self._plan) == self._known

    def _seen(self) -> list[tuple[str, int, int]]:
        found = []
        for path in _files(self._plan.paths).values():
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
    names: list[tuple[str, ...]] = [("templates", "intents.yaml"), ("locales", "checks.yaml")]
    for tag in paths.folders("templates"):
        names += [("templates", tag, f"{name}.yaml") for name in paths.names("templates", tag)]
    for folder, suffix in _FOLDERS:
        names += [("locales", folder, f"{name}{suffix}") for name in paths.names("locales", folder, suffix=suffix)]
    winners = {"/".join(parts): paths.winner(*parts) for parts in names}
    return {name: found[1] for name, found in winners.items() if found}
