"""The models of the engine on this machine: which there are, getting one, removing one, handing them on to a team.

A model is a folder ``<source>-<target>`` with its files, as their makers name them. It is installed whole or not at
all: every file is compared with the size and the SHA-256 that were announced, in a folder that no engine sees, which
then takes its place in one step. The makers' service is no place to fetch from every day, so a team can keep a mirror:
a folder or a web address with the files and a ``models.json``, which ``manifest`` writes.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from cscli.errors import NotFoundError, UsageError, unknown
from cscli.translation.engines.engine import BadAnswerError, UnreachableError
from cscli.translation.engines.fxtranslate_worker import model_files

if TYPE_CHECKING:
    from cscli.translation.engines.fxtranslate_sources import Offer

NAME = "fxtranslate"
PIVOT = "en"
_TAG = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?"
_PAIR = re.compile(f"({_TAG})-({_TAG})")
_TRADITIONAL = frozenset({"Hant", "TW", "HK", "MO"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model that is there; ``pair`` is the name of its folder, ``bytes`` its size, ``files`` their names."""

    pair: str
    source: str
    target: str
    bytes: int
    files: tuple[str, ...]


def installed(folder: Path) -> tuple[Model, ...]:
    """The models in a folder, sorted; one of which a file is missing does not count."""
    try:
        places = sorted(place for place in folder.iterdir() if _PAIR.fullmatch(place.name))
    except OSError:
        return ()
    return tuple(_model(place) for place in places if model_files(place))


def route(folder: Path, source: str, target: str) -> tuple[Path, ...]:
    """The models that lead from one language (BCP 47) to another: one, or two by English; empty when there are none."""
    if _base(source) == _base(target):
        return ()
    straight = _leg(folder, source, target)
    if straight:
        return (straight,)
    first, second = _leg(folder, source, PIVOT), _leg(folder, PIVOT, target)
    return (first, second) if first and second else ()


def missing_languages(folder: Path, source: str, target: str) -> tuple[str, ...]:
    """The languages whose models are wanting for a pair, as ``engine install`` takes them."""
    wanting = []
    if _base(source) != PIVOT and not _leg(folder, source, PIVOT):
        wanting.append(_to_install(source))
    if _base(target) != PIVOT and not _leg(folder, PIVOT, target):
        wanting.append(_to_install(target))
    return tuple(wanting) if _base(source) != _base(target) else ()


def languages_of(folders: Iterable[Path]) -> tuple[str, ...]:
    """The languages besides English that the models in ``folders`` serve, as ``engine install`` takes them."""
    pairs = [match.groups() for place in folders if (match := _PAIR.fullmatch(place.name))]
    return tuple(dict.fromkeys(tag for pair in pairs for tag in pair if tag != PIVOT))


