"""Glossaries in TBX (ISO 30042), in and out.

Reads the 2019 editions in both styles (DCA and DCT) and the older ``martif``; writes TBX-Core. TBX-Core has no category
for forbidden or non-translatable words: they are marked by notes that begin with ``cscli:``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from cscli.glossary.exchange import ExchangeReader
from cscli.glossary.terms import Rule, Term
from cscli.markets.catalog import canonical_tag
from cscli.text import base_tag

_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_OURS = "cscli:"
_MOST_TERMS = 1_000  # of one concept
_CONCEPTS, _LANGUAGES = ("conceptentry", "termentry"), ("langsec", "langset")
_TERMS, _NOTES = ("termsec", "tig", "ntig"), ("note", "descrip", "definition")
_READ = ("term", "termnote", "administrativestatus", *_NOTES)
_WRONG = ("deprecated", "superseded", "forbidden", "obsolete", "notrecommended", "not recommended")
_DESCRIBING = frozenset({"", "definition", "explanation", "note"})  # types of <descrip> that are notes
_NOT_TO_TRANSLATE = re.compile(r"(?:translation ?needed|translatable) ?[:=]? ?(?:no|false)", re.IGNORECASE)
_PREFERRED = ("preferred",)


def tbx_terms(path: Path) -> Iterator[tuple[int, Term | str]]:
    """The terms of a file, or why a concept has none, with the line each starts on.

    A concept gives terms from the file's language (``xml:lang`` of its root) into each other language. Preferred terms
    come first; deprecated, superseded and not recommended ones are forbidden. A note that no translation is needed
    makes the words non-translatable.

    Raises:
        DataFileError: the file is not TBX, is truncated, or holds entities; names the line.
        OSError: the file cannot be read.
    """
    return _TbxReader(path).entries()


def tbx_text(terms: Iterable[Term]) -> str:
    """Terms as a TBX-Core document, one concept each."""
    concepts = [ET.tostring(_concept(number, term), encoding="unicode") for number, term in enumerate(terms, 1)]
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<tbx type="TBX-Core" style="dca" xml:lang="en" xmlns="{_NAMESPACE}">',
        "<tbxHeader><fileDesc><sourceDesc><p>cscli glossary</p></sourceDesc></fileDesc></tbxHeader>",
        "<text><body>", *concepts, "</body></text>", "</tbx>", "",
    ]  # fmt: skip
    return "\n".join(parts)


def _concept(number: int, term: Term) -> ET.Element:
    entry = ET.Element("conceptEntry", {"id": f"c{number}"})
    said = {"rule": term.rule.value, "from": term.source_language, "to": term.target_language, "market": term.market}
    said["case"] = "counts" if term.case_sensitive else ""
    for text in (_OURS + " " + "; ".join(f"{k}={v}" for k, v in said.items() if v), term.note):
        if text:
            ET.SubElement(entry, "note").text = text
    if term.source:
        _add(entry, term.source_language, [(term.source, "")])
    forms = [(form, "") for form in term.targets] + [(form, "forbidden") for form in term.forbidden]
    if forms:
        _add(entry, term.target_language, forms)
    return entry


def _add(entry: ET.Element, language: str, forms: Iterable[tuple[str, str]]) -> None:
    section = ET.SubElement(entry, "langSec", {"xml:lang": language or "mul"})  # ISO 639-2: several languages
    for text, status in forms:
        one = ET.SubElement(section, "termSec")
        ET.SubElement(one, "term").text = text
        if status:
            ET.SubElement(one, "note").text = f"{_OURS} {status}"


@dataclass(slots=True)
class _Spelling:
    """A term that is being read."""

    language: str
    text: str = ""
    status: str = ""


@dataclass(slots=True)
class _Entry:
    """A concept that is being read."""

    line: int
    said: dict[str, str] = field(default_factory=dict)
    note: str = ""
    is_kept: bool = False
    spellings: list[_Spelling] = field(default_factory=list)


class _TbxReader(ExchangeReader[Term]):
    """Reads concepts and their terms."""

    kind = "tbx"
    hint = "Export the glossary again as TBX, in UTF-8."
    roots = ("tbx", "martif")
    longest = 2_000

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._source = self._language = self._kind = ""
        self._entry: _Entry | None = None
        self._spelling: _Spelling | None = None

    def start(self, name: str, said: dict[str, str]) -> None:
        if name in self.roots:
            self._source = canonical_tag(said.get("xml:lang", ""))
        elif name in _CONCEPTS:
            self._entry = _Entry(line=self.line)
        elif name in _LANGUAGES:
            self._language = said.get("xml:lang") or said.get("lang", "")
        elif name in _TERMS and self._entry is not None:
            self._spelling = _Spelling(language=self._language)
            self._entry.spellings.append(self._spelling)
        elif name in _READ:
            self._kind = said.get("type", "").lower()
            self.collect()

    def end(self, name: str) -> None:
        if name in _TERMS:
            self._spelling = None
        elif name in _CONCEPTS and self._entry is not None:
            self.found += ((self._entry.line, one) for one in _terms_of(self._entry, self._source))
            self._entry = None
        elif name in _READ:
            text = self.collected()
            if text is not None and self._entry is not None:
                self._keep(name, " ".join(text.split()), self._entry)

    def _keep(self, name: str, text: str, entry: _Entry) -> None:
        is_ours = text.startswith(_OURS)
        if self._spelling is not None and name == "term":
            self._spelling.text = text
        elif self._spelling is not None and (is_ours or "administrativestatus" in (name, self._kind)):
            self._spelling.status = text.removeprefix(_OURS).strip().lower()
        elif is_ours:
            pairs = (part.partition("=") for part in text.removeprefix(_OURS).split(";"))
            entry.said = {key.strip(): value.strip() for key, _, value in pairs}
        elif _NOT_TO_TRANSLATE.fullmatch(text) or _NOT_TO_TRANSLATE.fullmatch(f"{self._kind} {text}"):
            entry.is_kept = True
        elif name in _NOTES and self._spelling is None and not entry.note and self._kind in _DESCRIBING:
            entry.note = text[:1_000]


def _terms_of(entry: _Entry, file_language: str) -> Iterator[Term | str]:
    """The terms of a concept, according to its ``cscli:`` note or from the file's language into the others."""
    if len(entry.spellings) > _MOST_TERMS:
        yield f"has {len(entry.spellings):,} terms, more than {_MOST_TERMS:,}"
        return
    rule = entry.said.get("rule", Rule.REQUIRED.value)
    if rule not in list(Rule):
        yield f"{rule[:20]!r} is not one of {', '.join(Rule)}"
        return
    by_language: dict[str, list[_Spelling]] = {}
    for spelling in entry.spellings:
        tag = spelling.language.strip()
        by_language.setdefault(canonical_tag("" if tag.lower() == "mul" else tag), []).append(spelling)
    if entry.said:
        yield from _own_terms(entry, Rule(rule), by_language)
        return
    yield from _terms_from(entry, file_language, by_language)


