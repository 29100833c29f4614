"""Glossaries as other translation programs exchange them: TBX (ISO 30042), in and out.

Read are the editions of 2019 in both styles (data categories as attributes or as elements) and the older ``martif``
form. A file is read as a stream; entities and inline document types are refused before anything is expanded, and no
other file is ever read. Written is TBX-Core. It has no category for what a shop forbids or never translates: that
stands in notes which begin with ``cscli:``, and other programs show them as notes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.parsers import expat

from cscli.errors import DataFileError
from cscli.glossary.glossary import Rule, Term
from cscli.markets.catalog import canonical_tag

_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_OURS = "cscli:"
_BLOCK = 1 << 16
_LONGEST = 2_000
_MOST_TERMS = 1_000  # of one concept
_ROOTS = ("tbx", "martif")
_CONCEPTS, _LANGUAGES = ("conceptentry", "termentry"), ("langsec", "langset")
_TERMS, _NOTES = ("termsec", "tig", "ntig"), ("note", "descrip", "definition")
_READ = ("term", "termnote", "administrativestatus", *_NOTES)
_WRONG = ("deprecated", "superseded", "forbidden", "obsolete")
_PREFERRED = ("preferred",)


def tbx_terms(path: Path) -> Iterator[tuple[int, Term | str]]:
    """The terms of a file, or why a concept gives none, with the line each starts on.

    A concept gives terms from the file's own language (``xml:lang`` of its root) into each of its other languages.
    Preferred terms come first; deprecated and superseded ones are forbidden.

    Raises:
        DataFileError: it is no TBX, is cut off, or holds entities; names the line.
        OSError: it cannot be read.
    """
    reader = _TbxReader(path)
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                reader.parser.Parse(block, not block)
            except (expat.ExpatError, ValueError, LookupError) as problem:
                reason = expat.ErrorString(problem.code) if isinstance(problem, expat.ExpatError) else str(problem)
                raise reader.refused(f"cannot be read as XML: {reason}") from problem
            yield from reader.found
            reader.found.clear()
            if not block:
                return


def tbx_text(terms: Iterable[Term]) -> str:
    """Terms as a TBX-Core document, one concept for each."""
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
    """A term while it is read."""

    language: str
    text: str = ""
    status: str = ""


@dataclass(slots=True)
class _Entry:
    """A concept while it is read."""

    line: int
    said: dict[str, str] = field(default_factory=dict)
    note: str = ""
    spellings: list[_Spelling] = field(default_factory=list)


class _TbxReader:
    """Takes what the XML parser reports, and keeps finished terms until they are fetched."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: list[tuple[int, Term | str]] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity
        self.parser.SkippedEntityHandler = self._entity
        self._root = self._source = self._language = self._kind = ""
        self._entry: _Entry | None = None
        self._spelling: _Spelling | None = None
        self._pieces: list[str] | None = None
        self._size = 0

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        said = {key.lower(): value for key, value in attributes.items()}
        if not self._root:
            self._root, self._source = name, canonical_tag(said.get("xml:lang", ""))
            if name not in _ROOTS:
                raise self.refused(f"is no TBX file: it starts with <{tag[:40]}>")
        if name in _CONCEPTS:
            self._entry = _Entry(line=self.parser.CurrentLineNumber)
        elif name in _LANGUAGES:
            self._language = said.get("xml:lang") or said.get("lang", "")
        elif name in _TERMS and self._entry is not None:
            self._spelling = _Spelling(language=self._language)
            self._entry.spellings.append(self._spelling)
        elif name in _READ:
            self._kind = said.get("type", "").lower()
            self._pieces, self._size = [], 0

    def _text(self, text: str) -> None:
        if self._pieces is not None and self._size <= _LONGEST:  # more is refused anyway
            self._pieces.append(text)
            self._size += len(text)

    def _end(self, tag: str) -> None:
        name = _local(tag)
        if name in _TERMS:
            self._spelling = None
        elif name in _CONCEPTS and self._entry is not None:
            self.found += ((self._entry.line, one) for one in _terms_of(self._entry, self._source))
            self._entry = None
        elif name in _READ and self._pieces is not None:
            text, self._pieces = " ".join("".join(self._pieces).split()), None
            if self._entry is not None:
                self._keep(name, text, self._entry)

    def _keep(self, name: str, text: str, entry: _Entry) -> None:
        is_ours = text.startswith(_OURS)
        if self._spelling is not None and name == "term":
            self._spelling.text = text
        elif self._spelling is not None and (is_ours or "administrativestatus" in (name, self._kind)):
            self._spelling.status = text.removeprefix(_OURS).strip().lower()
        elif is_ours:
            pairs = (part.partition("=") for part in text.removeprefix(_OURS).split(";"))
            entry.said = {key.strip(): value.strip() for key, _, value in pairs}
        elif name in _NOTES and self._spelling is None and not entry.note:
            entry.note = text[:1_000]

    def _doctype(self, _name: str, _system: str | None, _public: str | None, has_internal_subset: int) -> None:
        if has_internal_subset:
            raise self.refused("defines a document type of its own, which is not read")

    def _entity(self, *_: object) -> None:
        raise self.refused("uses entities of its own, which are not read")

    def refused(self, reason: str) -> DataFileError:
        """The error at the present line."""
        return DataFileError(
            f"{self.path}:{self.parser.CurrentLineNumber}: {reason}.", code="bad-tbx",
            hint="Export the glossary again as TBX, in UTF-8.",
        )  # fmt: skip


def _terms_of(entry: _Entry, file_language: str) -> Iterator[Term | str]:
    """The terms of a concept; as its own note says, else from the file's language into every other."""
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
    sources = [tag for tag in by_language if tag == file_language] or [
        tag for tag in by_language if _base(tag) == _base(file_language)
    ]
    others = [tag for tag in by_language if tag not in sources]
    if not sources or not others:
        yield f"has no term in the file's language {file_language[:20]!r} with one in another"
    for tag in sources:
        for spelling in by_language[tag]:
            for other in others:
                yield _term(entry, Rule.REQUIRED, (tag, spelling.text), (other, by_language[other]))


def _own_terms(entry: _Entry, rule: Rule, by_language: dict[str, list[_Spelling]]) -> Iterator[Term]:
    """The term of a concept that was written here."""
    source, target = (canonical_tag(entry.said.get(key, "")) for key in ("from", "to"))
    spellings = list(by_language.get(source, ()))
    if source == target:  # both are any language: a word that is kept, or one that is forbidden
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
    )  # fmt: skip


def _local(tag: str) -> str:
    return tag.rpartition(":")[2].lower()


def _base(tag: str) -> str:
    return tag.partition("-")[0]
