"""What a run's output depends on besides its input: the texts, the markets, the program. A change of it is noticed."""

from hashlib import blake2b

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


def _contents(paths: Paths) -> list[bytes]:
    """The files that win, each after its name."""
    names: list[tuple[str, ...]] = [("templates", "intents.yaml")]
    for tag in paths.folders("templates"):
        names += [("templates", tag, f"{name}.yaml") for name in paths.names("templates", tag)]
    names.append(("locales", "checks.yaml"))
    for folder, suffix in _FOLDERS:
        names += [("locales", folder, f"{name}{suffix}") for name in paths.names("locales", folder, suffix=suffix)]
    contents = []
    for parts in names:
        found = paths.winner(*parts)
        if found:
            contents += ["/".join(parts).encode(), found[1].read_bytes()]
    return contents
