"""All situations and templates of a run, and which template answers which customer.

The chain of fallbacks is data: the customer's locale, its language, the market's other languages, then English.
What was tried and what was used is part of every reply.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from cscli import datafile
from cscli.cache import Cache
from cscli.errors import DataFileError, NotFoundError, unknown
from cscli.markets.catalog import canonical_tag, tag_chain
from cscli.markets.market import Market
from cscli.paths import Paths
from cscli.replies.contract.intent import Intent, parse_intents
from cscli.replies.templates.template import Template, parse_template
from cscli.text import base_tag

_FOLDER = "templates"
LAST_RESORT = "en"
OWN_INTENTS = "own-intents.yaml"


class TemplateChoice(NamedTuple):
    """The templates of a reply, all in one language, and the chain of tags that was tried to find them."""

    templates: tuple[Template, ...]
    tried: tuple[str, ...]
    wanted: str

    @property
    def language(self) -> str:
        """The tag of the language the templates are written in."""
        return self.templates[-1].language

    @property
    def is_fallback(self) -> bool:
        """Whether the text is in another language than the customer's."""
        return base_tag(self.language) != base_tag(self.wanted)


class TemplateCatalog:
    """Situations and templates by name; each file is read at most once in a run."""

    def __init__(self, paths: Paths, cache: Cache | None = None) -> None:
        self.paths = paths
        self.cache = cache
        self._templates: dict[tuple[str, str], Template] = {}
        self._situations: dict[str, frozenset[str]] = {}

    @cached_property
    def intents(self) -> dict[str, Intent]:
        """All situations by name, in the order of the contract, then the desk's own."""
        found = self.paths.winner(_FOLDER, "intents.yaml")
        if found is None:
            raise DataFileError("templates/intents.yaml is missing", hint="Put the file back, or install cscli again.")
        return parse_intents(datafile.read(found[1], "intents", cache=self.cache).content) | self.own_intents

    @cached_property
    def own_intents(self) -> dict[str, Intent]:
        """The situations of the desk's own contract, which stands beside the shipped one."""
        found = self.paths.winner(_FOLDER, OWN_INTENTS)
        return parse_intents(datafile.read(found[1], "intents", cache=self.cache).content) if found else {}

    def intent(self, name: str) -> Intent:
        """The situation of a name or of its unique beginning; an underscore counts as a hyphen.

        Raises:
            NotFoundError: no such situation, with the nearest names; or several begin like that.
        """
        wanted = name.strip().lower().replace("_", "-")
        begun = [one for one in self.intents if wanted and one.startswith(wanted)]
        if wanted not in self.intents and len(begun) > 1:
            raise NotFoundError(
                f"Several situations begin with {name[:40]!r}: {', '.join(begun)}.", code="unknown-intent",
                hint="Write one more letter.",
            )  # fmt: skip
        if not begun:
            raise unknown("intent", name, list(self.intents), see="cscli template list")
        return self.intents[wanted if wanted in self.intents else begun[0]]

    def languages(self) -> tuple[str, ...]:
        """Tags of the languages and regional forms that have templates, sorted."""
        return self._tags

    @cached_property
    def _tags(self) -> tuple[str, ...]:
        return self.paths.folders(_FOLDER)

    def has(self, intent: str, language: str) -> bool:
        """Whether a language has a template of its own for a situation."""
        if language not in self._situations:
            known = language in self.languages()
            self._situations[language] = frozenset(self.paths.names(_FOLDER, language)) if known else frozenset()
        return intent in self._situations[language]

    def template(self, intent: str, language: str) -> Template:
        """The template of a situation in exactly this language.

        Raises:
            NotFoundError: there is none.
            DataFileError: its file cannot be used.
        """
        key = (intent, language)
        if key not in self._templates:
            found = self.paths.winner(_FOLDER, language, f"{intent}.yaml") if self.has(intent, language) else None
            if found is None:
                raise NotFoundError(
                    f"There is no template for {intent} in {language!r}.",
                    code="no-template",
                    hint="See the holes with: cscli template coverage",
                )
            self._templates[key] = self._read(found, intent, language)
        return self._templates[key]

    def _read(self, found: tuple[str, Path], intent: str, language: str) -> Template:
        layer, path = found
        file = datafile.read(path, "template", cache=self.cache)
        for name, wanted in (("intent", intent), ("language", language)):
            if file.content[name] != wanted:
                raise DataFileError(
                    f"{path}: says {name}: {file.content[name]}, but it stands where {wanted} should",
                    hint="Move the file, or change what it says.",
                )
        return parse_template(file.content, digest=file.digest, path=str(path), layer=layer)

    def choose(self, intents: Sequence[Intent], market: Market, language: str = "") -> TemplateChoice:
        """The templates for a customer: all situations in the first language of the chain that has them all.

        Args:
            intents: the situations of the reply.
            market: the customer's market.
            language: the customer's language; empty for the market's first.

        Raises:
            NotFoundError: not even English has them all.
        """
        wanted = customer_locale(market, language)
        tried: list[str] = []
        for tag in self._chain(market, wanted):
            tried.append(tag)
            if all(self.has(intent.name, tag) for intent in intents):
                templates = tuple(self.template(intent.name, tag) for intent in intents)
                return TemplateChoice(templates=templates, tried=tuple(tried), wanted=wanted)
        names = " + ".join(intent.name for intent in intents)
        raise NotFoundError(
            f"There is no template for {names} in any of {', '.join(tried)}.",
            code="no-template",
            hint=f"Make one with: cscli template new {intents[0].name} --language {wanted}",
        )

    def _chain(self, market: Market, wanted: str) -> tuple[str, ...]:
        regional = self._regional_parent(wanted)
        tags = [*tag_chain(wanted)[:1], *regional, *tag_chain(wanted)[1:]]
        for locale in market.languages:
            tags.extend(tag_chain(locale))
        tags.append(LAST_RESORT)
        return tuple(dict.fromkeys(tags))

    def _regional_parent(self, tag: str) -> tuple[str, ...]:
        """The region whose texts a region shares: its language file's parent, such as en-GB for en-AU."""
        found = self.paths.winner("locales", "languages", f"{tag}.yaml") if "-" in tag else None
        if found is None:
            return ()
        parent = datafile.read(found[1], "language", cache=self.cache).content.get("parent", "")
        return (parent,) if "-" in parent else ()


def customer_locale(market: Market, language: str = "") -> str:
    """The locale to write in: the market's own form of a language where it has one (``de`` to CH is ``de-CH``)."""
    if not language:
        return market.languages[0]
    wanted = canonical_tag(language)
    if "-" not in wanted:
        for locale in market.languages:
            if base_tag(locale) == wanted:
                return locale
    return wanted
