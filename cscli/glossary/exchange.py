"""XML files in which translation programs exchange glossaries and memories (TBX, TMX), read as a stream.

Entities and inline document types are refused before anything is expanded, and no other file is ever read. A format
says what its elements mean in a subclass.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Generic, TypeVar
from xml.parsers import expat

from cscli.errors import DataFileError

_BLOCK = 1 << 16
Found = TypeVar("Found")


class ExchangeReader(Generic[Found]):
    """Takes what the XML parser reports and keeps finished entries, with the line each starts on, until fetched."""

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
        """The entries of the file, or why one is none, with the line each starts on.

        Raises:
            DataFileError: the file is of another format, is cut off, or holds entities; names the line.
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

    def start(self, name: str, said: dict[str, str]) -> None:
        """An element starts: its local name and attributes, in small letters."""
        raise NotImplementedError

    def end(self, name: str) -> None:
        """An element ends."""
        raise NotImplementedError

    def text(self, text: str) -> None:
        """Characters of the text that is being collected, if any."""
        if self._pieces is not None and self._size <= self.longest:
            self._pieces.append(text)
            self._size += len(text)

    def collect(self) -> None:
        """Begin to collect a text."""
        self._pieces, self._size = [], 0

    def collected(self) -> str | None:
        """The text that was collected, which ends it; None when there was none."""
        pieces, self._pieces = self._pieces, None
        return None if pieces is None else "".join(pieces)

    @property
    def line(self) -> int:
        """The present line of the file."""
        return self._parser.CurrentLineNumber

    def refused(self, reason: str) -> DataFileError:
        """The error at the present line."""
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
