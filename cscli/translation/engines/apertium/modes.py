"""Which pairs of languages Apertium has on this machine, what they are good for, and the processes of each.

A mode file is a line for a shell. No shell ever sees it here: it is read as lists of words, and a file that asks for
more than a chain of programs is not used. Pairs are never chained: errors of two translations multiply.
"""

import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from cscli.translation.engines.engine import Quality

Command = tuple[str, ...]

# From our own reading of service messages. Near relatives give a draft that an agent can mend; all else is for
# understanding only, with turned meanings among it.
_QUALITY = {
    ("es", "pt"): Quality.DRAFT,
    ("pt", "es"): Quality.DRAFT,
    ("es", "ca"): Quality.DRAFT,
    ("ca", "es"): Quality.DRAFT,
}

# Files of modes use old and new codes of a language side by side: es-pt, spa-cat.
_OTHER_CODES = {
    "af": "afr", "an": "arg", "be": "bel", "bg": "bul", "br": "bre", "ca": "cat", "da": "dan", "en": "eng",
    "eo": "epo", "es": "spa", "eu": "eus", "fr": "fra", "gl": "glg", "hi": "hin", "id": "ind", "is": "isl",
    "it": "ita", "mk": "mkd", "ms": "zlm", "nb": "nob", "nl": "nld", "nn": "nno", "no": "nor", "oc": "oci",
    "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sc": "srd", "sl": "slv", "sv": "swe", "uk": "ukr",
    "ur": "urd",
}  # fmt: skip

# Debian's packages are called apertium- and one of these.
_PACKAGED = (
    "afr-nld", "arg-cat", "bel-rus", "br-fr", "cat-ita", "cat-srd", "dan-nor", "en-gl", "eng-cat", "eng-spa", "eo-ca",
    "eo-en", "eo-es", "eo-fr", "es-gl", "es-pt", "es-ro", "eu-en", "eu-es", "fr-es", "fra-cat", "ind-zlm", "isl-eng",
    "isl-swe", "mkd-bul", "mkd-eng", "nno-nob", "oc-ca", "oc-es", "oci-fra", "por-cat", "pt-gl", "rus-ukr", "spa-arg",
    "spa-ast", "spa-cat", "spa-ita", "srd-ita", "swe-dan", "swe-nor", "urd-hin",
)  # fmt: skip

# Programs that a mode may name, and Debian's package of each. All of them give what they have at each NUL byte when
# they are told to with -z.
_PROGRAMS = {
    "apertium-anaphora": "apertium-anaphora",
    "apertium-interchunk": "apertium",
    "apertium-postchunk": "apertium",
    "apertium-posttransfer": "apertium",
    "apertium-pretransfer": "apertium",
    "apertium-tagger": "apertium",
    "apertium-transfer": "apertium",
    "cg-proc": "cg3",
    "lrx-proc": "apertium-lex-tools",
    "lsx-proc": "apertium-separable",
    "lt-proc": "lttoolbox",
    "rtx-proc": "apertium-recursive",
}

# $1 is how words are generated, here with marks on unknown ones; $2 would show the choices of the tagger.
_PLACEHOLDERS = {"$1": ("-g",), "$2": ()}
_SHELL = frozenset("$`;&<>(){}*?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A direction of translation: its mode, the processes that do it, and why it cannot be used, if so."""

    name: str
    quality: Quality = Quality.GIST
    commands: tuple[Command, ...] = ()
    fault: str = ""
    hint: str = ""


def find_pair(folder: Path, source: str, target: str) -> Pair:
    """The mode of ``folder`` for two languages (BCP 47 tags); the target's region counts where there is a mode for it.

    What is missing stands in ``fault``, and how to get it in ``hint``; nothing is raised.
    """
    spoken, wanted = _subtags(source), _subtags(target)
    quality = _QUALITY.get((spoken[0], wanted[0]), Quality.GIST)
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
    """The commands of a mode file, with marks on unknown words and a flush at each NUL byte.

    Raises:
        ValueError: it is no plain chain of programs.
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
    """The subtags of a language tag as modes write them: ``pt``, ``BR``."""
    language, *others = tag.replace("_", "-").split("-")
    known = [s for s in others if s.isascii() and s.isalnum()]
    safe = language if language.isascii() and language.isalpha() else ""
    return (safe.lower(), *(s.upper() if len(s) == 2 else s.lower() for s in known))  # noqa: PLR2004 - a region


def _names(spoken: tuple[str, ...], wanted: tuple[str, ...]) -> Iterator[str]:
    codes = list(product(_codes(spoken[0]), _codes(wanted[0])))
    for variant in (*(f"_{subtag}" for subtag in wanted[1:]), ""):
        yield from (f"{a}-{b}{variant}" for a, b in codes)


def _codes(language: str) -> tuple[str, ...]:
    return (_OTHER_CODES[language], language) if language in _OTHER_CODES else (language,)


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
    needed = _PROGRAMS.get(missing, "") if programs else f"apertium-{path.stem.partition('_')[0]}"
    return Pair(
        name=path.stem,
        fault=f"{path.name} needs {missing}, which is not there",
        hint=f"Install Debian's package {needed}." if needed else f"Install {missing}.",
    )


def _package_hint(source: str, target: str) -> str:
    ends = {*_codes(source)}, {*_codes(target)}
    for name in _PACKAGED:
        a, b = name.split("-")
        if (a in ends[0] and b in ends[1]) or (b in ends[0] and a in ends[1]):
            return f"Install Debian's package apertium-{name}, or set apertium.modes to the folder that has the pair."
    return "Apertium is not known to have this pair: name another engine."


def _flushing(command: list[str]) -> Command:
    program, *words = command
    return (program, *(() if program not in _PROGRAMS or "-z" in words else ("-z",)), *words)
