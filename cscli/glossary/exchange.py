"""Files of glossaries and memories: choosing the format by suffix, and reading XML formats (TBX, TMX) as a stream.

Entities and inline document types are refused before anything is expanded, and no other file is read.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Generic, TypeVar
from xml.parsers import expat

from cscli.errors import DataFileError, UsageError
from cscli.paths import unreadable_hint
from cscli.tables.imported import Imported, LeftOut, named_rows, remarks_on
from cscli.text import MOST_CELL

_BLOCK = 1 << 16
Found = TypeVar("Found")
Choice = TypeVar("Choice")
Row = dict[str, str]
Entries = Iterator[tuple[int, Found | str]]  # line numbers with an entry, or the reason why there is none
Reader = Callable[[Path, Counter[str]], Entries[Found]]  # the counter gets the repairs


def read_entries(
    path: Path,
    readers: Mapping[str, Reader[Found]],
    canonical: Callable[[Found], Found],
    refusal: Callable[[Found], str],
) -> Imported[tuple[int, Found]]:
    """The entries of a file in canonical form, with their lines; those with a ``refusal`` are left out.

    Raises:
        DataFileError: the file cannot be read, is truncated, or holds entities; names the line if known.
        UsageError: no reader is for its suffix.
    """
    repairs: Counter[str] = Counter()
    good: list[tuple[int, Found]] = []
    bad: list[LeftOut] = []
    try:
        for line, found in for_suffix(path, readers)(path, repairs):
            entry = found if isinstance(found, str) else canonical(found)
            reason = entry if isinstance(entry, str) else refusal(entry)
            if isinstance(entry, str) or reason:
                bad.append(LeftOut(line=line, reason=reason))
            else:
                good.append((line, entry))
    except OSError as problem:
        raise DataFileError(
            f"{path}: cannot be read: {problem.strerror}.", code="no-file", hint=unreadable_hint(path, problem)
        ) from problem  # fmt: skip
    return Imported(good=tuple(good), bad=tuple(bad), remarks=remarks_on(repairs))


def for_suffix(path: Path, choices: Mapping[str, Choice]) -> Choice:
    """The reader or writer for a file's suffix; the first choice is the usual one.

    Raises:
        UsageError: the suffix is unknown.
    """
    choice = choices.get(path.suffix.lower())
    if choice is None:
        example = "memory.tmx" if ".tmx" in choices else "glossary.csv"
        raise UsageError(
            f"{path.name[:60]!r} is neither {' nor '.join(choices)}.", code="bad-format",
            hint=f"Name a file such as {example}.",
        )  # fmt: skip
    return choice


def csv_entries(
    path: Path, repairs: Counter[str], columns: Sequence[str], needed: Sequence[str], made: Callable[[Row], Found | str]
) -> Entries[Found]:
    """The entries that ``made`` creates from the rows of a CSV file, or why a row has none, with line numbers."""
    for line, row in named_rows(path, needed, columns, repairs):
        if isinstance(row, str):
            yield line, row
        elif max(map(len, row.values())) > MOST_CELL:
            yield line, f"has a text of more than {MOST_CELL:,} characters"
        else:
            yield line, made(row)


class ExchangeReader(ABC, Generic[Found]):
    """Collects the entries of an XML file with their line numbers; a subclass interprets the elements."""

    kind: ClassVar[str]  # of error codes
    hint: ClassVar[str]
    roots: ClassVar[tuple[str, ...]]
    longest: ClassVar[int]  # characters of a text; longer ones are cut, because they are refused anyway

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: list[tuple[int, Found | str]] = []
        self._root = ""
        self._pieces: list[str] | None = None
        self._size = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._started
        self._parser.EndElementHandler = lambda tag: self.end(_local(tag))
        self._parser.CharacterDataHandler = self.text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity
        self._parser.SkippedEntityHandler = self._entity

    def entries(self) -> Iterator[tuple[int, Found | str]]:
        """The entries, or why an element has none, with the line each starts on.

        Raises:
            DataFileError: the file has another format, is truncated, or holds entities; names the line.
            OSError: the file cannot be read.
        """
        with self.path.open("rb") as file:
            while True:
                block = file.read(_BLOCK)
                try:
                    self._parser.Parse(block, not block)
                except (expat.ExpatError, ValueError, LookupError) as problem:
                    reason = expat.ErrorString(problem.code) if isinstance(problem, expat.ExpatError) else str(problem)
                    raise self.refused(f"cannot be read as XML: {reason}") from problem
                yield from self.found
                self.found.clear()
                if not block:
                    return

    @abstractmethod
    def start(self, name: str, said: dict[str, str]) -> None:
        """An element starts: its local name and attributes, in lower case."""

    @abstractmethod
    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Character data, kept while a text is collected."""
        if self._pieces is not None and self._size <= self.longest:
            self._pieces.append(text)
            self._size += len(text)

    def collect(self) -> None:
        """Start collecting a text."""
        self._pieces, self._size = [], 0

    def collected(self) -> str | None:
        """Stop collecting; the text, or None if none was collected."""
        pieces, self._pieces = self._pieces, None
        return None if pieces is None else "".join(pieces)

    @property
    def line(self) -> int:
        """The current line of the file."""
        return self._parser.CurrentLineNumber

    def refused(self, reason: str) -> DataFileError:
        """The error for the current line."""
        return DataFileError(f"{self.path}:{self.line}: {reason}.", code=f"bad-{self.kind}", hint=self.hint)

    def _started(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if not self._root:
            self._root = name
            if name not in self.roots:
                raise self.refused(f"is no {self.kind.upper()} file: it starts with <{tag[:40]}>")
        self.start(name, {key.lower(): value for key, value in attributes.items()})

    def _doctype(self, _name: str, _system: str | None, _public: str | None, has_internal_subset: int) -> None:
        if has_internal_subset:
            raise self.refused("defines a document type of its own, which is not read")

    def _entity(self, *_: object) -> None:
        raise self.refused("uses entities of its own, which are not read")


def _local(tag: str) -> str:
    return tag.rpartition(":")[2].lower()
