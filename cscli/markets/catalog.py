"""All markets and languages of a run, read when asked for.

A path is only ever built from a name that is already in the list of names, so no name can leave the folders.
"""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cscli import datafile
from cscli.cache import Cache
from cscli.errors import DataFileError, NotFoundError, did_you_mean, nearest, unknown
from cscli.markets.market import Market, parse_market
from cscli.markets.scripts import region_of_script
from cscli.paths import Paths
from cscli.text import base_tag

if TYPE_CHECKING:
    from cscli.markets.language import Language
    from cscli.markets.names.facts import NameFacts

_MARKETS = ("locales", "markets")
_LANGUAGES = ("locales", "languages")
_NAMES = ("locales", "names")
_OTHER_CODES = {"UK": "GB"}  # reserved by ISO 3166 for the United Kingdom


class Catalog:
    """Markets and languages by name; each file is read at most once in a run."""

    def __init__(
        self,
        paths: Paths,
        cache: Cache | None = None,
        formats: Mapping[str, datafile.Names] | None = None,
    ) -> None:
        self.paths = paths
        self.cache = cache
        self._formats = {"currency": currencies, **(formats or {})}
        self._markets: dict[str, Market] = {}
        self._languages: dict[str, Language] = {}

    def market_codes(self) -> tuple[str, ...]:
        """ISO 3166 codes of all markets, sorted."""
        return self._codes

    @cached_property
    def _codes(self) -> tuple[str, ...]:
        return self.paths.names(*_MARKETS)

    @cached_property
    def _tags(self) -> tuple[str, ...]:
        return self.paths.names(*_LANGUAGES)

    def market(self, code: str) -> Market:
        """The market of a code, in any case.

        Raises:
            NotFoundError: no such market; names the nearest.
            DataFileError: its file cannot be used.
        """
        wanted = market_code(code)
        if wanted not in self._markets:
            if wanted not in self.market_codes():
                raise self._unknown_market(code)
            content = self._read(_MARKETS, wanted, "market")
            self._require_name(content, "market", wanted, _MARKETS)
            self._markets[wanted] = parse_market(content)
        return self._markets[wanted]

    def market_of_country(self, said: str) -> str:
        """The code of the market of a country's code or English name, in any case; empty where there is none."""
        code = market_code(said.strip())
        if code in self.market_codes():
            return code
        names = {self.market(one).name.casefold(): one for one in self.market_codes()} if len(code) > 2 else {}  # noqa: PLR2004
        return names.get(said.strip().casefold(), "")

    def _unknown_market(self, code: str) -> NotFoundError:
        """The error for a market that does not exist; a mistyped name such as ``Japn`` finds JP, too."""
        names = {self.market(c).name: c for c in self.market_codes()}
        near = nearest(code, [*self.market_codes(), *names])
        return NotFoundError(
            f"Unknown market {code[:60]!r}.{did_you_mean([names.get(n, n) for n in near])}",
            code="unknown-market",
            hint="See all with: cscli market list",
        )

    def language_tags(self) -> tuple[str, ...]:
        """BCP 47 tags of all languages and regional forms, sorted."""
        return self._tags

    def language(self, tag: str) -> "Language":
        """The language of a tag, or of the nearest tag above it (``de-LI`` is written like ``de``).

        Raises:
            NotFoundError: neither the tag nor anything above it is known.
            DataFileError: its file cannot be used.
        """
        from cscli.markets.language import parse_language  # noqa: PLC0415 - light commands read no language

        known = self.language_tags()
        for candidate in tag_chain(canonical_tag(tag)):
            if candidate in self._languages:
                return self._languages[candidate]
            if candidate in known:
                language = parse_language(self._language_content(candidate), self._name_facts)
                self._languages[candidate] = language
                return language
        raise unknown("language", tag, known, see="cscli template coverage")

    def _name_facts(self) -> "NameFacts":
        """What is known of names in all languages, read once."""
        return self._facts_of_names

    @cached_property
    def _facts_of_names(self) -> "NameFacts":
        from cscli.markets.names.facts import NameFacts  # noqa: PLC0415 - light commands read no names

        return NameFacts(self._read(_NAMES, "people", "people"), self._read(_NAMES, "companies", "companies"))

    def require_language(self, tag: str) -> None:
        """Refuse a tag that is not a language at all; one that only has no file here is fine (replies fall back).

        Raises:
            NotFoundError: neither known here nor to CLDR.
        """
        known = self.language_tags()
        if not any(t in known for t in tag_chain(canonical_tag(tag))) and not is_language(tag):
            raise unknown("language", tag, known, see="cscli template coverage")

    def _language_content(self, tag: str, seen: tuple[str, ...] = ()) -> dict[str, Any]:
        if tag in seen:
            raise DataFileError(
                f"languages/{tag}.yaml: its parents go in a circle: {' -> '.join((*seen, tag))}",
                hint="Take one of the parents out.",
            )
        content = self._read(_LANGUAGES, tag, "language")
        self._require_name(content, "language", tag, _LANGUAGES)
        parent = content.get("parent")
        if parent is None:
            return content
        if parent not in self.language_tags():
            raise DataFileError(
                f"languages/{tag}.yaml: its parent {parent!r} does not exist",
                hint="Name a language that has a file, or leave parent out.",
            )
        from cscli.markets.language import merged  # noqa: PLC0415 - as above

        return merged(self._language_content(parent, (*seen, tag)), content)

    def _read(self, folder: tuple[str, ...], name: str, kind: str) -> dict[str, Any]:
        found = self.paths.winner(*folder, f"{name}.yaml")
        if found is None:
            raise DataFileError(
                f"{'/'.join(folder)}/{name}.yaml is missing", hint="Put the file back, or install cscli again."
            )
        return datafile.read(found[1], kind, cache=self.cache, formats=self._formats).content

    def _require_name(self, content: Mapping[str, Any], key: str, name: str, folder: tuple[str, ...]) -> None:
        if content[key] != name:
            raise DataFileError(
                f"{'/'.join(folder)}/{name}.yaml: says {key}: {content[key]}, but the file is named {name}",
                hint="Rename the file, or change what it says.",
            )


def market_code(text: str) -> str:
    """A market's code as it is typed: in any case, and ``UK`` for ``GB``."""
    typed = text.strip().upper()
    return _OTHER_CODES.get(typed, typed)


def canonical_tag(tag: str) -> str:
    """``PT_br`` as ``pt-BR``, ``zh-hant-tw`` as ``zh-TW``: lower-case language, upper-case region, no script."""
    parts = tag.strip().replace("_", "-").split("-")
    regions = [p.upper() for p in parts[1:] if len(p) == 2]  # noqa: PLR2004 - ISO 3166 codes have two letters
    if not regions and len(parts) > 1:
        regions = [region_of_script(parts[0], parts[1])]
    return "-".join([parts[0].lower(), *filter(None, regions[:1])])


def tag_chain(tag: str) -> tuple[str, ...]:
    """A tag and what it falls back to: ``fr-CA``, then ``fr``."""
    return (tag, base_tag(tag)) if "-" in tag else (tag,)


def is_language(tag: str) -> bool:
    """Whether CLDR knows the language of a tag."""
    from cscli.markets.cldr import is_known_language  # noqa: PLC0415 - only for a language that has no file here

    return is_known_language(base_tag(canonical_tag(tag)))


def currencies() -> Collection[str]:
    """The ISO 4217 codes that CLDR knows."""
    from cscli.markets.cldr import all_currencies  # noqa: PLC0415 - only a file that is not in the cache is checked

    return all_currencies()
