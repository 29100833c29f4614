"""The Apertium language pairs installed on this machine, their quality, and the commands of each.

A mode file is a shell pipeline. It is parsed here without a shell; a file that needs more than a plain pipeline is
rejected. Pairs are never chained, because the errors of two translations multiply.
"""

import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from cscli.datafile import read_generated
from cscli.translation.engines.engine import Quality

Command = tuple[str, ...]

# $1 is the generation mode, here with marks on unknown words; $2 would show the alternatives of the tagger.
_PLACEHOLDERS = {"$1": ("-g",), "$2": ()}
_SHELL = frozenset("$`;&<>(){}*?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A direction of translation: its mode and commands, or the ``fault`` that prevents its use and a ``hint``."""

    name: str
    quality: Quality = Quality.GIST
    commands: tuple[Command, ...] = ()
    fault: str = ""
    hint: str = ""


def find_pair(folder: Path, source: str, target: str) -> Pair:
    """The mode in ``folder`` for two BCP 47 tags, for the target's region if there is one. Raises nothing."""
    spoken, wanted = _subtags(source), _subtags(target)
    is_draft = f"{spoken[0]}-{wanted[0]}" in _packages()["drafts"].split()
    quality = Quality.DRAFT if is_draft else Quality.GIST
    for name in _names(spoken, wanted):
        path = folder / f"{name}.mode"
        if path.is_file():
            return _read(path, quality)
    return Pair(
        name=f"{spoken[0]}-{wanted[0]}",
        fault=f"there is no pair {source} to {target} in {folder}",
        hint=_package_hint(spoken[0], wanted[0]),
    )


def parse_mode(text: str) -> tuple[Command, ...]:
    """The commands of a mode file, changed to mark unknown words and to flush at each NUL byte.

    Raises:
        ValueError: the file is not a plain pipeline.
    """
    reader = shlex.shlex(text.strip(), posix=True, punctuation_chars="|")
    reader.whitespace_split, reader.commenters = True, ""
    commands: list[list[str]] = [[]]
    for word in reader:
        if word == "|":
            commands.append([])
        elif word in _PLACEHOLDERS:
            commands[-1].extend(_PLACEHOLDERS[word])
        elif _SHELL.isdisjoint(word) and word.strip("|"):
            commands[-1].append(word)
        else:
            raise ValueError(f"{word[:40]!r} needs a shell")
    if not all(commands):
        raise ValueError("a program is missing")
    return tuple(_flushing(c) for c in commands)


def _subtags(tag: str) -> tuple[str, ...]:
    """The subtags of a language tag in the notation of mode files: ``pt``, ``BR``."""
    language, *others = tag.replace("_", "-").split("-")
    known = [s for s in others if s.isascii() and s.isalnum()]
    safe = language if language.isascii() and language.isalpha() else ""
    return (safe.lower(), *(s.upper() if len(s) == 2 else s.lower() for s in known))  # noqa: PLR2004 - a region


def _names(spoken: tuple[str, ...], wanted: tuple[str, ...]) -> Iterator[str]:
    codes = list(product(_codes(spoken[0]), _codes(wanted[0])))
    for variant in (*(f"_{subtag}" for subtag in wanted[1:]), ""):
        yield from (f"{a}-{b}{variant}" for a, b in codes)


def _codes(language: str) -> tuple[str, ...]:
    other = _packages()["other_codes"].get(language)
    return (other, language) if other else (language,)


def _read(path: Path, quality: Quality) -> Pair:
    try:
        commands = parse_mode(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        return Pair(name=path.stem, fault=f"{path.name} cannot be used: {why}", hint=f"Look at {path}.")
    programs = [c[0] for c in commands if not shutil.which(c[0])]
    files = [w for c in commands for w in c[1:] if w.startswith("/") and not Path(w).is_file()]
    if not programs and not files:
        return Pair(name=path.stem, quality=quality, commands=commands)
    missing = (programs or files)[0]
    needed = _packages()["programs"].get(missing, "") if programs else f"apertium-{path.stem.partition('_')[0]}"
    return Pair(
        name=path.stem,
        fault=f"{path.name} needs {missing}, which is not there",
        hint=f"Install Debian's package {needed}." if needed else f"Install {missing}.",
    )


def _package_hint(source: str, target: str) -> str:
    ends = {*_codes(source)}, {*_codes(target)}
    for name in _packages()["pairs"].split():
        a, b = name.split("-")
        if (a in ends[0] and b in ends[1]) or (b in ends[0] and a in ends[1]):
            return f"Install Debian's package apertium-{name}, or set apertium.modes to the folder that has the pair."
    return "Apertium is not known to have this pair: name another engine."


def _flushing(command: list[str]) -> Command:
    program, *words = command
    return (program, *(() if program not in _packages()["programs"] or "-z" in words else ("-z",)), *words)


@lru_cache(maxsize=1)
def _packages() -> dict[str, Any]:
    return read_generated(Path(__file__).with_name("packages.json"))
