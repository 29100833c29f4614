"""Translation memories in TMX 1.4b (LISA, 2004), in and out.

Inline codes of other programs become their text; our placeholders are written as ``<ph>``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from cscli import __version__
from cscli.glossary.exchange import ExchangeReader
from cscli.markets.catalog import canonical_tag
from cscli.text import base_tag
from cscli.translation.memory import MOST_CHARACTERS, Unit

PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}|\{[^{}\s]*\}")
_PROP = "x-cscli-"
_CODES = frozenset({"bpt", "ept", "it"})
YES = ("1", "true", "yes", "y")
_MOST_TEXTS = 100  # of one unit: every pair of them may be a unit of ours


def tmx_units(path: Path, *, approved: bool) -> Iterator[tuple[int, Unit | str]]:
    """The units of a file, or why a ``<tu>`` has none, with line numbers; ``approved`` is the default approval.

    Raises:
        DataFileError: the file is not TMX, is truncated, or holds entities; names the line.
        OSError: the file cannot be read.
    """
    return _TmxReader(path, approved=approved).entries()


def tmx_text(units: Iterable[Unit]) -> str:
    """Units as a TMX 1.4b document."""
    header = ET.Element("header", {
        "creationtool": "cscli", "creationtoolversion": __version__, "segtype": "block", "o-tmf": "cscli",
        "adminlang": "en", "srclang": "*all*", "datatype": "plaintext",
    })  # fmt: skip
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>', '<tmx version="1.4">', ET.tostring(header, encoding="unicode"),
        "<body>", *(ET.tostring(_tu(unit), encoding="unicode") for unit in units), "</body>", "</tmx>", "",
    ]  # fmt: skip
    return "\n".join(parts)


def _tu(unit: Unit) -> ET.Element:
    said = {
        "creationdate": _compact(unit.created_at), "srclang": unit.source_language,
        "usagecount": str(unit.use_count), "lastusagedate": _compact(unit.used_at),
    }  # fmt: skip
    tu = ET.Element("tu", {name: value for name, value in said.items() if value})
    props = {"market": unit.market, "approved": "yes" if unit.approved else "no", "origin": unit.origin}
    for name, value in props.items():
        if value:
            ET.SubElement(tu, "prop", {"type": _PROP + name}).text = value
    for language, text in ((unit.source_language, unit.source), (unit.target_language, unit.target)):
        _fill(ET.SubElement(ET.SubElement(tu, "tuv", {"xml:lang": language}), "seg"), text)
    return tu


def _fill(seg: ET.Element, text: str) -> None:
    """Write a text with its placeholders as inline codes."""
    place, last = 0, None
    for hit in PLACEHOLDER.finditer(text):
        before = text[place : hit.start()]
        if last is None:
            seg.text = before
        else:
            last.tail = before
        last = ET.SubElement(seg, "ph")
        last.text = hit.group()
        place = hit.end()
    if last is None:
        seg.text = text
    else:
        last.tail = text[place:]


def _compact(instant: str) -> str:
    """The date format of TMX: ``20261122T093000Z``."""
    return instant.replace("-", "").replace(":", "")


def _instant(compact: str) -> str:
    hit = re.fullmatch(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z", compact)
    return "{}-{}-{}T{}:{}:{}Z".format(*hit.groups()) if hit else ""


@dataclass(slots=True)
class _Open:
    """A ``<tu>`` that is being read."""

    line: int
    said: dict[str, str]
    props: dict[str, str] = field(default_factory=dict)
    texts: list[tuple[str, str]] = field(default_factory=list)


class _TmxReader(ExchangeReader[Unit]):
    """Reads translation units."""

    kind = "tmx"
    hint = "Export the memory again as TMX 1.4, in UTF-8."
    roots = ("tmx",)
    longest = 2 * MOST_CHARACTERS

    def __init__(self, path: Path, *, approved: bool) -> None:
        super().__init__(path)
        self._approved = approved
        self._source = self._language = self._prop = ""
        self._tu: _Open | None = None
        self._placeholder = (0, "")
        self._codes: list[int] = []  # where the codes begin that are open

    def start(self, name: str, said: dict[str, str]) -> None:
        if name == "header":
            self._source = said.get("srclang", "")
        elif name == "tu":
            self._tu = _Open(line=self.line, said=said)
        elif name == "tuv":
            self._language = said.get("xml:lang") or said.get("lang", "")
        elif name in ("seg", "prop"):
            self._prop = said.get("type", "").lower()
            self.collect()
        elif name in _CODES and self._pieces is not None:
            self._codes.append(len(self._pieces))
        elif name == "ph" and self._pieces is not None:
            self._pieces.append("")
            self._placeholder = len(self._pieces), said.get("x", "")

    def end(self, name: str) -> None:
        if name in _CODES and self._pieces is not None and self._codes:
            del self._pieces[self._codes.pop() :]  # what another program wrote for bold or a link is not text
        elif name == "ph" and self._pieces is not None:
            start, number = self._placeholder
            if not "".join(self._pieces[start:]):
                self.text(f"{{{number if number.isalnum() else 'x'}}}")  # an empty code still has its place
        elif name in ("seg", "prop"):
            text = self.collected()
            if text is None or self._tu is None:
                return
            if name == "seg":
                self._tu.texts.append((self._language, text))
            else:
                self._tu.props[self._prop] = text.strip()
        elif name == "tu" and self._tu is not None:
            self.found += ((self._tu.line, one) for one in _units_of(self._tu, self._source, approved=self._approved))
            self._tu = None


def _units_of(tu: _Open, file_source: str, *, approved: bool) -> Iterator[Unit | str]:
    """The units of a ``<tu>``: from its source language into the others, or between all if that is ``*all*``."""
    if len(tu.texts) > _MOST_TEXTS:
        yield f"has {len(tu.texts):,} texts, more than {_MOST_TEXTS}"
        return
    wanted = tu.said.get("srclang") or file_source or (tu.texts[0][0] if tu.texts else "")
    is_any = wanted.strip().lower() == "*all*"
    sources = [t for t in tu.texts if is_any or _tag(t) == canonical_tag(wanted)]
    if not sources:  # the file's language may be named without the region of its texts, or the other way round
        sources = [t for t in tu.texts if base_tag(_tag(t)) == base_tag(canonical_tag(wanted))]
    pairs = [(one, other) for one in sources for other in tu.texts if _tag(one) != _tag(other)]
    if not pairs:
        yield f"has no text in the source language {wanted[:20]!r} with a translation"
    says = tu.props.get(_PROP + "approved", "")
    for one, other in pairs:
        yield Unit(
            source_language=_tag(one), target_language=_tag(other), source=one[1], target=other[1],
            market=tu.props.get(_PROP + "market", ""), approved=says.lower() in YES if says else approved,
            origin=tu.props.get(_PROP + "origin", "")[:40] or "import", use_count=_count(tu.said.get("usagecount", "")),
            created_at=_instant(tu.said.get("creationdate", "")), used_at=_instant(tu.said.get("lastusagedate", "")),
        )  # fmt: skip


def _tag(text: tuple[str, str]) -> str:
    return canonical_tag(text[0])


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - nine digits
