"""The words of mail programs, from ``locales/mail``: one file per language, all languages in force at once.

The quoted mail may be in the customer's language, in ours, or in that of a mail program that knows neither.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from cscli import datafile
from cscli.cache import Cache
from cscli.errors import DataFileError
from cscli.paths import Paths, platform_paths, shipped_cache

_FOLDER = ("locales", "mail")
_FIELDS = ("from", "sent", "to", "cc", "subject")
_OTHERS = ("wrote", "self", "original", "forwarded", "sent_from", "devices", "away")
_UNSPACED = frozenset({"ja", "th", "zh"})  # words of these languages have no spaces around them
_MARKS = dict.fromkeys(
    [0xAD, 0x061C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
) | {0xA0: " ", 0x202F: " ", 0x3000: " ", 0x2019: "'", 0xFF1A: ":"}


class Phrases(NamedTuple):
    """Phrases in normal form: those that stand between spaces, and those of scripts without spaces."""

    spaced: frozenset[str]
    unspaced: tuple[str, ...]

    def are_in(self, line: str) -> bool:
        """Whether one of them is in a line in normal form."""
        return any(phrase in line for phrase in self.unspaced) or any(
            _stands_alone(phrase, line) for phrase in self.spaced if phrase in line
        )


@dataclass(frozen=True, kw_only=True)
class MailWords:
    """What mail programs write around a message, in normal form (``folded``).

    Attributes:
        fields: the kind of a header field (from, sent, to, cc, subject) by its name.
        wrote: phrases of a reply line about the other writer.
        own: words of a writer about themselves.
        dividers: what stands above a quoted or forwarded mail, between dashes or alone with a colon.
        sent_from: whole lines of devices, as the pieces between their wildcards.
        devices: names of devices and mail programs.
        away: beginnings of the subjects of automatic replies, by their first character.
    """

    fields: Mapping[str, str]
    wrote: Phrases
    own: Phrases
    dividers: frozenset[str]
    sent_from: tuple[tuple[str, ...], ...]
    devices: frozenset[str]
    away: Mapping[str, tuple[str, ...]]

    def is_footer(self, line: str) -> bool:
        """Whether a whole line in normal form is one that a device or a mail program added."""
        begun, ended = self._by_edge
        likely = (*begun.get(line[:1], ()), *ended.get(line[-1:], ()), *ended.get("", ()))
        return any(_matches(pieces, line) for pieces in likely) and any(
            _is_named(device, line) for device in self.devices
        )

    @cached_property
    def _by_edge(self) -> tuple[dict[str, list[tuple[str, ...]]], dict[str, list[tuple[str, ...]]]]:
        """The lines of devices by their first character, those that begin with a wildcard by their last."""
        begun: dict[str, list[tuple[str, ...]]] = {}
        ended: dict[str, list[tuple[str, ...]]] = {}
        for pieces in self.sent_from:
            if pieces[0]:
                begun.setdefault(pieces[0][0], []).append(pieces)
            else:
                ended.setdefault(pieces[-1][-1:], []).append(pieces)
        return begun, ended

    @cached_property
    def longest_field(self) -> int:
        """The length of the longest name of a header field."""
        return max(map(len, self.fields))


def folded(text: str) -> str:
    """A line in normal form: small letters, plain spaces, no marks of direction."""
    return " ".join(text.translate(_MARKS).casefold().split())


def mail_words(paths: Paths, cache: Cache | None = None) -> MailWords:
    """The words of every language that has a file, overlaid as all data is.

    Raises:
        DataFileError: a file cannot be used.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for tag in paths.names(*_FOLDER):
        winner = paths.winner(*_FOLDER, f"{tag}.yaml")
        if winner is None:
            raise DataFileError(
                f"{'/'.join(_FOLDER)}/{tag}.yaml is missing", hint="Put the file back, or install cscli again."
            )
        found[tag] = datafile.read(winner[1], "mail", cache=cache).content
    every = {name: [word for words in found.values() for word in words[name]] for name in (*_FIELDS, *_OTHERS)}
    return MailWords(
        fields={folded(word): kind for kind in reversed(_FIELDS) for word in every[kind]},
        wrote=_phrases(found, "wrote"),
        own=_phrases(found, "self"),
        dividers=frozenset(map(folded, (*every["original"], *every["forwarded"]))),
        sent_from=tuple({tuple(folded(line).split("*")) for line in every["sent_from"]}),
        devices=frozenset(map(folded, every["devices"])),
        away=_by_first(map(folded, every["away"])),
    )


@lru_cache(maxsize=1)
def shipped_words() -> MailWords:
    """The words that ship, without overlays."""
    nowhere = {f"CSCLI_{name}_DIR": str(shipped_cache()) for name in ("CONFIG", "DATA", "CACHE")}
    return mail_words(platform_paths(nowhere), Cache(folder=shipped_cache()))


def _by_first(phrases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for phrase in sorted(set(phrases)):
        found[phrase[0]] = (*found.get(phrase[0], ()), phrase)
    return found


def _phrases(found: Mapping[str, Mapping[str, Iterable[str]]], name: str) -> Phrases:
    spaced = {folded(word) for tag, words in found.items() if tag not in _UNSPACED for word in words[name]}
    unspaced = {folded(word) for tag, words in found.items() if tag in _UNSPACED for word in words[name]}
    latin = {word for word in unspaced if word.isascii()}
    return Phrases(spaced=frozenset(spaced | latin), unspaced=tuple(sorted(unspaced - latin)))


def _stands_alone(phrase: str, line: str) -> bool:
    """Whether a phrase is in a line with no letter or vowel sign next to it."""
    at = line.find(phrase)
    while at >= 0:
        before, after = line[at - 1 : at], line[at + len(phrase) : at + len(phrase) + 1]
        if not _is_letter(before) and not _is_letter(after):
            return True
        at = line.find(phrase, at + 1)
    return False


def _is_named(device: str, line: str) -> bool:
    """Whether a device is named in a line; a name in Latin letters may touch letters of other scripts: iPhoneから."""
    at = line.find(device)
    while at >= 0:
        touching = line[at - 1 : at] + line[at + len(device) : at + len(device) + 1]
        if not device.isascii() or not any(char.isascii() and char.isalpha() for char in touching):
            return True
        at = line.find(device, at + 1)
    return False


def _is_letter(char: str) -> bool:
    return char.isalnum() or "\u0900" <= char <= "\u097f" or "\u064b" <= char <= "\u0652"


def _matches(pieces: tuple[str, ...], line: str) -> bool:
    """Whether a line is made of these pieces with anything between them."""
    first, *rest = pieces
    if not rest:
        return line == first
    if not line.startswith(first) or not line.endswith(rest[-1]) or len(line) < len(first) + len(rest[-1]):
        return False
    at, end = len(first), len(line) - len(rest[-1])
    for piece in rest[:-1]:
        found = line.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True
