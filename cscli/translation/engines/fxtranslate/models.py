"""Installed models: listing, choosing, removing, and the manifest of a mirror.

A model is a folder ``<source>-<target>`` with Mozilla's file names. A mirror is a folder or web address with such
folders and a ``models.json``, so that a team does not download from Mozilla every day.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from cscli.errors import NotFoundError, UsageError
from cscli.markets.scripts import script_of
from cscli.text import base_tag
from cscli.translation.engines.engine import UnreachableError
from cscli.translation.engines.fxtranslate.worker import model_files

NAME = "fxtranslate"
PIVOT = "en"
_TAG = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?"
_PAIR = re.compile(f"({_TAG})-({_TAG})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """An installed model; ``pair`` is the name of its folder."""

    pair: str
    source: str
    target: str
    bytes: int
    files: tuple[str, ...]


def models_folder(chosen: str, data: Path) -> Path:
    """The folder of models: from the settings, else in the user's data."""
    return Path(chosen).expanduser() if chosen else data / "models"


def both_ways(tag: str) -> tuple[tuple[str, str], ...]:
    """The pairs of a language with English, which every model translates from or into."""
    return ((PIVOT, tag), (tag, PIVOT))


def installed(folder: Path) -> tuple[Model, ...]:
    """The complete models in a folder, sorted."""
    try:
        places = sorted(place for place in folder.iterdir() if _PAIR.fullmatch(place.name))
    except OSError:
        return ()
    return tuple(model_in(place) for place in places if model_files(place))


def route(folder: Path, source: str, target: str) -> tuple[Path, ...]:
    """The models for a pair of languages (BCP 47): one, or two through English; empty without any."""
    if base_tag(source) == base_tag(target):
        return ()
    straight = _leg(folder, source, target)
    if straight:
        return (straight,)
    first, second = _leg(folder, source, PIVOT), _leg(folder, PIVOT, target)
    return (first, second) if first and second else ()


def missing_languages(folder: Path, source: str, target: str) -> tuple[str, ...]:
    """The languages to pass to ``engine install`` for a pair."""
    wanting = []
    if base_tag(source) != PIVOT and not _leg(folder, source, PIVOT):
        wanting.append(_to_install(source))
    if base_tag(target) != PIVOT and not _leg(folder, PIVOT, target):
        wanting.append(_to_install(target))
    return tuple(wanting) if base_tag(source) != base_tag(target) else ()


def languages_of(folders: Iterable[Path]) -> tuple[str, ...]:
    """The languages other than English of some models, for ``engine install``."""
    pairs = [match.groups() for place in folders if (match := _PAIR.fullmatch(place.name))]
    return tuple(dict.fromkeys(tag for pair in pairs for tag in pair if tag != PIVOT))


def remove(folder: Path, source: str, target: str) -> Model:
    """Remove the model for a pair and return it.

    Raises:
        NotFoundError: the model is not installed.
        UsageError: a language is invalid.
        UnreachableError: its files cannot be deleted.
    """
    for tag in (source, target):
        require_language(tag)
    place = _leg(folder, source, target)
    if place is None:
        raise NotFoundError(
            f"There is no model from {source} to {target} here.",
            code="unknown-model",
            hint="See what there is with: cscli engine list",
        )
    import shutil  # noqa: PLC0415 - only who removes needs it

    model = model_in(place)
    try:
        shutil.rmtree(place)
    except OSError as problem:
        raise UnreachableError(NAME, f"the model cannot be removed from {folder} ({problem.strerror})") from None
    return model


def manifest(folder: Path) -> str:
    """The ``models.json`` of a folder of models, which makes it a mirror."""
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


def model_in(place: Path) -> Model:
    """The complete model in a folder."""
    files, pair = model_files(place), _PAIR.fullmatch(place.name)
    assert files  # noqa: S101 - checked by the caller
    assert pair  # noqa: S101 - as above
    paths = sorted({Path(path) for path in files if path})
    source, target = pair.groups()
    return Model(
        pair=place.name, source=source, target=target, files=tuple(p.name for p in paths),
        bytes=sum(p.stat().st_size for p in paths),
    )  # fmt: skip


def _leg(folder: Path, source: str, target: str) -> Path | None:
    """The folder of the complete model for a pair."""
    for pair in product(spellings(source), spellings(target)):
        place = folder / "-".join(pair)
        if _PAIR.fullmatch(place.name) and model_files(place):
            return place
    return None


def spellings(tag: str) -> Sequence[str]:
    """The tags of a language in names of models; Traditional Chinese never stands for Simplified."""
    language = base_tag(tag)
    if language == "zh":
        return (tag, "zh-Hant") if script_of(tag) == "Hant" else (tag, "zh-Hans", "zh")
    if language in {"nb", "no"}:
        return (tag, "nb", "no")
    return (tag, language)


def _to_install(tag: str) -> str:
    return "zh-Hant" if "zh-Hant" in spellings(tag) else base_tag(tag)


def require_language(tag: str) -> None:
    """Refuse an invalid language tag.

    Raises:
        UsageError: ``tag`` is invalid.
    """
    if not re.fullmatch(_TAG, tag):
        raise UsageError(
            f"{tag[:40]!r} is not a language.", code="bad-language", hint="Write it as de, pt-BR or zh-Hant."
        )
