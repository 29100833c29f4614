"""Where the name in a head ends: a name may hold a colon itself, as ``Anna: Shop`` does.

The first colon with a space behind it ends the name, unless the file or somebody proves a longer one:

- it is the shop's, or that of the chat, which the name of the file has;
- the phone wrote something right behind it, and nobody is called by the part before its colon;
- nobody is called by the part before its colon, as each head that begins so goes on in one of few ways.

A subject in quotation marks is no name: the line is of the system.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from cscli.inbox.archives.whatsapp.heads import ChatHead, name_from
from cscli.inbox.archives.whatsapp.notes import MARK, noted, plain_line

_MOST_NAMES: Final = 2_000
_MOST_LONGER: Final = 50  # longer names that begin with one, and texts behind it in which none does
_LONGEST: Final = 150  # characters
_MOST_COLONS: Final = 4
_FEW: Final = 3  # heads of a longer name, on average; fewer prove nothing
_QUOTES: Final = (
    ("\u201c", "\u201d"), ("\u201e", "\u201c\u201d"), ("\u00ab", "\u00bb"), ("\u300c", "\u300d"), ('"', '"'),
)  # fmt: skip
_ENDS: Final = 40  # characters behind the subject, at the end of the line


class ChatNames:
    """The names in the heads of a chat: all heads are shown to it first, and then it tells how each is read.

    Args:
        told: names that somebody says, or that the name of the file has.
    """

    def __init__(self, told: Iterable[str]) -> None:
        self._told = frozenset(filter(None, map(_letters, told)))
        self._heads: Counter[str] = Counter()  # by the shortest name, or by one that is told
        self._longer: dict[str, Counter[str]] = {}  # heads by longer names, by their shortest
        self._texts: dict[str, list[str]] = {}  # beginnings of texts that hold no longer name, by the shortest
        self._told_from: dict[str, set[str]] = {}  # longer names that are told, by their shortest
        self._marked: set[str] = set()
        self._quoting: set[str] = set()
        self._decided: dict[str, frozenset[str]] = {}

    def add(self, line: str, head: ChatHead) -> None:
        """Take a head into account."""
        name = self._told_name(line, head).author
        if name != head.author and len(self._told_from) < _MOST_NAMES:
            self._told_from.setdefault(head.author, set()).add(name)
        if not name or (name not in self._heads and len(self._heads) >= _MOST_NAMES):
            return
        self._heads[name] += 1
        longer, texts = self._longer.setdefault(name, Counter()), self._texts.setdefault(name, [])
        if name != head.author or len(longer) > _MOST_LONGER or len(texts) > _MOST_LONGER:  # somebody is called so
            return
        if self._heads[name] == 1 and _quotes_a_subject(name, line[head.end :]):
            self._quoting.add(name)
        second = next(_longer_heads(line, head), None)
        if second is None or _quotes_a_subject(second.author, line[second.end :]):
            texts.append(plain_line(line[head.end : head.end + _LONGEST]))
            return
        longer[second.author] += 1
        if line.startswith(MARK, second.end) and not noted(line[second.end :]).files:
            self._marked.add(second.author)

    def authors(self) -> tuple[str, ...]:
        """Who writes."""
        found = (self._names_from(name) or {name} for name in self._heads if not self._is_a_subject(name))
        return tuple(dict.fromkeys(name for some in found for name in sorted(some)))

    def read(self, line: str, head: ChatHead) -> ChatHead:
        """A head with the name that it has in this chat; without one it is a line of the system."""
        told = self._told_name(line, head)
        names = self._names_from(head.author) if told is head else ()
        for one in _longer_heads(line, head) if names else ():
            if one.author in names:
                return one
        is_system = self._is_a_subject(told.author) or _is_about(plain_line(line[head.end :]), head.author, names)
        return replace(head, author="") if is_system else told

    def _told_name(self, line: str, head: ChatHead) -> ChatHead:
        """A head with the longest name that is told; as it is, where none is."""
        longer = reversed([*_longer_heads(line, head)]) if self._told else ()
        return next((one for one in longer if _letters(one.author) in self._told), head)

    def _names_from(self, name: str) -> frozenset[str]:
        """The longer names that begin with a short one; none where somebody is called by the short one."""
        if name not in self._decided:
            longer, texts = self._longer.get(name, Counter()), self._texts.get(name, [])
            proven = longer if longer.total() >= _FEW * len(longer) else self._marked.intersection(longer)
            found = frozenset(proven).union(self._told_from.get(name, ()))
            is_name = (
                max(len(longer), len(texts)) > _MOST_LONGER
                or not found.issuperset(longer)
                or _letters(name) in self._told
                or not any(map(str.isalpha, name))  # the number of a phone
                or not all(_is_about(text, name, found) for text in texts)
            )
            self._decided[name] = frozenset() if is_name else found
        return self._decided[name]

    def _is_a_subject(self, name: str) -> bool:
        """Whether what stands before a colon is no name: it begins to quote a subject, in one line only."""
        return name in self._quoting and self._heads[name] == 1


def _longer_heads(line: str, head: ChatHead) -> Iterator[ChatHead]:
    """A head with each longer name that it may have."""
    for _ in range(_MOST_COLONS if head.author else 0):
        found = name_from(line, head.end)
        if found is None or len(head.author) + len(found[0]) > _LONGEST:
            return
        head = replace(head, author=f"{head.author}: {found[0]}", end=found[1])
        yield head


def _quotes_a_subject(name: str, text: str) -> bool:
    """Whether a name opens a quote that the text behind its colon closes, near its end."""
    for opens, closes in _QUOTES:
        before, mark, subject = name.rpartition(opens)
        is_open = mark and not set(closes) & set(subject)
        if is_open and (opens not in closes or (before.endswith(" ") and before.count(opens) % 2 == 0)):
            last = max(map(text.rfind, closes))
            return last >= 0 and len(text.rstrip()) - last <= _ENDS
    return False


def _is_about(text: str, name: str, longer: Iterable[str]) -> bool:
    """Whether a text goes on with the rest of a longer name, as a line of the system about somebody does."""
    return any(text.startswith(f"{one[len(name) + 2 :]} ") for one in longer)


def is_called(name: str, title: str) -> bool:
    """Whether a name is the one that a file has, in whose name a colon cannot stand."""
    return name == title or (bool(title) and _letters(name) == _letters(title) != "")


def _letters(name: str) -> str:
    """The letters and digits of a name, as files have them."""
    return "".join(filter(str.isalnum, name.casefold()))
