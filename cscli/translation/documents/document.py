# ruff: noqa: PLC0415 - only the reader of one format is loaded
"""A file as texts to translate and a structure to preserve.

Everything between the texts and every unchanged text is preserved byte for byte. A file that its reader cannot parse to
the end is refused. No file is opened here.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cscli.errors import UsageError
from cscli.tables.code_pages import likely_code_page
from cscli.tables.encoding import is_mostly_utf8
from cscli.translation.documents.part import Part, line_at

SUFFIXES: Final = {
    ".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".srt": "srt",
}  # fmt: skip
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed file.

    ``parts`` are in the order of the file, without outer white space. Inline markup of Markdown and HTML is ``<g1>``,
    ``</g1>`` and ``<x2/>`` in a part; a translation must contain each of them exactly once.

    ``lines`` are the lines where the parts begin, from 1. ``rebuild`` takes a text for each part and returns the new
    file; a part whose translation does not fit stays unchanged. ``fits`` takes the index of a part and a translation.
    ``kind`` is txt, md, html, csv, jsonl or srt.
    """

    parts: tuple[str, ...]
    lines: tuple[int, ...]
    rebuild: Callable[[Sequence[str]], str]
    fits: Callable[[int, str], bool]
    kind: str


def read_document(content: str, suffix: str, *, columns: Sequence[str] = (), field: str = "text") -> Document:
    """Parse a file.

    Args:
        content: the file; a byte order mark is preserved.
        suffix: the suffix of its name, such as ``.md``, in any case.
        columns: the columns of a table to translate; may be empty if it has only one.
        field: the field of a JSON Lines file to translate; a dot descends into an object.

    Raises:
        UsageError: the suffix, a column or the field is unknown, or the column is ambiguous.
        DataFileError: the content does not match the suffix; names the line.
    """
    suffix = suffix.lower()
    kind = SUFFIXES.get(suffix)
    if kind is None:
        raise UsageError(
            f"Files that end in {suffix[:20]!r} cannot be translated.", code="unknown-format",
            hint=f"Known: {', '.join(SUFFIXES)}.",
        )  # fmt: skip
    if columns and kind != "csv":
        raise UsageError(f"A {suffix} file has no columns.", code="no-columns", hint="Leave the columns out.")
    mark = _BOM if content.startswith(_BOM) else ""
    body = content.removeprefix(_BOM)
    structure = _Structure(mark, body, _places(kind, body, suffix, columns, field))
    return Document(
        parts=structure.parts, lines=structure.lines, rebuild=structure.rebuild, fits=structure.fits, kind=kind
    )


def decoded(raw: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a byte order mark, or a Windows code page; keeps the byte order mark.

    Raises:
        UsageError: none of these; names the line of the first invalid byte.
    """
    encoding = _encoding(raw)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as problem:
        line = line_at(raw[: problem.start].decode(encoding, "replace"))
        raise _not_unicode(f"byte {raw[problem.start]:#04x} in line {line}") from problem
    at = text.find("\0")
    if at >= 0:
        raise _not_unicode(f"a zero byte in line {line_at(text, at)}")
    return text


def encoded(text: str, like: bytes) -> bytes:
    """``text`` in the encoding of the file with the content ``like``.

    Uses UTF-8 if the text does not fit into a code page. Lone surrogates become question marks.
    """
    encoding = _encoding(like)
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode(encoding if encoding.startswith("utf-") else "utf-8", "replace")


@dataclass(frozen=True, slots=True)
class _Structure:
    """The content, and the parts in it, in order; an outer part precedes those within it."""

    mark: str
    content: str
    places: Sequence[Part]

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(place.text for place in self.places)

    @property
    def lines(self) -> tuple[int, ...]:
        lines, line, at = [], 1, 0
        for place in self.places:
            line += line_at(self.content[at : place.start]) - 1
            at = place.start
            lines.append(line)
        return tuple(lines)

    def rebuild(self, translations: Sequence[str]) -> str:
        if len(translations) != len(self.places):
            raise ValueError(f"{len(translations)} translations for {len(self.places)} parts")
        starts = [place.start for place in self.places]

        def written(index: int) -> str:
            place = self.places[index]
            new = _stripped(translations[index], place)

            def inside(start: int, end: int) -> str:
                return between(start, end, bisect_left(starts, start, index + 1))

            text = None if new == place.text else place.write(new, inside)
            return inside(place.start, place.end) if text is None else text

        def between(start: int, end: int, index: int) -> str:
            built, at = [], start
            while index < len(starts) and starts[index] < end:
                built += [self.content[at : starts[index]], written(index)]
                at = self.places[index].end
                index += 1
                if index < len(starts) and starts[index] < at:
                    index = bisect_left(starts, at, index)
            return "".join([*built, self.content[at:end]])

        return self.mark + between(0, len(self.content), 0)

    def fits(self, number: int, translation: str) -> bool:
        place = self.places[number]
        new = _stripped(translation, place)
        return new == place.text or place.write(new, lambda start, end: self.content[start:end]) is not None


def _stripped(translation: str, place: Part) -> str:
    return translation if translation == place.text else translation.strip()


def _places(kind: str, body: str, suffix: str, columns: Sequence[str], field: str) -> list[Part]:
    found: Iterable[Part]
    if kind == "csv":
        from cscli.translation.documents.table import cells

        found = cells(body, columns, delimiter="\t" if suffix == ".tsv" else "")
    elif kind == "jsonl":
        from cscli.translation.documents.json_lines import values

        found = values(body, field)
    elif kind == "srt":
        from cscli.translation.documents.subtitles import cues

        found = cues(body)
    elif kind == "html":
        from cscli.translation.documents.html import texts

        found = texts(body)
    elif kind == "md":
        from cscli.translation.documents.markdown.blocks import leaves

        found = leaves(body)
    else:
        from cscli.translation.documents.plain import paragraphs

        found = paragraphs(body)
    return sorted(found, key=lambda place: (place.start, -place.end))


def _encoding(raw: bytes) -> str:
    marked = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(raw[:2])
    if marked or raw.isascii():
        return marked or "utf-8"
    try:
        raw.decode()
    except UnicodeDecodeError as problem:
        return "utf-8" if is_mostly_utf8(raw) else likely_code_page(raw[raw.rfind(b"\n", 0, problem.start) + 1 :])
    return "utf-8"


def _not_unicode(what: str) -> UsageError:
    return UsageError(
        f"The file is not UTF-8 text: {what} does not fit.", code="bad-encoding",
        hint="Save it with the encoding UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE.",
    )  # fmt: skip
