"""A workbook (XLSX) as its parts: sheets, texts that cells share, number formats, rows; each read in one pass.

Nothing in a file can make this slow or large: sizes, references, nesting and empty cells have limits, a row is given
out as soon as it was read, and entities are refused. Files are those of ECMA-376; the old dialect and the strict one
differ in namespaces only, which are not looked at.
"""

import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any, Final, NoReturn
from xml.parsers import expat

from cscli.errors import UsageError
from cscli.tables.number_formats import BUILT_IN, Format, format_of
from cscli.tables.sheet_rows import Rows, unescaped
from cscli.text import MOST_CELL

MOST_PACKED: Final = 500_000_000
_MOST_UNPACKED: Final = 2_000_000_000
_MOST_SMALL: Final = 20_000_000  # of a part that is not a sheet or the shared texts
_MOST_TEXTS, _MOST_SHARED = 10_000_000, 300_000_000  # shared texts, and their characters
_CHUNK, _MOST_SILENT = 262_144, 8_000_000
_AS_CSV: Final = "Save the sheet as CSV: that is read row by row."


class Workbook:
    """An open workbook.

    Args:
        content: the file, which can be sought in.
        name: what errors call it.

    Raises:
        UsageError: it is not a workbook, is damaged, or goes beyond a limit.
    """

    def __init__(self, content: IO[bytes], name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(content)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as problem:
            raise self._unreadable(str(problem)) from problem
        size = sum(part.file_size for part in self._zip.infolist())
        if size > _MOST_UNPACKED:
            raise self._refused(f"unpacks to {size:,} bytes; at most {_MOST_UNPACKED:,} are read")
        self._parts = {part.filename.lstrip("/"): part for part in self._zip.infolist()}
        self._sheets: dict[str, str] = {}
        self.since_1904 = False
        self._looks: dict[str, Format] = {}
        self._texts: list[str] = []
        self.share = 0.0  # of the part that was read last
        self._book()

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets that have cells, in their order."""
        return tuple(self._sheets)

    def rows(self, sheet: str) -> Iterator[tuple[int, list[str]]]:
        """The rows of a sheet with their numbers, each up to its last cell; rows without a value are left out.

        Raises:
            UsageError: the sheet is damaged or goes beyond a limit.
        """
        self._styles()
        self._shared()
        parser = expat.ParserCreate()
        parser.buffer_text, parser.buffer_size = True, 65_536
        found = Rows(parser, self._texts, self._looks, fail=self.fail, since_1904=self.since_1904)
        for _ in self._parsed(self._sheets[sheet], parser):
            yield from found.whole
            found.whole.clear()
        found.end_row()
        yield from found.whole

    def fail(self, why: str) -> NoReturn:
        """Refuse the file.

        Raises:
            UsageError: always.
        """
        raise self._refused(why)

    def _book(self) -> None:
        """The sheets by name, each with its part."""
        part = next((target for kind, target in self._links("_rels/.rels").values() if kind == "officeDocument"), "")
        part = part or "xl/workbook.xml"
        folder, _, file = part.rpartition("/")
        links = self._links(f"{folder}/_rels/{file}.rels")
        self._by_kind = {kind: f"{folder}/{target}" for kind, target in links.values()}

        def start(tag: str, given: dict[str, str]) -> None:
            if tag == "workbookPr":
                self.since_1904 = given.get("date1904") in ("1", "true")
            elif tag == "sheet":
                key = next((value for key, value in given.items() if key.rpartition(":")[2] == "id"), "")
                kind, target = links.get(key, ("", ""))
                place = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
                if kind == "worksheet" and place in self._parts:
                    self._sheets[given.get("name", "")] = place

        self._read_small(part, start)
        if not self._sheets:
            raise self._unreadable("it has no sheet with cells")

    def _links(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part points to, by id: the kind and the target."""
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, given: dict[str, str]) -> None:
            if tag == "Relationship":
                kind, target = given.get("Type", "").rpartition("/")[2], given.get("Target", "")
                found[given.get("Id", "")] = kind, target.removeprefix("/") if part.startswith("_rels") else target

        self._read_small(part, start)
        return found

    def _styles(self) -> None:
        """The format of each style, by its number."""
        codes, inside = dict(BUILT_IN), [False]

        def start(tag: str, given: dict[str, str]) -> None:
            number = given.get("numFmtId", "")
            known = int(number) if number.isdecimal() and len(number) < 10 else 0  # noqa: PLR2004 - a number of a format
            if tag == "numFmt":
                codes[known] = given.get("formatCode", "")
            elif tag in ("cellXfs", "cellStyleXfs", "dxfs"):
                inside[0] = tag == "cellXfs"
            elif tag == "xf" and inside[0]:
                self._looks[str(len(self._looks))] = format_of(codes.get(known, ""))

        self._looks.clear()
        part = self._by_kind.get("styles", "")
        if part in self._parts:
            self._read_small(part, start)

    def _shared(self) -> None:  # noqa: C901 - as _listen
        """The texts that cells share; how Japanese words are read aloud is left out."""
        part = self._by_kind.get("sharedStrings", "")
        if self._texts or part not in self._parts:
            return
        texts, pieces, state = self._texts, list[str](), {"open": False, "aloud": False, "size": 0}

        def start(tag: str, _: list[str]) -> None:
            tag = tag.rpartition(":")[2]
            if tag == "si":
                pieces.clear()
            elif tag == "rPh":
                state["aloud"] = True
            state["open"] = tag == "t" and not state["aloud"]

        def end(tag: str) -> None:
            state["open"], tag = False, tag.rpartition(":")[2]
            if tag == "rPh":
                state["aloud"] = False
            elif tag == "si":
                text = unescaped("".join(pieces))
                state["size"] += len(text)
                texts.append(text)
                if len(text) > MOST_CELL:
                    self.fail(f"holds a text of more than {MOST_CELL:,} characters")
                if len(texts) > _MOST_TEXTS or state["size"] > _MOST_SHARED:
                    self.fail("holds more text than is read")

        def chars(data: str) -> None:
            if state["open"]:
                pieces.append(data)

        parser = expat.ParserCreate()
        parser.ordered_attributes, parser.buffer_text = True, True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, chars
        for _ in self._parsed(part, parser):
            pass

    def _read_small(self, part: str, start: Callable[[str, dict[str, str]], None]) -> None:
        if part not in self._parts:
            return
        if self._parts[part].file_size > _MOST_SMALL:
            self.fail(f"its part {part[:60]} has more than {_MOST_SMALL:,} bytes")
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda tag, given: start(tag.rpartition(":")[2], given)
        for _ in self._parsed(part, parser):
            pass

    def _parsed(self, part: str, parser: Any) -> Iterator[None]:
        """Parse a part, stopping after each piece."""
        parser.StartDoctypeDeclHandler = lambda *_: self.fail("holds a document type, which no spreadsheet has")
        fed = 0
        try:
            with self._zip.open(self._parts[part]) as stream:
                while chunk := stream.read(_CHUNK):
                    fed += len(chunk)
                    self.share = fed / max(1, self._parts[part].file_size)
                    parser.Parse(chunk, False)  # noqa: FBT003 - the interface of expat
                    if fed - max(0, parser.CurrentByteIndex) > _MOST_SILENT:
                        self.fail("holds a word that does not end")
                    yield
                parser.Parse(b"", True)  # noqa: FBT003 - as above
        except expat.ExpatError as problem:
            raise self._unreadable(f"{part[:60]}: {problem}") from problem
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as problem:
            raise self._unreadable(str(problem)) from problem
        except Exception as problem:
            if type(problem).__name__ not in ("error", "LZMAError"):  # of zlib and lzma: the packed bytes are damaged
                raise
            raise self._unreadable(str(problem)) from problem

    def _unreadable(self, why: str) -> UsageError:
        return UsageError(
            f"{self.name}: cannot be read as a spreadsheet: {why.rstrip('.')}.", code="bad-file",
            hint="Save it as .xlsx or .csv.",
        )  # fmt: skip

    def _refused(self, why: str) -> UsageError:
        return UsageError(f"{self.name}: {why}.", code="bad-file", hint=_AS_CSV)
