"""Phrases that customers and agents say again and again, as they ship (``locales/phrases``): a file for each language.

The same key means the same in every language, so each two of them are a translation. Nothing is aligned here.
"""

from cscli import datafile
from cscli.errors import DataFileError
from cscli.paths import Paths

_FOLDER = ("locales", "phrases")


def phrase_languages(paths: Paths) -> tuple[str, ...]:
    """The BCP 47 tags that have phrases, sorted."""
    return paths.names(*_FOLDER)


def phrase_pairs(
    paths: Paths, source: str, target: str, cache: datafile.Cache | None = None
) -> tuple[tuple[str, str], ...]:
    """The phrases that both languages have, with slots.

    Args:
        paths: where the files are.
        source: the BCP 47 tag of the first of each pair; without a file of its own there are none.
        target: the tag of the second.
        cache: where checked files are kept.

    Raises:
        DataFileError: a file cannot be read.
    """
    ours, theirs = (_phrases(paths, tag, cache) for tag in (source, target))
    return tuple((ours[key], theirs[key]) for key in ours if key in theirs)


def _phrases(paths: Paths, tag: str, cache: datafile.Cache | None) -> dict[str, str]:
    if tag not in phrase_languages(paths):
        return {}
    found = paths.winner(*_FOLDER, f"{tag}.yaml")
    if found is None:
        raise DataFileError(f"{'/'.join(_FOLDER)}/{tag}.yaml is missing")
    content = datafile.read(found[1], "phrases", cache=cache).content
    if content["language"] != tag:
        raise DataFileError(f"{found[1]}: says language: {content['language']}, but is named {tag}")
    phrases: dict[str, str] = content["phrases"]
    return phrases