def install(
    folder: Path,
    source: str,
    target: str,
    *,
    mirror: str = "",
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Model:
    """Get the model from one language to another and put it into ``folder``, in the place of one that is there.

    Args:
        folder: where models are kept; it is made if need be.
        source: the language to translate from, BCP 47.
        target: the language to translate into.
        mirror: an ``https://`` address, a ``file://`` address or a folder with a ``models.json``; empty for the makers.
        progress: called with the bytes that have come and the bytes of all files; after a new try they may be fewer.

    Raises:
        NotFoundError: the catalogue has no such model.
        UsageError: a language or the mirror is none.
        EngineError: the catalogue or a file cannot be fetched, is not what was announced, or cannot be written.
    """
    import tempfile  # noqa: PLC0415 - only who installs needs it

    from cscli.translation.engines.fxtranslate_download import fetch  # noqa: PLC0415 - as above

    for tag in (source, target):
        _require_language(tag)
    offers = _offers(source, target, mirror)
    place = folder / f"{offers[0].source}-{offers[0].target}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".installing-", dir=folder) as hidden:
            fresh = Path(hidden) / "new"
            fresh.mkdir()
            fetch(offers, fresh, progress)
            if model_files(fresh) is None:
                raise BadAnswerError(NAME, f"the catalogue lacks files of the model {place.name}")
            if place.exists():
                place.rename(Path(hidden) / "old")
            fresh.rename(place)
    except OSError as problem:
        raise UnreachableError(NAME, f"the model cannot be written to {folder} ({problem.strerror})") from None
    return _model(place)


def remove(folder: Path, source: str, target: str) -> Model:
    """Remove the model from one language to another, and return what it was.

    Raises:
        NotFoundError: it is not there.
        UsageError: a language is none.
        UnreachableError: its files cannot be removed.
    """
    for tag in (source, target):
        _require_language(tag)
    place = _leg(folder, source, target)
    if place is None:
        raise NotFoundError(
            f"There is no model from {source} to {target} here.",
            code="unknown-model",
            hint="See what there is with: cscli engine list",
        )
    import shutil  # noqa: PLC0415 - only who removes needs it

    model = _model(place)
    try:
        shutil.rmtree(place)
    except OSError as problem:
        raise UnreachableError(NAME, f"the model cannot be removed from {folder} ({problem.strerror})") from None
    return model


def manifest(folder: Path) -> str:
    """The ``models.json`` that makes a mirror of a folder of models: written into it, the folder can be handed on."""
    from hashlib import file_digest  # noqa: PLC0415 - only who keeps a mirror needs it

    entries = []
    for model in installed(folder):
        for name in model.files:
            with (folder / model.pair / name).open("rb") as content:
                digest = file_digest(content, "sha256").hexdigest()
            entries.append(
                {
                    "source": model.source, "target": model.target, "name": name, "file": f"{model.pair}/{name}",
                    "sha256": digest, "bytes": (folder / model.pair / name).stat().st_size,
                }
            )  # fmt: skip
    return json.dumps(entries, indent=2) + "\n"


def _offers(source: str, target: str, mirror: str) -> list["Offer"]:
    """The files of the model of a pair, from whoever offers it."""
    from cscli.translation.engines import fxtranslate_sources as sources  # noqa: PLC0415 - it needs HTTP

    offers = sources.mirrored(mirror) if mirror else sources.offered_by_the_makers()
    pairs = {(offer.source, offer.target) for offer in offers}
    for pair in product(_spellings(source), _spellings(target)):
        if pair in pairs:
            return [offer for offer in offers if (offer.source, offer.target) == pair]
    known = sorted(f"{a}-{b}" for a, b in pairs)
    raise unknown("model", f"{source}-{target}", known, see="cscli engine list")


def _model(place: Path) -> Model:
    files, pair = model_files(place), _PAIR.fullmatch(place.name)
    assert files  # noqa: S101 - the caller has looked
    assert pair  # noqa: S101 - as above
    paths = sorted({Path(path) for path in files if path})
    source, target = pair.groups()
    return Model(
        pair=place.name, source=source, target=target, files=tuple(p.name for p in paths),
        bytes=sum(p.stat().st_size for p in paths),
    )  # fmt: skip


def _leg(folder: Path, source: str, target: str) -> Path | None:
    """The folder of a complete model from one language to another."""
    for pair in product(_spellings(source), _spellings(target)):
        place = folder / "-".join(pair)
        if _PAIR.fullmatch(place.name) and model_files(place):
            return place
    return None


def _spellings(tag: str) -> Sequence[str]:
    """How a language may be written in the name of a model; Traditional Chinese is never read for Simplified."""
    language, *rest = tag.split("-")
    if language == "zh":
        return (tag, "zh-Hant") if _TRADITIONAL.intersection(rest) else (tag, "zh-Hans", "zh")
    if language in {"nb", "no"}:
        return (tag, "nb", "no")
    return (tag, language)


def _base(tag: str) -> str:
    return tag.partition("-")[0]


def _to_install(tag: str) -> str:
    return "zh-Hant" if "zh-Hant" in _spellings(tag) else _base(tag)


def _require_language(tag: str) -> None:
    if not re.fullmatch(_TAG, tag):
        raise UsageError(
            f"{tag[:40]!r} is not a language.", code="bad-language", hint="Write it as de, pt-BR or zh-Hant."
        )
