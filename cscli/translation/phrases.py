"""Shipped phrases of customers and agents (``locales/phrases``), one file per language.

A key has the same meaning in every language, so any two languages give translations.
"""

from cscli import datafile
from cscli.cache import Cache
from cscli.errors import DataFileError
from cscli.paths import Paths

_FOLDER = ("locales", "phrases")


def phrase_languages(paths: Paths) -> tuple[str, ...]:
    """The BCP 47 tags that have phrases, sorted."""
    return paths.names(*_FOLDER)


def phrase_pairs(paths: Paths, source: str, target: str, cache: Cache | None = None) -> tuple[tuple[str, str], ...]:
    """The phrases of two BCP 47 tags that both languages have, with slots; none if a language has no file.

    Raises:
        DataFileError: a file cannot be read.
    """
    ours, theirs = (_phrases(paths, tag, cache) for tag in (source, target))
    return tuple((ours[key], theirs[key]) for key in ours if key in theirs)


def _phrases(paths: Paths, tag: str, cache: Cache | None) -> dict[str, str]:
    if tag not in phrase_languages(paths):
        return {}
    found = paths.winner(*_FOLDER, f"{tag}.yaml")
    if found is None:
        raise DataFileError(
            f"{'/'.join(_FOLDER)}/{tag}.yaml is missing", hint="Put the file back, or install cscli again."
        )
    content = datafile.read(found[1], "phrases", cache=cache).content
    if content["language"] != tag:
        raise DataFileError(
            f"{found[1]}: says language: {content['language']}, but is named {tag}",
            hint="Rename the file, or change what it says.",
        )
    phrases: dict[str, str] = content["phrases"]
    return phrases
