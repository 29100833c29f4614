"""The objects of a large JSON file, one after the other: of a list, of lists inside one object, or one on each line.

Brackets are counted, so that an object that is too deep or too long costs no more than the look at it, and a file that
breaks off gives what was whole.
"""

import json
import re
from collections.abc import Generator, Iterator
from io import TextIOWrapper
from typing import Any, BinaryIO, Final, NamedTuple

MOST_CHARACTERS: Final = 20_000_000  # of an object
MOST_DEEP: Final = 100
_CHUNK: Final = 1 << 20
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|["{}\[\]]', re.DOTALL)
_CLOSES: Final = {"}": "{", "]": "["}
_WRAPPERS: Final = frozenset({
    "tickets", "results", "conversations", "data", "payload", "comments", "users", "ticket_events", "contacts",
    "messages", "rows",
})  # fmt: skip


class Element(NamedTuple):
    """An object: the line on which it begins, the name of the list that it is in (or empty), what it holds.

    ``fault`` says why it could not be read; ``raw`` is its beginning then.
    """

    line: int
    name: str
    value: dict[str, Any]
    fault: str = ""
    raw: str = ""


def elements_of(file: BinaryIO) -> Iterator[Element]:
    """The objects of a file from its current place."""
    text = TextIOWrapper(file, "utf-8-sig", errors="replace", newline="\n")
    try:
        first = text.readline(MOST_CHARACTERS)
        if _is_line_of_many(first):
            yield from _of_lines(text, first)
        else:
            yield from _Scanner(text, first).elements()
    finally:
        text.detach()  # whoever opened the file closes it


def _is_line_of_many(line: str) -> bool:
    """Whether a first line is one object of JSON Lines, and not a file of lists that stands on one line."""
    if not line.lstrip("\ufeff \t\r\n\0").startswith("{"):
        return False
    found = _parsed(line)
    if not isinstance(found, dict):
        return False
    return "id" in found or not any(name in _WRAPPERS and _is_list(value) for name, value in found.items())


def _is_list(value: Any) -> bool:
    """Whether a value is a list of objects, or an object of few parts one of which is."""
    parts = list(value.values()) if isinstance(value, dict) and len(value) <= 2 else [value]  # noqa: PLR2004 - with one about it
    return any(isinstance(one, list) and (not one or isinstance(one[0], dict)) for one in parts)


def _of_lines(text: TextIOWrapper, first: str) -> Iterator[Element]:
    number, line = 0, first
    while line:
        number += 1
        if len(line) >= MOST_CHARACTERS and not line.endswith("\n"):
            while rest := text.readline(MOST_CHARACTERS):
                if rest.endswith("\n"):
                    break
            yield Element(number, "", {}, f"is longer than {MOST_CHARACTERS:,} characters", line[:1000])
        elif line.strip(" \t\r\n\0"):
            yield _element(number, "", line)
        line = text.readline(MOST_CHARACTERS)


class _Scanner:
    """Finds the objects in the outermost lists of a text."""

    def __init__(self, text: TextIOWrapper, begun: str) -> None:
        self._text, self._buffer = text, begun
        self._line, self._at = 1, 0
        self._stack: list[str] = []
        self._keys: list[str] = [""]
        self._start: int | None = None  # where an object begins that is read
        self._fault, self._head = "", ""
        self._started, self._deepest = 1, 0

    def elements(self) -> Iterator[Element]:
        """Each object; last, why there is no more, where the file breaks off."""
        while True:
            broken = yield from self._tokens()
            if broken:
                return
            chunk = self._text.read(_CHUNK)
            if not chunk:
                break
            self._forget()
            self._buffer += chunk
        if self._stack:
            where = "inside an object" if self._start is not None or self._fault else "before its end"
            line = self._started if self._start is not None else self._line + self._buffer.count("\n")
            raw = self._head or self._buffer[self._start or 0 :][:1000]
            yield Element(line, "", {}, f"is cut off: the file ends {where}", raw)

    def _tokens(self) -> Generator[Element, None, bool]:
        """The objects that end in the buffer; whether what follows is no JSON."""
        for token in _TOKEN.finditer(self._buffer, self._at):
            sign = token[0]
            if sign == '"':  # a text that is not complete
                break
            end = token.end()
            if len(sign) > 1:
                if self._start is None and not self._fault:
                    self._keys[-1] = sign[1:-1]
            elif sign in "{[":
                self._open(sign, token.start())
            elif not self._stack or self._stack.pop() != _CLOSES[sign]:
                line = self._line + self._buffer.count("\n", 0, token.start())
                yield Element(line, "", {}, "is no JSON from here on", self._buffer[token.start() :][:200])
                return True
            else:
                done = self._close(end)
                if done is not None:
                    yield done
            self._at = end
        return False

    def _open(self, sign: str, at: int) -> None:
        self._stack.append(sign)
        is_outermost = sign == "{" and self._stack[-2:-1] == ["["] and self._stack.count("[") == 1
        if self._start is None and not self._fault:
            self._keys.append("")
            if is_outermost:
                self._start, self._deepest = at, len(self._stack)
                self._started = self._line + self._buffer.count("\n", 0, at)
        elif len(self._stack) > self._deepest + MOST_DEEP and not self._fault:
            self._spoil("is nested too deeply", at)

    def _close(self, end: int) -> Element | None:
        if self._start is None and not self._fault:
            self._keys.pop()
            return None
        if len(self._stack) >= self._deepest:
            return None
        name = self._keys[-3] if len(self._keys) > 2 else ""  # noqa: PLR2004 - the list's own and the object's
        self._keys.pop()
        if self._fault:
            done = Element(self._started, name, {}, self._fault, self._head)
        else:
            done = _element(self._started, name, self._buffer[self._start : end])
        self._start, self._fault, self._head = None, "", ""
        return done

    def _forget(self) -> None:
        """Let go of what was looked at, but for an object that is not complete."""
        if self._start is not None and len(self._buffer) - self._start > MOST_CHARACTERS:
            self._spoil(f"is longer than {MOST_CHARACTERS:,} characters", self._start)
        if len(self._buffer) - self._at > MOST_CHARACTERS:  # a text without an end
            self._at = len(self._buffer)
        cut = self._at if self._start is None else self._start
        self._line += self._buffer.count("\n", 0, cut)
        self._buffer = self._buffer[cut:]
        self._at -= cut
        self._start = None if self._start is None else 0

    def _spoil(self, fault: str, at: int) -> None:
        """Give up an object: it is only looked through up to its end."""
        start = self._start or 0
        self._fault, self._head, self._start = fault, self._buffer[start : min(at, start + 1000)], None


def _element(line: int, name: str, raw: str) -> Element:
    found = _parsed(raw)
    if isinstance(found, dict):
        return Element(line, name, found)
    return Element(line, name, {}, found if isinstance(found, str) and found else "is no JSON object", raw[:1000])


def _parsed(raw: str) -> Any:
    """What a text holds; a sentence without its subject where it is no JSON."""
    try:
        return json.loads(raw.replace("\0", ""), strict=False)
    except RecursionError:
        return "is nested too deeply"
    except json.JSONDecodeError as problem:
        return f"is not JSON: {problem.msg} at character {problem.colno:,}"
    except ValueError:  # a number of thousands of digits
        return "holds a number that is too long"