def _terms_from(entry: _Entry, file_language: str, by_language: dict[str, list[_Spelling]]) -> Iterator[Term | str]:
    """The terms of a concept from the file's language into every other, or its non-translatable words."""
    sources = [tag for tag in by_language if tag == file_language] or [
        tag for tag in by_language if base_tag(tag) == base_tag(file_language)
    ]
    words = [(tag, spelling.text) for tag in sources for spelling in by_language[tag]]
    if entry.is_kept and words:
        yield from (_term(entry, Rule.NO_TRANSLATE, word, ("", [])) for word in words)
        return
    others = [tag for tag in by_language if tag not in sources]
    if not sources or not others:
        yield f"has no term in the file's language {file_language[:20]!r} with one in another"
    yield from (_term(entry, Rule.REQUIRED, word, (other, by_language[other])) for word in words for other in others)


def _own_terms(entry: _Entry, rule: Rule, by_language: dict[str, list[_Spelling]]) -> Iterator[Term]:
    """The term of a concept with a ``cscli:`` note."""
    source, target = (canonical_tag(entry.said.get(key, "")) for key in ("from", "to"))
    spellings = list(by_language.get(source, ()))
    if source == target:  # both are any language: a non-translatable or a forbidden word
        is_kept = rule is Rule.NO_TRANSLATE
        spellings, targets = (spellings, []) if is_kept else ([], spellings)
    else:
        targets = by_language.get(target, [])
    word = spellings[0].text if spellings else ""
    yield _term(entry, rule, (source, word), (target, targets))


def _term(entry: _Entry, rule: Rule, source: tuple[str, str], target: tuple[str, list[_Spelling]]) -> Term:
    ordered = sorted(target[1], key=lambda spelling: not spelling.status.startswith(_PREFERRED))
    wrong = [spelling for spelling in ordered if spelling.status.startswith(_WRONG)]
    return Term(
        rule=rule, source_language=source[0], source=source[1], target_language=target[0], note=entry.note,
        targets=tuple(spelling.text for spelling in ordered if spelling not in wrong),
        forbidden=tuple(spelling.text for spelling in wrong), market=entry.said.get("market", ""),
        case_sensitive=entry.said.get("case") == "counts",
    )  # fmt: skip
