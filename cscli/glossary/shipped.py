"""The shipped industry glossaries (``locales/glossaries``), as terms for any pair of languages.

A concept has words in each language; the first is written, the others are recognized and accepted. Terms are created
per pair on demand, because all pairs of one set would be tens of thousands. A region has its own words only where they
differ from those of the language.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cscli import datafile
from cscli.cache import Cache
from cscli.errors import DataFileError, UsageError, suggestion
from cscli.glossary.contradictions import Contradiction
from cscli.glossary.glossary import Glossary
from cscli.glossary.search import same_key
from cscli.glossary.stored import desk_terms
from cscli.glossary.terms import Rule, Term
from cscli.markets.catalog import Catalog, tag_chain
from cscli.paths import Paths, is_plain_name
from cscli.record.record import Record
from cscli.text import base_tag

_FOLDER = ("locales", "glossaries")
Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A meaning: its words and the words to avoid, by BCP 47 tag."""

    id: str
    words: Words
    avoid: Words
    note: str = ""

    def understood(self, tag: str) -> tuple[str, ...]:
        """All words for it in a language, including those of its regions."""
        base = base_tag(tag)
        own = (*self.words.get(tag, ()), *self.words.get(base, ()))
        others = (form for other, forms in self.words.items() if base_tag(other) == base for form in forms)
        return tuple(dict.fromkeys((*own, *others)))

    def accepted(self, tag: str) -> tuple[str, ...]:
        """The words to write in a language, the preferred one first; without a region, those of all regions."""
        of_region = next((self.words[one] for one in tag_chain(tag) if one in self.words), ())
        return of_region if "-" in tag else tuple(dict.fromkeys((*of_region, *self.understood(tag))))

    def avoided(self, tag: str) -> tuple[str, ...]:
        """The words to avoid."""
        return next((self.avoid[one] for one in tag_chain(tag) if one in self.avoid), ())


class IndustrySet:
    """The concepts of one file."""

    def __init__(self, name: str, title: str, path: Path, concepts: Sequence[Concept]) -> None:
        self.name, self.title, self.path, self.concepts = name, title, path, tuple(concepts)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The tags with words for any concept, sorted."""
        return tuple(sorted({tag for concept in self.concepts for tag in concept.words}))

    def terms(self, source: str, target: str) -> Iterator[Term]:
        """The terms from one language into another; none between two variants of a language."""
        if base_tag(source) == base_tag(target):
            return
        for concept in self.concepts:
            targets = concept.accepted(target)
            for form in concept.understood(source) if targets else ():
                yield Term(
                    rule=Rule.REQUIRED, source_language=source, target_language=target, source=form, targets=targets,
                    forbidden=concept.avoided(target), industry=self.name, note=concept.note,
                    place=f"{self.path.name}: {concept.id}",
                )  # fmt: skip

    def contradictions(self) -> tuple[Contradiction, ...]:
        """Duplicate concepts, and words that a concept both has and avoids."""
        return tuple(self._contradictions())

    def _contradictions(self) -> Iterator[Contradiction]:
        seen: set[str] = set()
        for concept in self.concepts:
            term = Term(rule=Rule.REQUIRED, industry=self.name, place=f"{self.path.name}: {concept.id}")
            if concept.id in seen:
                yield Contradiction(first=term, second=term, reason=f"the concept {concept.id!r} stands here twice")
            seen.add(concept.id)
            for tag, forms in concept.avoid.items():
                written = {same_key(form, tag) for form in concept.words.get(tag, ())}
                for form in forms:
                    if same_key(form, tag) in written:
                        reason = f"{form!r} is both required and forbidden in {tag}"
                        yield Contradiction(first=term, second=term, reason=reason)


def working_glossary(record: Record, paths: Paths, industries: Collection[str], cache: Cache | None = None) -> Glossary:
    """The glossary of a run: the shop's own terms and the sets of its ``industries``, such as ``shipping``.

    Raises:
        UsageError: an industry is unknown.
        DataFileError: a set cannot be read.
    """
    catalog = Catalog(paths, cache)

    def home(base: str) -> str:
        return catalog.language(base).market if base in catalog.language_tags() else ""

    sets = [industry_set(name, paths, cache) for name in dict.fromkeys(industries)]
    return Glossary(desk_terms(record), sets, home)


def industry_names(paths: Paths) -> tuple[str, ...]:
    """The names of all sets, sorted."""
    return paths.names(*_FOLDER)


def industry_set(name: str, paths: Paths, cache: Cache | None = None) -> IndustrySet:
    """The set of an industry.

    Raises:
        UsageError: the industry is unknown.
        DataFileError: its file cannot be read, or names another industry.
    """
    found = paths.winner(*_FOLDER, f"{name}.yaml") if is_plain_name(name) else None
    if found is None:
        known = industry_names(paths)
        raise UsageError(
            f"There is no industry glossary {name[:40]!r}.{suggestion(name, known, most=1)}",
            code="unknown-industry", hint=f"There are: {', '.join(known) or 'none'}. See: cscli config show",
        )  # fmt: skip
    content = datafile.read(found[1], "glossary", cache=cache).content
    if content["industry"] != name:
        raise DataFileError(
            f"{found[1]}: says that its industry is {content['industry']!r}, but is named {name!r}",
            hint="Rename the file, or change what it says.",
        )
    concepts = [
        Concept(
            id=raw["concept"], words=_tuples(raw["words"]), avoid=_tuples(raw.get("avoid", {})),
            note=raw.get("note", ""),
        )
        for raw in content["terms"]
    ]  # fmt: skip
    return IndustrySet(name, content["name"], found[1], concepts)


def _tuples(raw: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {tag: tuple(forms) for tag, forms in raw.items()}
